"""Journeys that a reader makes through the demo, in headless Chromium; more of them are in test_browser.py."""

import json
import re
from collections import Counter
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests import reconciliation_schemas as schemas
from tests.browser import follow
from tests.reconciliation_schemas import valid

pytestmark = [pytest.mark.browser, pytest.mark.model]

ATOM = "{http://www.w3.org/2005/Atom}"


def number_in(words: str) -> int:
    """The first number of a heading: 1.035 as the Dutch write it."""
    return int(re.search(r"\d[\d.]*", words)[0].replace(".", ""))


def heading(page) -> str:
    return page.locator("h1").inner_text()


def test_reader_goes_from_a_word_on_the_door_to_a_quote_to_cite(demo_browser):
    page = demo_browser("/")
    page.get_by_role("searchbox").fill("brug")
    follow(page, page.get_by_role("button", name="Zoek in citaten"))
    assert "met de woorden “brug”" in heading(page)
    follow(page, page.locator(".quotes .from a").first)
    number = page.url.partition("#quote-")[2]
    follow(page, page.locator(f"#note-{number}").get_by_role("link", name="Alleen dit citaat"))
    expect(page.locator(".citation")).to_contain_text(page.url)


def test_reader_goes_from_a_person_to_whom_they_speak_about_in_a_country_in_a_month(demo_browser):
    page = demo_browser("/people/")
    follow(page, page.get_by_role("link", name="Geertje Vossenbelt"))
    follow(page, page.get_by_role("link", name="Wat Geertje Vossenbelt zei"))
    counts = [number_in(heading(page))]
    for name in ("about", "country"):
        follow(page, page.locator(f"#filters a[href*='{name}=']:not([href*='{name}=none'])").first)
        counts.append(number_in(heading(page)))
    assert counts == sorted(counts, reverse=True) and counts[-1] >= 1
    bars = page.locator(".bars a")
    while bars.count() and "day" not in (page.locator(".bars").get_attribute("class") or ""):
        promised = number_in(bars.first.locator(".n").inner_text())
        follow(page, bars.first)
        assert number_in(heading(page)) == promised
    assert "from=" in page.url


def test_reader_excludes_a_country_and_gets_it_back(demo_browser):
    page = demo_browser("/quotes/")
    before = number_in(heading(page))
    value = page.locator("#filters li", has_text="België").first
    with_it = number_in(value.inner_text().split("België")[1])
    value.hover()
    follow(page, page.locator("#filters").get_by_role("link", name="Zonder België"))
    assert number_in(heading(page)) == before - with_it
    follow(page, page.get_by_role("link", name=re.compile("Verwijder het filter .*België")))
    assert number_in(heading(page)) == before


