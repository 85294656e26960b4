"""Quotation marks: every style paired, apostrophes left alone, problems reported."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.marks import pair_marks
from analysis.sentences import split_blocks, split_sentences


def stretches_of(text):
    stretches, problems = pair_marks(text, split_blocks(text))
    return [text[s.start : s.end] for s in stretches if s.depth == 0], problems


@pytest.mark.parametrize(
    "quote",
    [
        "'Dat klopt niet'",
        "‘Dat klopt niet’",
        '"Dat klopt niet"',
        "“Dat klopt niet”",
        "„Dat klopt niet”",
        "„Dat klopt niet“",
        ",,Dat klopt niet''",
        "’Dat klopt niet’",
        "«Dat klopt niet»",
        "''Dat klopt niet''",
        ",,Dat klopt niet’’",
        "’’Dat klopt niet’’",
        "‘‘Dat klopt niet’’",
    ],
)
def test_every_style_of_marks_is_paired(quote):
    found, problems = stretches_of(f"{quote}, zegt Mirte Oudega.")
    assert found == [quote]
    assert not problems


@pytest.mark.parametrize(
    "text",
    [
        "Zo'n man komt 's avonds nooit alleen.",
        "De foto's van de 90'er zijn weg.",
        "In de zomer van '68 was 't warm.",
        "Hij heeft m'n auto en z’n fiets.",
        "Dat is Hans' boek.",
        "Daan D'Hulst won ' s nachts.",
    ],
)
def test_an_apostrophe_is_no_mark(text):
    assert stretches_of(text)[0] == []


def test_an_apostrophe_inside_single_marks_does_not_close_them():
    text = "'Zo'n dag vergeet ik 's nachts niet', zegt Mirte."
    assert stretches_of(text)[0] == ["'Zo'n dag vergeet ik 's nachts niet'"]


@pytest.mark.parametrize("quote", ["‘Zij zei ‘kom binnen’’", "'Zij zei 'kom binnen''"])
def test_two_single_marks_side_by_side_close_two(quote):
    stretches, problems = pair_marks(quote, split_blocks(quote))
    assert [(quote[s.start : s.end], s.depth) for s in stretches] == [(quote, 0), (quote[9:-1], 1)]
    assert not problems


def test_a_mark_printed_like_a_closing_one_opens_where_another_closes_it():
    text = "Zij wachtte niet.' Ik kwam net binnen ', zegt Mirte."
    assert stretches_of(text) == (["' Ik kwam net binnen '"], [])
    found, problems = stretches_of("Zij wachtte niet.' Ik kwam net binnen, zegt Mirte.")
    assert (found, [problem.kind for problem in problems]) == ([], ["unopened"])


def test_marks_inside_marks_are_one_level_deeper():
    text = "'Zij zei: \"Kom binnen.\" En ik ging', vertelt Mirte."
    stretches, _ = pair_marks(text, split_blocks(text))
    assert [(text[s.start : s.end], s.depth) for s in stretches] == [
        ("'Zij zei: \"Kom binnen.\" En ik ging'", 0),
        ('"Kom binnen."', 1),
    ]


def test_the_same_mark_inside_itself_is_paired_from_within():
    text = "'De 'stille' jaren zijn voorbij', zegt Mirte."
    assert stretches_of(text)[0] == ["'De 'stille' jaren zijn voorbij'"]


def test_a_pair_may_span_sentences_but_never_a_paragraph():
    text = '"Een. Twee. Drie", zegt Mirte.\n\n"Vier, zegt Joost.\n\nVijf."'
    found, problems = stretches_of(text)
    assert '"Een. Twee. Drie"' in found
    assert {problem.kind for problem in problems} == {"unclosed", "unopened"}


def test_unclosed_mark_is_kept_and_reported():
    found, problems = stretches_of('Mirte Oudega: "Dat klopt niet.\n\nDe zaak loopt nog.')
    assert found == ['"Dat klopt niet.']
    assert [problem.kind for problem in problems] == ["unclosed"]


def test_an_unclosed_mark_does_not_swallow_a_text_without_paragraphs():
    found, _ = stretches_of('Mirte: "Dat klopt niet. ' + "De zaak loopt nog. " * 60)
    assert found == ['"Dat klopt niet.']


def test_a_paragraph_that_opens_again_without_closing_is_kept_whole():
    found, _ = stretches_of('"Een begin. En meer.\n\n"En het slot", zegt Mirte.')
    assert found == ['"Een begin. En meer.', '"En het slot"']


def test_a_sentence_does_not_end_inside_marks():
    text = "'Het is klaar. Echt klaar', zegt Mirte. Joost zwijgt."
    stretches, _ = pair_marks(text, split_blocks(text))
    sentences = split_sentences(text, split_blocks(text), stretches)
    assert [text[s.start : s.end] for s in sentences] == [
        "'Het is klaar. Echt klaar', zegt Mirte.",
        "Joost zwijgt.",
    ]


def test_an_initial_or_abbreviation_does_not_end_a_sentence():
    text = "Mr. J. Oudega sprak met dr. De Wit. Zij zweeg."
    sentences = split_sentences(text, split_blocks(text), [])
    assert [text[s.start : s.end] for s in sentences] == ["Mr. J. Oudega sprak met dr. De Wit.", "Zij zweeg."]


@given(st.text(alphabet="'\"‘’“”„«»,. aZs\n!?(", max_size=200))
def test_any_marks_give_ordered_stretches_inside_their_paragraph(text):
    blocks = split_blocks(text)
    stretches, problems = pair_marks(text, blocks)
    assert all(any(b <= s.start <= s.end <= e for b, e in blocks) for s in stretches)
    assert all(s.start <= s.inner_start <= s.inner_end <= s.end for s in stretches)
    outer = [s for s in stretches if s.depth == 0]
    assert all(one.end <= other.start for one, other in itertools.pairwise(outer))
    assert all(0 <= problem.start < len(text) for problem in problems)
    sentences = split_sentences(text, blocks, stretches)
    assert all(one.end <= other.start for one, other in itertools.pairwise(sentences))
