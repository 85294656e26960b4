"""The filters of articles, and those that lists of articles and of quotes share."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from analysis.dates import PublicationDate, parse_date
from analysis.folding import fold
from articles.countries import CODES, country_name
from articles.filtering import ID, NONE, AnyFilter, Choice, ChoiceFilter, ListFilter, number
from articles.models import Article, Publication
from articles.periods import period_name, range_in_words
from articles.search import parse_query
from entities.models import ArticleCountry, ArticleEntity, Entity
from entities.search import found_by_name

LONGEST_QUERY = 300  # Characters; SQLite's search has a limit to the terms of an expression.


class WordsFilter(ChoiceFilter):
    """Full-text search."""

    has_none = False
    phrase = gettext_lazy("with the words %s")

    @property
    def keys(self):
        return ("q",)

    def look_up(self, values):
        def is_searchable(words: str) -> bool:
            return len(words) <= LONGEST_QUERY and any(not term.is_excluded for term in parse_query(words))

        return {words: words for words in values if is_searchable(words)}

    def as_choice(self, key, subject):
        return Choice(key, subject, f"“{subject}”")

    def keep(self, queryset, choices):
        for choice in choices:
            queryset = queryset.matching(choice.value) if choice.is_known else queryset.none()
        return queryset

    def chip_text(self, group):
        return group[0].label if group[0].is_known else _("“%s” cannot be searched for") % group[0].label


EXACT = "exact"
EXACTLY = Choice("date", EXACT, gettext_lazy("dated exactly"))


class PeriodFilter(ChoiceFilter):
    """The publication date: from and to are a year, a month or a day.

    An article of which no more than the month is known belongs to every day of it, unless date=exact says
    that it shall not; date=none asks for undated articles.
    """

    none_label = gettext_lazy("without a date")

    def __init__(self, *, articles: str, **kwargs):
        super().__init__(**kwargs)
        self.articles = articles

    @property
    def keys(self):
        return ("from", "to", "date")

    def look_up(self, values):
        dates = {}
        for value in values:
            try:
                dates[value] = parse_date(value)
            except ValueError:
                continue
        return dates

    def choice(self, key, value, subjects):
        is_known = (value in subjects) if key != "date" else value in (NONE, EXACT)
        if not is_known:
            return Choice(key, value, value, is_known=False)
        if key == "date":
            return self.none_choice(key) if value == NONE else EXACTLY
        return Choice(key, str(subjects[value]), period_name(subjects[value]), subject=subjects[value])

    def keep(self, queryset, choices):
        if not all(choice.is_known for choice in choices):
            return queryset.none()
        articles = Article.objects.all()
        if any(choice.is_none for choice in choices):
            articles = articles.undated()
        first, last = ends(choices)
        keep = articles.within if EXACTLY in choices else articles.between
        articles = keep(first.first_day if first else None, last.last_day if last else None)
        if queryset.model is Article:
            return queryset & articles
        return queryset.filter(**{f"{self.articles}__in": articles})

    def groups(self, choices):
        """From and to go together in one chip."""
        ends = tuple(choice for choice in choices if choice.subject)
        return [*([ends] if ends else []), *((choice,) for choice in choices if choice not in ends)]

    def chip_text(self, group):
        if not group[0].is_known:
            return _("“%s” is not a date") % group[0].label
        return capfirst(self.words_of(group))

    def in_words(self, choices, any_will_do=False):
        return mark_safe(" ".join(format_html("{}", self.words_of(group)) for group in self.groups(choices)))

    def words_of(self, group) -> str:
        if not group[0].subject:
            return str(group[0].label) if group[0].is_known else f"“{group[0].label}”"
        first, last = ends(group)
        return range_in_words(first, last)


def ends(choices) -> tuple[PublicationDate | None, PublicationDate | None]:
    """The narrowest first and last period of what was chosen."""
    first = [choice.subject for choice in choices if choice.key == "from" and choice.subject]
    last = [choice.subject for choice in choices if choice.key == "to" and choice.subject]
    return (
        max(first, key=lambda period: period.first_day, default=None),
        min(last, key=lambda period: period.last_day, default=None),
    )


class PublicationFilter(ChoiceFilter):
    is_single = True
    has_none = False
    phrase = pgettext_lazy("publication", "in %s")
    phrase_not = pgettext_lazy("publication", "not in %s")

    def __init__(self, *, path: str, **kwargs):
        super().__init__(**kwargs)
        self.path = path

    def look_up(self, values):
        ids = [int(value) for value in values if ID.fullmatch(value)]
        return {str(each.pk): each for each in Publication.objects.filter(pk__in=ids)}

    def as_choice(self, key, subject):
        return Choice(key, str(subject.pk), subject.name)

    def condition(self, choice):
        return Q(**{self.path: choice.value})

    def counted(self, rows, limit, words):
        name = f"{self.path}__name"
        counts = rows.values_list(self.path, name).annotate(count=Count("pk")).order_by("-count", name)
        if words:
            counts = counts.filter(**{f"{name}__icontains": words})
        return [(Choice(self.name, str(pk), name), count) for pk, name, count in counts[:limit]]


class CountryFilter(ChoiceFilter):
    """Countries in the news: those that the article refers to."""

    phrase = gettext_lazy("from the news about %s")
    phrase_not = gettext_lazy("not from the news about %s")

    def __init__(self, *, articles: str, **kwargs):
        super().__init__(**kwargs)
        self.articles = articles

    def look_up(self, values):
        return {value: value.upper() for value in values if value.upper() in CODES}

    def as_choice(self, key, subject):
        return Choice(key, subject, country_name(subject))

    def condition(self, choice):
        countries = ArticleCountry.objects.all()
        if choice.is_none:
            return ~Q(**{f"{self.articles}__in": countries.values("article")})
        return Q(**{f"{self.articles}__in": countries.filter(country_code=choice.value).values("article")})

    def counted(self, rows, limit, words):
        code = ("of_countries" if self.articles == "pk" else "article__of_countries") + "__country_code"
        counts = rows.filter(**{f"{code}__isnull": False}).values_list(code).annotate(count=Count("pk"))
        named = ((country_name(code), code, count) for code, count in counts)
        found = [each for each in named if fold(words) in fold(each[0])]
        ordered = sorted(found, key=lambda each: (-each[2], fold(each[0])))
        return [(Choice(self.name, code, name), count) for name, code, count in ordered[:limit]]


class EntityFilter(ChoiceFilter):
    """Filters of people and organisations. Those that were merged stand for their survivors."""

    def __init__(self, *, kind: str = "", **kwargs):
        super().__init__(**kwargs)
        self.kind = kind

    @property
    def entities(self):
        return Entity.objects.filter(kind=self.kind) if self.kind else Entity.objects.all()

    def look_up(self, values):
        ids = [int(value) for value in values if ID.fullmatch(value)]
        found = self.entities.filter(pk__in=ids).select_related("merged_into") if ids else ()
        entities = {each.pk: each.shown for each in found if each.shown}
        return {
            value: entities[int(value)] for value in values if ID.fullmatch(value) and int(value) in entities
        }

    def as_choice(self, key, subject):
        return Choice(key, str(subject.pk), subject.name, subject=subject)

    def as_counted(self, counts) -> list[tuple[Choice, int]]:
        """Pairs of an entity's id and a count, with its name."""
        counts = list(counts)
        names = dict(Entity.objects.filter(pk__in=[pk for pk, _ in counts]).values_list("pk", "name"))
        return [(Choice(self.name, str(pk), names[pk]), count) for pk, count in counts]


