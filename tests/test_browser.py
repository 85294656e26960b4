"""A reader's journeys in headless Chromium."""

import pytest
from playwright.sync_api import expect

from entities.models import Quote
from tests.browser import follow
from tests.factories import Said, make_article, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 375, 320]


@pytest.fixture
def archive(transactional_db):
    ada = make_person("Ada Lovelace")
    for day in range(1, 29):
        make_article(
            "Een lange inleiding van een bericht over de motor die patronen weeft, zoals een getouw.",
            people=[ada, "Mary Shelley"],
            countries=["BY"] if day % 2 else ["PL"],
            published=f"2020-09-{day:02}",
            title=f"Bericht over de analytische machine, deel {day}",
            quotes=[Said(ada, f"Mary Shelley schreef {day} brieven"), Said(None, "Niemand weet het")],
        )
    return ada


def addresses(ada):
    quote = Quote.objects.first()
    return [
        "/",
        "/articles/",
        quote.article.get_absolute_url(),
        f"/quotes/?speaker={ada.pk}&speaker=999&country=BY&from=2020-09&to=2020-09",
        f"/quotes/{quote.pk}/",
        "/people/",
        ada.get_absolute_url(),
        "/countries/",
        "/countries/BY/",
        f"/compare/?person={ada.pk}&person={make_person('Mary Shelley').pk}",
        "/people/?sort=surname",
        "/dates/2020/",
        "/dates/2020/09/",
    ]


