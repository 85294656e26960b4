"""What the pages ask of the archive that is no list: what it holds, neighbours, days with articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import QueryDict

from analysis.dates import PublicationDate
from articles.filtering import ListFilter
from articles.filters import ArticleFilter
from articles.models import ID_BITS, Article, Publication, order_key
from entities.filters import QuoteFilter
from entities.models import ArticleCountry, ArticleEntity, Entity, Mention, Quote


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds, in figures."""

    articles: int
    quotes: int
    people: int
    organisations: int
    countries: int
    publications: int
    first_day: date | None
    last_day: date | None


def holdings() -> Holdings:
    dated = Article.objects.filter(first_day__isnull=False)
    return Holdings(
        articles=Article.objects.count(),
        quotes=Quote.objects.count(),
        people=Entity.objects.in_the_news().filter(kind=Entity.Kind.PERSON).count(),
        organisations=Entity.objects.in_the_news().filter(kind=Entity.Kind.ORGANISATION).count(),
        countries=ArticleCountry.objects.values("country_code").distinct().count(),
        publications=Publication.objects.count(),
        first_day=dated.order_by("order_key").values_list("first_day", flat=True).first(),
        last_day=dated.order_by("-order_key").values_list("last_day", flat=True).first(),
    )


def articles_where(**choices) -> ArticleFilter:
    """The list of articles at the address with these choices: whoever shows its figures links there.

    A list as a value chooses several.
    """
    return ArticleFilter(query(choices), Article.objects.newest_first())


def quotes_where(**choices) -> QuoteFilter:
    return QuoteFilter(query(choices), Quote.objects.newest_first())


def query(choices: dict[str, object]) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, value in choices.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(
            key.rstrip("_"), list(map(str, values))
        )  # from_ is "from", which Python keeps for itself.
    return data


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a row stands in a list, and what stands before and after it."""

    place: int
    total: int
    previous: object | None
    next: object | None


def neighbours(filters: ListFilter, row) -> Neighbours | None:
    """The neighbours of an article or quote in a list, or none if the list does not hold it."""
    # The quotes of an article share its key; among them they stand in the order of the text.
    inside = list(filters.qs.filter(order_key=row.order_key).values_list("pk", flat=True))
    if row.pk not in inside:
        return None
    at = inside.index(row.pk)
    is_oldest_first = filters.value_of("sort") == "oldest"
    after, before = ("gt", "lt") if is_oldest_first else ("lt", "gt")
    earlier = filters.qs.filter(**{f"order_key__{before}": row.order_key})
    later = filters.qs.filter(**{f"order_key__{after}": row.order_key})
    return Neighbours(
        place=earlier.count() + at + 1,
        total=filters.total,
        previous=(filters.qs.filter(pk=inside[at - 1]) if at else earlier.reverse()).for_addresses().first(),
        next=(filters.qs.filter(pk=inside[at + 1]) if at + 1 < len(inside) else later)
        .for_addresses()
        .first(),
    )


def neighbours_of_quotes(filters: QuoteFilter, quotes: list[Quote]) -> Neighbours | None:
    """Where the quotes of one article stand in a list of quotes, with the articles of those beside them."""
    if not quotes:
        return None
    first, last = (neighbours(filters, quote) for quote in (quotes[0], quotes[-1]))
    if first is None or last is None:
        return None
    return Neighbours(first.place, first.total, article_of(first.previous), article_of(last.next))


def article_of(quote) -> Article | None:
    return Article.objects.for_addresses().get(quotes=quote) if quote else None


def findings_of(article: Article) -> tuple[list[Mention], list[Quote]]:
    """What stands marked in an article: its mentions and its quotes, in text order."""
    mentions = Mention.objects.filter(article=article).select_related("entity__merged_into")
    quotes = Quote.objects.filter(article=article).select_related("speaker__merged_into").with_subjects()
    quotes = list(quotes.order_by("start_char", "pk"))
    for quote in quotes:
        quote.article = article  # It is at hand: its source is cited from it.
    return list(mentions.order_by("start_char")), quotes


def set_by_editors(mentions: Iterable[Mention]) -> set[int | str]:
    """The people, organisations and countries of whom an editor set at least one of these mentions."""
    set_by_hand = [mention for mention in mentions if mention.locked]
    entities = {mention.entity.survivor.pk for mention in set_by_hand if mention.entity}
    return entities | {mention.country_code for mention in set_by_hand if mention.country_code}


def entities_of(article: Article) -> list[ArticleEntity]:
    """Who is in an article, most quoted and named first."""
    rows = ArticleEntity.objects.filter(article=article).select_related("entity")
    return list(rows.order_by("-quotes", "-mentions", "entity__folded_name"))


def countries_of(article: Article) -> list[ArticleCountry]:
    return list(article.of_countries.order_by("-mentions", "country_code"))


def count_by_period(first: date, last: date) -> Counter:
    """How many articles are dated exactly to a year, month or day between these days, by that date."""
    articles = Article.objects.filter(first_day__gte=first, last_day__lte=last)
    return Counter(dict(articles.order_by().values_list("published").annotate(count=Count("pk"))))


def period_beside(period: PublicationDate, direction: int) -> PublicationDate | None:
    """The nearest earlier (-1) or later (1) period of this precision in which an article is dated."""
    precisions = {"year": ("year", "month", "day"), "month": ("month", "day"), "day": ("day",)}[
        period.precision
    ]
    articles = Article.objects.filter(precision__in=precisions)
    if direction < 0:
        articles = articles.filter(order_key__lt=order_key(period.first_day, 0), first_day__isnull=False)
        nearest = articles.order_by("-order_key")
    else:
        nearest = articles.filter(order_key__gt=order_key(period.last_day, (1 << ID_BITS) - 1)).order_by(
            "order_key"
        )
    value = nearest.values_list("published", flat=True).first()
    return PublicationDate(value[: len(period.value)]) if value else None


def years() -> list[tuple[int, int]]:
    """The years in which articles are dated, newest first, with how many there are."""
    dated = Article.objects.filter(first_day__isnull=False).order_by()
    counts = dated.values_list(Substr("published", 1, 4)).annotate(count=Count("pk"))
    return sorted(((int(year), count) for year, count in counts), reverse=True)
