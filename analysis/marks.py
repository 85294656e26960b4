"""Quotation marks, paired over a paragraph.

Half of the sentences with a mark have an odd number of them, so marks are paired over the paragraph and
never over its end. Straight and curly single marks are also apostrophes (zo'n, 's avonds, foto's): a mark
between two letters is one, and so is the one of a clitic. What cannot be paired is kept and reported.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

MARK = re.compile(r",,|''|’’|‘‘|``|[\"“”„‟'‘’‚‛`«»‹›]")

# The marks that may close what a mark opened: printers mix styles, so a family is closed by any of its own.
SINGLE_CLOSERS = frozenset("'’‘`‛")
DOUBLE_CLOSERS = frozenset({'"', "”", "“", "''", "’’", "‟"})
CLOSERS = {
    **dict.fromkeys(["'", "‘", "’", "‚", "‛", "`"], SINGLE_CLOSERS),
    **dict.fromkeys(['"', "“", "”", "„", "‟", ",,", "''", "’’", "‘‘", "``"], DOUBLE_CLOSERS),
    "«": frozenset("»"),
    "»": frozenset("«»"),
    "‹": frozenset("›"),
    "›": frozenset("‹›"),
}
ALWAYS_OPENS = frozenset({"„", ",,", "``", "‚", "«", "‹"})
APOSTROPHES = frozenset("'’‘`‛")
# Words that are written with an apostrophe before them: 's avonds, 't, 'n, 'k, 'm, 'r, 'ie; and ' s nachts.
CLITIC = re.compile(r"(?:s|t|n|k|m|r|ie|em|er)\b(?![.,]?['’])|\s[sS]\s")
YEAR = re.compile(r"\d\ds?\b(?!['’])")
OPENING_PUNCTUATION = frozenset("([{<-–—/:;")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
UNCLOSED_LIMIT = 600
DEPTH_LIMIT = 6

Problem = Literal["unclosed", "unopened"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Marked text start..end with its marks; inner_start..inner_end without. Depth 0 is outermost."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class MarkProblem:
    kind: Problem
    start: int


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    end: int
    is_misprint: bool = False  # Like a closing mark where one should open: "klaar.' Dat is het', zegt".


def pair_marks(text: str, blocks: Iterable[tuple[int, int]]) -> tuple[list[Stretch], list[MarkProblem]]:
    """The marked stretches of a text in order, and the marks that have no partner."""
    stretches: list[Stretch] = []
    problems: list[MarkProblem] = []
    blocks = list(blocks)
    for number, (start, end) in enumerate(blocks):
        following = blocks[number + 1][0] if number + 1 < len(blocks) else None
        _pair_block(text, start, end, following, stretches, problems)
    stretches.sort(key=lambda stretch: (stretch.start, -stretch.end))
    return _with_depth(stretches), problems


def _pair_block(
    text: str,
    start: int,
    end: int,
    following: int | None,
    stretches: list[Stretch],
    problems: list[MarkProblem],
) -> None:
    stack: list[_Open] = []  # Never deep, so that a text of nothing but marks stays linear.
    for mark, before, after in _marks(text, start, end, stack):
        left = text[before - 1] if before > start else " "
        right = text[after] if after < end else " "
        if mark == ",," and right.isspace() and not left.isspace():
            continue  # Two commas by mistake.
        if mark in APOSTROPHES and _is_apostrophe(text, mark, left, right, after, stack):
            continue
        opener = next((open_ for open_ in reversed(stack) if mark in CLOSERS[open_.mark]), None)
        if opener is not None and _closes(mark, left, right):
            while stack[-1] is not opener:
                inner = stack.pop()
                problems.append(MarkProblem("unclosed", inner.start))
                if not inner.is_misprint:
                    stretches.append(Stretch(inner.start, before, inner.end, before, 0, closed=False))
            stack.pop()
            stretches.append(Stretch(opener.start, after, opener.end, before, 0))
        elif _opens(mark, left, right):
            if len(stack) == DEPTH_LIMIT:
                problems.append(MarkProblem("unclosed", stack.pop(0).start))
            stack.append(_Open(mark, before, after))
        elif left in ".!?…" and right.isspace() and text[after + 1 : after + 2].isupper() and not stack:
            stack.append(_Open(mark, before, after, is_misprint=True))
        else:
            problems.append(MarkProblem("unopened", before))
    for open_ in stack:
        problems.append(MarkProblem("unopened" if open_.is_misprint else "unclosed", open_.start))
    first = next((open_ for open_ in stack if not open_.is_misprint), None)
    if first is not None:
        inside = [stretch.start for stretch in stretches if stretch.start > first.start]
        whole = following is not None or start > 0
        stretches.append(_unclosed(text, first, min([end, *inside]), whole))


def _marks(text: str, start: int, end: int, stack: list[_Open]) -> Iterator[tuple[str, int, int]]:
    """Each mark with its place; where only single marks are open, two of them side by side are two."""
    for found in MARK.finditer(text, start, end):
        mark = found.group()
        is_two = (
            mark in ("''", "’’") and bool(stack) and all(mark[0] in CLOSERS[open_.mark] for open_ in stack)
        )
        if is_two:
            yield mark[0], found.start(), found.start() + 1
            yield mark[1], found.start() + 1, found.end()
        else:
            yield mark, found.start(), found.end()


def _is_apostrophe(text: str, mark: str, left: str, right: str, after: int, stack: list[_Open]) -> bool:
    if left.isalnum() and right.isalnum():
        return True
    if left not in ".!?," and CLITIC.match(text, after):
        return True
    if left.isspace() and text[max(0, after - 3) : max(0, after - 2)].islower() and YEAR.match(text, after):
        return True
    # Luns' boek, de Philips' van deze wereld: a closing form that nothing has opened.
    return left.isalnum() and not any(mark in CLOSERS[open_.mark] for open_ in stack)


def _closes(mark: str, left: str, right: str) -> bool:
    if mark in ALWAYS_OPENS:
        return False
    if left.isspace():
        return right.isspace() or right in ".,;:!?)"
    return not (left in OPENING_PUNCTUATION and right.isalnum())


def _opens(mark: str, left: str, right: str) -> bool:
    if mark in ALWAYS_OPENS:
        return True
    if left.isspace() or left in OPENING_PUNCTUATION or mark in "“‘":
        return True
    return not left.isalnum() and (right.isalnum() or right in "'’‘\"“„")


def _unclosed(text: str, open_: _Open, end: int, has_paragraphs: bool) -> Stretch:
    """A mark without partner holds its paragraph, or its sentence where a text has no paragraphs."""
    end = open_.end + len(text[open_.end : end].rstrip())
    if not has_paragraphs or end - open_.end > UNCLOSED_LIMIT:
        sentence_end = SENTENCE_END.search(text, open_.end, min(end, open_.end + UNCLOSED_LIMIT))
        if sentence_end:
            end = sentence_end.end()
        elif end - open_.end > UNCLOSED_LIMIT:
            end = open_.end
    return Stretch(open_.start, end, open_.end, end, 0, closed=False)


def _with_depth(stretches: list[Stretch]) -> list[Stretch]:
    nested: list[Stretch] = []
    open_ends: list[int] = []
    for stretch in stretches:
        while open_ends and open_ends[-1] <= stretch.start:
            open_ends.pop()
        if open_ends and open_ends[-1] < stretch.end:
            continue  # An unclosed stretch that would cross another one.
        nested.append(
            Stretch(
                stretch.start,
                stretch.end,
                stretch.inner_start,
                stretch.inner_end,
                len(open_ends),
                stretch.closed,
            )
        )
        open_ends.append(stretch.end)
    return nested
