"""An editor's work in headless Chromium, under the site's strict content security policy."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from entities.models import Decision, Entity, Quote, Suggestion
from entities.suggestions import suggest
from tests.browser import follow
from tests.factories import Said, make_article, make_person
from tests.reading import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(open_page):
    """Opens a page of the admin as an editor who may everything."""
    user = User.objects.create_superuser("eva")
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value

    def open_desk(path):
        page = open_page("/", locale="en-US")
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}])
        page.goto(path)
        return page

    return open_desk


def press(page, name, role="button"):
    """Press what has exactly this name and wait until the next page is all there."""
    follow(page, page.get_by_role(role, name=name, exact=True))


def test_an_editor_merges_swaps_and_undoes(desk):
    one, other = make_person("Ada Lovelace"), make_person("A. Lovelace")
    make_article(people=[one]), make_article(people=[other], quotes=[Said(other, "Ja")])
    page = desk(reverse("admin:entities_person_change", args=[one.pk]))
    press(page, "Merge…", "link")
    page.get_by_label("Who is the same").fill("lovelace")
    press(page, "Search")
    press(page, "A. Lovelace", "link")
    expect(page.locator(".direction")).to_contain_text("A. Lovelace (1) will be part of Ada Lovelace (1)")
    press(page, "Swap", "link")
    expect(page.locator(".direction")).to_contain_text("Ada Lovelace (1) will be part of A. Lovelace (1)")
    page.get_by_label("Reason").fill("one and the same")
    press(page, "Merge")
    one.refresh_from_db()
    assert one.merged_into == other
    press(page, "Undo", "link")
    press(page, "Undo")
    one.refresh_from_db()
    assert one.merged_into is None


def test_an_editor_splits_somebody(desk):
    for number in range(3):
        publish(f"Bericht {number}. Jan de Vries won.", ["Jan de Vries"], id=f"a{number}")
    jan = Entity.objects.get()
    page = desk(reverse("admin:entities_person_split", args=[jan.pk]))
    page.locator(".ticks input").first.check()
    page.get_by_label("or of somebody new").fill("Jan de Vries (skater)")
    press(page, "Continue")
    expect(page.locator("#content-main")).to_contain_text("1 mention")
    press(page, "Split")
    assert Entity.objects.get(name="Jan de Vries (skater)").article_count == 1


def test_an_editor_corrects_a_speaker_by_typing_a_name(desk):
    mary = make_person("Mary Shelley")
    make_article(people=["Ada Lovelace", mary], quotes=[Said("Ada Lovelace", "Ja")])
    quote = Quote.objects.get()
    page = desk(reverse("admin:entities_quote_change", args=[quote.pk]))
    page.locator(".field-speaker .select2-selection").click()
    page.keyboard.type("shelley")
    page.get_by_role("option", name="Mary Shelley").click()
    press(page, "Save")
    quote.refresh_from_db()
    assert (quote.speaker, quote.locked) == (mary, True)


def test_an_editor_works_through_twenty_suggestions_with_keys_only(desk):
    for number in range(20):
        name = f"Jan{chr(97 + number)} Achter{chr(97 + number) * 4}"
        make_article(people=[name]), make_article(people=[f"J. {name.split()[1]}"])
    suggest()
    waiting = Suggestion.objects.open().count()
    assert waiting >= 20
    page = desk(reverse("admin:entities_suggestion_queue"))
    for number in range(20):
        key = "jno"[number % 3]
        with page.expect_navigation():
            page.keyboard.press(key)
    assert Suggestion.objects.open().count() <= waiting - 20
    assert Decision.objects.filter(kind="same").count() == 7
    with page.expect_navigation():
        page.keyboard.press("u")
    assert Suggestion.objects.exclude(state="open").count() == 19


def test_keys_of_the_queue_can_be_switched_off(desk):
    make_article(people=["Jan Janssen"]), make_article(people=["J. Janssen"])
    suggest()
    page = desk(reverse("admin:entities_suggestion_queue"))
    page.get_by_label("Keys").uncheck()
    page.keyboard.press("n")
    page.reload()
    page.keyboard.press("n")
    assert not Decision.objects.exists()


def test_every_control_of_the_workshop_has_a_name(desk):
    """What a screen reader says of a control: its label, text or title."""
    one, other = make_person("Ada Lovelace"), make_person("A. Lovelace")
    make_article(people=[one], quotes=[Said(one, "Ja")]), make_article(people=[other])
    suggest()
    merge = reverse("admin:entities_person_merge", args=[one.pk])
    page = desk(merge)
    for path in (
        merge,
        f"{merge}?with={other.pk}",
        reverse("admin:entities_person_split", args=[one.pk]),
        reverse("admin:entities_suggestion_queue"),
    ):
        page.goto(path)
        nameless = page.evaluate(
            """[...document.querySelectorAll("#content-main :is(input:not([type=hidden]), select, textarea, button, a)")]
            .filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.value && !e.ariaLabel
                && !e.closest(".select2") && !e.getAttribute("aria-labelledby"))
            .map(e => e.outerHTML)"""
        )
        assert nameless == [], path
