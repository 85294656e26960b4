"""What the admins of curation share: an editor's decision, its refusal, and the way to undo it."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from entities.curation import Refused, state_of
from entities.models import Decision


class DecisionForm(forms.ModelForm):
    """A form of which every change is a decision: with a reason, and what the editor saw before it."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the public history."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = state_of(self.instance)

    @property
    def decided_by(self) -> dict:
        """What every function of entities/curation.py wants to know besides what is decided."""
        return {"reason": self.cleaned_data["reason"], "seen": self.cleaned_data["seen"]}


class Curated(admin.ModelAdmin):
    """The admin of what changes by decisions: nothing is deleted, and a refusal is a message."""

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            say_refused(request, refused)
            return HttpResponseRedirect(request.get_full_path())

    def log_change(self, request, obj, message):
        """Decisions are their own log."""

    def log_addition(self, request, obj, message):
        """Decisions are their own log."""

    def response_change(self, request, obj):
        if not getattr(request, "decided", []):
            self.message_user(request, _("Nothing was changed."), messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        for group in request.decided:
            say_done(request, group)
        # Saving a finding may have put another row in its place.
        if not self.get_queryset(request).filter(pk=obj.pk).exists() or "_continue" not in request.POST:
            return self.response_post_save_change(request, obj)
        return HttpResponseRedirect(request.get_full_path())


def decided(request, group) -> None:
    """Remember an act of this request, to be told with the way to undo it."""
    request.decided = [*getattr(request, "decided", []), group]


def say_done(request, group) -> None:
    link = format_html('<a href="{}">{}</a>', undo_url(group), _("Undo"))
    messages.success(request, format_html("{} {}", _("Decided."), link))


def say_refused(request, refused: Refused) -> None:
    """Say why, with the way to the decision that stands in the way, and to undoing it."""
    message = str(refused)
    if refused.decision:
        see = format_html('<a href="{}">{}</a>', decision_url(refused.decision), _("See it"))
        undo = format_html('<a href="{}">{}</a>', undo_url(refused.decision.group), _("Undo it…"))
        message = format_html("{} {} · {}", message, see, undo)
    messages.error(request, message)


def undo_url(group) -> str:
    """The page that asks before an act is undone."""
    return reverse("admin:entities_decision_undo", args=[group])


def decision_url(decision: Decision) -> str:
    return reverse("admin:entities_decision_change", args=[decision.pk])


def change_url(obj) -> str:
    """The admin page of a row."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def entity_url(entity) -> str:
    """The admin page of a person or organisation."""
    return reverse(f"admin:entities_{entity.kind}_change", args=[entity.pk])


def entity_link(entity) -> str:
    """The name of whom readers see for an entity, with the way to their admin page."""
    if entity is None:
        return "–"
    link = format_html('<a href="{}">{}</a>', entity_url(entity.survivor), entity.survivor.name)
    if entity.shown is None:
        return format_html("{} ({})", link, _("not a name"))
    if entity.merged_into_id:
        return format_html("{} ({})", link, entity.name)
    return link
