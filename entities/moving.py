"""Where the characters of a text stand after it was changed."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

LINE = re.compile(r"[^\n]*\n+|[^\n]+\Z")
WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing takes the square of these in the worst case; longer changes are searched by their words alone.
MOST_LINES, MOST_WORDS = 3_000, 3_000
MARGINS = (40, 20, 10, 0)  # Characters of context by which words are recognised elsewhere.


class Mover:
    """Finds spans of an old text back in a new one.

    First by the lines, and in changed lines the words, that both texts share in order; where these moved,
    by the only place that has the same words in the same surroundings.
    """

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        self.blocks = list(shared_spans(old, new))

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        """The span's place in the new text, or none."""
        for old_start, new_start, length in self.blocks:
            if old_start <= start and end <= old_start + length:
                shift = new_start - old_start
                return start + shift, end + shift
        for margin in MARGINS:
            for before, after in ((margin, margin), (margin, 0), (0, margin)):
                found = self.only_place(start, end, before, after)
                if found is not None:
                    return found, found + end - start
        return None

    def only_place(self, start: int, end: int, before: int, after: int) -> int | None:
        """Where the span starts in the new text, if these surroundings are only once in both texts."""
        before = min(before, start)
        around = self.old[start - before : end + after]
        at = self.new.find(around)
        if at < 0 or self.new.find(around, at + 1) >= 0 or self.old.find(around) != start - before:
            return None
        return at + before if self.old.find(around, start - before + 1) < 0 else None


def shared_spans(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """(start in the old text, start in the new, length) of what both texts have in the same order."""
    if old == new:
        yield 0, 0, len(old)
        return
    # Whole lines: a word that grew is another word.
    head = old.rfind("\n", 0, shared_head(old, new)) + 1
    tail = shared_head(old[head:][::-1], new[head:][::-1])
    line_end = old.find("\n", len(old) - tail)
    tail = len(old) - line_end - 1 if line_end >= 0 else 0
    yield 0, 0, head
    yield len(old) - tail, len(new) - tail, tail
    old_lines = pieces(LINE, old, head, len(old) - tail)
    new_lines = pieces(LINE, new, head, len(new) - tail)
    for kind, old_start, old_end, new_start, new_end in differences(old_lines, new_lines, MOST_LINES):
        if kind == "equal":
            yield old_start, new_start, old_end - old_start
        elif kind == "replace":
            old_words, new_words = (
                pieces(WORD, old, old_start, old_end),
                pieces(WORD, new, new_start, new_end),
            )
            for kind, start, end, at, _at_end in differences(old_words, new_words, MOST_WORDS):
                if kind == "equal":
                    yield start, at, end - start


def shared_head(old: str, new: str) -> int:
    """How many characters both texts begin with."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def pieces(pattern: re.Pattern, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """(start, end, words) of the pieces that a part of a text falls into."""
    return [(match.start(), match.end(), match.group()) for match in pattern.finditer(text, start, end)]


def differences(old: list, new: list, most: int) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from old to new pieces: kind, and the characters that it concerns in both texts."""
    if not old or not new or max(len(old), len(new)) > most:
        return
    matcher = SequenceMatcher(None, [piece[2] for piece in old], [piece[2] for piece in new], autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if old_from < old_to and new_from < new_to:
            yield kind, old[old_from][0], old[old_to - 1][1], new[new_from][0], new[new_to - 1][1]
