"""The twins of a list: exactly its rows as CSV, JSON or an Atom feed.

A twin says what a row holds as a dictionary: the columns of the CSV, the objects of the JSON.
"""

import csv
import json
import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from articles.filtering import FacetValue, ListFilter
from entities.models import ArticleEntity
from entities.queries import Sayer

CHUNK = 500  # Rows in memory at once.
Rows = Iterable[dict[str, object]]
# A spreadsheet takes a cell that begins so for a formula, and a quote may begin with anything.
FORMULA = re.compile(r"^[=+\-@\t\r]")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class Twin:
    """What a row of a list is to a machine. Subclasses say it for articles, quotes, people."""

    columns: tuple[str, ...]

    def __init__(self, request):
        self.absolute = request.build_absolute_uri

    def with_all(self, things: QuerySet) -> QuerySet:
        """The same rows with all that the twin says of them."""
        return things.for_lists()  # type: ignore[attr-defined]

    def row(self, thing) -> dict[str, object]:
        raise NotImplementedError

    def entry(self, thing) -> dict[str, object]:
        """What a feed says of a row."""
        raise NotImplementedError


def twin_response(request, filters: ListFilter, twin: Twin, form: str):
    """The list in one of the formats, streamed, so that its length does not matter."""
    rows = map(twin.row, twin.with_all(filters.qs).iterator(chunk_size=CHUNK))
    if form == "csv":
        return as_csv(rows, twin.columns, filters.view, with_mark="bom" in request.GET)
    if form == "json":
        return as_json(request, filters, filters.total, rows)
    if form == "atom":
        return as_atom(request, filters, twin)
    raise Http404


def table_twin_response(
    request, filters: ListFilter, columns: tuple[str, ...], rows: list[dict[str, object]], form: str
):
    """A table of numbers in one of the formats; it is no news, so there is no feed."""
    if form == "csv":
        return as_csv(rows, columns, filters.view, with_mark="bom" in request.GET)
    if form == "json":
        return as_json(request, filters, len(rows), rows)
    raise Http404


COUNTRY_COLUMNS = ("code", "name", "articles", "address")


def country_rows(request, countries: list[FacetValue]) -> list[dict[str, object]]:
    """The countries of a list with their numbers of articles."""
    return [
        {
            "code": each.value,
            "name": str(each.label),
            "articles": each.count,
            "address": request.build_absolute_uri(each.address),
        }
        for each in countries
    ]


SAYER_COLUMNS = ("id", "kind", "speaker", "quotes", "first", "last", "address")


def sayer_rows(request, sayers: list[Sayer]) -> list[dict[str, object]]:
    """The speakers of a list with their numbers of quotes, and the dates of the first and the last."""
    return [
        {
            "id": each.entity.pk,
            "kind": each.entity.kind,
            "speaker": each.entity.name,
            "quotes": each.count,
            "first": each.first.published if each.first else "",
            "last": each.last.published if each.last else "",
            "address": request.build_absolute_uri(each.address),
        }
        for each in sayers
    ]


