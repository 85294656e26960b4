"""Countries: the list and the page of one, with names in the reader's language."""

import re

import pytest

from articles.countries import CODES, country_name
from tests.factories import Said, make_article
from tests.pages import figures_of, get_page, heading_of, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive():
    make_article(people=["Ada Lovelace"], countries=["BY", "PL"], quotes=[Said("Ada Lovelace", "Het weeft")])
    make_article(countries=["BY"], published="2021")
    make_article()


def test_every_number_of_the_list_of_countries_is_the_length_of_the_list_behind_it(client):
    figures = figures_of(get_page(client, "/countries/"))
    assert sorted(count for _address, count in figures) == [
        1,
        1,
        1,
        2,
        2,
    ]  # Two on the map, all in the table.
    for address, count in figures:
        assert total_of(client, address) == count


def test_every_number_of_a_country_is_the_length_of_the_list_behind_it(client):
    page = get_page(client, "/countries/BY/")
    assert heading_of(page) == "Belarus"
    figures = figures_of(page)
    assert len(figures) >= 6
    for address, count in figures:
        assert total_of(client, address) == count, address
    assert ("/articles/?country=BY", "2 artikelen") in page.links
    assert ("/quotes/?country=BY", "1 citaat daarin") in page.links


@pytest.mark.parametrize("article_count", [1, 20])
def test_country_costs_the_same_with_any_number_of_articles(client, django_assert_num_queries, article_count):
    for _ in range(article_count):
        make_article(people=["Ada Lovelace"], countries=["BY", "PL"], quotes=[Said("Ada Lovelace", "Ja")])
    # Both lists count (2) and show five rows (4); speakers with their names and articles (3); people with names, countries and
    # publications, with those without people and countries (6); of both lists the years and the undated (4).
    with django_assert_num_queries(19):
        client.get("/countries/BY/")


def test_country_says_who_is_quoted_there_and_when(client):
    page = get_page(client, "/countries/BY/")
    text = text_of(page.html)
    assert "Geciteerd in dit nieuws" in text and "Ada Lovelace 1 14 september 2020" in text
    assert any(
        re.fullmatch(r"/quotes/\?speaker=\d+&country=BY", address)
        for address, text in page.links
        if text == "1"
    )
    assert (
        "Citaten, 2020: 1 Artikelen, 2020: 1 2020" in text
        and "Citaten, 2021: 0 Artikelen, 2021: 1 2021" in text
    )


def test_country_is_named_in_the_language_of_the_page(client):
    client.cookies["django_language"] = "en"
    assert "Poland" in get_page(client, "/countries/").html
    client.cookies["django_language"] = "nl"
    assert "Polen" in get_page(client, "/countries/").html


def test_small_letters_redirect_and_unknown_codes_are_not_found(client):
    response = client.get("/countries/by/")
    assert (response.status_code, response["Location"]) == (301, "/countries/BY/")
    get_page(client, "/countries/ZZ/", 404)
    get_page(client, "/countries/EU/", 404)


def test_country_without_articles_says_so(client):
    assert "Geen artikel verwijst naar dit land" in get_page(client, "/countries/SR/").html


def test_every_code_has_a_name(client):
    assert len(CODES) == 250  # The 249 of ISO 3166-1, and Kosovo.
    assert all(country_name(code) != code for code in CODES)
