"""What the shape of a name says: its parts, its short forms, its genitive, whether two names are one person's."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from analysis.folding import fold_name
from analysis.word_lists import word_list

Gender = Literal["female", "male"]

DATA = Path(__file__).parent / "data"
PARTICLES = word_list("particles")
# Words that stand before a name and are not part of it, however they are written.
TITLES = word_list("titles")
TOKEN = re.compile(r"\w[\w'’]*(?:-[\w'’]+)*\.?|['’]t|\S")
GENITIVE = re.compile(r"(?:['’]s|['’]|s)$")


@functools.lru_cache(maxsize=50_000)
def name_parts(name: str) -> tuple[str, ...]:
    """Folded words of a name; "Kim Jong-un" has two."""
    return tuple(part.strip(".,()'\"“”‘’") for part in fold_name(name).split() if part.strip(".,()'\"“”‘’"))


def surname_start(parts: Sequence[str]) -> int:
    """Where the surname begins in the words of a full name: at its first particle, else at the last word."""
    for position in range(1, len(parts) - 1):
        if parts[position] in PARTICLES:
            return position
    return max(len(parts) - 1, 0)


def without_genitive(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """ "trumps" -> "trump", "obama's" -> "obama"; none if the last word has no such ending."""
    if not parts:
        return None
    bare = GENITIVE.sub("", parts[-1])
    return (*parts[:-1], bare) if bare and bare != parts[-1] and len(bare) > 1 else None


# Particles that are first names too: Ben Bernanke, Al Gore.
FIRST_NAMES = {"ben", "al"}


def is_full(parts: Sequence[str]) -> bool:
    """A first name (or initial) and a surname: more than one word, and not only particles before the last."""
    return len(parts) > 1 and (parts[0] not in PARTICLES or parts[0] in FIRST_NAMES)


def short_form_score(short: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a short form fits a fuller name: 0 not at all, 4 its surname, 3 its end, 2 its beginning."""
    if not short or len(short) >= len(full):
        return 0
    if short == full[surname_start(full) :]:
        return 4
    if short == full[-len(short) :]:
        return 3
    if short == full[: len(short)]:
        return 2
    if len(short) == 1 and (short[0] in full[1:-1] or short[0] in full[-1].split("-")):
        return 1 if short[0] not in PARTICLES and len(short[0]) > 2 else 0
    return 0


def same_full_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Two full names of one person: an initial or a middle name more or less, a first name spelled otherwise."""
    if one == other:
        return True
    if one[surname_start(one) :] != other[surname_start(other) :] and one[-1] != other[-1]:
        return False
    if one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    if first == second:
        return True
    if len(first) <= 2 or len(second) <= 2:
        return first[0] == second[0]
    return False


@functools.cache
def first_name_genders() -> dict[str, Gender]:
    genders: dict[str, Gender] = {}
    for line in (DATA / "first_names.tsv").read_text("utf-8").splitlines():
        gender, _, names = line.partition("\t")
        if gender in ("female", "male"):
            for name in names.split():
                genders[fold_name(name)] = "female" if gender == "female" else "male"
    return genders


def gender_of_name(parts: Sequence[str]) -> Gender | None:
    """What the first name says, if there is one and it is usually a woman's or a man's."""
    if not parts:
        return None
    genders = first_name_genders()
    first = parts[0]
    return genders.get(first) or genders.get(first.split("-")[0])
