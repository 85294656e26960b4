"""What the pages ask of the archive that is no list: what it holds, neighbours, days with articles."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import QueryDict
from rapidfuzz import fuzz, process

from analysis.dates import PublicationDate
from analysis.folding import fold
from articles.filtering import ListFilter
from articles.filters import ArticleFilter
from articles.models import ID_BITS, Article, Publication, order_key
from entities.filters import QuoteFilter
from entities.models import Alias, ArticleCountry, ArticleEntity, Entity, Mention, Quote


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


def people_called(words: str):
    """The most quoted of whom a name has words that begin with each of these."""
    entities = Entity.objects.in_the_news()
    for word in fold(words).split()[:MOST_WORDS]:
        begins = Alias.objects.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
        entities = entities.filter(pk__in=begins.values("entity"))
    return entities.most_quoted_first()[:3]


def names_like(words: str) -> list[Entity]:
    """Whom a reader may have meant who spelled a name otherwise, the likeliest first."""
    wanted = fold(words)
    beginnings = [word[:2] for word in wanted.split() if len(word) > 3][:4]
    if not beginnings:
        return []
    starting = Q()
    for beginning in beginnings:
        starting |= Q(folded__startswith=beginning) | Q(folded__contains=f" {beginning}")
    aliases = Alias.objects.filter(starting, entity__in=Entity.objects.in_the_news())
    names = list(aliases.values_list("folded", "entity")[:MOST_NAMES_COMPARED])
    likely = process.extract(
        wanted, [name for name, _entity in names], scorer=fuzz.token_set_ratio, limit=12, score_cutoff=ALIKE
    )
    near = process.extract(
        wanted, [name for name, _entity in names], scorer=fuzz.partial_ratio, limit=12, score_cutoff=ALIKE
    )
    found = dict.fromkeys(
        names[place][1] for _name, _score, place in sorted(likely + near, key=lambda each: -each[1])
    )
    entities = Entity.objects.in_bulk(list(found)[:5])
    return [entities[pk] for pk in list(found)[:5]]


MOST_NAMES_COMPARED = 20_000
MOST_WORDS = 6  # Of a name.
ALIKE = 80  # Percent of the letters.


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


def findings_of(article: Article) -> tuple[list[Mention], list[Quote]]:
    """What stands marked in an article: its mentions and its quotes, in text order."""
    mentions = Mention.objects.filter(article=article).select_related("entity__merged_into")
    quotes = Quote.objects.filter(article=article).select_related("speaker__merged_into").with_subjects()
    return list(mentions.order_by("start_char")), list(quotes.order_by("start_char", "pk"))


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
    counts = dated.values_list("first_day__year").annotate(count=Count("pk"))
    return sorted(counts, reverse=True)
