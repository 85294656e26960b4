"""Finding people by their names: any spelling, without accents, by a beginning, with one typing error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.known_people import known_people
from entities.linking import add_alias
from entities.models import Alias, Entity, NameWord
from entities.names import is_full_name
from entities.search import suggest
from tests.factories import Said, make_article, make_person

pytestmark = pytest.mark.django_db


def names(words: str, **how) -> list[str]:
    return [entity.name for entity in suggest(words, **how)]


@pytest.fixture
def people():
    make_article(people=["Geertje Vossenbelt", "Aleksej Koedrin", "Đorđe Petrović", "Jan de Vries"])
    make_article(people=["Jan Vriesman", "Mark Vriesman"], quotes=[Said("Mark Vriesman", "Ja")])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Geertje Vossenbelt", "Geertje Vossenbelt"),
        ("vossenbelt", "Geertje Vossenbelt"),
        ("vossenbelt geertje", "Geertje Vossenbelt"),
        ("Gee Vos", "Geertje Vossenbelt"),
        ("djorde petrovic", "Đorđe Petrović"),
        ("petrovic", "Đorđe Petrović"),
        ("Alexei Kudrin", "Aleksej Koedrin"),
        ("Алексей Кудрин", "Aleksej Koedrin"),
        ("de vries", "Jan de Vries"),
    ],
)
def test_a_person_is_found_by_name_part_beginning_and_other_spelling(people, words, name):
    assert names(words)[0] == name


@pytest.mark.parametrize(
    "words",
    [
        "Vosenbelt",
        "Vosssenbelt",
        "Vossenbelr",
        "Vossenbetl",
        "vssenbelt",
        "ossenbelt",
        "Voßenbelt",
        "Geertje Vosenbelt",
        "Geertjr Vossenbelt",
        "Gertje Vossenbelt",
        "Geertje Vossenbel",
        "Geertje Vos senbelt",
        "GeertjeVossenbelt",
    ],
)
def test_one_typing_error_does_not_matter(people, words):
    assert names(words)[0] == "Geertje Vossenbelt"


def test_the_most_quoted_come_first_and_exact_names_before_them(people):
    assert names("vries")[:2] == ["Mark Vriesman", "Jan Vriesman"] or names("vries")[0] == "Mark Vriesman"
    assert names("Jan de Vries")[0] == "Jan de Vries"
    assert len(names("vries", limit=1)) == 1


def test_nobody_is_found_by_nothing_or_by_what_nobody_is_called(people):
    for words in ("", "  ", "?!", "Xyzzy", "Geertje Xyzzy", "%", "_", "Jn"):
        assert names(words) == []


def test_people_whom_no_article_names_are_not_suggested(people):
    make_person("Ada Lovelace")
    assert names("Lovelace") == []


def test_a_merged_person_leads_to_the_survivor(people):
    survivor, merged = Entity.objects.get(name="Jan Vriesman"), make_person("Johannes Achterberg")
    merged.merged_into = survivor
    merged.save()
    assert names("achterberg") == ["Jan Vriesman"]


def test_organisations_are_found_as_well():
    make_article(organisations=["Waterschap Rijnland"])
    assert names("rijnlan", kind="organisation") == ["Waterschap Rijnland"]
    assert names("rijnland") == []


def test_the_words_of_names_follow_the_names():
    alias = Alias.objects.get(entity=make_person("Geertje Vossenbelt"))
    alias.text = "Geertje Vossenbelt-Bos"
    alias.save()
    assert set(NameWord.objects.values_list("word", flat=True)) == {"geertje", "vossenbelt", "bos"}
    alias.delete()
    assert not NameWord.objects.exists()


def test_frequent_beginnings_are_found_among_the_most_quoted(people, monkeypatch):
    monkeypatch.setattr("entities.search.rarest", lambda typed, many=0: None)
    assert names("j")[0] in {"Jan de Vries", "Jan Vriesman"}
    assert names("vries")[0] == "Mark Vriesman"
    assert set(names("jan vrie")) == {"Jan de Vries", "Jan Vriesman"}


KNOWN = [person for person in known_people() if all(map(is_full_name, person.names))]


def test_every_spelling_of_the_table_finds_its_person_first_with_and_without_an_error():
    chosen = KNOWN[::40]
    make_article(people=[person.names[0] for person in chosen])
    for person in chosen:
        entity = Entity.objects.get(name=person.names[0])
        for name in person.names:
            add_alias(entity, name, "knowledge")
    missed = []
    for person in chosen:
        for name in person.names:
            at = len(name) // 2
            for typed in (name, name.lower(), name[:at] + name[at + 1 :], name[:-1] + "q"):
                if names(typed)[:1] != [person.names[0]]:
                    missed.append((typed, name, names(typed)))
    assert missed == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_no_query_fails(words):
    assert suggest(words) == []