def width_beyond(page) -> int:
    """How many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def journey_to_a_cited_quote(page):
    """From the door to a person, a quote of hers in its text, and the quote alone."""
    page.get_by_role("link", name="Ada Lovelace").first.click()
    expect(page.locator("h1")).to_have_text("Ada Lovelace")
    page.get_by_role("link", name="28 citaten", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("28 citaten van Ada Lovelace")
    page.get_by_role("link", name="Bericht over de analytische machine, deel 28").first.click()
    note = page.locator(".note-of-quote").first
    expect(note.get_by_role("link", name="Ada Lovelace")).to_be_visible()
    note.get_by_role("link", name="Alleen dit citaat").click()
    expect(page.locator(".the-quote blockquote")).to_contain_text("Mary Shelley schreef 28 brieven")
    expect(page.locator(".citation")).to_contain_text(page.url)


def test_reader_goes_from_the_door_to_a_quote_to_cite(open_page, archive):
    journey_to_a_cited_quote(open_page("/"))


def test_reader_without_javascript_goes_the_same_way(open_page, archive):
    page = open_page("/", java_script_enabled=False)
    journey_to_a_cited_quote(page)
    page.get_by_role("searchbox", name="Zoek in citaten").fill("brieven")
    page.get_by_role("searchbox", name="Zoek in citaten").press("Enter")
    expect(page.locator("h1")).to_have_text("28 citaten met de woorden “brieven”")


def test_reader_filters_excludes_and_takes_away(open_page, archive):
    page = open_page("/quotes/")
    page.locator("#filters").get_by_role("link", name="Ada Lovelace 28").click()
    page.locator("#filters").get_by_role("link", name="Polen 14").click()
    expect(page.locator("h1")).to_have_text("14 citaten van Ada Lovelace uit nieuws over Polen")
    page.get_by_role("link", name="Verwijder het filter Polen").click()
    page.locator("#filters li", has_text="Belarus").hover()
    page.locator("#filters").get_by_role("link", name="Zonder Belarus").click()
    expect(page.locator("h1")).to_have_text("14 citaten van Ada Lovelace niet uit nieuws over Belarus")
    page.get_by_role("link", name="Wis alles").click()
    expect(page.locator("h1")).to_have_text("56 citaten")


def test_reader_types_words_and_dates(open_page, archive):
    page = open_page("/articles/")
    page.get_by_label("Woorden").fill("machine")
    page.get_by_label("Van", exact=True).fill("2020-09-10")
    page.get_by_label("Tot en met").fill("2020-09-12")
    page.get_by_role("button", name="Zoek").click()
    heading = "3 artikelen met de woorden “machine” van 10 september 2020 tot en met 12 september 2020"
    expect(page.locator("h1")).to_have_text(heading)
    follow(page, page.get_by_role("link", name="deel 11"))
    expect(page.locator("h1 mark")).to_have_text("machine")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**deel-10/**")
    expect(page.locator(".neighbours").first).to_contain_text("3 van 3 artikelen")


def test_marks_can_be_switched_off_without_javascript(open_page, archive):
    page = open_page(Quote.objects.first().article.get_absolute_url(), java_script_enabled=False)
    name, number = page.locator(".text .person").first, page.locator(".text .number").first
    assert "underline" in name.evaluate("element => getComputedStyle(element).textDecorationLine")
    page.get_by_role("checkbox", name="personen").uncheck()
    assert "none" in name.evaluate("element => getComputedStyle(element).textDecorationLine")
    expect(number).to_be_visible()
    page.get_by_role("checkbox", name="citaten").uncheck()
    expect(number).to_be_hidden()


def test_speaker_stands_in_the_margin_and_on_a_phone_below(open_page, archive):
    address = Quote.objects.first().article.get_absolute_url()
    for width, is_beside in ((1280, True), (375, False)):
        page = open_page(address, viewport={"width": width, "height": 800})
        block = page.locator(".block", has=page.locator(".notes")).first
        text, note = block.locator("> p").bounding_box(), block.locator(".notes").bounding_box()
        assert (note["x"] >= text["x"] + text["width"]) == is_beside
        assert (note["y"] >= text["y"] + text["height"]) != is_beside


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(open_page, archive, width):
    page = open_page("/", viewport={"width": width, "height": 700})
    for address in addresses(archive):
        page.goto(address)
        assert width_beyond(page) <= 0, address


def test_dark_scheme_is_dark_and_readable(open_page, archive):
    page = open_page("/", color_scheme="dark")
    for address in addresses(archive):
        page.goto(address)
        paper, ink = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
        assert luminance(paper) < 0.05 < 0.6 < luminance(ink), address


def luminance(colour: str) -> float:
    """The relative luminance of WCAG of a colour "rgb(r, g, b)"."""
    parts = [int(part) / 255 for part in colour[4:-1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_keys_search_and_walk_a_list_and_can_be_switched_off(open_page, archive):
    page = open_page("/articles/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert (
        page.evaluate("document.activeElement.textContent") == "Bericht over de analytische machine, deel 27"
    )
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("button", name="Toetsen uitzetten").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_keyboard_alone_reaches_the_text_first(open_page, archive):
    page = open_page("/articles/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de tekst")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_reader_changes_the_language(open_page, archive):
    page = open_page("/quotes/?type=direct")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("56 quotes (direct)")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_article_prints_without_the_site_around_it(open_page, archive):
    page = open_page(Quote.objects.first().article.get_absolute_url())
    page.emulate_media(media="print")
    for shown in (page.locator(".text"), page.locator(".notes").first):
        expect(shown).to_be_visible()
    for hidden in (page.locator(".site-header nav"), page.locator(".marks")):
        expect(hidden).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


def test_keyboard_walks_over_the_map_or_past_it(open_page, archive):
    page = open_page("/countries/", java_script_enabled=False)
    page.get_by_label("Tot en met").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".past")).to_be_focused()
    assert page.locator(".past").bounding_box()["height"] > 20
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("14 artikelen uit nieuws over Belarus")


def test_country_on_the_map_is_a_link_for_the_pointer(open_page, archive):
    page = open_page("/countries/")
    page.get_by_role("link", name="Polen: 14").click()
    expect(page.locator("h1")).to_have_text("14 artikelen uit nieuws over Polen")


def test_reader_compares_two_people_without_javascript(open_page, archive):
    page = open_page(archive.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("link", name="Vergelijk met iemand anders").click()
    page.get_by_role("searchbox", name="Naam").fill("shelly")
    page.get_by_role("button", name="Vind").click()
    page.get_by_role("link", name="Mary Shelley").click()
    expect(page.locator("h1")).to_have_text("Ada Lovelace en Mary Shelley")
    page.locator(".columns a").first.click()
    expect(page.locator("h1")).to_have_text("28 citaten van Ada Lovelace in september 2020")
