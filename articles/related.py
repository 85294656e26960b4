"""Other articles about the same people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from math import log

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from articles.filters import ArticleFilter
from articles.models import Article
from entities.models import ArticleEntity, Entity

SHOWN = 4
MOST_PEOPLE = 30  # Whom an article is compared by: the rarest of those in it.
MOST_NAMED = 6  # Of those whom the nearest articles share, in the list of all.
MOST_PLACES = 5_000  # Rows that are read to compare: who is in more articles says little of this one.


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
    people = {each.pk: each for each in rarest(present)}
    places = ArticleEntity.objects.filter(entity__in=people).order_by()
    shared = nearest(places.exclude(article=article), people) if people else {}
    if not shared:
        return None
    articles = Article.objects.for_lists().in_bulk(list(shared))
    named = [each for each in people.values() if any(each in those for those in shared.values())][:MOST_NAMED]
    filters = list_of(named)
    total = places.filter(entity__in=named).values("article").distinct().count()
    rows = [Related(articles[pk], those) for pk, those in shared.items()]
    return SamePeople(rows, filters.in_words(total), filters.address())


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


def nearest(places: QuerySet[ArticleEntity], people: dict[int, Entity]) -> dict[int, list[Entity]]:
    """The articles that share most with one, and whom of these people; of equals the newest first."""
    shared: dict[tuple[int, int], list[Entity]] = defaultdict(list)
    for entity, key, article in places.values_list("entity", "order_key", "article"):
        shared[key, article].append(people[entity])
    rank = {place: sum(1 / log(1 + each.article_count) for each in those) for place, those in shared.items()}
    chosen = nlargest(SHOWN, shared, key=lambda place: (rank[place], place))
    return {article: shared[key, article] for key, article in chosen}


def list_of(people: list[Entity]) -> ArticleFilter:
    """The list of the articles that have any of these people."""
    data = QueryDict(mutable=True)
    data.setlist("person", [str(each.pk) for each in people])
    data.setlist("any", ["person"] if len(people) > 1 else [])
    return ArticleFilter(data, Article.objects.newest_first())
