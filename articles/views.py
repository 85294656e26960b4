"""The pages of articles, countries and dates."""

import calendar

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import linked_data, queries
from articles.charts import chart
from articles.citing import FORMS, cite_article
from articles.countries import CODES, country_name
from articles.filtering import PAGE_SIZE, clean
from articles.filters import EXACT, ArticleFilter, CountriesFilter
from articles.hits import hits_of_articles, hits_of_quotes
from articles.models import Article
from articles.periods import period_of
from articles.reading import add_snippets, mark_hits, read
from articles.related import same_people
from articles.timeline import timeline
from articles.twins import COUNTRY_COLUMNS, ArticleTwin, country_rows, table_twin_response, twin_response
from articles.world_map import world_map
from entities.filters import QuoteFilter
from entities.models import Entity, Quote
from entities.queries import who_said
from entities.search import called, suggest

MOST_VALUES = 300  # Of a facet, on the page that is there for them.
SPEAKERS = 10  # On the page of a country.
SHOWN = 5  # Rows of each list on a page that shows several.
MOST_CALLED = 3  # People of a name that stand before the articles with its words.


@require_safe
def home(request):
    """The door of the archive: who, what, where, when."""
    context = {
        "holdings": queries.holdings(),
        "most_quoted": Entity.objects.current().filter(quote_count__gt=0).most_quoted_first()[:10],
        "newest_quotes": Quote.objects.newest_first().for_lists()[:4],
        "newest_articles": Article.objects.newest_first().for_lists()[:5],
        "countries": queries.articles_where().facet("country", limit=14),
        "timeline": timeline(queries.articles_where()),
    }
    return render(request, "articles/home.html", context)


@require_safe
def article_list(request):
    """Browse the archive: one page of the articles that pass every filter."""
    filters = ArticleFilter(request.GET, Article.objects.newest_first())
    if filters.normal_address:
        return redirect(filters.normal_address)
    if filters.words:
        add_snippets(filters.page, filters.words)
    context = {"filters": filters, "timeline": timeline(filters), "people": people_called(filters)}
    return render(request, "articles/article_list.html", context)


@require_safe
def article_twin(request, form):
    """Exactly the rows of the list of articles, for machines."""
    filters = ArticleFilter(request.GET, Article.objects.newest_first())
    return twin_response(request, filters, ArticleTwin(request), form)


def people_called(filters):
    """People and organisations whose name is what the reader looks for: most want them first."""
    if not filters.words:
        return []
    find = called if filters.total else suggest
    return find(filters.words, MOST_CALLED, kind="")


@require_safe
def article(request, pk, slug=""):
    """One article, with what was found in it, and its neighbours in the list that the reader came from."""
    article = get_object_or_404(Article.objects.select_related("publication"), pk=pk)
    if request.path != article.get_absolute_url():
        return permanent(request, article)
    mentions, quotes = queries.findings_of(article)
    filters, hits, beside = way_here(request, article, mentions, quotes)
    is_editing = "edit" in request.GET and request.user.has_perm("entities.change_mention")
    way_back = request.get_full_path() if is_editing else ""
    blocks = read(article.text, mentions, quotes, hits, way_back)
    # What has no title in its file may have a headline in its text.
    headline = blocks.pop(0) if not article.title and blocks and blocks[0].kind == "headline" else None
    address = request.build_absolute_uri(article.get_absolute_url())
    entities = queries.entities_of(article)
    context = {
        "article": article,
        "linked": linked_data.of_article(article, address, entities),
        "filters": filters,
        "headline": headline.html if headline else mark_hits(article.title, filters.words),
        "blocks": blocks,
        "quotes": quotes,
        "entities": entities,
        "countries": queries.countries_of(article),
        "citation": cite_article(article, address),
        "by_editors": queries.set_by_editors(mentions),
        "same_people": same_people(article, entities),
        "neighbours": beside,
        "carried": filters.carried_to_article if isinstance(filters, QuoteFilter) else filters.carried,
        "hits": len(hits.places),
        "is_editing": is_editing,
        "edit_address": edit_address(request, not is_editing),
    }
    return render(request, "articles/article.html", context)


def way_here(request, article, mentions, quotes):
    """The list that the reader came from, what it asks for in this article, and what stands beside that."""
    if request.GET.get("list") == "quotes":
        of_quotes = QuoteFilter(request.GET, Quote.objects.newest_first())
        hits = hits_of_quotes(of_quotes, article, quotes)
        own = [quote for quote in quotes if quote.pk in hits.quotes]
        return of_quotes, hits, queries.neighbours_of_quotes(of_quotes, own)
    filters = ArticleFilter(request.GET, Article.objects.newest_first())
    hits = hits_of_articles(filters, article.text, mentions)
    return filters, hits, queries.neighbours(filters, article)


def edit_address(request, is_editing):
    """The address of this page as one on which names lead to their correction, or not."""
    query = request.GET.copy()
    query.pop("edit", None)
    if is_editing:
        query["edit"] = "1"
    return request.path + (f"?{query.urlencode()}" if query else "")


@require_safe
def article_citation(request, pk, form):
    article = get_object_or_404(Article.objects.select_related("publication"), pk=pk)
    return citation_response(
        cite_article(article, request.build_absolute_uri(article.get_absolute_url())), form
    )


