"""The queue: one suggestion after another, answered by button or key, never by two editors at once."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import LargeTable, ReadOnly, find_url
from entities import curation, workshop
from entities.admin.common import change_url, entity_link, entity_url, say_done, say_refused
from entities.curation import Refused, state_of
from entities.models import Mention, Quote, Suggestion
from entities.suggestions import claim

Kind, State = Suggestion.Kind, Suggestion.State
LEASE = timedelta(minutes=10)  # How long a suggestion is an editor's own.
PAIRS = (Kind.SAME, Kind.NAMESAKES)
QUOTES = (Kind.SPEAKER, Kind.REPORT)

# What the keys of the queue stand for; the words are in the template.
REASONS = {
    "one name": gettext_lazy("the same name"),
    "one last name": gettext_lazy("the same last name"),
    "last names alike": gettext_lazy("last names that are spelled alike"),
    "first names fit": gettext_lazy("first names that may be one"),
    "one Wikidata id": gettext_lazy("the same Wikidata id"),
    "ages apart": gettext_lazy("articles tell ages that no one person has"),
    "linked to nobody": gettext_lazy("a full name in several articles that is linked to nobody"),
    "lost": gettext_lazy("an editor set this, and the text changed"),
    "unsure": gettext_lazy("the program is not sure who says this"),
}


class WaitingFilter(admin.SimpleListFilter):
    """What is waiting, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*((state, label) for state, label in State.choices if state != State.OPEN), ("all", _("all"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": State.OPEN.label}, *others]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "all":
            return queryset
        return queryset.filter(state=value) if value in State.values else queryset.open()


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, LargeTable):
    list_display = ["names", "kind", "state", "reach", "likely", "answered"]
    list_filter = [WaitingFilter, "kind"]
    list_select_related = ["entity", "other", "quote", "answered_by"]
    search_fields = ["text", "entity__folded_name", "other__folded_name"]
    ordering = ["-urgency", "pk"]
    readonly_fields = ["what", "likely", "answered"]
    fields = ["what", "kind", "state", "likely", "reach", "note", "answered", "created_at"]
    change_list_template = "admin/entities/suggestion/change_list.html"

    def get_urls(self):
        queue = path("queue/", self.admin_site.admin_view(self.queue_view), name="entities_suggestion_queue")
        return [queue, *super().get_urls()]

    @admin.display(description=gettext_lazy("about"))
    def names(self, suggestion):
        """What it is about, as a link to the suggestion: without links in it."""
        if suggestion.other:
            return f"{suggestion.entity.name} – {suggestion.other.name}"
        return self.what(suggestion)

    @admin.display(description=gettext_lazy("about"))
    def what(self, suggestion):
        if suggestion.other:
            return format_html("{} – {}", entity_link(suggestion.entity), entity_link(suggestion.other))
        return suggestion.text or (suggestion.quote and suggestion.quote.content[:120]) or suggestion.kind

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def likely(self, suggestion):
        return f"{suggestion.score:.0%}"

    @admin.display(description=gettext_lazy("answered"), ordering="answered_at")
    def answered(self, suggestion):
        """By whom and when, or nothing yet."""
        if suggestion.answered_at is None:
            return "–"
        day = date_format(timezone.localtime(suggestion.answered_at), "SHORT_DATETIME_FORMAT")
        return f"{suggestion.answered_by or '–'}, {day}"

    def queue_view(self, request):
        if not request.user.has_perm("entities.change_suggestion"):
            raise PermissionDenied
        if request.method == "POST":
            return answer(request)
        after = request.GET.get("after", "")
        last = Suggestion.objects.filter(pk=after).first() if after.isdecimal() else None
        suggestion = claim(request.user, last, LEASE)
        if suggestion is None and last:
            messages.info(request, _("This was the last one; here is the first again."))
            return HttpResponseRedirect(queue_url())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Queue"),
            "opts": self.opts,
            "suggestion": suggestion,
            "after": last,
            "left": min(Suggestion.objects.open()[:1000].count(), 1000),
            **(card_of(suggestion) if suggestion else {}),
        }
        return TemplateResponse(request, "admin/entities/suggestion/queue.html", context)


def queue_url(after: Suggestion | None = None) -> str:
    url = reverse("admin:entities_suggestion_queue")
    return f"{url}?after={after.pk}" if after else url


