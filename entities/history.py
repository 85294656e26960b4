"""Decisions as readers see them: what was decided, by whom, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.countries import country_name
from entities.models import Decision, Entity, Quote

Kind = Decision.Kind


@dataclass(frozen=True, slots=True)
class Act:
    """One act of an editor in an entity's public history; size is how many decisions it consists of."""

    group: str
    sentence: str
    by: str
    at: datetime
    reason: str
    size: int
    undone_at: datetime | None


def history_of(entity: Entity, most: int = 50) -> list[Act]:
    """What editors decided about this entity and those merged into it, newest first."""
    return acts_of(Decision.objects.concerning(entity), most)


def history_of_quote(quote: Quote, most: int = 50) -> list[Act]:
    """What editors decided about one quote, newest first."""
    return acts_of(Decision.objects.filter(quote=quote), most)


def acts_of(decisions, most: int) -> list[Act]:
    """The newest acts that these decisions are of."""
    acts: dict[str, list[Decision]] = {}
    for decision in decisions.select_related("entity", "other").order_by("-pk")[: most * 20]:
        acts.setdefault(str(decision.group), []).append(decision)
    return [act_of(group, decided[::-1]) for group, decided in list(acts.items())[:most]]


def act_of(group: str, decisions: list[Decision]) -> Act:
    first = decisions[0]
    return Act(
        group=group,
        sentence=sentence(first, len(decisions)),
        by=first.actor_name,
        at=first.created_at,
        reason=first.reason,
        size=len(decisions),
        undone_at=first.reverted_at,
    )


def first_of_acts(decisions):
    """One decision of each act, with the number of decisions in it as "size"."""
    same = Decision.objects.filter(group=OuterRef("group")).order_by()
    earlier = same.filter(pk__lt=OuterRef("pk"))
    size = same.values("group").annotate(size=Count("pk")).values("size")
    return decisions.filter(~Exists(earlier)).annotate(size=size)


def sentence(decision: Decision, size: int = 1) -> str:
    """What was decided, in words, with the names as they were then."""
    snapshot = decision.snapshot
    names = [name or _("nobody") for name in [*snapshot.get("names", []), None, None]]
    words = {"one": names[0], "other": names[1], "text": snapshot.get("text", "")}
    match decision.kind:
        case Kind.SAME:
            return _("%(one)s is the same as %(other)s") % words
        case Kind.DIFFERENT:
            return _("%(one)s is not the same as %(other)s") % words
        case Kind.NOT_A_PERSON:
            return _("“%(one)s” is no name") % words
        case Kind.SPLIT:
            return _("%(other)s was split off from %(one)s") % words
        case Kind.BLOCK:
            return _("“%(text)s” is never a name") % {"text": snapshot["after"]["text"]}
        case Kind.RENAME:
            before, after = snapshot["before"]["name"], snapshot["after"]["name"]
            return _("“%(before)s” was renamed to “%(after)s”") % {"before": before, "after": after}
        case Kind.ALIAS if snapshot["after"] is None:
            return _("%(one)s is no longer linked by the name “%(text)s”") % words
        case Kind.ALIAS if snapshot.get("is_new"):
            return _("%(one)s was added as somebody new") % words
        case Kind.ALIAS:
            return _("%(one)s is also called “%(text)s”") % words
        case Kind.DESCRIBE:
            after = snapshot["after"]
            return _("described: %(text)s") % {
                "text": " · ".join(filter(None, (after["description"], after["wikidata_id"], died_on(after))))
                or "–"
            }
        case Kind.RELINK:
            return relink_sentence(decision, words, size)
        case _:
            return correction_sentence(decision, words, size)


def died_on(after: dict) -> str:
    return _("died on %(day)s") % {"day": after["died"]} if after.get("died") else ""


def relink_sentence(decision: Decision, words: dict, size: int) -> str:
    words = {**words, "count": size}
    if "speaker" in decision.snapshot["after"]:
        words["text"] = words["text"][:80]
        return (
            ngettext(
                "a quote of %(other)s was given to %(one)s: “%(text)s”",
                "%(count)d quotes and names of %(other)s were given to %(one)s: “%(text)s” …",
                size,
            )
            % words
        )
    return (
        ngettext(
            "“%(text)s” refers to %(one)s, not to %(other)s",
            "%(count)d times “%(text)s” refers to %(one)s, not to %(other)s",
            size,
        )
        % words
    )


def correction_sentence(decision: Decision, words: dict, size: int) -> str:
    after = decision.snapshot["after"]
    words = {**words, "text": words["text"][:80]}
    if after.get("is_rejected"):
        if decision.snapshot.get("of") == "quote":
            return _("no quote: “%(text)s”") % words
        return _("no name: “%(text)s”") % words
    if {"speaker", "parts"} <= after.keys():
        return _("a quote that was missed: “%(text)s”") % words
    if "country_code" in after:
        words["country"] = country_name(after["country_code"])
        words["count"] = size
        return (
            ngettext(
                "“%(text)s” is the country %(country)s",
                "%(count)d times “%(text)s” is the country %(country)s",
                size,
            )
            % words
        )
    return _("a quote was corrected: “%(text)s”") % words
