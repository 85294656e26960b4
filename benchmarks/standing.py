"""Whether decisions still have their effect, after articles were read again with other texts."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.folding import fold
from benchmarks.changed_texts import Changed
from entities.models import (
    Alias,
    ArticleEntity,
    BlockedName,
    Decision,
    Entity,
    Mention,
    Quote,
    Suggestion,
)

Kind = Decision.Kind


@dataclass
class Standing:
    """Of each act, by its name: how many decisions stand, are lost with the words and wait, or went wrong."""

    stand: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def lines(self) -> list[str]:
        names = sorted(self.stand.keys() | self.lost.keys() | self.wrong.keys())
        rows = [(name, self.stand[name], self.lost[name], len(self.wrong.get(name, ()))) for name in names]
        rows.append(("all", *(sum(row[column] for row in rows) for column in (1, 2, 3))))
        head = f"{'decisions':36}{'stand':>7}{'in the queue, words gone':>27}{'wrong':>7}"
        return [head, *(f"{name:36}{stand:7}{lost:27}{wrong:7}" for name, stand, lost, wrong in rows)]


Spot = tuple[str, int | None]  # "mention" or "quote", and its id.


def spots() -> dict[Spot, list[list[int]]]:
    """Where what editors locked stands in the texts."""
    mentions = Mention.with_withdrawn.filter(locked=True, withdrawn_at=None)
    quotes = Quote.with_withdrawn.filter(locked=True, withdrawn_at=None)
    return {("mention", mention.pk): [[mention.start_char, mention.end_char]] for mention in mentions} | {
        ("quote", quote.pk): quote.parts for quote in quotes
    }


def check(before: Mapping[Spot, list[list[int]]], changes: Mapping[int, Changed]) -> Standing:
    """Look at every decision that stands: before is where their findings stood, changes what texts became."""
    standing = Standing()
    last: dict[Spot, dict] = defaultdict(dict)
    decisions = list(
        Decision.objects.standing()
        .select_related("entity", "other", "mention__article", "quote__article")
        .order_by("pk")
    )
    for decision in decisions:
        if is_of_finding(decision):
            last[spot_of(decision)] |= decision.snapshot["after"]
    for decision in decisions:
        if is_of_finding(decision):
            spot = spot_of(decision)
            said = {name: last[spot][name] for name in decision.snapshot["after"]}
            outcome = outcome_of_finding(decision, said, before.get(spot), changes)
        else:
            outcome = outcome_of_entity(decision)
        name = decision.reason
        if outcome == "stands":
            standing.stand[name] += 1
        elif outcome == "lost":
            standing.lost[name] += 1
        else:
            standing.wrong[name].append(f"{decision.pk}: {outcome}")
    return standing


def is_of_finding(decision: Decision) -> bool:
    return decision.kind in (Kind.RELINK, Kind.CORRECT)


def spot_of(decision: Decision) -> Spot:
    return ("mention", decision.mention_id) if decision.mention_id else ("quote", decision.quote_id)


def outcome_of_finding(
    decision: Decision, said: dict, before: list[list[int]] | None, changes: Mapping[int, Changed]
) -> str:
    """stands, lost, or what is wrong with the finding that a decision is about."""
    finding: Mention | Quote | None = decision.mention or decision.quote
    if finding is None or before is None:
        return "its finding is gone"
    change = changes.get(finding.article_id)
    expected = [change.place_of(*part) for part in before] if change else before
    if change and not all(expected) and is_back(finding, before, change):
        return "stands"
    if finding.withdrawn_at:
        if all(expected):
            return f"lost, though its words stand: {told(finding, expected)}"
        key = "lost:{}:{}".format(*spot_of(decision))
        in_queue = Suggestion.objects.open().filter(kind="lost", key=key).exists()
        return "lost" if in_queue or finding.is_rejected else "lost, and not in the queue"
    if not all(expected):
        return f"found, though its words went: {told(finding, [])}"
    places = [[finding.start_char, finding.end_char]] if isinstance(finding, Mention) else finding.parts
    if places != [list(span) for span in expected if span]:
        return f"at {places}, not at {expected}"
    return outcome_of_words(finding, places, said)


def is_back(finding: Mention | Quote, before: list[list[int]], change: Changed) -> bool:
    """Whether a finding stands where it began, though part of it went: the same words came in their place."""
    if finding.withdrawn_at or isinstance(finding, Mention):
        return False
    first = change.place_of(before[0][0], before[0][0] + 1)
    return first is not None and first[0] == finding.start_char and len(before) == len(finding.parts)


def told(finding: Mention | Quote, places: list) -> str:
    """A finding for the report: its words, and where in the text they should be."""
    (start, end), *_others = places or [(finding.start_char, finding.start_char)]
    return f"{str(finding)!r} in {finding.article.text[max(0, start - 60) : end + 60]!r}"


def outcome_of_words(finding: Mention | Quote, places: list[list[int]], said: dict) -> str:
    words = " […] ".join(finding.article.text[start:end] for start, end in places)
    if words != (finding.text if isinstance(finding, Mention) else finding.content):
        return "its words are not those of the text"
    for name, value in said.items():
        name = {"entity": "entity_id", "speaker": "speaker_id"}.get(name, name)
        if name != "parts" and getattr(finding, name) != value:
            return f"{name} is {getattr(finding, name)}, not {value}"
    return "stands" if finding.locked else "not locked"


def outcome_of_entity(decision: Decision) -> str:
    """stands, or what is wrong with whom a decision is about."""
    entity, other, snapshot = decision.entity, decision.other, decision.snapshot
    match decision.kind:
        case Kind.SAME:
            holds = entity.survivor == other.survivor and not in_an_article(entity)
        case Kind.DIFFERENT:
            pair = Suggestion.objects.open().filter(entity__in=[entity, other], other__in=[entity, other])
            holds = entity.survivor != other.survivor and not pair.exists()
        case Kind.SPLIT:
            holds = entity.survivor != other.survivor
        case Kind.NOT_A_PERSON:
            holds = entity.is_blocked and not in_an_article(entity)
        case Kind.RENAME | Kind.DESCRIBE:
            holds = all(getattr(entity, name) == value for name, value in snapshot["after"].items())
        case Kind.ALIAS:
            holds = outcome_of_name(entity, snapshot)
        case Kind.BLOCK:
            holds = is_blocked(snapshot["after"])
        case _:
            return f"an unknown kind: {decision.kind}"
    return "stands" if holds else f"no effect: {entity or snapshot}"


def in_an_article(entity: Entity) -> bool:
    return ArticleEntity.objects.filter(entity=entity).exists()


def outcome_of_name(entity: Entity, snapshot: dict) -> bool:
    """Whether a name that was added is there, and one that was removed links no new mention."""
    alias = Alias.objects.filter(entity=entity, text=snapshot["text"]).first()
    if snapshot["after"]:
        return alias is not None and alias.locked and alias.origin == "curated"
    linked = Mention.objects.filter(entity=entity, name=snapshot["text"], locked=False)
    return alias is None and not linked.exists()


def is_blocked(name: dict) -> bool:
    """Whether a name is on the block list, and nobody who bears it alone is shown."""
    folded = fold(name["text"])[:300]
    bearers = Entity.objects.current().filter(kind=name["kind"], aliases__folded=folded).distinct()
    alone = [bearer for bearer in bearers if not bearer.aliases.exclude(folded=folded).exists()]
    return BlockedName.objects.filter(kind=name["kind"], folded=folded).exists() and not alone
