"""What holds for every page of the site."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from entities.models import Quote
from tests.factories import Said, make_article, make_person
from tests.pages import Page, get_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    """One address of every page type, on an archive in which each shows something."""
    ada = make_person("Ada Lovelace", wikidata_id="Q7259")
    for day in range(1, 29):
        article = make_article(
            people=[ada, "Mary Shelley"],
            organisations=["De Club"],
            countries=["BY"],
            published=f"2020-09-{day:02}",
            title="Een kop" if day % 2 else "",
            quotes=[Said(ada, "Mary Shelley weeft"), Said(None, "Ada Lovelace weeft", "indirect", "denied")],
            url="https://example.org/1",
        )
    make_article(published="2021"), make_article(published="")
    quote, club = Quote.objects.first(), make_person("De Club", "organisation")
    return {
        "home": "/",
        "articles": "/articles/",
        "articles filtered": f"/articles/?q=weeft&person={ada.pk}&country=BY&from=2020-09",
        "articles page 2": "/articles/?page=2",
        "articles none": "/articles/?person=999",
        "article": article.get_absolute_url(),
        "article in a list": f"{article.get_absolute_url()}?q=weeft",
        "quotes": "/quotes/",
        "quotes filtered": f"/quotes/?speaker={ada.pk}",
        "quote": f"/quotes/{quote.pk}/",
        "people": "/people/",
        "person": ada.get_absolute_url(),
        "organisations": "/organisations/",
        "organisation": club.get_absolute_url(),
        "countries": "/countries/",
        "countries filtered": f"/countries/?person={ada.pk}&from=2020-09",
        "compare": "/compare/",
        "compare one": f"/compare/?person={ada.pk}",
        "compare two": f"/compare/?person={ada.pk}&person={make_person('Mary Shelley').pk}",
        "people by surname": "/people/?sort=surname",
        "country": "/countries/BY/",
        "dates": "/dates/",
        "year": "/dates/2020/",
        "month": "/dates/2020/09/",
        "day": "/dates/2020/09/14/",
        "publications": "/publications/",
    }


def test_every_page_is_well_formed_and_has_one_heading_and_a_language(client, addresses):
    for address in [*addresses.values(), "/nergens/"]:
        for language in ("nl", "en"):
            client.cookies["django_language"] = language
            page = Page(client.get(address).content.decode())
            assert page.unclosed == [] and page.open == [], address
            assert page.count("h1") == 1, address
            assert page.count("html", lang=language) == 1, address
            assert page.count("main", id="main") == 1, address
            assert page.count("meta", name="description") == 1, address
            ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
            assert len(ids) == len(set(ids)), address
            assert "<title>" in page.html and "<title> ·" not in page.html, address


def test_no_page_has_inline_style_or_script(client, addresses):
    for address in [*addresses.values(), "/nergens/"]:
        response = client.get(address)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        page = Page(response.content.decode())
        for tag, attrs in page.tags:
            assert "style" not in attrs and tag != "style", address
            assert not any(name.startswith("on") for name in attrs), address
            assert tag != "script" or attrs.get("src") or attrs["type"] == "application/ld+json", address


def test_no_page_asks_another_site_for_anything(client, addresses):
    for address in addresses.values():
        for tag, attrs in get_page(client, address).tags:
            asked = attrs.get("src") or (
                attrs.get("href") if tag == "link" and attrs.get("rel") != "canonical" else ""
            )
            assert not (asked or "").startswith(("http", "//")), address


def test_every_link_on_every_page_leads_somewhere(client, addresses):
    seen = set()
    for address in addresses.values():
        page = get_page(client, address)
        for link, _text in page.links:
            assert link, address
            if link.startswith(("https://example.org", "https://www.wikidata.org")):
                continue
            path, _mark, fragment = link.partition("#")
            if fragment and not path:
                assert f'id="{fragment}"' in page.html, (address, link)
            if path.startswith("?"):
                path = address.split("?")[0] + path
            if path and path not in seen:
                seen.add(path)
                status = client.get(path).status_code
                assert status == 200, (address, link, status)
            if fragment and path:
                assert f'id="{fragment}"' in client.get(path).content.decode(), (address, link)
    assert len(seen) > 100


def test_every_input_has_a_label(client, addresses):
    for address in addresses.values():
        page = get_page(client, address)
        labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
        for tag, attrs in page.tags:
            if tag == "input" and attrs.get("type") != "hidden":
                assert attrs.get("id") in labelled, (address, attrs)


def test_pages_answer_no_request_that_could_write(client, addresses):
    for address in addresses.values():
        assert client.post(address).status_code == 405, address


def test_language_can_be_chosen_and_the_browser_decides_until_then(client, addresses):
    assert "Citaten" in client.get("/", headers={"accept-language": "nl"}).content.decode()
    assert "Quotes" in client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "Citaten" in client.get("/", headers={"accept-language": "tlh"}).content.decode()
    response = client.post("/language/setlang/", {"language": "en", "next": "/quotes/?type=direct"})
    assert response["Location"] == "/quotes/?type=direct"
    assert "Quotes" in client.get("/", headers={"accept-language": "nl"}).content.decode()


def test_numbers_and_dates_are_written_as_the_reader_does(client):
    for _ in range(3):
        make_article(published="2020-09-14")
    assert "14 september 2020" in get_page(client, "/articles/").html
    client.cookies["django_language"] = "en"
    assert "14 September 2020" in get_page(client, "/articles/").html


def test_server_error_has_the_face_of_the_site(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("articles.queries.holdings", lambda: 1 / 0)
    page = get_page(client, "/", 500)
    assert "Er ging bij ons iets stuk" in page.html and page.count("h1") == 1


def test_page_that_is_not_there_has_the_face_of_the_site(client):
    page = get_page(client, "/nergens/", 404)
    assert page.count("header", class_="site-header") == 1 and "Op dit adres wordt niets bewaard" in page.html


def test_every_static_file_that_a_page_or_style_sheet_names_exists(client, addresses):
    named = set(re.findall(r"/static/([^\"]+)", get_page(client, "/").html))
    style = (settings.BASE_DIR / "static/site.css").read_text()
    named |= set(re.findall(r'url\("([^"]+)"\)', style))
    assert len(named) >= 7
    assert [name for name in named if not (settings.BASE_DIR / "static" / name).exists()] == []


@pytest.mark.parametrize("kind", ["NewsArticle", "Person", "Organization", "Quotation"])
def test_pages_say_what_they_are_to_machines(client, addresses, kind):
    address = addresses[
        {"NewsArticle": "article", "Person": "person", "Organization": "organisation", "Quotation": "quote"}[
            kind
        ]
    ]
    page = get_page(client, address)
    data = json.loads(re.search('<script type="application/ld.json">(.*?)</script>', page.html, re.S)[1])
    assert data["@type"] == kind and data["@id"] == f"http://testserver{address}"


def test_what_a_page_says_to_machines_cannot_end_its_script(client):
    article = make_article(title="</script><script>alert(1)</script>")
    assert "<script>alert" not in client.get(article.get_absolute_url()).content.decode()


def test_sitemap_names_every_article_person_and_quote(client, addresses):
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall("<loc>http://testserver(.*?)</loc>", index)
    assert parts == ["/sitemap-articles.xml", "/sitemap-names.xml", "/sitemap-quotes.xml"]
    named = {
        loc
        for part in parts
        for loc in re.findall("<loc>http://testserver(.*?)</loc>", client.get(part).content.decode())
    }
    assert {addresses[kind] for kind in ("article", "person", "organisation", "quote")} <= named
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_browsers_can_search_the_archive_from_their_own_field(client):
    response = client.get("/opensearch.xml")
    ElementTree.fromstring(response.content)
    assert "http://testserver/quotes/?q={searchTerms}" in response.content.decode()
