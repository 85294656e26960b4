"""Articles: the list, and the text with what was found in it."""

import pytest

from articles.models import Article
from entities.models import Mention, Quote
from tests.factories import Said, add_mention, make_article, make_person
from tests.pages import get_page, heading_of, total_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("article_count", [1, 20])
def test_article_list_costs_the_same_at_any_length(client, django_assert_num_queries, article_count):
    for number in range(article_count):
        make_article(
            people=["Ada Lovelace", f"Mary Shelley {number % 3}"], countries=["BY"], organisations=["De Club"]
        )
    # The undated and the dated by year and month (3); the count; people, organisations, countries and
    # publications, each with those without (7: a publication is never missing); the page.
    with django_assert_num_queries(12):
        client.get("/articles/")


@pytest.mark.parametrize("finding_count", [1, 20])
def test_article_costs_the_same_with_any_number_of_findings(client, django_assert_num_queries, finding_count):
    article = make_article(
        people=[f"Ada {number}" for number in range(finding_count)],
        quotes=[Said(f"Ada {number}", f"Woorden {number} van haar") for number in range(finding_count)],
    )
    # The article; its mentions; its quotes and whom they are about (2); who is in it; countries; its place
    # among all articles: itself, how many stand before it and there are at all, the ones beside it (5).
    with django_assert_num_queries(11):
        client.get(article.get_absolute_url())


def test_wrong_or_missing_slug_redirects_for_good_and_keeps_the_query(client):
    article = make_article(title="Een kop")
    assert article.get_absolute_url() == f"/articles/{article.pk}-een-kop/"
    for address in (f"/articles/{article.pk}/", f"/articles/{article.pk}-fout/"):
        response = client.get(f"{address}?country=BY")
        assert response.status_code == 301
        assert response["Location"] == f"{article.get_absolute_url()}?country=BY"


def test_unknown_article_is_not_found(client):
    page = get_page(client, "/articles/12345-weg/", 404)
    assert "Op dit adres wordt niets bewaard" in page.html


def test_people_countries_and_quotes_are_marked_and_lead_to_their_pages(client):
    article = make_article(
        people=["Ada Lovelace"], countries=["BY"], quotes=[Said("Mary Shelley", "Het leeft")]
    )
    page = get_page(client, article.get_absolute_url())
    ada, quote = make_person("Ada Lovelace"), Quote.objects.get()
    assert (ada.get_absolute_url(), "Ada Lovelace") in page.links
    assert ("/countries/BY/", "BY") in page.links
    assert page.count("span", id=f"quote-{quote.pk}") == 1
    assert page.count("div", id=f"note-{quote.pk}") == 1
    assert (f"/quotes/{quote.pk}/", "Alleen dit citaat") in page.links
    assert (make_person("Mary Shelley").get_absolute_url(), "Mary Shelley") in page.links


def test_overlapping_marks_nest_and_no_link_stands_in_a_link(client):
    article = make_article(
        "Zij zei: de koningin van België, Mathilde, komt naar Brussel.", people=["Mathilde"]
    )
    text = article.text
    for part in ("koningin van België, Mathilde", "België", "Mathilde, komt"):
        add_mention(article, part, kind=Mention.Kind.COUNTRY, country_code="BE")
    Quote.objects.create(
        article=article,
        order_key=article.order_key,
        type="direct",
        content="de koningin van Bel",
        start_char=text.index("de koningin"),
        parts=[
            [text.index("de koningin"), text.index("gië")],
            [text.index("Mathilde"), text.index("komt") + 2],
        ],
    )
    page = get_page(client, article.get_absolute_url())
    assert page.unclosed == [] and page.open == []
    depth = 0
    for piece in page.html.split("<")[1:]:
        depth += piece.startswith("a ") - piece.startswith("/a>")
        assert depth in (0, 1)


def test_text_of_an_article_is_escaped(client):
    article = make_article(
        'Kop <script>alert("x")</script> &amp; <img src=x onerror=alert(1)>',
        title="<script>alert(2)</script>",
        publication="<b>Krant</b>",
        quotes=[Said('"><script>alert(3)</script>', "<i>scheef</i>")],
    )
    for address in (
        "/",
        "/articles/",
        article.get_absolute_url(),
        "/quotes/",
        f"/quotes/{Quote.objects.get().pk}/",
    ):
        html = client.get(address).content.decode()
        for hostile in ("<script>alert", "<img src=x", "<b>Krant", "<i>scheef"):
            assert hostile not in html, address
    assert "&lt;script&gt;" in client.get(article.get_absolute_url()).content.decode()


