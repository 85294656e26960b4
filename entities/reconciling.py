"""Which people and organisations of the archive the names of a list are: candidates with scores.

Scores are out of a hundred. A candidate is a match, which a client may take without asking, only where a full
name is that of one entity alone, or where an id says so: better no match than a wrong one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz

from analysis.folding import fold
from articles.filtering import ID, clean
from entities.models import Alias, Entity
from entities.names import is_full_name, key_of
from entities.search import suggest

MOST_CANDIDATES, USUAL_CANDIDATES = 25, 10
NAMESAKES = 10  # Candidates of a name that are looked at in any case: one name may be that of several.
LONGEST_NAME = 300
WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,18}")
MOST_VALUES = 20  # Of a property.
CERTAIN = 100.0
PROPERTIES = ("wikidata", "country")
OTHER_COUNTRY, OTHER_ID = 0.8, 0.5  # What remains of a score where a property says otherwise.


@dataclass(frozen=True, slots=True)
class Query:
    """What a client asks of one name."""

    words: str
    kinds: tuple[str, ...]
    limit: int
    properties: dict[str, set[str]]  # Values by property, folded.


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant."""

    entity: Entity
    score: float
    is_same_name: bool
    is_match: bool


def query_of(asked: object) -> Query:
    """The query that a client wrote; ValueError where it is none."""
    if not isinstance(asked, dict):
        raise ValueError("a query is an object")
    words, limit = asked.get("query", ""), asked.get("limit", USUAL_CANDIDATES)
    if not isinstance(words, str):
        raise ValueError("the query of a query is a string")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise ValueError("the limit of a query is a positive number")
    query = Query(
        words=plain(words),
        kinds=tuple(kinds_of(asked.get("type"))),
        limit=int(min(limit, MOST_CANDIDATES)),
        properties=properties_of(asked.get("properties", [])),
    )
    if not query.words and not asked.get("properties"):
        raise ValueError("a query has a name or properties")
    return query


def plain(text: str) -> str:
    """The text as a database can hold it, without half of a surrogate pair."""
    return clean(text.encode("utf-8", "ignore").decode())[:LONGEST_NAME]


def kinds_of(types: object) -> Iterator[str]:
    """The kinds of entities that are asked for; all where nothing is said."""
    if types is None or types == [] or types == "":
        yield from Entity.Kind.values
        return
    for each in types if isinstance(types, list) else [types]:
        kind = each.get("id") if isinstance(each, dict) else each
        if not isinstance(kind, str):
            raise ValueError("a type is an id")
        if kind in Entity.Kind.values:
            yield kind


def properties_of(asked: object) -> dict[str, set[str]]:
    """The values by property; properties that the archive does not know say nothing."""
    found: dict[str, set[str]] = {}
    if not isinstance(asked, list):
        raise ValueError("properties are a list")
    for each in asked:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise ValueError("a property has a pid and a v")
        if each["pid"] in PROPERTIES:
            values = each["v"] if isinstance(each["v"], list) else [each["v"]]
            found.setdefault(each["pid"], set()).update(map(value_of, values[:MOST_VALUES]))
    return {pid: values for pid, values in found.items() if any(values)}


def value_of(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id", "")
    return fold(plain(str(value))) if isinstance(value, str | int | float) else ""


def candidates(query: Query) -> list[Candidate]:
    """Whom a query may mean, the likeliest first."""
    identified = list(identified_by(query))
    found = {entity.pk: entity for entity in identified}
    name = in_order(query.words)
    for kind in query.kinds:
        for entity in suggest(name, max(query.limit, NAMESAKES), kind):
            found.setdefault(entity.pk, entity)
    aliases = aliases_of(found)
    same = {pk for pk, entity in found.items() if is_same_name(name, entity, aliases[pk])}
    scored = [
        Candidate(
            entity,
            round(score_of(query, name, entity, aliases[pk], entity in identified), 1),
            is_same_name=pk in same,
            is_match=agrees(query, entity)
            and (len(identified) == 1 if entity in identified else not identified and same == {pk}),
        )
        for pk, entity in found.items()
    ]
    scored.sort(
        key=lambda each: (-each.score, -each.entity.quote_count, -each.entity.article_count, each.entity.pk)
    )
    return scored[: query.limit]


def identified_by(query: Query) -> Iterator[Entity]:
    """Those whom an id of the archive or of Wikidata tells, as the name or as a property."""
    entities = Entity.objects.filter(kind__in=query.kinds).select_related("merged_into")
    known = Q(pk=int(query.words)) if ID.fullmatch(query.words) else Q(pk=None)
    ids = {value.upper() for value in query.properties.get("wikidata", ())} | {query.words.upper()}
    ids = {value for value in ids if WIKIDATA_ID.fullmatch(value)}
    for entity in entities.filter(known | Q(wikidata_id__in=ids)) if ids or ID.fullmatch(query.words) else ():
        if entity.shown and entity.shown.article_count:
            yield entity.shown


def in_order(name: str) -> str:
    """The name as it is spoken: "Lovelace, Ada" is Ada Lovelace."""
    surname, comma, given = name.partition(",")
    return f"{given.strip()} {surname.strip()}" if comma and "," not in given else name


def aliases_of(entities: Iterable[int]) -> dict[int, list[Alias]]:
    """The names of these entities, and of those that were merged into them."""
    found: dict[int, list[Alias]] = {pk: [] for pk in entities}
    rows = Alias.objects.filter(Q(entity__in=found) | Q(entity__merged_into__in=found)).select_related(
        "entity"
    )
    for alias in rows:
        found[alias.entity.merged_into_id or alias.entity_id].append(alias)
    return found


def is_same_name(name: str, entity: Entity, aliases: list[Alias]) -> bool:
    """Whether the entity bears this full name, in any spelling."""
    key = key_of(name, entity.kind) if name else ""
    return bool(key) and is_full_name(name, entity.kind) and any(alias.key == key for alias in aliases)


def score_of(query: Query, name: str, entity: Entity, aliases: list[Alias], is_identified: bool) -> float:
    if is_identified:
        return CERTAIN
    if is_same_name(name, entity, aliases):
        score = CERTAIN
    else:
        likeness = (fuzz.token_sort_ratio(fold(name), alias.folded) for alias in aliases)
        score = min(max(likeness, default=0.0), CERTAIN - 1)
    if contradicts(query, "country", entity.country_code):
        score *= OTHER_COUNTRY
    return score * OTHER_ID if contradicts(query, "wikidata", entity.wikidata_id) else score


def agrees(query: Query, entity: Entity) -> bool:
    fields = {"country": entity.country_code, "wikidata": entity.wikidata_id}
    return not any(contradicts(query, pid, value) for pid, value in fields.items())


def contradicts(query: Query, pid: str, value: str) -> bool:
    """Whether a query asks another value of a property than the entity is known to have."""
    return bool(value and query.properties.get(pid)) and fold(value) not in query.properties[pid]
