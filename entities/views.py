"""The pages of people, organisations and quotes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import linked_data
from articles.charts import chart
from articles.citing import cite_quote
from articles.queries import articles_where, neighbours, quotes_where
from articles.timeline import timeline
from articles.twins import (
    SAYER_COLUMNS,
    EntityTwin,
    QuoteTwin,
    sayer_rows,
    table_twin_response,
    twin_response,
)
from articles.views import citation_response, facet_page, people_called, permanent
from entities import queries
from entities.filters import OrganisationFilter, PeopleFilter, QuoteFilter, WhoSaidFilter
from entities.history import history_of, history_of_quote
from entities.models import Entity, Quote

MOST_SAYERS = 100  # On the page of who said a word most; its twins hold all.
SHOWN = 5  # Rows of each list on the page of a person.


def directory_of(request, kind):
    filter_class = PeopleFilter if kind == Entity.Kind.PERSON else OrganisationFilter
    return filter_class(request.GET, Entity.objects.in_the_news().filter(kind=kind).most_quoted_first())


@require_safe
def directory_twin(request, kind, form):
    """Exactly the rows of a directory, for machines."""
    return twin_response(request, directory_of(request, kind), EntityTwin(request), form)


@require_safe
def directory(request, kind):
    """People or organisations, by name or by how much they are quoted."""
    filters = directory_of(request, kind)
    if filters.normal_address:
        return redirect(filters.normal_address)
    context = {"filters": filters, "kind": kind, "letters": filters.letters}
    return render(request, "entities/directory.html", context)


@require_safe
def entity(request, kind, pk, slug=""):
    """A person or an organisation: what they said, what is said of them, where they are named."""
    entity = get_object_or_404(Entity.objects.select_related("merged_into"), pk=pk).survivor
    if entity.is_blocked:
        return render(request, "entities/no_name.html", {"history": history_of(entity)}, status=410)
    if request.path != entity.get_absolute_url():
        return permanent(request, entity)
    articles = articles_where(**{kind: pk})
    quotes = quotes_where(speaker=pk)
    about = quotes_where(about=pk)
    first, last = queries.first_and_last(entity)
    spellings = queries.spellings_of(entity)
    address = request.build_absolute_uri(entity.get_absolute_url())
    context = {
        "entity": entity,
        "linked": linked_data.of_entity(entity, address, [each.text for each in spellings]),
        "articles": articles,
        "quotes": quotes,
        "about": about,
        "first": first,
        "last": last,
        "spellings": spellings,
        "functions": queries.functions_of(entity),
        "namesakes": queries.namesakes_of(entity),
        "newest_quotes": quotes.qs.for_lists()[:SHOWN],
        "newest_about": about.qs.for_lists()[:SHOWN],
        "newest_articles": articles.qs.for_lists()[:SHOWN],
        "people": articles.facet("person"),
        "organisations": articles.facet("organisation"),
        "countries": articles.facet("country"),
        "publications": articles.facet("publication"),
        "speaks_about": quotes.facet("about"),
        "chart": chart([_("Quotes"), _("Articles")], {"": [quotes, articles]}),
        "history": history_of(entity),
    }
    return render(request, "entities/entity.html", context)


@require_safe
def quote_list(request):
    """Who said what, about whom, where and when: one page of the quotes that pass every filter."""
    filters = QuoteFilter(request.GET, Quote.objects.newest_first())
    if filters.normal_address:
        return redirect(filters.normal_address)
    context = {"filters": filters, "timeline": timeline(filters), "people": people_called(filters)}
    return render(request, "entities/quote_list.html", context)


@require_safe
def who_said(request):
    """Who says this word most, and since when."""
    filters = WhoSaidFilter(request.GET, Quote.objects.newest_first())
    if filters.normal_address:
        return redirect(filters.normal_address)
    sayers = queries.who_said(filters, MOST_SAYERS + 1) if filters.words else []
    context = {"filters": filters, "sayers": sayers[:MOST_SAYERS], "has_more": len(sayers) > MOST_SAYERS}
    return render(request, "entities/who_said.html", context)


@require_safe
def who_said_twin(request, form):
    """All who say this word, for machines."""
    filters = WhoSaidFilter(request.GET, Quote.objects.newest_first())
    sayers = queries.who_said(filters) if filters.words else []
    return table_twin_response(request, filters, SAYER_COLUMNS, sayer_rows(request, sayers), form)


@require_safe
def quote_twin(request, form):
    """Exactly the rows of the list of quotes, for machines."""
    return twin_response(
        request, QuoteFilter(request.GET, Quote.objects.newest_first()), QuoteTwin(request), form
    )


@require_safe
def quote_facet(request, name):
    return facet_page(request, QuoteFilter(request.GET, Quote.objects.newest_first()), name)


@require_safe
def quote(request, pk):
    """One quote alone, to cite: its words, its context, how it was found. It stays when withdrawn."""
    quote = get_object_or_404(
        Quote.with_withdrawn.select_related("article__publication", "speaker__merged_into").with_subjects(),
        pk=pk,
    )
    filters = QuoteFilter(request.GET, Quote.objects.newest_first())
    address = request.build_absolute_uri(quote.get_absolute_url())
    is_standing = not (quote.withdrawn_at or quote.is_rejected)
    context = {
        "quote": quote,
        "is_standing": is_standing,
        "article": quote.article,
        "citation": cite_quote(quote, address),
        "linked": linked_data.of_quote(quote, address),
        "blocks": queries.context_of(quote) if is_standing else [],
        "filters": filters,
        "neighbours": neighbours(filters, quote) if is_standing else None,
        "history": history_of_quote(quote),
    }
    return render(request, "entities/quote.html", context)


@require_safe
def quote_citation(request, pk, form):
    quotes = Quote.with_withdrawn.select_related("article__publication", "speaker__merged_into")
    quote = get_object_or_404(quotes, pk=pk)
    return citation_response(cite_quote(quote, request.build_absolute_uri(quote.get_absolute_url())), form)
