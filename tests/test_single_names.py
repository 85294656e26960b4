"""A single word with a capital is a person only if nothing beside it says otherwise."""

import pytest

from tests.test_people import people, read


@pytest.mark.parametrize(
    ("text", "found", "others"),
    [
        ("De winst ging naar een Vink.", "Vink", []),
        ("Zij zag een jonge Algerijn lopen.", "Algerijn", []),
        ("Dat schreef Vlotter.com gisteren.", "Vlotter", []),
        ("Volgens VLO is het raak.", "VLO", []),
        ("Het Britse Vlotter voer uit.", "Vlotter", []),
        ("Zij woont in Arnhem.", "Arnhem", []),
        ("De tocht van Arnhem naar Ede duurt lang.", "Arnhem", []),
        ("Merken als Belvia en Vlotter groeien.", "Vlotter", ["Belvia"]),
        ("Belvia, Telnet en Vlotter groeien.", "Vlotter", ["Belvia", "Telnet"]),
    ],
)
def test_what_stands_beside_a_word_says_that_it_is_nobody(text, found, others):
    assert people(read(text, PER=[found], ORG=others)) == {}


def test_the_town_of_whoever_wrote_a_letter_is_no_person():
    text = "Het is genoeg. Anna Vink, Oosterwier.\n\nEen ander stuk."
    assert set(people(read(text, PER=["Anna Vink", "Oosterwier"]))) == {"Anna Vink"}


@pytest.mark.parametrize(
    ("text", "found", "others"),
    [
        ("Dat zei president Algerijn.", "Algerijn", []),
        ("Het zusje Vinka lachte.", "Vinka", []),
        ("Dat zei O.J. gisteren.", "O.J.", []),
        ("Arnhem sprak gisteren.", "Arnhem", []),
        ("Belvia en Anna groeien.", "Anna", ["Belvia"]),
        ("De mannen van Belvia en Vlotter van Telnet.", "Vlotter", ["Belvia", "Telnet"]),
        ("Ede, Vlotter, Bos en Dijk speelden.", "Vlotter", ["Ede"]),
    ],
)
def test_a_word_that_may_be_a_person_stays_one(text, found, others):
    assert set(people(read(text, PER=[found], ORG=others))) == {found}


def test_a_surname_whose_full_name_is_there_is_a_person_wherever_it_stands():
    doc = read("Anna Arnhem won. Er is vertrouwen in Arnhem.", PER=["Anna Arnhem", "Arnhem"])
    assert people(doc) == {"Anna Arnhem": ["Anna Arnhem", "Arnhem"]}
