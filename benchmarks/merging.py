"""How long the largest merge takes: the two most mentioned people of an archive, and the undoing of it.

usage: python -m benchmarks.merging [--articles 20000] [--people 10000]

Writes a synthetic archive (benchmarks/synthetic.py), on SQLite and, where it is installed, on a throwaway
PostgreSQL; or to the empty database of DATABASE_URL alone. Prints seconds, and the number of queries, of the
page that shows what a merge would change, of the merge and of its undoing, in both directions.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.pages import PROJECT
from tests.postgresql import Missing, cluster


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    if "DATABASE_URL" in os.environ:
        measure(options.articles, options.people)
        return
    with tempfile.TemporaryDirectory(prefix="newsarchive-benchmark-") as folder:
        run_on(f"sqlite:///{folder}/archive.sqlite3", folder)
        try:
            with cluster() as address:
                run_on(address, folder)
        except Missing as missing:
            print(f"PostgreSQL: left out. {missing}")


def run_on(address: str, folder: str) -> None:
    """Measure in a process of its own: Django's settings are read once."""
    environment = {**os.environ, "DATABASE_URL": address, "NEWSARCHIVE_DATA": folder}
    command = [sys.executable, "-m", "benchmarks.merging", *sys.argv[1:]]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True)


def measure(articles: int, people: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from benchmarks.synthetic import fill
    from entities import curation
    from entities.models import Decision, Entity

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.perf_counter()
    fill(articles, people)
    print(f"{connection.vendor}: {articles:,} articles written in {time.perf_counter() - began:.0f} s")
    chief = User.objects.create_superuser("chief")
    client = Client(SERVER_NAME="localhost")
    client.force_login(chief)
    first, second = Entity.objects.order_by("-mention_count", "pk")[:2]
    for entity in (first, second):
        print(f"  {entity.name}: {entity.mention_count:,} mentions in {entity.article_count:,} articles")
    report("the admin's first page", lambda: client.get("/admin/"))
    for loser, survivor, name in (
        (second, first, "the second into the first"),
        (first, second, "the first into the second"),
    ):
        page = f"/admin/entities/person/{survivor.pk}/merge/?with={loser.pk}"
        before = derived()
        report("what a merge would change", lambda page=page: client.get(page))
        group = report(
            f"merge, {name}", lambda pair=(loser, survivor): curation.merge(*pair, actor=chief, reason="-")
        )
        merged = derived()
        assert merged != before
        report("undo", lambda group=group: curation.undo(group, actor=chief))
        assert derived() == before
        assert not Decision.objects.standing().exists()


def report(name: str, function: Callable[[], Any]) -> Any:
    """Do it, and print how long it took and how many queries it made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began, cpu = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        result = function()
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"  {name:36}{wall:8.2f} s, {cpu:.2f} s of it here, {len(queries):4} queries", flush=True)
    return result


def derived() -> list:
    """What the derived tables say."""
    from entities.models import ArticleEntity, Entity, QuoteAbout

    return [
        sorted(ArticleEntity.objects.values_list("entity", "article", "name", "mentions", "quotes")),
        sorted(QuoteAbout.objects.values_list("quote", "entity")),
        sorted(Entity.objects.values_list("pk", "name", "article_count", "mention_count", "quote_count")),
    ]


if __name__ == "__main__":
    main()
