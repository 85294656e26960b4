"""Editors correct names, countries and quotes where they read them; what they decide stays and can be undone."""

import re

import pytest
from django.contrib.auth.models import Group, User

from entities.curation import reject, relink
from entities.models import ArticleCountry, Decision, Entity, Mention, Quote
from tests.factories import Said, make_article, make_person
from tests.pages import Page, get_page, text_of
from tests.reading import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NAMES = ["Jan de Vries", "Mary Shelley"]
TEXT = (
    "Jan de Vries sprak maandag in Utrecht met de pers over de brug.\n\n"
    "'De brug moet open', zegt Vries. Mary Shelley zweeg & lachte, <heel> even.\n\n"
    "Later reisde Vries naar Frankrijk. De brug moet open, vond Frankrijk."
)


@pytest.fixture
def editor():
    user = User.objects.create_user("eva", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    return user


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def article():
    return publish(TEXT, NAMES)


def fields_of(page: Page) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    page = Page(page.html.partition("<main")[2].partition("</main>")[0].partition(">")[2])
    values = {}
    for tag, attrs in page.tags:
        if (
            tag == "input"
            and attrs.get("name")
            and ("checked" in attrs or attrs.get("type") in ("hidden", "text"))
        ):
            values[attrs["name"]] = attrs.get("value", "")
    for name, content in re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', page.html, re.S):
        values[name] = content.replace("&lt;", "<").replace("&amp;", "&").replace("&#x27;", "'")
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page.html, re.S):
        chosen = re.search(r'value="(\w*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    values.pop("q", None)
    return values


def send(desk, address, **answers) -> Page:
    """Open a page, fill in answers, send it, and follow where that leads."""
    page = get_page(desk, address)
    response = desk.post(address, {**fields_of(page), **answers}, follow=True)
    assert response.status_code == 200
    return Page(response.content.decode())


def undo_on(desk, page: Page) -> Page:
    address = re.search(r'action="(/decisions/[^"]+/undo/)"', page.html)[1]
    back = re.search(r'name="next" value="([^"]*)"><button class="second">Undo', page.html)[1]
    response = desk.post(address, {"next": back.replace("&amp;", "&")}, follow=True)
    assert response.status_code == 200
    return Page(response.content.decode())


def mention(text: str, number: int = 0) -> Mention:
    return Mention.objects.filter(text=text).order_by("start_char")[number]


def address_of(finding) -> str:
    return f"/{finding._meta.model_name}s/{finding.pk}/correct/"


def test_names_lead_to_their_correction_while_an_editor_corrects(desk, article):
    address = article.get_absolute_url()
    page = get_page(desk, address)
    assert "/mentions/" not in page.html
    assert (f"{address}?edit=1", "Correct names and quotes here") in page.links
    page = get_page(desk, f"{address}?q=brug&edit=1")
    for text in ("Jan de Vries", "Vries", "Frankrijk"):
        next_page = f"?next=%2Farticles%2F{article.pk}-"
        links = [link for link, name in page.links if name == text and next_page in link]
        assert links and all(link.startswith("/mentions/") for link in links), text
    assert (f"{address}?q=brug", "Stop correcting") in page.links
    assert page.unclosed == [] and page.open == []


def test_readers_see_nothing_of_corrections(client, article):
    page = get_page(client, f"{article.get_absolute_url()}?edit=1")
    assert "/correct/" not in page.html and "fixing.js" not in page.html and "add-quote" not in page.html


@pytest.mark.parametrize("who", ["reader", "viewer"])
def test_corrections_are_for_those_who_may(client, article, who):
    if who == "viewer":
        viewer = User.objects.create_user("viewer", is_staff=True)
        viewer.groups.add(Group.objects.get(name="Viewer"))
        client.force_login(viewer)
    for address in (
        address_of(mention("Vries")),
        address_of(Quote.objects.get()),
        f"/articles/{article.pk}/add-quote/",
        "/decisions/12345678-1234-5678-1234-567812345678/undo/",
    ):
        for response in (client.get(address), client.post(address, {"who": "unknown", "scope": "here"})):
            assert response.status_code == (403 if who == "viewer" else 302), address
            assert who == "viewer" or response["Location"].startswith("/admin/login/")
    assert not Decision.objects.exists()


def test_a_name_is_given_to_another_only_here_by_default(desk, article):
    page = send(
        desk, address_of(mention("Vries", 1)), who=str(make_person("Mary Shelley").pk), reason="her husband"
    )
    assert mention("Vries", 1).entity.name == "Mary Shelley"
    assert mention("Vries", 0).entity.name == "Jan de Vries"
    assert "“Vries” refers to Mary Shelley, not to Jan de Vries" in text_of(page.html)
    publish("Een kop.\n\n" + TEXT, NAMES)
    assert mention("Vries", 1).entity.name == "Mary Shelley"
    undo_on(desk, page)
    assert mention("Vries", 1).entity.name == "Jan de Vries"
    assert Decision.objects.get().reason == "her husband"


def test_every_scope_says_how_many_it_reaches_and_reaches_so_many(desk, article):
    publish("'Ik win', zegt Jan de Vries.", NAMES, id="x2")
    page = get_page(desk, address_of(mention("Jan de Vries")))
    text = text_of(page.html)
    assert "only here (1)" in text and "in this article (4)" in text
    assert "everywhere this name was linked automatically (3)" in text
    send(
        desk, address_of(mention("Jan de Vries")), who=str(make_person("Mary Shelley").pk), scope="everywhere"
    )
    assert Decision.objects.count() == 3
    assert Quote.objects.get(content="Ik win").speaker.name == "Mary Shelley"


def test_a_name_of_nobody_can_be_given_to_somebody_everywhere(desk, article):
    publish("Vries is terug, zegt Jan de Vries.", NAMES, id="x2")
    Mention.objects.update(entity=None), Quote.objects.update(speaker=None)
    piet = make_person("Piet de Vries", description="schaatser")
    address = address_of(mention("Jan de Vries"))
    page = send(desk, address, look="1", find="piet", scope="everywhere")
    assert "Piet de Vries" not in text_of(page.html), "who is in no article is in no list"
    make_article(people=[piet], publication="Een ander blad")
    page = send(desk, address, look="1", find="piet", scope="everywhere")
    assert "Piet de Vries (schaatser, 1 article)" in text_of(page.html)
    assert fields_of(page)["scope"] == "everywhere", "what was chosen stays chosen"
    send(desk, address, who=str(piet.pk), scope="everywhere", find="piet")
    assert Mention.objects.filter(entity=piet, locked=True).count() == 5
    assert Quote.objects.get().speaker == piet


def test_a_name_can_be_of_nobody_that_can_be_told_or_no_name_at_all(desk, article):
    send(desk, address_of(mention("Vries", 1)), who="unknown")
    assert mention("Vries", 1).entity is None
    page = send(desk, address_of(mention("Mary Shelley")), who="no-name", scope="article")
    publish("Een kop.\n\n" + TEXT, NAMES)
    assert not Mention.objects.filter(text="Mary Shelley").exists() and mention("Vries", 1).entity is None
    undo_on(desk, page)
    assert mention("Mary Shelley").entity.name == "Mary Shelley"


def test_a_country_becomes_another_or_none(desk, article):
    page = get_page(desk, address_of(mention("Frankrijk")))
    assert "Which country is “Frankrijk”?" in page.html and fields_of(page)["country"] == "FR"
    page = send(desk, address_of(mention("Frankrijk")), country="BE")
    assert "“Frankrijk” is the country Belgium" in text_of(page.html)
    assert set(ArticleCountry.objects.values_list("country_code", flat=True)) == {"BE", "FR"}
    publish("Een kop.\n\n" + TEXT, NAMES)
    assert mention("Frankrijk", 0).country_code == "BE"
    undo_on(desk, page)
    page = send(desk, address_of(mention("Frankrijk")), country="", scope="article")
    publish(TEXT, NAMES)
    assert not ArticleCountry.objects.exists()
    undo_on(desk, page)
    assert ArticleCountry.objects.get().mentions == 2


def test_nothing_is_decided_that_does_not_exist(desk, article):
    for answers in (
        {},
        {"who": "999"},
        {"who": "12345678901234567890"},
        {"who": "unknown", "scope": "world"},
    ):
        page = send(desk, address_of(mention("Vries")), **answers)
        assert "errorlist" in page.html, answers
    assert "errorlist" in send(desk, address_of(mention("Frankrijk")), country="XX").html
    assert not Decision.objects.exists()


def test_a_quote_gets_another_speaker_type_and_boundaries_in_one_go(desk, article):
    quote = Quote.objects.get()
    answers = {"who": str(make_person("Mary Shelley").pk), "type": "mixed", "content": "brug  moet open"}
    page = send(desk, f"{address_of(quote)}?next={article.get_absolute_url()}", **answers)
    assert page.count("form", method="post", action=re.search('/decisions/[^"]+', page.html)[0]) == 1
    publish("Een kop.\n\n" + TEXT, NAMES)
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.type, quote.content) == ("Mary Shelley", "mixed", "brug moet open")
    assert Decision.objects.values("group").distinct().count() == 2
    for group in Decision.objects.values_list("group", flat=True):
        desk.post(f"/decisions/{group}/undo/")
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.type, quote.content) == ("Jan de Vries", "direct", "De brug moet open")
    assert not quote.locked


