"""What editors decide: each act is one group of decisions, written with its consequences in a transaction.

No act rewrites what a program found. An act that would contradict a decision that stands is refused with
that decision, and so is one on something that changed since the editor saw it.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.folding import fold
from articles.models import Article, order_key
from articles.search import QUOTES
from entities.findings import content_of, overlap
from entities.models import Alias, BlockedName, Decision, Entity, Mention, Origin, Quote, Suggestion
from entities.settling import settle

Kind = Decision.Kind
InText = Mention | Quote
COUNTRY_CODE = re.compile(r"[A-Z]{2}")


class Refused(Exception):
    """Why an act was not done, for the editor; and the decision that stands in its way, if one does."""

    def __init__(self, reason: str, decision: Decision | None = None):
        super().__init__(reason)
        self.decision = decision


class Act:
    """One act of an editor: the decisions that it consists of, under one group."""

    def __init__(self, actor: User | None, reason: str = ""):
        self.actor, self.reason = actor, reason
        self.group = uuid.uuid4()
        self.decisions: list[Decision] = []

    def decide(self, kind: str, snapshot: dict | None = None, **about) -> None:
        self.decisions.append(
            Decision(
                kind=kind,
                group=self.group,
                actor=self.actor,
                actor_name=self.actor.get_username() if self.actor else "",
                reason=self.reason,
                snapshot=snapshot or {},
                **about,
            )
        )

    def done(self) -> uuid.UUID:
        """Write the decisions and what follows from them."""
        settle(Decision.objects.bulk_create(self.decisions, batch_size=500))
        return self.group


def merge(loser: Entity, survivor: Entity, *, actor, reason="", seen="") -> uuid.UUID:
    """Decide that two are the same: what names the loser counts for the survivor from now on."""
    return merge_all([loser], survivor, actor=actor, reason=reason, seen=seen)


@transaction.atomic
def merge_all(losers: list[Entity], survivor: Entity, *, actor, reason="", seen="") -> uuid.UUID:
    """Decide that all of these are the same as one of them, in one act."""
    survivor, *losers = lock(survivor, *losers)
    check_unchanged(seen, *losers, survivor)
    if survivor in losers or not losers:
        raise Refused(_("Choose two different people."))
    for entity in (survivor, *losers):
        check_current(entity)
    act = Act(actor, reason)
    for number, loser in enumerate(losers):
        if loser.kind != survivor.kind:
            raise Refused(_("A person and an organisation cannot be the same."))
        for other in (survivor, *losers[:number]):
            apart = decision_between(Kind.DIFFERENT, loser, other)
            if apart:
                raise Refused(_("An editor decided that these two are different. Undo that first."), apart)
        act.decide(Kind.SAME, names(loser, survivor), entity=loser, other=survivor)
    return act.done()


@transaction.atomic
def tell_apart(one: Entity, other: Entity, *, actor, reason="", seen="") -> uuid.UUID:
    """Decide that two are different, and never to be suggested as the same again."""
    one, other = lock(one, other)
    check_unchanged(seen, one, other)
    act = Act(actor, reason)
    separate(act, one, other)
    return act.done()


def separate(act: Act, one: Entity, other: Entity) -> None:
    if one == other:
        raise Refused(_("Choose two different people."))
    if one.survivor == other.survivor:
        same = decision_between(Kind.SAME, one.survivor, other.survivor)
        raise Refused(_("These two were merged. Undo that first."), same)
    if not decision_between(Kind.DIFFERENT, one, other):
        act.decide(Kind.DIFFERENT, names(one, other), entity=one, other=other)


@transaction.atomic
def call_no_name(entity: Entity, *, actor, reason="", seen="") -> uuid.UUID:
    """Decide that an entity is no person or organisation: readers see it no more."""
    (entity,) = lock(entity)
    check_unchanged(seen, entity)
    check_current(entity)
    act = Act(actor, reason)
    act.decide(Kind.NOT_A_PERSON, names(entity), entity=entity)
    return act.done()


@transaction.atomic
def rename(entity: Entity, name: str, *, actor, reason="", seen="") -> uuid.UUID:
    """Give an entity another name, which no ingest changes and by which it is found."""
    (entity,) = lock(entity)
    check_unchanged(seen, entity)
    check_current(entity)
    act = Act(actor, reason)
    name = cleaned(name)
    before = {"name": entity.name, "is_name_locked": entity.is_name_locked}
    snapshot = {"before": before, "after": {"name": name, "is_name_locked": True}}
    act.decide(Kind.RENAME, {**snapshot, "base": base_of(Kind.RENAME, entity, before)}, entity=entity)
    if not entity.aliases.filter(text=name).exists():
        give_name(act, entity, name)
    return act.done()


@transaction.atomic
def add_name(entity: Entity, text: str, *, actor, reason="", seen="") -> uuid.UUID:
    """Have an entity linked by one more name."""
    (entity,) = lock(entity)
    check_unchanged(seen, entity)
    act = Act(actor, reason)
    give_name(act, entity, cleaned(text))
    return act.done()


def give_name(act: Act, entity: Entity, text: str, *, is_new: bool = False) -> None:
    check_current(entity)
    blocked = BlockedName.objects.filter(kind=entity.kind, folded=fold(text)[:300]).first()
    if blocked:
        raise Refused(_("“%(name)s” is on the block list.") % {"name": text}, blocked.decision)
    set_alias(act, entity, text, {"origin": Origin.CURATED, "locked": True}, is_new=is_new)


@transaction.atomic
def remove_name(alias: Alias, *, actor, reason="", seen="") -> uuid.UUID:
    """Link an entity by a name no more; what was linked by it stays."""
    (entity,) = lock(alias.entity)
    check_unchanged(seen, entity)
    act = Act(actor, reason)
    set_alias(act, entity, alias.text, None)
    return act.done()


def set_alias(act: Act, entity: Entity, text: str, after: dict | None, *, is_new: bool = False) -> None:
    alias = entity.aliases.filter(text=text).first()
    before = {"origin": alias.origin, "locked": alias.locked} if alias else None
    earlier = Decision.objects.standing().filter(kind=Kind.ALIAS, entity=entity, snapshot__text=text).first()
    base = earlier.snapshot["base"] if earlier else before
    snapshot = {"text": text, "before": before, "after": after, "base": base, "is_new": is_new}
    act.decide(Kind.ALIAS, {**snapshot, **names(entity)}, entity=entity)


@transaction.atomic
def describe(
    entity: Entity,
    *,
    description: str,
    wikidata_id: str,
    died: date | None = None,
    actor,
    reason="",
    seen="",
) -> uuid.UUID:
    """Say who an entity is in the world outside."""
    (entity,) = lock(entity)
    check_unchanged(seen, entity)
    check_current(entity)
    bearer = Entity.objects.current().filter(wikidata_id=wikidata_id).exclude(pk=entity.pk).first()
    if wikidata_id and bearer:
        raise Refused(
            _("%(name)s has the Wikidata id %(id)s already.") % {"name": bearer.name, "id": wikidata_id}
        )
    act = Act(actor, reason)
    before = {
        "description": entity.description,
        "wikidata_id": entity.wikidata_id,
        "died": as_text(entity.died),
    }
    after = {"description": description.strip()[:500], "wikidata_id": wikidata_id, "died": as_text(died)}
    base = base_of(Kind.DESCRIBE, entity, before)
    act.decide(Kind.DESCRIBE, {"before": before, "after": after, "base": base}, entity=entity)
    return act.done()


def as_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def relink(
    mentions: Iterable[Mention],
    quotes: Iterable[Quote],
    entity: Entity | None,
    *,
    actor,
    reason="",
    seen="",
    shown: InText | None = None,
    speaker_kind: str = Quote.SpeakerKind.UNRESOLVED,
) -> uuid.UUID:
    """Let mentions refer to, and quotes be said by, another entity, or by nobody that could be told.

    speaker_kind says what a speaker is who is nobody of the archive: a group, a document, unresolved.
    shown is the one of these findings that the editor saw; if it is not said, the first.
    """
    mentions, quotes = lock_findings(mentions, quotes)
    check_shown(seen, shown, [*mentions, *quotes])
    act = Act(actor, reason)
    links = [mention.entity for mention in mentions] + [quote.speaker for quote in quotes]
    others = lock(*([entity.survivor] if entity else []), *(link for link in links if link))
    if entity:
        entity = others[0]
        check_current(entity)
    link_to(act, mentions, quotes, entity, speaker_kind)
    return act.done()


@transaction.atomic
def link_to_new(
    mentions: Iterable[Mention],
    quotes: Iterable[Quote],
    name: str,
    *,
    kind: str = Entity.Kind.PERSON,
    actor,
    reason="",
    seen="",
    shown: InText | None = None,
) -> uuid.UUID:
    """Let mentions refer to, and quotes be said by, somebody of this name whom the archive did not have."""
    mentions, quotes = lock_findings(mentions, quotes)
    check_shown(seen, shown, [*mentions, *quotes])
    act = Act(actor, reason)
    links = [mention.entity for mention in mentions] + [quote.speaker for quote in quotes]
    lock(*(link for link in links if link))
    entity = add_entity(act, kind, name)
    link_to(act, mentions, quotes, entity, Quote.SpeakerKind.UNRESOLVED)
    return act.done()


def add_entity(act: Act, kind: str, name: str) -> Entity:
    """Somebody new, who is linked by this name from now on; nobody else may have it, or it would link to neither."""
    name = cleaned(name)
    bearers = Entity.objects.current().filter(kind=kind, aliases__folded=fold(name)[:300])
    if bearers.exists():
        raise Refused(
            _("“%(name)s” is in the archive already: choose them, or add what tells the two apart.")
            % {"name": name}
        )
    entity = Entity.objects.create(kind=kind, name=name, is_name_locked=True)
    give_name(act, entity, name, is_new=True)
    return entity


def link_to(act: Act, mentions: list[Mention], quotes: list[Quote], entity: Entity | None, speaker_kind: str):
    """Decide for every one of these findings whom it refers to."""
    if not mentions and not quotes:
        raise Refused(_("Nothing was chosen."))
    target = {"entity": entity.pk, "kind": entity.kind} if entity else {"entity": None}
    for mention in mentions:
        if mention.kind == Mention.Kind.COUNTRY:
            raise Refused(_("A country is not a person: “%(name)s”.") % {"name": mention.text})
        before = {"entity": mention.entity_id, "kind": mention.kind}
        other = mention.entity.survivor if mention.entity else None
        snapshot = {"before": before, "after": target, "text": mention.text, **names(entity, other)}
        act.decide(
            Kind.RELINK, snapshot, entity=entity, other=other, mention=mention, article_id=mention.article_id
        )
    said_by = {"speaker": entity and entity.pk, "speaker_kind": entity.kind if entity else speaker_kind}
    for quote in quotes:
        before = {"speaker": quote.speaker_id, "speaker_kind": quote.speaker_kind}
        other = quote.speaker.survivor if quote.speaker else None
        snapshot = {"before": before, "after": said_by, "text": quote.content[:300], **names(entity, other)}
        act.decide(
            Kind.RELINK, snapshot, entity=entity, other=other, quote=quote, article_id=quote.article_id
        )


@transaction.atomic
def split(
    entity: Entity,
    mentions: Iterable[Mention],
    quotes: Iterable[Quote],
    *,
    actor,
    to: Entity | None = None,
    name: str = "",
    reason="",
    seen="",
) -> uuid.UUID:
    """Decide that some of what names an entity is of somebody else: to, or a new one of this name."""
    (entity,) = lock(entity)
    check_unchanged(seen, entity)
    mentions, quotes = lock_findings(mentions, quotes)
    check_current(entity)
    links = [mention.entity for mention in mentions] + [quote.speaker for quote in quotes]
    if any(link is None or link.survivor != entity for link in links):
        raise Refused(_("Some of these are no longer linked to %(name)s.") % {"name": entity.name})
    act = Act(actor, reason)
    is_new = to is None
    if to is None:
        to = Entity.objects.create(kind=entity.kind, name=cleaned(name), is_name_locked=True)
    else:
        (to,) = lock(to.survivor)
        check_current(to)
    act.decide(Kind.SPLIT, names(entity, to), entity=entity, other=to)
    if is_new:
        give_name(act, to, to.name)
    separate(act, entity, to)
    link_to(act, mentions, quotes, to, Quote.SpeakerKind.UNRESOLVED)
    return act.done()


@transaction.atomic
def block(kind: str, text: str, *, actor, reason="") -> uuid.UUID:
    """Decide that a text is never a name of a kind: who bears no other name disappears for readers."""
    text = cleaned(text)
    blocked = BlockedName.objects.filter(kind=kind, folded=fold(text)[:300]).first()
    if blocked:
        raise Refused(_("“%(name)s” is on the block list.") % {"name": text}, blocked.decision)
    aliases = Alias.objects.filter(folded=fold(text)[:300], entity__kind=kind).values("entity")
    for entity in lock(*Entity.objects.filter(pk__in=aliases)):
        if entity.merged_into_id:
            check_current(entity)
        others = entity.aliases.exclude(folded=fold(text)[:300]).values_list("text", flat=True)
        if others:
            reason = _("“%(name)s” is a name of %(entity)s, who has other names too. Remove it there first.")
            raise Refused(reason % {"name": text, "entity": entity.name})
    act = Act(actor, reason)
    act.decide(Kind.BLOCK, {"after": {"kind": kind, "text": text}})
    return act.done()


@transaction.atomic
def reject(findings: Iterable[InText], *, actor, reason="", seen="") -> uuid.UUID:
    """Decide that these are no names, or no quotes, at all."""
    findings = list(findings)
    mentions, quotes = lock_findings(
        [finding for finding in findings if isinstance(finding, Mention)],
        [finding for finding in findings if isinstance(finding, Quote)],
    )
    check_unchanged(seen, *(mentions or quotes)[:1])
    act = Act(actor, reason)
    for mention in mentions:
        correct(act, mention, {"is_rejected": True})
    for quote in quotes:
        correct(act, quote, {"is_rejected": True})
    return act.done()


@transaction.atomic
def reject_names(
    mentions: Iterable[Mention],
    quotes: Iterable[Quote],
    *,
    actor,
    reason="",
    seen="",
    shown: InText | None = None,
) -> uuid.UUID:
    """Decide that these mentions are no names at all; who says the quotes of what they named, nobody knows."""
    mentions, quotes = lock_findings(mentions, quotes)
    check_shown(seen, shown, [*mentions, *quotes])
    act = Act(actor, reason)
    for mention in mentions:
        correct(act, mention, {"is_rejected": True})
    if quotes or not mentions:
        link_to(act, [], quotes, None, Quote.SpeakerKind.UNRESOLVED)
    return act.done()


@transaction.atomic
def correct_country(
    mentions: Iterable[Mention], code: str, *, actor, reason="", seen="", shown: InText | None = None
) -> uuid.UUID:
    """Decide to which country, an ISO 3166-1 code, these mentions refer."""
    mentions, _quotes = lock_findings(mentions, [])
    check_shown(seen, shown, mentions)
    if not mentions:
        raise Refused(_("Nothing was chosen."))
    if not COUNTRY_CODE.fullmatch(code):
        raise Refused(_("A country has a code of two letters."))
    act = Act(actor, reason)
    for mention in mentions:
        if mention.kind != Mention.Kind.COUNTRY:
            raise Refused(_("“%(name)s” names no country.") % {"name": mention.text})
        correct(act, mention, {"country_code": code})
    return act.done()


@transaction.atomic
def correct_quote(
    quote: Quote,
    *,
    actor,
    type: str = "",
    polarity: str = "",
    parts: list[list[int]] | None = None,
    reason="",
    seen="",
) -> uuid.UUID:
    """Decide what type a quote is, whether it was said or denied, and where it begins and ends."""
    _mentions, (quote,) = lock_findings([], [quote])
    check_unchanged(seen, quote)
    after: dict = {}
    if type and type != quote.type:
        after["type"] = type
    if polarity and polarity != quote.polarity:
        after["polarity"] = polarity
    if parts is not None and parts != quote.parts:
        after["parts"] = checked_parts(quote.article, parts, quote)
    if not after:
        raise Refused(_("Nothing was changed."))
    act = Act(actor, reason)
    correct(act, quote, after)
    return act.done()


@transaction.atomic
def add_quote(
    article: Article,
    parts: list[list[int]],
    *,
    actor,
    type: str,
    speaker: Entity | None = None,
    speaker_kind: str = Quote.SpeakerKind.UNRESOLVED,
    new_speaker: str = "",
    reason="",
) -> uuid.UUID:
    """Add a quote that the program missed.

    speaker_kind is of a speaker who is nobody of the archive, or of somebody new of the name new_speaker.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    parts = checked_parts(article, parts)
    act = Act(actor, reason)
    if new_speaker:
        speaker = add_entity(act, speaker_kind, new_speaker)
    elif speaker:
        (speaker,) = lock(speaker.survivor)
        check_current(speaker)
    quote = Quote.objects.create(
        article=article,
        order_key=order_key(article.first_day, article.pk),
        start_char=parts[0][0],
        type=type,
        content=content_of(parts, article.text),
        parts=parts,
        speaker=speaker,
        speaker_kind=speaker.kind if speaker else speaker_kind,
        origin=Origin.CURATED,
        locked=True,
        automatic=[],
        method="editor",
    )
    QUOTES.write((quote.pk, quote.content))
    after = {"speaker": quote.speaker_id, "speaker_kind": quote.speaker_kind, "type": type, "parts": parts}
    correct(act, quote, after)
    return act.done()


