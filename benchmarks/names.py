"""How long suggestions of names take in an archive of many people, on SQLite or the PostgreSQL of DATABASE_URL.

usage: python -m benchmarks.names [--people 200000] [--rounds 5]

People have first names by Zipf's law, as in life, and surnames of invented syllables. Every query is asked
for people drawn from all of them; median and 95th percentile in milliseconds.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FIRST_NAMES = Path(__file__).parent.parent / "analysis" / "data" / "first_names.tsv"
PARTICLES = ["", "", "", "", "van", "de", "van der", "van den", "el"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-benchmark-") as folder:
        os.environ["NEWSARCHIVE_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from entities.search import suggest

        call_command("migrate", verbosity=0)
        rng = random.Random(1)
        names = fill(options.people, rng)
        print(
            f"{connection.vendor}, {options.people:,} people{'':22}{'median':>8}{'p95':>8}{'found first':>13}"
        )
        for kind, typed in KINDS.items():
            times, found = [], 0
            for name in rng.sample(names, options.rounds):
                began = time.perf_counter()
                people = suggest(typed(name, rng))
                times.append((time.perf_counter() - began) * 1000)
                found += bool(people) and people[0].name == name
            times.sort()
            median, p95 = statistics.median(times), times[int(len(times) * 0.95) - 1]
            print(f"{kind:48}{median:8.1f}{p95:8.1f}{found / len(times):13.0%}")


def fill(count: int, rng: random.Random) -> list[str]:
    """Write so many people into the tables; their names come back."""
    from django.db import connection

    from benchmarks.synthetic import BATCH, Zipf, word
    from entities.models import Alias, Entity, NameWord
    from entities.names import key_of

    lines = FIRST_NAMES.read_text("utf-8").splitlines()
    given = [name for line in lines if "\t" in line for name in line.partition("\t")[2].split()]
    rng.shuffle(given)
    first_names = Zipf(given, rng)
    surnames = Zipf([word(rng, rng.choice([2, 2, 3, 4])).title() for _ in range(60_000)], rng)
    names: set[str] = set()
    while len(names) < count:
        rest = zip(
            first_names.draw(BATCH), rng.choices(PARTICLES, k=BATCH), surnames.draw(BATCH), strict=True
        )
        names |= {" ".join(filter(None, parts)) for parts in rest}
    ordered = sorted(names)[:count]
    people = [
        Entity(
            kind="person",
            name=name,
            folded_name=name.lower(),
            article_count=1,
            quote_count=int(rng.paretovariate(1)),
        )
        for name in ordered
    ]
    Entity.objects.bulk_create(people, batch_size=BATCH)
    aliases = [Alias(entity=p, text=p.name, folded=p.folded_name, key=key_of(p.name)) for p in people]
    Alias.objects.bulk_create(aliases, batch_size=BATCH)
    NameWord.objects.bulk_create([word for alias in aliases for word in NameWord.of(alias)], batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ordered


def with_an_error(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at:],
            word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )


Typed = Callable[[str, random.Random], str]
KINDS: dict[str, Typed] = {
    "one letter": lambda name, rng: name[0],
    "two letters": lambda name, rng: name[:2],
    "three letters": lambda name, rng: name[:3],
    "first name": lambda name, rng: name.split()[0],
    "first name and a letter": lambda name, rng: f"{name.split()[0]} {name.split()[-1][0]}",
    "particle and three letters": lambda name, rng: f"van {name.split()[-1][:3]}",
    "surname": lambda name, rng: name.split()[-1],
    "beginning of the surname": lambda name, rng: name.split()[-1][:4],
    "whole name": lambda name, rng: name,
    "whole name, an error": with_an_error,
    "surname, an error": lambda name, rng: with_an_error(name.split()[-1], rng),
    "nobody": lambda name, rng: name.split()[-1][::-1] + "x",
}


if __name__ == "__main__":
    main()
