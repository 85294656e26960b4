"""Entity linking: which person or organisation of the archive a cluster of mentions refers to.

Better no link than a wrong one. The fullest form of a name in an article decides, never a surname alone;
with an office before it, it is enough for a few heads of state and government (analysis/data).
It has a key that all its spellings share (analysis/spelling.py), or that of the one person whom the table
of known people gives it (analysis/known_people.py); who bears an alias of that key is meant. The key
depends on nothing but the name, so articles give the same people in whatever order they come.

Two who bear a key are namesakes, made by editors: the name then links to nobody. A list of names that was
imported says more than the archive's own findings.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from zlib import crc32

from django.db import connection
from django.db.models import Q

from analysis.folding import fold
from analysis.known_people import known_person, office_holder
from analysis.results import NamedEntity
from entities.models import Alias, BlockedName, Decision, Entity, Origin
from entities.names import LONGEST_NAME, is_full_name, key_of


def link_all(found: Sequence[NamedEntity]) -> list[Entity | None]:
    """The archive's entity for each person and organisation of one article, made if new; None if undecidable.

    It is the one that bears the name, also if that was merged or blocked: Entity.shown says whom readers
    see. Call it in the transaction that writes the article.
    """
    found = [as_meant(entity) for entity in found]
    take_turns({(entity.kind, key_of(entity.name, entity.kind)) for entity in found})
    names = Names(found)
    entities = []
    for entity in found:
        linked = names.make(entity) if names.is_new(entity) else names.find(entity)
        if linked:
            names.let_bear(linked, entity)
        entities.append(linked)
    return entities


def link(found: NamedEntity) -> Entity | None:
    """The archive's entity for one person or organisation of an article."""
    return link_all([found])[0]


def as_meant(found: NamedEntity) -> NamedEntity:
    """The same by its full name, where an office right before a short name says who it is: premier Rutte."""
    if found.kind != Entity.Kind.PERSON or is_full_name(found.name):
        return found
    return replace(found, name=office_holder(found.name, found.roles) or found.name)


def bearer_of(name: str, kind: str = Entity.Kind.PERSON) -> tuple[Entity | None, bool]:
    """Who bears a name in the archive, and whether several do; nobody is made."""
    found = NamedEntity("person" if kind == Entity.Kind.PERSON else "organisation", name, ())
    names = Names([found])
    bearer = names.find(found)
    return bearer, bearer is None and len(unique(alias.entity.survivor for alias in names.borne(found))) > 1


class Names:
    """Who in the archive bears the names of what was found: read at once, kept up as entities are made."""

    def __init__(self, found: Iterable[NamedEntity]):
        found = list(found)
        self.aliases = aliases_of(found)
        folded = {fold(entity.name)[:LONGEST_NAME] for entity in found}
        self.blocked = set(BlockedName.objects.filter(folded__in=folded).values_list("kind", "folded"))

    def find(self, entity: NamedEntity) -> Entity | None:
        """Who is meant, if that can be told."""
        aliases = self.borne(entity)
        is_blocked = self.is_blocked(entity)
        visible = [alias for alias in aliases if alias.entity.shown and not is_blocked]
        return choose(visible or [alias for alias in aliases if not alias.entity.shown], entity.name)

    def is_new(self, entity: NamedEntity) -> bool:
        """Whether this is the full name of somebody whom the archive does not have."""
        return (
            len(entity.name) <= LONGEST_NAME
            and is_full_name(entity.name, entity.kind)
            and not self.borne(entity)
        )

    def is_blocked(self, entity: NamedEntity) -> bool:
        return (entity.kind, fold(entity.name)[:LONGEST_NAME]) in self.blocked

    def borne(self, entity: NamedEntity) -> list[Alias]:
        """The aliases by which a name can be meant."""
        aliases = self.aliases[entity.kind, key_of(entity.name, entity.kind)]
        if not is_full_name(entity.name, entity.kind):
            # Less than a full name links only where somebody gave a person that short name.
            aliases = [alias for alias in aliases if not is_full_name(alias.text, entity.kind)]
        bearers = {alias.entity_id for alias in aliases}
        lost = bearers - {alias.entity_id for alias in aliases if alias.text == entity.name}
        lost &= self.who_lost(entity.name, lost)
        return [alias for alias in aliases if alias.entity_id not in lost]

    def who_lost(self, name: str, bearers: set[int]) -> set[int]:
        """Those of these whom editors took this spelling from."""
        if not bearers:
            return set()
        decisions = Decision.objects.standing().filter(kind=Decision.Kind.ALIAS, entity__in=bearers)
        return {d.entity_id for d in decisions if d.snapshot["text"] == name and d.snapshot["after"] is None}

    def make(self, entity: NamedEntity) -> Entity:
        made = Entity.objects.create(kind=entity.kind, name=entity.name, is_blocked=self.is_blocked(entity))
        for alias in learn(made):
            self.aliases[entity.kind, alias.key].append(alias)
        return made

    def let_bear(self, entity: Entity, named: NamedEntity, origin: str = Origin.AUTOMATIC) -> None:
        """Have an entity bear the name by which it was found."""
        aliases = self.aliases[named.kind, key_of(named.name, named.kind)]
        if not any(alias.entity_id == entity.pk and alias.text == named.name for alias in aliases):
            aliases.append(add_alias(entity, named.name, origin))