def card_of(suggestion: Suggestion) -> dict:
    """What an editor sees of a suggestion before the answer."""
    card: dict = {
        "is_pair": suggestion.kind in PAIRS,
        "is_quote": suggestion.kind in QUOTES and suggestion.quote is not None,
        "reasons": [REASONS.get(reason, reason) for reason in suggestion.reasons],
    }
    if card["is_pair"] and suggestion.entity and suggestion.other:
        one, other = suggestion.entity, suggestion.other
        card |= {
            "sides": [workshop.side_of(one), workshop.side_of(other)],
            "warnings": workshop.warnings_about(one, other),
            "seen": state_of(one, other),
        }
    elif suggestion.quote:
        quote = suggestion.quote
        start, end = quote.parts[0][0], quote.parts[-1][1]
        text = quote.article.text
        card |= {
            "quote": quote,
            "words": ("", quote.content, "")
            if quote.withdrawn_at
            else workshop.around(text, start, end, 300),
            "speaker": entity_link(quote.speaker) if quote.speaker else quote.get_speaker_kind_display(),
            "correct_url": correct_url(suggestion, quote),
            "seen": state_of(quote),
        }
    elif suggestion.mention:
        mention = suggestion.mention
        url = correct_url(suggestion, mention)
        card |= {"mention": mention, "correct_url": url, "seen": state_of(mention)}
        if not mention.withdrawn_at:
            card["example"] = workshop.example_of(mention)
    if suggestion.kind == Kind.MIXED and suggestion.entity:
        card["sides"] = [workshop.side_of(suggestion.entity)]
        card["correct_url"] = entity_url(suggestion.entity).removesuffix("change/") + "split/"
    if suggestion.kind == Kind.UNLINKED:
        card["all_url"] = find_url("entities", "mention", q=suggestion.text, state="unlinked")
    return card


def correct_url(suggestion: Suggestion, finding: Mention | Quote) -> str:
    """Where a finding is corrected, with the way back to the queue; what is lost from the text, in the admin."""
    if finding.withdrawn_at or finding.is_rejected:
        return change_url(finding)
    page = "correct_quote" if isinstance(finding, Quote) else "correct_mention"
    query = urlencode({"suggestion": suggestion.pk, "next": queue_url(before(suggestion))})
    return f"{reverse(page, args=[finding.pk])}?{query}"


def before(suggestion: Suggestion) -> Suggestion | None:
    """The open suggestion after which this one comes."""
    earlier = Suggestion.objects.open().filter(
        Q(urgency__gt=suggestion.urgency) | Q(urgency=suggestion.urgency, pk__lt=suggestion.pk)
    )
    return earlier.order_by("urgency", "-pk").first()


def answer(request):
    """Carry out an editor's answer, and go on to the next suggestion."""
    pk, said = request.POST.get("suggestion", ""), request.POST.get("answer", "")
    if said == "undo":
        return undo_last(request)
    suggestion = Suggestion.objects.filter(pk=pk).first() if pk.isdecimal() else None
    if suggestion is None or said == "skip":
        return HttpResponseRedirect(queue_url(suggestion))
    try:
        with transaction.atomic():
            carry_out(request, suggestion, said)
    except Refused as refused:
        say_refused(request, refused)
    return HttpResponseRedirect(queue_url(suggestion))


def carry_out(request, suggestion: Suggestion, said: str) -> None:
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    now = timezone.now()
    is_taken = suggestion.claimed_by_id not in (None, request.user.pk) and suggestion.claimed_until > now
    if suggestion.state != State.OPEN or is_taken:
        raise Refused(_("Another editor has this one, or answered it already. Nothing was changed."))
    how = {"actor": request.user, "seen": request.POST.get("seen", ""), "reason": _("from the queue")}
    group = None
    state = State.UNSURE if said == "unsure" else State.DECIDED
    match said:
        case "same" | "swapped" if suggestion.kind in PAIRS:
            loser, survivor = suggestion.entity, suggestion.other
            check = curation.state_of(loser, survivor)
            if how["seen"] not in ("", check):
                raise Refused(_("Somebody else changed this since you opened the page: look again."))
            if said == "swapped":
                loser, survivor = survivor, loser
            group = curation.merge(loser, survivor, **{**how, "seen": ""})
        case "different" if suggestion.kind in PAIRS:
            group = curation.tell_apart(suggestion.entity, suggestion.other, **how)
        case "right" if suggestion.quote:
            quote = suggestion.quote
            group = curation.relink([], [quote], quote.speaker, speaker_kind=quote.speaker_kind, **how)
        case "unknown" if suggestion.quote:
            group = curation.relink([], [suggestion.quote], None, **how)
        case "no quote" if suggestion.quote:
            group = curation.reject([suggestion.quote], **how)
        case "leave" | "unsure":
            pass
        case _:
            raise Refused(_("This answer does not fit."))
    suggestion.state, suggestion.group = state, group
    suggestion.answered_by, suggestion.answered_at = request.user, now
    suggestion.claimed_by = suggestion.claimed_until = None
    suggestion.save()
    if group:
        say_done(request, group)


def undo_last(request):
    """Take back this editor's last answer, and show that suggestion again."""
    answered = Suggestion.objects.filter(answered_by=request.user).exclude(state=State.OPEN)
    last = answered.order_by("-answered_at").first()
    if last is None:
        messages.warning(request, _("You answered nothing that could be undone."))
        return HttpResponseRedirect(queue_url())
    try:
        with transaction.atomic():
            if last.group:
                curation.undo(last.group, actor=request.user)
            last.state, last.group, last.answered_by, last.answered_at = State.OPEN, None, None, None
            last.save()
        messages.success(request, _("Undone: the last answer."))
    except Refused as refused:
        say_refused(request, refused)
        return HttpResponseRedirect(queue_url())
    return HttpResponseRedirect(queue_url(before(last)))
