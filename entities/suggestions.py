"""What an editor should look at: pairs that may be the same, names that link to nobody, unsure speakers.

Suggestions are made anew by a command after every ingest. One that was answered is never made again; one
that nothing speaks for any more is closed.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from rapidfuzz import fuzz

from analysis.folding import fold
from entities import ages
from entities.models import Alias, Decision, Entity, Mention, Quote, Suggestion
from entities.workshop import may_be_one_first_name

Kind, State = Suggestion.Kind, Suggestion.State
SOUNDS = str.maketrans("czwfqx", "ksvvkk", "aeiouyjh'’-.")
LARGEST_FAMILY = 60  # People with one last name that are compared: the most named ones.
LEAST_ALIKE = 78  # Of 100: how alike two last names are that may be spellings of one.
SURE = 0.5  # A speaker who is less sure than this is suggested.
MOST = 2_000  # Suggestions of one kind.
LEAST_NAMED = 3  # Articles in which a name stands that is linked to nobody.


def suggest() -> dict[str, int]:
    """Make all suggestions anew; how many are open of each kind comes back."""
    makers = {
        Kind.SAME: same(),
        Kind.NAMESAKES: namesakes(),
        Kind.MIXED: mixed(),
        Kind.UNLINKED: unlinked(),
        Kind.LOST: lost(),
        Kind.SPEAKER: speakers(),
    }
    return {kind: renew(kind, suggestions) for kind, suggestions in makers.items()}


@transaction.atomic
def renew(kind: str, suggestions: Iterator[Suggestion]) -> int:
    """Write the suggestions of a kind: new ones are added, open ones brought up to date or closed."""
    found = {suggestion.key: suggestion for suggestion in suggestions}
    best = sorted(found.values(), key=lambda suggestion: -suggestion.urgency)[:MOST]
    Suggestion.objects.bulk_create(best, ignore_conflicts=True, batch_size=500)
    known = Suggestion.objects.filter(kind=kind, state__in=[State.OPEN, State.GONE])
    changed = []
    for suggestion in known:
        fresh = found.get(suggestion.key)
        suggestion.state = State.OPEN if fresh else State.GONE
        if fresh:
            suggestion.score, suggestion.reach = fresh.score, fresh.reach
            suggestion.urgency, suggestion.reasons = fresh.urgency, fresh.reasons
        changed.append(suggestion)
    fields = ["state", "score", "reach", "urgency", "reasons"]
    Suggestion.objects.bulk_update(changed, fields, batch_size=500)
    return Suggestion.objects.open().filter(kind=kind).count()


def suggestion(kind: str, key: str, score: float, reach: int, **fields) -> Suggestion:
    return Suggestion(
        kind=kind, key=f"{kind}:{key}"[:350], score=score, reach=reach, urgency=score * reach, **fields
    )


def same() -> Iterator[Suggestion]:
    """Pairs of one kind whose last names are alike and whose first names may be one."""
    apart = told_apart()
    for family in families():
        for one, other in combinations(family, 2):
            if frozenset((one.pk, other.pk)) in apart:
                continue
            score, reasons = likeness(one, other)
            if score:
                smaller, larger = sorted([one, other], key=lambda entity: (entity.article_count, -entity.pk))
                yield suggestion(
                    Kind.SAME,
                    f"{min(one.pk, other.pk)}:{max(one.pk, other.pk)}",
                    score,
                    smaller.mention_count + smaller.quote_count,
                    entity=smaller,
                    other=larger,
                    reasons=reasons,
                )


def told_apart() -> set[frozenset[int]]:
    """The pairs that editors said are different, also by those who were merged into them."""
    different = Decision.objects.standing().filter(kind=Decision.Kind.DIFFERENT)
    pairs = different.annotate(
        one=Coalesce("entity__merged_into", "entity"), two=Coalesce("other__merged_into", "other")
    )
    return set(map(frozenset, pairs.values_list("one", "two")))


def families() -> Iterator[list[Entity]]:
    """Those of one kind whose last names sound alike at their beginning: the only ones compared."""
    members: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    entities = Entity.objects.in_the_news().order_by("-article_count", "pk").iterator(chunk_size=5_000)
    for entity in entities:
        words = entity.folded_name.split()
        if words:
            members[entity.kind, consonants_of(words[-1])[:3]].append(entity)
    for family in members.values():
        by_name: dict[str, list[Entity]] = defaultdict(list)
        for entity in family:
            by_name[entity.folded_name.split()[-1]].append(entity)
        yield from alike(by_name)


def consonants_of(word: str) -> str:
    """What spellings and transcriptions of a name share: "loekasjenko" and "lukashenko" are both "lksnk"."""
    letters = word.translate(SOUNDS)
    return "".join(letter for letter, before in zip(letters, " " + letters, strict=False) if letter != before)


def alike(by_name: dict[str, list[Entity]]) -> Iterator[list[Entity]]:
    """The bearers of one last name, and of two that are spelled alike."""
    names = sorted(by_name, key=lambda name: -by_name[name][0].article_count)[:LARGEST_FAMILY]
    for name in by_name:
        if len(by_name[name]) > 1:
            yield by_name[name][:LARGEST_FAMILY]
    for one, other in combinations(names, 2):
        if fuzz.ratio(one, other) >= LEAST_ALIKE:
            for first in by_name[one][:10]:
                for second in by_name[other][:10]:
                    yield [first, second]


def likeness(one: Entity, other: Entity) -> tuple[float, list[str]]:
    """How much speaks for two being the same, from 0 to 1, and why: codes for the queue to explain."""
    first, second = one.folded_name, other.folded_name
    is_named_fully = min(len(first.split()), len(second.split())) > 1
    if one.wikidata_id and other.wikidata_id and one.wikidata_id != other.wikidata_id:
        return 0, []
    if not may_be_one_first_name(one.name, other.name):
        return 0, []
    reasons, score = [], fuzz.ratio(first, second) / 100 * 0.6
    if first == second:
        reasons.append("one name")
    elif first.split()[-1] == second.split()[-1]:
        reasons.append("one last name")
    else:
        reasons.append("last names alike")
    if is_named_fully:
        score += 0.2
        reasons.append("first names fit")
    if one.wikidata_id and one.wikidata_id == other.wikidata_id:
        score = 1.0
        reasons.append("one Wikidata id")
    return min(score, 1.0), reasons


def namesakes() -> Iterator[Suggestion]:
    """Names that two people bear: what is called so links to neither."""
    borne = (
        Alias.objects.filter(entity__in=Entity.objects.current())
        .values("folded", "entity__kind")
        .annotate(bearers=Count("entity", distinct=True))
        .filter(bearers__gt=1)
    )
    apart = told_apart()
    for row in borne.order_by("folded")[:MOST]:
        bearers = list(
            Entity.objects.current()
            .filter(kind=row["entity__kind"], aliases__folded=row["folded"])
            .distinct()
            .order_by("-article_count", "pk")[:2]
        )
        if len(bearers) == 2 and frozenset(bearer.pk for bearer in bearers) not in apart:
            yield suggestion(
                Kind.NAMESAKES,
                f"{row['entity__kind']}:{row['folded']}",
                0.5,
                bearers[1].mention_count + 1,
                entity=bearers[1],
                other=bearers[0],
                text=row["folded"],
                reasons=["one name"],
            )


def mixed() -> Iterator[Suggestion]:
    """People of whom articles tell ages that no one person has: perhaps namesakes, linked as one."""
    found = {person: (odd, births) for person, odd, births in ages.of_two_ages()}
    people = Entity.objects.in_the_news().in_bulk(found)
    for pk, entity in people.items():
        odd, births = found[pk]
        yield suggestion(
            Kind.MIXED,
            f"{pk}:{odd.mention}",
            min(1.0, 0.5 + max(odd.apart(other) for other in births) / 40),
            entity.mention_count,
            entity=entity,
            mention_id=odd.mention,
            text=entity.name,
            reasons=["ages apart"],
        )


def unlinked() -> Iterator[Suggestion]:
    """Full names that several articles have and that link to nobody."""
    names = (
        Mention.objects.filter(entity=None, kind__in=Entity.Kind.values, locked=False)
        .exclude(name="")
        .values("name", "kind")
        .annotate(articles=Count("article", distinct=True))
        .filter(articles__gte=LEAST_NAMED)
        .order_by("-articles", "name")
    )
    for row in names[:MOST]:
        mention = Mention.objects.filter(
            entity=None, kind=row["kind"], name=row["name"], locked=False
        ).first()
        yield suggestion(
            Kind.UNLINKED,
            f"{row['kind']}:{fold(row['name'])}",
            0.3,
            row["articles"],
            mention=mention,
            text=row["name"],
            reasons=["linked to nobody"],
        )


def lost() -> Iterator[Suggestion]:
    """What editors set and a changed text no longer has."""
    for mention in Mention.with_withdrawn.filter(locked=True, withdrawn_at__isnull=False, is_rejected=False)[
        :MOST
    ]:
        yield suggestion(
            Kind.LOST,
            f"mention:{mention.pk}",
            1.0,
            10,
            mention=mention,
            text=mention.text[:300],
            reasons=["lost"],
        )
    for quote in Quote.with_withdrawn.filter(locked=True, withdrawn_at__isnull=False, is_rejected=False)[
        :MOST
    ]:
        yield suggestion(
            Kind.LOST, f"quote:{quote.pk}", 1.0, 10, quote=quote, text=quote.content[:300], reasons=["lost"]
        )


def speakers() -> Iterator[Suggestion]:
    """Quotes of which the program is least sure who says them, those of often quoted people first."""
    unsure = Quote.objects.filter(locked=False, confidence__lt=SURE, speaker__isnull=False)
    for quote in unsure.select_related("speaker").order_by("-order_key")[:MOST]:
        yield suggestion(
            Kind.SPEAKER,
            f"quote:{quote.pk}",
            1 - quote.confidence,
            quote.speaker.quote_count if quote.speaker else 1,
            quote=quote,
            entity=quote.speaker,
            reasons=["unsure"],
        )


def report(quote: Quote, note: str) -> None:
    """A reader says that something is wrong with a quote."""
    reported, is_new = Suggestion.objects.get_or_create(
        key=f"{Kind.REPORT}:quote:{quote.pk}",
        defaults={"kind": Kind.REPORT, "quote": quote, "entity": quote.speaker, "score": 1.0, "reach": 20},
    )
    notes = [reported.note, note.strip()[:1000]] if reported.state == State.OPEN else [note.strip()[:1000]]
    reported.note = "\n".join(filter(None, notes))[:5000]
    reported.reach = reported.reach if is_new else reported.reach + 20
    reported.urgency = reported.score * reported.reach
    reported.state = State.OPEN
    reported.save()


def claim(editor, after: Suggestion | None, lease) -> Suggestion | None:
    """The most urgent suggestion that no other editor has before them, for this one; after another."""
    now = timezone.now()
    with transaction.atomic():
        free = (
            Suggestion.objects.select_for_update(skip_locked=True).free_for(editor, now).most_urgent_first()
        )
        if after:
            free = free.filter(Q(urgency__lt=after.urgency) | Q(urgency=after.urgency, pk__gt=after.pk))
        found = free.first()
        if found:
            Suggestion.objects.filter(claimed_by=editor).exclude(pk=found.pk).update(
                claimed_by=None, claimed_until=None
            )
            found.claimed_by, found.claimed_until = editor, now + lease
            found.save(update_fields=["claimed_by", "claimed_until"])
    return found


def answer(pk: str, finding: Mention | Quote, editor, group) -> None:
    """Close the suggestion that led an editor to a finding, once she decided about that.

    A name linked to nobody waits on as long as it stands anywhere without a link.
    """
    about = {"mention": finding} if isinstance(finding, Mention) else {"quote": finding}
    asked = Suggestion.objects.open().filter(pk=pk, **about).first() if pk.isdecimal() else None
    if asked is None or asked.kind == Kind.UNLINKED and linked_to_nobody(asked.text).exists():
        return
    asked.state, asked.group, asked.answered_by, asked.answered_at = (
        State.DECIDED,
        group,
        editor,
        timezone.now(),
    )
    asked.claimed_by = asked.claimed_until = None
    asked.save()


def linked_to_nobody(name: str) -> QuerySet[Mention]:
    """Where this full name stands without a link that anybody decided."""
    return Mention.objects.filter(entity=None, locked=False, name=name)
