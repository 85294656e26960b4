"""Citations of articles and quotes, as text and for reference managers."""

import json

import pytest

from entities.models import Quote
from tests.factories import Said, make_article
from tests.pages import get_page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    said = Said("Ada Lovelace", "Het weeft {patronen} & 100% \\input{kwaad}")
    return make_article(title="Kop & staart", published="2020-09", language="nl", quotes=[said])


def test_quote_is_cited_with_speaker_title_publication_date_and_address(client, article):
    quote = Quote.objects.get()
    text = text_of(get_page(client, quote.get_absolute_url()).html)
    cited = "Ada Lovelace, in: “Kop & staart”, De Voorbeeldkrant, september 2020. http://testserver/quotes/"
    assert f"{cited}{quote.pk}/" in text
    text = text_of(get_page(client, article.get_absolute_url()).html)
    assert (
        f"“Kop & staart”, De Voorbeeldkrant, september 2020. http://testserver/articles/{article.pk}-" in text
    )


def test_bibtex_has_no_command_from_a_text(client, article):
    quote = Quote.objects.get()
    response = client.get(f"/quotes/{quote.pk}/cite.bib")
    text = response.content.decode()
    assert "attachment" in response["Content-Disposition"]
    assert f"@article{{newsarchive-quote-{quote.pk}," in text and "date = {2020-09}," in text
    assert "Kop \\& staart" in text and "100\\%" in text and "\\input" not in text


def test_ris_has_a_line_for_each_fact(client, article):
    lines = client.get(f"/articles/{article.pk}/cite.ris").content.decode().split("\r\n")
    assert lines[0] == "TY  - NEWS" and lines[-2] == "ER  - "
    assert "TI  - Kop & staart" in lines and "DA  - 2020/09" in lines and "PY  - 2020" in lines


def test_csl_has_the_date_as_exact_as_it_is_known(client, article):
    item = json.loads(client.get(f"/articles/{article.pk}/cite.json").content)[0]
    assert item["type"] == "article-newspaper" and item["issued"] == {"date-parts": [[2020, 9]]}
    undated = make_article(published="")
    assert "issued" not in json.loads(client.get(f"/articles/{undated.pk}/cite.json").content)[0]


def test_unknown_form_is_not_found(client, article):
    get_page(client, f"/articles/{article.pk}/cite.doc", 404)
    get_page(client, "/quotes/999/cite.bib", 404)
