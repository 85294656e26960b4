"""Narrowing lists: every count is the length of the list behind it, and no address fails."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Publication
from entities.models import Entity
from tests.factories import Said, make_article, make_person
from tests.pages import figures_of, get_page, heading_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Three people, two papers, two countries, dates of every precision, quotes of every kind."""
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    make_article(people=[ada, mary], countries=["BY"], published="2020-09-14",
                 quotes=[Said(ada, "Mary Shelley heeft gelijk over de motor"), Said(mary, "Ik zie een monster", "indirect")])  # fmt: skip
    make_article(people=[ada], organisations=["De Club"], countries=["BY", "PL"], published="2020-09",
                 quotes=[Said(ada, "De motor weeft patronen")])  # fmt: skip
    make_article(
        people=[mary], published="2020", publication="Het Avondblad", quotes=[Said(None, "Niemand weet het")]
    )
    make_article(people=["Percy Shelley"], countries=["PL"], published="2021-01-31", publication="Het Avondblad",
                 quotes=[Said("Percy Shelley", "Dat heb ik nooit gezegd", polarity="denied")])  # fmt: skip
    make_article(published="", organisations=["De Club"])
    return {"ada": ada, "mary": mary}


LISTS = [
    "/articles/",
    "/articles/?person={ada}",
    "/articles/?person={ada}&person={mary}",
    "/articles/?person={ada}&person={mary}&any=person",
    "/articles/?country=BY&country=PL&any=country",
    "/quotes/?speaker={ada}&chart=share",
    "/articles/?not_person={ada}",
    "/articles/?person=none",
    "/articles/?country=BY&from=2020-09&to=2020-09",
    "/articles/?publication={paper}",
    "/articles/?from=2020&to=2020&date=exact",
    "/articles/?q=motor",
    "/quotes/",
    "/quotes/?speaker={ada}",
    "/quotes/?speaker={ada}&speaker={mary}",
    "/quotes/?not_speaker={ada}",
    "/quotes/?speaker=none",
    "/quotes/?about={mary}",
    "/quotes/?type=direct&about=none",
    "/quotes/?country=PL",
    "/quotes/?q=motor&from=2020-09-14&to=2020-09-14",
    "/people/",
    "/people/?q=shelley",
    "/people/?letter=m",
    "/organisations/",
]


@pytest.mark.parametrize("address", LISTS)
def test_every_number_of_a_list_is_the_length_of_the_list_behind_it(client, archive, address):
    paper = Publication.objects.get(name="Het Avondblad").pk
    address = address.format(ada=archive["ada"].pk, mary=archive["mary"].pk, paper=paper)
    figures = figures_of(get_page(client, address))
    assert figures
    for behind, count in figures:
        assert total_of(client, behind) == count, (address, behind)


@pytest.mark.parametrize("address", LISTS)
def test_number_without_a_filter_is_the_length_of_that_list(client, archive, address):
    address = address.format(
        ada=archive["ada"].pk, mary=archive["mary"].pk, paper=Publication.objects.last().pk
    )
    for chip in client.get(address).context["filters"].chips:
        assert total_of(client, chip.address) == chip.count


def test_several_people_of_an_article_all_have_to_be_in_it(client, archive):
    ada, mary = archive["ada"].pk, archive["mary"].pk
    assert total_of(client, f"/articles/?person={ada}") == 2
    assert total_of(client, f"/articles/?person={ada}&person={mary}") == 1


def test_any_of_several_people_will_do_where_the_reader_says_so(client, archive):
    ada, mary = archive["ada"].pk, archive["mary"].pk
    both = f"/articles/?person={ada}&person={mary}"
    assert total_of(client, f"{both}&any=person") == 3
    page = get_page(client, both)
    assert (f"{both}&any=person", "Personen: een van deze (3)") in page.links
    page = get_page(client, f"{both}&any=person")
    assert (both, "Personen: al deze (1)") in page.links
    assert heading_of(page) == "3 artikelen met Ada Lovelace of Mary Shelley"
    assert client.get(f"/articles/?person={ada}&any=person")["Location"] == f"/articles/?person={ada}"
    assert "“colour” staat niet in het archief" in get_page(client, "/articles/?any=colour").html


def test_any_of_several_speakers_will_do(client, archive):
    ada, mary = archive["ada"].pk, archive["mary"].pk
    assert total_of(client, f"/quotes/?speaker={ada}&speaker={mary}") == 3