class Echo:
    """What csv writes to, to get the line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(rows: Rows, columns: tuple[str, ...], name: str, with_mark: bool) -> StreamingHttpResponse:
    """UTF-8; with ?bom=1 the mark at its beginning by which some spreadsheets know it."""
    writer = csv.writer(Echo())

    def lines():
        yield "\ufeff" if with_mark else ""
        yield writer.writerow(columns)
        for row in rows:
            yield writer.writerow([cell(row[column]) for column in columns])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value: object) -> str:
    """A value as text that no spreadsheet calculates."""
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def as_json(request, filters: ListFilter, count: int, rows: Rows) -> StreamingHttpResponse:
    def parts():
        head = {
            "title": filters.title,
            "address": request.build_absolute_uri(filters.address()),
            "count": count,
        }
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        for place, row in enumerate(rows):
            yield ("," if place else "") + "\n" + json.dumps(row, ensure_ascii=False)
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


def as_atom(request, filters: ListFilter, twin: Twin) -> HttpResponse:
    """A page of the list as a feed; the links to the others are those of RFC 5005."""
    page = filters.page
    feed = PagedFeed(
        title=filters.title,
        link=request.build_absolute_uri(filters.address()),
        description="",
        feed_url=request.build_absolute_uri(),
        subtitle="newsarchive",
        author_name="newsarchive",
        next_url=request.build_absolute_uri(filters.twin_address("atom", page.number + 1))
        if page.has_next()
        else "",
    )
    for thing in page.object_list:
        entry: dict[str, Any] = {
            key: NOT_IN_XML.sub("", value) if isinstance(value, str) else value
            for key, value in twin.entry(thing).items()
        }
        feed.add_item(**entry)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


class PagedFeed(Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})


class ArticleTwin(Twin):
    columns = (
        "id",
        "date",
        "title",
        "publication",
        "language",
        "people",
        "organisations",
        "countries",
        "address",
        "original",
    )

    def with_all(self, things):
        # Joined: the ids of all who are in so many articles are more than SQLite takes in one query.
        entities = Prefetch("of_entities", ArticleEntity.objects.select_related("entity"))
        return things.for_lists().prefetch_related(entities, "of_countries")

    def row(self, thing):
        entities = sorted((each.entity.kind, each.entity.name) for each in thing.of_entities.all())
        return {
            "id": thing.pk,
            "date": thing.published,
            "title": thing.title,
            "publication": thing.publication.name,
            "language": thing.language,
            "people": [name for kind, name in entities if kind == "person"],
            "organisations": [name for kind, name in entities if kind == "organisation"],
            "countries": sorted(each.country_code for each in thing.of_countries.all()),
            "address": self.absolute(thing.get_absolute_url()),
            "original": thing.url,
        }

    def entry(self, thing):
        address = self.absolute(thing.get_absolute_url())
        return {
            "title": thing.heading,
            "link": address,
            "description": thing.beginning,
            "unique_id": get_tag_uri(self.absolute(f"/articles/{thing.pk}/"), thing.created_at),
            "pubdate": thing.created_at,
            "updateddate": thing.changed_at,
            "author_name": thing.publication.name,
        }


class QuoteTwin(Twin):
    columns = (
        "id",
        "date",
        "speaker",
        "speaker_id",
        "speaker_kind",
        "printed_as",
        "passed_on_by",
        "quote",
        "type",
        "polarity",
        "about",
        "publication",
        "article",
        "confidence",
        "found_by",
        "address",
        "article_address",
    )

    def row(self, thing):
        speaker = thing.speaker.shown if thing.speaker else None
        return {
            "id": thing.pk,
            "date": thing.article.published,
            "speaker": speaker.name if speaker else None,
            "speaker_id": speaker.pk if speaker else None,
            "speaker_kind": thing.speaker_kind,
            "printed_as": thing.source_text,
            "passed_on_by": thing.relay_text,
            "quote": thing.content,
            "type": thing.type,
            "polarity": thing.polarity,
            "about": [each.entity.name for each in thing.subjects.all()],
            "publication": thing.article.publication.name,
            "article": thing.article.heading,
            "confidence": round(thing.confidence, 3),
            "found_by": thing.origin,
            "address": self.absolute(thing.get_absolute_url()),
            "article_address": self.absolute(f"{thing.article.get_absolute_url()}#quote-{thing.pk}"),
        }

    def entry(self, thing):
        speaker = thing.speaker.shown if thing.speaker else None
        who = speaker.name if speaker else thing.source_text
        return {
            "title": f"{who}: {thing.content[:80]}" if who else thing.content[:80],
            "link": self.absolute(thing.get_absolute_url()),
            "description": thing.content,
            "unique_id": get_tag_uri(self.absolute(thing.get_absolute_url()), thing.article.created_at),
            "pubdate": thing.article.created_at,
            "updateddate": thing.article.changed_at,
            "author_name": who or thing.article.publication.name,
        }


class EntityTwin(Twin):
    columns = ("id", "kind", "name", "description", "wikidata", "quotes", "articles", "address")

    def row(self, thing):
        return {
            "id": thing.pk,
            "kind": thing.kind,
            "name": thing.name,
            "description": thing.description,
            "wikidata": thing.wikidata_id,
            "quotes": thing.quote_count,
            "articles": thing.article_count,
            "address": self.absolute(thing.get_absolute_url()),
        }

    def entry(self, thing):
        return {
            "title": thing.name,
            "link": self.absolute(thing.get_absolute_url()),
            "description": thing.description,
            "unique_id": get_tag_uri(self.absolute(f"/entities/{thing.pk}/"), thing.created_at),
            "pubdate": thing.created_at,
            "updateddate": thing.created_at,
            "author_name": "newsarchive",
        }
