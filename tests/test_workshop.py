"""The pages on which editors merge, split and unname: what they show is what happens."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.template.loader import render_to_string
from django.urls import reverse

from entities import curation, workshop
from entities.history import history_of
from entities.models import Decision, Entity, Mention
from tests.factories import Said, make_article, make_person
from tests.reading import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def chief():
    return User.objects.create_superuser("chief")


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def two():
    """Ada with two articles and a quote, A. Lovelace with two and a quote; one article has both."""
    ada, a = make_person("Ada Lovelace", description="wiskundige"), make_person("A. Lovelace")
    make_article("Eerste.", people=[ada], quotes=[Said(ada, "Ja")], published="2019")
    make_article("Tweede.", people=[ada, a, "Mary Shelley"], published="2020-01")
    make_article("Derde.", people=[a], quotes=[Said(a, "Nee")], published="2021-01-02")
    for entity in (ada, a):
        entity.refresh_from_db()
    return ada, a


def page_of(entity, page):
    return reverse(f"admin:entities_person_{page}", args=[entity.pk])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", response.content.decode()))


def test_the_other_is_found_by_name(desk, two):
    ada, a = two
    page = desk.get(page_of(ada, "merge"), {"q": "lovelace"})
    assert f'href="?with={a.pk}"' in page.content.decode()
    assert f"?with={ada.pk}" not in page.content.decode()


def test_the_merge_page_shows_both_sides_and_counts_what_will_change(desk, two):
    ada, a = two
    page = desk.get(page_of(ada, "merge"), {"with": a.pk})
    text = text_of(page)
    assert "Both are in 1 article." in text
    assert "2019" in text and "2021-01-02" in text
    assert "Mary Shelley (1)" in text
    assert "<mark>A. Lovelace</mark>" in page.content.decode()
    effect = page.context["effect"]
    assert (effect.mentions, effect.quotes, effect.articles, effect.names) == (2, 1, 1, ["A. Lovelace"])
    before = ada.mention_count, ada.quote_count, ada.article_count
    desk.post(page_of(ada, "merge") + f"?with={a.pk}", {"seen": page.context["form"]["seen"].value()})
    ada.refresh_from_db()
    assert (ada.mention_count, ada.quote_count, ada.article_count) == (
        before[0] + 2,
        before[1] + 1,
        before[2] + 1,
    )


def test_who_is_quoted_after_the_other_died_is_warned_of(desk, chief, two):
    ada, a = two
    group = curation.describe(ada, description="", wikidata_id="", died=date(2020, 6, 1), actor=chief)
    text = text_of(desk.get(page_of(ada, "merge"), {"with": a.pk}))
    assert "Ada Lovelace died on 2020-06-01; the other is quoted later, 1 time." in text
    assert "died on 2020-06-01" in history_of(ada)[0].sentence
    curation.undo(group, actor=chief)
    assert "died on" not in text_of(desk.get(page_of(ada, "merge"), {"with": a.pk}))


def test_the_direction_of_a_merge_can_be_swapped(desk, two):
    ada, a = two
    page = desk.get(page_of(ada, "merge"), {"with": a.pk})
    assert page.context["swapped"] == page_of(a, "merge") + f"?with={ada.pk}"
    assert desk.get(page.context["swapped"]).context["entity"] == a


def test_a_merge_is_told_with_the_way_to_undo_it(desk, two):
    ada, a = two
    page = desk.post(page_of(ada, "merge") + f"?with={a.pk}", {"reason": "same"}, follow=True)
    undo = re.search(r'href="(/admin/entities/decision/undo/[^"]+)"', page.content.decode()).group(1)
    desk.post(undo)
    a.refresh_from_db()
    assert a.merged_into is None


def test_two_are_told_apart_on_the_merge_page(desk, two):
    ada, a = two
    desk.post(page_of(ada, "merge") + f"?with={a.pk}", {"different": "1"})
    assert Decision.objects.get().kind == "different"
    page = desk.post(page_of(ada, "merge") + f"?with={a.pk}", {"same": "1"}, follow=True)
    assert "Undo that first" in text_of(page)


def test_a_merge_of_what_changed_meanwhile_is_refused(desk, chief, two):
    ada, a = two
    page = desk.get(page_of(ada, "merge"), {"with": a.pk})
    curation.rename(a, "Anna Lovelace", actor=chief)
    seen = page.context["form"]["seen"].value()
    page = desk.post(page_of(ada, "merge") + f"?with={a.pk}", {"seen": seen}, follow=True)
    assert "look again" in text_of(page)
    a.refresh_from_db()
    assert a.merged_into is None


def test_several_ticked_in_the_list_are_merged_in_one_act(desk, two):
    ada, a = two
    third = make_person("Augusta Lovelace")
    url = reverse("admin:entities_person_changelist")
    chosen = {"action": "merge_chosen", "_selected_action": [ada.pk, a.pk, third.pk]}
    page = desk.post(url, chosen)
    assert page.status_code == 302
    shown = desk.get(page.url)
    assert len(shown.context["losers"]) == 2
    desk.post(page.url, {"seen": shown.context["form"]["seen"].value()})
    assert Entity.objects.filter(merged_into=ada).count() == 2
    assert Decision.objects.values("group").distinct().count() == 1


def test_a_refused_act_offers_to_undo_what_stands_in_its_way(desk, chief, two):
    ada, a = two
    group = curation.tell_apart(ada, a, actor=chief)
    merge = page_of(ada, "merge") + f"?with={a.pk}"
    page = desk.post(merge, {"same": "1"}, follow=True)
    assert "Undo that first" in text_of(page)
    undo = reverse("admin:entities_decision_undo", args=[group])
    assert f'href="{undo}"' in page.content.decode()
    desk.post(undo)
    desk.post(merge, {"same": "1"})
    a.refresh_from_db()
    assert a.merged_into == ada


@pytest.mark.parametrize(
    "one, other, may",
    [
        ("J. de Vries", "Jan de Vries", True),
        ("Piet de Vries", "Jan de Vries", False),
        ("Aleksandr Loekasjenko", "Alexander Loekasjenko", True),
        ("De Vries", "Vries", True),
    ],
)
def test_first_names_that_differ_are_warned_of(one, other, may):
    assert workshop.may_be_one_first_name(one, other) is may


def test_ticked_mentions_and_the_quotes_that_go_along_become_somebody_new(desk):
    publish("Jan de Vries zei niets.", ["Jan de Vries"])
    publish("'Ik win', zegt Jan de Vries.\n\nVries won.", ["Jan de Vries"], id="a2")
    jan = Entity.objects.get()
    url = page_of(jan, "split")
    page = desk.get(url)
    assert page.context["page"].paginator.count == 3
    ticked = [m.pk for m in Mention.objects.filter(article__external_id="a2")]
    data = {
        "mention": ticked,
        "name": "Jan de Vries (schaatser)",
        "seen": page.context["form"]["seen"].value(),
    }
    asked = desk.post(url, data)
    assert "2 mentions · 1 quote" in text_of(asked)
    assert Decision.objects.count() == 0
    desk.post(url, {**data, "decided": "1"})
    skater = Entity.objects.get(name="Jan de Vries (schaatser)")
    assert (skater.mention_count, skater.quote_count) == (2, 1)


def test_a_quote_goes_along_only_with_its_source(desk):
    article = publish("'Ik win', zegt Jan de Vries.\n\nVries won.", ["Jan de Vries"])
    jan = Entity.objects.get()
    first, second = article.mentions.order_by("start_char")
    assert workshop.quotes_with([first], jan) and not workshop.quotes_with([second], jan)


def test_a_split_needs_ticks_and_one_target(desk, two):
    ada, a = two
    page = desk.post(page_of(ada, "split"), {"name": "Iemand"}, follow=True)
    assert "Tick what is of somebody else first" in text_of(page)
    data = {"mention": ada.mentions.first().pk, "name": "Iemand", "to": a.pk}
    assert "not both" in text_of(desk.post(page_of(ada, "split"), data))
    assert not Decision.objects.exists()


def test_somebody_is_called_no_name_after_a_question(desk, two):
    ada, _a = two
    assert "will see Ada Lovelace no more" in text_of(desk.get(page_of(ada, "no-name")))
    desk.post(page_of(ada, "no-name"), {"reason": "een taal"})
    ada.refresh_from_db()
    assert ada.is_blocked


@pytest.mark.parametrize("page", ["merge", "split", "no-name"])
def test_the_workshop_is_for_those_who_may_change(client, two, page):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    assert client.get(page_of(two[0], page)).status_code == 403
    assert client.post(page_of(two[0], page) + f"?with={two[1].pk}").status_code == 403
    assert not Decision.objects.exists()


def test_the_public_history_tells_what_was_decided_in_words(chief, two):
    ada, a = two
    curation.rename(a, "Anna <b>Lovelace", actor=chief, reason="haar doopnaam")
    merged = curation.merge(a, ada, actor=chief)
    curation.undo(merged, actor=chief)
    acts = history_of(a)
    assert [act.sentence for act in acts] == [
        "Anna <b>Lovelace is the same as Ada Lovelace",
        "“A. Lovelace” was renamed to “Anna <b>Lovelace”",
    ]
    assert (acts[0].undone_at is None, acts[1].reason, acts[1].by) == (False, "haar doopnaam", "chief")
    page = render_to_string("entities/_history.html", {"history": acts})
    assert "Anna &lt;b&gt;Lovelace" in page and "haar doopnaam" in page and "<s>" in page


def test_a_history_costs_one_query_at_any_length(chief, two, django_assert_num_queries):
    for number in range(5):
        curation.rename(two[0], f"Ada {number}", actor=chief)
    with django_assert_num_queries(1):
        assert len(history_of(two[0])) == 5


def test_corrections_of_a_quote_are_offered_to_whom_may(two, chief):
    quote = two[0].quotes.first()
    reader = render_to_string("entities/_corrections.html", {"quote": quote})
    assert reverse("report_quote", args=[quote.pk]) in reader and "correct" not in reader.replace(
        "corrections", ""
    )
    perms = {"entities": {"change_quote": True, "add_quote": True}}
    offered = render_to_string("entities/_corrections.html", {"quote": quote, "perms": perms})
    assert reverse("correct_quote", args=[quote.pk]) in offered
    assert reverse("add_quote", args=[quote.article_id]) in offered
