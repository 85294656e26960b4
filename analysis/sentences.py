"""Sentences as a reader of quotes sees them: what stands in marks is one piece of its sentence.

A parser's sentences break inside quotation marks and at initials; these do not. Each sentence knows the
outermost marked stretches in it, and a sentence may be nothing but one ("'Ik weet het niet.'").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analysis.marks import Stretch
from analysis.word_lists import word_list

ABBREVIATIONS = word_list("abbreviations")
PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
LINE_BREAK = re.compile(r"\n\s*")
TERMINAL = ".!?…"
# A full stop, or the end of the run of end marks, and what may follow it inside the sentence.
END = re.compile(r"[.!?…]+[)\]]?")
WORD_BEFORE = re.compile(r"[\w.]*\w$")
OPENING = "'\"“”„‘’‚«‹,([-–—"


@dataclass(slots=True)
class Sentence:
    """Characters start..end, its number of paragraph, and the outermost marked stretches in it."""

    start: int
    end: int
    block: int
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        """Nothing but one marked stretch, edge punctuation apart."""
        if len(self.stretches) != 1:
            return False
        stretch = self.stretches[0]
        return stretch.start == self.start and self.end - stretch.end <= 1


def split_blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs as half-open spans: at blank lines if there are any, else at every line."""
    separator = PARAGRAPH_BREAK if PARAGRAPH_BREAK.search(text) else LINE_BREAK
    blocks, start = [], 0
    for found in [*separator.finditer(text), None]:
        end = found.start() if found else len(text)
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            blocks.append((start + lead, start + len(piece.rstrip())))
        start = found.end() if found else end
    return blocks


def split_sentences(
    text: str, blocks: Sequence[tuple[int, int]], stretches: Iterable[Stretch]
) -> list[Sentence]:
    """The sentences of every block; stretches as pair_marks gives them."""
    outer = [stretch for stretch in stretches if stretch.depth == 0]
    sentences: list[Sentence] = []
    position = 0
    for number, (start, end) in enumerate(blocks):
        inside = []
        while position < len(outer) and outer[position].start < end:
            if outer[position].start >= start:
                inside.append(outer[position])
            position += 1
        sentences.extend(_split_block(text, number, start, end, inside))
    return sentences


def _split_block(text: str, number: int, start: int, end: int, stretches: list[Stretch]) -> list[Sentence]:
    breaks: list[int] = []
    cursor = start
    for stretch in stretches:
        breaks.extend(_breaks_between(text, cursor, stretch.start, end))
        if _ends_sentence(text, stretch, end):
            breaks.append(stretch.end)
        cursor = max(cursor, stretch.end)
    breaks.extend(_breaks_between(text, cursor, end, end))
    sentences, position, begin = [], 0, start
    for stop in [*breaks, end]:
        while begin < stop and text[begin].isspace():
            begin += 1
        last = stop
        while last > begin and text[last - 1].isspace():
            last -= 1
        if last > begin:
            sentence = Sentence(begin, last, number)
            while position < len(stretches) and stretches[position].start < stop:
                sentence.stretches.append(stretches[position])
                position += 1
            sentences.append(sentence)
        begin = stop
    return sentences


def _breaks_between(text: str, start: int, stop: int, end: int) -> Iterable[int]:
    for found in END.finditer(text, start, stop):
        after = found.end()
        if after >= end:
            return
        following = text[after]
        if not following.isspace():
            # A missing space: "decibel.Het"; not "A.F.Th" and not "www.nu.nl".
            glued = text[after : after + 2]
            if not (
                found.group() == "."
                and glued[:1].isupper()
                and glued[1:].islower()
                and _word_is_long(text, found)
            ):
                continue
        elif found.group().startswith(".") and _is_abbreviation(text, found.start(), start):
            continue
        beyond = _next_visible(text, after, end)
        if beyond < end and not _may_begin_sentence(text, beyond):
            continue
        yield after


def _word_is_long(text: str, found: re.Match[str]) -> bool:
    return text[max(0, found.start() - 3) : found.start()].isalpha() and text[found.start() - 1].islower()


def _next_visible(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _may_begin_sentence(text: str, position: int) -> bool:
    char = text[position]
    return char.isupper() or char.isdigit() or char in OPENING or not (char.isalpha() or char in ".,;:!?)")


def _is_abbreviation(text: str, dot: int, start: int) -> bool:
    word = WORD_BEFORE.search(text, max(start, dot - 12), dot)
    if not word:
        return False
    bare = word.group()
    return (
        (len(bare) == 1 and bare.isupper())
        or bare.lower() in ABBREVIATIONS
        or ("." in bare and bare.replace(".", "").isalpha() and len(bare) <= 6)
    )


def _ends_sentence(text: str, stretch: Stretch, end: int) -> bool:
    if stretch.end >= end or not stretch.closed:
        return False
    inner = text[stretch.inner_start : stretch.inner_end].rstrip()
    beyond = _next_visible(text, stretch.end, end)
    if beyond >= end:
        return False
    if inner and inner[-1] in TERMINAL:
        return _may_begin_sentence(text, beyond) and text[beyond] != "," or text.startswith(",,", beyond)
    # Two quoted stretches side by side are two sentences even without a full stop.
    return beyond > stretch.end and (text.startswith(",,", beyond) or text[beyond] in "'\"“„‘«")
