"""At the foot of an article: others about the same people."""

import pytest
from django.contrib.auth.models import User

from articles import related
from entities.curation import relink
from entities.models import Mention
from tests.factories import make_article, make_person
from tests.pages import get_page, text_of, total_of

pytestmark = pytest.mark.django_db


def nearest_to(client, article) -> list[str]:
    shown = client.get(article.get_absolute_url()).context["same_people"]
    return [each.article.title for each in shown.nearest] if shown else []


def test_the_articles_that_share_most_people_come_first(client):
    article = make_article(people=["Ada Lovelace", "Mary Shelley", "Charles Babbage"])
    make_article(title="een", people=["Ada Lovelace"], published="2021")
    make_article(title="drie", people=["Ada Lovelace", "Mary Shelley", "Charles Babbage"], published="2019")
    make_article(title="twee", people=["Ada Lovelace", "Mary Shelley"], published="2020")
    make_article(title="geen", people=["Lord Byron"])
    assert nearest_to(client, article) == ["drie", "twee", "een"]


def test_whom_few_articles_have_counts_more_than_whom_many_have(client):
    article = make_article(people=["Een Bekende", "Ada Lovelace"])
    make_article(title="zeldzaam", people=["Ada Lovelace"], published="2010")
    for _ in range(5):
        make_article(title="bekend", people=["Een Bekende"], published="2020")
    assert nearest_to(client, article)[0] == "zeldzaam"


def test_the_list_behind_all_holds_as_many_as_it_says(client):
    article = make_article(people=["Ada Lovelace", "Mary Shelley"])
    for number in range(7):
        make_article(people=["Ada Lovelace"] if number % 2 else ["Mary Shelley"])
    make_article(people=["Lord Byron"])
    page = get_page(client, article.get_absolute_url())
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    address = f"/articles/?person={ada.pk}&person={mary.pk}&any=person"
    assert (address, "Alle 8 artikelen met Ada Lovelace of Mary Shelley") in page.links
    assert total_of(client, address) == 8
    assert client.get(address).status_code == 200, "the address is in its normal form"


def test_one_shared_person_needs_no_any(client):
    article = make_article(people=["Ada Lovelace", "Mary Shelley"])
    make_article(people=["Ada Lovelace"])
    page = get_page(client, article.get_absolute_url())
    address = f"/articles/?person={make_person('Ada Lovelace').pk}"
    assert (address, "Alle 2 artikelen met Ada Lovelace") in page.links
    assert total_of(client, address) == 2
    assert "ook met Ada Lovelace" in text_of(page.html)


def test_who_was_merged_counts_as_the_survivor(client):
    ada, augusta = make_person("Ada Lovelace"), make_person("Augusta King")
    augusta.merged_into = ada
    augusta.save()
    article = make_article(people=[augusta])
    make_article(title="van Ada", people=[ada])
    assert nearest_to(client, article) == ["van Ada"]


def test_article_whose_people_are_in_no_other_shows_nothing(client):
    article = make_article(people=["Ada Lovelace"], organisations=["De Club"])
    make_article(organisations=["De Club"])
    assert "dezelfde personen" not in get_page(client, article.get_absolute_url()).html


def test_whom_very_many_articles_have_is_not_compared(client, monkeypatch):
    monkeypatch.setattr(related, "MOST_PLACES", 4)
    article = make_article(people=["Een Bekende", "Ada Lovelace"])
    for _ in range(4):
        make_article(title="bekend", people=["Een Bekende"])
    make_article(title="zeldzaam", people=["Ada Lovelace"])
    assert nearest_to(client, article) == ["zeldzaam"]


@pytest.mark.parametrize("article_count", [1, 20])
def test_it_costs_the_same_with_any_number_of_articles(client, django_assert_num_queries, article_count):
    people = [f"Ada {number}" for number in range(article_count)]
    article = make_article(people=people)
    for _ in range(article_count):
        make_article(people=people)
    # An article without quotes (10); the nearest, their rows, the names of the list, how long it is (4).
    with django_assert_num_queries(14):
        client.get(article.get_absolute_url())


def test_names_that_an_editor_set_say_so(client):
    article = make_article(people=["Ada Lovelace", "Mary Shelley"])
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    page = get_page(client, article.get_absolute_url())
    assert "vastgesteld door een redacteur" not in page.html
    relink([Mention.objects.get(entity=ada)], [], mary, actor=User.objects.create_user("eva"))
    page = get_page(client, article.get_absolute_url())
    assert page.count("a", class_="name person", title="Mary Shelley – vastgesteld door een redacteur") == 1
    assert "Mary Shelley vastgesteld door een redacteur" in text_of(page.html)
