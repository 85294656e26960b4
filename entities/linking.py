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
    """The archive's entity for a person or organisation of an article, made if new; None if undecidable."""
    if len(found.name) > LONGEST_NAME or is_blocked(found):
        return None
    bearers = bearers_of(found.name, found.kind)
    if len(bearers) == 1:
        return bearers.pop()
    if bearers or not is_full_name(found):
        return None
    entity = Entity.objects.create(kind=found.kind, name=found.name)
    Alias.objects.create(entity=entity, text=found.name)
    return entity


def is_full_name(found: NamedEntity) -> bool:
    """Whether a name is enough to know an entity by: two words or more for a person."""
    return found.kind == Entity.Kind.ORGANISATION or len(found.name.split()) > 1


def is_blocked(found: NamedEntity) -> bool:
    return BlockedName.objects.filter(kind=found.kind, folded=fold(found.name)).exists()


def bearers_of(name: str, kind: str) -> set[Entity]:
    """The entities of a kind that bear this name, each as the survivor of its merges."""
    aliases = Alias.objects.filter(folded=fold(name), entity__kind=kind).select_related("entity__merged_into")
    return {alias.entity.survivor for alias in aliases}
