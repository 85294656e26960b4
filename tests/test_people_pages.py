"""People and organisations: the directories and the page of one."""

import pytest

from entities.models import Alias, Mention
from tests.factories import Said, add_mention, make_article, make_person
from tests.pages import figures_of, get_page, heading_of, text_of, total_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    make_article(people=[ada, mary], organisations=["De Club"], countries=["BY"], published="2020-09-14",
                 quotes=[Said(ada, "Mary Shelley heeft gelijk"), Said(mary, "Ada Lovelace weeft patronen")])  # fmt: skip
    make_article(people=[ada], countries=["PL"], published="2021", quotes=[Said(ada, "De motor loopt")])
    return ada


@pytest.mark.parametrize("person_count", [1, 20])
def test_directory_costs_the_same_at_any_length(client, django_assert_num_queries, person_count):
    make_article(people=[f"Ada {number}" for number in range(person_count)])
    # The count, the letters, the page.
    with django_assert_num_queries(3):
        client.get("/people/")


@pytest.mark.parametrize("article_count", [2, 20])
def test_person_costs_the_same_with_any_number_of_articles(client, django_assert_num_queries, article_count):
    ada = make_person()
    for number in range(article_count):
        make_article(people=[ada, "Mary Shelley"], countries=["BY"], organisations=["De Club"], published=f"20{number + 10}",
                     quotes=[Said(ada, "Mary Shelley schreef"), Said("Mary Shelley", "Ada Lovelace weeft")])  # fmt: skip
    client.get(ada.get_absolute_url())
    # The person; the first and the last article (2); spellings, functions and the articles that printed
    # them (4: no function here saves one); namesakes. Three lists: whom each is about (3), how many (3), five
    # rows with article and subjects (7). People, organisations with names and those without (6), countries
    # and those without (2), publications, whom the person speaks about (3). The undated and the years of
    # quotes and of articles (4). What editors decided.
    with django_assert_num_queries(37):
        client.get(ada.get_absolute_url())


def test_every_figure_of_a_person_is_the_length_of_the_list_behind_it(client, ada):
    page = get_page(client, ada.get_absolute_url())
    figures = figures_of(page)
    assert len(figures) > 8
    for address, count in figures:
        assert total_of(client, address) == count, address
    for address, text in page.links:
        if text in ("2 citaten", "1 citaat van anderen over Ada Lovelace", "2 artikelen"):
            assert total_of(client, address) == int(text.split()[0])


def test_person_page_shows_quotes_by_and_about_and_articles(client, ada):
    text = text_of(get_page(client, ada.get_absolute_url()).html)
    assert "Wat Ada Lovelace zei" in text and "De motor loopt" in text
    assert "Wat anderen zeiden over Ada Lovelace" in text and "Ada Lovelace weeft patronen" in text
    assert "2 citaten" in text and "1 citaat van anderen over Ada Lovelace" in text and "2 artikelen" in text


def test_spellings_and_functions_are_shown_with_first_and_last_date(client):
    ada = make_person()
    for published in ("2019-05-01", "2020-09-14"):
        article = make_article("Gravin Lovelace kwam.", published=published)
        add_mention(article, "Lovelace", entity=ada, kind=Mention.Kind.PERSON, role="gravin")
    page = get_page(client, ada.get_absolute_url())
    text = text_of(page.html)
    assert "Gedrukt als Lovelace 1 mei 2019 – 14 september 2020" in text
    assert "Functies, zoals gedrukt gravin 1 mei 2019 – 14 september 2020" in text


def test_person_without_quotes_is_said_to_be_named(client):
    ada = make_person()
    make_article(people=[ada])
    assert "Genoemd in 1 artikel." in text_of(get_page(client, ada.get_absolute_url()).html)


def test_namesakes_are_pointed_out(client):
    first = make_person("Jan de Vries", description="burgemeester")
    make_article(people=[first])
    second = type(first).objects.create(kind="person", name="Jan de Vries", description="dichter")
    Alias.objects.create(entity=second, text="Jan de Vries")
    make_article(people=[second])
    page = get_page(client, first.get_absolute_url())
    assert "Niet te verwarren met" in page.html and (second.get_absolute_url(), "Jan de Vries") in page.links


def test_old_and_merged_addresses_redirect_for_good_in_one_step(client, ada):
    merged = make_person("A. Lovelace", merged_into=ada)
    for address in (
        f"/people/{ada.pk}/",
        f"/people/{ada.pk}-anders/",
        f"/people/{merged.pk}/",
        f"/people/{merged.pk}-a-lovelace/",
        f"/organisations/{ada.pk}-ada-lovelace/",
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, ada.get_absolute_url())
    assert client.get(ada.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "name, slug, old",
    [
        ("Søren Sørensen", "soren-sorensen", "sren-srensen"),
        ("Łukasz Đuro", "lukasz-duro", "ukasz-uro"),
        ("Yıldız Weiß", "yildiz-weiss", "yldz-wei"),
        ("Þóra Æbelø", "thora-aebelo", "ora-bel"),
        ("Heydər Ħamrun", "heydar-hamrun", "heydr-amrun"),
    ],
)
def test_letters_without_an_accent_to_lose_stay_in_the_address_and_the_old_one_redirects(
    client, name, slug, old
):
    person = make_person(name)
    make_article(people=[person])
    assert person.get_absolute_url() == f"/people/{person.pk}-{slug}/"
    response = client.get(f"/people/{person.pk}-{old}/")
    assert (response.status_code, response["Location"]) == (301, person.get_absolute_url())


