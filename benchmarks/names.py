"""How long suggestions of names take in an archive of many people, on SQLite or the PostgreSQL of DATABASE_URL.

usage: python -m benchmarks.names [--people 200000] [--rounds 40] [--keep FOLDER]

First names and surnames follow Zipf's law, as in life; a tenth of the people bear the most frequent ones. Every
query is asked for people drawn from all of them; median and 95th percentile in milliseconds.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

FIRST_NAMES = Path(__file__).parent.parent / "analysis" / "data" / "first_names.tsv"
PARTICLES = ["", "", "", "", "", "", "van", "de", "van der", "van den"]
# Surnames that many bear, and what the rest are put together from: "Vossenkamp", "Molenaar".
FREQUENT = (
    "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Koning Maas Verhoeven Prins "
    "Jacobs Vermeulen Schouten Willems Hoekstra Koster Verbeek Blom Postma Kuijpers Peeters Maes Claes Yılmaz "
    "Özdemir Müller Gündoğan Sørensen Núñez Đurić Lemaître"
).split()
BEGINNINGS = (
    "Aal Alder Bek Bier Bloem Bolder Borg Bouw Bran Bui Cor Dam Dier Door Dreu Elders Eng Fok Frank Gel Gerrit Gies "
    "Goos Grave Haag Hart Heems Hille Hol Hulst Ijssel Jagers Joris Kaan Kamer Keizer Klomp Knol Kool Kuipers Laan "
    "Leeuwen Loos Lubbers Mane Mars Meule Middel Moor Nagel Nij Onder Over Peelen Pieters Pool Quaad Raad Ravens "
    "Reek Rijn Ros Ruiter Sanders Scheep Schil Sier Sluis Snoek Spaan Spring Sterren Stok Straat Taal Teun Tim Tol "
    "Uiter Valk Vliet Vree Wal Weerd Wever Wier Wolf Zee Zilver Zomer "
    "Vossen Molen Wester Ooster Noorder Zuider Berken Linden Eiken Water Kerk Nieuw Oude Groen Roode Zwart Konings "
    "Heeren Water Duin Zand Klaver Korte Lange Hooge Braam Boom Veen Meer Slot Steen Linker Reiger Kraaie Haver "
    "Rogge Tarwe Wilgen Essen Olden Nijen Schoon Schaap Paarde Ganze Hane Brug Poort Hof"
).split()
ENDINGS = (
    "kamp huis berg dijk veld man stra sma inga broek hof burg daal haven horst hoek huizen laar land meijer mans "
    "ma naar oord poel rijk schot stein voort waard weg wijk zeel boer bos donk"
).split()
FURTHER = " s er sma stra aar inga ink mans ers en".split(" ")

TRIES = 3  # Of each query; the quickest counts, so that what else the machine does counts little.


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", metavar="FOLDER", help="write the people here, or use those that are here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-benchmark-") as temporary:
        os.environ["NEWSARCHIVE_DATA"] = options.keep or temporary
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from entities.models import Entity
        from entities.search import suggest

        call_command("migrate", verbosity=0)
        rng = random.Random(1)
        if not Entity.objects.exists():
            fill(options.people, rng)
        names = list(Entity.objects.order_by("name", "pk").values_list("name", flat=True))
        print(f"{connection.vendor}, {options.people:,} people{'':16}{'waited':>14}{'busy':>16}")
        print(f"{'':48}{'median':>8}{'p95':>8}{'median':>8}{'p95':>8}{'found first':>13}")
        for kind, typed in KINDS.items():
            tries, found = [], 0
            for name in rng.sample(names, options.rounds):
                words = typed(name, rng)
                tries.append(min(milliseconds(suggest, words) for _ in range(TRIES)))
                people = suggest(words)
                found += bool(people) and people[0].name == name
            figures = "".join(
                f"{statistics.median(times):8.1f}{sorted(times)[int(len(times) * 0.95) - 1]:8.1f}"
                for times in zip(*tries, strict=True)
            )
            print(f"{kind:48}{figures}{found / options.rounds:13.0%}", flush=True)


def milliseconds(function: Callable, *arguments: object) -> tuple[float, float]:
    """How long it took, and how long this process worked at it: on SQLite, all that there is to do."""
    began, idle = time.perf_counter(), time.process_time()
    function(*arguments)
    return (time.perf_counter() - began) * 1000, (time.process_time() - idle) * 1000


def fill(count: int, rng: random.Random) -> None:
    """Write so many people into the tables, a batch at a time."""
    from django.db import connection, transaction

    from benchmarks.synthetic import BATCH

    seen: set[str] = set()
    names = invented_names(rng)
    while len(seen) < count:
        batch: set[str] = set()
        while len(batch) < min(BATCH, count - len(seen)):
            name = next(names)
            if name not in seen:
                batch.add(name)
        with transaction.atomic():
            write(sorted(batch), rng)
        seen |= batch
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def invented_names(rng: random.Random) -> Iterator[str]:
    """Full names without end: the frequent ones come again and again."""
    from benchmarks.synthetic import BATCH

    lines = FIRST_NAMES.read_text("utf-8").splitlines()
    given = [name for line in lines if "\t" in line for name in line.partition("\t")[2].split()]
    rng.shuffle(given)
    made = [begin + end + more for begin in BEGINNINGS for end in ENDINGS for more in FURTHER]
    rng.shuffle(made)
    surnames = FREQUENT + made
    # In life, one in thirty bears the most frequent first name, one in a hundred and fifty the surname.
    first_weights = list(accumulate(1 / (rank + 5) for rank in range(len(given))))
    last_weights = list(accumulate(1 / (rank + 20) for rank in range(len(surnames))))
    while True:
        for first, particle, last in zip(
            rng.choices(given, cum_weights=first_weights, k=BATCH),
            rng.choices(PARTICLES, k=BATCH),
            rng.choices(surnames, cum_weights=last_weights, k=BATCH),
            strict=True,
        ):
            yield " ".join(filter(None, [first, particle, last]))


def write(names: list[str], rng: random.Random) -> None:
    """Write people with these names, each in the news, few of them often quoted."""
    from analysis.folding import fold
    from entities.models import Alias, Entity, NameWord
    from entities.names import key_of

    people = [
        Entity(
            kind="person",
            name=name,
            folded_name=fold(name),
            article_count=1,
            quote_count=int(rng.paretovariate(1)),
        )
        for name in names
    ]
    Entity.objects.bulk_create(people)
    aliases = [Alias(entity=p, text=p.name, folded=p.folded_name, key=key_of(p.name)) for p in people]
    Alias.objects.bulk_create(aliases)
    NameWord.write(aliases)


def plain(name: str) -> str:
    from analysis.folding import fold

    return fold(name)


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
    "whole name, no accents or capitals": lambda name, rng: plain(name),
    "whole name, an error": with_an_error,
    "surname, an error": lambda name, rng: with_an_error(name.split()[-1], rng),
    "nobody": lambda name, rng: name.split()[-1][::-1] + "x",
}


if __name__ == "__main__":
    main()