def aliases_of(found: Iterable[NamedEntity]) -> dict[tuple[str, str], list[Alias]]:
    """By kind and key: the aliases that entities of the archive bear, oldest entity first."""
    by_key: dict[tuple[str, str], list[Alias]] = defaultdict(list)
    keys = {key_of(entity.name, entity.kind) for entity in found}
    unkeyed = {fold(entity.name)[:LONGEST_NAME] for entity in found}  # Written without linking's help.
    aliases = Alias.objects.filter(Q(key__in=keys) | Q(key="", folded__in=unkeyed))
    for alias in aliases.select_related("entity__merged_into").order_by("entity", "pk"):
        key = alias.key or key_of(alias.text, alias.entity.kind)
        by_key[alias.entity.kind, key].append(alias)
    return by_key


def choose(aliases: list[Alias], name: str) -> Entity | None:
    """Whom a name refers to that these aliases, in some spelling, give to entities; None for namesakes.

    Of several who were merged it is the one that bears the name itself: so a merge that is undone leaves
    no trace. Whom readers see is Entity.shown.
    """
    people = unique(alias.entity.survivor for alias in aliases)
    if len(people) > 1 and not any(is_curated(alias) for alias in aliases) and not are_different(people):
        imported = unique(alias.entity.survivor for alias in aliases if alias.origin == Origin.KNOWLEDGE)
        # What programs alone made of one key is one: two processes at once, or a table that grew.
        people = imported or people[:1]
    if len(people) > 1:
        people = unique(alias.entity.survivor for alias in aliases if alias.folded == fold(name))
    if len(people) != 1:
        return None
    bearers = unique(alias.entity for alias in aliases if alias.entity.survivor == people[0])
    return people[0] if people[0] in bearers else bearers[0]


def unique(entities: Iterable[Entity]) -> list[Entity]:
    return list({entity.pk: entity for entity in entities}.values())


def is_curated(alias: Alias) -> bool:
    return alias.locked or alias.origin == Origin.CURATED


def are_different(entities: list[Entity]) -> bool:
    """Whether two of these are certainly not the same: Wikidata has two, or an editor said so."""
    if len({entity.wikidata_id for entity in entities} - {""}) > 1:
        return True
    decisions = Decision.objects.standing().filter(kind=Decision.Kind.DIFFERENT)
    return decisions.filter(entity__in=entities, other__in=entities).exists()


def learn(entity: Entity) -> list[Alias]:
    """Write down what the table of known people says of a person; the names that it gives come back.

    What is there already stays.
    """
    known = known_person(entity.name) if entity.kind == Entity.Kind.PERSON else None
    if known is None:
        return []
    entity.wikidata_id = entity.wikidata_id or known.wikidata_id
    entity.country_code = entity.country_code or known.country_code
    entity.save(update_fields=["wikidata_id", "country_code"])
    return [add_alias(entity, name, Origin.KNOWLEDGE) for name in known.names]


def add_alias(entity: Entity, name: str, origin: str = Origin.AUTOMATIC) -> Alias:
    """Let an entity bear a name; a name that it bears already stays as it is."""
    key = key_of(name, entity.kind)
    return Alias.objects.get_or_create(entity=entity, text=name, defaults={"key": key, "origin": origin})[0]


def take_turns(names: Iterable[tuple[str, str]]) -> None:
    """Wait, on PostgreSQL, for others who write about the same people; SQLite has one writer anyway.

    Sorted, so that no two wait for each other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for lock in sorted({crc32(f"{kind} {key}".encode()) for kind, key in names}):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