def correct(act: Act, finding: Mention | Quote, after: dict) -> None:
    about = {"mention": finding} if isinstance(finding, Mention) else {"quote": finding}
    fields = {field: getattr(finding, field) for field in after if field not in ("speaker", "entity")}
    entity = finding.entity if isinstance(finding, Mention) else finding.speaker
    snapshot = {
        "before": fields,
        "after": after,
        "text": str(finding),
        "of": next(iter(about)),
        **names(entity),
    }
    act.decide(Kind.CORRECT, snapshot, entity=entity, article_id=finding.article_id, **about)


@transaction.atomic
def undo(group: uuid.UUID | str, *, actor) -> list[Decision]:
    """Undo an act: what it decided no longer counts, what others decided before or after it still does."""
    decisions = list(Decision.objects.standing().filter(group=group).select_for_update().order_by("pk"))
    if not decisions:
        raise Refused(_("This was undone already."))
    articles = {decision.article_id for decision in decisions if decision.article_id}
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values_list("pk"))
    concerned = [entity for decision in decisions for entity in (decision.entity, decision.other) if entity]
    lock(*concerned, *(entity.survivor for entity in concerned))
    now = timezone.now()
    Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).update(
        reverted_at=now, reverted_by=actor
    )
    settle(decisions)
    # What was answered by this is a question again.
    open_again = {"state": Suggestion.State.OPEN, "group": None, "answered_by": None, "answered_at": None}
    Suggestion.objects.filter(group=group).update(**open_again)
    return decisions