ENOUGH = 200  # Entities of a list, both people and organisations, to find the most frequent of one kind.


def most_frequent(rows):
    """Pairs of an entity and how many of these rows it has, most first."""
    return rows.values_list("entity").annotate(count=Count("pk")).order_by("-count", "entity")


class MentionedFilter(EntityFilter):
    """Who is in an article: named, or quoted."""

    phrase = gettext_lazy("with %s")
    phrase_not = gettext_lazy("without %s")

    def condition(self, choice):
        if choice.is_none:
            # Not a list of all who are in any article; and no join, which SQLite may begin with the kind.
            of_kind = Exists(self.entities.filter(pk=OuterRef("entity")))
            return Q(~Exists(ArticleEntity.objects.filter(of_kind, article=OuterRef("pk"))))
        return Q(pk__in=ArticleEntity.objects.filter(entity=choice.value).values("article"))

    def counted(self, rows, limit, words):
        found = ArticleEntity.objects.filter(article__in=rows.values("pk"))
        if not words:
            # Joining the kind in would let SQLite begin with all entities of the kind. Among the most
            # frequent of both kinds there nearly always are enough.
            counts = dict(most_frequent(found)[:ENOUGH])
            names = dict(self.entities.filter(pk__in=counts).values_list("pk", "name"))
            if len(counts) < ENOUGH or (limit and len(names) >= limit):
                named = [
                    (Choice(self.name, str(pk), names[pk]), n) for pk, n in counts.items() if pk in names
                ]
                return named[:limit]
        if words:
            found = found.filter(entity__in=found_by_name(self.entities, words).values("pk"))
        else:
            found = found.filter(entity__in=self.entities)
        return self.as_counted(most_frequent(found)[:limit])

    def counted_in_all(self, rows, limit, words):
        entities = self.entities.in_the_news().order_by("-article_count", "pk")
        entities = found_by_name(entities, words) if words else entities
        return [(self.as_choice(self.name, entity), entity.article_count) for entity in entities[:limit]]


