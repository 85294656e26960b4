"""Charts of several lists, and two people side by side: every bar and figure is a link to exactly its list."""

import re

import pytest

from entities.derived import refresh_articles
from entities.models import Alias, Entity, Mention
from tests.factories import Said, add_mention, make_article, make_person
from tests.pages import figures_of, get_page, heading_of, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    make_article(people=[ada, mary], published="2019-05-01",
                 quotes=[Said(ada, "Mary Shelley heeft gelijk"), Said(ada, "Het weeft"), Said(mary, "Nee")])  # fmt: skip
    make_article(people=[ada], published="2021", quotes=[Said(ada, "De motor loopt")])
    make_article(people=[mary], published=""), make_article(people=["Emmy Noether"], published="2020")
    return ada, mary


def bars_of(page) -> dict[str, str]:
    """The titles of the bars, with the address behind each."""
    found = re.findall(r'<a href="([^"]+)" rel="nofollow" title="([^"]+: \d+)"><svg', page.html)
    return {title: address.replace("&amp;", "&") for address, title in found}


def test_chart_of_a_person_has_quotes_and_articles_of_each_year(client, pair):
    ada, _mary = pair
    bars = bars_of(get_page(client, ada.get_absolute_url()))
    assert bars.keys() == {"Citaten, 2019: 2", "Artikelen, 2019: 1", "Citaten, 2021: 1", "Artikelen, 2021: 1"}
    for title, address in bars.items():
        assert total_of(client, address) == int(title.split()[-1]), address
        assert address.startswith("/quotes/?" if "Citaten" in title else "/articles/?")


def test_years_without_anything_and_the_undated_have_their_place(client, pair):
    _ada, mary = pair
    text = text_of(get_page(client, mary.get_absolute_url()).html)
    assert "Artikelen, zonder datum: 1 zonder datum" in text
    ada_text = text_of(get_page(client, pair[0].get_absolute_url()).html)
    assert "Citaten, 2020: 0 Artikelen, 2020: 0 2020" in ada_text


def test_bars_of_a_person_add_up_to_the_lists(client, pair):
    for person in pair:
        response = client.get(person.get_absolute_url())
        chart = response.context["chart"]
        sums = [sum(bars[at].count for _name, bars in chart.rows) for at in (0, 1)]
        assert sums == [response.context["quotes"].total, response.context["articles"].total]


def test_chart_of_one_year_shows_months_and_says_what_counts_in_each(client):
    ada = make_person()
    make_article(people=[ada], published="2020-03-01"), make_article(people=[ada], published="2020")
    page = get_page(client, ada.get_absolute_url())
    bars = bars_of(page)
    assert len(bars) == 12 and "Artikelen, maart 2020: 2" in bars
    for title, address in bars.items():
        assert total_of(client, address) == int(title.split()[-1])
    assert "telt in elke maand mee" in page.html


def test_series_are_told_apart_without_colour():
    from django.conf import settings

    style = (settings.BASE_DIR / "static/site.css").read_text()
    first, second = (re.search(rf"\.series-{number} {{(.*?)}}", style)[1] for number in (1, 2))
    assert "stroke" not in first and "fill: var(--paper)" in second and "stroke: var(--soft)" in second


def test_two_people_are_compared_year_by_year(client, pair):
    ada, mary = pair
    page = get_page(client, f"/compare/?person={ada.pk}&person={mary.pk}")
    assert heading_of(page) == "Ada Lovelace en Mary Shelley"
    bars = bars_of(page)
    assert {"Ada Lovelace, 2019: 2", "Mary Shelley, 2019: 1", "Ada Lovelace, 2021: 1"} <= bars.keys()
    figures = figures_of(page)
    assert len(figures) > 8
    for address, count in figures:
        assert total_of(client, address) == count, address


