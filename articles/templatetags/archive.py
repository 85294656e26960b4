"""What templates need beyond Django: dates and numbers as readers write them, links that keep filters."""

import json

from babel.numbers import format_percent
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import countries, filtering, periods, reading

register = template.Library()

number = register.filter("number", filtering.number)
country_name = register.filter("country_name", countries.country_name)
period_name = register.filter("period_name", periods.period_name)
wider = register.filter("wider", periods.wider_periods)


@register.filter
def published(article):
    """The date of an article, as precise as it is known."""
    if not article.published:
        return format_html('<span class="undated">{}</span>', _("undated"))
    name = periods.period_name(periods.PublicationDate(article.published))
    return format_html('<time datetime="{}">{}</time>', article.published, name)


@register.filter
def percent(value):
    """A share as readers write it; small ones keep a digit, so that little is not nothing."""
    return format_percent(value, "#,##0.#%" if value < 0.1 else "#,##0%", locale=get_language() or "nl")


@register.filter
def period_address(period):
    """The page of a year, a month or a day."""
    return reverse(period.precision, args=[int(part) for part in period.value.split("-")])


@register.filter
def month_label(period):
    return periods.month_name(period.first_day.month)


@register.filter
def day(value):
    """A day in words, as a time element."""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        periods.period_name(periods.PublicationDate(value.isoformat())),
    )


@register.filter
def lead(article):
    """The first paragraph of an article as a list knows it, after its title."""
    start, _newline, rest = article.beginning.partition("\n\n")
    if not article.title:
        start = rest.strip().partition("\n\n")[0] if len(start) < 90 else start
    words = start[:280].rsplit(" ", 1)[0] + "…" if len(start) > 280 else start
    return words


@register.filter
def unlocalized(value):
    """A number as SVG writes it, with a point."""
    return f"{value:.2f}"


@register.filter
def at(values, place):
    """The value at a place of a list."""
    return values[place]


@register.filter
def page_numbers(page):
    """The numbers of the pages to link to; an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def with_hits(context, text):
    """A text with the words marked that the reader of this list searched for."""
    filters = context.get("filters")
    return reading.mark_hits(text, filters.words if filters else "")


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """The address of another page of this list; the first one needs no number."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    return context["request"].path + (f"?{query.urlencode()}" if query else "")


@register.simple_tag
def linked_data(data):
    """What a page says of itself, as JSON-LD. Data, which no browser runs: the policy of scripts allows it."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # No tag ends the script.


@register.filter
def how_found(quote):
    """How a quote was found, in words: a frame of analysis/quotes.py, without its variants."""
    frame = quote.method.split("-")[0]
    return str(FRAMES.get(frame, quote.method))


FRAMES = {
    "tail": gettext_lazy("a verb of saying and the speaker follow the words"),
    "marked": gettext_lazy("the words stand in quotation marks"),
    "dat": gettext_lazy("the speaker, a verb of saying and “dat” come before the words"),
    "volgens": gettext_lazy("“volgens” names the speaker"),
    "inside": gettext_lazy("a verb of saying and the speaker interrupt the words"),
    "te": gettext_lazy("a verb of saying and “te” lead to the words"),
    "colon": gettext_lazy("the speaker and a colon come before the words"),
    "predicate": gettext_lazy("the words complete what the speaker is said to find or call"),
    "wh": gettext_lazy("a verb of saying and a question word come before the words"),
    "own": gettext_lazy("the article says that these are the speaker’s own words"),
    "aldus": gettext_lazy("“aldus” names the speaker after the words"),
    "noun": gettext_lazy("a noun of saying, such as “promise”, leads to the words"),
    "continued": gettext_lazy("the quote before it has the same speaker"),
    "turn": gettext_lazy("a turn of an interview begins with the speaker"),
}


@register.filter
def date_address(article):
    """The page of the day, month or year that an article is dated to."""
    return period_address(periods.period_of(article.published))
