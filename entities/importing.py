"""A newsroom's own list of people: read, checked, and written where no editor decided otherwise.

Whoever is in the list and in no article is in the tables but on no page. The same list again changes
nothing; articles that were read before are linked by its names with the relink command.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale
from django.db import transaction
from django.db.models import Q

from analysis.folding import fold
from entities.linking import add_alias, bearer_of
from entities.models import Alias, BlockedName, Decision, Entity, Origin
from entities.names import LONGEST_NAME, is_full_name, key_of

COLUMNS = ("name", "aliases", "wikidata_id", "country", "description")
WIKIDATA_ID = re.compile(r"Q[1-9]\d{0,15}")
SEPARATORS = re.compile(r"[|;\n]")  # Between the aliases in a cell.
COUNTRIES = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)}


class Unreadable(Exception):
    """A list that cannot be read at all; the message is for whoever wrote it."""


class Wrong(Exception):
    """A line that cannot be imported, and why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata_id: str = ""
    country_code: str = ""
    description: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *self.aliases)))


@dataclass
class Imported:
    """What an import did, line by line: what became new or changed, and what was wrong."""

    new: int = 0
    changed: int = 0
    same: int = 0
    lines: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def summary(self) -> str:
        counts = f"{self.new} new, {self.changed} changed, {self.same} same, {len(self.problems)} wrong"
        return f"{self.new + self.changed + self.same + len(self.problems)} people: {counts}"


def import_people(path: Path, *, save: bool = True) -> Imported:
    """Import a list of people (CSV with a header, or JSON Lines). Raises Unreadable.

    A wrong line is reported and left out. With save=False nothing is written.
    """
    result = Imported()
    seen: dict[str, int] = {}
    with transaction.atomic():
        for line, record in read_records(path):
            try:
                listed = checked(record)
                for sign in filter(None, (listed.wikidata_id, listed.wikidata_id or listed.name)):
                    if seen.setdefault(sign, line) != line:
                        raise Wrong(f"{sign} is on line {seen[sign]} too")
                with transaction.atomic():
                    import_one(listed, line, result)
            except Wrong as wrong:
                result.problems.append((line, str(wrong)))
        if not save:
            transaction.set_rollback(True)
    return result


def read_records(path: Path) -> Iterator[tuple[int, object]]:
    """(line, record) of every person of a list."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8: byte {error.start}") from error
    if text.lstrip().startswith("{"):
        return read_json_lines(text)
    return read_csv(text, path)


def read_json_lines(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def read_csv(text: str, path: Path) -> Iterator[tuple[int, object]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    columns = [column.strip() for column in reader.fieldnames or []]
    unknown = set(columns) - set(COLUMNS)
    if "name" not in columns or unknown:
        what = f"it has no column {', '.join(sorted(unknown))}" if unknown else "the column name is missing"
        raise Unreadable(f"{path}: {what}. The first line names the columns: {', '.join(COLUMNS)}")
    reader.fieldnames = columns
    return ((reader.line_num, record) for record in reader)


def checked(record: object) -> Listed:
    """A record as a line of a list. Raises Wrong."""
    if not isinstance(record, dict) or None in record:
        raise Wrong("this is no record of the columns " + ", ".join(COLUMNS))
    unknown = set(record) - set(COLUMNS)
    if unknown:
        raise Wrong(f"there is no column {', '.join(sorted(map(str, unknown)))}")
    aliases = record.get("aliases") or []
    if isinstance(aliases, str):
        aliases = SEPARATORS.split(aliases)
    values = {column: record.get(column) or "" for column in COLUMNS if column != "aliases"}
    if not isinstance(aliases, list) or not all(isinstance(v, str) for v in [*aliases, *values.values()]):
        raise Wrong("a value is not text")
    texts = {column: " ".join(value.split()) for column, value in values.items()}
    listed = Listed(
        texts["name"],
        tuple(filter(None, (" ".join(alias.split()) for alias in aliases))),
        texts["wikidata_id"],
        texts["country"].upper(),
        texts["description"],
    )
    if not listed.name:
        raise Wrong("the name is empty")
    if any(len(name) > LONGEST_NAME or "\0" in name for name in (*listed.names, listed.description)):
        raise Wrong(f"a name or description is longer than {LONGEST_NAME} characters or no text")
    if listed.wikidata_id and not WIKIDATA_ID.fullmatch(listed.wikidata_id):
        raise Wrong(f"{listed.wikidata_id!r} is no Wikidata id, such as Q42")
    if listed.country_code and listed.country_code not in COUNTRIES:
        raise Wrong(f"{listed.country_code!r} is no country code of two letters, such as NL")
    if not is_full_name(listed.name):
        raise Wrong(f"{listed.name!r} is not a full name: a first name and a surname")
    return listed


def import_one(listed: Listed, line: int, result: Imported) -> None:
    """Write what one line says of a person. Raises Wrong."""
    person = find(listed)
    if person is None:
        person = Entity.objects.create(kind=Entity.Kind.PERSON, name=listed.name)
        result.new += 1
        result.lines.append(f"line {line}: {listed.name}, new")
        update(person, listed)
        return
    name = person.name
    changes = update(person, listed)
    if changes:
        result.changed += 1
        result.lines.append(f"line {line}: {name} ({person.pk}), {', '.join(changes)}")
    else:
        result.same += 1


def find(listed: Listed) -> Entity | None:
    """The archive's person who is meant: by Wikidata id, by name, or by an alias. Raises Wrong."""
    people = Entity.objects.filter(kind=Entity.Kind.PERSON)
    blocked = BlockedName.objects.filter(kind=Entity.Kind.PERSON, folded=fold(listed.name)[:LONGEST_NAME])
    if blocked.exists():
        raise Wrong(f"an editor decided that {listed.name!r} is no name")
    if listed.wikidata_id:
        same = list(people.filter(wikidata_id=listed.wikidata_id, merged_into=None)[:2])
        if len(same) > 1:
            raise Wrong(f"two people of the archive have {listed.wikidata_id}: merge them first")
        if same:
            return shown(same[0])
    found = []
    for name in listed.names:
        bearer, is_ambiguous = bearer_of(name)
        if is_ambiguous and name == listed.name:
            raise Wrong(f"several people of the archive are called {name!r}: give the wikidata_id of one")
        if bearer and bearer.survivor.wikidata_id in ("", listed.wikidata_id or bearer.survivor.wikidata_id):
            found.append(bearer.survivor)
            if name == listed.name:
                break
    # The aliases only tell who it is where the archive does not have the name.
    return shown(found[0]) if len({person.pk for person in found}) == 1 else None