def test_choosing_another_speaker_takes_the_place_of_the_first(client, archive):
    ada, mary = archive["ada"].pk, archive["mary"].pk
    page = get_page(client, f"/quotes/?speaker={ada}")
    assert (f"/quotes/?speaker={mary}", "Mary Shelley 1") in page.links


def test_excluded_people_are_in_no_article_of_the_list(client, archive):
    assert total_of(client, f"/articles/?not_person={archive['ada'].pk}") == 3


def test_none_keeps_what_has_no_value(client, archive):
    assert total_of(client, "/articles/?person=none") == 1
    assert total_of(client, "/articles/?not_country=none") == 3
    assert total_of(client, "/articles/?date=none") == 1
    assert total_of(client, "/quotes/?speaker=none") == 1
    assert total_of(client, "/quotes/?about=none") == 4


def test_vague_date_belongs_to_every_range_that_it_overlaps(client, archive):
    assert total_of(client, "/articles/?from=2020-09-14&to=2020-09-14") == 3
    assert total_of(client, "/articles/?from=2020-09-14&to=2020-09-14&date=exact") == 1
    assert total_of(client, "/articles/?from=2020-09&to=2020-09&date=exact") == 2
    assert total_of(client, "/articles/?to=2020") == 3
    assert total_of(client, "/articles/?from=2021-01-31") == 1


def test_merged_person_stands_for_the_survivor(client, archive):
    old = make_person("A. Lovelace", merged_into=archive["ada"])
    response = client.get(f"/articles/?person={old.pk}")
    assert response.status_code == 302
    assert response["Location"] == f"/articles/?person={archive['ada'].pk}"


UNKNOWN = {
    "/articles/?person=999999": "“999999” staat niet in het archief",
    "/articles/?person=abc": "“abc” staat niet in het archief",
    "/articles/?country=ZZ": "“ZZ” staat niet in het archief",
    "/articles/?publication=none": "“none” staat niet in het archief",
    "/articles/?from=2020-13": "“2020-13” is geen datum",
    "/articles/?to=gisteren": "“gisteren” is geen datum",
    "/articles/?date=ooit": "“ooit” is geen datum",
    "/articles/?q=%3F%3F": "op “??” kan niet worden gezocht",
    "/quotes/?speaker=999999": "“999999” staat niet in het archief",
    "/quotes/?type=gezongen": "“gezongen” staat niet in het archief",
}


@pytest.mark.parametrize("address", UNKNOWN)
def test_unknown_value_keeps_nothing_and_says_so_in_a_removable_chip(client, archive, address):
    page = get_page(client, address)
    assert total_of(client, address) == 0
    assert UNKNOWN[address] in page.html
    assert any(link == address.split("?")[0] and "Verwijder het filter" in text for link, text in page.links)


def test_unknown_order_is_told_and_changes_nothing(client, archive):
    page = get_page(client, "/articles/?sort=mooiste")
    assert "geen volgorde heet “mooiste”" in page.html
    assert total_of(client, "/articles/?sort=mooiste") == 5


def test_excluding_somebody_unknown_excludes_nobody(client, archive):
    assert total_of(client, "/articles/?not_person=999999") == 5


def test_empty_list_offers_what_would_not_be_empty(client, archive):
    ada = archive["ada"].pk
    page = get_page(client, f"/quotes/?speaker={ada}&country=SR&from=2020")
    assert "Niets voldoet aan al deze filters" in page.html
    assert (f"/quotes/?speaker={ada}&from=2020", "Zonder Landen: Suriname zijn het er 2") in page.links


def test_empty_archive_tells_how_to_fill_it(client):
    assert "manage.py ingest" in get_page(client, "/articles/").html
    assert "manage.py ingest" in get_page(client, "/").html


def test_address_of_a_form_is_shortened_to_its_normal_form(client, archive):
    ada = archive["ada"].pk
    response = client.get(f"/quotes/?to=&q=&country=by&speaker={ada}&speaker={ada}&from=2020&utm_source=x")
    assert response.status_code == 302
    assert response["Location"] == f"/quotes/?speaker={ada}&country=BY&from=2020"


def test_heading_tells_the_query_in_words(client, archive):
    ada, mary = archive["ada"].pk, archive["mary"].pk
    address = f"/quotes/?type=direct&speaker={ada}&about={mary}&q=motor&country=BY&from=2020-09&to=2020-09"
    page = get_page(client, address)
    assert heading_of(page) == (
        "1 citaat ( letterlijk ) van Ada Lovelace over Mary Shelley met de woorden “motor”"
        " uit nieuws over Belarus in september 2020"
    )
    assert page.count("div", role="status") == 1


