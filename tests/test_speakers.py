"""Speakers: the person, body or group behind a source, or nobody rather than a guess."""

import pytest

from analysis.second_look import echoes_of
from tests.quote_helpers import read


def speakers(doc):
    names = {entity["id"]: entity["name"] for entity in doc._.named_entities}
    return [(quote["speaker_kind"], names.get(quote["speaker"])) for quote in doc._.quotes]


def test_a_named_source_is_its_person():
    doc = read("'De molen blijft open', zegt molenaar Mirte Oudega.", per=("Mirte Oudega",))
    assert speakers(doc) == [("person", "Mirte Oudega")]


def test_a_surname_is_the_person_of_the_full_name():
    text = "Mirte Oudega wint. 'De molen blijft open', zegt Oudega."
    assert speakers(read(text, per=("Mirte Oudega", "Oudega"))) == [("person", "Mirte Oudega")]


def test_a_pronoun_is_the_person_before_it_of_that_gender():
    text = "Anna Vink wint. 'De molen blijft open', zegt ze."
    assert speakers(read(text, per=("Anna Vink",))) == [("person", "Anna Vink")]


def test_hij_is_never_a_woman():
    text = "Anna Vink wint. 'De molen blijft open', zegt hij."
    assert ("person", "Anna Vink") not in speakers(read(text, per=("Anna Vink",)))


def test_a_function_is_the_person_who_was_given_it():
    text = "Burgemeester Joost Vink komt. 'De molen blijft open', zegt de burgemeester."
    assert speakers(read(text, per=("Joost Vink",))) == [("person", "Joost Vink")]


def test_a_name_behind_the_function_is_its_person():
    text = "'De molen blijft open', zegt de burgemeester van het dorp, Joost Vink."
    assert speakers(read(text, per=("Joost Vink",))) == [("person", "Joost Vink")]


def test_a_name_behind_a_function_at_a_body_is_its_person():
    text = "Een oud-medewerker van Molenbond, Anna Vink, zei dat de molen open blijft."
    assert speakers(read(text, per=("Anna Vink",), org=("Molenbond",))) == [("person", "Anna Vink")]


def test_a_name_that_ends_like_a_womans_function_may_be_a_mans():
    text = "Hans Lumière wint. Hij viert het. Lumière zegt dat de molen open blijft."
    assert speakers(read(text, per=("Hans Lumière", "Lumière")))[-1] == ("person", "Hans Lumière")


def test_a_court_speaks_for_itself_and_for_no_other_body():
    text = "Molenbond hoeft niets te betalen. De rechtbank zegt dat de molen open mag blijven."
    assert speakers(read(text, org=("Molenbond",))) == [("organisation", "rechtbank")]


def test_an_organisation_speaks_for_itself():
    text = "De molen blijft open, meldt Molenbond."
    assert speakers(read(text, org=("Molenbond",))) == [("organisation", "Molenbond")]


def test_a_spokesperson_without_a_name_is_the_organisation():
    text = "De molen blijft open, zegt een woordvoerder van Molenbond."
    assert speakers(read(text, org=("Molenbond",))) == [("organisation", "Molenbond")]


def test_the_police_are_an_organisation_though_no_name():
    assert speakers(read("De molen blijft open, zegt de politie.")) == [("organisation", "politie")]


def test_somebody_is_nobody():
    text = "Anna Vink wint. 'De molen blijft open', zegt iemand."
    assert speakers(read(text, per=("Anna Vink",))) == [("unresolved", None)]


def test_several_people_are_a_group():
    text = "'De molen blijft open', zeggen Anna Vink en Joost Bos."
    assert speakers(read(text, per=("Anna Vink", "Joost Bos"))) == [("group", None)]


def test_the_mother_of_somebody_is_not_that_somebody():
    text = "'De molen blijft open', zegt de moeder van Anna Vink."
    assert speakers(read(text, per=("Anna Vink",))) == [("unresolved", None)]


def test_marked_words_that_go_on_keep_their_speaker():
    text = "De molen blijft open, zegt Anna Vink. 'Daar is niets aan te doen.'"
    assert speakers(read(text, per=("Anna Vink",))) == [("person", "Anna Vink"), ("person", "Anna Vink")]


@pytest.mark.parametrize("text", ["", "'", "'Ja', zegt hij.", "Volgens is."])
def test_a_text_without_people_names_nobody(text):
    assert all(kind != "person" for kind, _ in speakers(read(text)))


def relays(doc):
    return [doc.text[slice(*quote["relay"])] if quote["relay"] else None for quote in doc._.quotes]


def test_who_passes_on_what_another_said_is_kept_beside_the_speaker():
    text = "'De molen blijft open', zei Anna Vink volgens het persbureau Molenpers."
    doc = read(text, per=("Anna Vink",), org=("Molenpers",))
    assert speakers(doc) == [("person", "Anna Vink")]
    assert relays(doc) == ["het persbureau Molenpers"]


def test_a_medium_without_a_name_passes_on_too():
    doc = read("'De molen blijft open', zei Anna Vink volgens plaatselijke media.", per=("Anna Vink",))
    assert relays(doc) == ["plaatselijke media"]


@pytest.mark.parametrize(
    "text",
    [
        "'De molen blijft open', zei Anna Vink volgens de regels van het spel.",
        "Volgens Anna Vink blijft de molen open, zo zei ze.",
        "Volgens Anna Vink blijft de molen open.",
        "'De molen blijft open', zei Anna Vink. Volgens De Molenbode stopt hij.",
    ],
)
def test_who_speaks_himself_or_says_something_else_passes_nothing_on(text):
    doc = read(text, per=("Anna Vink",), org=("De Molenbode",))
    assert set(relays(doc)) == {None}


def test_a_body_that_speaks_is_named_wherever_the_article_says_it_in_text_order():
    text = (
        "De politie komt. De molen blijft open, zegt een politiewoordvoerder. "
        "De molen sluit, zegt de politie. Later komt de politie."
    )
    doc = read(text)
    (police,) = [entity for entity in doc._.named_entities if entity["kind"] == "organisation"]
    starts = [mention["start"] for mention in police["mentions"]]
    assert starts == sorted(starts) and len(starts) == 4
    assert {text[m["start"] : m["end"]] for m in police["mentions"]} == {"politie"}


def test_a_body_is_not_the_place_it_is_in():
    assert speakers(read("De molen blijft open, zegt de politie in Gent.")) == [("organisation", "politie")]


def test_who_leads_a_body_speaks_even_where_the_body_was_taken_for_a_person():
    text = "'De molen blijft open', zegt voorzitter Anna Vink van de Gentse molenbond De Bol."
    doc = read(text, per=("Anna Vink", "De Bol"))
    assert speakers(doc) == [("person", "Anna Vink")]


def test_who_has_said_something_according_to_another_is_the_speaker():
    text = "Anna Vink heeft volgens Joost Bos gezegd dat de molen open blijft."
    doc = read(text, per=("Anna Vink", "Joost Bos"))
    assert speakers(doc) == [("person", "Anna Vink")]
    assert relays(doc) == ["Joost Bos"]


def test_a_bare_quote_echoes_the_quote_that_has_its_long_words():
    said = [("'Molens draaien altijd door'", None), ("'Nee'", (0, 1)), ("'Onze molens draaien vaak'", (0, 1))]
    text = " ".join(words for words, _ in said)
    quotes = [
        {"contents": [(text.index(words), text.index(words) + len(words))], "source": source}
        for words, source in said
    ]
    assert echoes_of(quotes, text) == {0: (2, 2 / 3)}
