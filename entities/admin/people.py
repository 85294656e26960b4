"""People and organisations: their names, where they are, and what editors decided about them."""

import re
from functools import partial

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles.admin import LargeTable, find_url
from entities import curation
from entities.admin.common import Curated, DecisionForm, decided, entity_link, entity_url
from entities.admin.merging import merge_chosen, merge_view, no_name_view, split_view
from entities.models import Alias, Entity, Organisation, Person
from entities.search import found_by_name

WIKIDATA_ID = re.compile(r"Q[1-9]\d*")


class EntityForm(DecisionForm):
    class Meta:
        model = Entity
        fields = ["name", "description", "wikidata_id", "died"]

    def clean_wikidata_id(self):
        value = self.cleaned_data["wikidata_id"].strip()
        if value and not WIKIDATA_ID.fullmatch(value):
            raise forms.ValidationError(_("A Wikidata id is a Q and a number: Q42."))
        return value


class AliasFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        """Fields say what they are: the headings of their columns are only for who sees them."""
        super().add_fields(form, index)
        if "text" in form.fields:
            form.fields["text"].widget.attrs["aria-label"] = _("Name")
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete “%(name)s”") % {
                "name": form.instance
            }


class AliasInline(admin.TabularInline):
    """Names are added and taken away, never changed: who was linked by one stays so."""

    model = Alias
    formset = AliasFormSet
    fields = ["text", "origin_of_name"]
    readonly_fields = ["origin_of_name"]
    extra = 1
    verbose_name, verbose_name_plural = _("name"), _("names that link to it")

    @admin.display(description=_("origin"))
    def origin_of_name(self, alias):
        return alias.get_origin_display() if alias.pk else ""

    def has_change_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm(f"entities.change_{obj.kind}") if obj else False

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("merged", _("merged into another")), ("blocked", _("not a name")), ("all", _("all"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("current")}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case "merged":
                return queryset.filter(merged_into__isnull=False)
            case "blocked":
                return queryset.filter(is_blocked=True)
            case "all":
                return queryset
        return queryset.current()


@admin.register(Entity)
class EntityAdmin(LargeTable):
    """Only for the fields in which an editor looks for a person or organisation by name."""

    search_fields = ["name"]
    ordering = ["-article_count", "pk"]

    def get_model_perms(self, request):
        return {}

    def get_queryset(self, request):
        return Entity.objects.current().order_by(*self.ordering)

    def get_search_results(self, request, queryset, search_term):
        return found_by_name(queryset, search_term) if search_term.strip() else queryset, False

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class NamedAdmin(Curated, LargeTable):
    """The admin of one kind of entity."""

    form = EntityForm
    change_form_template = "admin/entities/entity_change_form.html"
    actions = [merge_chosen]
    inlines = [AliasInline]
    list_display = ["name", "description", "quote_count", "article_count", "mention_count"]
    list_filter = [StateFilter, "is_name_locked"]
    list_select_related = ["merged_into"]
    search_fields = ["name"]
    search_help_text = _(
        "Any of their names or its beginning, in any spelling, with a typing error or without"
    )
    ordering = ["-quote_count", "-article_count"]
    fieldsets = [
        (None, {"fields": ["name", "description", "wikidata_id", "died", "reason", "seen"]}),
        (_("In the archive"), {"fields": ["figures", "names_of_merged", "created_at"]}),
    ]
    readonly_fields = ["shown_as", "figures", "names_of_merged", "created_at"]

    def has_add_permission(self, request):
        return False

    def get_list_display(self, request):
        """Who was merged or blocked is shown as somebody else, or as nobody."""
        return [*self.list_display, "shown_as"] if request.GET.get("state") else self.list_display

    def get_fieldsets(self, request, obj=None):
        named, (title, options) = super().get_fieldsets(request, obj)
        is_current = obj is None or obj.shown == obj
        shown_as = [] if is_current else ["shown_as"]
        return [named, (title, {"fields": [*shown_as, *options["fields"]]})]

    def get_urls(self):
        views = {"merge": merge_view, "split": split_view, "no-name": no_name_view}
        urls = [
            path(
                f"<int:pk>/{word}/",
                self.admin_site.admin_view(partial(view, admin_site=self.admin_site)),
                name=f"entities_{self.opts.model_name}_{word}",
            )
            for word, view in views.items()
        ]
        return [*urls, *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return found_by_name(queryset, search_term) if search_term.strip() else queryset, False

    def has_change_permission(self, request, obj=None):
        """Who was merged or blocked is changed no more: that decision can be undone."""
        is_current = obj is None or (obj.merged_into_id is None and not obj.is_blocked)
        return super().has_change_permission(request, obj) and is_current

    def save_model(self, request, obj, form, change):
        entity = Entity.objects.get(pk=obj.pk)
        how = {"actor": request.user, **form.decided_by}
        if "name" in form.changed_data:
            decided(request, curation.rename(entity, form.cleaned_data["name"], **how))
            how["seen"] = ""
        if {"description", "wikidata_id", "died"} & set(form.changed_data):
            values = {field: form.cleaned_data[field] for field in ("description", "wikidata_id", "died")}
            decided(request, curation.describe(entity, **values, **how))

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        how = {"actor": request.user, "reason": form.cleaned_data["reason"]}
        for alias in formset.deleted_objects:
            decided(request, curation.remove_name(alias, **how))
        for alias in formset.new_objects:
            decided(request, curation.add_name(Entity.objects.get(pk=alias.entity_id), alias.text, **how))

    @admin.display(description=_("shown as"))
    def shown_as(self, entity):
        return entity_link(entity) if entity.merged_into_id or entity.is_blocked else ""

    @admin.display(description=_("named and quoted"))
    def figures(self, entity):
        links = [
            (entity.quote_count, find_url("entities", "quote", of_entity=entity.pk), _("quotes")),
            (entity.mention_count, find_url("entities", "mention", of_entity=entity.pk), _("mentions")),
            (None, find_url("entities", "decision", of_entity=entity.pk), _("decisions")),
        ]
        rows = [(url, label if count is None else f"{count} {label}") for count, url, label in links]
        articles = format_html("{} {}", entity.article_count, _("articles"))
        return format_html("{} · {}", articles, format_html_join(" · ", '<a href="{}">{}</a>', rows))

    @admin.display(description=_("also the names of"))
    def names_of_merged(self, entity):
        merged = entity.merged.prefetch_related("aliases")
        rows = [
            (entity_url(other), other.name, ", ".join(alias.text for alias in other.aliases.all()))
            for other in merged
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>: {}', rows) or "–"


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    pass


@admin.register(Organisation)
class OrganisationAdmin(NamedAdmin):
    pass
