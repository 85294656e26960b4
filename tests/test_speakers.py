"""Speakers: the person, body or group behind a source, or nobody rather than a guess."""

import pytest

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
