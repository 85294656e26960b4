"""The queue of suggestions: what is asked, that an answer counts once, and that two editors keep apart."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from entities import curation
from entities.models import Decision, Entity, Mention, Quote, Suggestion
from entities.suggestions import claim, report, suggest
from tests.factories import Said, add_mention, make_article, make_person
from tests.reading import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
QUEUE = "/admin/entities/suggestion/queue/"


def editor(name: str, role: str = "Editor") -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client):
    client.force_login(editor("eva"))
    return client


@pytest.fixture
def pair():
    """Two who may be the same."""
    one, other = make_person("Aleksandr Loekasjenko"), make_person("Alexander Lukasjenko")
    make_article(people=[one]), make_article(people=[one]), make_article(people=[other])
    suggest()
    return one, other


def answer(desk, said, suggestion=None, **values):
    page = desk.get(QUEUE)
    suggestion = suggestion or page.context["suggestion"]
    data = {"suggestion": suggestion.pk, "answer": said, "seen": page.context.get("seen", "")}
    return desk.post(QUEUE, {**data, **values}, follow=True)


def messages(page) -> str:
    return " ".join(str(message) for message in page.context["messages"])


def test_two_spellings_of_one_name_are_suggested_as_the_same(pair):
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.entity, suggestion.other) == ("same", pair[1], pair[0])
    assert "first names fit" in suggestion.reasons


@pytest.mark.parametrize(
    "one, other",
    [("Piet de Vries", "Jan de Vries"), ("Ada Lovelace", "Mary Shelley"), ("Mark Rutte", "Anna Rutte")],
)
def test_other_first_or_last_names_are_not_suggested(one, other):
    make_article(people=[one, other])
    suggest()
    assert not Suggestion.objects.exists()


def test_different_is_never_asked_again(desk, pair):
    answer(desk, "different")
    suggest()
    assert not Suggestion.objects.open().exists()
    assert Decision.objects.get().kind == "different"
    Suggestion.objects.all().delete()
    suggest()
    assert not Suggestion.objects.exists(), "the decision itself is what is remembered"


def test_the_same_merges_into_the_one_with_more_articles(desk, pair):
    one, other = pair
    page = desk.get(QUEUE)
    assert b"Alexander Lukasjenko" in page.content and b"last names that are spelled alike" in page.content
    answer(desk, "same")
    other.refresh_from_db()
    assert other.merged_into == one
    assert b"Nothing is waiting" in desk.get(QUEUE).content


def test_the_direction_of_the_same_is_the_editor_s(desk, pair):
    answer(desk, "swapped")
    pair[0].refresh_from_db()
    assert pair[0].merged_into == pair[1]


def test_who_was_told_apart_is_not_asked_about_again_when_one_of_them_is_part_of_another(pair):
    one, other = pair
    whole = make_person("Aljaksandr Loekasjenka")
    make_article(people=[whole])
    curation.tell_apart(one, other, actor=None)
    curation.merge(other, whole, actor=None)
    suggest()
    asked = Suggestion.objects.open().filter(kind="same")
    assert not asked.filter(entity__in=[one, whole], other__in=[one, whole]).exists()


def test_what_is_likely_and_reaches_far_comes_first(desk):
    for name, articles in (("Jan Janssen", 1), ("Piet Smit", 4), ("Kees de Boer", 2)):
        first, *rest = name.split()
        for _ in range(articles):
            make_article(people=[name, f"{first[0]}. {' '.join(rest)}"])
    suggest()
    urgencies = list(Suggestion.objects.open().most_urgent_first().values_list("urgency", "score", "reach"))
    assert len(urgencies) == 3 and all(urgency == score * reach for urgency, score, reach in urgencies)
    names = []
    while "Nothing" not in (page := desk.get(QUEUE)).content.decode():
        names.append(page.context["suggestion"].other.name)
        answer(desk, "unsure")
    assert [name.split()[-1] for name in names] == ["Smit", "Boer", "Janssen"]


def test_a_pair_is_two_cards_with_reasons_and_what_speaks_against_it(desk):
    make_article(people=["Jan Janssen", "J. Janssen", "Mary Shelley"])
    suggest()
    page = desk.get(QUEUE)
    text = page.content.decode()
    assert text.count('<section class="side"') == 2
    assert text.count("<mark>") == 2 and "Mary Shelley (1)" in text
    assert "the same last name" in text and "Both are in 1 article." in text


def test_after_an_answer_the_next_one_comes_and_not_the_skipped_ones_before(desk):
    for name in ("Jan Janssen", "Piet Smit", "Kees Boer"):
        make_article(people=[name]), make_article(people=[f"{name[0]}. {name.split()[-1]}"])
    suggest()
    waiting = list(Suggestion.objects.open().most_urgent_first())
    page = desk.post(QUEUE, {"suggestion": waiting[0].pk, "answer": "skip"}, follow=True)
    assert page.context["suggestion"] == waiting[1]
    data = {"suggestion": waiting[1].pk, "answer": "different", "seen": page.context["seen"]}
    assert desk.post(QUEUE, data, follow=True).context["suggestion"] == waiting[2]


def test_an_answer_is_undone_and_asked_again(desk, pair):
    answer(desk, "same")
    page = desk.post(QUEUE, {"answer": "undo"}, follow=True)
    assert "Undone" in messages(page)
    pair[1].refresh_from_db()
    assert pair[1].merged_into is None
    assert page.context["suggestion"].entity == pair[1]


def test_not_sure_decides_nothing_and_is_not_asked_again(desk, pair):
    answer(desk, "unsure")
    suggest()
    assert Suggestion.objects.get().state == "unsure"
    assert not Decision.objects.exists()


def test_a_skipped_suggestion_comes_after_the_others(desk, pair):
    third, fourth = make_person("Jan Janssen"), make_person("J. Janssen")
    make_article(people=[third]), make_article(people=[fourth])
    suggest()
    first = desk.get(QUEUE).context["suggestion"]
    second = answer(desk, "skip").context["suggestion"]
    assert second != first
    page = desk.post(QUEUE, {"suggestion": second.pk, "answer": "skip"}, follow=True)
    assert page.context["suggestion"] == first


def test_two_editors_are_not_given_the_same_suggestion(pair):
    eva, tom = editor("eva"), editor("tom")
    lease = timedelta(minutes=10)
    assert claim(eva, None, lease) == Suggestion.objects.get()
    assert claim(tom, None, lease) is None
    Suggestion.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert claim(tom, None, lease)


def test_an_answer_to_what_another_editor_has_changes_nothing(client, pair):
    suggestion = Suggestion.objects.get()
    claim(editor("eva"), None, timedelta(minutes=10))
    client.force_login(editor("tom"))
    page = client.post(QUEUE, {"suggestion": suggestion.pk, "answer": "same"}, follow=True)
    assert "Another editor has this one" in messages(page)
    assert not Decision.objects.exists()


def test_an_answer_given_twice_counts_once(desk, pair):
    suggestion = Suggestion.objects.get()
    answer(desk, "different")
    page = desk.post(QUEUE, {"suggestion": suggestion.pk, "answer": "same"}, follow=True)
    assert "answered it already" in messages(page)
    assert Decision.objects.count() == 1


def test_an_answer_to_what_changed_meanwhile_is_refused(desk, pair):
    page = desk.get(QUEUE)
    curation.rename(pair[0], "Alexandr Loekasjenko", actor=None)
    data = {"suggestion": page.context["suggestion"].pk, "answer": "same", "seen": page.context["seen"]}
    assert "look again" in messages(desk.post(QUEUE, data, follow=True))
    assert not Entity.objects.exclude(merged_into=None).exists()


def test_what_nothing_speaks_for_any_more_is_closed(pair):
    curation.merge(pair[1], pair[0], actor=None)
    suggest()
    assert Suggestion.objects.get().state == "gone"


def test_a_lost_lock_is_in_the_queue_until_it_is_found_or_let_go(desk):
    publish("Jan de Vries sprak.\n\nVries zweeg.", ["Jan de Vries"])
    curation.relink([Mention.objects.get(text="Vries")], [], None, actor=None)
    publish("Jan de Vries sprak.", ["Jan de Vries"])
    suggest()
    assert Suggestion.objects.get().kind == "lost"
    assert b"Vries" in desk.get(QUEUE).content
    answer(desk, "leave")
    suggest()
    assert not Suggestion.objects.open().exists()


def test_names_of_nobody_are_in_the_queue(desk):
    for number in range(3):
        article = make_article(f"Daar was Poetin, keer {number}.")
        add_mention(article, "Poetin", kind="person", name="Vladimir Poetin", cluster=0)
    suggest()
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.text, suggestion.reach) == ("unlinked", "Vladimir Poetin", 3)
    assert desk.get(QUEUE).status_code == 200


def test_one_name_of_two_people_is_in_the_queue(desk):
    one, other = make_person("Jan de Vries"), make_person("Jan de Vries (skater)")
    curation.add_name(other, "Jan de Vries", actor=None)
    make_article(people=[one]), make_article(people=[other])
    suggest()
    suggestion = Suggestion.objects.get(kind="namesakes")
    assert {suggestion.entity, suggestion.other} == {one, other}
    answer(desk, "different", suggestion)
    suggest()
    assert not Suggestion.objects.open().filter(kind="namesakes").exists()


@pytest.mark.parametrize("said", ["right", "unknown", "no quote"])
def test_an_unsure_speaker_is_confirmed_taken_away_or_rejected(desk, said):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja")])
    Quote.objects.update(confidence=0.3)
    suggest()
    answer(desk, said)
    quote = Quote.with_withdrawn.get()
    assert quote.locked
    assert (quote.speaker is None, quote.is_rejected) == (said == "unknown", said == "no quote")


def test_a_correction_from_the_queue_answers_it_and_undoing_asks_again(desk):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja"), Said("Ada Lovelace", "Nee")])
    for quote in Quote.objects.all():
        report(quote, "not she")
    page = desk.get(QUEUE)
    suggestion, address = page.context["suggestion"], page.context["correct_url"]
    form = {"who": "unknown", "scope": "here", "type": "direct", "polarity": "affirmed"}
    form |= {"content": suggestion.quote.content, "next": QUEUE, "suggestion": suggestion.pk}
    page = desk.post(address, form, follow=True)
    assert page.context["suggestion"] != suggestion, "the next one"
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answered_by.username) == ("decided", "eva")
    desk.post(QUEUE, {"suggestion": page.context["suggestion"].pk, "answer": "undo"})
    suggestion.refresh_from_db()
    assert suggestion.state == "open" and not Decision.objects.standing().exists()


def test_a_correction_page_that_is_left_leads_back_to_the_same_suggestion(desk):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", word) for word in ("Ja", "Nee", "Oh")])
    for quote in Quote.objects.all():
        report(quote, "not she")
    first = desk.get(QUEUE).context["suggestion"]
    page = desk.post(QUEUE, {"suggestion": first.pk, "answer": "skip"}, follow=True)
    back = re.search("next=([^&]+)", page.context["correct_url"])[1]
    assert desk.get(unquote(back)).context["suggestion"] == page.context["suggestion"]


def test_a_name_of_nobody_waits_until_it_links_everywhere(desk):
    for number in range(3):
        article = make_article(f"Bericht {number}. Piet Smit sprak.")
        add_mention(article, "Piet Smit", kind="person", name="Piet Smit")
    suggest()
    suggestion = Suggestion.objects.get()
    page = desk.get(QUEUE)
    assert page.context["correct_url"].startswith("/mentions/")
    form = {
        "who": "new-person",
        "find": "Smit",
        "name": "Piet Smit",
        "suggestion": suggestion.pk,
        "next": QUEUE,
    }
    desk.post(page.context["correct_url"], {**form, "scope": "here"})
    assert Suggestion.objects.get().state == "open", "two places are still of nobody"
    curation.undo(Decision.objects.first().group, actor=None)
    desk.post(page.context["correct_url"], {**form, "scope": "everywhere"})
    assert Suggestion.objects.get().state == "decided"
    assert Entity.objects.get(name="Piet Smit", article_count__gt=0).article_count == 3


def test_undoing_an_answer_in_the_log_asks_again(desk, pair):
    answer(desk, "same")
    curation.undo(Decision.objects.get().group, actor=None)
    assert Suggestion.objects.get().state == "open"


def test_reports_of_readers_are_gathered(desk):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja")])
    quote = Quote.objects.get()
    report(quote, "dit zei Mary"), report(quote, "<b>fout</b>")
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.reach) == ("report", 40)
    page = desk.get(QUEUE).content.decode()
    assert "dit zei Mary" in page and "<b>fout</b>" not in page
    answer(desk, "right")
    report(quote, "toch niet")
    assert Suggestion.objects.get().note == "toch niet"


def test_a_reader_reports_a_mistake_without_an_account(client):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja")])
    url = reverse("report_quote", args=[Quote.objects.get().pk])
    assert b"What is wrong?" in client.get(url).content
    assert b"Thank you" in client.post(url, {"note": "dit zei Mary"}).content
    assert Suggestion.objects.get().note == "dit zei Mary"


def test_reports_of_one_address_are_few_an_hour_and_those_of_programs_none(client):
    make_article(people=["Ada Lovelace"], quotes=[Said("Ada Lovelace", "Ja")])
    url = reverse("report_quote", args=[Quote.objects.get().pk])
    client.post(url, {"note": "koop nu", "website": "http://example.org"})
    assert not Suggestion.objects.exists()
    statuses = [client.post(url, {"note": "fout"}).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    assert Suggestion.objects.get().note.count("fout") == 4
    assert client.post(url, {"note": ""}).status_code == 200


def test_the_queue_and_the_buttons_are_for_editors(client, pair):
    client.force_login(editor("piet", "Viewer"))
    assert client.get(QUEUE).status_code == 403
    assert client.get(reverse("admin:entities_suggestion_changelist")).status_code == 200


def test_suggesting_is_a_command(capsys, pair):
    call_command("suggest")
    assert "possibly the same: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "role, may_correct, may_block, may_undo_many",
    [("Viewer", False, False, False), ("Editor", True, False, False), ("Chief editor", True, True, True)],
)
def test_roles_may_what_they_should(role, may_correct, may_block, may_undo_many):
    user = editor("x", role)
    assert user.has_perm("entities.view_quote") and user.has_perm("articles.view_ingestrun")
    for permission in ("change_person", "change_quote", "change_decision", "change_suggestion", "add_alias"):
        assert user.has_perm(f"entities.{permission}") is may_correct
    assert user.has_perm("entities.add_blockedname") is may_block
    assert user.has_perm("entities.undo_many_decisions") is may_undo_many


def test_a_chief_undoes_several_acts_after_a_question(client, pair):
    client.force_login(editor("chief", "Chief editor"))
    curation.merge(pair[1], pair[0], actor=None)
    curation.rename(pair[0], "A. Loekasjenko", actor=None)
    url = reverse("admin:entities_decision_changelist")
    rows = [row.pk for row in client.get(url).context["cl"].result_list]
    chosen = {"action": "undo_chosen", "_selected_action": rows}
    page = client.post(url, chosen)
    assert b"2 decisions will no longer count" in page.content
    client.post(url, {**chosen, "confirmed": "1"})
    assert not Decision.objects.standing().exists()


def test_an_editor_undoes_one_act_but_not_many(client, pair):
    client.force_login(editor("eva"))
    group = curation.merge(pair[1], pair[0], actor=None)
    url = reverse("admin:entities_decision_changelist")
    client.post(url, {"action": "undo_chosen", "_selected_action": [1], "confirmed": "1"})
    assert Decision.objects.standing().exists()
    client.post(reverse("admin:entities_decision_undo", args=[group]))
    assert not Decision.objects.standing().exists()


def test_the_admin_of_an_editor_works_with_her_role_alone(desk):
    publish("'Ik kom', zegt Jan de Vries.", ["Jan de Vries"])
    jan = Entity.objects.get()
    for name, pk in (("person", jan.pk), ("quote", Quote.objects.get().pk)):
        page = desk.get(reverse(f"admin:entities_{name}_change", args=[pk]))
        assert b'name="_save"' in page.content
    field = {"app_label": "entities", "model_name": "quote", "field_name": "speaker", "term": "vries"}
    assert desk.get(reverse("admin:autocomplete"), field).json()["results"]
    assert desk.get(reverse("admin:entities_blockedname_add")).status_code == 403


def publish_in(year: int, text: str, id: str):
    return publish(text, ["Otto Brama"], id=id, published=f"{year}-05-01")


def test_one_person_with_ages_of_two_goes_to_the_queue_with_a_way_to_split(desk):
    publish_in(2010, "Otto Brama (38) won.", "a1")
    publish_in(2015, "De 43-jarige Otto Brama won weer.", "a2")
    suggest()
    assert not Suggestion.objects.exists(), "the years between say the same"
    publish_in(2016, "Otto Brama (19) won ook.", "a3")
    suggest()
    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.mention.article.external_id) == ("mixed", "a3")
    page = desk.get(QUEUE)
    assert page.context["correct_url"] == f"/admin/entities/person/{suggestion.entity.pk}/split/"
    assert desk.get(page.context["correct_url"]).status_code == 200
    answer(desk, "leave")
    suggest()
    assert not Suggestion.objects.open().exists(), "what was answered is not asked again"


@pytest.mark.parametrize(
    "text",
    [
        "Otto Brama (1997) won.",
        "Otto Brama (Delft, 1997) won.",
        "De 19-jarige Delftenaar Otto Brama won.",
        "Otto Brama, 19 jaar, won.",
    ],
)
def test_a_birth_or_an_age_in_any_form_counts(text):
    publish_in(2010, "Otto Brama (38) won.", "a1")
    publish_in(2016, text, "a2")
    suggest()
    assert Suggestion.objects.get().kind == "mixed"


@pytest.mark.parametrize(
    "text",
    [
        "Otto Brama (3) won.",
        "Otto Brama (2015) is een boek.",
        "De 19-jarige zoon van Otto Brama won.",
        "Toen won een 19-jarige Otto Brama.",
        "De destijds 19-jarige Otto Brama won.",
        "Otto Brama (46) won.",
    ],
)
def test_a_figure_that_is_no_age_of_his_counts_for_nothing(text):
    publish_in(2010, "Otto Brama (38) won.", "a1")
    publish_in(2016, text, "a2")
    suggest()
    assert not Suggestion.objects.exists()
