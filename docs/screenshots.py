"""The pictures of README and docs/using.md, and of every page type to look at: of the demo, photographed.

usage: python -m docs.screenshots                  the pictures in docs/images (`make screenshots`; needs Chromium)
       python -m docs.screenshots --all FOLDER     every page type: wide and narrow, light and dark
"""

import argparse
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import find_chromium
from tests.demo import Demo, make_demo, served

IMAGES = Path(__file__).resolve().parent / "images"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--all", metavar="FOLDER", type=Path, help="photograph every page type to this folder"
    )
    parser.add_argument("--demo", metavar="FOLDER", help="a demo that was made before, as .data/demo")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-pictures-") as temporary:
        folder = options.demo or temporary
        environment = {**os.environ, "NEWSARCHIVE_DATA": folder, "NEWSARCHIVE_DEMO": "1"}
        environment["DATABASE_URL"] = f"sqlite:///{folder}/archive.sqlite3"
        if not options.demo:
            make_demo(environment)
        with served(environment) as url, sync_playwright() as playwright:
            arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
            demo = Demo(url, "")
            if options.all:
                options.all.mkdir(parents=True, exist_ok=True)
                photograph_all(browser, demo, options.all)
            else:
                photograph_for_docs(browser, demo)
            browser.close()


def photograph_for_docs(browser: Browser, demo: Demo) -> None:
    """The top of the pages that the docs show, as a window holds it."""
    speaker = demo.rows("/people.json")[0]["id"]
    pages = {
        "home": "/",
        "quotes": f"/quotes/?speaker={speaker}&country=FR",
        "who-said": "/who-said/?q=brug",
        "article": demo.first(
            "/articles.json?q=vossenbelt&country=FR", publication="De Molenbode (verzonnen)"
        ),
        "person": demo.pages["person"],
    }
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="nl-NL", base_url=demo.url)
    for name, address in pages.items():
        page.goto(address)
        page.screenshot(path=IMAGES / f"{name}.png")


def photograph_all(browser: Browser, demo: Demo, folder: Path) -> None:
    """Every page type in full, at 1280 and 375 pixels, light and dark."""
    for width in (1280, 375):
        for scheme in ("light", "dark"):
            viewport = {"width": width, "height": 800}
            page = browser.new_page(viewport=viewport, color_scheme=scheme, locale="nl-NL", base_url=demo.url)
            for name, address in demo.pages.items():
                page.goto(address)
                page.screenshot(
                    path=folder / f"{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True
                )
            page.close()


if __name__ == "__main__":
    main()
