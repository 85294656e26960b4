"""Reading and correcting an article in headless Chromium: hits, copying, and selecting what was missed."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import expect

from entities.models import Mention, Quote
from tests.browser import follow
from tests.factories import Said, add_mention, add_quote, make_article, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Een heel gewone inleiding 😀 over de motor & het <weefgetouw> van een gravin die veel rekende.\n\n"
    "De motor, zei gravin Lovelace, “weeft 😀 patronen”. Zij voegde toe dat de motor rekent en nooit slaapt.\n\n"
    "Een derde alinea vertelt dat de motor klaar is, en dat is alles wat er over te zeggen valt."
)


@pytest.fixture
def article(transactional_db):
    article = make_article(TEXT, people=["Ada Lovelace"], title="De motor van de gravin")
    add_mention(article, "Lovelace, “", entity=make_person("Ada Lovelace"), kind="person")
    add_quote(article, Said("Ada Lovelace", "weeft 😀 patronen"))
    return article


@pytest.fixture
def open_as_editor(open_page, transactional_db):
    user = User.objects.create_superuser("eva")
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value

    def open_desk(path, **options):
        page = open_page("/", **options)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}])
        page.goto(path)
        return page

    return open_desk


def select(page, first: str, last: str) -> None:
    """Select from the first words to the last ones, wherever in the text they stand."""
    page.evaluate(
        """([first, last]) => {
            const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let node, begun = false;
            while ((node = walker.nextNode())) {
                const at = node.data.indexOf(first), end = node.data.indexOf(last);
                if (!begun && at >= 0) { range.setStart(node, at); begun = true; }
                if (begun && end >= 0) { range.setEnd(node, end + last.length); break; }
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [first, last],
    )


def test_reader_goes_from_hit_to_hit_without_javascript(open_page, article):
    page = open_page(f"{article.get_absolute_url()}?q=motor", java_script_enabled=False)
    expect(page.locator(".hits")).to_contain_text("4 treffers in de tekst")
    expect(page.locator(".hit-ways").first).to_be_hidden()
    page.get_by_role("link", name="naar de eerste").click()
    ways = page.locator(".hit-ways:visible")
    expect(ways).to_have_text("treffer 1 van 4 ↓", use_inner_text=True)
    ways.get_by_role("link", name="Volgende treffer").click()
    ways.get_by_role("link", name="Volgende treffer").click()
    expect(ways).to_contain_text("treffer 3 van 4", use_inner_text=True)
    ways.get_by_role("link", name="Vorige treffer").click()
    expect(page).to_have_url(re.compile("#hit-2$"))


def test_keys_go_from_hit_to_hit_and_tab_reaches_the_ways(open_page, article):
    page = open_page(f"{article.get_absolute_url()}?q=motor")
    for key, place in (("j", "1"), ("j", "2"), ("j", "3"), ("k", "2")):
        page.keyboard.press(key)
        page.wait_for_url(f"**#hit-{place}")
    page.keyboard.press("Tab")
    expect(page.locator(".hit-ways:visible").get_by_role("link", name="Vorige treffer")).to_be_focused()


def test_one_click_copies_a_quote_with_its_source(open_page, article):
    quote = Quote.objects.get()
    words = "“weeft 😀 patronen” – Ada Lovelace, in: “De motor van de gravin”, De Voorbeeldkrant, 14 september 2020. "
    for address in ("/quotes/", article.get_absolute_url(), f"/quotes/{quote.pk}/"):
        page = open_page(address)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Kopieer met bron").click()
        page.get_by_role("button", name="Gekopieerd").first.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(words) and copied.endswith(f"/quotes/{quote.pk}/"), address
        expect(page.locator("p[role=status]")).to_have_text("Gekopieerd")


def test_without_javascript_the_words_to_copy_are_a_link_away(open_page, article):
    page = open_page("/quotes/", java_script_enabled=False)
    page.get_by_role("link", name="Kopieer met bron").click()
    assert (
        page.get_by_label("Om te kopiëren met bron")
        .input_value()
        .startswith("“weeft 😀 patronen” – Ada Lovelace")
    )


def test_an_editor_selects_a_quote_that_was_missed(open_as_editor, article):
    page = open_as_editor(f"{article.get_absolute_url()}?q=motor")
    follow(page, page.get_by_role("link", name="Verbeter hier namen en citaten"))
    select(page, "dat de motor"[:4], "slaapt")
    bar = page.locator(".selection")
    bar.wait_for()
    select(page, "rekent en", "slaapt")
    follow(page, bar.get_by_role("button", name="Voeg toe als citaat"))
    expect(page.get_by_label("Inhoud")).to_have_value("rekent en nooit slaapt")
    page.get_by_label("weergegeven").check()
    page.get_by_label("Ada Lovelace").check()
    page.get_by_label("Reden").fill("indirecte rede")
    follow(page, page.get_by_role("button", name="Besluit"))
    quote = Quote.objects.get(content="rekent en nooit slaapt")
    assert (quote.speaker.name, quote.type, quote.locked) == ("Ada Lovelace", "indirect", True)
    assert article.text[slice(*quote.parts[0])] == quote.content
    assert "?q=motor&edit=1" in page.url, "the list that the editor came from is kept"
    expect(page.locator(".messages")).to_contain_text("een gemist citaat")
    follow(page, page.get_by_role("button", name="Maak ongedaan"))
    assert not Quote.objects.filter(content="rekent en nooit slaapt").exists()


def test_a_selection_counts_characters_past_marks_numbers_and_paragraphs(open_as_editor, article):
    page = open_as_editor(f"{article.get_absolute_url()}?q=motor&edit=1")
    select(page, "voegde", "is alles")
    page.locator(".selection").wait_for()
    start, end = (int(page.locator(f".selection [name={name}]").input_value()) for name in ("start", "end"))
    assert article.text[start:end] == TEXT[TEXT.index("voegde") : TEXT.index("is alles") + len("is alles")]
    follow(page, page.get_by_role("button", name="Voeg toe als citaat"))
    assert page.get_by_label("Inhoud").input_value().count("[…]") == 1


def test_an_editor_corrects_a_speaker_and_the_words_from_the_article(open_as_editor, article):
    make_article(people=["Mary Shelley"])
    page = open_as_editor(article.get_absolute_url())
    follow(page, page.locator(".note-of-quote").get_by_role("link", name="Verbeter"))
    page.get_by_label("Iemand anders").fill("shelley")
    follow(page, page.get_by_role("button", name="Zoek de naam"))
    page.get_by_label("Mary Shelley").check()
    page.evaluate("document.querySelector('.excerpt').scrollIntoView()")
    page.evaluate(
        """() => {
            const node = document.querySelector(".excerpt mark").firstChild;
            getSelection().setBaseAndExtent(node, node.data.indexOf("patronen"), node, node.data.length);
        }"""
    )
    page.get_by_role("button", name="Neem deze woorden").click()
    expect(page.get_by_label("Inhoud")).to_have_value("patronen")
    follow(page, page.get_by_role("button", name="Besluit"))
    quote = Quote.objects.get()
    assert (quote.speaker.name, quote.content, quote.locked) == ("Mary Shelley", "patronen", True)
    assert page.url.endswith(article.get_absolute_url())


def test_an_editor_corrects_a_name_by_keyboard_alone_without_javascript(open_as_editor, article):
    make_article(people=["Mary Shelley"])
    page = open_as_editor(f"{article.get_absolute_url()}?edit=1", java_script_enabled=False)
    page.locator(".text a.name").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Iemand anders").fill("shelley")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Mary Shelley").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Besluit").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Mention.objects.get(locked=True).entity.name == "Mary Shelley"


@pytest.mark.parametrize("width", [375, 320])
def test_no_page_of_corrections_scrolls_sideways(open_as_editor, article, width):
    page = open_as_editor("/", viewport={"width": width, "height": 700})
    quote, mention = Quote.objects.get(), Mention.objects.first()
    for address in (
        f"{article.get_absolute_url()}?q=motor&edit=1#hit-2",
        f"/quotes/{quote.pk}/correct/",
        f"/mentions/{mention.pk}/correct/",
        f"/articles/{article.pk}/add-quote/",
    ):
        page.goto(address)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, address