def shown(person: Entity) -> Entity:
    if person.shown is None:
        raise Wrong(f"an editor decided that {person.name!r} is no name")
    return person


def update(person: Entity, listed: Listed) -> list[str]:
    """Let a person be what a list says, where no editor decided; what changed comes back."""
    changes = []
    for name in listed.names:
        changes += let_bear(person, name)
    if person.name != listed.name and not is_decided(person, Decision.Kind.RENAME):
        changes.append(f"now called {listed.name}")
        person.name = listed.name
    if not person.is_name_locked:  # No ingest shall call people otherwise than their newsroom does.
        person.is_name_locked = True
    if not is_decided(person, Decision.Kind.DESCRIBE):
        for field_name in ("wikidata_id", "description"):
            value = getattr(listed, field_name)
            if value and value != getattr(person, field_name):
                setattr(person, field_name, value)
                changes.append(f"{field_name} {value}")
    if listed.country_code and listed.country_code != person.country_code:
        person.country_code = listed.country_code
        changes.append(f"country {listed.country_code}")
    person.save()
    return changes


def let_bear(person: Entity, name: str) -> list[str]:
    """Give a person a name of the list, if no editor blocked it or took it away."""
    taken = Decision.objects.standing().filter(kind=Decision.Kind.ALIAS, entity=person).order_by("-pk")
    last = next((decision for decision in taken if decision.snapshot["text"] == name), None)
    folded = fold(name)[:LONGEST_NAME]
    is_blocked = BlockedName.objects.filter(kind=Entity.Kind.PERSON, folded=folded).exists()
    if is_blocked or (last and last.snapshot["after"] is None):
        return []
    alias = person.aliases.filter(text=name).first()
    if alias is None:
        add_alias(person, name, Origin.KNOWLEDGE)
        return [f"also {name}"]
    if alias.origin == Origin.AUTOMATIC and not alias.locked:
        Alias.objects.filter(pk=alias.pk).update(origin=Origin.KNOWLEDGE, key=key_of(name, person.kind))
        return [f"also {name}"]
    return []


def is_decided(person: Entity, kind: str) -> bool:
    """Whether an editor decided this about a person. Who was split off or renamed has an editor's name."""
    decisions = Decision.objects.standing()
    about = Q(kind=kind, entity=person)
    if kind == Decision.Kind.RENAME:
        about |= Q(kind=Decision.Kind.SPLIT, other=person)
    return decisions.filter(about).exists()
