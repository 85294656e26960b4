"""A sentence as frames read it: its words, with every outermost marked stretch as one item.

What stands inside a stretch is read again as sentences of its own, one level deeper.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from spacy.tokens import Doc

from analysis.marks import Stretch
from analysis.sentences import Sentence

Pair = tuple[int, int]
# A longer sentence is read in pieces, so that a text without full stops costs no more than another.
ITEMS_LIMIT = 250


@dataclass(slots=True)
class Word:
    """What frames need to know of a token; pos and dep are empty without a tagger and parser."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    pos: str
    dep: str
    head: int
    is_finite: bool
    is_infinitive: bool


@dataclass(slots=True)
class Item:
    """A word, or a marked stretch standing as one word."""

    start: int
    end: int
    lower: str
    word: Word | None
    stretch: Stretch | None = None

    @property
    def is_quote(self) -> bool:
        return self.stretch is not None

    @property
    def pos(self) -> str:
        return self.word.pos if self.word else ""


@dataclass(slots=True)
class Unit:
    """A sentence to read: of the article (depth 0), or inside a marked stretch."""

    start: int
    end: int
    block: int
    number: int
    depth: int
    items: list[Item]
    marked: bool
    parent: Stretch | None = None


Row = TypeVar("Row", bound=tuple)


def overlapping(rows: Sequence[Row], start: int, end: int) -> list[Row]:
    """The rows (start, end, …), sorted and hardly nested, that share a character with a stretch."""
    first = max(bisect_left(rows, (start,)) - NESTED, 0)
    return [row for row in rows[first : bisect_left(rows, (end,))] if start < row[1]]


NESTED = 4


def words_of(doc: Doc) -> list[Word]:
    """The tokens of a doc as plain values; white space left out."""
    has_pos = doc.has_annotation("POS")
    has_dep = doc.has_annotation("DEP")
    words = []
    for token in doc:
        if token.is_space:
            continue
        finite = infinitive = False
        pos = token.pos_ if has_pos else ""
        if pos and token.ent_type_ and token.text[0].isupper():
            pos = "PROPN"  # "IS" is no verb and "OM" no preposition where they are names.
        if pos in {"VERB", "AUX"}:
            form = token.morph.get("VerbForm", [])
            finite, infinitive = form == ["Fin"], form == ["Inf"]
        words.append(
            Word(
                token.i,
                token.idx,
                token.idx + len(token.text),
                token.text,
                token.lower_,
                pos,
                token.dep_.partition(":")[0] if has_dep else "",
                token.head.i if has_dep else -1,
                finite,
                infinitive,
            )
        )
    return words


def build_units(
    sentences: Sequence[Sentence], stretches: Sequence[Stretch], words: list[Word], text: str
) -> list[Unit]:
    """Sentences of the article in order, each followed by those inside its marked stretches."""
    starts = [word.start for word in words]
    inner = _inner_stretches(stretches)
    units: list[Unit] = []
    number = 0
    for sentence in sentences:
        items = _items(words, starts, sentence.start, sentence.end, sentence.stretches)
        for piece in _pieces(items):
            start, end = (
                (sentence.start, sentence.end)
                if len(piece) == len(items)
                else (piece[0].start, piece[-1].end)
            )
            units.append(Unit(start, end, sentence.block, number, 0, piece, sentence.is_marked))
            for item in piece:
                if item.stretch is not None:
                    units.extend(
                        _units_inside(item.stretch, inner, sentence.block, number, words, starts, text)
                    )
            number += 1
    return units


def _pieces(items: list[Item]) -> list[list[Item]]:
    return [items[at : at + ITEMS_LIMIT] for at in range(0, len(items), ITEMS_LIMIT)] or [[]]


def _inner_stretches(stretches: Sequence[Stretch]) -> dict[int, list[Stretch]]:
    """Stretches of depth 1 by the start of the outer one that they stand in."""
    inner: dict[int, list[Stretch]] = {}
    outer = -1
    for stretch in stretches:
        if stretch.depth == 0:
            outer = stretch.start
        elif stretch.depth == 1:
            inner.setdefault(outer, []).append(stretch)
    return inner


def _units_inside(
    stretch: Stretch,
    inner: dict[int, list[Stretch]],
    block: int,
    number: int,
    words: list[Word],
    starts: list[int],
    text: str,
) -> Iterator[Unit]:
    nested = inner.get(stretch.start, [])
    nested_starts = [other.start for other in nested]
    for start, end in _inner_sentences(text, stretch, nested):
        here = nested[bisect_left(nested_starts, start) : bisect_left(nested_starts, end)]
        for piece in _pieces(_items(words, starts, start, end, here)):
            if piece:
                yield Unit(start, end, block, number, 1, piece, False, stretch)


INNER_END = re.compile(r"[.!?…]+(?=\s+[^\sa-z])")


def _inner_sentences(text: str, stretch: Stretch, nested: list[Stretch]) -> Iterator[Pair]:
    start = stretch.inner_start
    at = 0
    for found in INNER_END.finditer(text, stretch.inner_start, stretch.inner_end):
        while at < len(nested) and nested[at].end <= found.end():
            at += 1
        if at < len(nested) and nested[at].start < found.end():
            continue
        yield start, found.end()
        start = found.end()
        while start < stretch.inner_end and text[start].isspace():
            start += 1
    if start < stretch.inner_end:
        yield start, stretch.inner_end


def _items(
    words: list[Word], starts: list[int], start: int, end: int, stretches: Sequence[Stretch]
) -> list[Item]:
    items: list[Item] = []
    position = bisect_left(starts, start)
    remaining = deque(stretches)
    # A token may begin before its sentence where the tokenizer glued two ("ver.Zij").
    while position < len(words) and words[position].start < end:
        word = words[position]
        while remaining and remaining[0].start <= word.start:
            stretch = remaining.popleft()
            items.append(Item(stretch.start, stretch.end, "", None, stretch))
        if items and items[-1].is_quote and word.start < items[-1].end:
            position += 1
            continue
        if remaining and remaining[0].start < word.end:
            stretch = remaining.popleft()
            items.append(Item(stretch.start, stretch.end, "", None, stretch))
            position += 1
            continue
        items.append(Item(word.start, min(word.end, end), word.lower, word))
        position += 1
    items.extend(Item(stretch.start, stretch.end, "", None, stretch) for stretch in remaining)
    return items
