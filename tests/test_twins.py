"""The twins of lists: exactly the same rows as CSV, JSON and Atom."""

import json
from xml.etree import ElementTree

import pytest

from entities.models import Quote
from tests.factories import Said, make_article, make_person
from tests.pages import body, csv_rows, get_page, total_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive():
    ada = make_person("Ada Lovelace")
    for number in range(30):
        make_article(
            people=[ada, "Mary Shelley"],
            countries=["BY"] if number % 2 else [],
            published=f"2020-09-{number + 1:02}",
            quotes=[Said(ada, f"Mary Shelley schreef {number} brieven")],
        )
    return ada


def test_twin_of_articles_with_more_people_than_a_query_takes_ids_is_whole(client):
    for number in range(3):
        make_article(people=[f"Ada Voorbeeld{number}x{other}" for other in range(400)])
    rows = json.loads(body(client, "/articles.json"))["rows"]
    assert [len(row["people"]) for row in rows] == [400, 400, 400]


@pytest.mark.parametrize(
    "query",
    ["", "country=BY", "country=BY&sort=oldest", "country=BY&from=2020-09-10", "country=ZZ", "q=brieven"],
)
@pytest.mark.parametrize("path", ["/articles", "/quotes"])
def test_twins_hold_exactly_the_rows_of_the_list_in_its_order(client, archive, path, query):
    filters = client.get(f"{path}/?{query}").context["filters"]
    rows = [row.pk for row in filters.qs]
    assert [int(row["id"]) for row in csv_rows(client, f"{path}.csv?{query}")] == rows
    twin = json.loads(body(client, f"{path}.json?{query}"))
    assert [row["id"] for row in twin["rows"]] == rows
    assert twin["count"] == len(rows) and twin["title"] == filters.title
    ids, address = [], f"{path}.atom?{query}"
    while address:
        feed = ElementTree.fromstring(body(client, address))
        ids += [
            entry.findtext(f"{ATOM}link") or entry.find(f"{ATOM}link").get("href")
            for entry in feed.iter(f"{ATOM}entry")
        ]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        address = links.get("next")
    assert len(ids) == len(rows)


def test_row_of_a_quote_says_who_what_whom_where_and_when(client, archive):
    make_article(
        published="2021-05",
        title="Kop",
        people=["Mary Shelley"],
        quotes=[Said("Percy", "Mary Shelley leeft", "indirect", "denied")],
    )
    row = csv_rows(client, "/quotes.csv?from=2021")[0]
    quote = Quote.objects.get(content="Mary Shelley leeft")
    assert (
        row["speaker"] == "Percy" and row["about"] == "Mary Shelley" and row["quote"] == "Mary Shelley leeft"
    )
    assert (row["date"], row["type"], row["polarity"], row["article"]) == (
        "2021-05",
        "indirect",
        "denied",
        "Kop",
    )
    assert row["address"] == f"http://testserver/quotes/{quote.pk}/"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_a_csv_is_a_formula(client, words):
    make_article(title=words, quotes=[Said(words, f"{words} zei zij")])
    for address in ("/quotes.csv", "/articles.csv", "/people.csv"):
        for row in csv_rows(client, address):
            assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_csv_has_the_mark_for_spreadsheets_when_asked(client, archive):
    assert body(client, "/quotes.csv?bom=1").startswith("\ufeffid,")
    assert body(client, "/quotes.csv").startswith("id,")


def test_hostile_text_cannot_break_a_twin(client):
    make_article(
        "Eerst\x0b \x00".replace("\x00", ""),
        title="</title><script>\x01",
        quotes=[Said("A]]>B", "<b>\x02 & ja")],
    )
    ElementTree.fromstring(body(client, "/quotes.atom"))
    ElementTree.fromstring(body(client, "/articles.atom"))
    assert json.loads(body(client, "/quotes.json"))["rows"][0]["quote"] == "<b>\x02 & ja"


def test_people_have_twins(client, archive):
    rows = csv_rows(client, "/people.csv?q=lovelace")
    assert [(row["name"], row["quotes"], row["articles"]) for row in rows] == [("Ada Lovelace", "30", "30")]
    assert json.loads(body(client, "/organisations.json"))["count"] == 0


def test_list_names_its_twins(client, archive):
    html = body(client, f"/quotes/?speaker={archive.pk}")
    for form in ("csv", "json", "atom"):
        assert f'href="/quotes.{form}?speaker={archive.pk}"' in html


def test_unknown_format_is_not_found(client):
    assert client.get("/quotes.pdf").status_code == 404


@pytest.mark.parametrize("row_count", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"), [("/quotes.csv", 3), ("/articles.csv", 3), ("/people.csv", 1)]
)
def test_twin_costs_the_same_at_any_length(client, django_assert_num_queries, row_count, address, queries):
    for number in range(row_count):
        make_article(
            people=["Ada Lovelace"], countries=["BY"], quotes=[Said("Ada Lovelace", f"Brief {number}")]
        )
    # Quotes, their articles, whom they are about; articles, who is in them, countries; people.
    with django_assert_num_queries(queries):
        body(client, address)


@pytest.mark.parametrize("query", ["", "from=2020-09-10", "q=brieven&to=2020-09-03"])
def test_twins_of_the_countries_hold_the_numbers_of_the_map(client, archive, query):
    values = client.get(f"/countries/?{query}").context["countries"].values
    expected = [(each.value, each.count) for each in values]
    rows = csv_rows(client, f"/countries.csv?{query}")
    assert [(row["code"], int(row["articles"])) for row in rows] == expected
    twin = json.loads(body(client, f"/countries.json?{query}"))
    assert [(row["code"], row["articles"]) for row in twin["rows"]] == expected and twin["count"] == len(rows)
    for row in rows:
        assert total_of(client, row["address"].removeprefix("http://testserver")) == int(row["articles"])
    assert (f"/countries.csv?{query}".rstrip("?"), "CSV") in get_page(client, f"/countries/?{query}").links
    assert client.get("/countries.atom").status_code == 404