def test_a_speaker_is_corrected_everywhere_the_name_is_printed_so(desk, article):
    publish("'Ik win', zegt Vries, Jan de Vries.", NAMES, id="x2")
    quote = Quote.objects.get(content="De brug moet open")
    page = get_page(desk, address_of(quote))
    assert "everywhere this name was linked automatically (5)" in text_of(page.html)
    mary = make_person("Mary Shelley")
    page = send(desk, address_of(quote), who=str(mary.pk), scope="everywhere")
    assert Decision.objects.count() == 5 and Quote.objects.filter(speaker=mary).count() == 2
    undo_on(desk, page)
    assert not Quote.objects.filter(speaker=mary).exists()


@pytest.mark.parametrize("who", ["unknown", "group", "document"])
def test_a_speaker_who_is_nobody_of_the_archive_has_a_kind(desk, article, who):
    send(desk, address_of(Quote.objects.get()), who=who)
    publish(TEXT, NAMES)
    quote = Quote.objects.get()
    assert (quote.speaker, quote.speaker_kind) == (None, "unresolved" if who == "unknown" else who)


def test_who_is_not_in_the_archive_is_added_where_nobody_found_fits(desk, article):
    address = address_of(mention("Vries"))
    assert "A new person" not in get_page(desk, address).html, "first the editor looks for a name"
    fields = fields_of(get_page(desk, address))
    found = Page(desk.post(address, {**fields, "find": "Vries", "look": "1"}).content.decode())
    assert fields_of(found)["name"] == "Vries"
    new = {**fields_of(found), "who": "new-person", "scope": "article", "reason": "a brother"}
    refused = Page(desk.post(address, {**new, "name": "Jan de Vries"}).content.decode())
    assert "is in the archive already" in refused.html and not Decision.objects.exists()
    empty = Page(desk.post(address, {**new, "name": " "}).content.decode())
    assert "A name cannot be empty." in empty.html and not Decision.objects.exists()
    page = Page(desk.post(address, {**new, "name": "Piet de Vries"}, follow=True).content.decode())
    piet = Entity.objects.get(name="Piet de Vries")
    assert "Piet de Vries was added as somebody new" in text_of(page.html)
    assert (piet.mention_count, piet.quote_count) == (3, 1)
    assert "a brother" in text_of(get_page(desk, piet.get_absolute_url()).html)
    publish("Piet de Vries zweeg.", ["Piet de Vries"], id="a2")
    assert Mention.objects.get(article__external_id="a2").entity == piet, "the name links from now on"
    undo_on(desk, page)
    piet.refresh_from_db()
    assert (piet.mention_count, piet.quote_count, piet.aliases.count()) == (1, 0, 0)
    assert mention("Vries").entity.name == "Jan de Vries"