def test_person_of_letters_that_no_slug_has_keeps_an_address(client):
    person = make_person("Лукашенко")
    make_article(people=[person])
    assert heading_of(get_page(client, person.get_absolute_url())) == "Лукашенко"


def test_directory_finds_names_without_accents_and_by_other_spellings(client):
    person = make_person("Aleksandr Loekasjénko")
    Alias.objects.create(entity=person, text="Lukashenko")
    make_article(people=[person])
    for words in ("loekasjenko", "lukash", "Aleksandr%20loek"):
        assert "Loekasjénko" in get_page(client, f"/people/?q={words}").html
    assert heading_of(get_page(client, "/people/?q=poetin")) == "0 personen met de naam “poetin”"


def test_directory_goes_by_letter_and_by_name(client):
    make_article(people=["Ada Lovelace", "Zoë Kravitz", "Émile Zola"])
    page = get_page(client, "/people/?letter=e")
    assert heading_of(page) == "1 persoon onder de letter E" and "Émile Zola" in page.html
    rows = client.get("/people/?sort=name").context["filters"].page.object_list
    assert [entity.name for entity in rows] == ["Ada Lovelace", "Émile Zola", "Zoë Kravitz"]


def test_directory_shows_people_whom_an_article_names_and_no_organisations(client):
    make_person("Nooit Genoemd")
    make_article(people=["Ada Lovelace"], organisations=["De Club"])
    page = get_page(client, "/people/")
    assert "Ada Lovelace" in page.html and "Nooit Genoemd" not in page.html and "De Club" not in page.html
    assert "De Club" in get_page(client, "/organisations/").html


def test_organisation_has_the_same_page(client, ada):
    club = make_person("De Club", "organisation")
    page = get_page(client, club.get_absolute_url())
    assert heading_of(page) == "De Club"
    for address, count in figures_of(page):
        assert total_of(client, address) == count, address


def test_unknown_person_is_not_found(client):
    get_page(client, "/people/999-niemand/", 404)


def test_what_editors_called_no_name_is_gone_and_says_so(client):
    stadium = make_person("De Kuip", is_blocked=True)
    article = make_article(people=[stadium])
    page = get_page(client, stadium.get_absolute_url(), 410)
    assert "Redacteuren besloten dat dit geen naam is" in page.html
    assert stadium.get_absolute_url() not in get_page(client, article.get_absolute_url()).html
    assert "De Kuip" not in get_page(client, "/people/").html


def test_country_of_a_person_is_told_apart_from_the_countries_in_the_news(client):
    ada = make_person("Ada Lovelace", country_code="GB")
    make_article(people=[ada], countries=["BY"])
    text = text_of(get_page(client, ada.get_absolute_url()).html)
    assert "Persoon, Verenigd Koninkrijk Ada Lovelace" in text
    assert "Landen in het nieuws Belarus 1" in text
    assert total_of(client, "/articles/?country=GB") == 0


@pytest.fixture
def surnames():
    make_article(
        people=["Ada Lovelace", "Jan de Vries", "Zoë Abels", "Émile van der Velde", "Cher", "Bep 'Beppie"]
    )


def test_people_go_by_surname_with_letters_to_jump_to(client, surnames):
    page = get_page(client, "/people/?sort=surname")
    rows = client.get("/people/?sort=surname").context["filters"].page.object_list
    assert [each.name for each in rows] == [
        "Zoë Abels",
        "Bep 'Beppie",
        "Cher",
        "Ada Lovelace",
        "Émile van der Velde",
        "Jan de Vries",
    ]
    letters = {
        text: address for address, text in page.links if "surname=" in address and "sort=surname" in address
    }
    assert letters.keys() == {"A", "B", "C", "L", "V"}
    for letter, count in zip("ABCLV", (1, 1, 1, 1, 2), strict=True):
        assert total_of(client, letters[letter]) == count


def test_the_letter_of_a_surname_is_told_and_can_be_taken_away(client, surnames):
    page = get_page(client, "/people/?surname=v")
    assert heading_of(page) == "2 personen met een achternaam onder de letter V"
    assert any(address == "/people/" for address, text in page.links if "Verwijder" in text)
    assert (
        heading_of(get_page(client, "/people/?surname=vv"))
        == "0 personen met een achternaam onder de letter “vv”"
    )


def test_organisations_have_no_surname(client):
    make_article(organisations=["De Club"])
    assert "achternaam" not in get_page(client, "/organisations/").html
    assert client.get("/organisations/?surname=c")["Location"] == "/organisations/"
