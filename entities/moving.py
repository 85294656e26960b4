"""Where the characters of a text stand after it was changed."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain, pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

LINE = re.compile(r"[^\n]*\n+|[^\n]+\Z")
SENTENCE = re.compile(r"[^.!?]*[.!?]+['\"’”)]*\s*|[^.!?]+\Z")
WORD = re.compile(r"\w+|[^\w\s]")
WHITE = re.compile(r"\s")
# Comparing takes the square of these in the worst case; longer changes are searched by their words alone.
MOST_PIECES, MOST_SENTENCES = 3_000, 300
ALIKE = 60  # Of 100: how alike two sentences are of which one became the other.
MARGINS = (40, 20, 10, 0)  # Characters of context by which words are recognised elsewhere.
Part = tuple[str, int, int]  # A text, and the start and end of a stretch of it.


class Mover:
    """Finds spans of an old text back in a new one.

    First by the lines and sentences that both texts share in order, then by the words of sentences that moved
    or changed, also where lines were broken otherwise; what is left, by the only place that has the same words
    in the same surroundings.
    """

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        # Of the same lengths: where a line ends does not matter.
        self.old_line, self.new_line = WHITE.sub(" ", old), WHITE.sub(" ", new)
        self.blocks = list(shared_spans(old, new))

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        """The span's place in the new text, or none."""
        found = self.shared_span(start, end)
        if found is not None:
            return found
        for margin in MARGINS:
            for before, after in ((margin, margin), (margin, 0), (0, margin)):
                at = self.only_place(start, end, before, after)
                if at is not None:
                    return at, at + end - start
        return None

    def shared_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the new text has a span in the order that both share; what is white in it may be another."""
        first, last = self.shared(start), self.shared(end - 1)
        if first is None or last is None:
            return None
        same = self.old[start:end].split() == self.new[first : last + 1].split()
        return (first, last + 1) if same else None

    def shared(self, place: int) -> int | None:
        """Where a character of what both texts share stands in the new one."""
        for old_start, new_start, length in self.blocks:
            if old_start <= place < old_start + length:
                return place + new_start - old_start
        return None

    def is_taken(self, place: int) -> bool:
        """Whether a character of the new text is of what both texts share."""
        return any(start <= place < start + length for _old_start, start, length in self.blocks)

    def only_place(self, start: int, end: int, before: int, after: int) -> int | None:
        """Where the span starts in the new text, if these surroundings are only once in both texts.

        With surroundings, what both texts share in order does not count: it has its place.
        """
        before = min(before, start)
        around = self.old_line[start - before : end + after]
        cuts = cuts_words(self.old_line, start, end)
        old, new = (
            [
                at + before
                for at in occurrences(around, line)
                if cuts_words(line, at + before, at + before + end - start) == cuts
            ]
            for line in (self.old_line, self.new_line)
        )
        if before or after:
            length = end - start
            old = [at for at in old if self.shared_span(at, at + length) is None]
            new = [at for at in new if not (self.is_taken(at) and self.is_taken(at + length - 1))]
        return new[0] if len(new) == 1 and old == [start] else None


def cuts_words(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a span begins, and whether it ends, inside a word: "en wij" does so in "toen wij"."""
    begins, ends = (text[max(0, place - 1) : place + 1] for place in (start, end))
    return len(begins) == 2 and begins.isalnum(), len(ends) == 2 and ends.isalnum()


def occurrences(words: str, text: str) -> Iterator[int]:
    """Where a text has these words."""
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def shared_spans(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """(start in the old text, start in the new, length) of what both texts have."""
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
    lines, *rest = matched(
        pieces(LINE, (old, head, len(old) - tail)), pieces(LINE, (new, head, len(new) - tail))
    )
    old_rest, new_rest = ([sentence for part in each for sentence in pieces(SENTENCE, part)] for each in rest)
    sentences, *rest = matched(old_rest, new_rest)
    old_rest, new_rest = ([sentence for part in each for sentence in pieces(SENTENCE, part)] for each in rest)
    for one, other in chain(lines, sentences, alike(old_rest, new_rest)):
        yield from shared_words(one, other)


def matched(old: list[Part], new: list[Part]) -> tuple[list[tuple[Part, Part]], list[Part], list[Part]]:
    """The pieces that are the same, but for white space, in the same order; and the stretches left of both."""
    if max(len(old), len(new)) > MOST_PIECES:
        return [], old, new
    same: list[tuple[Part, Part]] = []
    rest: tuple[list[Part], list[Part]] = ([], [])
    old_keys, new_keys = ([key_of(piece) for piece in each] for each in (old, new))
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for kind, start, end, at, at_end in matcher.get_opcodes():
        if kind == "equal":
            same += zip(old[start:end], new[at:at_end], strict=True)
        else:
            for left, each in zip(rest, (old[start:end], new[at:at_end]), strict=True):
                left += [(each[0][0], each[0][1], each[-1][2])] if each else []
    return same, *rest


def alike(old: list[Part], new: list[Part]) -> Iterator[tuple[Part, Part]]:
    """The sentences of which one probably became the other, wherever it stands: the most alike first."""
    if max(len(old), len(new)) > MOST_SENTENCES:
        return
    keys = [key_of(piece) for piece in new]
    scores = [
        (-fuzz.ratio(key_of(piece), key, score_cutoff=ALIKE), abs(at - other_at), at, other_at)
        for at, piece in enumerate(old)
        for other_at, key in enumerate(keys)
    ]
    free_old, free_new = set(range(len(old))), set(range(len(new)))
    for score, _distance, at, other_at in sorted(scores):
        if score and at in free_old and other_at in free_new:
            free_old.remove(at)
            free_new.remove(other_at)
            yield old[at], new[other_at]


def shared_words(one: Part, other: Part) -> Iterator[tuple[int, int, int]]:
    """The same of two pieces, by their words: as many as can be in the same order, and what is between them."""
    if words_of(one) == words_of(other):
        yield one[1], other[1], one[2] - one[1]
        return
    old, new = pieces(WORD, one), pieces(WORD, other)
    if max(len(old), len(new)) > MOST_PIECES:
        return
    # Not the longest stretch first, as difflib does: that puts the first of two alike in the place of the second.
    same = LCSseq.opcodes([*map(words_of, old)], [*map(words_of, new)]).as_matching_blocks()
    for block in same:
        words = old[block.a : block.a + block.size], new[block.b : block.b + block.size]
        for word, other_word in zip(*words, strict=True):
            yield word[1], other_word[1], word[2] - word[1]
        for gap, other_gap in zip(*map(pairwise, words), strict=True):
            yield from same_gap(gap, other_gap)


def same_gap(old: tuple[Part, Part], new: tuple[Part, Part]) -> Iterator[tuple[int, int, int]]:
    """The white space between two words, if both texts have the same there."""
    gap, other = ((words[0][0], words[0][2], words[1][1]) for words in (old, new))
    if words_of(gap) == words_of(other):
        yield gap[1], other[1], gap[2] - gap[1]


def words_of(part: Part) -> str:
    text, start, end = part
    return text[start:end]


def key_of(part: Part) -> str:
    """What two pieces share that differ in nothing but white space."""
    return " ".join(words_of(part).split())


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


def pieces(level: re.Pattern, part: Part) -> list[Part]:
    """What a part of a text falls into."""
    text, start, end = part
    return [(text, *match.span()) for match in level.finditer(text, start, end)]
