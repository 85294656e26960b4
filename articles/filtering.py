"""Narrowing a list: what a reader chose, what it keeps, its facets, and how it reads in words.

An address holds every choice as key=value, repeated where a filter takes several. A value that the
archive does not know stays a choice: it is shown, can be taken away, and keeps nothing. So no address
fails, and none is answered with less than it asks.

Where a row can have many values of a filter (the people of an article), several chosen values all have
to be there, and a click adds one. Where it has one value at most (the speaker of a quote), any of them
will do, and a click takes the place of what was chosen; any=person makes the people of articles such a
filter. The count beside a value is, in all cases, the length of the list after the click.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any
from urllib.parse import parse_qsl, urlencode

import django_filters
from babel.numbers import format_decimal
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

NONE = "none"  # The value for rows that have no value: no known speaker, no country.
MOST_VALUES = 20  # More values of one filter than any reader chooses; each costs a subquery.
FACET_SIZE = 10
PAGE_SIZE = 25
ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a reader chose, as it stands in the address and as it is called."""

    key: str
    value: str
    label: str | Promise = field(compare=False)
    is_known: bool = True
    subject: Any = field(default=None, compare=False)  # What the value stands for: an id, a period.

    @property
    def is_none(self) -> bool:
        return self.is_known and self.value == NONE

    @property
    def is_excluded(self) -> bool:
        return self.key.startswith("not_")


def wanted_of(choices: tuple[Choice, ...]) -> list[Choice]:
    return [choice for choice in choices if not choice.is_excluded]


Chosen = dict[str, tuple[Choice, ...]]  # By the name of the filter, in the order of the list's filters.


@dataclass(frozen=True, slots=True)
class Chip:
    """What can be taken away at once, with the address and the number of rows without it."""

    label: str
    text: str
    is_excluded: bool
    is_known: bool
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The other way to take several values of a filter: all of them, or any of them."""

    label: str
    is_any: bool
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: choosing it gives a list of count rows."""

    value: str
    label: str | Promise
    count: int | None
    is_chosen: bool
    address: str
    exclude_address: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]
    has_more: bool
    address: str  # The page with all of its values.


class RawValues(forms.Field):
    """The values of a filter's keys, as they stand in the address. Never wrong: the filter judges."""

    class Widget(forms.Widget):
        def __init__(self, keys):
            super().__init__()
            self.keys = keys

        def value_from_datadict(self, data, files, name):
            return {key: [clean(value) for value in data.getlist(key)] for key in self.keys}

    def __init__(self, *, keys, **kwargs):
        kwargs.pop("label", None)
        super().__init__(widget=self.Widget(keys), required=False)

    def clean(self, value):
        return value


def number(count: int) -> str:
    """The count as the reader's language writes it: 1.240 or 1,240."""
    return format_decimal(count, locale=get_language() or "nl")


def clean(value: str) -> str:
    return " ".join(value.replace("\0", " ").split())


