"""Quotes: the list of who said what, and one quote alone."""

import pytest
from django.utils import timezone

from entities.models import Quote
from tests.factories import Said, make_article, make_person
from tests.pages import figures_of, get_page, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quote_count", [1, 20])
def test_quote_list_costs_the_same_at_any_length(client, django_assert_num_queries, quote_count):
    for number in range(quote_count):
        said = Said("Ada Lovelace", f"Mary Shelley {number} schreef het")
        make_article(people=[f"Mary Shelley {number}"], quotes=[said], countries=["BY"])
    # The undated and the dated by year and month (3); the count; speakers with those without (2); whom they
    # are about, their names, those about nobody (3); types; countries and those without (2); publications;
    # the page, its articles, whom its quotes are about (3).
    with django_assert_num_queries(16):
        client.get("/quotes/")


@pytest.mark.parametrize("quote_count", [1, 20])
def test_one_quote_costs_the_same_in_any_article(client, django_assert_num_queries, quote_count):
    quotes = [Said("Ada Lovelace", f"Woorden {number} van haar") for number in range(quote_count)]
    make_article(people=["Ada Lovelace"], quotes=quotes)
    quote = Quote.objects.order_by("pk").first()
    # The quote; whom it is about; the mentions of its article; its place among all quotes: those of its
    # article, how many stand before it and there are at all, the one before, the one after (5); what editors
    # decided about it.
    with django_assert_num_queries(9):
        client.get(quote.get_absolute_url())


def test_quote_alone_says_who_what_where_and_when(client):
    article = make_article(
        "Vooraf.", people=["Mary Shelley"], title="De kop", published="2020-09-14", quotes=[Said("Ada Lovelace", "Mary Shelley weeft")]
    )  # fmt: skip
    quote = Quote.objects.get()
    page = get_page(client, f"/quotes/{quote.pk}/")
    text = text_of(page.html)
    assert "Mary Shelley weeft" in text and "Ada Lovelace over Mary Shelley" in text
    assert "De Voorbeeldkrant, 14 september 2020" in text
    assert (f"{article.get_absolute_url()}#quote-{quote.pk}", "De kop") in page.links
    assert f"http://testserver/quotes/{quote.pk}/" in text
    assert "zegt de spreker" in text  # Its context.


def test_withdrawn_quote_keeps_its_address_and_says_that_it_is_withdrawn(client):
    make_article(quotes=[Said("Ada Lovelace", "Het weeft")])
    quote = Quote.objects.get()
    Quote.objects.update(withdrawn_at=timezone.now())
    page = get_page(client, f"/quotes/{quote.pk}/")
    assert "Ingetrokken op" in page.html and "Het weeft" in page.html and "noindex" in page.html
    assert "Het weeft" not in get_page(client, "/quotes/").html


def test_quotes_of_a_merged_person_are_those_of_the_survivor(client):
    survivor = make_person("Ada Lovelace")
    make_article(quotes=[Said(make_person("A. Lovelace"), "Het weeft")])
    merged = make_person("A. Lovelace")
    merged.merged_into = survivor
    merged.save()
    page = get_page(client, f"/quotes/?speaker={survivor.pk}")
    assert "Het weeft" in page.html
    assert (survivor.get_absolute_url(), "Ada Lovelace") in page.links


def test_unknown_speaker_is_told_as_printed(client):
    make_article(quotes=[Said(None, "Niemand weet het")])
    Quote.objects.update(source_text="een omwonende")
    assert "een omwonende" in get_page(client, "/quotes/").html


def test_neighbours_of_a_quote_follow_the_text_and_then_the_archive(client):
    make_article(quotes=[Said("Ada Lovelace", "Eerste woorden"), Said("Ada Lovelace", "Tweede woorden")])
    make_article(published="2019", quotes=[Said("Ada Lovelace", "Oude woorden")])
    first, second, old = Quote.objects.newest_first()
    assert [first.content, second.content, old.content] == [
        "Eerste woorden",
        "Tweede woorden",
        "Oude woorden",
    ]
    page = get_page(client, f"/quotes/{second.pk}/")
    assert (f"/quotes/{first.pk}/", "← Vorige") in page.links
    assert (f"/quotes/{old.pk}/", "Volgende →") in page.links
    assert ("/quotes/", "2 van 3 citaten") in page.links


def test_denied_and_indirect_quotes_are_told_apart(client):
    make_article(quotes=[Said("Ada Lovelace", "Zij stapt op", "indirect", "denied")])
    text = text_of(get_page(client, "/quotes/").html)
    assert "weergegeven ontkend" in text


def test_unknown_quote_is_not_found(client):
    get_page(client, "/quotes/999/", 404)


def test_rejected_quote_keeps_its_address_and_is_in_no_list(client):
    make_article(quotes=[Said("Ada Lovelace", "Het weeft")])
    quote = Quote.objects.get()
    Quote.objects.update(is_rejected=True)
    assert "Een redacteur zag dat dit geen citaat is" in get_page(client, f"/quotes/{quote.pk}/").html
    assert "Het weeft" not in get_page(client, "/quotes/").html


def test_speaker_who_is_no_name_counts_for_nobody(client):
    club = make_person("De Kuip", is_blocked=True)
    make_article(quotes=[Said(club, "Het gras is groen"), Said("Ada Lovelace", "Het weeft")])
    page = get_page(client, "/quotes/")
    assert "De Kuip" not in page.html
    for address, count in figures_of(page):
        assert total_of(client, address) == count, address
    assert total_of(client, "/quotes/?speaker=none") == 1
    assert total_of(client, f"/quotes/?speaker={club.pk}") == 0
