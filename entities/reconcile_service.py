"""The Reconciliation Service API, version 0.2 (a draft of the W3C community group), for OpenRefine and its like.

A client sends names in batches and gets candidates; it may suggest, preview and view entities. Every answer may be
read from any site (CORS): all of it is public, and nothing here looks at who asks. JSONP, which the draft leaves
open, is left out: it would have sites run what the archive answers.
"""

import functools
import json
from collections.abc import Callable

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from articles.filtering import ID, number
from entities.models import Entity
from entities.queries import first_and_last
from entities.reconciling import Candidate, Query, candidates, kinds_of, plain, query_of
from newsarchive import throttling

BATCH = 25  # Queries at once: of names with errors a second or more.
BATCHES, A_MINUTE = 600, 60  # From one address.
SUGGESTED, FURTHEST = 10, 100
PREVIEW = {"width": 420, "height": 190}
View = Callable[..., HttpResponse]


class Refused(Exception):
    """A request that is not answered, with its status and why."""

    def __init__(self, reason: str, status: int = 400):
        self.reason, self.status = reason, status


def for_all_sites(*methods: str) -> Callable[[View], View]:
    """A view that pages of any site may ask, also to learn why they get no answer."""

    def decorator(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                if request.method == "OPTIONS":
                    response = HttpResponse(status=204)
                elif request.method not in methods:
                    raise Refused("this address does not answer that method", 405)
                else:
                    response = view(request, *args, **kwargs)
            except Refused as refused:
                response = JsonResponse({"error": refused.reason}, status=refused.status)
                if refused.status == 429:
                    response["Retry-After"] = str(A_MINUTE)
            response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join([*methods, "OPTIONS"])
            response["Access-Control-Allow-Origin"] = response["Access-Control-Allow-Headers"] = "*"
            return response

        return wrapped

    return decorator


@for_all_sites("GET", "HEAD", "POST")
def reconcile(request):
    """What this service is; or, with queries, candidates for each of them."""
    asked = request.POST.get("queries", request.GET.get("queries"))
    if asked is None and request.method == "POST":
        raise Refused("a POST has a form element named queries")
    if asked is None:
        return JsonResponse(manifest(request))
    batch = batch_of(asked)
    if not throttling.may({f"reconcile:{throttling.asker(request)}": BATCHES}, A_MINUTE):
        raise Refused("too many batches; try again in a minute", 429)
    return JsonResponse(
        {key: {"result": [as_result(each) for each in candidates(query)]} for key, query in batch.items()}
    )


def batch_of(asked: str) -> dict[str, Query]:
    """The queries of a batch; what is no batch is refused with the reason."""
    try:
        batch = json.loads(asked)
    except (ValueError, RecursionError):
        raise Refused("queries is not JSON") from None
    if not isinstance(batch, dict):
        raise Refused("queries is an object of queries")
    if len(batch) > BATCH:
        raise Refused(f"a batch has {BATCH} queries at most", 413)
    queries = {}
    for key, query in batch.items():
        try:
            queries[key] = query_of(query)
        except ValueError as error:
            raise Refused(f"{key}: {error}") from None
    return queries


def manifest(request: HttpRequest) -> dict[str, object]:
    root = request.build_absolute_uri("/").rstrip("/")

    def suggesting(what: str) -> dict[str, str]:
        return {"service_url": root, "service_path": reverse("reconcile_suggest", args=[what])}

    people = root + reverse("people")
    preview = root + reverse("reconcile") + "preview/{{id}}/"
    return {
        "versions": ["0.2"],
        "name": _("newsarchive: people and organisations in the news"),
        "identifierSpace": people,
        "schemaSpace": "https://schema.org/Thing",
        "defaultTypes": types(),
        "view": {"url": people + "{{id}}/"},
        "preview": {"url": preview, **PREVIEW},
        "suggest": {what: suggesting(what) for what in SUGGESTIONS},
        "batchSize": BATCH,
    }


def types(kinds: list[str] | None = None) -> list[dict[str, str]]:
    return [
        {"id": kind.value, "name": str(kind.label)} for kind in Entity.Kind if kinds is None or kind in kinds
    ]


def properties() -> list[dict[str, str]]:
    return [
        {"id": "wikidata", "name": "Wikidata", "description": _("An id of Wikidata, such as Q7259")},
        {"id": "country", "name": _("Country"), "description": _("An ISO code of two letters, such as NL")},
    ]


def as_result(candidate: Candidate) -> dict[str, object]:
    entity = candidate.entity
    return {
        "id": str(entity.pk),
        "name": entity.name,
        "description": described(entity),
        "type": types([entity.kind]),
        "score": candidate.score,
        "match": candidate.is_match,
        "features": [
            {"id": "same_name", "value": candidate.is_same_name},
            {"id": "quotes", "value": entity.quote_count},
            {"id": "articles", "value": entity.article_count},
        ],
    }


def described(entity: Entity) -> str:
    """What tells an entity from its namesakes, in a line."""
    quotes = ngettext("%(count)s quote", "%(count)s quotes", entity.quote_count)
    articles = ngettext("%(count)s article", "%(count)s articles", entity.article_count)
    counts = [
        quotes % {"count": number(entity.quote_count)},
        articles % {"count": number(entity.article_count)},
    ]
    return ", ".join(filter(None, [entity.description, *counts]))


@for_all_sites("GET", "HEAD")
def reconcile_suggest(request, what):
    """Entities, types or properties of which the name begins so."""
    prefix, cursor = plain(request.GET.get("prefix", "")), request.GET.get("cursor", "0")
    if not ID.fullmatch(cursor or "0"):
        raise Refused("the cursor is a number")
    skipped = min(int(cursor or 0), FURTHEST)
    return JsonResponse({"result": SUGGESTIONS[what](request, prefix, skipped)})


def suggest_entities(request: HttpRequest, prefix: str, skipped: int) -> list[dict[str, object]]:
    kinds = tuple(kinds_of(request.GET.getlist("type")))
    found = candidates(Query(prefix, kinds, limit=skipped + SUGGESTED, properties={}))
    return [
        {
            "id": str(each.entity.pk),
            "name": each.entity.name,
            "description": described(each.entity),
            "notable": types([each.entity.kind]),
        }
        for each in found[skipped:]
    ]


def suggest_types(request: HttpRequest, prefix: str, skipped: int) -> list[dict[str, str]]:
    return beginning(types(), prefix)[skipped:]


def suggest_properties(request: HttpRequest, prefix: str, skipped: int) -> list[dict[str, str]]:
    return beginning(properties(), prefix)[skipped:]


def beginning(things: list[dict[str, str]], prefix: str) -> list[dict[str, str]]:
    prefix = prefix.casefold()
    return [
        each for each in things if each["id"].startswith(prefix) or each["name"].casefold().startswith(prefix)
    ]


SUGGESTIONS = {"entity": suggest_entities, "type": suggest_types, "property": suggest_properties}


@csp_replace({"frame-ancestors": ["*"], "form-action": [NONE], "script-src": [NONE], "style-src": [SELF]})
@xframe_options_exempt
@for_all_sites("GET", "HEAD")
def reconcile_preview(request, pk):
    """A few lines about an entity, to be shown in a frame of another site."""
    found = Entity.objects.select_related("merged_into").filter(pk=pk).first()
    entity = found and found.shown
    if entity is None:
        raise Refused("there is nobody of this id", 404)
    first, last = first_and_last(entity)
    return render(
        request, "entities/reconcile_preview.html", {"entity": entity, "first": first, "last": last}
    )
