"""How long the pages of an archive take, as its readers wait for them: the real server, one request at a time.

usage: python -m benchmarks.pages [--articles 20000] [--people 10000] [--rounds 20] [--keep FOLDER]

Writes a synthetic archive (benchmarks/synthetic.py) to a SQLite file, or to the empty PostgreSQL database of
DATABASE_URL, starts gunicorn on it and prints median and 95th percentile in milliseconds.
"""

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument(
        "--keep", metavar="FOLDER", help="write the archive here, or use the one that is here"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-benchmark-") as temporary:
        os.environ["NEWSARCHIVE_DATA"] = options.keep or temporary
        os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
        addresses = prepare(options.articles, options.people)
        with server() as root:
            print(f"{'page':36}{'median':>8}{'p95':>8}  ms, {options.articles:,} articles")
            for name, address in addresses:
                times = sorted(request(root + address) for _ in range(options.rounds))
                print(f"{name:36}{statistics.median(times):8.1f}{times[int(len(times) * 0.95) - 1]:8.1f}")


def prepare(articles: int, people: int) -> list[tuple[str, str]]:
    """Write the archive where there is none yet; the addresses to ask for come back."""
    import django

    django.setup()
    from django.core.management import call_command

    from articles.models import Article
    from benchmarks.synthetic import fill, pages
    from entities.models import Entity

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Article.objects.exists():
        began = time.perf_counter()
        fill(articles, people)
        print(f"written in {time.perf_counter() - began:.0f} s")
    return list(pages(Entity.objects.most_quoted_first().first()))


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a gunicorn with one worker that serves the archive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "newsarchive.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=PROJECT)
    try:
        root = f"http://127.0.0.1:{port}"
        for _ in range(100):
            with contextlib.suppress(OSError):
                request(root + "/")
                break
            time.sleep(0.1)
        yield root
    finally:
        process.terminate()
        process.wait()


def request(address: str) -> float:
    """Milliseconds until the whole page is here."""
    began = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
