"""Single words that a recogniser takes for people and that are none: what stands beside them tells.

Only for a word that no full name of the article explains, without a function before it.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from analysis.countries import read_table
from analysis.folding import fold_name
from analysis.name_company import is_first_name
from analysis.name_edges import Place

COMMON_BEFORE = re.compile(r"\b(?:een|zo[’']n|geen|elke|iedere|vele|twee|drie)\s+$", re.IGNORECASE)
# "Het Britse Vink" is a ship; "het personage Vink" and "het zusje Anna" are somebody.
NEUTER_BEFORE = re.compile(r"\b[Hh]et\s+(?!personage|genie)[\w-]+(?<!j)e\s+$")
WEBSITE = re.compile(r"\.(?:com|nl|be|org|net|eu)\b")
PLACE_BEFORE = re.compile(r"\b(?:in|te|uit|naar|nabij|vanuit|tussen)\s+$", re.IGNORECASE)
FROM_TO = re.compile(r"\s+naar\s+[A-Z]")
FROM = re.compile(r"\b[Vv]an\s+$")
COMMA = re.compile(r",\s+")
LINKED = re.compile(r"\s+(?:en|of|als)\s+|/")
PERSON_AFTER = re.compile(r"\s+van\s+[A-Z]|\s*\(")  # "Vink van Oranje", "Vink (29)".
SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…'’\"”)\n])\s*$")
SENTENCE_AFTER = re.compile(r"\.?(?:\s*$|\n|\.\s)")
PLACES = {"city", "capital", "region"}
ABBREVIATION = 5  # Letters at most of a name in capitals that is read as letters: "FAM".


def is_nobody(text: str, place: Place, people: Collection[Place], others: Collection[Place]) -> bool:
    """Whether a word is an inhabitant, a website, an abbreviation, a town, or one of a list of what is no person."""
    start, end = place
    name = text[start:end]
    before = text[max(0, start - 30) : start]
    return (
        COMMON_BEFORE.search(before) is not None
        or NEUTER_BEFORE.search(before) is not None
        or WEBSITE.search(text, start, end + 5) is not None
        or is_abbreviation(name.rstrip("."))
        or "inhabitant" in kinds_of(name)
        or is_town(text, place)
        or is_signed_from(text, place, people)
        or is_among(text, place, people, others)
    )


def is_abbreviation(name: str) -> bool:
    return name.isupper() and name.isalnum() and 1 < len(name) <= ABBREVIATION


def is_town(text: str, place: Place) -> bool:
    """A town of the table where a place is expected: "in Vinkega", "van Vinkega naar Ede"."""
    start, end = place
    if not kinds_of(text[start:end]) & PLACES:
        return False
    before = text[max(0, start - 10) : start]
    return PLACE_BEFORE.search(before) is not None or (
        FROM.search(before) is not None and FROM_TO.match(text, end) is not None
    )


def is_signed_from(text: str, place: Place, people: Collection[Place]) -> bool:
    """The town of whoever wrote a letter: "… is genoeg. Anna Vink, Ede." """
    start, end = place
    writer = next((other for other in people if text[other[1] : start] == ", "), None)
    return (
        writer is not None
        and " " in text[slice(*writer)]
        and SENTENCE_BEFORE.search(text, max(0, writer[0] - 3), writer[0]) is not None
        and SENTENCE_AFTER.match(text, end) is not None
    )


def is_among(text: str, place: Place, people: Collection[Place], others: Collection[Place]) -> bool:
    """Beside a place or body in a list, and beside nobody: "Belvia, Telnet en Vink"."""
    name = text[slice(*place)]
    if is_first_name(fold_name(name)) or PERSON_AFTER.match(text, place[1]):
        return False
    # A comma alone says little: names of players and of their clubs follow each other.
    marks = [LINKED, COMMA] if kinds_of(name) & PLACES else [LINKED]
    return any(are_listed(text, place, other, marks) for other in others) and not any(
        are_listed(text, place, other, [LINKED, COMMA]) for other in people
    )


def are_listed(text: str, one: Place, other: Place, marks: Sequence[re.Pattern[str]]) -> bool:
    """Whether only one of these marks stands between two names."""
    first, second = sorted((one, other))
    if not 0 < second[0] - first[1] < 8:
        return False
    return any(mark.fullmatch(text, first[1], second[0]) for mark in marks)


def kinds_of(name: str) -> frozenset[str]:
    return kinds().get(fold_name(name), frozenset())


@cache
def kinds() -> dict[str, frozenset[str]]:
    """By folded word of the table of countries: what it is."""
    found: dict[str, set[str]] = {}
    for printed, forms in read_table().items():
        found.setdefault(fold_name(printed), set()).update(form.kind for form in forms)
    return {printed: frozenset(kinds) for printed, kinds in found.items()}
