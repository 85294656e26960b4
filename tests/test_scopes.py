"""How far a correction reaches: only here, in this article, everywhere a program said the same."""

import pytest
from django.contrib.auth.models import User

from entities import curation
from entities.derived import rebuild
from entities.models import ArticleCountry, Entity, Mention, Quote
from entities.workshop import parts_between, places_of, scopes_of_mention, scopes_of_quote
from tests.factories import make_person
from tests.reading import publish
from tests.test_curation import check_derived
from tests.test_derived import derived_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NAME = "Jan de Vries"


@pytest.fixture
def editor():
    return User.objects.create_user("editor")


def sizes(scopes) -> dict[str, tuple[int, int]]:
    return {scope.key: (scope.mentions.count(), scope.quotes.count()) for scope in scopes}


def unlink() -> None:
    """Let a program have left every name without a link."""
    Mention.objects.update(entity=None)
    Quote.objects.update(speaker=None)
    rebuild()


def test_everywhere_takes_along_the_quotes_of_which_the_name_is_the_source():
    for number in range(3):
        publish(f"Bericht {number}. 'Ik win', zegt Jan de Vries.\n\nVries won.", [NAME], id=f"a{number}")
    mention = Mention.objects.filter(text=NAME).first()
    assert sizes(scopes_of_mention(mention)) == {"here": (1, 0), "article": (2, 1), "everywhere": (3, 3)}
    short = Mention.objects.filter(text="Vries").first()
    assert sizes(scopes_of_mention(short))["everywhere"] == (3, 0)


def test_a_name_linked_to_nobody_can_be_corrected_everywhere_under_all_its_forms(editor):
    for number in range(3):
        publish(f"Bericht {number}. 'Ik win', zegt Jan de Vries.\n\nVries won.", [NAME], id=f"a{number}")
    publish("'Ik verlies', zegt Piet de Vries.", ["Piet de Vries"], id="a9")
    unlink()
    mention = Mention.objects.filter(text="Vries").first()
    scopes = scopes_of_mention(mention)
    assert sizes(scopes) == {"here": (1, 0), "article": (2, 1), "everywhere": (6, 3)}
    skater = make_person("Jan de Vries (schaatser)")
    curation.relink(scopes[-1].mentions, scopes[-1].quotes, skater, actor=editor)
    skater.refresh_from_db()
    assert (skater.mention_count, skater.quote_count, skater.article_count) == (6, 3, 3)
    assert Quote.objects.get(speaker=None).content == "Ik verlies"
    check_derived()


def test_what_an_editor_decided_elsewhere_is_not_reached_but_what_she_corrects_is(editor):
    for number in range(3):
        publish(f"Bericht {number}. Jan de Vries won.", [NAME], id=f"a{number}")
    first, second, _third = Mention.objects.order_by("pk")
    for mention in (first, second):
        curation.relink([mention], [], mention.entity, actor=editor)
    first.refresh_from_db()
    *_narrower, everywhere = scopes_of_mention(first)
    assert first in everywhere.mentions and second not in everywhere.mentions
    assert everywhere.size == 2


def test_a_quote_reaches_everywhere_its_speaker_is_printed_so():
    for number in range(3):
        publish(f"Bericht {number}. 'Ik win', zegt Jan de Vries.", [NAME], id=f"a{number}")
    quote = Quote.objects.first()
    assert sizes(scopes_of_quote(quote)) == {"here": (0, 1), "article": (0, 1), "everywhere": (3, 3)}
    unlink()
    quote.refresh_from_db()
    assert sizes(scopes_of_quote(quote)) == {"here": (0, 1), "everywhere": (3, 3)}


def test_a_quote_whose_source_names_nobody_reaches_no_further_than_the_article():
    publish("'Ik win', zegt Jan de Vries.", [NAME])
    Quote.objects.update(source_start=None, source_end=None)
    assert [scope.key for scope in scopes_of_quote(Quote.objects.get())] == ["here", "article"]


