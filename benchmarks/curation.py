"""Whether what editors decide lasts: curate 30 people, change the texts, read all again with another pipeline.

usage: python -m benchmarks.curation FOLDER [--people 30] [--seed 1] [--pipeline rules] [--archive FILE]

Reads the articles of a folder into an archive of its own, or copies a SQLite archive that holds them. An editor
then decides everything that can be decided about some people (benchmarks/decisions.py). Every text is changed
(benchmarks/changed_texts.py), all is read again with the other pipeline and linked anew. Prints how many
decisions of each kind stand, how many lost their words and wait in the queue, and how many went wrong; and
the same once more after the first texts came back. The exit status is 1 if any went wrong.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pipeline", default="rules", help="that reads the changed texts")
    parser.add_argument("--archive", metavar="FILE", help="a SQLite archive of these articles, to be copied")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-benchmark-") as folder:
        if options.archive:
            shutil.copyfile(options.archive, f"{folder}/archive.sqlite3")
        os.environ["NEWSARCHIVE_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/archive.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        sys.exit(1 if run(options, Path(folder)) else 0)


def run(options: argparse.Namespace, folder: Path) -> int:
    """Do all of it; how many decisions went wrong comes back."""
    from django.conf import settings

    from articles.ingest import ingest
    from articles.models import Article
    from benchmarks.decisions import curate
    from entities.models import Decision

    if not Article.objects.exists():
        tell(ingest([options.folder]).summary())
    tell(f"{Article.objects.count():,} articles, read with {settings.PIPELINES['nl']}")
    people = curate(options.people, options.seed)
    decided = Decision.objects.standing()
    acts = decided.values("group").distinct().count()
    tell(f"{acts:,} acts about {len(people)} people and others: {decided.count():,} decisions")
    settings.PIPELINES = {"nl": options.pipeline}
    return lasting(random.Random(options.seed), folder)


def lasting(rng: random.Random, folder: Path) -> int:
    """Read all articles again, changed and then as they were; print what became of the decisions."""
    from articles.models import Article
    from benchmarks.changed_texts import change
    from benchmarks.standing import check, spots
    from entities.models import Mention

    before = spots()
    changes, texts = {}, {}
    for article in Article.objects.order_by("pk"):
        names = Mention.objects.filter(article=article).values_list("start_char", "end_char")
        texts[article.pk] = article.text
        changes[article.pk] = change(article.text, names, rng)
    read_again({pk: changed.text for pk, changed in changes.items()}, folder / "changed.jsonl")
    changed = check(before, changes)
    report("after every text was changed", changed)
    read_again(texts, folder / "back.jsonl")
    back = check(before, {})
    report("after the first texts came back", back)
    return sum(len(wrong) for standing in (changed, back) for wrong in standing.wrong.values())


def read_again(texts: dict[int, str], file: Path) -> None:
    """Read the archive's articles with these texts, as an operator does, link anew and fill the queue."""
    from articles.ingest import ingest
    from articles.models import Article
    from entities.relinking import relink
    from entities.suggestions import suggest

    with file.open("w", encoding="utf-8") as lines:
        for article in Article.objects.select_related("publication").defer("text").order_by("pk"):
            record = {
                "id": article.external_id,
                "publication": article.publication.name,
                "date": article.published,
                "title": article.title,
                "url": article.url,
                "language": article.language,
                "text": texts[article.pk],
            }
            print(json.dumps(record, ensure_ascii=False), file=lines)
    result = ingest([str(file)])
    tell(result.summary(), *(f"{source}: {reason}" for source, reason in result.problems[:5]))
    tell(relink().summary())
    suggest()


def report(title: str, standing) -> None:
    tell(title)
    print("\n".join(standing.lines()))
    for name, wrong in standing.wrong.items():
        for line in wrong[:20]:
            print(f"  {name}: {line}", file=sys.stderr)


def tell(*lines: str) -> None:
    for line in lines:
        print(f"{time.strftime('%H:%M:%S')}  {line}", flush=True)


if __name__ == "__main__":
    main()
