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


def chart(series: list[str], panels: dict[str, list[ListFilter]]) -> Chart:
    """Lists that no dates narrow, a panel for each name, by year; where all is of one year, by month."""
    lists = [each for filters in panels.values() for each in filters]
    counts = [counted(each.qs.order_by(), prefix_of(each), "year", "") for each in lists]
    level, within = "year", ""
    years = Counter[str]()
    for by_year, _vague in counts:
        years.update(by_year)
    if len(years) == 1:
        level, within = "month", next(iter(years))
        counts = [counted(each.qs.order_by(), prefix_of(each), level, within) for each in lists]
    periods = list(periods_of(level, within, years))
    found = [[n[period.value] + vague for period in periods] for n, vague in counts]
    undated = [each.qs.filter(**{f"{prefix_of(each)}first_day": None}).count() for each in lists]
    highest = max([1, *undated, *(number for numbers in found for number in numbers)])

    def columns_of(places: list[int]) -> list[Column]:
        columns = [
            column(period, [bar_of(lists[at], period, found[at][row], highest) for at in places])
            for row, period in enumerate(periods)
        ]
        if any(undated):
            bars = [bar_of(lists[at], None, undated[at], highest) for at in places]
            columns.append(column(None, bars))
        return columns

    drawn, first = [], 0
    for name, filters in panels.items():
        drawn.append(Panel(name, columns_of(list(range(first, first + len(filters))))))
        first += len(filters)
    return Chart(series, drawn, any(vague for _counts, vague in counts))


def prefix_of(filters: ListFilter) -> str:
    """Where the rows of a list have their date."""
    return "" if filters.filters["date"].articles == "pk" else "article__"


def column(period: PublicationDate | None, bars: list[Bar]) -> Column:
    if period is None:
        return Column(_("undated"), _("undated"), bars)
    return Column(short_name(period), period_name(period), bars)


def bar_of(filters: ListFilter, period: PublicationDate | None, count: int, highest: int) -> Bar:
    if period is None:
        dates: tuple[Choice, ...] = (Choice("date", NONE, ""),)
    else:
        dates = (Choice("from", period.value, ""), Choice("to", period.value, ""))
    address = filters.address(filters.chosen | {"date": dates})
    name = period_name(period) if period else _("undated")
    return Bar(name, name, count, None, 100 * count / highest, address)
