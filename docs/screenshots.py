"""The pictures of README and docs: invented articles (docs/example.jsonl), read in, served and photographed.

usage: python -m docs.screenshots      (`make screenshots`; needs Chromium)
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.pages import server
from tests.browser import find_chromium

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="newsarchive-pictures-") as folder:
        os.environ["NEWSARCHIVE_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/archive.sqlite3"
        for command in (
            ["migrate", "--verbosity", "0"],
            ["collectstatic", "--no-input", "--verbosity", "0"],
            ["ingest", "docs/example.jsonl"],
        ):
            subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, check=True)
        with server() as root, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="nl-NL")
            for name, address in addresses():
                page.goto(root + address)
                page.screenshot(path=IMAGES / f"{name}.png")
            browser.close()


def addresses() -> list[tuple[str, str]]:
    """The pages to photograph, by the name of the picture."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
    import django

    django.setup()
    from articles.models import Article
    from entities.models import Person

    # Playwright's loop runs in this thread, and Django would refuse to ask the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    person = Person.objects.most_quoted_first().first()
    article = Article.objects.get(external_id="m6")
    return [
        ("quotes", f"/quotes/?speaker={person.pk}&country=FR"),
        ("article", article.get_absolute_url()),
        ("person", person.get_absolute_url()),
    ]


if __name__ == "__main__":
    main()
