"""How treebank and annotations are read, on data made here; nothing needs the trained pipeline."""

import random

import pytest
import spacy

from training.corpus import Article, article_example, as_released, dictionary_form, name_spans
from training.label import vote
from training.standoff import join, strip
from training.tokenizer import adjust_tokenizer
from training.variation import vary

TEXT = "Premier Ada de Wit zei: „Utrecht wint.” Trumps vrouw en de FNV-baas zwegen."


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("nl")
    adjust_tokenizer(nlp)
    return nlp


def span(part: str) -> dict:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part), "text": part}


def make_record() -> dict:
    return {
        "schema": "newsarchive-gold/1",
        "id": "x1",
        "date": "2020-09-14",
        "title": None,
        "text": TEXT,
        "people": [{"id": "p1", "canonical": "Ada de Wit", "mentions": [span("Ada de Wit")]}],
        "organisations": [{"id": "o1", "canonical": "FNV", "mentions": [span("FNV")]}],
        "places": [{"id": "l1", "canonical": "Utrecht", "mentions": [span("Utrecht")]}],
        "countries": [{"code": "NL", "mentions": [span("Utrecht")]}],
        "quotes": [
            {
                "id": "q1",
                "type": "direct",
                "polarity": "affirmed",
                "contents": [span("„Utrecht wint.”")],
                "cue": [span("zei")],
                "source": span("Premier Ada de Wit"),
                "speaker": {"type": "person", "id": "p1"},
            }
        ],
    }


def test_standoff_holds_no_text_and_gives_the_record_back():
    line = strip(make_record(), "corpus")
    assert "Utrecht" not in str(line)
    assert join(line, make_record()) == make_record()


def test_a_changed_text_is_refused():
    line = strip(make_record(), "corpus")
    with pytest.raises(ValueError, match="not the one"):
        join(line, make_record() | {"text": TEXT + " "})


@pytest.mark.parametrize(
    ("form", "lemma", "pos", "expected"),
    [
        ("meegenomen", "mee_nemen", "VERB", "meenemen"),
        ("neemt", "mee_nemen", "VERB", "nemen"),
        ("verzekeringsmaatschappijen", "verzekering_maatschappij", "NOUN", "verzekeringsmaatschappij"),
        ("achterbenen", "achter_been", "NOUN", "achterbeen"),
        ("Oranje-beloften", "Oranje_belofte", "NOUN", "Oranje-belofte"),
        ("huizen", "huis", "NOUN", "huis"),
    ],
)
def test_lemmas_lose_their_underscores(form, lemma, pos, expected):
    assert dictionary_form(form, lemma, pos) == expected


def test_an_adverb_before_a_nominal_is_amod_as_in_the_release():
    rows = [
        ["1", "Ook", "ook", "ADV", "BW", "_", "3", "advmod", "_", "_"],
        ["2", "de", "de", "DET", "LID", "_", "3", "det", "_", "_"],
        ["3", "bakker", "bakker", "NOUN", "N", "_", "4", "nsubj", "_", "_"],
        ["4", "slaapt", "slapen", "VERB", "WW", "_", "0", "root", "_", "_"],
    ]
    assert as_released(rows)[0][7] == "amod"


def test_doubled_quotes_are_one_token(nlp):
    assert [token.text for token in nlp.make_doc("''Ik ga'', zei:,,Dat’’")] == [
        *("''", "Ik", "ga", "''", ",", "zei", ":", ",,", "Dat", "’’")
    ]


def test_a_name_inside_a_compound_is_left_out_and_a_genitive_keeps_its_ending(nlp):
    doc = nlp.make_doc(TEXT)
    names = [
        (*span(part).values(), label)[:2] + (label,) for part, label in (("FNV", "ORG"), ("Trump", "PER"))
    ]
    assert [(name.text, name.label_) for name in name_spans(doc, names)] == [("Trumps", "PER")]


def test_nothing_is_learned_from_unsure_words(nlp):
    unsure = [(span("Utrecht")["start"], span("Utrecht")["end"])]
    reference = article_example(nlp, Article("x1", TEXT, [], unsure)).reference
    tokens = {token.text: token.ent_iob_ for token in reference}
    assert tokens["Utrecht"] == ""
    assert tokens["Ada"] == "O"


def test_a_vote_keeps_the_majority_and_marks_the_rest():
    readings = [[(0, 3, "PER"), (9, 12, "ORG")], [(0, 3, "PER")], [(0, 3, "LOC")]]
    assert vote(readings) == ([(0, 3, "PER")], [(9, 12)])


def test_variation_keeps_every_offset():
    article = Article("x1", TEXT * 9, [])
    for seed in range(40):
        assert len(vary(article, random.Random(seed), 1.0).text) == len(article.text)
