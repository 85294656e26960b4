"""The log of decisions with the way to undo them, and the block list."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin import LargeTable, ReadOnly
from entities import curation
from entities.admin.common import (
    Curated,
    decided,
    decision_url,
    entity_link,
    say_done,
    say_refused,
    undo_url,
)
from entities.admin.findings import InArticleFilter, OfEntityFilter
from entities.curation import Refused
from entities.history import first_of_acts, sentence
from entities.models import BlockedName, Decision, Entity
from entities.search import found_by_name
from entities.workshop import reach_of_block


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("standing", _("standing")), ("undone", _("undone"))]

    def queryset(self, request, queryset):
        match self.value():
            case "standing":
                return queryset.standing()
            case "undone":
                return queryset.filter(reverted_at__isnull=False)
        return queryset


class ConcerningFilter(OfEntityFilter):
    title = _("about")

    def queryset(self, request, queryset):
        value = self.value()
        entity = Entity.objects.filter(pk=value).first() if value and value.isdecimal() else None
        return queryset.concerning(entity) if entity else queryset


class ActorFilter(admin.SimpleListFilter):
    title = _("editor")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        names = Decision.objects.order_by("actor_name").values_list("actor_name", flat=True).distinct()
        return [(name, name) for name in names if name]

    def queryset(self, request, queryset):
        return queryset.filter(actor_name=self.value()) if self.value() else queryset


@admin.action(permissions=["undo_many"], description=_("Undo the chosen decisions…"))
def undo_chosen(modeladmin, request, queryset):
    """Undo several acts at once: first what they are, then, once confirmed, the newest first."""
    decisions = list(queryset.standing().order_by("-pk")[:200])
    if not decisions:
        modeladmin.message_user(request, gettext("All of these were undone already."), messages.WARNING)
        return None
    if request.POST.get("confirmed"):
        try:
            with transaction.atomic():
                for decision in decisions:
                    curation.undo(decision.group, actor=request.user)
        except Refused as refused:
            say_refused(request, refused)
            return None
        done = ngettext("%d decision was undone.", "%d decisions were undone.", len(decisions)) % len(
            decisions
        )
        modeladmin.message_user(request, done, messages.SUCCESS)
        return None
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": gettext("Undo decisions"),
        "decisions": [(decision, sentence(decision, decision.size)) for decision in decisions],
        "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/entities/decision/undo_chosen.html", context)


@admin.register(Decision)
class DecisionAdmin(ReadOnly, LargeTable):
    """One row an act of an editor; each can be undone."""

    list_display = ["what", "size", "by", "state", "reason"]
    list_filter = [StandingFilter, "kind", ActorFilter, ConcerningFilter, InArticleFilter]
    list_select_related = ["entity", "other", "reverted_by"]
    search_fields = ["reason", "actor_name"]
    search_help_text = _("Words of the reason, or a name of whom it is about")
    ordering = ["-pk"]
    fields = ("what", "kind", "actor_name", "created_at", "reason", "about", "state", "others", "snapshot")
    readonly_fields = ("what", "about", "state", "others")
    change_form_template = "admin/entities/decision/change_form.html"
    actions = [undo_chosen]

    def get_list_display(self, request):
        may_undo = request.user.has_perm("entities.change_decision")
        return [*self.list_display[:-1], "undo", self.list_display[-1]] if may_undo else self.list_display

    def has_undo_many_permission(self, request):
        return request.user.has_perm("entities.undo_many_decisions")

    def get_queryset(self, request):
        decisions = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "").endswith("_changelist"):
            decisions = first_of_acts(decisions)
        return decisions

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        named = found_by_name(Entity.objects.all(), search_term).values("pk")
        about = Q(entity__in=named) | Q(other__in=named)
        for word in search_term.split():
            queryset = queryset.filter(about | Q(reason__icontains=word) | Q(actor_name__icontains=word))
        return queryset, False

    def get_urls(self):
        undo = path(
            "undo/<uuid:group>/", self.admin_site.admin_view(self.undo_view), name="entities_decision_undo"
        )
        return [undo, *super().get_urls()]

    def undo_view(self, request, group):
        """Show what undoing an act undoes, and undo it."""
        if not request.user.has_perm("entities.change_decision"):
            raise PermissionDenied
        decisions = list(
            Decision.objects.filter(group=group).select_related("entity", "other").order_by("pk")
        )
        if not decisions:
            raise Http404
        if request.method == "POST":
            try:
                curation.undo(group, actor=request.user)
                messages.success(request, _("Undone."))
            except Refused as refused:
                say_refused(request, refused)
            return HttpResponseRedirect(decision_url(decisions[0]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Undo a decision"),
            "decisions": [(decision, sentence(decision)) for decision in decisions[:200]],
            "first": decisions[0],
            "size": len(decisions),
        }
        return TemplateResponse(request, "admin/entities/decision/undo.html", context)

    @admin.display(description=_("decision"))
    def what(self, decision):
        return sentence(decision, getattr(decision, "size", 1))

    @admin.display(description=_("how many"), ordering="size")
    def size(self, decision):
        return decision.size

    @admin.display(description=_("decided"), ordering="created_at")
    def by(self, decision):
        """By whom, and when."""
        at = date_format(timezone.localtime(decision.created_at), "SHORT_DATETIME_FORMAT")
        return f"{decision.actor_name or '–'}, {at}"

    @admin.display(description=_("state"))
    def state(self, decision):
        if decision.reverted_at is None:
            return _("standing")
        by = decision.reverted_by.get_username() if decision.reverted_by else _("somebody")
        at = date_format(timezone.localtime(decision.reverted_at), "SHORT_DATETIME_FORMAT")
        return _("undone by %(by)s on %(at)s") % {"by": by, "at": at}

    @admin.display(description=_("undo"))
    def undo(self, decision):
        if decision.reverted_at is not None:
            return ""
        return format_html('<a href="{}">{}</a>', undo_url(decision.group), _("Undo"))

    @admin.display(description=_("about"))
    def about(self, decision):
        links = [entity_link(entity) for entity in (decision.entity, decision.other) if entity]
        for name in ("mention", "quote"):
            if getattr(decision, f"{name}_id"):
                pk = getattr(decision, f"{name}_id")
                url = reverse(f"admin:entities_{name}_change", args=[pk])
                links.append(format_html('<a href="{}">{} {}</a>', url, _(name), pk))
        return format_html_join(" · ", "{}", ((link,) for link in links)) or "–"

    @admin.display(description=_("decided together with"))
    def others(self, decision):
        others = Decision.objects.filter(group=decision.group).exclude(pk=decision.pk).order_by("pk")
        rows = [(decision_url(other), sentence(other)) for other in others[:100]]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', rows) or "–"


class BlockForm(forms.ModelForm):
    """First says what blocking a name touches; blocks it once that was seen."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000)
    touches = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BlockedName
        fields = ["kind", "text"]

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data.copy() if data else None, *args, **kwargs)

    def clean(self):
        data = super().clean() or {}
        if not data.get("text") or self.errors:
            return data
        reach = reach_of_block(data["kind"], data["text"])
        if data.get("touches") != reach.token:
            # The form comes back with the number in it: sent again, it blocks.
            self.data["touches"] = reach.token
            raise forms.ValidationError(reach.sentence)
        return data


