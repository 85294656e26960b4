"""What the pages of people, organisations and quotes ask of the archive."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from analysis.blocks import find_blocks
from articles.filtering import Choice
from articles.models import ID_BITS, Article
from articles.reading import Note, mark_up, name_marks, quote_marks
from entities.filters import QuoteFilter
from entities.models import Entity, Mention, Quote

MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Printed:
    """A spelling or a function as newspapers printed it, with the first and last article that did."""

    text: str
    first: Article
    last: Article


def spellings_of(entity: Entity) -> list[Printed]:
    """The ways in which the name is printed, most frequent first."""
    return printed(entity, "text")


def functions_of(entity: Entity) -> list[Printed]:
    """The functions that stand before the name: "premier", "minister van Financiën"."""
    return printed(entity, "role")


def printed(entity: Entity, field: str) -> list[Printed]:
    mentions = Mention.objects.filter(entity__in=Entity.objects.merged_in(entity.pk)).exclude(**{field: ""})
    printings = mentions.order_by().values_list(field)
    printings = printings.annotate(
        count=Count("pk"), first=Min("article__order_key"), last=Max("article__order_key")
    )
    rows = list(printings.order_by("-count", field)[:MOST_NAMES])
    articles = articles_by_key(key for _text, _count, *keys in rows for key in keys)
    return [Printed(text, articles[first], articles[last]) for text, _count, first, last in rows]


@dataclass(frozen=True, slots=True)
class Sayer:
    """A speaker with how often they said something, and the first and last dated article that has it."""

    entity: Entity
    count: int
    first: Article | None
    last: Article | None
    address: str


def who_said(filters: QuoteFilter, most: int | None = None) -> list[Sayer]:
    """Who said it most, of the quotes that pass these filters; each with the list of exactly those quotes."""
    speaker = filters.filters["speaker"]
    said_by = Coalesce("speaker__merged_into", "speaker")
    rows = filters.qs.order_by().filter(speaker.has_speaker).values_list(said_by)
    rows = rows.annotate(
        count=Count("pk"), first=Min("order_key", filter=DATED), last=Max("order_key", filter=DATED)
    )
    rows = list(rows.order_by("-count", said_by)[:most])
    entities = Entity.objects.in_bulk([pk for pk, *_rest in rows])
    articles = articles_by_key(key for *_rest, first, last in rows for key in (first, last) if key)

    def address(pk: int) -> str:
        wanted = (Choice("speaker", str(pk), ""),)
        return reverse("quotes") + filters.query(filters.chosen | {"speaker": wanted})

    return [
        Sayer(entities[pk], count, articles.get(first), articles.get(last), address(pk))
        for pk, count, first, last in rows
    ]


DATED = Q(order_key__gte=1 << ID_BITS)


def articles_by_key(keys: Iterable[int]) -> dict[int, Article]:
    """Articles by their order keys, of which the lower half is the article's id."""
    ids = {key & ((1 << ID_BITS) - 1) for key in keys}
    return {article.order_key: article for article in Article.objects.for_lists().filter(pk__in=ids)}


def namesakes_of(entity: Entity) -> list[Entity]:
    """Others of the same name: not to be confused with."""
    others = Entity.objects.in_the_news().filter(folded_name=entity.folded_name).exclude(pk=entity.pk)
    return list(others.most_quoted_first()[:MOST_NAMES])


def context_of(quote: Quote) -> list:
    """The blocks of the article in which a quote stands, with the quote marked."""
    article = quote.article
    spans = [(quote.start_char, quote.start_char + 1), *quote.parts]
    mentions = Mention.objects.filter(article=article).select_related("entity__merged_into")
    marks = [*quote_marks([Note(1, quote)], numbered=False), *name_marks(mentions)]
    return [
        mark_up(
            article.text,
            block.start,
            block.end,
            [m for m in marks if m.start < block.end and block.start < m.end],
        )
        for block in find_blocks(article.text)
        if any(start < block.end and block.start < end for start, end in spans)
    ]


def first_and_last(entity: Entity) -> tuple[Article | None, Article | None]:
    """The first and the last dated article that names an entity."""
    articles = Article.objects.for_lists().filter(
        pk__in=entity.in_articles.values("article"), first_day__isnull=False
    )
    return articles.order_by("order_key").first(), articles.order_by("-order_key").first()