def test_a_quote_is_of_somebody_new(desk, article):
    quote = Quote.objects.get()
    page = send(desk, address_of(quote), find="Bond", who="new-organisation", name="Bond van Bruggen")
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.speaker_kind) == ("Bond van Bruggen", "organisation")
    undo_on(desk, page)
    quote.refresh_from_db()
    assert quote.speaker.name == "Jan de Vries"


def test_a_missed_quote_is_of_somebody_new(desk, article):
    address = f"/articles/{article.pk}/add-quote/"
    answers = {"who": "new-person", "name": "Piet de Vries", "find": "Piet", "type": "indirect"}
    page = send(desk, address, content="zweeg & lachte", **answers)
    piet = Entity.objects.get(name="Piet de Vries")
    assert Quote.objects.get(content="zweeg & lachte").speaker == piet
    undo_on(desk, page)
    assert not piet.quotes.exists() and not piet.aliases.exists()


def test_what_is_no_quote_is_gone_until_that_is_undone(desk, article):
    quote = Quote.objects.get()
    page = send(desk, address_of(quote), **{"no-quote": "1", "reason": "a title"})
    assert "a title" in text_of(page.html), "its page tells why"
    publish("Een kop.\n\n" + TEXT, NAMES)
    assert not Quote.objects.exists()
    undo_on(desk, page)
    assert Quote.objects.get() == quote
    reject([quote], actor=None)
    assert desk.get(address_of(quote)).status_code == 404