def lock(*entities: Entity) -> list[Entity]:
    """These entities as they are now, kept from others until the transaction ends."""
    rows = Entity.objects.select_for_update().filter(pk__in={entity.pk for entity in entities}).order_by("pk")
    found = {entity.pk: entity for entity in rows}
    return [found[entity.pk] for entity in entities]


def lock_findings(mentions: Iterable[Mention], quotes: Iterable[Quote]) -> tuple[list[Mention], list[Quote]]:
    """These findings as they are now, in this order; their articles wait until the transaction ends."""
    mentions, quotes = list(mentions), list(quotes)
    articles = {mention.article_id for mention in mentions} | {quote.article_id for quote in quotes}
    list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values_list("pk"))
    kept = Mention.with_withdrawn.filter(pk__in=[mention.pk for mention in mentions])
    said = Quote.with_withdrawn.filter(pk__in=[quote.pk for quote in quotes])
    found = {mention.pk: mention for mention in kept.select_related("article", "entity__merged_into")}
    found_quotes = {quote.pk: quote for quote in said.select_related("article", "speaker__merged_into")}
    try:
        return [found[mention.pk] for mention in mentions], [found_quotes[quote.pk] for quote in quotes]
    except KeyError:
        raise Refused(_("The article was analysed anew since you saw it: look again.")) from None


