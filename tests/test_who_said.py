"""Who says a word most, and searching with the found words shown."""

import json

import pytest

from tests.factories import Said, make_article, make_person
from tests.pages import body, csv_rows, figures_of, get_page, heading_of, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make_article(published="2019-05-01", countries=["BY"], quotes=[Said("Ada Lovelace", "De boer ploegt")])
    make_article(
        published="2020-09",
        quotes=[Said("Ada Lovelace", "Boeren zijn boos"), Said("Mary Shelley", "Geen boer")],
    )
    make_article(published="", quotes=[Said(None, "Welke boer?"), Said("Percy Shelley", "Een gedicht")])


def test_speakers_are_ranked_by_a_word_with_their_dates(client, archive):
    page = get_page(client, "/who-said/?q=boer")
    assert heading_of(page) == "4 citaten met de woorden “boer”"
    text = text_of(page.html)
    assert "Ada Lovelace 2 1 mei 2019 – september 2020 Mary Shelley 1" in text and "Percy" not in text


def test_every_number_of_who_said_it_is_the_length_of_the_list_behind_it(client, archive):
    for address in ("/who-said/?q=boer", "/who-said/?q=boer&country=BY", "/who-said/?q=boer&from=2020"):
        figures = figures_of(get_page(client, address))
        assert figures
        for behind, count in figures:
            assert total_of(client, behind) == count


def test_twins_of_who_said_it_hold_the_numbers_of_the_page(client, archive):
    address = "q=boer&country=BY"
    for query in ("q=boer", address):
        rows = csv_rows(client, f"/who-said.csv?{query}")
        page = get_page(client, f"/who-said/?{query}")
        assert [(row["address"].removeprefix("http://testserver"), row["quotes"]) for row in rows] == (
            [link for link in page.links if link[0].startswith("/quotes/?speaker=")]
        )
        assert (f"/who-said.csv?{query}", "CSV") in page.links
        assert json.loads(body(client, f"/who-said.json?{query}"))["count"] == len(rows) > 0
    assert rows[0]["speaker"] == "Ada Lovelace" and (rows[0]["first"], rows[0]["last"]) == ("2019-05-01",) * 2
    assert client.get("/who-said.atom?q=boer").status_code == 404


def test_page_of_the_first_speakers_says_that_there_are_more_and_the_twin_has_them(
    client, archive, monkeypatch
):
    monkeypatch.setattr("entities.views.MOST_SAYERS", 1)
    page = get_page(client, "/who-said/?q=boer")
    assert "Dit zijn de 1 die het het vaakst zeggen" in text_of(page.html) and "Mary" not in page.html
    assert [row["speaker"] for row in csv_rows(client, "/who-said.csv?q=boer")] == [
        "Ada Lovelace",
        "Mary Shelley",
    ]


def test_merged_speakers_are_counted_as_one(client, archive):
    mary = make_person("Mary Shelley")
    mary.merged_into = make_person("Ada Lovelace")
    mary.save()
    assert (f"/quotes/?speaker={mary.merged_into.pk}&q=boer", "3") in get_page(
        client, "/who-said/?q=boer"
    ).links


def test_without_a_word_it_asks_for_one_and_without_result_it_says_so(client, archive):
    assert heading_of(get_page(client, "/who-said/")) == "Wie zegt dit woord het vaakst?"
    assert "Niets voldoet" in get_page(client, "/who-said/?q=stikstof").html


def test_list_of_quotes_with_words_leads_there(client, archive):
    page = get_page(client, "/quotes/?q=boer")
    assert ("/who-said/?q=boer", "Wie zei het het vaakst?") in page.links
    assert ("/articles/?q=boer", "Deze woorden in artikelen") in page.links


def test_found_words_are_marked_in_quotes_titles_and_texts(client, archive):
    assert "<mark>Boeren</mark> zijn boos" in get_page(client, "/quotes/?q=boer").html
    make_article(
        "Begin. " + "Vulling " * 60 + "en daar staat <b>de turbine</b> dan. " + "Slot " * 90, title="Turbines"
    )
    html = get_page(client, "/articles/?q=turbine").html
    assert "<mark>Turbines</mark>" in html
    assert "&lt;b&gt;de <mark>turbine</mark>&lt;/b&gt; dan." in html and "Begin." not in html


@pytest.mark.parametrize("words", ["lovelase", "Ada Lovlace", "loveläce"])
def test_misspelled_name_is_met_with_those_that_are_like_it(client, archive, words):
    make_article(people=["Ada Lovelace"])
    page = get_page(client, f"/articles/?q={words}")
    assert (make_person("Ada Lovelace").get_absolute_url(), "Ada Lovelace") in page.links


def test_words_like_no_name_are_met_with_none(client, archive):
    assert "people-first" not in get_page(client, "/articles/?q=xyzzyqq").html


@pytest.mark.parametrize("speaker_count", [1, 20])
def test_who_said_costs_the_same_with_any_number_of_speakers(
    client, django_assert_num_queries, speaker_count
):
    for number in range(speaker_count):
        make_article(quotes=[Said(f"Ada {number}", "De boer ploegt")])
    # Who said it, their names, the articles of their first and last quotes; how many quotes there are, with
    # and without the words.
    with django_assert_num_queries(5):
        client.get("/who-said/?q=boer")
