"""Make analysis/data/people.tsv: people often in the news whose names are spelled in several ways.

usage: python -m training.make_people KNOWLEDGE

KNOWLEDGE is a folder with people_joined.jsonl.gz (people by Wikidata id: names, positions, country) and
wikidict_nl_aliases.jsonl.gz (titles of the Dutch Wikipedia and their titles in other languages); what they
lack stands in people_by_hand.tsv. Who is in the table, and who is left out for having namesakes:
analysis/data/README.md.
"""

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale
from rapidfuzz.fuzz import ratio

from analysis.known_people import TABLE
from analysis.names import PARTICLES
from analysis.spelling import name_key, words_of

BY_HAND = Path(__file__).parent / "people_by_hand.tsv"
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’.ʻ -]+$")
BRACKETS = re.compile(r"\s*\([^)]*\)$")
TITLES = re.compile(r"^(?:Sir|Lord|Dame|Dr\.?|Prof\.?|Eng\.?|Mr\.?|Mrs\.?|Hon\.?|Ing\.?)\s+")
# Offices whose holders are in the news of other countries.
OFFICE = re.compile(
    r"(?:President|Prime Minister|Chancellor|King|Queen|Monarch|Emperor|Emir|Sultan|Taoiseach|Supreme Leader"
    r"|Minister|State Secretary|Secretary of State|Secretary of Defense|Secretary-General|Vice President"
    r"|First Secretary|European Commissioner|High Representative)\b"
)
LEADERS = {"world-leaders-2021"}
NEAR = {"NL", "BE"}  # Of these countries ministers are in the table though they have one spelling.
# Names of these countries have one spelling; what else is listed is Latin.
AS_THEY_ARE = set("GB IE US CA AU NZ FR DE AT CH IT ES PT NL BE".split())
# Languages of Wikipedia that write foreign names much as a newspaper does.
SPELLING = set(
    "af ca cs cy da es et eu fi ga gd gl hr hu id it jv ms nb nn no pl pt ro sk sl sv sw tl tr".split()
)
LEAST_ALIKE = 55  # Percent: a name less like the first one is another kind of name, not a spelling.
COUNTRIES = {
    "UK": "GB", "Scotland": "GB", "Wales": "GB", "Northern Ireland": "GB", "USA": "US",
    "United States of America": "US", "Hong Kong": "HK", "Turkey": "TR", "Czech Republic": "CZ",
    "Myanmar": "MM", "Ivory Coast": "CI", "Kingdom of the Netherlands": "NL", "Republic of Ireland": "IE",
    "Kingdom of Denmark": "DK", "People's Republic of China": "CN", "State of Palestine": "PS",
    "Democratic Republic of the Congo": "CD", "Republic of the Congo": "CG", "East Timor": "TL",
    "Bosnia and Herzegovina": "BA", "The Gambia": "GM", "The Bahamas": "BS", "Trinidad and Tobago": "TT",
}  # fmt: skip
MOST_NAMES = 8


@dataclass
class Person:
    wikidata_id: str
    names: list[str]
    country_code: str = ""
    is_leader: bool = False
    has_office: bool = False
    keys: set[str] = field(default_factory=set)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("knowledge", type=Path)
    folder = parser.parse_args().knowledge
    titles = read_titles(folder / "wikidict_nl_aliases.jsonl.gz")
    people = list(read_people(folder / "people_joined.jsonl.gz", titles))
    lines = list(with_those_by_hand(chosen(people, titles)))
    lines.sort(key=lambda person: words_of(person.names[0]))
    head = "# Wikidata id, country, names: the Dutch one first. Made by training/make_people.py.\n"
    rows = (f"{person.wikidata_id}\t{person.country_code}\t{'|'.join(person.names)}\n" for person in lines)
    TABLE.write_text(head + "".join(rows), "utf-8")
    print(f"{len(lines)} people, {sum(len(person.names) for person in lines)} names")


@dataclass
class Titles:
    """The Dutch Wikipedia: its titles, what it has two of, and which title another language's means."""

    all: set[str]
    ambiguous: set[str]
    dutch_for: dict[str, set[str]]
    spellings: dict[str, list[str]]


def read_titles(path: Path) -> Titles:
    titles = Titles(set(), set(), defaultdict(set), {})
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            title, bare = record["nl"], BRACKETS.sub("", record["nl"])
            titles.all.add(title)
            if bare != title:
                titles.ambiguous.add(bare)
            aliases = record["aliases"].items()
            near = {cleaned(name) for language, names in aliases if language in SPELLING for name in names}
            titles.spellings[title] = sorted(filter(None, near))
            for name in {name for _language, names in aliases for name in names} | {title}:
                titles.dutch_for[name].add(title)
    return titles