def test_a_quote_that_is_right_is_locked_and_one_that_nobody_touched_is_not(desk, article):
    page = send(desk, address_of(Quote.objects.get()))
    assert "Nothing was changed." in text_of(page.html) and not Quote.objects.get().locked
    send(desk, address_of(Quote.objects.get()), confirm="on")
    assert Quote.objects.get().locked


def test_words_that_the_text_does_not_have_are_refused(desk, article):
    page = send(desk, address_of(Quote.objects.get()), content="De brug mag dicht")
    assert "The text does not have these words." in page.html
    assert not Decision.objects.exists()


def test_a_selection_becomes_a_quote_that_stays(desk, article):
    start = article.text.index("zweeg")
    end = article.text.index(", <heel>")
    address = f"/articles/{article.pk}/add-quote/?start={start}&end={end + 1}"
    page = get_page(desk, address)
    assert fields_of(page)["content"] == "zweeg & lachte,"
    mary = make_person("Mary Shelley")
    page = send(desk, address, content="zweeg & lachte", who=str(mary.pk), type="indirect", reason="missed")
    assert "a quote that was missed: “zweeg & lachte”" in text_of(page.html)
    publish("Een kop.\n\n" + TEXT, NAMES)
    quote = Quote.objects.get(content="zweeg & lachte")
    assert (quote.speaker, quote.type, quote.locked, quote.method) == (mary, "indirect", True, "editor")
    undo_on(desk, page)
    assert not Quote.objects.filter(content="zweeg & lachte").exists()
    assert Quote.with_withdrawn.get(pk=quote.pk).withdrawn_at


def test_pasted_words_that_are_there_twice_are_asked_about(desk, article):
    address = f"/articles/{article.pk}/add-quote/"
    page = send(desk, address, content="De brug moet open", who="unknown")
    assert page.count("input", type="radio", name="near") == 2
    assert not Decision.objects.exists()
    second = str(article.text.rindex("De brug moet open"))
    send(desk, address, content="De brug moet open", who="group", near=second)
    quote = Quote.objects.get(locked=True)
    assert (quote.start_char, quote.speaker_kind) == (int(second), "group")