class ListFilter(django_filters.FilterSet):
    """A list with its filters. A subclass names its rows and declares filters in the order of reading."""

    view: str  # The name of the address of the list.
    facets: tuple[str, ...] = ()
    twin_forms: tuple[str, ...] = ("csv", "json", "atom")

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        for name, each in self.filters.items():
            each.call(name)

    @staticmethod
    def noun(count: int) -> str:
        """ "3 quotes", in the reader's language."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> Chosen:
        """What the address asks, without what is empty or said twice."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        chosen = {name: tuple(each.choose(values.get(name, {}))) for name, each in self.filters.items()}
        if "any" in chosen:
            chosen["any"] = tuple(choice for choice in chosen["any"] if makes_sense(choice, chosen))
        return chosen

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return self.kept_by(self.chosen)

    def kept_by(self, chosen: Chosen) -> QuerySet:
        """The rows that pass these choices."""

        def keep(rows: QuerySet, name: str) -> QuerySet:
            each = self.filters[name]
            return (each.keep_any if takes_any(name, chosen) else each.keep)(rows, chosen[name])

        return reduce(keep, (name for name in chosen if chosen[name]), self.queryset.all())

    @cached_property
    def total(self) -> int:
        return self.qs.count()

    @property
    def is_filtered(self) -> bool:
        return any(choices for name, choices in self.chosen.items() if self.filters[name].narrows)

    # Addresses

    @cached_property
    def path(self) -> str:
        return reverse(self.view)

    def address(self, chosen: Chosen | None = None, page: int = 1) -> str:
        """The address of the list with these choices, in the normal order of keys."""
        return self.path + self.query(self.chosen if chosen is None else chosen, page)

    def query(self, chosen: Chosen, page: int = 1) -> str:
        query = urlencode(self.pairs(chosen, page))
        return f"?{query}" if query else ""

    def twin_address(self, form: str, page: int = 1) -> str:
        """The address of exactly these rows as csv, json or atom."""
        return f"{self.path.rstrip('/')}.{form}{self.query(self.chosen, page)}"

    @property
    def twins(self) -> list[tuple[str, str]]:
        return [(form, self.twin_address(form)) for form in self.twin_forms]

    @property
    def carried(self) -> str:
        """The query that rows take along to their own page, so that it knows the way back."""
        return self.query(self.chosen)

    def pairs(self, chosen: Chosen, page: int = 1) -> list[tuple[str, str]]:
        choices = (choice for choices in chosen.values() for choice in choices)
        pairs = [(choice.key, choice.value) for choice in choices if makes_sense(choice, chosen)]
        return [*pairs, ("page", str(page))] if page > 1 else pairs

    @cached_property
    def page_number(self) -> int:
        page = self.data.get("page", "")
        return int(page) if ID.fullmatch(page) else 1

    @property
    def normal_address(self) -> str | None:
        """The address that says the same in the normal form, or none if this one is it."""
        asked = parse_qsl(self.data.urlencode(), keep_blank_values=True)
        is_normal = asked == self.pairs(self.chosen, self.page_number)
        return None if is_normal else self.address(page=self.page_number)

    @cached_property
    def page(self) -> Page:
        """The rows that the page of this number shows."""
        paginator = Paginator(self.qs.for_lists(), PAGE_SIZE)
        paginator.count = self.total
        return paginator.get_page(self.page_number)

    def without(self, unwanted: Iterable[Choice]) -> Chosen:
        unwanted = set(unwanted)
        return {name: tuple(c for c in choices if c not in unwanted) for name, choices in self.chosen.items()}

    def with_choice(self, name: str, choice: Choice) -> Chosen:
        """Everything chosen and this: beside the values of its filter, or in their place."""
        replaces = self.filters[name].is_single or takes_any(name, self.chosen)
        return self.chosen | {name: added(self.chosen[name], choice, replaces)}

    def hidden_fields(self) -> list[tuple[str, str]]:
        """The choices that a form has to carry along because it does not show them."""
        shown = {"q", "from", "to"}
        return [(c.key, c.value) for choices in self.chosen.values() for c in choices if c.key not in shown]

    def all_fields(self) -> list[tuple[str, str]]:
        """All choices, for a form that shows none of them."""
        return self.pairs(self.chosen)

    def value_of(self, key: str) -> str:
        """What the form shows in the input of this key."""
        return next((c.value for choices in self.chosen.values() for c in choices if c.key == key), "")

    @property
    def words(self) -> str:
        return self.value_of("q")

    @property
    def first(self) -> str:
        return self.value_of("from")

    @property
    def last(self) -> str:
        return self.value_of("to")

    @property
    def orders(self) -> Iterator[tuple[str, str, bool, str]]:
        """The orders of the list: name, what it is called, whether it is this one, address."""
        sort = self.filters["sort"]
        normal = next(iter(sort.orders))
        current = self.value_of("sort") or normal
        for name, (label, _fields) in sort.orders.items():
            choices = () if name == normal else (Choice("sort", name, ""),)
            yield name, label, name == current, self.address(self.chosen | {"sort": choices})

    # Words

    def in_words(self, count: int) -> SafeString:
        """The query as a heading: "12 quotes by X about Y in 2020"."""
        chosen = ((name, each) for name, each in self.filters.items() if self.chosen[name])
        phrases = [each.in_words(self.chosen[name], takes_any(name, self.chosen)) for name, each in chosen]
        return mark_safe(" ".join([conditional_escape(self.noun(count)), *filter(None, phrases)]))

    @property
    def heading(self) -> SafeString:
        return self.in_words(self.total)

    @property
    def title(self) -> str:
        return strip_tags(self.heading)

    # Chips

    @cached_property
    def chips(self) -> list[Chip]:
        """What is chosen, each with its way out."""
        groups = [
            (each, group) for name, each in self.filters.items() for group in each.groups(self.chosen[name])
        ]
        return [
            Chip(
                label=str(each.label),
                text=each.chip_text(group),
                is_excluded=group[0].is_excluded,
                is_known=all(choice.is_known for choice in group),
                address=self.address(self.without(group)),
                count=self.count_of(self.without(group)),
            )
            for each, group in groups
        ]

    @property
    def ways_out(self) -> list[Chip]:
        """The chips without which the list would not be empty, the nearest to what was asked first."""
        return sorted((chip for chip in self.chips if chip.count), key=lambda chip: chip.count)

    @cached_property
    def alternatives(self) -> list[Alternative]:
        """For each filter of which several values are chosen: all of them, or any of them."""
        found = []
        for name in self.filters["any"].names if "any" in self.filters else ():
            each = self.filters[name]
            if len(wanted_of(self.chosen[name])) < 2:
                continue
            is_any = takes_any(name, self.chosen)
            others = tuple(choice for choice in self.chosen["any"] if choice.value != name)
            changed = self.chosen | {"any": others if is_any else (*others, Choice("any", name, ""))}
            found.append(Alternative(str(each.label), is_any, self.address(changed), self.count_of(changed)))
        return found

    def count_of(self, chosen: Chosen) -> int:
        return self.kept_by(chosen).count()

    # Facets

    def facet(self, name: str, *, limit: int | None = FACET_SIZE, words: str = "") -> Facet:
        """The values of a filter among the rows of this list: what is chosen first, then by count."""
        each = self.filters[name]
        wanted = [choice for choice in self.chosen[name] if not choice.is_excluded]
        is_replaced = each.is_single or takes_any(name, self.chosen)
        others = self.without(wanted) if is_replaced else self.chosen
        known = {choice.value for choice in wanted}
        rows = self.kept_by(others).order_by()
        if self.is_all(others):
            counted = each.counted_in_all(rows, limit and limit + 1, words)
        else:
            counted = each.counted(rows, limit and limit + len(known) + 1, words)
        counted = [(choice, count) for choice, count in counted if choice.value not in known]
        has_more = limit is not None and len(counted) > limit
        counted = counted[:limit]
        if each.has_none and not words and NONE not in known and (count := each.count_none(rows)):
            counted.append((each.none_choice(name), count))
        values = [FacetValue(c.value, c.label, None, True, self.address(self.without([c]))) for c in wanted]
        for choice, count in counted:
            excluding = Choice(f"not_{name}", choice.value, choice.label)
            values.append(
                FacetValue(
                    choice.value,
                    choice.label,
                    count,
                    False,
                    self.address(self.with_choice(name, choice)),
                    self.address(self.with_choice(name, excluding)) if excluding.key in each.keys else None,
                )
            )
        return Facet(name, str(each.label), values, has_more, f"{self.path}by/{name}/{self.carried}")

    def is_all(self, chosen: Chosen) -> bool:
        """Whether these choices keep every row, so that stored counts will do."""
        return not any(choices for name, choices in chosen.items() if self.filters[name].narrows)

    @cached_property
    def shown_facets(self) -> list[Facet]:
        facets = [self.facet(name) for name in self.facets]
        return [facet for facet in facets if facet.values]


