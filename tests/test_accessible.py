"""Everybody can use every page: axe-core finds nothing, keys reach everything, nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import get_resolver, resolve

from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.model]

# Addresses that are no page of their own: twins, citations, redirects, what machines ask for.
NO_PAGES = set(
    "set_language opensearch sitemap sitemap_part article_twin quote_twin country_twin who_said_twin article_citation "
    "quote_citation article_by_id person_by_id organisation_by_id reconcile reconcile_suggest".split()
)
# What editors alone may open; undoing is tried where there is something to undo.
FOR_EDITORS = {"correct_quote", "correct_mention", "add_quote", "undo"}


def test_every_kind_of_page_is_looked_at(demo):
    """A page with an address of its own that tests/demo.py lacks is found here."""
    names = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    for included in get_resolver().url_patterns:
        if getattr(included, "urlconf_name", None) in _our_urls():
            names |= {pattern.name for pattern in included.url_patterns if pattern.name}
    looked_at = {
        resolve(path.split("?")[0]).url_name for name, path in demo.pages.items() if name != "not found"
    }
    assert names - NO_PAGES - FOR_EDITORS - looked_at == set()


def _our_urls() -> list:
    import articles.urls
    import entities.urls

    return [articles.urls, entities.urls]


# In the dark, what has to do with colours: the rest of a page is the same in both themes.
CHECKS = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}


# The widget that Django's admin chooses by name with has a field in it that only what is chosen gives a name.
NOT_OURS = {"exclude": [[".select2-selection__rendered"]]}


def violations(page, pages: dict[str, str]) -> list[str]:
    """What axe-core finds on these pages, in the light and in the dark; of a long table of the admin in its head."""
    found = []
    for name, path in pages.items():
        page.goto(path)
        page.evaluate(
            "document.querySelectorAll('#result_list tr:nth-child(n + 9)').forEach(row => row.remove())"
        )
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
            for violation in Axe().run(page, NOT_OURS, CHECKS[scheme]).response["violations"]:
                found += [
                    f"{name} ({path}), {scheme}: {violation['id']}: {node['html'][:200]}"
                    for node in violation["nodes"]
                ]
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_on_any_page(demo, demo_browser, language):
    assert violations(demo_browser(locale=language), demo.pages) == []


def desk_pages(page, demo: Demo) -> dict[str, str]:
    """The pages of an editor: of each model its list and its first row, and what is decided on pages of their own."""
    pages = {"index": "/admin/", "queue": "/admin/entities/suggestion/queue/"}
    for model in admin.site._registry:
        label = f"{model._meta.app_label}/{model._meta.model_name}"
        if model._meta.app_label in ("articles", "entities") and label != "entities/entity":
            page.goto(f"/admin/{label}/")
            pages[f"list {label}"] = f"/admin/{label}/"
            row = page.locator("#result_list th a")
            if row.count():
                pages[f"one {label}"] = row.first.get_attribute("href")
    one, other = (row["id"] for row in demo.rows("/people.json")[:2])
    person, quote = f"/admin/entities/person/{one}", demo.rows("/quotes.json")[0]["id"]
    return pages | {
        "person": f"{person}/change/",
        "history": f"{person}/history/",
        "find another": f"{person}/merge/?q=van",
        "merge": f"{person}/merge/?with={other}",
        "split": f"{person}/split/",
        "no name": f"{person}/no-name/",
        "block a name": "/admin/entities/blockedname/add/",
        "correct a quote": f"/quotes/{quote}/correct/",
        "add a quote": demo.pages["article"].partition("-")[0] + "/add-quote/",
        "correct a name": "/mentions/1/correct/",
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_at_the_desk_of_editors(demo, demo_browser, editors_cookies, language):
    page = demo_browser(locale=language)
    page.context.add_cookies(editors_cookies)
    pages = desk_pages(page, demo)
    assert len(pages) > 20
    assert violations(page, pages) == []


def test_axe_finds_nothing_where_editors_log_in(demo_browser):
    assert violations(demo_browser(), {"log in": "/admin/login/"}) == []


# How many elements Tab should come by, and a note of each that it does.
EXPECTED = """() => {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const elements = [...document.querySelectorAll(all)];
    window.passed = [];
    document.addEventListener("focusin", ({target}) => {
        const style = getComputedStyle(target), box = target.getBoundingClientRect();
        window.passed.push({
            place: elements.indexOf(target),
            html: target.outerHTML.slice(0, 120),
            isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            isInSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
                && box.right > 0 && box.left < innerWidth,
        });
    });
    return elements.flatMap((element, place) =>
        element.checkVisibility({visibilityProperty: true}) && !element.disabled ? [place] : []);
}"""


def test_tab_walks_every_page_in_order_with_the_focus_in_sight(demo, demo_browser):
    page = demo_browser(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    problems = []
    for name, path in demo.pages.items():
        page.goto(path)
        expected = page.evaluate(EXPECTED)
        for _ in expected:
            page.keyboard.press("Tab")
        passed = page.evaluate("window.passed")
        if [each["place"] for each in passed] != expected:
            problems.append(
                f"{name}: Tab comes by {len(passed)} in another order than the {len(expected)} there are"
            )
        problems += [
            f"{name}: out of sight: {each['html']}"
            for each in passed
            if not (each["isMarked"] and each["isInSight"])
        ]
    assert problems == []


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (375, 1), (1280, 2)])
def test_no_page_scrolls_sideways(demo, demo_browser, width, zoom):
    """At 320 and 375 pixels, and at 200 % on a window of 1280, which is then 640 wide at twice the density."""
    viewport = {"width": width // zoom, "height": 700}
    page = demo_browser(viewport=viewport, device_scale_factor=zoom)
    too_wide = []
    for name, path in demo.pages.items():
        page.goto(path)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            too_wide.append(f"{name}: {beyond} pixels")
    assert too_wide == []
