"""Other articles about the same people."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from django.db.models import Case, F, Max, QuerySet, Sum, Value, When
from django.http import QueryDict
from django.utils.safestring import SafeString

from articles.filters import ArticleFilter
from articles.models import Article
from entities.models import ArticleEntity, Entity

SHOWN = 4
MOST_PEOPLE = 30  # Whom an article is compared by: the rarest of those in it.
MOST_NAMED = 6  # Of those whom the nearest articles share, in the list of all.
MOST_PLACES = 10_000  # Rows that are read to compare: who is in more articles says little of this one.


@dataclass(frozen=True, slots=True)
class Related:
    """An article with the people that it shares with another."""

    article: Article
    people: list[Entity]


@dataclass(frozen=True, slots=True)
class SamePeople:
    """The nearest articles, and the list of all that have any of the rarest people whom they share."""

    nearest: list[Related]
    heading: SafeString
    address: str


def same_people(article: Article, present: Iterable[ArticleEntity]) -> SamePeople | None:
    """The articles that share most people with this one, of whom present holds those who are in it.

    Each shared person counts the less, the more articles have them (the index of Adamic and Adar).
    """
    people = rarest(present)
    if not people:
        return None
    places = ArticleEntity.objects.filter(entity__in=people).order_by()
    rows = list(shared_with(places.exclude(article=article), people)[:SHOWN])
    if not rows:
        return None
    shared = {pk: [each for at, each in enumerate(people) if mask >> at & 1] for pk, mask in rows}
    articles = Article.objects.for_lists().in_bulk(list(shared))
    named = [each for each in people if any(each in those for those in shared.values())][:MOST_NAMED]
    filters = list_of(named)
    total = places.filter(entity__in=named).values("article").distinct().count()
    nearest = [Related(articles[pk], those) for pk, those in shared.items()]
    return SamePeople(nearest, filters.in_words(total), filters.address())


def rarest(present: Iterable[ArticleEntity]) -> list[Entity]:
    """The people whom the fewest other articles have, as many as may be looked up."""
    people = [each.entity for each in present if each.entity.kind == Entity.Kind.PERSON]
    chosen: list[Entity] = []
    places = 0
    for each in sorted(people, key=lambda each: (each.article_count, each.pk)):
        places += each.article_count
        if places > MOST_PLACES or len(chosen) == MOST_PEOPLE:
            break
        if each.article_count > 1:
            chosen.append(each)
    return chosen


def shared_with(places: QuerySet[ArticleEntity], people: list[Entity]) -> QuerySet:
    """Articles with a number whose bits say which of these people they have, the nearest first."""
    weights = [When(entity=each, then=Value(1 / log(1 + each.article_count))) for each in people]
    bits = [When(entity=each, then=Value(1 << at)) for at, each in enumerate(people)]
    nearest = places.values("article").annotate(
        weight=Sum(Case(*weights)), mask=Sum(Case(*bits)), newest=Max("order_key")
    )
    return nearest.order_by(F("weight").desc(), "-newest").values_list("article", "mask")


def list_of(people: list[Entity]) -> ArticleFilter:
    """The list of the articles that have any of these people."""
    data = QueryDict(mutable=True)
    data.setlist("person", [str(each.pk) for each in people])
    data.setlist("any", ["person"] if len(people) > 1 else [])
    return ArticleFilter(data, Article.objects.newest_first())