class ChoiceFilter(django_filters.Filter):
    """A filter of a list. A subclass says what a value is, what it keeps, and how it is counted."""

    field_class = RawValues
    is_single = False  # Whether a row has one value at most.
    has_none = True  # Whether a row can have no value.
    narrows = True
    phrase: str | Promise = "%s"
    phrase_not: str | Promise = "%s"
    none_label: str | Promise = gettext_lazy("(none)")

    def call(self, name: str) -> None:
        """Take the name that the list has for this filter; the keys of the address follow from it."""
        self.name = name
        self.extra["keys"] = self.keys

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.name, f"not_{self.name}")

    # Reading the address

    def choose(self, values: dict[str, list[str]]) -> Iterator[Choice]:
        """The choices that these values of the keys stand for."""
        seen = set()
        for key in self.keys:
            wanted = list(dict.fromkeys(filter(None, values.get(key, []))))
            subjects = self.look_up(wanted[:MOST_VALUES])
            for value in wanted:
                choice = self.choice(key, value, subjects)
                if choice not in seen:
                    seen.add(choice)
                    yield choice

    def choice(self, key: str, value: str, subjects: dict[str, Any]) -> Choice:
        if value == NONE and self.has_none:
            return self.none_choice(key)
        if value in subjects:
            return self.as_choice(key, subjects[value])
        return Choice(key, value, value, is_known=False)

    def none_choice(self, key: str) -> Choice:
        return Choice(key, NONE, str(self.none_label))

    def look_up(self, values: list[str]) -> dict[str, Any]:
        """What these values stand for; unknown ones are left out."""
        raise NotImplementedError

    def as_choice(self, key: str, subject: Any) -> Choice:
        raise NotImplementedError

    # Keeping rows

    def filter(self, queryset, value):  # django-filter's way in; a list goes through keep().
        return self.keep(queryset, tuple(self.choose(value or {})))

    def keep(self, queryset: QuerySet, choices: tuple[Choice, ...]) -> QuerySet:
        """The rows that have all of the values: where a row has one at most, any of them."""
        if self.is_single:
            return self.keep_any(queryset, choices)
        wanted = wanted_of(choices)
        if not all(choice.is_known for choice in wanted):
            return queryset.none()
        return self.lacking(queryset.filter(*map(self.condition, wanted)), choices)

    def keep_any(self, queryset: QuerySet, choices: tuple[Choice, ...]) -> QuerySet:
        """The rows that have at least one of the values."""
        wanted = wanted_of(choices)
        known = [self.condition(choice) for choice in wanted if choice.is_known]
        if wanted:
            queryset = queryset.filter(reduce(or_, known)) if known else queryset.none()
        return self.lacking(queryset, choices)

    def lacking(self, queryset: QuerySet, choices: tuple[Choice, ...]) -> QuerySet:
        """The rows that have none of the excluded values."""
        unwanted = [choice for choice in choices if choice.is_excluded and choice.is_known]
        return queryset.filter(*(~self.condition(choice) for choice in unwanted))

    def condition(self, choice: Choice) -> Q:
        """What the rows that have this value fulfil. Never a join: it would narrow the facets' counts."""
        raise NotImplementedError

    # Counting

    def counted(self, rows: QuerySet, limit: int | None, words: str) -> list[tuple[Choice, int]]:
        """The values of these rows, of which the name holds these words, with how many rows have each."""
        raise NotImplementedError

    def counted_in_all(self, rows: QuerySet, limit: int | None, words: str) -> list[tuple[Choice, int]]:
        """The same when the rows are the whole archive: a filter may know these counts by heart."""
        return self.counted(rows, limit, words)

    def count_none(self, rows: QuerySet) -> int:
        return rows.filter(self.condition(self.none_choice(self.name))).count()

    # Words

    def groups(self, choices: tuple[Choice, ...]) -> Iterable[tuple[Choice, ...]]:
        """What one chip takes away."""
        return [(choice,) for choice in choices]

    def chip_text(self, group: tuple[Choice, ...]) -> str:
        choice = group[0]
        return (
            str(choice.label)
            if choice.is_known
            else _("“%(value)s” is not in the archive") % {"value": choice.label}
        )

    def in_words(self, choices: tuple[Choice, ...], any_will_do: bool = False) -> SafeString:
        wanted = wanted_of(choices)
        unwanted = [choice for choice in choices if choice.is_excluded]
        joint = _("or") if self.is_single or any_will_do else _("and")
        parts = []
        if wanted:
            parts.append(phrased(self.phrase, listed(map(self.named, wanted), joint)))
        if unwanted:
            parts.append(phrased(self.phrase_not, listed(map(self.named, unwanted), _("or"))))
        return mark_safe(" ".join(parts))

    def named(self, choice: Choice) -> SafeString:
        return format_html("<b>{}</b>" if choice.is_known else "<b>“{}”</b>", choice.label)