class SortFilter(ChoiceFilter):
    """The order of a list. The first is its normal one, which no address has to say."""

    narrows = False
    has_none = False

    def __init__(self, *, orders: dict[str, tuple], **kwargs):
        super().__init__(**kwargs)
        self.orders = orders  # By name: what it is called, and the fields.

    @property
    def keys(self):
        return ("sort",)

    def look_up(self, values):
        return {value: value for value in values[:1] if value in self.orders}

    def as_choice(self, key, subject):
        return Choice(key, subject, str(self.orders[subject][0]))

    def choose(self, values):
        normal = next(iter(self.orders))
        return (choice for choice in super().choose(values) if choice.value != normal)

    def keep(self, queryset, choices):
        known = [choice for choice in choices if choice.is_known]
        return queryset.order_by(*self.orders[known[0].value][1]) if known else queryset

    def groups(self, choices):
        return [(choice,) for choice in choices if not choice.is_known]

    def chip_text(self, group):
        return _("no order is called “%s”") % group[0].label

    def in_words(self, choices, any_will_do=False):
        return mark_safe("")


class ChartFilter(AnyFilter):
    """What the bars of a list show: counts, or with chart=share how much of all that is."""

    def __init__(self, **kwargs):
        super().__init__(names=("share",), **kwargs)

    @property
    def keys(self):
        return ("chart",)


ARTICLE_ORDERS = {
    "newest": (gettext_lazy("newest first"), ("-order_key",)),
    "oldest": (gettext_lazy("oldest first"), ("order_key",)),
}


class ArticleFilter(ListFilter):
    """The articles of the archive, by words, people, organisations, countries, publication and date."""

    q = WordsFilter(label=gettext_lazy("Words"))
    person = MentionedFilter(kind=Entity.Kind.PERSON, label=gettext_lazy("People"))
    organisation = MentionedFilter(kind=Entity.Kind.ORGANISATION, label=gettext_lazy("Organisations"))
    country = CountryFilter(articles="pk", label=gettext_lazy("Countries"))
    publication = PublicationFilter(path="publication", label=gettext_lazy("Publications"))
    date = PeriodFilter(articles="pk", label=gettext_lazy("Date"))
    any = AnyFilter(names=("person", "organisation", "country"))
    chart = ChartFilter()
    sort = SortFilter(orders=ARTICLE_ORDERS)

    view = "articles"
    facets = ("person", "organisation", "country", "publication")

    @staticmethod
    def noun(count):
        return ngettext("%(count)s article", "%(count)s articles", count) % {"count": number(count)}


class CountriesFilter(ListFilter):
    """The same articles, at the address of the countries that they are about."""

    q = WordsFilter(label=gettext_lazy("Words"))
    person = MentionedFilter(kind=Entity.Kind.PERSON, label=gettext_lazy("People"))
    organisation = MentionedFilter(kind=Entity.Kind.ORGANISATION, label=gettext_lazy("Organisations"))
    publication = PublicationFilter(path="publication", label=gettext_lazy("Publications"))
    date = PeriodFilter(articles="pk", label=gettext_lazy("Date"))
    any = AnyFilter(names=("person", "organisation"))

    view = "countries"
    noun = staticmethod(ArticleFilter.noun)
    twin_forms = ("csv", "json")