def read_people(path: Path, titles: Titles) -> Iterator[Person]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            name = record["names"][0]
            dutch = record.get("nl") or only(titles.dutch_for.get(name, ()))
            spellings = titles.spellings.get(dutch or "", [])
            names = [cleaned(name) for name in (dutch or "", *record["names"], *spellings)]
            names = distinct([name for name in names if name and name[0].isupper()])
            country_code = country_of(record)
            if names:
                yield Person(
                    record["qid"],
                    names[:1] if country_code in AS_THEY_ARE else names,
                    country_code,
                    is_leader=bool(LEADERS & set(record["source"])),
                    has_office=any(OFFICE.match(position) for position in record["positions"]),
                    keys={name_key(name) for name in names},  # Of all, to know who has a namesake.
                )


def only(found: Iterable[str]) -> str | None:
    found = list(found)
    return found[0] if len(found) == 1 else None


def cleaned(name: str) -> str | None:
    """A full name in Latin letters, first name first; none if this is not one."""
    name = TITLES.sub("", BRACKETS.sub("", " ".join(name.split())))
    if name.count(",") == 1:
        surname, given = name.split(",")
        name = f"{given.strip()} {surname.strip()}"
    if not LATIN.match(name) or " of " in name or any(len(w) > 2 and w.isupper() for w in name.split()):
        return None
    words = words_of(name)
    is_full = len(name.split()) > 1 and len(words[0]) > 1 and words[0] not in PARTICLES
    return name if is_full and len(words) < 6 else None


def distinct(names: list[str]) -> list[str]:
    """The names without those that differ in accents only or are hardly alike; not too many."""
    kept: dict[str, str] = {}
    for name in names:
        spelled = " ".join(words_of(name))
        first = next(iter(kept), spelled)
        is_latvian = {word.removesuffix("s") for word in spelled.split()} == set(first.split()) != {spelled}
        if ratio(spelled, first) >= LEAST_ALIKE and (spelled == first or not is_latvian):
            kept.setdefault(spelled, name)
    return list(kept.values())[:MOST_NAMES]


def country_of(record: dict) -> str:
    """The ISO code of the one country that the record names, by itself or by the list it is from."""
    codes = dict(COUNTRIES)
    for code, name in Locale("en").territories.items():
        if len(code) == 2:
            codes.setdefault(name, code)
    if "country" in record:
        return codes.get(record["country"], "")
    cabinets = re.findall(r"([a-z-]+)-(?:cabinet|ministers)", " ".join(record["source"]))
    found = {codes.get(cabinet.replace("-", " ").title(), "") for cabinet in cabinets}
    found |= {{"us": "US"}.get(cabinet, "") for cabinet in cabinets}
    return only(found - {""}) or ""


def chosen(people: list[Person], titles: Titles) -> Iterator[Person]:
    """Who needs the table and has no namesake that we know of."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for key in person.keys:
            bearers[key].add(person.wikidata_id)
    for person in people:
        person.names = [name for name in person.names if len(bearers[name_key(name)]) == 1]
        keys = {name_key(name) for name in person.names}
        has_namesake = any(name in titles.ambiguous for name in person.names)
        is_needed = len(keys) > 1 or person.country_code in NEAR
        if person.names and (person.is_leader or (not has_namesake and person.has_office and is_needed)):
            yield person


def with_those_by_hand(people: Iterable[Person]) -> Iterator[Person]:
    """The people with those of people_by_hand.tsv, who come first where a name is of both."""
    lines = [line for line in BY_HAND.read_text("utf-8").splitlines() if not line.startswith("#")]
    unwanted = {line.removeprefix("-") for line in lines if line.startswith("-")}
    by_hand = []
    for line in lines:
        if not line.startswith("-"):
            wikidata_id, country, names = line.split("\t")
            by_hand.append(Person(wikidata_id, names.split("|"), country))
    keys = {name_key(name): person for person in by_hand for name in person.names}
    for person in people:
        same = {
            id(keys[name_key(name)]): keys[name_key(name)] for name in person.names if name_key(name) in keys
        }
        if same:
            (ours,) = same.values()
            ours.wikidata_id = person.wikidata_id
            ours.names = list(dict.fromkeys([*ours.names, *person.names]))
        else:
            person.names = [name for name in person.names if name not in unwanted]
            yield person
    yield from by_hand


if __name__ == "__main__":
    main()
