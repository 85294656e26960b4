"""The seed article, read by the pipeline that the archive comes with."""

import pytest
from django.conf import settings

from articles.ingest import ingest
from articles.models import Article
from entities.models import Entity, Mention, Quote

pytestmark = [pytest.mark.django_db, pytest.mark.model]


@pytest.fixture
def seed():
    result = ingest([str(settings.BASE_DIR / "seeds")])
    assert result.problems == []
    return Article.objects.get()


def test_its_four_people_are_found(seed):
    people = Entity.objects.filter(kind=Entity.Kind.PERSON).in_the_news()
    assert set(people.values_list("name", flat=True)) == {
        "Aleksandr Loekasjenko",
        "Vladimir Poetin",
        "Dmitri Peskov",
        "Svetlana Tichanovskaja",
    }


def test_every_short_form_of_a_name_is_the_same_person(seed):
    names = Mention.objects.filter(entity__name="Svetlana Tichanovskaja").values_list("text", flat=True)
    assert set(names) == {"Svetlana Tichanovskaja", "Tichanovskaja"}


def test_its_four_countries_are_found(seed):
    codes = Mention.objects.exclude(country_code="").values_list("country_code", flat=True)
    assert set(codes) == {"BY", "LT", "PL", "RU"}


def test_its_two_direct_quotes_are_of_tichanovskaja(seed):
    quotes = Quote.objects.filter(type=Quote.Type.DIRECT).order_by("start_char")
    assert [quote.speaker.name for quote in quotes] == ["Svetlana Tichanovskaja"] * 2
    assert [quote.content[:12] for quote in quotes] == ["'Ik zie dat ", "'Hij heeft g"]


def test_it_says_which_pipeline_read_it(seed):
    assert seed.pipeline == "nl_newsarchive" and seed.pipeline_version


def test_a_quote_at_second_hand_says_on_every_page_who_passes_it_on(seed, client):
    quote = Quote.objects.get(relay_text="het persbureau Interfax")
    assert quote.speaker.name == "Dmitri Peskov"
    for address in (quote.get_absolute_url(), quote.speaker.get_absolute_url(), "/quotes/"):
        page = client.get(address, headers={"accept-language": "nl"}).content.decode()
        assert "volgens het persbureau Interfax" in page
