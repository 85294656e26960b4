"""Where a name begins and ends: what a recogniser took along that is no part of it, and what is no person at all."""

import re
from collections.abc import Collection, Iterator

from analysis.folding import fold_name
from analysis.known_people import known_person
from analysis.names import GENITIVE, PARTICLES, gender_of_name, name_parts
from analysis.word_lists import word_list

Place = tuple[int, int]  # Characters start..end of a text, half-open.

# A firm, club or shop that is called like a person: "Albert Heijn".
NAMED_BODIES = {fold_name(name.replace("_", " ")) for name in word_list("named_bodies")}
# "Vink of Bos" is two; Charles of Vinkland is one.
BETWEEN_NAMES = re.compile(r"/|\s+(?:and|en)\s+")
ALTERNATIVES = re.compile(r"(\w+)\s+of\s+(\w+)")
# "Anna Vink's Molen" is a work of hers.
WORK_AFTER = re.compile(r"(?<=\w)['’]s\s+(?=[A-Z])")
BODY_WORDS = word_list("body_words")
# The Louise Bosstraat is a street; Van der Laan is not.
PLACE_WORD = re.compile(
    r"[^\W\d_]{3,}(?:straat|laan|plein|kade|gracht|singel|moskee|prijs|stadion|stichting)$"
)
OF_MINISTRY = re.compile(rf"(?<=\w)\s+van\s+(?:{'|'.join(sorted(word_list('ministries')))})\b", re.IGNORECASE)
OF_BODY = re.compile(r"(?<=\w)\s+van\s+(?=[A-Z])")
OFFICE_OF = re.compile(
    r"\b(?:[Mm]inister|[Ss]taatssecretaris|[Ss]chepen|[Ww]ethouder|[Gg]edeputeerde) (?:van|voor) $"
)
# What cannot end a name, and with a capital is the first word of the next sentence.
BEGINNINGS = PARTICLES | {"De", "Het", "Van"}
OF_COUNTRY = re.compile(r"\w[\w-]*\s+van\s+")
MARK_INSIDE = re.compile(r"[()\[\]\"„“”|<>]")
NICKNAME_INSIDE = re.compile(r"\s[\"„“”][^\"„“”]{1,20}[\"„“”]\s")
FIGURES_AFTER = re.compile(r"\s+\d[\d.,:/-]*$")
STOP_AFTER = re.compile(r"[^\W\d_]{3,}\.$")
VOWEL = re.compile(r"[aeiouyäëïöüáéíóú]", re.IGNORECASE)
NUMERAL = re.compile(r"[IVX]+$")
CABINET_BEFORE = re.compile(r"(?:kabinet|regering|coalitie)[-\s]+$", re.IGNORECASE)
APOSTROPHE_S = re.compile(r"['’]s?$")


def single_names(text: str, start: int, end: int) -> Iterator[Place]:
    """The names in what was taken for one: "Karel V/Leopold III" is two; figures and stops behind it are cut off."""
    either = ALTERNATIVES.fullmatch(text, start, end)
    if either:
        yield from (either.span(1), either.span(2))
        return
    begin = start
    for between in [*BETWEEN_NAMES.finditer(text, start, end), None]:
        stop = between.start() if between else end
        last = _end_of_name(text, begin, stop)
        if text[begin:last].strip():
            yield begin, last
        begin = between.end() if between else end


def _end_of_name(text: str, start: int, end: int) -> int:
    """Where a name ends: before a mark that stands in the middle, a score, and the full stop of the sentence."""
    mark = MARK_INSIDE.search(text, start + 1, end)
    if mark and not NICKNAME_INSIDE.search(text, start, end):
        end = mark.start()
    work = WORK_AFTER.search(text, start, end)
    if work and " " in text[start : work.start()]:
        end = work.start()
    figures = FIGURES_AFTER.search(text[start:end])
    if figures:
        end = start + figures.start()
    ministry = OF_MINISTRY.search(text, start, end)
    if ministry:  # Minister Bos van Financiën.
        end = ministry.start()
    # "jr." and initials keep their stop.
    if STOP_AFTER.search(text[start:end]) and VOWEL.search(text[start:end].split()[-1]):
        end -= 1
    body = _body_behind(text, start, end)
    if body:
        end = body
    while (words := text[start:end].split()) and len(words) > 1 and words[-1] in BEGINNINGS:
        end = start + len(text[start:end].rstrip()) - len(words[-1])  # "Roosevelt van" goes on otherwise.
    return start + len(text[start:end].rstrip())


def _body_behind(text: str, start: int, end: int) -> int | None:
    """Where a name ends that its firm or museum follows: "Anna Vink van Vink Investments"."""
    of = OF_BODY.search(text, start, end)
    if not of or BODY_WORDS & {fold_name(word) for word in text[start : of.start()].split()}:
        return None
    return of.start() if BODY_WORDS & {fold_name(word) for word in text[of.end() : end].split()} else None


def without_portfolio(text: str, start: int, end: int) -> Place:
    """ "Minister van Overheidsbedrijven Vink": of what somebody is minister is no first name."""
    first, _, rest = text[start:end].partition(" ")
    if not rest or not OFFICE_OF.search(text, max(0, start - 30), start) or gender_of_name(name_parts(first)):
        return start, end
    return end - len(rest.lstrip()), end


def without_country(text: str, start: int, end: int, countries: Collection[Place]) -> Place:
    """ "Filip van België", of whom a function tells that he is a king: the name is Filip."""
    before = OF_COUNTRY.match(text, start, end)
    return (start, text.index(" van", start)) if before and (before.end(), end) in countries else (start, end)


def is_no_person(name: str, before: str, has_role: bool) -> bool:
    """Two with an ampersand; without a function before it, a firm, a street or a cabinet ("kabinet-Rutte II")."""
    if " & " in name:
        return True
    parts, words = name_parts(name), name.split()
    if has_role or not parts:
        return False
    if len(words) > 1 and (parts[-1] in BODY_WORDS or PLACE_WORD.match(words[-1])):
        return True
    is_numbered = len(words) > 1 and NUMERAL.match(words[-1]) is not None
    return (
        " ".join([*parts[:-1], APOSTROPHE_S.sub("", parts[-1])]) in NAMED_BODIES
        or is_numbered
        and CABINET_BEFORE.search(before) is not None
    )


def is_genitive_of_known(name: str) -> bool:
    """ "Angela Merkels": nobody is called so, but there is an Angela Merkel."""
    bare = GENITIVE.sub("", name)
    return bare != name and known_person(name) is None and known_person(bare) is not None
