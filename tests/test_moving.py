"""Where words of a text stand after it was changed."""

import re

import pytest

from entities.moving import Mover


def moved(old: str, new: str, words: str, number: int = 0) -> str | None:
    """The new text up to the end of some words of the old one, of which this is the n-th place; or nothing."""
    start = -1
    for _ in range(number + 1):
        start = old.index(words, start + 1)
    span = Mover(old, new).move(start, start + len(words))
    return new[: span[1]] if span else None


OLD = "Overval op Brussel (Belga, DS) Brussel (Belga, DS) Er is gisteravond niets gebeurd."
NEW = "Overval op ook Brussel (naar verluidt Belga, ook DS) ook Brussel (Belga, toen DS) Er is gisteravond niets gebeurd."


@pytest.mark.parametrize("words", ["Brussel", "Belga", "DS"])
def test_the_first_of_two_alike_is_not_taken_for_the_second_where_words_came_between(words):
    for number in range(2):
        assert (
            moved(OLD, NEW, words, number)
            == NEW[: [place.end() for place in re.finditer(words, NEW)][number]]
        )


def test_words_that_went_are_not_found_inside_other_words():
    old = "Wij gingen. Volgens Schotse en Franse kenners is het koud. Het werd later donker."
    new = "Wij gingen. Het werd later donker. Volgens Schotse toen Franse kenners is het koud."
    assert moved(old, new, "en Franse kenners is het koud") is None
    old, new = (
        "Minister Vande Lanotte (SP.A) sprak.",
        "Minister Vande Lanotte zei tegen SP.Aanvoerders niets.",
    )
    assert moved(old, new, "SP.A") is None


def test_words_inside_a_word_stay_findable_inside_it():
    assert (
        moved("Het Franse bedrijf.", "Vandaag sprak het ook Franse bedrijf weer.", "rans")
        == "Vandaag sprak het ook Frans"
    )