def state_of(*seen: Entity | Mention | Quote) -> str:
    """A short word for all that editors decided about these, to notice that somebody decided meanwhile."""
    states = []
    for item in seen:
        if isinstance(item, Entity):
            about = Q(entity=item) | Q(other=item)
            states.append([item.pk, item.merged_into_id, item.is_blocked])
        elif isinstance(item, Mention):
            about = Q(mention=item)
            states.append([item.pk, item.entity_id, item.locked])
        else:
            about = Q(quote=item)
            states.append([item.pk, item.speaker_id, item.locked])
        decided = Decision.objects.filter(about).aggregate(Max("pk"), Count("reverted_at"))
        states[-1] += decided.values()
    return hashlib.sha256(repr(states).encode()).hexdigest()[:16]


def check_unchanged(seen: str, *items: Entity | Mention | Quote) -> None:
    if seen and seen != state_of(*items):
        raise Refused(
            _("Somebody else changed this since you opened the page: look again before you decide.")
        )


def check_shown(seen: str, shown: InText | None, findings: Iterable[InText]) -> None:
    """Check the one of some findings that the editor saw; if it is not said which, the first."""
    check_unchanged(seen, *[each for each in findings if shown is None or each == shown][:1])


def check_current(entity: Entity) -> None:
    """Refuse what is merged or blocked, with the decision that made it so."""
    if entity.merged_into_id:
        same = Decision.objects.standing().filter(kind=Kind.SAME, entity=entity).first()
        message = _("%(name)s was merged into %(other)s. Undo that first.")
        raise Refused(message % {"name": entity.name, "other": entity.survivor.name}, same)
    if entity.is_blocked:
        decision = Decision.objects.standing().filter(kind=Kind.NOT_A_PERSON, entity=entity).first()
        if decision is None:
            folded = entity.aliases.values("folded")
            blocked = BlockedName.objects.filter(kind=entity.kind, folded__in=folded).first()
            decision = blocked and blocked.decision
        raise Refused(_("An editor decided that “%(name)s” is no name.") % {"name": entity.name}, decision)