class AnyFilter(ChoiceFilter):
    """Which filters are content with any of their values: any=person."""

    has_none = False
    narrows = False

    @property
    def keys(self):
        return ("any",)

    def __init__(self, *, names: tuple[str, ...], **kwargs):
        super().__init__(**kwargs)
        self.names = names

    def look_up(self, values):
        return {value: value for value in values if value in self.names}

    def as_choice(self, key, subject):
        return Choice(key, subject, subject)

    def keep(self, queryset, choices):
        return queryset

    def groups(self, choices):
        return [(choice,) for choice in choices if not choice.is_known]

    def in_words(self, choices, any_will_do=False):
        return mark_safe("")


def takes_any(name: str, chosen: Chosen) -> bool:
    return any(choice.value == name and choice.is_known for choice in chosen.get("any", ()))


def makes_sense(choice: Choice, chosen: Chosen) -> bool:
    """Whether an address should say this: "any of them" of a single value says nothing."""
    return choice.key != "any" or not choice.is_known or len(wanted_of(chosen[choice.value])) > 1


def added(choices: tuple[Choice, ...], choice: Choice, replaces: bool) -> tuple[Choice, ...]:
    """The choices of a filter after a click on one more: beside the others, or in their place."""

    def stays(other: Choice) -> bool:
        is_replaced = replaces and not choice.is_excluded and not other.is_excluded
        return other.value != choice.value and not is_replaced

    kept = [other for other in choices if stays(other)] + [choice]
    return tuple(sorted(kept, key=lambda each: each.is_excluded))


def phrased(phrase: str | Promise, names: SafeString) -> SafeString:
    """The names in a phrase such as "by %s"."""
    before, _mark, after = str(phrase).partition("%s")
    return format_html("{}{}{}", before, names, after)


def listed(names: Iterable[SafeString], joint: str) -> SafeString:
    """Names as a list in words: "A, B or C"."""
    *first, last = names
    if not first:
        return last
    return format_html("{} {} {}", mark_safe(", ".join(first)), joint, last)
