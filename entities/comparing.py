"""Two people side by side: how much each said and was in the news, year by year, and what they share."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.charts import chart
from articles.filtering import ListFilter, clean
from articles.models import Article
from articles.queries import articles_where, quotes_where
from entities import queries
from entities.filters import CompareFilter
from entities.models import Entity
from entities.search import suggest

COMPARED = 2  # More lines than two are a tangle on one chart.
SUGGESTED = 10
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Side:
    """One of the people that are compared, with their lists."""

    person: Entity
    quotes: ListFilter
    articles: ListFilter
    first: Article | None
    last: Article | None
    without: str  # The address without this person.


@require_safe
def compare(request):
    """Pick two people, and see them side by side."""
    filters = CompareFilter(request.GET, Article.objects.newest_first())
    find = clean(request.GET.get("find", ""))[:LONGEST_NAME]
    if not find and filters.normal_address:
        return redirect(filters.normal_address)
    people = filters.people
    sides = [side_of(filters, person) for person in people[:COMPARED]]
    is_complete = len(sides) == COMPARED
    context = {
        "filters": filters,
        "find": find,
        "sides": sides,
        "too_many": [(person, filters.without_person(person)) for person in people[COMPARED:]],
        "picks": [] if is_complete else [(each, filters.with_person(each)) for each in picks(people, find)],
        "is_complete": is_complete,
    }
    return render(request, "entities/compare.html", context | (shared_by(sides) if is_complete else {}))


def side_of(filters: CompareFilter, person: Entity) -> Side:
    first, last = queries.first_and_last(person)
    return Side(
        person,
        quotes_where(speaker=person.pk),
        articles_where(person=person.pk),
        first,
        last,
        filters.without_person(person),
    )


def shared_by(sides: list[Side]) -> dict[str, object]:
    """The chart of two people, the articles that name both, and what each said about the other."""
    one, other = (side.person for side in sides)
    panels: dict[str, list[ListFilter]] = {
        _("Quotes"): [side.quotes for side in sides],
        _("Articles"): [side.articles for side in sides],
    }
    return {
        "chart": chart([one.name, other.name], panels),
        "both": articles_where(person=[one.pk, other.pk]),
        "about": [
            (one, other, quotes_where(speaker=one.pk, about=other.pk)),
            (other, one, quotes_where(speaker=other.pk, about=one.pk)),
        ],
    }


def picks(people: list[Entity], find: str) -> list[Entity]:
    """Whom to compare with: those of this name, or those most in the news with who is there, or most quoted."""
    if find:
        found = suggest(find, SUGGESTED)
    elif people:
        values = articles_where(person=people[0].pk).facet("person").values
        together = [int(value.value) for value in values if value.value.isdecimal()]
        entities = Entity.objects.in_bulk(together)
        found = [entities[pk] for pk in together]
    else:
        found = list(
            Entity.objects.in_the_news().filter(kind=Entity.Kind.PERSON).most_quoted_first()[:SUGGESTED]
        )
    return [each for each in found if each not in people]