def citation_response(citation, form):
    """A citation as a file for a reference manager."""
    if form not in FORMS:
        raise Http404
    _name, media_type, write = FORMS[form]
    response = HttpResponse(write(citation), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.{form}"'
    return response


def permanent(request, thing):
    """The right address of what was asked for by an old or shortened one."""
    query = request.META["QUERY_STRING"]
    return redirect(thing.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)


@require_safe
def article_facet(request, name):
    return facet_page(request, ArticleFilter(request.GET, Article.objects.newest_first()), name)


def facet_page(request, filters, name):
    """All values of one facet of a list, to find one among many."""
    if name not in filters.facets:
        raise Http404
    find = clean(request.GET.get("find", ""))[:100]
    context = {"filters": filters, "facet": filters.facet(name, limit=MOST_VALUES, words=find), "find": find}
    return render(request, "facet.html", context)


@require_safe
def publication_list(request):
    """The publications of the archive; each leads to its articles."""
    publications = queries.articles_where().facet("publication", limit=None)
    return render(request, "articles/publication_list.html", {"publications": publications})


@require_safe
def country_list(request):
    """The countries in the news, on a map and in a table; filters of articles narrow both."""
    filters = CountriesFilter(request.GET, Article.objects.newest_first())
    if filters.normal_address:
        return redirect(filters.normal_address)
    countries = countries_of(filters)
    context = {"filters": filters, "countries": countries, "map": world_map(countries.values)}
    return render(request, "articles/country_list.html", context)


@require_safe
def country_twin(request, form):
    """The numbers of the map, for machines."""
    filters = CountriesFilter(request.GET, Article.objects.newest_first())
    rows = country_rows(request, countries_of(filters).values)
    return table_twin_response(request, filters, COUNTRY_COLUMNS, rows, form)


def countries_of(filters):
    """The countries of the articles that pass these filters, each with the list of its articles."""
    articles = ArticleFilter(QueryDict(filters.carried[1:]), Article.objects.newest_first())
    return articles.facet("country", limit=None)


@require_safe
def country(request, code):
    """One country: its articles, who is in them, who is quoted in them, and when."""
    if code.upper() not in CODES:
        raise Http404
    if code != code.upper():
        return redirect("country", code.upper(), permanent=True)
    articles, quotes = queries.articles_where(country=code), queries.quotes_where(country=code)
    context = {
        "code": code,
        "name": country_name(code),
        "articles": articles,
        "quotes": quotes,
        "newest_quotes": quotes.qs.for_lists()[:SHOWN],
        "newest_articles": articles.qs.for_lists()[:SHOWN],
        "speakers": who_said(quotes, SPEAKERS) if quotes.total else [],
        "all_speakers": f"{reverse('quote_facet', args=['speaker'])}{quotes.carried}",
        "people": articles.facet("person"),
        "countries": articles.facet("country"),
        "publications": articles.facet("publication"),
        "chart": chart([_("Quotes"), _("Articles")], {"": [quotes, articles]}),
    }
    return render(request, "articles/country.html", context)


@require_safe
def dates(request):
    """The years of the archive."""
    context = {"years": queries.years(), "undated": Article.objects.undated().count()}
    return render(request, "articles/date_list.html", context)


@require_safe
def year(request, year):
    """A year: its months, and the articles of which no more than the year is known."""
    period = period_or_404(f"{year:04}")
    counts = queries.count_by_period(period.first_day, period.last_day)
    months = [period_or_404(f"{year:04}-{month:02}") for month in range(1, 13)]
    context = period_context(
        request, period, Article.objects.within(period.first_day, period.last_day).filter(precision="year")
    ) | {
        "months": [
            (month, sum(n for value, n in counts.items() if value.startswith(month.value)))
            for month in months
        ],
        "total": counts.total(),
        "vague": counts[period.value],
    }
    return render(request, "articles/year.html", context)


@require_safe
def month(request, year, month):
    """A month: its days, and all its articles."""
    period = period_or_404(f"{year:04}-{month:02}")
    counts = queries.count_by_period(period.first_day, period.last_day)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    context = period_context(request, period, Article.objects.within(period.first_day, period.last_day)) | {
        "weeks": [
            [(day, counts[day.isoformat()] if day.month == month else None) for day in week] for week in weeks
        ],
        "total": counts.total(),
        "vague": counts[period.value],
        "weekdays": list(WEEKDAYS.values()),
    }
    return render(request, "articles/month.html", context)


@require_safe
def day(request, year, month, day):
    """A day and its articles."""
    period = period_or_404(f"{year:04}-{month:02}-{day:02}")
    context = period_context(request, period, Article.objects.within(period.first_day, period.last_day))
    return render(request, "articles/day.html", context | {"total": context["page"].paginator.count})


def period_or_404(value: str):
    period = period_of(value)
    if period is None:
        raise Http404
    return period


def period_context(request, period, articles):
    """What the pages of a year, a month and a day have in common."""
    spanning = {"from_": period.value, "to": period.value}
    if period.precision != "year":
        spanning["date"] = EXACT  # The counts of a calendar are those of its days.
    articles_of_period = queries.articles_where(**spanning)
    quotes_of_period = queries.quotes_where(**spanning)
    return {
        "period": period,
        "page": Paginator(articles.newest_first().for_lists(), PAGE_SIZE).get_page(request.GET.get("page")),
        "previous": queries.period_beside(period, -1),
        "next": queries.period_beside(period, 1),
        "articles": articles_of_period,
        "quotes": quotes_of_period,
        "speakers": quotes_of_period.facet("speaker"),
        "people": articles_of_period.facet("person"),
        "countries": articles_of_period.facet("country"),
    }
