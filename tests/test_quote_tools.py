"""What a reader can do with a quote: copy it with its source, report it, see what editors decided about it."""

from html import unescape

import pytest
from django.contrib.auth.models import User

from entities import curation
from entities.models import Quote, Suggestion
from tests.factories import Said, make_article, make_person
from tests.pages import get_page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote():
    make_article(
        title="De kop", published="2020-09-14", people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", 'Het "weeft" & <b>loopt</b>')]
    )  # fmt: skip
    return Quote.objects.get()


@pytest.fixture
def editor():
    return User.objects.create_user("eva")


def copied_on(page) -> list[str]:
    return [attrs["data-copies"] for tag, attrs in page.tags if tag == "a" and "data-copies" in attrs]


def test_a_quote_is_copied_with_its_source_from_article_card_and_page(client, quote):
    words = (
        '“Het "weeft" & <b>loopt</b>” – Ada Lovelace, in: “De kop”, De Voorbeeldkrant, 14 september 2020. '
        f"http://testserver/quotes/{quote.pk}/"
    )
    ada = make_person("Ada Lovelace")
    for address in (quote.article.get_absolute_url(), "/quotes/", "/", ada.get_absolute_url()):
        page = get_page(client, address)
        assert copied_on(page) == [words], address
        assert (f"/quotes/{quote.pk}/#copy", "Kopieer met bron") in page.links
    page = get_page(client, f"/quotes/{quote.pk}/")
    assert page.count("textarea", id="copy") == 1 and page.count("label", for_="copy") == 1
    assert words in unescape(page.html)


def test_copied_words_that_are_not_literal_stand_in_no_quotation_marks(client):
    make_article(quotes=[Said("Ada Lovelace", "Zij stapt op", "indirect", "denied")])
    [words] = copied_on(get_page(client, "/quotes/"))
    assert words.startswith("Zij stapt op (weergegeven) (ontkend) – Ada Lovelace, in: ")


def test_a_speaker_who_is_not_known_is_copied_as_printed(client):
    make_article(quotes=[Said(None, "Niemand weet het")])
    Quote.objects.update(source_text="een omwonende")
    [words] = copied_on(get_page(client, "/quotes/"))
    assert "– een omwonende, in: " in words


def test_a_reader_without_an_account_reports_a_wrong_speaker_from_card_article_and_page(client, quote):
    report = f"/quotes/{quote.pk}/report/"
    for address in ("/quotes/", quote.article.get_absolute_url(), f"/quotes/{quote.pk}/"):
        page = get_page(client, address)
        assert report in [link for link, _text in page.links], address
    client.post(report, {"note": "Dit zei haar zus."})
    assert Suggestion.objects.get(kind="report").quote == quote


def test_the_page_of_a_quote_has_what_editors_decided_about_it(client, quote, editor):
    mary = make_person("Mary Shelley")
    assert "Wat redacteuren besloten" not in get_page(client, f"/quotes/{quote.pk}/").html
    group = curation.relink([], [quote], mary, actor=editor, reason="zie de <b>alinea</b> ervoor")
    page = get_page(client, f"/quotes/{quote.pk}/")
    text = text_of(page.html)
    assert "Wat redacteuren besloten" in text and "is aan Mary Shelley gegeven" in text
    assert "eva: zie de <b>alinea</b> ervoor" in text
    curation.undo(group, actor=editor)
    assert "(ongedaan gemaakt)" in text_of(get_page(client, f"/quotes/{quote.pk}/").html)


def test_a_rejected_quote_says_who_decided_so_and_offers_no_report(client, quote, editor):
    curation.reject([quote], actor=editor, reason="een titel")
    page = get_page(client, f"/quotes/{quote.pk}/")
    assert "eva: een titel" in text_of(page.html)
    assert f"/quotes/{quote.pk}/report/" not in page.html


def test_the_page_of_a_person_has_what_editors_decided_about_her(client, quote, editor):
    ada = make_person("Ada Lovelace")
    curation.merge(make_person("A. Lovelace"), ada, actor=editor, reason="haar voorletter")
    text = text_of(get_page(client, ada.get_absolute_url()).html)
    assert "A. Lovelace is dezelfde als Ada Lovelace" in text and "eva: haar voorletter" in text