def test_table_beside_the_chart_holds_the_same_numbers(client, pair):
    ada, mary = pair
    html = get_page(client, f"/compare/?person={ada.pk}&person={mary.pk}").html
    table = text_of(re.search(r"<details.*?</details>", html, re.S)[0])
    assert (
        "Citaten: Ada Lovelace Citaten: Mary Shelley Artikelen: Ada Lovelace Artikelen: Mary Shelley" in table
    )
    assert "2019 2 1 1 1" in table and "2020 0 0 0 0" in table and "2021 1 0 1 0" in table


def test_what_two_people_share_leads_to_exactly_that(client, pair):
    ada, mary = pair
    page = get_page(client, f"/compare/?person={ada.pk}&person={mary.pk}")
    both = f"/articles/?person={ada.pk}&person={mary.pk}"
    about = f"/quotes/?speaker={ada.pk}&about={mary.pk}"
    assert (both, "1 artikel dat beiden noemt") in page.links and total_of(client, both) == 1
    assert (about, "1 citaat van Ada Lovelace over Mary Shelley") in page.links and total_of(
        client, about
    ) == 1
    assert "0 citaten van Mary Shelley over Ada Lovelace" in text_of(page.html)


def test_reader_picks_two_people_without_a_script(client, pair):
    ada, mary = pair
    page = get_page(client, ada.get_absolute_url())
    assert (f"/compare/?person={ada.pk}", "Vergelijk met iemand anders") in page.links
    second = f"/compare/?person={ada.pk}&person={mary.pk}"
    assert (second, "Mary Shelley") in get_page(client, f"/compare/?person={ada.pk}").links
    assert (second, "Mary Shelley") in get_page(client, f"/compare/?person={ada.pk}&find=shelly").links
    assert "Niemand in het archief heet" in get_page(client, f"/compare/?person={ada.pk}&find=Poirot").html
    assert (f"/compare/?person={mary.pk}", "Mary Shelley") in get_page(client, "/compare/?find=mary").links


def test_merged_unknown_and_further_people_are_said(client, pair):
    ada, mary = pair
    merged = make_person("A. Lovelace", merged_into=ada)
    emmy = Entity.objects.get(name="Emmy Noether")
    response = client.get(f"/compare/?person={merged.pk}&person={mary.pk}")
    assert response["Location"] == f"/compare/?person={ada.pk}&person={mary.pk}"
    page = get_page(client, f"/compare/?person={ada.pk}&person={mary.pk}&person={emmy.pk}&person=999")
    text = text_of(page.html)
    assert "“999” staat niet in het archief" in text and "Niet getoond: Emmy Noether" in text
    assert (f"/compare/?person={ada.pk}&person={mary.pk}&person=999", "laat Emmy Noether weg") in page.links


def test_namesakes_can_be_compared(client):
    first = make_person("Jan de Vries", description="burgemeester")
    second = Entity.objects.create(kind="person", name="Jan de Vries", description="dichter")
    Alias.objects.create(entity=second, text="Jan de Vries")
    make_article(people=[first], text="Jan de Vries de eerste.")
    article = make_article(people=[second])
    add_mention(article, "Bericht", entity=first, kind=Mention.Kind.PERSON)
    refresh_articles([article])
    text = text_of(get_page(client, f"/compare/?person={first.pk}&person={second.pk}").html)
    assert "burgemeester" in text and "dichter" in text and "1 artikel dat beiden noemt" in text


@pytest.mark.parametrize("article_count", [1, 20])
def test_comparing_costs_the_same_with_any_number_of_articles(
    client, django_assert_num_queries, article_count
):
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    for number in range(article_count):
        make_article(
            people=[ada, mary], published=f"20{number + 10}", quotes=[Said(ada, "Ja"), Said(mary, "Nee")]
        )
    with django_assert_num_queries(COST[article_count]):
        client.get(f"/compare/?person={ada.pk}&person={mary.pk}")


# Whom the address names; of each the first and the last article and, in four lists, whom they name, how many
# and the years and the undated (2 * 2 + 4 * 4); of what both share, whom it names and how many (5 and 3). One
# year alone is counted again by month (4).
COST = {1: 33, 20: 29}
