"""Names by their shape and their company, for a pipeline that recognises no entities.

Much less than a trained recogniser: a name is two or more capitalised words with a first name or a function
before it, an age behind it, or a word of saying beside it; then its surname alone. It keeps the archive
usable with a blank pipeline, and its tests free of a model.
"""

import re
from collections.abc import Iterable

from analysis.folding import fold_name
from analysis.names import PARTICLES, first_name_genders
from analysis.word_lists import word_list

CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
PARTICLE = r"(?:van|de|der|den|het|ten|ter|te|von|du|la|le|al|el|bin|ibn|di|da|dos)"
NAME = re.compile(rf"\b{CAPITALISED}(?:[^\S\n]+(?:{PARTICLE}[^\S\n]+){{0,3}}{CAPITALISED})*")
WORD_BEFORE = re.compile(r"([\w-]+)[^\S\n]+$")
AGE_AFTER = re.compile(r"\s*\(\d{1,3}\)")
SAYING = re.compile(
    r"\b(?:zegt|zei|aldus|volgens|vindt|vertelt|stelt|ziet|schrijft|meldt|meldde|benadrukt|noemt|tegen)\s+$",
    re.IGNORECASE,
)
SAYING_AFTER = re.compile(r"\s+(?:zegt|zei|vindt|vertelt|stelt|schrijft|noemt|benadrukt|sprak|houdt|had)\b")
MEDIA_OR_BODY = re.compile(
    r"\b(?:het|persbureau|krant|dagblad|weekblad|zender|omroep|partij|bedrijf|bank|club|ministerie)\s+$",
    re.IGNORECASE,
)
NOT_NAMES = word_list("not_names")


def shaped_names(text: str, role_nouns: Iterable[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(people, organisations) as spans of characters."""
    roles = tuple(role_nouns)
    people: list[tuple[int, int]] = []
    organisations: list[tuple[int, int]] = []
    for found in NAME.finditer(text):
        start, end = found.span()
        start = _without_function_word(text, start, end)
        if start >= end:
            continue
        words = text[start:end].split()
        before = text[max(0, start - 30) : start]
        if MEDIA_OR_BODY.search(before):
            organisations.append((start, end))
        elif _is_person(text, start, end, words, before, roles):
            people.append((start, end))
    surnames = {fold_name(text[start:end].split()[-1]) for start, end in people}
    known = set(people)
    for found in NAME.finditer(text):
        if found.span() not in known and fold_name(found.group()) in surnames:
            people.append(found.span())
    return sorted(set(people)), organisations


def _without_function_word(text: str, start: int, end: int) -> int:
    """ "Volgens Merel Dijk" begins with a capital for another reason."""
    while start < end:
        first = text[start:end].split()[0]
        if first.lower() not in NOT_NAMES or (first.lower() in PARTICLES and first != text[start:end]):
            return start
        start += len(first)
        while start < end and text[start].isspace():
            start += 1
    return start


def _is_person(
    text: str, start: int, end: int, words: list[str], before: str, roles: tuple[str, ...]
) -> bool:
    if fold_name(words[0]) in first_name_genders() and len(words) > 1:
        return True
    if AGE_AFTER.match(text, end):
        return True
    previous = WORD_BEFORE.search(before)
    word = previous.group(1).lower() if previous else ""
    if word and any(
        word == role or (len(role) > 4 and word.endswith(role)) for role in (*roles, "staatshoofd")
    ):
        return True
    return bool(SAYING.search(before) and len(words) > 1) or bool(
        len(words) > 1 and SAYING_AFTER.match(text, end)
    )
