"""Full-text search: word forms, accents, phrases, exclusion, beginnings; the same on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.search import find_hits, parse_query
from entities.models import Quote
from tests.factories import Said, make_article

TEXT = "De huizen aan de Vlijt zijn gesloten, zei Loekasjenkó; het coöperatieve veer vaart weer."


def found(words: str) -> bool:
    return Article.objects.matching(words).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "huis",
        "HUIZEN",
        "loekasjenko",
        "Loekasjenkó",
        "coöperatief",
        "coöperatieve",
        '"aan de Vlijt"',
        '"de huizen" vaart',
        "vlijt -tunnel",
        "loekas*",
        "aan de",
        '"huizen aan de vlijt" -"gesloten huis"',
        "huis,",
    ],
)
def test_these_words_find_the_text(words):
    make_article(TEXT)
    assert found(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["tunnel", '"de Vlijt aan"', "huis -veer", "huis tunnel", "kasjenko", "-tunnel", "?!", "loek"]
)
def test_these_words_do_not_find_the_text(words):
    make_article(TEXT)
    assert not found(words)


@pytest.mark.django_db
def test_the_title_is_searched_too():
    make_article(TEXT, title="Veerpont Vlijtzicht terug")
    assert found("veerponten vlijtzicht")


@pytest.mark.django_db
def test_no_words_find_everything():
    make_article(TEXT)
    assert found("") and found("   ")


@pytest.mark.django_db
def test_quotes_are_found_by_their_words():
    make_article(quotes=[Said("Ada Lovelace", "Wij bouwen huizen"), Said(None, "Morgen komt de regen")])
    assert [quote.content for quote in Quote.objects.matching("huis")] == ["Wij bouwen huizen"]


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_no_query_fails(words):
    list(Article.objects.matching(words.replace("\x00", "")))
    parse_query(words)


@given(text=st.text(max_size=200), words=st.text(max_size=20))
def test_hits_lie_inside_the_text(text, words):
    for start, end in find_hits(text, words):
        assert 0 <= start < end <= len(text)


def test_hits_are_the_forms_of_the_word_in_the_text():
    hits = find_hits(TEXT, 'huis "de vlijt" loekas* -veer')
    assert [TEXT[start:end] for start, end in hits] == ["huizen", "de Vlijt", "Loekasjenkó"]
