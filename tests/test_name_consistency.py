"""Inside one article the same name is the same thing: on documents made by hand."""

import spacy
from spacy.tokens import Doc, Span

from training.name_consistency import NameConsistency


def read(words: str, *names: tuple[int, int, str]) -> list[tuple[str, str]]:
    """The names after the component, given words and the recogniser's names as (start, end, label)."""
    doc = Doc(spacy.blank("nl").vocab, words=words.split())
    doc.ents = [Span(doc, start, end, label=label) for start, end, label in names]
    doc = NameConsistency("PER", 3, 3)(doc)
    return [(name.text, name.label_) for name in doc.ents]


def test_a_surname_alone_is_the_person_named_in_full():
    names = read("Ada Smits sprak . Later zweeg Smits", (0, 2, "PER"), (6, 7, "ORG"))
    assert names == [("Ada Smits", "PER"), ("Smits", "PER")]


def test_a_surname_that_was_passed_over_is_found():
    names = read("Ada de Hond sprak . Toen zei De Hond niets", (0, 3, "PER"))
    assert names == [("Ada de Hond", "PER"), ("De Hond", "PER")]


def test_a_word_at_the_head_of_a_sentence_is_no_surname_by_its_capital_alone():
    assert read("Ada Bakker sprak . Bakker zijn is zwaar", (0, 2, "PER")) == [("Ada Bakker", "PER")]


def test_the_majority_decides_about_a_form():
    names = read("Ajax en Ajax en Ajax", (0, 1, "ORG"), (2, 3, "ORG"), (4, 5, "LOC"))
    assert {label for _, label in names} == {"ORG"}


def test_an_even_split_stays_as_it_is():
    names = read("Utrecht wint in Utrecht", (0, 1, "ORG"), (3, 4, "LOC"))
    assert [label for _, label in names] == ["ORG", "LOC"]