def test_reader_on_a_phone_uses_the_menu_and_the_filters(demo_browser):
    page = demo_browser("/", viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    menu = page.get_by_role("navigation", name="Archief").get_by_role("link")
    for name in menu.all_inner_texts():
        with page.expect_navigation():
            page.get_by_role("navigation", name="Archief").get_by_role("link", name=name).tap()
        expect(page.locator(".site-header nav [aria-current]")).to_have_text(name)
        assert page.locator(".site-header nav [aria-current]").bounding_box()["height"] >= 24
    page.goto("/quotes/")
    page.get_by_role("link", name="Filters", exact=True).tap()
    value = page.locator("#filters").get_by_role("link", name=re.compile("^Frankrijk"))
    promised = number_in(value.inner_text())
    with page.expect_navigation():
        value.tap()
    assert number_in(heading(page)) == promised


def test_reader_without_javascript_reads_a_country_a_year_and_an_article(demo_browser):
    page = demo_browser("/countries/", java_script_enabled=False)
    follow(page, page.locator("#countries").get_by_role("link", name="Bulgarije").first)
    assert heading(page) == "Bulgarije"
    follow(page, page.locator(".chart a[href^='/articles/']").first)
    follow(page, page.locator("main [data-row]").first)
    assert page.locator(".text").inner_text().rstrip().endswith("demonstratie van newsarchive.")


def test_reader_with_keys_only_goes_from_the_door_to_a_quote(demo_browser):
    page = demo_browser("/")
    page.keyboard.press("/")
    page.keyboard.type("kraan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".the-quote blockquote")).to_contain_text("kra")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Lees het in het artikel":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/\d+-.*#quote-\d+"))
    expect(page.locator(".text")).to_be_visible()


def test_reader_gets_the_language_of_the_browser_and_keeps_the_one_chosen(demo_browser):
    page = demo_browser("/people/", locale="en-GB")
    assert "people" in heading(page)
    follow(page, page.get_by_role("button", name="Nederlands"))
    assert "personen" in heading(page)
    page.goto("/countries/BG/")
    assert heading(page) == "Bulgarije" and page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.parametrize("kind", ["article", "person", "quotes filtered", "country"])
def test_pages_print_without_what_only_a_screen_can_use(demo, demo_browser, kind):
    page = demo_browser(demo.pages[kind])
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for hidden in (page.locator(".site-header nav"), page.locator(".site-footer form")):
        expect(hidden).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


def test_dark_pages_answer_to_the_reader_and_light_ones_stay_light(demo, demo_browser):
    papers = {}
    for scheme in ("light", "dark"):
        page = demo_browser(demo.pages["person"], color_scheme=scheme)
        papers[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert papers["light"] != papers["dark"]


def test_feed_reader_finds_the_feed_gets_what_the_page_shows_and_reads_on_to_the_end(demo, demo_browser):
    page = demo_browser(demo.pages["person"])
    address = page.locator("link[type='application/atom+xml']").get_attribute("href")
    shown = (
        page.locator(".quotes")
        .first.locator("[data-row]")
        .evaluate_all("links => links.map(link => link.href)")
    )
    links, ids = [], set()
    while address:
        feed = ElementTree.fromstring(demo.get(address.removeprefix(demo.url)))
        assert feed.tag == f"{ATOM}feed" and feed.findtext(f"{ATOM}updated")
        links += [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]
        ids |= {entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}
        address = next(
            (link.get("href") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "next"), ""
        )
    assert len(shown) == 5 and links[:5] == shown
    assert len(ids) == len(links) == number_in(page.locator(".figures").inner_text())


def test_openrefine_matches_a_column_of_names_as_it_does_with_any_service(demo, demo_browser):
    """The requests of OpenRefine, in its order: what the service is, of what types the column seems to be,
    the batches, a candidate looked at, another name looked for, and the one who was chosen opened."""
    manifest = valid(json.loads(demo.get("/reconcile/")), schemas.MANIFEST)

    def batch(names: list[str], **more) -> list[list[dict]]:
        queries = {f"q{number}": {"query": name, **more} for number, name in enumerate(names)}
        form = urlencode({"queries": json.dumps(queries)}).encode()
        answer = json.loads(demo.get("/reconcile/", form))
        assert valid(answer, schemas.RESULTS).keys() == queries.keys()
        return [answer[key]["result"] for key in queries]

    def suggested(what: str, **query) -> list[str]:
        service = manifest["suggest"][what]
        path = service["service_url"].removeprefix(demo.url) + service["service_path"]
        answer = json.loads(demo.get(f"{path}?{urlencode(query)}"))
        return [each["name"] for each in valid(answer, schemas.SUGGESTIONS)["result"]]

    column = ["Geertje Vossenbelt", "Vossenbelt, Geertje", "Geertje Vosenbelt", "Niemand Zonderling"]
    guessed = Counter(
        type_["id"] for found in batch(column, limit=3) for each in found for type_ in each["type"]
    )
    assert guessed.most_common(1)[0][0] == "person"
    assert suggested("type", prefix="per") and suggested("property", prefix="wiki") == ["Wikidata"]
    wanted = {"type": "person", "type_strict": "should", "properties": [{"pid": "country", "v": "NL"}]}
    exact, turned, misspelt, nobody = batch(column, **wanted)
    assert [each["name"] for each in exact + turned if each["match"]] == ["Geertje Vossenbelt"] * 2
    assert misspelt[0]["name"] == "Geertje Vossenbelt" and not misspelt[0]["match"] and nobody == []
    assert "Geertje Vossenbelt" in suggested("entity", prefix="geertje vos", type="person")
    chosen = misspelt[0]["id"]
    page = demo_browser(manifest["preview"]["url"].replace("{{id}}", chosen))
    assert heading(page) == "Geertje Vossenbelt"
    page.goto(manifest["view"]["url"].replace("{{id}}", chosen))
    assert heading(page) == "Geertje Vossenbelt" and f"/people/{chosen}-geertje-vossenbelt/" in page.url