def test_a_quote_cannot_take_the_place_of_another_and_the_words_stay_in_the_form(desk, article):
    start = article.text.index("De brug")
    page = send(
        desk,
        f"/articles/{article.pk}/add-quote/",
        content="De brug moet open",
        who="unknown",
        near=str(start),
    )
    assert "Another quote has this place" in text_of(page.html)
    assert fields_of(page)["content"] == "De brug moet open"
    assert not Decision.objects.exists()


def test_a_quote_in_the_place_of_what_is_no_quote_leads_to_that_decision(desk, article, editor):
    reject([Quote.objects.get()], actor=editor)
    address = f"/articles/{article.pk}/add-quote/"
    near = str(article.text.index("De brug"))
    page = send(desk, address, content="De brug moet open", who="unknown", near=near)
    decision = Decision.objects.get()
    assert (f"/admin/entities/decision/{decision.pk}/change/", "See it") in page.links


def test_a_hostile_selection_selects_nothing(desk, article):
    for query in (
        "start=x&end=5",
        "start=9&end=2",
        "start=99999999999999999999&end=3",
        "start=0&end=999999999",
    ):
        assert desk.get(f"/articles/{article.pk}/add-quote/?{query}").status_code == 200, query


def test_two_editors_do_not_overwrite_one_another(desk, article):
    other = User.objects.create_user("other")
    for finding, decide in (
        (mention("Vries"), lambda found: relink([found], [], None, actor=other)),
        (Quote.objects.get(), lambda found: relink([], [found], None, actor=other)),
    ):
        address = address_of(finding)
        sent = fields_of(get_page(desk, address)) | {"who": str(Entity.objects.first().pk)}
        decide(finding)
        page = Page(desk.post(address, sent, follow=True).content.decode())
        assert "look again before you decide" in text_of(page.html)
        assert not Decision.objects.filter(actor_name="eva").exists()


def test_the_way_back_leads_to_no_other_site(desk, article):
    address = f"{address_of(mention('Vries'))}?next=https://example.org/"
    assert fields_of(get_page(desk, address))["next"] == ""
    response = desk.post(address, {"who": "unknown", "scope": "here", "next": "//example.org/"})
    assert response["Location"] == f"{article.get_absolute_url()}?edit=1"
    response = desk.post(f"/decisions/{Decision.objects.get().group}/undo/", {"next": "https://example.org"})
    assert response["Location"] == "/"


def test_pages_of_corrections_are_well_formed_and_every_control_has_a_name(desk, article):
    for address in (
        address_of(mention("Vries")),
        address_of(mention("Frankrijk")),
        address_of(Quote.objects.get()),
        f"/articles/{article.pk}/add-quote/",
        f"{article.get_absolute_url()}?edit=1",
    ):
        page = get_page(desk, address)
        assert page.unclosed == [] and page.open == [] and page.count("h1") == 1, address
        assert "noindex" in page.html or "edit=1" in address, address
        ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), address
        labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
        for tag, attrs in page.tags:
            assert "style" not in attrs and not any(name.startswith("on") for name in attrs), address
            if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
                assert attrs.get("id") in labelled, (address, attrs)


@pytest.mark.parametrize("people_count", [1, 30])
def test_a_correction_costs_the_same_with_any_number_of_people(desk, django_assert_num_queries, people_count):
    names = [f"Ada Achternaam{number}" for number in range(people_count)]
    make_article(people=names, quotes=[Said(names[0], "Het weeft")])
    address = address_of(Mention.objects.filter(text=names[0]).first())
    # Who is signed in and what they may (3); the mention; how many each scope holds (6); who is in the
    # article; what was decided about the mention.
    with django_assert_num_queries(12):
        desk.get(address)
