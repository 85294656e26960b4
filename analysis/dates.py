"""Dates of articles: EDTF level 0, from a year to a day, and the date lines that newspapers print.

EDTF is the Library of Congress's Extended Date/Time Format, ISO 8601-2:2019.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]

EDTF = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
TIME_OF_DAY = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9:.]+(?:Z|[+-][0-9:]+)?$")


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """A day, a month or a year as EDTF writes it: 2020-09-14, 2020-09, 2020.

    Raises ValueError with a reason for the reader if the calendar has no such period.
    """

    value: str

    def __post_init__(self) -> None:
        if not EDTF.fullmatch(self.value):
            raise ValueError(f"invalid date {self.value[:40]!r}: expected YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            self.first_day  # noqa: B018  The calendar is what judges the numbers.
        except ValueError as error:
            raise ValueError(f"invalid date {self.value!r}: {error}") from None

    def __str__(self) -> str:
        return self.value

    @property
    def precision(self) -> Precision:
        precisions: tuple[Precision, ...] = ("year", "month", "day")
        return precisions[self.value.count("-")]

    @property
    def first_day(self) -> date:
        year, month, day = [*map(int, self.value.split("-")), 1, 1][:3]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        first = self.first_day
        if self.precision == "day":
            return first
        month = 12 if self.precision == "year" else first.month
        return date(first.year, month, calendar.monthrange(first.year, month)[1])

    def refined_by(self, other: "PublicationDate | None") -> "PublicationDate":
        """The other date if it is a finer one inside this period, else this one."""
        is_finer = other is not None and other.value.startswith(f"{self.value}-")
        return other if other is not None and is_finer else self


def parse_date(value: str) -> PublicationDate:
    """The date that a file or a filter gives; a time of day after a whole date is left off.

    Raises ValueError with a reason for the reader.
    """
    return PublicationDate(TIME_OF_DAY.sub("", value.strip()))


# Dutch, English and French, whole and as newspapers shorten them.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january janvier janv",
            "februari feb february février fevrier févr",
            "maart mrt mar march mars",
            "april apr avril avr",
            "mei may mai",
            "juni jun june juin",
            "juli jul july juillet juil",
            "augustus aug august août aout",
            "september sept sep septembre",
            "oktober okt october oct octobre",
            "november nov novembre",
            "december dec décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
UPDATED = r"(?:laatste\s+)?(?:update|wijziging)|(?:laatst\s+)?(?:bijgewerkt|gewijzigd|aangepast)|(?:last\s+)?updated|mis\s+à\s+jour"
PUBLISHED = r"gepubliceerd|geplaatst|verschenen|published|posted|publié"
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = (
    rf"(?P<day>[0-9]{{1,2}})(?:er|e|de|ste|st|nd|rd|th)?\.?\s+(?P<month>{MONTH})\.?,?\s+(?P<year>[0-9]{{4}})"
    rf"|(?P<month2>{MONTH})\.?\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[0-9]{{4}})"
    r"|(?P<day3>[0-9]{1,2})(?P<mark>[-/.])(?P<month3>[0-9]{1,2})(?P=mark)(?P<year3>[0-9]{4})"
    r"|(?P<year4>[0-9]{4})-(?P<month4>[0-9]{2})-(?P<day4>[0-9]{2})"
)
TIME = r"(?:om|at|à|@)?\s*[0-9]{1,2}\s?[:.uh]\s?[0-9]{2}(?::[0-9]{2})?(?:\s?(?:uur|u|h|am|pm|cest|cet)\b\.?)?"
DATE_LINE = re.compile(
    rf"(?:(?P<updated>{UPDATED})|{PUBLISHED})?(?:\s+(?:op|le|on))?\s*:?\s*"  # Gepubliceerd op
    r"(?:[^0-9\n:]{1,60}?\s?[,|•·–—-]\s*)?"  # Brussel,
    rf"(?:(?:op\s+|le\s+|on\s+)?(?:{WEEKDAYS})\.?,?\s+)?(?:{DAY})"  # zaterdag 10 oktober 2020
    rf"(?:\s*[,|•·–—-]?\s*{TIME})?"  # 14:32
    rf"(?:\s*[,|•·–—-]?\s*\(?(?:{UPDATED})\b[^\n]{{0,60}})?",  # | laatste update 15:01
    re.IGNORECASE,
)
TIME_LINE = re.compile(rf"(?:(?:{UPDATED}|{PUBLISHED})(?:\s+om)?\s*:?\s*)?{TIME}", re.IGNORECASE)
HAS_DIGIT = re.compile("[0-9]")  # Asked first: most lines have none, and the patterns above are slow.
LONGEST_DATE_LINE = 160  # Characters.


def is_date_line(line: str) -> bool:
    """Whether a line says only when: a date, a time (`03u00`), or both, perhaps with a place before it."""
    line = line.strip()
    if len(line) > LONGEST_DATE_LINE or not HAS_DIGIT.search(line):
        return False
    return bool(DATE_LINE.fullmatch(line) or TIME_LINE.fullmatch(line))


def read_date_line(line: str) -> PublicationDate | None:
    """The day on which a date line says that the article was published, or none.

    The day of a later update is not that day. Figures alone are read the Dutch way: day, month, year.
    """
    line = line.strip()
    match = DATE_LINE.fullmatch(line) if len(line) <= LONGEST_DATE_LINE else None
    if match is None or match["updated"]:
        return None
    day, month, year = (_first_group(match, part) for part in ("day", "month", "year"))
    try:
        number = MONTHS.get(month.lower()) or int(month)
        return PublicationDate(f"{year}-{number:02}-{int(day):02}")
    except ValueError:
        return None


def _first_group(match: re.Match[str], name: str) -> str:
    return next(match[key] for key in (name, f"{name}2", f"{name}3", f"{name}4") if match[key])
