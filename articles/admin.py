"""Articles, publications and runs in the admin: to be read there, since only ingest writes them."""

from datetime import date

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import F, Max, Min
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import ID_BITS, Article, IngestOutcome, IngestRun, Publication, order_key

COUNTED = 10_000  # Rows that a list of the admin counts: beyond, it says "more than".


class CappedPaginator(Paginator):
    """Pages of a long list, which is not counted to its end."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: COUNTED + 1].count()  # type: ignore[attr-defined]

    @property
    def is_capped(self) -> bool:
        return self.count > COUNTED


class ReadOnly(admin.ModelAdmin):
    """The admin of what only a command writes."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LargeTable(admin.ModelAdmin):
    """The admin of a table that may have millions of rows."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50


class FixedFilter(admin.SimpleListFilter):
    """Keeps what belongs to one row of another table: shown once a link set it, to be taken away."""

    def lookups(self, request, model_admin):
        value = self.used_parameters.get(self.parameter_name or "")
        if isinstance(value, list):
            value = value[-1]
        return [(value, self.describe(value))] if value and value.isdecimal() else []

    def describe(self, value: str) -> str:
        return value

    def has_output(self) -> bool:
        return bool(self.lookup_choices)


class YearFilter(admin.SimpleListFilter):
    """Years of publication, by the order key: a range of it is a range of days."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        dated = Article.objects.filter(order_key__gte=1 << ID_BITS)
        ends = dated.aggregate(first=Min("order_key"), last=Max("order_key"))
        if ends["first"] is None:
            return [("none", _("undated"))]
        first, last = (self.year_of(ends[end]) for end in ("first", "last"))
        return [*((str(year), str(year)) for year in range(last, first - 1, -1)), ("none", _("undated"))]

    @staticmethod
    def year_of(key: int) -> int:
        return date.fromordinal(key >> ID_BITS).year

    def queryset(self, request, queryset):
        value = self.value()
        if value == "none":
            return queryset.filter(order_key__lt=1 << ID_BITS)
        if value and value.isdecimal() and 1 <= int(value) < 9999:
            first, next_first = date(int(value), 1, 1), date(int(value) + 1, 1, 1)
            return queryset.filter(order_key__gte=order_key(first, 0), order_key__lt=order_key(next_first, 0))
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The languages that are read, without asking every article for its own."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [*((code, code) for code in settings.PIPELINES), ("other", _("other"))]

    def queryset(self, request, queryset):
        if self.value() == "other":
            return queryset.exclude(language__in=settings.PIPELINES)
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    list_display = ["name", "articles"]
    search_fields = ["name"]

    @admin.display(description=_("articles"))
    def articles(self, publication):
        return list_link(Article, _("articles"), publication__id__exact=publication.pk)


@admin.register(Article)
class ArticleAdmin(ReadOnly, LargeTable):
    list_display = ["heading_in_list", "publication", "published", "language", "pipeline", "changed_at"]
    list_filter = ["publication", YearFilter, "precision", LanguageFilter]
    search_fields = ["external_id"]
    search_help_text = _("Words of the title or text, or an id in a publication")
    ordering = ["-order_key"]
    fieldsets = [
        (None, {"fields": ["title", "publication", "external_id", "published", "language", "url"]}),
        (_("Findings"), {"fields": ["findings"]}),
        (_("Text"), {"fields": ["text"]}),
        (
            _("How it was read"),
            {
                "fields": [
                    "file",
                    "record",
                    "warnings",
                    "pipeline",
                    "pipeline_version",
                    "created_at",
                    "changed_at",
                    "text_hash",
                ]
            },
        ),
    ]
    readonly_fields = ["findings"]

    def get_queryset(self, request):
        articles = Article.objects.select_related("publication")
        if getattr(request.resolver_match, "url_name", "").endswith("_changelist"):
            articles = articles.defer("text").annotate(start=Substr("text", 1, 160))
        return articles

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        by_id = Article.objects.filter(external_id=search_term.strip())
        return queryset.filter(pk__in=Article.objects.matching(search_term).values("pk")) | queryset.filter(
            pk__in=by_id.values("pk")
        ), False

    @admin.display(description=_("article"), ordering=F("title"))
    def heading_in_list(self, article):
        return article.title or Truncator(article.start).chars(90) or article.external_id

    @admin.display(description=_("in this article"))
    def findings(self, article):
        links = [
            (find_url("entities", "mention", article=article.pk), _("mentions")),
            (find_url("entities", "quote", article=article.pk), _("quotes")),
            (find_url("entities", "decision", article=article.pk), _("decisions")),
            (f"{reverse('admin:entities_quote_add')}?article={article.pk}", _("add a quote that was missed")),
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)


class OfRunFilter(FixedFilter):
    title = _("run")
    parameter_name = "of_run"

    def describe(self, value):
        return str(IngestRun.objects.filter(pk=value).first() or value)

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(run=value) if value and value.isdecimal() else queryset


@admin.register(IngestRun)
class IngestRunAdmin(ReadOnly):
    list_display = ["started_at", "finished_at", "new", "changed", "same", "failed", "outcomes", "pipeline"]
    list_filter = ["started_at"]
    date_hierarchy = "started_at"
    readonly_fields = ["outcomes"]

    @admin.display(description=_("outcomes"))
    def outcomes(self, run):
        return list_link(IngestOutcome, _("which"), of_run=run.pk)


@admin.register(IngestOutcome)
class IngestOutcomeAdmin(ReadOnly, LargeTable):
    list_display = ["file", "record", "kind", "reason", "article_link", "run"]
    list_filter = ["kind", OfRunFilter]
    search_fields = ["file", "reason"]
    list_select_related = ["run"]
    ordering = ["-pk"]

    @admin.display(description=_("article"))
    def article_link(self, outcome):
        if outcome.article_id is None:
            return ""
        url = reverse("admin:articles_article_change", args=[outcome.article_id])
        return format_html('<a href="{}">{}</a>', url, outcome.article_id)


def find_url(app: str, model: str, **filters) -> str:
    """The address of a list of the admin with these filters."""
    return f"{reverse(f'admin:{app}_{model}_changelist')}?{urlencode(filters)}"


def list_link(model, text, **filters) -> str:
    return format_html(
        '<a href="{}">{}</a>', find_url(model._meta.app_label, model._meta.model_name, **filters), text
    )
