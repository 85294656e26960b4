"""The map of the countries in the news: its geometry, its shades, and that its numbers are those of the lists."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.countries import CODES
from articles.world_map import CLASSES, GEOMETRY, read_geometry, shades_of, world_map
from tests.factories import make_article, make_person
from tests.pages import figures_of, get_page, heading_of, text_of, total_of
from training.make_map import Atlas, cut, joined, projected


@pytest.fixture
def archive(db):
    ada = make_person("Ada Lovelace")
    make_article("Over bruggen.", people=[ada], countries=["BY", "SG"], published="2020-09-14")
    make_article(people=[ada], countries=["BY", "AQ"], published="2021")
    make_article(countries=["NL"], published="2021-03-01"), make_article(published="2021-03-01")
    return ada


def links_of_map(page) -> dict[str, str]:
    """What is on the map, with the address behind it."""
    svg = re.search(r'<figure class="world">.*?<figcaption>', page.html, re.S)[0]
    found = re.findall(r'<a class="shade-\d" href="([^"]+)" rel="nofollow"><title>([^<]+)</title>', svg)
    return {title: address.replace("&amp;", "&") for address, title in found}


def test_every_country_but_antarctica_has_a_place_on_the_map():
    geometry = read_geometry()
    assert geometry["shapes"].keys() | geometry["dots"].keys() == CODES - {"AQ"}
    assert not geometry["shapes"].keys() & geometry["dots"].keys()
    assert {"SG", "MT", "LU", "CW"} <= geometry["dots"].keys()


def test_outlines_are_closed_lines_within_the_map_and_the_file_is_small():
    geometry = read_geometry()
    assert GEOMETRY.stat().st_size < 150_000
    assert "public domain" in geometry["licence"] and "Natural Earth" in geometry["source"]
    for code, outline in geometry["shapes"].items():
        assert re.fullmatch(r"(M[\d.]+[ -][\d.-]+l[\d. -]+z)+", outline), code
    for x, y in geometry["dots"].values():
        assert 0 <= x <= geometry["width"] and 0 <= y <= geometry["height"]


def test_a_country_across_the_edge_of_the_map_is_cut_in_two():
    east, west = cut([(170.0, 10.0), (-170.0, 10.0), (-170.0, 20.0), (170.0, 20.0), (170.0, 10.0)])
    longitudes = [{round(x) for x, _y in part} for part in (east, west)]
    assert sorted(map(sorted, longitudes)) == [[-180, -170], [170, 180]]
    assert cut([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]) == [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]]


def test_two_pieces_of_a_country_have_no_border_between_them():
    left, right, border = [(1.0, 0.0), (0.0, 0.0), (1.0, 1.0)], [(1.0, 1.0), (2.0, 0.0), (1.0, 0.0)], 2
    atlas = Atlas([left, right, [(1.0, 1.0), (1.0, 0.0)]], {})
    (ring,) = joined([[[0, border]], [[1, ~border]]])
    assert sorted(ring) == [0, 1] and set(atlas.points(ring)) == {(1, 0), (0, 0), (1, 1), (2, 0)}


def test_the_projection_keeps_areas():
    def area(south: float) -> float:
        (left, top), (right, _), (low_left, bottom) = map(
            projected, [(0, south + 1), (1, south + 1), (0, south)]
        )
        low_right, _ = projected((1, south))
        return (right - left + low_right - low_left) / 2 * (bottom - top)

    # A field of one degree at 60° north is as large as the cosines say: about half of one at the equator.
    assert area(60) / area(0) == pytest.approx(0.4924, rel=0.01)


@given(st.lists(st.integers(1, 2_000_000), min_size=1, max_size=30))
def test_shades_hold_every_number_once(counts):
    shades = shades_of(counts)
    assert len(shades) <= CLASSES and shades[0].first == 1 and shades[-1].last == max(counts)
    for count in counts:
        assert sum(shade.first <= count <= shade.last for shade in shades) == 1


def test_every_country_on_the_map_is_a_link_to_exactly_its_articles(client, archive):
    page = get_page(client, "/countries/")
    links = links_of_map(page)
    assert links.keys() == {"Belarus: 2", "Singapore: 1", "Nederland: 1"}
    for title, address in links.items():
        assert total_of(client, address) == int(title.split()[-1])
    assert ("/articles/?country=AQ", "Antarctica 1") in page.links and "Niet op de kaart" in page.html


def test_map_and_table_hold_the_same_numbers(client, archive):
    page = get_page(client, "/countries/")
    table = text_of(re.search('<table class="people" id="countries">.*?</table>', page.html, re.S)[0])
    for title in links_of_map(page):
        name, count = title.split(": ")
        assert re.search(rf"{name} [A-Z]{{2}} {count}\b", table)


@pytest.mark.parametrize(
    "query, heading, expected",
    [
        ("from=2021", "3 artikelen sinds 2021", {"Belarus: 1", "Nederland: 1"}),
        ("q=bruggen", "1 artikel met de woorden “bruggen”", {"Belarus: 1", "Singapore: 1"}),
        ("q=bruggen&from=2021", "0 artikelen met de woorden “bruggen” sinds 2021", None),
    ],
)
def test_map_and_table_obey_the_filters_of_articles(client, archive, query, heading, expected):
    page = get_page(client, f"/countries/?{query}")
    assert heading_of(page) == heading
    if expected is None:
        assert "<figure" not in page.html and "Zonder" in page.html
        return
    assert links_of_map(page).keys() == expected
    figures = figures_of(page)
    assert figures
    for address, count in figures:
        assert total_of(client, address) == count, address


def test_the_list_of_a_person_leads_to_the_map_of_the_same_articles(client, archive):
    page = get_page(client, f"/articles/?person={archive.pk}&from=2021")
    assert (f"/countries/?person={archive.pk}&from=2021", "Op de kaart") in page.links
    assert links_of_map(get_page(client, f"/countries/?person={archive.pk}&from=2021")).keys() == {
        "Belarus: 1"
    }


def test_what_is_no_filter_of_the_map_is_taken_from_its_address(client, archive):
    assert client.get("/countries/?country=BY&from=2021")["Location"] == "/countries/?from=2021"
    assert "is geen datum" in get_page(client, "/countries/?from=ooit").html


def test_shades_say_more_where_there_is_more(archive, client):
    countries = client.get("/countries/").context["countries"].values
    shades = {place.value.value: place.shade for place in world_map(countries).places}
    assert shades["BY"] > shades["NL"] == shades["SG"] == 1


@pytest.mark.parametrize("article_count", [1, 20])
def test_map_costs_the_same_with_any_number_of_articles(client, django_assert_num_queries, article_count, db):
    for _ in range(article_count):
        make_article(countries=["BY", "PL"])
    # The countries; the articles without one; how many there are in all.
    with django_assert_num_queries(3):
        client.get("/countries/")


def test_reader_of_a_screen_hears_the_map_and_can_pass_it_by(client, archive):
    page = get_page(client, "/countries/")
    assert page.count("svg", role="group", **{"aria-label": "Wereldkaart"}) == 1
    assert ("#countries", "Voorbij de kaart, naar dezelfde getallen als tabel") in page.links
    assert page.count("table", id="countries") == 1
