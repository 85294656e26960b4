"""Finding people by their names: any spelling, without accents, by a beginning, with one typing error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.folding import fold
from analysis.known_people import known_people
from entities.models import Alias, Entity, NameWord
from entities.names import is_full_name, key_of
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
    monkeypatch.setattr("entities.search.MANY", 1)
    monkeypatch.setattr("entities.search.FREQUENT", 1)
    assert names("j")[0] in {"Jan de Vries", "Jan Vriesman"}
    assert names("vries")[0] == "Mark Vriesman"
    assert names("jan vrie") == ["Jan Vriesman"]


KNOWN = [person for person in known_people() if all(map(is_full_name, person.names))]


@pytest.fixture
def known():
    """An archive in which everybody of the table of known people is in the news, by its first name."""
    people = [
        Entity(kind="person", name=person.names[0], folded_name=fold(person.names[0]), article_count=1)
        for person in KNOWN
    ]
    Entity.objects.bulk_create(people)
    aliases = [
        Alias(entity=entity, text=name, folded=fold(name), key=key_of(name))
        for entity, person in zip(people, KNOWN, strict=True)
        for name in person.names
    ]
    Alias.objects.bulk_create(aliases)
    NameWord.write(aliases)


def with_an_error(name: str) -> list[str]:
    """A letter too few, too many, another, two swapped, a space too many, each in another place of the name."""
    at = name.rindex(" ") - 1
    return [
        name[:at] + name[at + 1 :],
        name[:3] + "q" + name[3:],
        name[:-1] + "q",
        name[0] + name[2] + name[1] + name[3:],
        name[:-2] + " " + name[-2:],
    ]


def test_every_spelling_of_the_table_finds_its_person_first_with_and_without_an_error(known):
    missed = []
    for person in KNOWN[::20]:
        for name in person.names:
            for typed in (name, fold(name), name.upper(), *with_an_error(name)):
                if (found := names(typed))[:1] != [person.names[0]]:
                    missed.append((typed, name, found))
    assert missed == []


def test_the_directory_shows_whom_the_suggestions_name_and_an_exact_name_first(people, client):
    def listed(words: str) -> list[str]:
        return [entity.name for entity in client.get("/people/", {"q": words}).context["filters"].page]

    assert listed("vries") == ["Mark Vriesman", "Jan de Vries", "Jan Vriesman"]
    assert listed("jan vries") == ["Jan de Vries", "Jan Vriesman"]
    assert listed("Jan Vriesman") == ["Jan Vriesman"]
    assert listed("Alexei Kudrin") == ["Aleksej Koedrin"]
    assert listed("Vosenbelt") == ["Geertje Vossenbelt"]
    assert listed("xyzzy") == []


def test_a_search_for_words_names_the_people_who_are_called_so(people, client):
    def named(words: str) -> list[str]:
        return [entity.name for entity in client.get("/articles/", {"q": words}).context["people"]]

    assert named("vossenbelt") == ["Geertje Vossenbelt"]
    assert named("Vosenbelt") == ["Geertje Vossenbelt"], "nothing else is found"
    assert named("xyzzy") == []


def test_the_values_of_a_facet_are_found_in_any_spelling(people, client):
    for words in ("Alexei Kudrin", "koedrim", "Алексей Кудрин"):
        page = client.get("/articles/by/person/", {"find": words})
        assert [value.label for value in page.context["facet"].values] == ["Aleksej Koedrin"]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_no_query_fails(words):
    assert suggest(words) == []
