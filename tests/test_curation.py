"""Editors' decisions about people: merged, told apart, renamed, split, blocked, and undone in any order."""

import itertools

import pytest
from django.contrib.auth.models import User

from entities import curation
from entities.curation import Refused
from entities.derived import rebuild
from entities.models import Alias, ArticleEntity, BlockedName, Decision, Entity, Mention, Quote
from entities.search import found_by_name
from tests.factories import Said, make_article, make_person
from tests.reading import publish
from tests.test_derived import derived_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def editor():
    return User.objects.create_user("editor")


@pytest.fixture
def three():
    """Ada with two articles, Augusta with one and a quote about Ada, and Lady Lovelace with one."""
    ada, augusta, lady = map(make_person, ["Ada Lovelace", "Augusta King", "Lady Lovelace"])
    make_article(people=[ada], quotes=[Said(ada, "Ja")])
    make_article(people=[ada, augusta])
    make_article(people=[augusta], quotes=[Said(augusta, "Nee")])
    make_article(people=[lady])
    return ada, augusta, lady


def counts(entity):
    entity.refresh_from_db()
    return entity.article_count, entity.mention_count, entity.quote_count


def check_derived():
    before = derived_rows()
    rebuild()
    assert derived_rows() == before


def test_a_merge_counts_for_the_survivor_and_rewrites_no_finding(editor, three):
    ada, augusta, _lady = three
    curation.merge(augusta, ada, actor=editor, reason="her married name")
    assert counts(ada) == (3, 4, 2)
    assert counts(augusta) == (0, 0, 0)
    assert Mention.objects.filter(entity=augusta).count() == 2
    decision = Decision.objects.get()
    assert (decision.kind, decision.actor_name, decision.reason) == ("same", "editor", "her married name")
    check_derived()


def test_merges_can_be_undone_in_any_order(editor, three):
    before = derived_rows()
    ada, augusta, lady = three
    for order in itertools.permutations(range(2)):
        groups = [
            curation.merge(lady, augusta, actor=editor),
            curation.merge(augusta, ada, actor=editor),
        ]
        assert set(Entity.objects.filter(merged_into=ada)) == {augusta, lady}, "flattened"
        assert counts(ada) == (4, 5, 2)
        check_derived()
        for number in order:
            curation.undo(groups[number], actor=editor)
            check_derived()
        assert derived_rows() == before


def test_undoing_the_first_of_two_merges_leaves_the_second(editor, three):
    ada, augusta, lady = three
    first = curation.merge(lady, augusta, actor=editor)
    curation.merge(augusta, ada, actor=editor)
    curation.undo(first, actor=editor)
    lady.refresh_from_db(), augusta.refresh_from_db()
    assert (lady.merged_into, augusta.merged_into) == (None, ada)


def test_an_act_cannot_be_undone_twice(editor, three):
    group = curation.merge(three[1], three[0], actor=editor)
    curation.undo(group, actor=editor)
    with pytest.raises(Refused):
        curation.undo(group, actor=editor)


def test_what_was_merged_is_not_merged_again_and_the_refusal_names_the_decision(editor, three):
    ada, augusta, lady = three
    curation.merge(augusta, ada, actor=editor)
    with pytest.raises(Refused, match="Augusta King was merged into Ada Lovelace") as refused:
        curation.merge(augusta, lady, actor=editor)
    assert refused.value.decision == Decision.objects.get()


def test_who_is_different_is_not_merged_also_not_through_a_third(editor, three):
    ada, augusta, lady = three
    curation.tell_apart(augusta, lady, actor=editor)
    curation.merge(augusta, ada, actor=editor)
    with pytest.raises(Refused, match="different"):
        curation.merge(lady, ada, actor=editor)


def test_who_is_the_same_is_not_told_apart(editor, three):
    ada, augusta, _lady = three
    curation.merge(augusta, ada, actor=editor)
    with pytest.raises(Refused, match="merged"):
        curation.tell_apart(ada, augusta, actor=editor)


