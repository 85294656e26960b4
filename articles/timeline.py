"""A list through time: bars of years, months or days, each a link to exactly the rows that it counts."""

import calendar
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from analysis.dates import PublicationDate
from articles.filtering import NONE, Choice, ListFilter
from articles.filters import EXACTLY, ends
from articles.periods import period_name, short_month_name

MOST_BARS = 130  # More years than newspapers have existed for would be a mistake in a date.


@dataclass(frozen=True, slots=True)
class Bar:
    """A period with its rows. The height is out of a hundred, for the tallest bar of the chart."""

    label: str
    name: str
    count: int
    share: float | None  # Of all rows of the archive in this period, where the chart shows that.
    height: float
    address: str

    @property
    def top(self) -> float:
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Timeline:
    level: str
    bars: list[Bar]
    undated: Bar | None
    out: str | None  # The address of the next wider view.
    vague: int  # Rows dated so vaguely that every bar counts them.
    other: str | None  # The address of the same chart with shares, or with counts.

    @property
    def is_share(self) -> bool:
        return any(bar.share is not None for bar in self.bars)

    @property
    def is_telling(self) -> bool:
        return len(self.bars) > 1 or bool(self.undated)


def timeline(filters: ListFilter) -> Timeline:
    """The chart of a list, as fine as its range of dates asks: within a month days, within a year months."""
    prefix = "" if filters.filters["date"].articles == "pk" else "article__"
    dates = filters.chosen["date"]
    rows = filters.kept_by(filters.chosen | {"date": ()}).order_by()
    undated = rows.filter(**{f"{prefix}first_day": None}).count()
    first, last = ends(dates)
    if first and last and first.value[:7] == last.value[:7] and len(first.value) > 4:
        level, within = "day", first.value[:7]
    elif first and last and first.value[:4] == last.value[:4]:
        level, within = "month", first.value[:4]
    else:
        level, within = "year", ""
    exactly = tuple(choice for choice in dates if choice == EXACTLY)
    counts, vague = counted(rows, prefix, level, within)
    if level == "year" and len(counts) == 1:
        level, within = "month", str(next(iter(counts)))
        counts, vague = counted(rows, prefix, level, within)
    vague = 0 if exactly else vague
    periods = list(periods_of(level, within, counts))
    if first and level == "year":
        periods = [each for each in periods if each.last_day >= first.first_day]
    if last and level == "year":
        periods = [each for each in periods if each.first_day <= last.last_day]
    found = {period.value: counts[period.value] + vague for period in periods}
    if is_share := bool(filters.chosen.get("chart")):
        all_counts, all_vague = counted(filters.queryset.order_by(), prefix, level, within)
        every = {value: all_counts[value] + (0 if exactly else all_vague) for value in found}
        heights = {value: count / every[value] if count else 0 for value, count in found.items()}
    else:
        heights = dict(found)
    highest = max([0 if is_share else undated, *heights.values()], default=0) or 1

    def bar(period: PublicationDate) -> Bar:
        choices = (Choice("from", period.value, ""), Choice("to", period.value, ""), *exactly)
        address = filters.address(filters.chosen | {"date": choices})
        height = heights[period.value]
        share = height if is_share else None
        name = period_name(period)
        return Bar(short_name(period), name, found[period.value], share, 100 * height / highest, address)

    return Timeline(
        level,
        [bar(period) for period in periods],
        undated_bar(filters, undated, 0 if is_share else 100 * undated / highest),
        out_of(filters, level, within) if dates else None,
        vague,
        other_chart(filters, is_share),
    )


def undated_bar(filters: ListFilter, count: int, height: float) -> Bar | None:
    if not count:
        return None
    address = filters.address(filters.chosen | {"date": (Choice("date", NONE, ""),)})
    return Bar(_("undated"), _("undated"), count, None, height, address)


def other_chart(filters: ListFilter, is_share: bool) -> str | None:
    """Shares say something only where the list is not all there is."""
    if not is_share and not filters.is_filtered:
        return None
    return filters.address(filters.chosen | {"chart": () if is_share else (Choice("chart", "share", ""),)})


def counted(rows, prefix: str, level: str, within: str) -> tuple[Counter, int]:
    """How many rows each period has, and how many have a date too vague to be in one of them alone."""
    rows = rows.filter(**{f"{prefix}first_day__isnull": False})
    if within:
        rows = rows.filter(**{f"{prefix}first_day__year": int(within[:4])})
    counts: Counter = Counter()
    vague = 0
    # By the dates as they stand, and not by their parts, for which SQLite would ask Python about every row.
    for value, count in rows.values_list(f"{prefix}published").annotate(count=Count("pk")):
        if len(value) >= LENGTHS[level]:
            counts[value[: LENGTHS[level]]] += count
        elif len(value) == LENGTHS["year"] or value == within:
            vague += count
    return counts, vague


LENGTHS = {"year": 4, "month": 7, "day": 10}  # Of dates of this precision: 2020-09-14.


def periods_of(level: str, within: str, counts: Counter):
    """The periods to draw, without gaps."""
    if level == "year" and counts:
        first, last = int(min(counts)), int(max(counts))
        values = [f"{year:04}" for year in range(max(first, last - MOST_BARS), last + 1)]
    elif level == "month":
        values = [f"{within}-{month:02}" for month in range(1, 13)]
    elif level == "day":
        days = calendar.monthrange(int(within[:4]), int(within[5:]))[1]
        values = [f"{within}-{day:02}" for day in range(1, days + 1)]
    else:
        values = []
    return map(PublicationDate, values)


def short_name(period: PublicationDate) -> str:
    if period.precision == "month":
        return short_month_name(period.first_day.month)
    return str(period.first_day.day) if period.precision == "day" else period.value


def out_of(filters: ListFilter, level: str, within: str) -> str:
    """The address that zooms out: from days to their year, from months to all years."""
    wider = (Choice("from", within[:4], ""), Choice("to", within[:4], "")) if level == "day" else ()
    return filters.address(filters.chosen | {"date": wider})
