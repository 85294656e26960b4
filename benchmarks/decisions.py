"""An editor's work by chance: every kind of decision about some people, through entities/curation.py."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from django.contrib.auth.models import User
from django.db.models import Q

from entities import curation
from entities.curation import Refused
from entities.models import Decision, Entity, Mention, Quote
from entities.workshop import EVERYWHERE, HERE, IN_ARTICLE, members_of, scopes_of_mention

AMONG = 5  # Times as many, the most mentioned, are those of whom the people are taken.
LARGEST = 200  # Findings that one act moves at most.
SENTENCE = re.compile(r"[A-Z][^.!?\n]{30,200}[.!?]")


@dataclass
class Desk:
    """An editor, the people whom she looks at, and the chance by which she decides."""

    editor: User
    people: list[Entity]
    rng: random.Random

    def act(self, name: str, function: Callable, /, *arguments, **values) -> bool:
        """Do an act, with its name for a reason; whether it was not refused."""
        try:
            function(*arguments, actor=self.editor, reason=name, **values)
        except Refused:
            return False
        return True

    def other(self, person: Entity) -> Entity:
        others = Entity.objects.current().filter(pk__in=[other.pk for other in self.people])
        return self.rng.choice(list(others.exclude(pk=person.pk).order_by("pk")))

    def mention(self, person: Entity) -> Mention | None:
        return self.one_of(Mention.objects.filter(entity=person, locked=False))

    def quote(self, person: Entity) -> Quote | None:
        return self.one_of(Quote.objects.filter(speaker=person, locked=False))

    def one_of(self, findings):
        pks = list(findings.order_by("pk").values_list("pk", flat=True))
        return findings.select_related("article").get(pk=self.rng.choice(pks)) if pks else None


def curate(count: int, seed: int = 1) -> list[Entity]:
    """Decide everything that can be decided about so many people: who they were comes back."""
    rng = random.Random(seed)
    known = Entity.objects.current().filter(kind="person", mention_count__gt=1)
    known = list(known.order_by("-mention_count", "pk")[: count * AMONG])
    people = sorted(rng.sample(known, min(count, len(known))), key=lambda person: person.pk)
    editor = User.objects.create_user(f"editor {Decision.objects.count()}")
    desk = Desk(editor, people, rng)
    for person, decide in zip(people, cycle(OF_PEOPLE), strict=False):
        decide(desk, person)  # First, for a correction everywhere leaves nothing of a person to split.
        decide_of_findings(desk, person)
    return people


def decide_of_findings(desk: Desk, person: Entity) -> None:
    """One act of every kind on the mentions and quotes of a person."""
    for scope in (HERE, IN_ARTICLE, EVERYWHERE):
        if mention := desk.mention(person):
            relink(desk, mention, scope)
    for name, act in acts_on_a_mention(desk):
        if mention := desk.mention(person):
            desk.act(name, act, mention)
    for name, act in acts_on_a_quote(desk, person):
        if quote := desk.quote(person):
            desk.act(name, act, quote)
    add_missed(desk, person)


def relink(desk: Desk, mention: Mention, key: str) -> None:
    scope = next(scope for scope in scopes_of_mention(mention) if scope.key == key)
    if scope.size <= LARGEST and mention.entity:
        to = desk.other(mention.entity)
        desk.act(f"relinked: {key}", curation.relink, list(scope.mentions), list(scope.quotes), to)


def acts_on_a_mention(desk: Desk) -> Iterator[tuple[str, Callable]]:
    yield (
        "a name of nobody that can be told",
        lambda mention, **how: curation.relink([mention], [], None, **how),
    )
    yield "confirmed", lambda mention, **how: curation.relink([mention], [], mention.entity, **how)
    yield "no name", lambda mention, **how: curation.reject([mention], **how)


def acts_on_a_quote(desk: Desk, person: Entity) -> Iterator[tuple[str, Callable]]:
    yield "another speaker", lambda quote, **how: curation.relink([], [quote], desk.other(person), **how)
    yield (
        "a speaker who is a group",
        lambda quote, **how: curation.relink([], [quote], None, speaker_kind="group", **how),
    )
    yield "another type", lambda quote, **how: curation.correct_quote(quote, type=other_type(quote), **how)
    yield "other boundaries", lambda quote, **how: curation.correct_quote(quote, parts=shorter(quote), **how)
    yield "no quote", lambda quote, **how: curation.reject([quote], **how)


def other_type(quote: Quote) -> str:
    return Quote.Type.DIRECT if quote.type == Quote.Type.INDIRECT else Quote.Type.INDIRECT


def shorter(quote: Quote) -> list[list[int]]:
    """The parts of a quote without its first word."""
    (start, end), *others = quote.parts
    first = quote.article.text[start:end].split(" ")[0]
    return [[min(start + len(first) + 1, end - 1), end], *others]


def add_missed(desk: Desk, person: Entity) -> None:
    """A sentence in which no quote is yet becomes a quote of the person."""
    mention = desk.one_of(Mention.objects.filter(entity=person))
    if mention:
        for match in SENTENCE.finditer(mention.article.text):
            parts = [[*match.span()]]
            values = {"type": Quote.Type.INDIRECT, "speaker": person}
            if desk.act("a quote that was missed", curation.add_quote, mention.article, parts, **values):
                return


def merge(desk: Desk, person: Entity) -> None:
    desk.act("merged", curation.merge, person, desk.other(person))


def tell_apart(desk: Desk, person: Entity) -> None:
    desk.act("told apart", curation.tell_apart, person, desk.other(person))


def split(desk: Desk, person: Entity) -> None:
    members = members_of(person)
    mentions = list(Mention.objects.filter(entity__in=members).order_by("pk"))
    quotes = list(Quote.objects.filter(speaker__in=members).order_by("pk"))
    parted = desk.rng.sample(mentions, len(mentions) // 2), desk.rng.sample(quotes, len(quotes) // 2)
    desk.act("split", curation.split, person, *parted, name=f"{person.name} (schaatser)")


def rename(desk: Desk, person: Entity) -> None:
    desk.act("renamed", curation.rename, person, f"{person.name} de Tweede")


def add_name(desk: Desk, person: Entity) -> None:
    desk.act("a name added", curation.add_name, person, f"Opa {person.name.split()[-1]}")


def remove_name(desk: Desk, person: Entity) -> None:
    desk.act("a name removed", curation.remove_name, person.aliases.order_by("pk").first())


def describe(desk: Desk, person: Entity) -> None:
    values = {"description": "kwam in deze meting voor", "wikidata_id": f"Q9{person.pk}000000"}
    desk.act("described", curation.describe, person, **values)


def call_no_name(desk: Desk, person: Entity) -> None:
    desk.act("not a person", curation.call_no_name, person)


def block(desk: Desk, person: Entity) -> None:
    """Block a name of the person's that is the only one of all who bear it."""
    for alias in person.aliases.order_by("pk"):
        if not person.aliases.exclude(Q(pk=alias.pk) | Q(folded=alias.folded)).exists():
            desk.act("a blocked name", curation.block, person.kind, alias.text)
            return


OF_PEOPLE = [merge, tell_apart, split, rename, add_name, remove_name, describe, call_no_name, block]
