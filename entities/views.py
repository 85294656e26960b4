"""The pages of people, organisations and quotes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.queries import articles_where, neighbours, quotes_where
from articles.timeline import timeline
from articles.views import people_called, permanent
from entities import queries
from entities.filters import OrganisationFilter, PeopleFilter, QuoteFilter
from entities.models import Entity, Quote

SHOWN = 5  # Rows of each list on the page of a person.


@require_safe
def directory(request, kind):
    """People or organisations, by name or by how much they are quoted."""
    filter_class = PeopleFilter if kind == Entity.Kind.PERSON else OrganisationFilter
    filters = filter_class(request.GET, Entity.objects.in_the_news().filter(kind=kind).most_quoted_first())
    if filters.normal_address:
        return redirect(filters.normal_address)
    letters = filters.facet("letter", limit=None)
    return render(request, "entities/directory.html", {"filters": filters, "kind": kind, "letters": letters})


@require_safe
def entity(request, kind, pk, slug=""):
    """A person or an organisation: what they said, what is said of them, where they are named."""
    entity = get_object_or_404(Entity.objects.select_related("merged_into"), pk=pk).survivor
    if request.path != entity.get_absolute_url():
        return permanent(request, entity)
    articles = articles_where(**{kind: pk})
    quotes = quotes_where(speaker=pk)
    about = quotes_where(about=pk)
    first, last = queries.first_and_last(entity)
    context = {
        "entity": entity,
        "articles": articles,
        "quotes": quotes,
        "about": about,
        "first": first,
        "last": last,
        "spellings": queries.spellings_of(entity),
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
        "timeline": timeline(articles),
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
def quote(request, pk):
    """One quote alone, to cite: its words, its context, how it was found. It stays when withdrawn."""
    quote = get_object_or_404(
        Quote.with_withdrawn.select_related("article__publication", "speaker__merged_into").with_subjects(),
        pk=pk,
    )
    filters = QuoteFilter(request.GET, Quote.objects.newest_first())
    context = {
        "quote": quote,
        "article": quote.article,
        "blocks": [] if quote.withdrawn_at else queries.context_of(quote),
        "filters": filters,
        "neighbours": None if quote.withdrawn_at else neighbours(filters, quote),
    }
    return render(request, "entities/quote.html", context)
