"""People who are often in the news: whose spellings belong together, and what Wikidata calls them.

The table analysis/data/people.tsv is made by training/make_people.py; data/README.md says from what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from analysis.spelling import name_key, words_of

TABLE = Path(__file__).parent / "data" / "people.tsv"
OFFICES = Path(__file__).parent / "data" / "office_holders.tsv"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One line of the table: names is every spelling, the Dutch one first. Some have no Wikidata id."""

    wikidata_id: str
    country_code: str
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """What all these names share, in the place of the key of each."""
        return f"wikidata:{self.wikidata_id}" if self.wikidata_id else f"known:{name_key(self.names[0])}"


@lru_cache(maxsize=100_000)
def known_person(name: str) -> KnownPerson | None:
    """The one known person with this full name in any spelling; none if there are two."""
    return people_by_key().get(name_key(name))


@cache
def people_by_key() -> dict[str, KnownPerson]:
    people: dict[str, KnownPerson | None] = {}
    for person in known_people():
        for key in {name_key(name) for name in person.names}:
            people[key] = None if key in people else person
    return {key: person for key, person in people.items() if person}


@cache
def known_people() -> tuple[KnownPerson, ...]:
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(KnownPerson(qid, country, tuple(names.split("|"))) for qid, country, names in rows)


def office_holder(name: str, roles: Iterable[str | None]) -> str | None:
    """Who a short name is of with an office printed right before it: "premier Rutte" is Mark Rutte."""
    short = " ".join(words_of(name))
    offices = {role.split()[-1].lower() for role in roles if role and role.split()}
    found = {office_holders().get((office, short)) for office in offices} - {None}
    return found.pop() if len(found) == 1 else None


def is_office_name(name: str) -> bool:
    """Whether a short name with an office before it would say who is meant."""
    return " ".join(words_of(name)) in office_names()


@cache
def office_names() -> frozenset[str]:
    return frozenset(short for _, short in office_holders())


@cache
def office_holders() -> dict[tuple[str, str], str]:
    """By office and short name: the full name."""
    lines = [line for line in OFFICES.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = (line.split("\t") for line in lines)
    return {
        (office, " ".join(words_of(short))): full
        for offices, short, full in rows
        for office in offices.split()
    }
