"""The pipeline in the repository: that it loads as it is, is small, and reads what it should."""

from pathlib import Path

import pytest
import spacy

pytestmark = pytest.mark.model
MODEL = Path(__file__).parent.parent / "analysis" / "models" / "nl_newsarchive"


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


def test_it_is_at_most_twenty_two_megabytes():
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) <= 22_000_000


def test_it_says_what_it_is(nlp):
    assert nlp.meta["name"] == "newsarchive"
    assert nlp.meta["license"]
    assert nlp.meta["sources"]
    assert nlp.meta["performance"]


def test_it_names_people_organisations_and_places(nlp):
    doc = nlp("Premier Mark Rutte zei in Den Haag dat de NOS gelijk had.")
    assert [(name.text, name.label_) for name in doc.ents] == [
        ("Mark Rutte", "PER"),
        ("Den Haag", "LOC"),
        ("NOS", "ORG"),
    ]


def test_it_gives_lemmas_parts_of_speech_and_a_tree(nlp):
    doc = nlp("De minister zei dat hij vertrekt.")
    said = doc[2]
    assert (said.lemma_, said.pos_, said.dep_) == ("zeggen", "VERB", "ROOT")
    assert (doc[1].dep_, doc[1].head.i) == ("nsubj", said.i)


@pytest.mark.parametrize("text", ["", " \n\n ", "a" * 20_000, "1-0 2-0 3-0 " * 500, "RUTTE WAARSCHUWT"])
def test_odd_texts_do_not_break_it(nlp, text):
    assert nlp(text).text == text