@admin.register(BlockedName)
class BlockedNameAdmin(Curated):
    """A name is blocked here, and let go again by undoing the decision."""

    form = BlockForm
    list_display = ["text", "kind", "by", "since", "reason", "undo"]
    list_filter = ["kind"]
    list_select_related = ["decision"]
    search_fields = ["folded"]

    def has_change_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": ["kind", "text", "reason"] + ([] if obj else ["touches"])})]

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        group = curation.block(data["kind"], data["text"], actor=request.user, reason=data["reason"])
        decided(request, group)
        obj.pk = BlockedName.objects.get(decision__group=group).pk

    def response_add(self, request, obj, post_url_continue=None):
        for group in request.decided:
            say_done(request, group)
        return self.response_post_save_add(request, obj)

    @admin.display(description=_("by"))
    def by(self, name):
        return name.decision.actor_name if name.decision else ""

    @admin.display(description=_("since"))
    def since(self, name):
        return name.decision.created_at if name.decision else ""

    @admin.display(description=_("reason"))
    def reason(self, name):
        return name.decision.reason if name.decision else ""

    @admin.display(description=_("undo"))
    def undo(self, name):
        if name.decision is None:
            return ""
        return format_html('<a href="{}">{}</a>', undo_url(name.decision.group), _("Undo"))
