"""What the other names of an article say of one: run together, a family's, a cabinet's, a misprint, a thing's."""

import pytest

from tests.test_people import people, read


@pytest.mark.parametrize(
    ("text", "found", "names"),
    [
        # A headline without a mark behind it.
        (
            "Molen open Molen Anna Oudega zegt dat. Anna Oudega is blij.",
            ["Molen Anna Oudega", "Anna Oudega"],
            {"Anna Oudega"},
        ),
        ("Winst voor Oudega Oudega won.", ["Oudega Oudega"], {"Oudega"}),
        ("Bos of Oudega wint.", ["Bos of Oudega"], {"Bos", "Oudega"}),
        ("Hij speelde in Anna Vink's Molen.", ["Anna Vink's Molen"], {"Anna Vink"}),
        ("Oudega Mirte Oudega sprak.", ["Oudega Mirte Oudega"], {"Mirte Oudega"}),
        # Two in a row, each with a name of its own.
        (
            "Sjoerd Brama won. Dat Brama Anna Vink zag, wist Anna Vink.",
            ["Sjoerd Brama", "Brama Anna Vink", "Anna Vink"],
            {"Sjoerd Brama", "Anna Vink"},
        ),
        (
            "Jan Peter Oudega sprak. Peter Oudega lachte.",
            ["Jan Peter Oudega", "Peter Oudega"],
            {"Jan Peter Oudega"},
        ),
        ("De familie Vink zweeg.", ["Vink"], set()),
        ("De broers Vink zwegen. Vink Anna.", ["Vink"], {"Vink"}),
        ("Zo zijn de Vink's. Anna Vink sprak.", ["Vink", "Anna Vink"], {"Anna Vink"}),
        ("Zo zijn de echte Brama's. Anna Brama sprak.", ["Brama", "Anna Brama"], {"Anna Brama"}),
        ("Moeder Anna Vink sprak.", ["Anna Vink"], {"Anna Vink"}),
        ("Anna Vink viel. Vink II was er kort.", ["Anna Vink", "Vink II"], {"Anna Vink"}),
        ("Anna Vink zag Anna II.", ["Anna Vink", "Anna II"], {"Anna Vink", "Anna II"}),
        ("Minister van Dijken Vink sprak.", ["Dijken Vink"], {"Vink"}),
        ("Minister van Dijken Anna Vink sprak.", ["Dijken Anna Vink"], {"Anna Vink"}),
        ("Anna Vink van Museum De Molen sprak.", ["Anna Vink van Museum De Molen"], {"Anna Vink"}),
        ("Met Oudega De ploeg won.", ["Oudega De"], {"Oudega"}),
        ("De uitslag: R. Molen 2-1.", ["R."], set()),
        ("Verdachte R. zweeg.", ["R."], {"R."}),
        ("Het nutsbedrijf Vlotter groeit. Vlotter zwijgt.", ["Vlotter"], set()),
        ("Zijn hond Vlotter blafte.", ["Vlotter"], set()),
        (
            "Anna Vlotter sprak. Het bedrijf groeit. Vlotter zweeg.",
            ["Anna Vlotter", "Vlotter"],
            {"Anna Vlotter"},
        ),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(text, found, names):
    assert set(people(read(text, PER=found))) == names


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Anna Vinkenoog", "Anna Vinkenog"),
        ("Anna Vinkenoog", "Anna Vinkenhoog"),
        ("Wubbechien Vink", "Wubechien Vink"),
        ("Vladimir Poetin", "Vladimir Poetien"),
    ],
)
def test_a_misprint_in_one_article_is_the_same_person_by_the_name_that_is_right(right, wrong):
    found = people(read(f"{wrong} kwam. {right} ging. Later zei {right} niets.", PER=[wrong, right]))
    assert found == {right: [wrong, right, right]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Oudega", "Marie Oudega"),  # Both are first names.
        ("Anna Bos", "Anna Vos"),  # A short word.
        ("Anna Vinken", "Hanna Finken"),
        ("Otto Brama I", "Otto Brama II"),
        ("Jan Jansen", "Piet Janssen"),
    ],
)
def test_names_that_more_than_a_misprint_tells_apart_are_two_people(one, other):
    assert set(people(read(f"{one} kwam. {other} ging.", PER=[one, other]))) == {one, other}


def test_a_relative_does_not_take_the_surname_from_whom_the_article_is_about():
    text = "Anna Vink won. Haar man Otto Vink keek toe. Vink lachte."
    assert people(read(text, PER=["Anna Vink", "Otto Vink", "Vink"])) == {
        "Anna Vink": ["Anna Vink", "Vink"],
        "Otto Vink": ["Otto Vink"],
    }


def test_a_parent_with_a_surname_alone_is_not_the_child():
    found = people(read("Anna Vink won. Vader Vink keek toe.", PER=["Anna Vink", "Vink"]))
    assert found == {"Anna Vink": ["Anna Vink"], "Vink": ["Vink"]}
    found = people(
        read(
            "Anna Vink won. Haar vader Otto Vink keek. Vader Vink lachte.",
            PER=["Anna Vink", "Otto Vink", "Vink"],
        )
    )
    assert found["Otto Vink"] == ["Otto Vink", "Vink"]


def test_brothers_by_name_are_each_a_person():
    assert set(people(read("De broers Otto en Anna Vink kwamen.", PER=["Otto", "Anna Vink"]))) == {
        "Otto",
        "Anna Vink",
    }


def test_a_thing_that_is_called_after_somebody_does_not_take_the_name():
    doc = read("Zij las het boek Anna Vink. Later kwam Anna Vink zelf.", PER=["Anna Vink"])
    assert "Anna Vink" in people(doc)


def test_a_family_in_the_plural_is_not_one_of_them():
    doc = read("Anna Oudega won. De Oudegas vierden feest. Oudegas broer ook.", PER=["Anna Oudega"])
    assert people(doc) == {"Anna Oudega": ["Anna Oudega", "Oudegas"]}
