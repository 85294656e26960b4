"""Texts changed as newsrooms change them, and where every character went: for checking what follows a change."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

# A mark inside a word or before a small letter ends no sentence: "SP.A", "E. coli".
SENTENCE = re.compile(r"(?:[^.!?]|[.!?](?=\w)|\.(?=\s+[a-z]))*[.!?]*['\"’”]*\s*", re.DOTALL)
ADDED = [
    "Dit bericht werd later aangevuld. ",
    "Meer daarover staat morgen op deze plaats. ",
    "Het was die ochtend drukker dan anders. ",
    "Wie erbij was, zag weinig bijzonders. ",
]
BESIDE_NAMES = ["ook ", "toen ", "inmiddels ", "naar verluidt "]
# How many of a hundred sentences are left out, follow a new one, change places with the next, are wrapped anew.
LEFT_OUT, FOLLOWING, SWAPPED, WRAPPED = 8, 10, 4, 20
NEXT_TO_NAME = 30  # Of a hundred names, that get another word before them.
WORDS_PER_LINE = 9


@dataclass(frozen=True)
class Changed:
    """A changed text, and its stretches that were kept: start and end in the old text, start in the new."""

    text: str
    kept: list[tuple[int, int, int]]

    def place_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of the old text stands; nothing if some of its words went or others came between."""
        for old_start, old_end, new_start in self.kept:
            if old_start <= start and end <= old_end:
                return start - old_start + new_start, end - old_start + new_start
        return None


def change(text: str, names: Iterable[tuple[int, int]], rng: random.Random) -> Changed:
    """Leave out, add, swap and wrap sentences, and put words before names: some of each, by chance."""
    starts = sorted({start for start, _end in names})
    sentences = [match.span() for match in SENTENCE.finditer(text) if match.end() > match.start()]
    if len(sentences) > 3:
        sentences = [span for span in sentences if not happens(LEFT_OUT, rng)] or sentences
    for at in range(len(sentences) - 1):
        if happens(SWAPPED, rng):
            sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    pieces: list[tuple[str, int | None]] = []  # Words, and where they stood; None for new ones.
    for number, (start, end) in enumerate(sentences):
        if happens(FOLLOWING, rng):
            pieces.append((rng.choice(ADDED), None))
        words = wrapped(text[start:end]) if happens(WRAPPED, rng) else text[start:end]
        at = start
        for name in starts:
            if start < name < end and happens(NEXT_TO_NAME, rng):
                pieces += [(words[at - start : name - start], at), (rng.choice(BESIDE_NAMES), None)]
                at = name
        pieces.append((words[at - start :], at))
        if not words[-1].isspace() and number + 1 < len(sentences):
            pieces.append((" ", None))  # The last sentence of the old text stands before another now.
    return joined(pieces)


def happens(percent: int, rng: random.Random) -> bool:
    return rng.randrange(100) < percent


def wrapped(words: str) -> str:
    """The same words over lines of other lengths: as many characters."""
    count = 0

    def white(match: re.Match) -> str:
        nonlocal count
        count += 1
        return "\n" if count % WORDS_PER_LINE == 0 else " "

    return re.sub(r"(?<=\S)[ \n](?=\S)", white, words)


def joined(pieces: list[tuple[str, int | None]]) -> Changed:
    """The text of these pieces, as a reader of files stores it: without white space around it."""
    text = "".join(words for words, _at in pieces)
    cut = len(text) - len(text.lstrip())
    kept: list[tuple[int, int, int]] = []
    new = -cut
    for words, old in pieces:
        if old is not None and words:
            before = kept[-1] if kept else None
            if before and before[1] == old and before[2] + before[1] - before[0] == new:
                kept[-1] = (before[0], old + len(words), before[2])
            else:
                kept.append((old, old + len(words), new))
        new += len(words)
    return Changed(text.strip(), kept)
