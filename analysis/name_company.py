"""What the other names of an article say of one: that it ran into a headline, is a family's, a cabinet's, a misprint."""

import re
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz.distance import OSA

from analysis.folding import fold_name
from analysis.known_people import is_office_name, known_person
from analysis.name_edges import NUMERAL, Place
from analysis.names import first_name_genders, is_full, name_parts, without_genitive
from analysis.word_lists import word_list

WORD = re.compile(r"\S+")
FAMILY_BEFORE = re.compile(
    r"\b(?:familie|gezin|echtpaar|broers|gebroeders|zussen|zusjes|broertjes|gezusters|clan|dynastie)\s+$",
    re.IGNORECASE,
)
# "De broers Otto en Jan Vink": each has a name of his own.
ANOTHER_AFTER = re.compile(r",?\s+(?:en\s+)?[A-Z]")
PLURAL_BEFORE = re.compile(r"\bde\s+(?:\w+e\s+)?$", re.IGNORECASE)
PLURAL = re.compile(r"['’]s\b")
KIN = word_list("kin") | {"man", "vrouw"}
PARENT_BEFORE = re.compile(r"\b(?:vader|moeder|pa|ma)\s+$", re.IGNORECASE)
LONG_WORD = 5  # Letters; in a shorter word one letter more often makes another name than a misprint.


def untangled(text: str, people: Sequence[Place]) -> list[Place]:
    """The names without what ran into them where a headline or a list has no mark: "Molen Herman Dams"."""
    full = {parts for start, end in people if is_full(parts := name_parts(text[start:end]))}
    return [name for span in people for name in _parted(text, span, full)]


def _parted(text: str, span: Place, full: set[tuple[str, ...]]) -> Iterator[Place]:
    """A name, or the full name of the article that it ends in and what stands before that if it is a surname."""
    words = list(WORD.finditer(text, *span))
    parts = tuple(fold_name(word.group()).strip(".,'’") for word in words)
    rest = parts[1:]
    if len(parts) == 2 and parts[0] == parts[1] and text.count(text[slice(*span)]) == 1:
        # "Vink Vink ging": a headline and what follows it; who is called so is called so again.
        yield words[1].span()
    elif len(parts) < 3 or not is_full(rest) or rest == parts[:-1]:
        yield span
    elif parts[0] == parts[-1]:  # "Vink Anna Vink": a headline and what follows it.
        yield words[1].start(), span[1]
    elif rest in full and is_first_name(rest[0]) and not is_first_name(parts[0]):
        if any(other[-1] == parts[0] for other in full - {parts}):
            yield words[0].span()
        yield words[1].start(), span[1]
    else:
        yield span


def is_first_name(word: str) -> bool:
    return word in first_name_genders()


def is_cabinet(name: str, people: Collection[tuple[str, ...]]) -> bool:
    """ "Vink II" in an article about Anna Vink: kings are numbered by their first name."""
    parts, words = name_parts(name), name.split()
    if len(words) < 2 or not NUMERAL.match(words[-1]):
        return False
    surname = parts[:-1]
    return is_office_name(" ".join(surname)) or any(
        full[-len(surname) :] == surname and len(full) > len(surname) for full in people
    )


def is_family(text: str, start: int, end: int, surnames: Collection[str]) -> bool:
    """ "De familie Vink", "de Vink's": a surname of several, of whom none is meant."""
    parts = name_parts(text[start:end])
    if is_full(parts):
        return False
    before = text[max(0, start - 20) : start]
    bare = without_genitive(parts)
    is_genitive = bare is not None and bare[-1] in surnames and parts[-1] not in surnames
    if PLURAL_BEFORE.search(before) and (PLURAL.match(text, end) or is_genitive):
        return True
    return FAMILY_BEFORE.search(before) is not None and not ANOTHER_AFTER.match(text, end)


def is_relative(role: str | None) -> bool:
    """Whether a name is told as a relative's: "haar man Otto Vink"."""
    return role is not None and role.split()[-1].lower() in KIN


def is_parent(text: str, start: int) -> bool:
    """ "Vader Vink": the father of a Vink."""
    return PARENT_BEFORE.search(text, max(0, start - 8), start) is not None


def is_misprint_of(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Two full names that one letter of one long word tells apart. Two first names that exist are two people."""
    if len(one) != len(other) or not is_full(one) or known_person(" ".join(one)):
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return (
        len(apart) == 1
        and max(map(len, apart[0])) >= LONG_WORD
        and OSA.distance(*apart[0], score_cutoff=1) <= 1
        and not all(map(is_first_name, apart[0]))
    )
