"""Years, months and days, and the bars of a list through time."""

import pytest

from tests.factories import Said, make_article, make_person
from tests.pages import figures_of, get_page, heading_of, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    for published in (
        "2019-12-31",
        "2020",
        "2020-09",
        "2020-09-14",
        "2020-09-14",
        "2020-09-30",
        "2021-01-01",
        "",
    ):
        make_article(published=published, countries=["BY"], quotes=[Said("Ada Lovelace", "Het weeft")])


def test_dates_lists_the_years_and_the_undated(client, archive):
    page = get_page(client, "/dates/")
    figures = figures_of(page)
    assert [count for _address, count in figures] == [1, 5, 1, 1]
    for address, count in figures:
        assert total_of(client, address) == count


@pytest.mark.parametrize(
    ("address", "articles"), [("/dates/2020/", 5), ("/dates/2020/09/", 4), ("/dates/2020/09/14/", 2), ("/dates/2020/09/01/", 0)]
)  # fmt: skip
def test_period_counts_the_articles_that_are_dated_within_it(client, archive, address, articles):
    page = get_page(client, address)
    assert f"{articles} artikelen" in text_of(page.html)
    for behind, count in figures_of(page):
        assert total_of(client, behind) == count, behind
    for behind, text in page.links:
        if text == f"{articles} artikelen":
            assert total_of(client, behind) == articles


def test_months_and_days_lead_to_pages_with_as_many_articles(client, archive):
    for address in ("/dates/2020/", "/dates/2020/09/"):
        page = get_page(client, address)
        cells = [
            (link, text.split()[-1])
            for link, text in page.links
            if link.startswith(address) and link != address
        ]
        assert cells
        for link, count in cells:
            assert get_page(client, link).html.count("<b>") >= 1
            assert f"{count} artikel" in text_of(get_page(client, link).html)


def test_neighbours_of_a_period_are_the_nearest_with_articles(client, archive):
    page = get_page(client, "/dates/2020/09/14/")
    assert ("/dates/2019/12/31/", "← 31 december 2019") in page.links
    assert ("/dates/2020/09/30/", "30 september 2020 →") in page.links
    page = get_page(client, "/dates/2020/09/")
    assert ("/dates/2019/12/", "← december 2019") in page.links and (
        "/dates/2021/01/",
        "januari 2021 →",
    ) in page.links
    page = get_page(client, "/dates/2021/")
    assert ("/dates/2020/", "← 2020") in page.links
    assert not any(text.endswith("→") for _link, text in page.links)


def test_year_and_month_say_what_is_dated_no_finer(client, archive):
    assert "1 artikel waarvan alleen het jaar bekend is" in text_of(get_page(client, "/dates/2020/").html)
    assert "Van 1 artikel is alleen de maand bekend" in text_of(get_page(client, "/dates/2020/09/").html)


@pytest.mark.parametrize(
    "address", ["/dates/2020/13/", "/dates/2021/02/29/", "/dates/0000/", "/dates/20200/"]
)
def test_dates_of_no_calendar_are_not_found(client, address):
    get_page(client, address, 404)


def test_date_without_articles_says_so(client, archive):
    page = get_page(client, "/dates/2020/02/")
    assert heading_of(page) == "februari 2020" and "Geen artikel heeft deze datum" in page.html


@pytest.mark.parametrize("article_count", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"), [("/dates/2020/", 14), ("/dates/2020/09/", 15), ("/dates/2020/09/14/", 14)]
)
def test_period_costs_the_same_with_any_number_of_articles(
    client, django_assert_num_queries, article_count, address, queries
):
    for _ in range(article_count):
        make_article(people=["Ada Lovelace"], countries=["BY"], quotes=[Said("Ada Lovelace", "Het weeft")])
    # The count by date; the period before and after (2); the page and its count (2); articles, quotes (2);
    # speakers, people, countries with names and those without (8).
    with django_assert_num_queries(queries):
        client.get(address)


def bars(client, address):
    timeline = client.get(address).context["timeline"]
    return timeline, [(bar.label, bar.count) for bar in timeline.bars if bar.count]


def test_bars_go_from_years_to_months_to_days_and_end_with_the_last_day(client, archive):
    timeline, years = bars(client, "/articles/")
    assert years == [("2019", 1), ("2020", 5), ("2021", 1)] and timeline.undated.count == 1
    _timeline, months = bars(client, "/articles/?from=2020&to=2020")
    assert months == [("jan", 1), ("feb", 1), ("mrt", 1), ("apr", 1), ("mei", 1), ("jun", 1), ("jul", 1), ("aug", 1),
                      ("sep", 5), ("okt", 1), ("nov", 1), ("dec", 1)]  # fmt: skip
    timeline, days = bars(client, "/articles/?from=2020-09&to=2020-09&date=exact")
    assert days == [("14", 2), ("30", 1)] and len(timeline.bars) == 30


def test_bars_obey_every_filter(client, archive):
    make_article(published="2020-05-05", people=["Mary Shelley"], quotes=[Said("Mary Shelley", "Het leeft")])
    speaker = client.get("/quotes/").context["filters"].facet("speaker").values[1].value
    _timeline, years = bars(client, f"/quotes/?type=direct&speaker={speaker}")
    assert years == [("mei", 1)]


@pytest.mark.parametrize(
    "address",
    ["/articles/", "/articles/?from=2020&to=2020", "/quotes/?from=2020-09&to=2020-09", "/quotes/?country=BY"],
)
def test_every_bar_is_the_length_of_the_list_behind_it(client, archive, address):
    timeline = client.get(address).context["timeline"]
    for bar in [*timeline.bars, *filter(None, [timeline.undated])]:
        if bar.count:
            assert total_of(client, bar.address) == bar.count, bar.address


def test_bars_can_show_shares_of_all_with_the_counts_in_a_table(client, archive):
    make_article(published="2020-05-05", people=["Mary Shelley"])
    address = f"/articles/?person={make_person('Mary Shelley').pk}&chart=share"
    timeline, _counts = bars(client, address)
    assert [(bar.label, bar.count, round(bar.share, 2)) for bar in timeline.bars if bar.count] == [
        ("mei", 1, 0.5)
    ]
    page = get_page(client, address)
    assert "mei 2020: 1 (50%)" in text_of(page.html.replace('title="', ">").replace('">', "<"))
    assert any(text == "Toon aantallen" for _address, text in page.links)
    assert not any("aandelen" in text for _address, text in get_page(client, "/articles/").links)


def test_bars_and_the_undated_add_up_to_the_list(client, archive):
    timeline = client.get("/articles/").context["timeline"]
    assert sum(bar.count for bar in timeline.bars) + timeline.undated.count == total_of(client, "/articles/")
