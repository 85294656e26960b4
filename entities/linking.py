"""Entity linking: which person or organisation of the archive a cluster of mentions refers to.

Better no link than a wrong one: a name links by a full-name alias that exactly one entity bears. A name
borne by two links to nobody; a full name that nobody bears makes a new entity. A single word (a bare
surname) never makes or finds a person.
"""

from analysis.results import NamedEntity
from articles.search import fold
from entities.models import Alias, BlockedName, Entity

LONGEST_NAME = 300  # Characters; what is longer is no name.


def link(found: NamedEntity) -> Entity | None:
    """The archive's entity for a person or organisation of an article, made if new; None if undecidable.

    It is the entity that bears the name itself, also when that was merged into another or blocked: so
    that a merge or a block that is undone leaves no trace. Whom readers see is Entity.shown.
    """
    if len(found.name) > LONGEST_NAME:
        return None
    bearers = bearers_of(found.name, found.kind)
    blocked = is_blocked(found)
    visible = [] if blocked else [bearer for bearer in bearers if bearer.shown]
    hidden = [bearer for bearer in bearers if not bearer.shown]
    candidates = visible or hidden
    if len({bearer.survivor.pk for bearer in candidates}) == 1:
        return next((bearer for bearer in candidates if bearer.survivor == bearer), candidates[0])
    if bearers or not is_full_name(found):
        return None
    entity = Entity.objects.create(kind=found.kind, name=found.name, is_blocked=blocked)
    Alias.objects.create(entity=entity, text=found.name)
    return entity


def is_full_name(found: NamedEntity) -> bool:
    """Whether a name is enough to know an entity by: two words or more for a person."""
    return found.kind == Entity.Kind.ORGANISATION or len(found.name.split()) > 1


def is_blocked(found: NamedEntity) -> bool:
    return BlockedName.objects.filter(kind=found.kind, folded=fold(found.name)).exists()


def bearers_of(name: str, kind: str) -> list[Entity]:
    """The entities of a kind that bear this name, oldest first."""
    bearers = Entity.objects.filter(kind=kind, aliases__folded=fold(name)).select_related("merged_into")
    return list(bearers.distinct().order_by("pk"))