@pytest.mark.parametrize("article_count", [3, 25])
def test_a_country_is_corrected_everywhere_and_counted_anew(editor, article_count):
    for number in range(article_count):
        publish(f"Bericht {number}. Jan de Vries ging naar Frankrijk.", [NAME], id=f"a{number}")
    publish("De Franse president ging naar Rusland.", [], id="a99")
    before = derived_rows()
    mention = Mention.objects.filter(text="Frankrijk").first()
    scopes = scopes_of_mention(mention)
    assert sizes(scopes) == {"here": (1, 0), "article": (1, 0), "everywhere": (article_count, 0)}
    group = curation.correct_country(scopes[-1].mentions, "BY", actor=editor)
    assert ArticleCountry.objects.filter(country_code="BY").count() == article_count
    assert ArticleCountry.objects.filter(country_code="FR").count() == 1, "the word “Franse” is another"
    check_derived()
    publish("Bericht 0. Jan de Vries ging gisteren naar Frankrijk.", [NAME], id="a0")
    assert Mention.objects.get(text="Frankrijk", article__external_id="a0").country_code == "BY"
    publish("Bericht 0. Jan de Vries ging naar Frankrijk.", [NAME], id="a0")
    curation.undo(group, actor=editor)
    assert derived_rows() == before
    assert not Mention.objects.filter(locked=True).exists()


def test_a_word_that_is_no_country_is_none_after_the_next_ingest(editor):
    publish("Jan de Vries ging naar Frankrijk.", [NAME])
    group = curation.reject_names(Mention.objects.filter(kind="country"), [], actor=editor)
    publish("Een kop.\n\nJan de Vries ging naar Frankrijk.", [NAME])
    assert not ArticleCountry.objects.exists()
    curation.undo(group, actor=editor)
    assert ArticleCountry.objects.get().country_code == "FR"


def test_only_a_country_gets_a_country_and_only_by_its_code(editor):
    publish("Jan de Vries ging naar Frankrijk.", [NAME])
    with pytest.raises(curation.Refused, match="names no country"):
        curation.correct_country([Mention.objects.get(text=NAME)], "BE", actor=editor)
    with pytest.raises(curation.Refused, match="two letters"):
        curation.correct_country(Mention.objects.filter(kind="country"), "België", actor=editor)


def test_who_is_no_name_in_an_article_says_nothing_in_it(editor):
    publish("'Ik win', zegt Jan de Vries.\n\nVries won.", [NAME])
    before = derived_rows()
    mention = Mention.objects.filter(text="Vries").first()
    _here, in_article, _everywhere = scopes_of_mention(mention)
    group = curation.reject_names(in_article.mentions, in_article.quotes, actor=editor)
    publish("Een kop.\n\n'Ik win', zegt Jan de Vries.\n\nVries won.", [NAME])
    assert not Mention.objects.exists()
    assert Quote.objects.get().speaker is None
    assert Entity.objects.get().article_count == 0
    curation.undo(group, actor=editor)
    assert derived_rows() == before


def test_words_are_found_however_they_are_spaced_and_nearest_to_a_place():
    text = "De brug  moet\nopen. De brug moet open, zei zij. De brug blijft dicht."
    assert places_of("de brug", text) is None
    assert places_of("De brug moet open", text) == [[0, 18]]
    assert places_of("De brug moet open", text, near=30) == [[20, 37]]
    assert places_of("De brug moet […] dicht", text) == [[0, 13], [63, 68]]
    assert places_of("dicht […] De brug", text) is None
    assert places_of(" […] ", text) is None


def test_whole_words_are_found_before_parts_of_words():
    text = "De brugklas ging over de brug."
    assert places_of("brug", text) == [[25, 29]]
    assert places_of("klas", text) == [[7, 11]]


def test_a_selection_over_paragraphs_is_a_part_of_each():
    text = "Een kop\n\nDe eerste alinea is hier lang genoeg.\n\nDe tweede alinea ook, zegt zij."
    start, end = text.index("eerste"), text.index("ook") + 3
    parts = parts_between(text, start, end)
    assert [text[first:last] for first, last in parts] == [
        "eerste alinea is hier lang genoeg.",
        "De tweede alinea ook",
    ]
    assert parts_between(text, 7, 9) == []