def test_heading_speaks_english_to_english_readers(client, archive):
    client.cookies["django_language"] = "en"
    page = get_page(client, f"/articles/?person={archive['ada'].pk}&not_country=PL")
    assert heading_of(page) == "1 article with Ada Lovelace not from the news about Poland"


def test_filtered_lists_are_kept_from_robots(client, archive):
    assert "noindex" not in get_page(client, "/articles/").html
    filtered = get_page(client, "/articles/?country=BY")
    assert '<meta name="robots" content="noindex, follow">' in filtered.html
    for _tag, attrs in filtered.tags:
        if "?" in (attrs.get("href") or "") and attrs.get("rel") not in ("canonical", "alternate"):
            assert "nofollow" in attrs.get("rel", ""), attrs
    assert "Disallow: /*?" in client.get("/robots.txt").content.decode()


def test_pages_of_a_list_keep_its_filters(client):
    for _ in range(30):
        make_article(countries=["BY"])
    page = get_page(client, "/articles/?country=BY")
    assert ("/articles/?country=BY&page=2", "2") in page.links
    assert len(client.get("/articles/?country=BY&page=2").context["filters"].page.object_list) == 5
    assert client.get("/articles/?country=BY&page=99").context["filters"].page.number == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                "q person not_person organisation country publication from to date sort page speaker about type"
                " not_about polarity letter x any chart".split()
            ),
            st.one_of(
                st.sampled_from(
                    [
                        "none",
                        "exact",
                        "1",
                        "person",
                        "share",
                        "BY",
                        "2020",
                        "2020-09",
                        "direct",
                        "0",
                        "-1",
                        "9" * 30,
                    ]
                ),
                st.text(max_size=20),
            ),
        ),
        max_size=6,
    )
)
@pytest.mark.parametrize("path", ["/articles/", "/quotes/", "/people/"])
def test_no_query_ever_fails(client, archive, path, pairs):
    response = client.get(f"{path}?{urlencode(pairs)}")
    if response.status_code == 302:
        response = client.get(response["Location"])
    assert response.status_code == 200


def test_long_and_repeated_queries_do_not_fail(client, archive):
    get_page(client, "/articles/?" + urlencode([("q", "woord " * 300)]), 302)
    many = urlencode([("person", number) for number in range(1, 300)])
    assert client.get(f"/articles/?{many}").status_code in (200, 302)


def test_hostile_values_are_escaped(client, archive):
    page = get_page(client, "/articles/?" + urlencode({"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page.html
    page = get_page(client, "/quotes/?" + urlencode({"speaker": "<img src=x>", "from": "<b>"}))
    assert "<img" not in page.html and "“<b>" not in page.html


def test_names_in_headings_and_facets_are_escaped(client):
    person = make_person('<script>alert("x")</script>')
    make_article(people=[person])
    for address in (
        "/articles/",
        f"/articles/?person={person.pk}",
        "/people/",
        f"/people/{person.pk}-x/",
        "/",
    ):
        assert "<script>alert" not in client.get(address, follow=True).content.decode()
    assert Entity.objects.count() == 1


def test_facet_with_many_values_leads_to_all_of_them(client):
    for number in range(14):
        make_article(people=[f"Ada {number}"], quotes=[Said(f"Ada {number}", "Ja")])
    page = get_page(client, "/articles/?country=none")
    assert ("/articles/by/person/?country=none", "Toon alle: Personen") in page.links
    page = get_page(client, "/articles/by/person/?country=none")
    assert heading_of(page) == "Personen"
    assert len(figures_of(page)) == 14
    for address, count in figures_of(page):
        assert total_of(client, address) == count


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/articles/by/person/?find=shelley", ["Mary Shelley", "Percy Shelley"]),
        ("/articles/by/country/?find=bel", ["Belarus"]),
        ("/articles/by/publication/?find=avond", ["Het Avondblad"]),
        ("/quotes/by/speaker/?find=shel&type=direct", ["Percy Shelley"]),
        ("/quotes/by/about/?find=shel", ["Mary Shelley"]),
    ],
)
def test_one_value_of_a_facet_is_found_by_its_name(client, archive, address, found):
    values = client.get(address).context["facet"].values
    assert sorted(value.label for value in values) == found
    for value in values:
        assert total_of(client, value.address) == value.count


def test_unknown_facet_is_not_found_and_a_vain_search_says_so(client, archive):
    get_page(client, "/articles/by/colour/", 404)
    assert "Geen hiervan heet zo" in get_page(client, "/articles/by/person/?find=niemand").html
