"""Several lists through time on one chart: every bar is a link to exactly the rows that it counts."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analysis.dates import PublicationDate
from articles.filtering import NONE, Choice, ListFilter
from articles.periods import period_name
from articles.timeline import Bar, counted, periods_of, short_name

MANY = 15  # More columns leave no room for their numbers on a wide page.


@dataclass(frozen=True, slots=True)
class Column:
    """A period, with a bar for each list."""

    label: str
    name: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the pictures that stand under each other, on the same periods and the same scale."""

    name: str
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Chart:
    series: list[str]  # What the bars of a column are, in their order.
    panels: list[Panel]
    vague: bool  # Whether rows are dated so vaguely that several bars count them.

    @property
    def is_crowded(self) -> bool:
        return any(len(panel.columns) > MANY for panel in self.panels)

    @property
    def is_telling(self) -> bool:
        return any(len(panel.columns) > 1 for panel in self.panels)

    @property
    def rows(self) -> list[tuple[str, list[Bar]]]:
        """The same as a table: each period with the bars of all panels."""
        together = zip(*(panel.columns for panel in self.panels), strict=True)
        return [(columns[0].name, [bar for column in columns for bar in column.bars]) for columns in together]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows a list has in each period, in each besides by vague dates, and without a date."""

    filters: ListFilter
    by_period: Counter
    vague: int
    undated: int

    def of(self, period: PublicationDate | None) -> int:
        return self.by_period[period.value] + self.vague if period else self.undated


def chart(series: list[str], panels: dict[str, list[ListFilter]]) -> Chart:
    """Lists that no dates narrow, a panel for each name, by year; where all is of one year, by month."""
    lists = [each for filters in panels.values() for each in filters]
    undated = [each.qs.filter(**{f"{prefix_of(each)}first_day": None}).count() for each in lists]
    counts = counts_of(lists, undated, "year")
    years = Counter(year for each in counts for year in each.by_period)
    periods: list[PublicationDate | None] = [*periods_of("year", "", years)]
    if len(years) == 1:
        within = next(iter(years))
        counts, periods = counts_of(lists, undated, "month", within), [*periods_of("month", within, years)]
    if any(undated):
        periods.append(None)
    highest = max((each.of(period) for each in counts for period in periods), default=0) or 1
    lanes = iter(counts)
    return Chart(
        series,
        [
            Panel(name, columns_of([next(lanes) for _ in filters], periods, highest))
            for name, filters in panels.items()
        ],
        any(each.vague for each in counts),
    )


def counts_of(lists: list[ListFilter], undated: list[int], level: str, within: str = "") -> list[Counts]:
    return [
        Counts(each, *counted(each.qs.order_by(), prefix_of(each), level, within), without_date)
        for each, without_date in zip(lists, undated, strict=True)
    ]


def columns_of(lanes: list[Counts], periods: list[PublicationDate | None], highest: int) -> list[Column]:
    return [
        Column(
            short_name(period) if period else _("undated"),
            period_name(period) if period else _("undated"),
            [bar_of(each.filters, period, each.of(period), highest) for each in lanes],
        )
        for period in periods
    ]


def prefix_of(filters: ListFilter) -> str:
    """Where the rows of a list have their date."""
    return "" if filters.filters["date"].articles == "pk" else "article__"


def bar_of(filters: ListFilter, period: PublicationDate | None, count: int, highest: int) -> Bar:
    if period is None:
        dates: tuple[Choice, ...] = (Choice("date", NONE, ""),)
    else:
        dates = (Choice("from", period.value, ""), Choice("to", period.value, ""))
    address = filters.address(filters.chosen | {"date": dates})
    name = period_name(period) if period else _("undated")
    return Bar(name, name, count, None, 100 * count / highest, address)
