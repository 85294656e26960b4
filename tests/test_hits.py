"""What a reader came for: the hits of a list in an article, numbered, with the ways between them."""

import re

import pytest

from entities.models import Quote
from tests.factories import Said, add_mention, make_article, make_person
from tests.pages import get_page, text_of, total_of

pytestmark = pytest.mark.django_db


def hits_of(page) -> list[str]:
    """The numbers of the hits, in the order of the page."""
    return re.findall(r'id="hit-(\d+)"', page.html)


def marked(page) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", page.html)


def test_searched_words_are_numbered_with_the_ways_between_them(client):
    article = make_article("Een boer sprak.\n\nDe boeren lachten en de boer ging.", title="Boeren boos")
    page = get_page(client, f"{article.get_absolute_url()}?q=boer")
    assert hits_of(page) == ["1", "2", "3"]
    text = text_of(page.html)
    assert "3 treffers in de tekst" in text and "treffer 2 van 3" in text
    assert page.count("a", href="#hit-1") == 2  # From the head of the page and from the second hit.
    assert page.count("a", href="#hit-2") == 2 and page.count("a", href="#hit-3") == 1
    assert page.unclosed == [] and page.open == []


def test_mentions_of_the_chosen_person_are_hits_also_those_of_who_was_merged_into_her(client):
    ada = make_person("Ada Lovelace")
    merged = make_person("A. Lovelace", merged_into=ada)
    article = make_article("Gravin Byron kwam.", people=[ada, "Mary Shelley"])
    add_mention(article, "Byron", entity=merged, kind="person")
    page = get_page(client, f"{article.get_absolute_url()}?person={ada.pk}")
    assert marked(page) == ["Byron", "Ada Lovelace"]
    assert hits_of(page) == ["1", "2"]


def test_mentions_of_the_chosen_country_are_hits(client):
    article = make_article(countries=["BY", "PL"])
    assert marked(get_page(client, f"{article.get_absolute_url()}?country=PL")) == ["PL"]


def test_a_word_in_the_name_of_the_chosen_person_is_one_hit(client):
    article = make_article(people=["Ada Lovelace"])
    ada = make_person("Ada Lovelace")
    page = get_page(client, f"{article.get_absolute_url()}?q=lovelace&person={ada.pk}")
    assert hits_of(page) == ["1"] and marked(page) == ["Ada Lovelace"]


def test_ways_of_a_hit_inside_a_name_stand_before_its_link(client):
    article = make_article(people=["Ada Lovelace"])
    page = get_page(client, f"{article.get_absolute_url()}?q=lovelace")
    depth = 0
    for piece in page.html.split("<")[1:]:
        depth += piece.startswith("a ") - piece.startswith("/a>")
        assert depth in (0, 1)
    assert hits_of(page) == ["1"] and marked(page) == ["Lovelace"]


def test_article_without_a_list_has_no_hits(client):
    article = make_article(people=["Ada Lovelace"], countries=["BY"])
    for query in ("", "?person=999", "?country=none", "?q=afwezig", "?not_country=PL"):
        page = get_page(client, article.get_absolute_url() + query)
        assert hits_of(page) == [] and marked(page) == [] and 'class="hits"' not in page.html, query


def test_quotes_of_a_list_are_the_hits_of_the_articles_that_it_leads_to(client):
    ada = make_person("Ada Lovelace")
    said = [Said(ada, "De motor weeft"), Said("Mary Shelley", "Het leeft"), Said(ada, "De motor loopt")]
    article = make_article(quotes=said, published="2020-01-02")
    make_article(quotes=[Said(ada, "Een andere motor")], published="2020-01-01")
    make_article(quotes=[Said("Mary Shelley", "Niets")], published="2020-01-03")
    newest = make_article(quotes=[Said(ada, "Nog een motor")], published="2020-01-04")
    address = f"/quotes/?speaker={ada.pk}&q=motor"
    first = Quote.objects.get(content="De motor weeft")
    here = f"{article.get_absolute_url()}?list=quotes&speaker={ada.pk}&q=motor"
    assert (f"{here}#quote-{first.pk}", article.heading) in get_page(client, address).links
    page = get_page(client, here)
    assert hits_of(page) == ["1", "2"] and marked(page) == ["motor", "motor"]
    assert page.count("span", class_="said direct hit") == 2
    place = next(text for link, text in page.links if link == address)
    assert (
        place == "2 van 4 citaten van Ada Lovelace met de woorden “motor”" and total_of(client, address) == 4
    )
    before = f"{newest.get_absolute_url()}?list=quotes&speaker={ada.pk}&q=motor"
    assert (before, "← Vorige") in page.links
    assert 'content="noindex, follow"' in page.html


def test_article_without_a_quote_of_the_list_has_no_hits_and_no_neighbours(client):
    article = make_article(quotes=[Said("Ada Lovelace", "Het weeft")])
    page = get_page(client, f"{article.get_absolute_url()}?list=quotes&speaker=999")
    assert hits_of(page) == [] and 'rel="prev' not in page.html and 'class="place"' not in page.html


@pytest.mark.parametrize("hit_count", [1, 20])
def test_article_of_a_list_of_quotes_costs_the_same_with_any_number_of_hits(
    client, django_assert_num_queries, hit_count
):
    ada = make_person("Ada Lovelace")
    said = [Said(ada, f"Woorden {number} van haar") for number in range(hit_count)]
    _older, article, _newer = (make_article(quotes=said, published=f"2020-01-0{day}") for day in (1, 2, 3))
    # As any article (6) with the chosen speaker; the hits; where the first and the last stand in the list:
    # what of the article is in it, how many stand before, those beside (9), how many there are in all,
    # and the articles of those beside (2); more about the same people (4).
    with django_assert_num_queries(23):
        client.get(f"{article.get_absolute_url()}?list=quotes&speaker={ada.pk}")