def test_a_person_and_an_organisation_are_not_merged(editor):
    with pytest.raises(Refused):
        curation.merge(make_person("Ada"), make_person("NASA", "organisation"), actor=editor)


def test_names_of_a_merged_person_link_new_articles_and_undoing_leaves_no_trace(editor):
    publish("Ada Lovelace en Augusta King.", ["Ada Lovelace", "Augusta King"])
    ada, augusta = Entity.objects.order_by("pk")
    group = curation.merge(augusta, ada, actor=editor)
    publish("Augusta King sprak.", ["Augusta King"], id="a2")
    assert counts(ada) == (2, 3, 0)
    curation.undo(group, actor=editor)
    assert (counts(ada), counts(augusta)) == ((1, 1, 0), (2, 2, 0))
    check_derived()


def test_a_rename_is_locked_found_by_its_name_and_undone(editor):
    person = make_person("S. Tichanovskaja")
    first = curation.rename(person, "Svetlana Tichanovskaja", actor=editor)
    second = curation.rename(person, "Sviatlana Tsikhanouskaya", actor=editor)
    assert list(found_by_name(Entity.objects.all(), "svetlana")) == [person]
    curation.undo(first, actor=editor)
    person.refresh_from_db()
    assert (person.name, person.is_name_locked) == ("Sviatlana Tsikhanouskaya", True)
    assert not found_by_name(Entity.objects.all(), "svetlana").exists()
    curation.undo(second, actor=editor)
    person.refresh_from_db()
    assert (person.name, person.is_name_locked) == ("S. Tichanovskaja", False)
    assert list(person.aliases.values_list("text", flat=True)) == ["S. Tichanovskaja"]


def test_names_are_added_removed_and_given_back(editor):
    person = make_person("Ada Lovelace")
    added = curation.add_name(person, "  Ada   King ", actor=editor)
    assert Alias.objects.get(text="Ada King").origin == "curated"
    removed = curation.remove_name(Alias.objects.get(text="Ada Lovelace"), actor=editor)
    curation.undo(added, actor=editor)
    assert not person.aliases.exists()
    curation.undo(removed, actor=editor)
    assert person.aliases.get().origin == "automatic"


def test_two_people_cannot_have_one_wikidata_id(editor):
    ada, mary = make_person("Ada Lovelace"), make_person("Mary Shelley")
    group = curation.describe(ada, description="wiskundige", wikidata_id="Q7259", actor=editor)
    with pytest.raises(Refused, match="Ada Lovelace"):
        curation.describe(mary, description="", wikidata_id="Q7259", actor=editor)
    curation.undo(group, actor=editor)
    ada.refresh_from_db()
    assert (ada.description, ada.wikidata_id) == ("", "")


def test_a_split_gives_some_mentions_to_a_new_person(editor):
    publish("Jan de Vries zei niets.", ["Jan de Vries"])
    publish("'Ik win', zegt Jan de Vries.", ["Jan de Vries"], id="a2")
    jan = Entity.objects.get()
    before = derived_rows()[0], list(Mention.objects.values()), list(Quote.objects.values())
    mentions = Mention.objects.filter(article__external_id="a2")
    group = curation.split(jan, mentions, Quote.objects.all(), name="Jan de Vries (schaatser)", actor=editor)
    skater = Entity.objects.get(name="Jan de Vries (schaatser)")
    assert (counts(jan), counts(skater)) == ((1, 1, 0), (1, 1, 1))
    assert Decision.objects.filter(kind="different", entity=jan, other=skater).exists()
    publish("'Ik win', zegt Jan de Vries.\n\nEen naschrift.", ["Jan de Vries"], id="a2")
    assert counts(skater) == (1, 1, 1)
    check_derived()
    curation.undo(group, actor=editor)
    publish("'Ik win', zegt Jan de Vries.", ["Jan de Vries"], id="a2")
    assert derived_rows()[0] == before[0]
    assert not Entity.objects.in_the_news().exclude(pk=jan.pk).exists()
    assert not skater.aliases.exists()


