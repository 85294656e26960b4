"""The pages on which editors say that two are the same, or that one is two."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import curation, workshop
from entities.admin.choosing import NamedChoice
from entities.admin.common import entity_url, say_done, say_refused
from entities.curation import Refused, state_of
from entities.models import Entity, Mention
from entities.search import found_by_name

FOUND = 20  # People that a search on the merge page shows.
MENTIONS = 50  # Mentions on one page of the split page.


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the public history."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def allowed(request, entity: Entity) -> Entity:
    """The entity, if this editor may decide about it."""
    if not request.user.has_perm(f"entities.change_{entity.kind}"):
        raise PermissionDenied
    return entity


def merge_view(request, admin_site, pk: int):
    """Whether two are the same: first who the other is, then both side by side and what would change."""
    entity = allowed(request, get_object_or_404(Entity, pk=pk))
    if entity.merged_into_id:
        return HttpResponseRedirect(entity_url(entity))
    others = request.GET.getlist("with")
    losers = list(
        Entity.objects.filter(pk__in=[other for other in others if other.isdecimal()]).exclude(pk=pk)
    )
    context = {
        **admin_site.each_context(request),
        "title": _("Merge with %(name)s") % {"name": entity.name},
        "opts": Entity._meta,
        "entity": entity,
        "list_url": entity_url(entity).removesuffix(f"{pk}/change/"),
        "entity_url": entity_url(entity),
    }
    if not losers:
        words = request.GET.get("q", "")
        others = Entity.objects.current().filter(kind=entity.kind).exclude(pk=pk).most_quoted_first()
        found = found_by_name(others, words)[:FOUND] if words.strip() else None
        context |= {"words": words, "found": found}
        return TemplateResponse(request, "admin/entities/find_other.html", context)

    form = ReasonForm(request.POST or None, initial={"seen": state_of(*losers, entity)})
    if request.method == "POST" and form.is_valid():
        how = {
            "actor": request.user,
            "reason": form.cleaned_data["reason"],
            "seen": form.cleaned_data["seen"],
        }
        try:
            if "different" in request.POST and len(losers) == 1:
                group = curation.tell_apart(losers[0], entity, **how)
            else:
                group = curation.merge_all(losers, entity, **how)
            say_done(request, group)
            return HttpResponseRedirect(entity_url(entity))
        except Refused as refused:
            say_refused(request, refused)
            return HttpResponseRedirect(request.get_full_path())
    context |= {
        "form": form,
        "survivor": workshop.side_of(entity),
        "losers": [(workshop.side_of(loser), workshop.warnings_about(loser, entity)) for loser in losers],
        "effect": workshop.effect_of(losers, entity),
        "swapped": f"{entity_url(losers[0]).removesuffix('change/')}merge/?with={pk}"
        if len(losers) == 1
        else "",
    }
    return TemplateResponse(request, "admin/entities/merge.html", context)


class SplitForm(ReasonForm):
    """To whom the ticked mentions belong: somebody of the archive, or a new name."""

    to = forms.ModelChoiceField(
        Entity.objects.all(), label=gettext_lazy("They are of"), required=False, empty_label=""
    )
    name = forms.CharField(
        label=gettext_lazy("or of somebody new, called"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Two who have one name want an addition: “Jan de Vries (skater)”."),
    )

    def __init__(self, *args, admin_site, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.widget = NamedChoice(Mention._meta.get_field("entity"), admin_site)
        field.widget.choices = field.choices

    def clean(self):
        data = super().clean()
        if bool(data.get("to")) == bool(data.get("name", "").strip()):
            raise forms.ValidationError(_("Choose somebody or give a new name, not both."))
        return data


def split_view(request, admin_site, pk: int):
    """Some of what names somebody is of somebody else: tick it, see what goes along, decide."""
    entity = allowed(request, get_object_or_404(Entity, pk=pk))
    if entity.merged_into_id or entity.is_blocked:
        return HttpResponseRedirect(entity_url(entity))
    members = workshop.members_of(entity)
    mentions = Mention.objects.filter(entity__in=members).select_related("article__publication")
    words = request.GET.get("q", "").strip()
    shown = mentions.filter(article__in=workshop.articles_matching(words)) if words else mentions
    page = Paginator(shown.order_by("-article__order_key", "start_char"), MENTIONS).get_page(
        request.GET.get("page")
    )
    form = SplitForm(request.POST or None, initial={"seen": state_of(entity)}, admin_site=admin_site)
    ticked = [int(value) for value in request.POST.getlist("mention") if value.isdecimal()]
    chosen = list(mentions.filter(pk__in=ticked))
    quotes = workshop.quotes_with(chosen, entity)
    is_asked = request.method == "POST" and bool(chosen) and form.is_valid()
    if request.method == "POST" and not chosen:
        messages.error(request, _("Tick what is of somebody else first."))
    if is_asked and "decided" in request.POST:
        try:
            group = curation.split(
                entity,
                chosen,
                workshop.quotes_by_id(quotes),
                to=form.cleaned_data["to"],
                name=form.cleaned_data["name"],
                actor=request.user,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
            )
            say_done(request, group)
            return HttpResponseRedirect(entity_url(entity))
        except Refused as refused:
            say_refused(request, refused)
            return HttpResponseRedirect(request.get_full_path())
    context = {
        **admin_site.each_context(request),
        "title": _("Split %(name)s") % {"name": entity.name},
        "opts": Entity._meta,
        "entity": entity,
        "list_url": entity_url(entity).removesuffix(f"{pk}/change/"),
        "entity_url": entity_url(entity),
        "media": form.media,
        "form": form,
        "words": words,
        "page": page,
        "examples": [workshop.example_of(mention) for mention in page],
        "ticked": ticked,
        "is_asked": is_asked,
        "chosen": [workshop.example_of(mention) for mention in chosen],
        "quotes": workshop.quotes_by_id(quotes),
    }
    return TemplateResponse(request, "admin/entities/split.html", context)


def no_name_view(request, admin_site, pk: int):
    """Whether somebody is no person or organisation at all, with what would disappear for readers."""
    entity = allowed(request, get_object_or_404(Entity, pk=pk))
    form = ReasonForm(request.POST or None, initial={"seen": state_of(entity)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            group = curation.call_no_name(
                entity, actor=request.user, reason=data["reason"], seen=data["seen"]
            )
            say_done(request, group)
        except Refused as refused:
            say_refused(request, refused)
        return HttpResponseRedirect(entity_url(entity))
    context = {
        **admin_site.each_context(request),
        "title": _("“%(name)s” is no name") % {"name": entity.name},
        "opts": Entity._meta,
        "entity": entity,
        "list_url": entity_url(entity).removesuffix(f"{pk}/change/"),
        "entity_url": entity_url(entity),
        "form": form,
        "side": workshop.side_of(entity),
    }
    return TemplateResponse(request, "admin/entities/no_name.html", context)


@admin.action(permissions=["change"], description=gettext_lazy("Merge the chosen…"))
def merge_chosen(modeladmin, request, queryset):
    """From a list to the merge page: into the one with most articles, unless that is swapped there."""
    chosen = list(queryset.current().order_by("-article_count", "-quote_count", "pk")[:20])
    if len(chosen) < 2:
        modeladmin.message_user(request, _("Tick two or more."), messages.WARNING)
        return None
    survivor, *losers = chosen
    others = "&".join(f"with={loser.pk}" for loser in losers)
    return HttpResponseRedirect(f"{entity_url(survivor).removesuffix('change/')}merge/?{others}")
