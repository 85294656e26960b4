"""The pictures of README and docs/using.md, and of every page type to look at: of the demo, photographed.

usage: python -m docs.screenshots                  the pictures in docs/images (`make screenshots`; needs Chromium)
       python -m docs.screenshots --editors        only those of docs/curating.md
       python -m docs.screenshots --all FOLDER     every page type: wide and narrow, light and dark
"""

import argparse
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import find_chromium
from tests.demo import EDITOR, Demo, add_editor, make_demo, manage, served

IMAGES = Path(__file__).resolve().parent / "images"
TALL, EDGE = 560, 16  # Pixels of a picture for editors, and around the part of the page that it shows.


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--all", metavar="FOLDER", type=Path, help="photograph every page type to this folder"
    )
    parser.add_argument("--editors", action="store_true", help="only the pictures of docs/curating.md")
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
                if not options.editors:
                    photograph_for_docs(browser, demo)
                photograph_for_editors(browser, demo, environment)
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


def photograph_for_editors(browser: Browser, demo: Demo, environment: dict[str, str]) -> None:
    """A picture of each of the ten tasks of docs/curating.md, as an editor sees the page, in English."""
    add_editor(environment)
    manage(environment, "suggest")
    one, other = (row["id"] for row in demo.rows("/people.json")[:2])
    person, quote = f"/admin/entities/person/{one}", demo.rows("/quotes.json")[0]["id"]
    article = demo.first(f"/articles.json?person={one}")
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", base_url=demo.url)
    log_in(page)
    photograph(page, "speaker", f"/quotes/{quote}/correct/", "main form")
    page.goto("/mentions/1/correct/")
    page.get_by_label("Somebody else").fill("Piet Bloemendries")
    page.get_by_role("button", name="Look for the name").click()
    photograph(page, "name", "", "main form")
    photograph(page, "merge", f"{person}/merge/?with={other}", "#content")
    photograph(page, "different", "", "h2:has(+ .effect)")
    page.goto(f"{person}/split/")
    for tick in page.locator(".ticks input").all()[:3]:
        tick.check()
    page.get_by_label("or of somebody new").fill("Geertje Vossenbelt (skater)")
    page.get_by_role("button", name="Continue").click()
    photograph(page, "split", "", "#content")
    photograph(page, "no-name", f"{person}/no-name/", "#content")
    photograph(page, "person", f"{person}/change/", "#content")
    page.goto(f"{article}?edit=1")
    page.set_viewport_size({"width": 1000, "height": 700})  # The bar stands at the foot of the window.
    page.locator("[data-start]").first.select_text()
    page.screenshot(path=IMAGES / "curating-missed.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/entities/suggestion/queue/")
    while not page.locator(".sides").count():
        with page.expect_navigation():
            page.keyboard.press("s")
    photograph(page, "queue", "", "#content")
    photograph(page, "log", "/admin/entities/decision/", "#content")
    page.close()


def log_in(page: Page) -> None:
    page.goto("/admin/login/")
    for field, value in EDITOR.items():
        page.fill(f"#id_{field}", value)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def photograph(page: Page, name: str, address: str, part: str) -> None:
    """A page from the top of a part of it on; the page that is open if no address is given."""
    if address:
        page.goto(address)
    box = page.locator(part).first.bounding_box()
    assert box, f"{page.url} has no {part}"
    edge = 0 if part == "#content" else EDGE  # What Django's admin shows has its own.
    x, y, width = box["x"] - edge, box["y"] - edge, box["width"] + 2 * edge
    height = min(TALL, page.evaluate("document.documentElement.scrollHeight") - y)
    clip = {"x": x, "y": y, "width": width, "height": height}
    page.screenshot(path=IMAGES / f"curating-{name}.png", clip=clip, full_page=True)


if __name__ == "__main__":
    main()
