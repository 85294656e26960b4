"""The admin: everything is found there, corrections are decisions, and each keeps to what one may do."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.models import Article, IngestOutcome, IngestRun
from entities import curation
from entities.models import BlockedName, Decision, Entity, Mention, Quote
from entities.search import found_by_name
from tests.factories import Said, make_article, make_person
from tests.reading import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LISTS = [
    "articles_article",
    "articles_publication",
    "articles_ingestrun",
    "articles_ingestoutcome",
    "entities_person",
    "entities_organisation",
    "entities_mention",
    "entities_quote",
    "entities_decision",
    "entities_blockedname",
]
TEXT = "'Ik kom', zegt Jan de Vries.\n\nVries bleef thuis. Mary Shelley en Vries dansten."


@pytest.fixture
def chief():
    return User.objects.create_superuser("chief")


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def article():
    return publish(TEXT, ["Jan de Vries", "Mary Shelley"])


def fill(number: int, editor) -> None:
    """An archive with so many rows in every table."""
    for count in range(number):
        ada = make_person(f"Ada {count}")
        body = make_person(f"Instituut {count}", "organisation")
        article = make_article(
            people=[ada], organisations=[body], countries=["BY"], quotes=[Said(ada, f"Ja {count}")]
        )
        run = IngestRun.objects.create()
        IngestOutcome.objects.create(run=run, kind="new", file="a.txt", article=article)
        curation.relink([article.mentions.first()], [], body, actor=editor)
        curation.block("person", f"De Kuip {count}", actor=editor)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_any_length(desk, chief, name, django_assert_max_num_queries):
    costs = []
    for number in (1, 12):
        fill(number, chief)
        with django_assert_max_num_queries(20) as queries:
            assert desk.get(reverse(f"admin:{name}_changelist")).status_code == 200
        costs.append(len(queries))
        for model in (Decision, BlockedName):
            model.objects.update(**({"decision": None} if model is BlockedName else {}))
        BlockedName.objects.all().delete()
        Decision.objects.all().delete()
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_rows_are_for_staff_only(client, name):
    client.force_login(User.objects.create_user("reader"))
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_a_viewer_reads_every_row_and_changes_none(client, chief, name):
    fill(1, chief)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
    row = re.search(rf"/admin/{name.replace('_', '/')}/\d+/change/", page)
    assert row, "the list links to its rows"
    page = client.get(row.group())
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    before = Decision.objects.count()
    client.post(row.group(), {"name": "Anders"})
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    "name, words",
    [
        ("articles_article", "dansten"),
        ("entities_person", "vriés"),
        ("entities_mention", "vries"),
        ("entities_quote", "komen"),
    ],
)
def test_lists_are_searched(desk, article, name, words):
    url = reverse(f"admin:{name}_changelist")
    expected = {"entities_quote": "Ik kom", "articles_article": "Vries bleef"}.get(name, "Vries")
    if name == "entities_quote":
        words = "kom"
    page = desk.get(url, {"q": words}).content.decode()
    assert expected in page or "a1" in page
    assert "/change/" in page
    assert "/change/" not in re.sub("<header.*?</nav>", "", desk.get(url, {"q": "xyzzy"}).content.decode())


def test_mentions_and_quotes_of_somebody_are_as_many_as_the_count_says(desk, chief, article):
    jan, mary = Entity.objects.order_by("pk")
    curation.merge(mary, jan, actor=chief)
    jan.refresh_from_db()
    for name, count in (("mention", jan.mention_count), ("quote", jan.quote_count)):
        page = desk.get(reverse(f"admin:entities_{name}_changelist"), {"of_entity": jan.pk})
        assert page.context["cl"].result_count == count


def post(desk, obj, model=None, /, **values):
    """Submit the form of a row as it is shown, with these fields changed."""
    url = reverse(f"admin:entities_{model or obj._meta.model_name}_change", args=[obj.pk])
    page = desk.get(url)
    form = page.context["adminform"].form
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    data = {key: value for key, value in data.items() if value is not False}
    for formset in page.context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            data[field.html_name] = field.value()
        for inline in formset.formset.initial_forms:
            data |= {field.html_name: field.value() for field in inline if field.value() is not None}
    return desk.post(url, {**data, **values}, follow=True)


def messages(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_one_mention_is_relinked(desk, article):
    other = make_person("Piet de Vries")
    mention = Mention.objects.filter(text="Vries").first()
    page = post(desk, mention, entity=other.pk, reason="zijn broer")
    assert "Decided" in messages(page)[-1]
    mention.refresh_from_db()
    assert (mention.entity, mention.locked, mention.origin) == (other, True, "curated")
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason, decision.actor_name) == ("relink", "zijn broer", "chief")
    publish(TEXT, ["Jan de Vries", "Mary Shelley"])
    assert Mention.objects.get(locked=True).entity == other


def test_a_mention_is_relinked_in_the_whole_article(desk, article):
    other = make_person("Piet de Vries")
    post(desk, Mention.objects.filter(text="Vries").first(), entity=other.pk, scope="article")
    assert Mention.objects.filter(entity=other).count() == 3
    assert Quote.objects.get().speaker == other


def test_a_name_is_relinked_wherever_it_was_linked_automatically(desk, chief, article):
    jan, other = Entity.objects.get(name="Jan de Vries"), make_person("Piet de Vries")
    publish("Jan de Vries en nog eens Vries.", ["Jan de Vries"], id="a2")
    kept = Mention.objects.filter(text="Vries").last()
    curation.relink([kept], [], jan, actor=chief)
    post(desk, Mention.objects.filter(text="Vries").first(), entity=other.pk, scope="everywhere")
    assert Mention.objects.filter(entity=other).count() == 2
    assert Mention.objects.get(pk=kept.pk).entity == jan


def test_a_mention_is_linked_to_nobody(desk, article):
    mention = Mention.objects.filter(text="Vries").first()
    post(desk, mention, entity="")
    mention.refresh_from_db()
    assert (mention.entity, mention.locked) == (None, True)


def test_saving_without_a_change_decides_nothing(desk, article):
    page = post(desk, Mention.objects.first())
    assert "Nothing" in messages(page)[-1]
    assert not Decision.objects.exists()


def test_what_is_right_is_confirmed_and_locked(desk, article):
    mention = Mention.objects.first()
    post(desk, mention, confirm="on")
    mention.refresh_from_db()
    assert mention.locked and mention.entity


def test_a_speaker_is_corrected_and_undone(desk, article):
    quote, mary = Quote.objects.get(), Entity.objects.get(name="Mary Shelley")
    page = post(desk, quote, speaker=mary.pk)
    quote.refresh_from_db()
    assert (quote.speaker, quote.locked) == (mary, True)
    undo = re.search(r'href="([^"]+/undo/[^"]+)"', messages(page)[-1]).group(1)
    assert b"will no longer count" in desk.get(undo).content
    desk.post(undo)
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.locked) == ("Jan de Vries", False)
    assert "already" in messages(desk.post(undo, follow=True))[-1]


def test_an_unknown_speaker_is_a_kind_of_speaker(desk, article):
    quote = Quote.objects.get()
    post(desk, quote, speaker="", speaker_kind="group")
    quote.refresh_from_db()
    assert (quote.speaker, quote.speaker_kind) == (None, "group")


def test_the_words_of_a_quote_are_corrected_by_typing_them(desk, article):
    quote = Quote.objects.get()
    page = post(desk, quote, content="Ik blijf")
    assert "does not have these words" in page.content.decode()
    post(desk, quote, content="kom", type="mixed")
    quote.refresh_from_db()
    assert (quote.content, quote.type) == ("kom", "mixed")
    assert quote.article.text[slice(*quote.parts[0])] == "kom"


def test_a_quote_that_is_none_is_rejected(desk, article):
    post(desk, Quote.objects.get(), reject="on")
    assert not Quote.objects.exists()
    page = desk.get(reverse("admin:entities_quote_changelist"), {"state": "rejected"})
    assert page.context["cl"].result_count == 1


def test_a_person_is_renamed_and_described(desk, article):
    jan = Entity.objects.get(name="Jan de Vries")
    post(desk, jan, "person", name="Johannes de Vries", description="danser", wikidata_id="Q1")
    jan.refresh_from_db()
    assert (jan.name, jan.is_name_locked, jan.description, jan.wikidata_id) == (
        "Johannes de Vries",
        True,
        "danser",
        "Q1",
    )
    assert sorted(jan.aliases.values_list("text", flat=True)) == ["Jan de Vries", "Johannes de Vries"]


def test_a_wrong_wikidata_id_is_refused(desk, article):
    page = post(desk, Entity.objects.get(name="Jan de Vries"), "person", wikidata_id="42")
    assert "Q42" in page.content.decode()
    assert not Decision.objects.exists()


def test_names_are_added_and_taken_away(desk, article):
    jan = Entity.objects.get(name="Jan de Vries")
    post(
        desk,
        jan,
        "person",
        **{"aliases-TOTAL_FORMS": "2", "aliases-1-text": "J. de Vries", "aliases-1-entity": jan.pk},
    )
    assert list(found_by_name(Entity.objects.all(), "j. de vries")) == [jan]
    post(desk, jan, "person", **{"aliases-0-DELETE": "on"})
    assert jan.aliases.count() == 1


def test_somebody_else_s_change_is_not_overwritten(desk, chief, article):
    jan = Entity.objects.get(name="Jan de Vries")
    seen = curation.state_of(jan)
    curation.rename(jan, "Johannes de Vries", actor=chief)
    page = post(desk, jan, "person", name="Jan Vries", seen=seen)
    assert "look again" in messages(page)[-1]
    jan.refresh_from_db()
    assert jan.name == "Johannes de Vries"


def test_a_merged_person_is_found_among_the_merged_and_is_not_changed(desk, chief, article):
    jan, mary = Entity.objects.order_by("pk")
    curation.merge(mary, jan, actor=chief)
    url = reverse("admin:entities_person_changelist")
    assert [row.pk for row in desk.get(url).context["cl"].result_list] == [jan.pk]
    assert [row.pk for row in desk.get(url, {"state": "merged"}).context["cl"].result_list] == [mary.pk]
    page = desk.get(reverse("admin:entities_person_change", args=[mary.pk]))
    assert b'name="_save"' not in page.content and b"Jan de Vries" in page.content


def test_a_name_is_blocked_once_it_was_seen_what_that_touches_and_let_go(desk, article):
    url = reverse("admin:entities_blockedname_add")
    data = {"kind": "person", "text": "Mary Shelley", "reason": "a book"}
    page = desk.post(url, data)
    assert "This touches Mary Shelley: 1 × named, 0 × quoted" in page.content.decode()
    assert not BlockedName.objects.exists()
    seen = page.context["adminform"].form["touches"].value()
    desk.post(url, {**data, "touches": seen})
    assert Entity.objects.get(name="Mary Shelley").is_blocked
    page = desk.post(url, {"kind": "person", "text": "mary  shelley"})
    seen = page.context["adminform"].form["touches"].value()
    page = desk.post(url, {"kind": "person", "text": "mary  shelley", "touches": seen}, follow=True)
    assert "block list" in messages(page)[-1]
    desk.post(reverse("admin:entities_decision_undo", args=[Decision.objects.get().group]))
    assert not BlockedName.objects.exists()


def test_the_people_in_a_form_are_found_by_any_of_their_names(desk, chief, article):
    jan = Entity.objects.get(name="Jan de Vries")
    curation.add_name(jan, "Johannes Vriesman", actor=chief)
    field = {"app_label": "entities", "model_name": "mention", "field_name": "entity", "term": "vriesman"}
    found = desk.get(reverse("admin:autocomplete"), field).json()["results"]
    assert [row["id"] for row in found] == [str(jan.pk)]


def test_nobody_undoes_without_the_permission(client, chief, article):
    jan, mary = Entity.objects.order_by("pk")
    group = curation.merge(mary, jan, actor=chief)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    assert client.post(reverse("admin:entities_decision_undo", args=[group])).status_code == 403


def test_hostile_text_is_shown_as_text(desk):
    article = publish("<script>alert(1)</script> Jan de Vries & <b>.", ["Jan de Vries"])
    mention = Mention.objects.get()
    page = desk.get(reverse("admin:entities_mention_change", args=[mention.pk])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert (
        "<script>alert"
        not in desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    )


def test_articles_are_listed_by_year(desk):
    make_article(published="2019-05"), make_article(published="2020-09-14"), make_article(published="")
    url = reverse("admin:articles_article_changelist")
    for year, count in (("2019", 1), ("2020", 1), ("none", 1), ("", 3), ("x", 3)):
        assert desk.get(url, {"year": year}).context["cl"].result_count == count
    assert Article.objects.count() == 3


def test_a_missed_quote_is_added_by_its_words(desk, article):
    mary = Entity.objects.get(name="Mary Shelley")
    url = reverse("admin:entities_quote_add") + f"?article={article.pk}"
    assert desk.get(url).status_code == 200
    data = {"article": article.pk, "content": "bleef wat thuis", "type": "indirect", "speaker": mary.pk}
    assert "does not have these words" in desk.post(url, data).content.decode()
    desk.post(url, {**data, "content": "bleef thuis"})
    quote = Quote.objects.get(content="bleef thuis")
    assert (quote.speaker, quote.type, quote.locked) == (mary, "indirect", True)
    assert Decision.objects.get().actor_name == "chief"


def test_a_quote_is_added_to_an_article_only(desk, article):
    for query in ("", "?article=999", "?article=x"):
        page = desk.get(reverse("admin:entities_quote_add") + query, follow=True)
        assert "Choose the article first" in messages(page)[-1]


def test_the_log_is_filtered_by_editor_kind_person_and_state(desk, chief, article):
    jan, mary = Entity.objects.order_by("pk")
    other = User.objects.create_user("tom")
    renamed = curation.rename(jan, "Johannes de Vries", actor=chief)
    curation.tell_apart(jan, mary, actor=other)
    curation.rename(mary, "Mary Wollstonecraft", actor=other)
    curation.undo(renamed, actor=chief)
    url = reverse("admin:entities_decision_changelist")
    for chosen, count in (
        ({}, 3),
        ({"by": "tom"}, 2),
        ({"kind__exact": "rename"}, 2),
        ({"kind__exact": "rename", "by": "tom"}, 1),
        ({"of_entity": jan.pk}, 2),
        ({"state": "undone"}, 1),
        ({"state": "standing", "of_entity": jan.pk}, 1),
    ):
        assert desk.get(url, chosen).context["cl"].result_count == count, chosen
