"""Periods of days in words: the date of an article, the range of a filter."""

from datetime import date

from babel.dates import get_month_names
from django.utils.dateformat import format as format_date
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.dates import PublicationDate


def period_name(period: PublicationDate) -> str:
    """ "14 September 2020", "September 2020" or "2020", in the reader's language."""
    if period.precision == "year":
        return str(period)
    return format_date(period.first_day, "j F Y" if period.precision == "day" else "F Y")


def range_in_words(first: PublicationDate | None, last: PublicationDate | None) -> str:
    """ "in 2020", "from May to June 2020": what a filter of dates asks."""
    if first and last:
        if first != last:
            names = {"first": period_name(first), "last": period_name(last)}
            return _("from %(first)s up to and including %(last)s") % names
        return (_("on %s") if first.precision == "day" else _("in %s")) % period_name(first)
    if first:
        return _("since %s") % period_name(first)
    return _("up to and including %s") % period_name(last) if last else ""


def period_of(value: str | date) -> PublicationDate | None:
    """The year, month or day that is written so, or none if no calendar has it."""
    try:
        return PublicationDate(str(value))
    except ValueError:
        return None


def wider_periods(period: PublicationDate) -> list[PublicationDate]:
    """The year and the month that a period lies in."""
    parts = period.value.split("-")
    return [PublicationDate("-".join(parts[:length])) for length in range(1, len(parts))]


def month_name(month: int) -> str:
    return str(MONTHS[month])


def short_month_name(month: int) -> str:
    """ "mrt" or "Mar": as short as the reader's language has it."""
    return get_month_names("abbreviated", "stand-alone", locale=get_language() or "nl")[month].rstrip(".")
