"""What stands beside a name says that it is a firm's, a club's or a paper's."""

import pytest

from tests.test_people import people, read


def bodies(doc) -> list[tuple[str, int]]:
    """The name and the number of mentions of each organisation."""
    return [
        (entity["name"], len(entity["mentions"]))
        for entity in doc._.named_entities
        if entity["kind"] == "organisation"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Dat zei een woordvoerder van Vlotter.",
        "Dat zei de directeur Noord van Vlotter.",
        "Dat meldt webwinkel Vlotter.",
        "Dat meldt Vlotter, een jonge keten.",
    ],
)
def test_what_one_place_calls_a_body_is_one_in_the_whole_article(said):
    doc = read(f"Bij Vlotter is het druk. {said}", PER=["Vlotter"])
    assert people(doc) == {} and bodies(doc) == [("Vlotter", 2)]


def test_a_first_name_and_a_surname_of_the_article_stay_people_whatever_they_own():
    text = "Anna Vlotter won. Dat zei een medewerker van Vlotter, en het personeel van Anna."
    assert set(people(read(text, PER=["Anna Vlotter", "Vlotter", "Anna"]))) == {"Anna Vlotter"}


def test_a_name_that_nothing_found_is_a_body_behind_the_noun_of_one():
    doc = read(
        "Dat meldt de website Vlotter Nieuws. Anna Vink van de band Vink sprak.", PER=["Anna Vink", "Vink"]
    )
    assert bodies(doc) == [("Vlotter Nieuws", 1)] and set(people(doc)) == {"Anna Vink"}