def test_address_of_the_original_cannot_be_a_script(client):
    article = make_article(url="javascript:alert(1)")
    assert "javascript:" not in client.get(article.get_absolute_url()).content.decode()


def test_number_of_quotes_beside_a_person_leads_to_exactly_these_quotes(client):
    ada = make_person("Ada Lovelace")
    make_article(quotes=[Said(ada, "Elders zei zij dit")])
    article = make_article(
        title="Over motoren", quotes=[Said(ada, "Een motor"), Said(ada, "Twee motoren"), Said(None, "Drie")]
    )
    address = f"/quotes/?speaker={ada.pk}&article={article.pk}"
    assert (address, "2 citaten") in get_page(client, article.get_absolute_url()).links
    assert heading_of(get_page(client, address)) == "2 citaten van Ada Lovelace in “Over motoren”"
    assert total_of(client, f"/quotes/?article={article.pk}") == 3
    assert total_of(client, f"/quotes/?not_article={article.pk}") == 1
    assert "niet in het archief" in get_page(client, "/quotes/?article=999999").html


def test_searched_words_are_marked_in_title_and_text(client):
    article = make_article("De boeren protesteren, zegt een boer.", title="Boeren boos")
    page = get_page(client, f"{article.get_absolute_url()}?q=boer")
    assert "<h1><mark>Boeren</mark> boos</h1>" in page.html
    assert "<mark>boeren</mark>" in page.html and "<mark>boer</mark>" in page.html


def test_untitled_article_does_not_say_its_beginning_twice(client):
    article = make_article(
        "Een heel gewone eerste alinea die lang genoeg is om als inleiding te gelden, en dan nog wat."
    )
    page = get_page(client, article.get_absolute_url())
    assert page.count("h1", class_="unseen") == 1


def test_neighbours_are_those_of_the_list_that_the_reader_came_from(client):
    first, second, third = (
        make_article(published=day, countries=codes)
        for day, codes in [("2020-01-01", ["BY"]), ("2020-01-02", []), ("2020-01-03", ["BY"])]
    )
    page = get_page(client, f"{first.get_absolute_url()}?country=BY")
    assert (f"{third.get_absolute_url()}?country=BY", "← Vorige") in page.links
    assert not any(text == "Volgende →" for _address, text in page.links)
    assert ("/articles/?country=BY", "2 van 2 artikelen uit nieuws over Belarus") in page.links
    page = get_page(client, second.get_absolute_url())
    assert (first.get_absolute_url(), "Volgende →") in page.links
    oldest_first = get_page(client, f"{first.get_absolute_url()}?country=BY&sort=oldest")
    assert (f"{third.get_absolute_url()}?country=BY&sort=oldest", "Volgende →") in oldest_first.links


def test_article_that_is_not_in_the_list_has_no_neighbours(client):
    article = make_article()
    assert "neighbours" not in get_page(client, f"{article.get_absolute_url()}?country=BY").html


def test_list_shows_title_date_publication_and_lead(client):
    make_article("De inleiding.\n\nDe rest.", title="De kop", published="2020-09")
    page = get_page(client, "/articles/")
    assert heading_of(page) == "1 artikel"
    assert '<time datetime="2020-09">september 2020</time>' in page.html
    assert "De inleiding." in page.html and "De rest." not in page.html and "De Voorbeeldkrant" in page.html


def test_words_of_a_search_that_are_a_name_show_the_person_first(client):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Het weeft")])
    page = get_page(client, "/articles/?q=lovelace")
    assert "people-first" in page.html and (make_person().get_absolute_url(), "Ada Lovelace") in page.links


def test_articles_can_be_read_oldest_first(client):
    make_article(published="2020"), make_article(published="2019")
    rows = client.get("/articles/?sort=oldest").context["filters"].page.object_list
    assert [article.published for article in rows] == ["2019", "2020"]
    assert total_of(client, "/articles/?sort=oldest") == Article.objects.count()