def decision_between(kind: str, one: Entity, other: Entity) -> Decision | None:
    """A standing decision of this kind about these two, or about any that were merged into them."""

    def members(entity):
        return Entity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity)).values("pk")

    return (
        Decision.objects.standing()
        .filter(kind=kind)
        .filter(
            Q(entity__in=members(one), other__in=members(other))
            | Q(entity__in=members(other), other__in=members(one))
        )
        .first()
    )


def checked_parts(article: Article, parts: list[list[int]], quote: Quote | None = None) -> list[list[int]]:
    """The parts of a quote in order, if they fit the text and no other quote has their place.

    A quote that was inside this one, or around it, may be so still.
    """
    parts = sorted([int(start), int(end)] for start, end in parts)
    ends = [0, *(end for _start, end in parts)]
    if not parts or any(not end <= start < stop for end, (start, stop) in zip(ends, parts, strict=False)):
        raise Refused(_("These are no places of the text."))
    if parts[-1][1] > len(article.text):
        raise Refused(_("These are no places of the text."))
    others = Quote.with_withdrawn.filter(article=article, withdrawn_at=None)
    for other in others.exclude(pk=quote.pk) if quote else others:
        if overlap(other.parts, parts) and not (quote and overlap(other.parts, quote.parts)):
            words = {"quote": other.content[:80]}
            if other.is_rejected:
                reason = _("An editor decided that this is no quote: “%(quote)s”. Undo that first.") % words
                rejected = {"quote": other, "kind": Kind.CORRECT, "snapshot__after__is_rejected": True}
                raise Refused(reason, Decision.objects.standing().filter(**rejected).last())
            raise Refused(_("Another quote has this place: “%(quote)s”.") % words)
    return parts


def base_of(kind: str, entity: Entity, before: dict) -> dict:
    """What the entity was before any editor decided: what undoing all leads back to."""
    earlier = Decision.objects.standing().filter(kind=kind, entity=entity).first()
    return earlier.snapshot["base"] if earlier else before


def names(*entities: Entity | None) -> dict:
    """What these were called when it was decided."""
    return {"names": [entity.name if entity else None for entity in entities]}


def cleaned(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("A name cannot be empty."))
    if len(name) > 300:
        raise Refused(_("A name has 300 characters at most."))
    return name
