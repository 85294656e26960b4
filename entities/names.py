"""By what a name is known: the key of all its spellings, and whether it is enough to know somebody by."""

from analysis.known_people import known_person
from analysis.names import FIRST_NAMES, PARTICLES
from analysis.spelling import name_key, organisation_key, words_of
from entities.models import Entity

LONGEST_NAME = 300  # Characters; what is longer is no name.


def key_of(name: str, kind: str = Entity.Kind.PERSON) -> str:
    """What all spellings of a name share: by this it is linked."""
    if kind == Entity.Kind.ORGANISATION:
        return organisation_key(name)[:LONGEST_NAME]
    known = known_person(name)
    return known.key if known else name_key(name)[:LONGEST_NAME]


def is_full_name(name: str, kind: str = Entity.Kind.PERSON) -> bool:
    """Whether a name is enough to know an entity by: for a person a first name and a surname.

    "De Jong", "J. de Jong" and "Mohammed B." are not.
    """
    if kind == Entity.Kind.ORGANISATION:
        return True
    words = words_of(name)
    if len(name.split()) < 2 or len(words) < 2 or len(words[-1]) < 2 and len(words[0]) > 1:
        return False
    given = [word for word in words[:-1] if word not in PARTICLES or word in FIRST_NAMES]
    is_surname = words[0] in PARTICLES and words[0] not in FIRST_NAMES
    return not is_surname and not (len(given) == 1 and len(given[0]) == 1)
