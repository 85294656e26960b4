"""Quotes: frames, types, boundaries, and that nothing breaks them."""

import itertools
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collecting import analysis_of
from analysis.cues import find_cues, load_cues
from analysis.quotes import QuoteFinder
from tests.quote_helpers import NLP, contents, read

MIRTE = ("Mirte Oudega",)


def only_quote(doc):
    (quote,) = doc._.quotes
    return quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'De molen blijft open', zegt Mirte Oudega.", ["'De molen blijft open'"]),
        ('"De molen blijft open", aldus Mirte Oudega.', ['"De molen blijft open"']),
        ("Mirte Oudega: „De molen blijft gewoon open.”", ["„De molen blijft gewoon open.”"]),
        ("'De molen blijft gewoon open', reageert Mirte Oudega.", ["'De molen blijft gewoon open'"]),
        (",,De molen blijft gewoon open’’, zegt Mirte Oudega.", [",,De molen blijft gewoon open’’"]),
        ("Mirte Oudega zegt: 'De molen blijft gewoon open.'", ["'De molen blijft gewoon open.'"]),
    ],
)
def test_marked_words_with_a_cue_are_a_direct_quote(text, expected):
    doc = read(text, per=MIRTE)
    assert contents(doc) == [expected]
    assert only_quote(doc)["type"] == "direct"


def test_an_interrupted_quote_is_one_quote_with_parts():
    doc = read("'De molen blijft open', zegt Mirte Oudega. 'Daar is niets aan te doen.'", per=MIRTE)
    assert contents(doc) == [["'De molen blijft open'", "'Daar is niets aan te doen.'"]]


def test_a_new_cue_begins_a_new_quote():
    text = "'De molen blijft open', zegt Mirte Oudega. 'Dat is heel goed nieuws', zegt Joost Vink."
    doc = read(text, per=("Mirte Oudega", "Joost Vink"))
    assert contents(doc) == [["'De molen blijft open'"], ["'Dat is heel goed nieuws'"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mirte Oudega zegt dat de molen open blijft.", "dat de molen open blijft"),
        ("Mirte Oudega vraagt of de molen open blijft.", "of de molen open blijft"),
        ("De molen blijft open, zegt Mirte Oudega.", "De molen blijft open"),
        ("De molen blijft open, aldus Mirte Oudega.", "De molen blijft open"),
        ("Volgens Mirte Oudega blijft de molen open.", "blijft de molen open"),
        ("Mirte Oudega legt uit waarom de molen open blijft.", "waarom de molen open blijft"),
        ("Mirte Oudega wijst er op dat de molen open blijft.", "dat de molen open blijft"),
        ("Mirte Oudega zegde toe dat de molen open blijft.", "dat de molen open blijft"),
        ("Mirte Oudega laat weten dat de molen open blijft.", "dat de molen open blijft"),
    ],
)
def test_reported_clauses_are_indirect_quotes(text, expected):
    doc = read(text, per=MIRTE)
    assert contents(doc) == [[expected]]
    assert only_quote(doc)["type"] == "indirect"


def test_words_on_both_sides_of_volgens_are_one_quote():
    doc = read("De molen blijft volgens Mirte Oudega nog jaren open.", per=MIRTE)
    assert contents(doc) == [["De molen blijft", "nog jaren open"]]


def test_dat_zegt_reports_the_sentence_before():
    doc = read("De molen blijft nog jaren open. Dat zegt Mirte Oudega.", per=MIRTE)
    assert contents(doc) == [["De molen blijft nog jaren open."]] or contents(doc) == [
        ["De molen blijft nog jaren open"]
    ]


def test_quoted_words_in_a_reported_clause_make_it_mixed():
    doc = read("Mirte Oudega zegt dat de molen 'een zegen voor het dorp' is.", per=MIRTE)
    assert contents(doc) == [["dat de molen 'een zegen voor het dorp' is"]]
    assert only_quote(doc)["type"] == "mixed"


def test_a_denial_is_kept_with_its_polarity():
    doc = read("Mirte Oudega ontkent dat de molen sluit.", per=MIRTE)
    assert only_quote(doc)["polarity"] == "denied"


def test_volgens_plan_has_no_source():
    assert contents(read("Alles loopt volgens plan.")) == []


def test_a_title_in_marks_is_no_quote():
    assert contents(read("Het boek 'De molen' komt in mei uit.")) == []


def test_the_cue_of_a_separable_verb_has_all_its_parts():
    words = ["de", "molenaar", "legt", "het", "nog", "eens", "uit"]
    (hit,) = [h for h in find_cues(words, load_cues("quote_cues.tsv")) if h.form.lemma == "uitleggen"]
    assert [words[place] for place in hit.words] == ["legt", "uit"]


def test_laat_weten_is_one_cue_and_not_two():
    doc = read("Mirte Oudega laat weten dat de molen open blijft.", per=MIRTE)
    assert [doc.text[s:e] for s, e in only_quote(doc)["cue"]] == ["laat", "weten"]


def test_spans_of_one_quote_share_its_id():
    doc = read("'De molen blijft open', zegt Mirte Oudega.", per=MIRTE)
    ids = {span.id_ for key in ("quote_contents", "quote_cues", "quote_sources") for span in doc.spans[key]}
    assert ids == {only_quote(doc)["id"]}


def test_an_unclosed_mark_is_a_warning_of_the_analysis():
    analysis = analysis_of(read('Mirte Oudega: "De molen blijft gewoon open.', per=MIRTE))
    assert any("never closes" in warning for warning in analysis.warnings)


def test_results_travel_between_processes():
    docs = list(NLP.pipe(["'Ja', zegt Mirte Oudega.", "Niets."], n_process=2))
    assert len(docs) == 2
    assert docs[0]._.quotes is not None
    assert pickle.loads(pickle.dumps(QuoteFinder("quote_cues.tsv", "quote_model.json"))) is not None


PIECES = st.sampled_from(
    [
        "'",
        '"',
        "„",
        "”",
        "’",
        ",,",
        "''",
        "«",
        "»",
        " ",
        "\n\n",
        ". ",
        ", ",
        ": ",
        "?",
        "zegt ",
        "volgens ",
        "aldus ",
    ]
    + [
        "Mirte Oudega ",
        "dat ",
        "te ",
        "hij ",
        "ze ",
        "de molen ",
        "noemt ",
        "en ",
        "(",
        ")",
        "zo'n ",
        "naar eigen zeggen ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_with_any_marks_breaks_the_offsets(text):
    doc = NLP(text)
    analysis = analysis_of(doc)
    assert len(analysis.quotes) == len(doc._.quotes)
    for quote in analysis.quotes:
        assert all(0 <= span.start < span.end <= len(text) for span in (*quote.contents, *quote.cue))
        parts = quote.contents
        assert all(one.end <= other.start for one, other in itertools.pairwise(parts))
        assert 0.0 <= quote.confidence <= 1.0
        if quote.speaker.kind in ("person", "organisation"):
            assert analysis.entities[quote.speaker.entity].kind == quote.speaker.kind


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_no_text_at_all_breaks_the_components(text):
    analysis_of(NLP(text))