def test_what_is_no_name_disappears_for_readers_and_returns(editor):
    publish("Stadion Kuip en Mary Shelley.", ["Stadion Kuip", "Mary Shelley"])
    kuip = Entity.objects.get(name="Stadion Kuip")
    group = curation.call_no_name(kuip, actor=editor, reason="a stadium")
    publish("Stadion Kuip was leeg.", ["Stadion Kuip"], id="a2")
    assert list(Entity.objects.current()) == [Entity.objects.get(name="Mary Shelley")]
    assert not ArticleEntity.objects.filter(entity=kuip).exists()
    check_derived()
    curation.undo(group, actor=editor)
    assert counts(kuip) == (2, 2, 0)


def test_a_blocked_name_is_no_person_before_and_after(editor):
    publish("Stadion Kuip en Mary Shelley.", ["Stadion Kuip", "Mary Shelley"])
    group = curation.block("person", "Stadion  kuip", actor=editor)
    assert BlockedName.objects.get().folded == "stadion kuip"
    publish("Stadion Kuip was leeg.", ["Stadion Kuip"], id="a2")
    kuip = Entity.objects.get(name="Stadion Kuip")
    assert (counts(kuip), kuip.shown) == ((0, 0, 0), None)
    check_derived()
    curation.undo(group, actor=editor)
    assert counts(kuip) == (2, 2, 0)
    assert not BlockedName.objects.exists()


def test_a_name_blocked_before_it_was_ever_seen_returns_when_the_block_is_undone(editor):
    group = curation.block("person", "Stadion Kuip", actor=editor)
    publish("Stadion Kuip was leeg.", ["Stadion Kuip"])
    assert not Entity.objects.current().exists()
    curation.undo(group, actor=editor)
    assert Entity.objects.in_the_news().get().name == "Stadion Kuip"


def test_a_name_of_somebody_who_has_others_is_not_blocked(editor):
    person = make_person("Willem van Oranje")
    curation.add_name(person, "Oranje", actor=editor)
    with pytest.raises(Refused, match="Willem van Oranje"):
        curation.block("person", "Oranje", actor=editor)


def test_blocked_people_are_neither_merged_nor_renamed(editor):
    ada, kuip = make_person("Ada Lovelace"), make_person("Stadion Kuip")
    curation.block("person", "Stadion Kuip", actor=editor)
    for act in (
        lambda: curation.merge(kuip, ada, actor=editor),
        lambda: curation.rename(kuip, "Kuip", actor=editor),
        lambda: curation.rename(ada, "Stadion Kuip", actor=editor),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.decision.kind == "block"


def test_an_editor_who_saw_an_older_state_is_told_so(editor, three):
    ada, augusta, lady = three
    seen = curation.state_of(augusta, ada)
    curation.tell_apart(augusta, lady, actor=editor)
    with pytest.raises(Refused, match="look again"):
        curation.merge(augusta, ada, actor=editor, seen=seen)
    curation.merge(augusta, ada, actor=editor, seen=curation.state_of(augusta, ada))


def test_the_history_of_a_person_has_also_what_concerned_those_merged_into_her(editor, three):
    ada, augusta, lady = three
    curation.tell_apart(augusta, lady, actor=editor)
    curation.merge(augusta, ada, actor=editor)
    assert Decision.objects.concerning(ada).count() == 2


def test_a_name_that_is_taken_away_again_gives_way_to_the_only_other(editor):
    publish("Ada King won.", ["Ada King"], id="a1")
    person = Entity.objects.get(name="Ada King")
    added = curation.add_name(person, "Ada Lovelace", actor=editor)
    for id in ("a2", "a3"):
        publish("Ada Lovelace won.", ["Ada Lovelace"], id=id)
    person.refresh_from_db()
    assert person.name == "Ada Lovelace", "most articles call her so"
    curation.undo(added, actor=editor)
    person.refresh_from_db()
    assert person.name == "Ada King"
