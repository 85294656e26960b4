"""The derived tables say what the findings say."""

import pytest

from entities.derived import rebuild
from entities.models import ArticleCountry, ArticleEntity, Entity, QuoteAbout
from tests.factories import Said, add_mention, add_quote, make_article, make_person

pytestmark = pytest.mark.django_db


def derived_rows():
    return [
        sorted(
            ArticleEntity.objects.values_list("entity", "article", "order_key", "name", "mentions", "quotes")
        ),
        sorted(ArticleCountry.objects.values_list("country_code", "article", "order_key", "mentions")),
        sorted(QuoteAbout.objects.values_list("quote", "entity", "order_key")),
        sorted(Entity.objects.values_list("pk", "name", "article_count", "mention_count", "quote_count")),
    ]


def test_rebuilding_changes_nothing():
    make_article(
        people=["Ada Lovelace", "Mary Shelley"], countries=["GB"], quotes=[Said("Ada Lovelace", "Ja")]
    )
    make_article(people=["Mary Shelley"], countries=["CH", "GB"])
    before = derived_rows()
    assert rebuild() == 2
    assert derived_rows() == before


def test_a_person_counts_articles_mentions_and_quotes():
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja"), Said("Ada Lovelace", "Nee")])
    make_article(people=["Ada Lovelace"])
    ada = Entity.objects.get()
    assert (ada.article_count, ada.mention_count, ada.quote_count) == (2, 2, 2)


def test_a_merged_person_counts_for_the_survivor():
    ada, augusta = make_person("Ada Lovelace"), make_person("Augusta Ada King")
    make_article(people=[ada])
    make_article(people=[augusta], quotes=[Said(augusta, "Ja")])
    augusta.merged_into = ada
    augusta.save()
    rebuild()
    ada.refresh_from_db()
    augusta.refresh_from_db()
    assert (ada.article_count, ada.quote_count) == (2, 1)
    assert (augusta.article_count, augusta.quote_count) == (0, 0)


def test_a_quote_is_about_whom_it_names_but_not_about_its_speaker():
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    said = "Mary Shelley schrijft beter dan Ada Lovelace"
    make_article(said, people=[], quotes=[Said(ada, said)])
    article = make_article(f"'{said}', zei ze.")
    add_mention(article, "Mary Shelley", entity=mary, kind="person")
    add_mention(article, "Ada Lovelace", entity=ada, kind="person")
    quote = add_quote(article, Said(ada, said))
    rebuild()
    assert list(QuoteAbout.objects.values_list("quote", "entity")) == [(quote.pk, mary.pk)]
