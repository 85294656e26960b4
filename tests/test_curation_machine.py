"""Whatever is read in, decided and undone, in any order: nothing is lost, and undoing all leaves no trace."""

import json
import os
from collections import defaultdict

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from articles.export import annotations
from articles.models import Article
from entities import curation
from entities.curation import Refused
from entities.derived import rebuild
from entities.models import Alias, BlockedName, Decision, Entity, Mention, Quote, Suggestion
from entities.relinking import relink
from entities.settling import is_blocked, root_of
from entities.suggestions import suggest
from entities.workshop import EVERYWHERE, IN_ARTICLE, scopes_of_mention
from tests.reading import publish, read
from tests.test_derived import derived_rows

NAMES = ["Jan de Vries", "Piet de Vries", "Mary Shelley", "De Kuip", "Poetin"]
SENTENCES = [
    "Jan de Vries sprak met Mary Shelley.",
    "'De Kuip is van Jan de Vries', zegt Mary Shelley.",
    "'Ik kom nog terug', zegt Jan de Vries.",
    "'Mary Shelley was erbij', zegt Piet de Vries.",
    "Shelley zweeg, Kuip ook.",
    "De Kuip was leeg.",
    "'Nooit', zegt Poetin.",
    "'Wie “dat nooit” zei, was Poetin', zegt Jan de Vries.",
    "Poetin reisde naar Frankrijk.",
    "Er gebeurde verder niets.",
]
ARTICLES = ["a1", "a2", "a3"]
PIPELINES = [NAMES, NAMES[:3], [*NAMES[2:], "Jan de Vries sprak"]]  # The names that each of them knows.
numbers = st.integers(0, 10**6)
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n\n".join)


def dump() -> list:
    """What the archive says, with people by their name instead of their number."""
    names = {f"{entity.kind}/{entity.pk}": entity.name for entity in Entity.objects.all()}
    records = []
    for record in annotations(Article.objects.all()):
        for kind in ("people", "organisations"):
            for each in record[kind]:
                each["entity"] = names.get(each.get("entity"))
        records.append(record)
    return sorted(records, key=lambda record: record["id"])


class Desk(RuleBasedStateMachine):
    """Two editors at work while articles come in and change."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.editor = User.objects.create_user("editor")
        self.texts: dict[str, tuple[str, list[str]]] = {}  # Of each article, and the names its reader knew.
        self.pristine = None  # The archive's findings, if no article came in since the first decision.
        self.is_name_free = False  # Whether an article may have made somebody of a name taken from another.

    def teardown(self):
        try:
            self.undo_all()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def undo_all(self):
        groups = Decision.objects.standing().order_by("group").values_list("group", flat=True).distinct()
        for group in list(groups):  # Their order is random: groups are.
            curation.undo(group, actor=self.editor)
        self.derived_tables_equal_a_rebuild()
        assert not Mention.with_withdrawn.filter(locked=True).exists()
        assert not Quote.with_withdrawn.filter(locked=True).exists()
        assert not Alias.objects.filter(origin="curated").exists()
        assert not Entity.objects.exclude(merged_into=None, is_blocked=False).exists()
        if self.pristine is not None:
            assert self.rows() == self.pristine
        if self.is_name_free:
            return
        for id, (text, names) in self.texts.items():
            publish(text, names, id=id)
        undone = dump()
        with transaction.atomic():
            for model in (Decision, Article, Alias, Entity):
                model.objects.all().delete()
            for id, (text, names) in self.texts.items():
                publish(text, names, id=id)
            assert undone == dump(), "as if no editor had ever been there"

    def rows(self):
        """All that an editor's decisions may change, and the archive's export, to the byte."""
        # The address of a quote that an editor added stays, though nobody finds it any more.
        quotes = Quote.with_withdrawn.exclude(method="editor", locked=False)
        return (
            list(Mention.with_withdrawn.order_by("pk").values()),
            list(quotes.order_by("pk").values()),
            sorted(Alias.objects.values_list("entity", "text", "origin", "locked")),
            list(Entity.objects.filter(in_articles__isnull=False).distinct().order_by("pk").values()),
            derived_rows()[:3],
            "".join(json.dumps(record) for record in annotations(Article.objects.order_by("pk"))),
        )

    def pick(self, queryset, number: int):
        rows = list(queryset.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def act(self, function, *arguments, **options):
        """Try an act: it is done, or refused with a reason and nothing done."""
        if any(argument is None for argument in arguments):
            return
        if not Decision.objects.standing().exists():
            self.pristine = self.rows()
        before = Decision.objects.count()
        try:
            function(*arguments, actor=self.editor, **options)
        except Refused as refused:
            assert str(refused)
            assert Decision.objects.count() == before

    @initialize(text=texts)
    def first_article(self, text):
        self.publish("a1", text)

    @rule(id=st.sampled_from(ARTICLES), text=texts, names=st.sampled_from(PIPELINES))
    def publish(self, id, text, names=NAMES):
        self.texts[id] = text, names
        taken = Decision.objects.standing().filter(kind="alias", snapshot__after=None)
        self.is_name_free |= taken.exists()
        publish(text, names, id=id)
        self.pristine = None

    @rule(id=st.sampled_from(ARTICLES), at=numbers, words=st.sampled_from(["\n", " gisteren ", " Vries "]))
    def edit(self, id, at, words):
        """Something between two words of a text, or another kind of white space."""
        text, names = self.texts.get(id, ("", NAMES))
        spaces = [place for place, letter in enumerate(text) if letter == " "]
        if spaces:
            place = spaces[at % len(spaces)]
            self.publish(id, text[:place] + words + text[place + 1 :], names)

    @rule(one=numbers, other=numbers)
    def merge(self, one, other):
        self.act(curation.merge, self.pick(Entity.objects.all(), one), self.pick(Entity.objects.all(), other))

    @rule(one=numbers, other=numbers)
    def tell_apart(self, one, other):
        self.act(
            curation.tell_apart, self.pick(Entity.objects.all(), one), self.pick(Entity.objects.all(), other)
        )

    @rule(one=numbers)
    def call_no_name(self, one):
        self.act(curation.call_no_name, self.pick(Entity.objects.all(), one))

    @rule(name=st.sampled_from(NAMES))
    def block(self, name):
        self.act(curation.block, "person", name)

    @rule(one=numbers, name=st.sampled_from([*NAMES, "Een ander"]))
    def rename(self, one, name):
        self.act(curation.rename, self.pick(Entity.objects.all(), one), name)

    @rule(one=numbers, name=st.sampled_from([*NAMES, "Een ander", "Vries"]))
    def add_name(self, one, name):
        self.act(curation.add_name, self.pick(Entity.objects.all(), one), name)

    @rule(one=numbers, wikidata_id=st.sampled_from(["", "Q1", "Q2"]))
    def describe(self, one, wikidata_id):
        entity = self.pick(Entity.objects.all(), one)
        self.act(curation.describe, entity, description="een mens", wikidata_id=wikidata_id)

    @rule(one=numbers)
    def remove_name(self, one):
        self.act(curation.remove_name, self.pick(Alias.objects.all(), one))

    @rule(one=numbers, other=numbers, is_known=st.booleans())
    def relink_mention(self, one, other, is_known):
        mention = self.pick(Mention.objects.all(), one)
        entity = self.pick(Entity.objects.all(), other) if is_known else None
        if mention:
            self.act(lambda **how: curation.relink([mention], [], entity, **how))

    @rule(one=numbers, other=numbers, how_far=st.sampled_from([IN_ARTICLE, EVERYWHERE]))
    def relink_further(self, one, other, how_far):
        mention = self.pick(Mention.objects.exclude(kind="country").filter(entity__isnull=False), one)
        entity = self.pick(Entity.objects.all(), other)
        if mention:
            scope = next(scope for scope in scopes_of_mention(mention) if scope.key == how_far)
            self.act(curation.relink, scope.mentions, scope.quotes, entity)

    @rule(one=numbers, other=numbers, is_known=st.booleans())
    def relink_quote(self, one, other, is_known):
        quote = self.pick(Quote.objects.all(), one)
        entity = self.pick(Entity.objects.all(), other) if is_known else None
        if quote:
            self.act(lambda **how: curation.relink([], [quote], entity, **how))

    @rule(one=numbers, reach=numbers, name=st.sampled_from([*NAMES, "Een ander", "Nog een mens"]))
    def link_to_somebody_new(self, one, reach, name):
        mention = self.pick(Mention.objects.exclude(kind="country"), one)
        if mention:
            scope = scopes_of_mention(mention)[reach % 3]
            self.act(curation.link_to_new, scope.mentions, scope.quotes, name)

    @rule(one=numbers, kind=st.sampled_from(["group", "document"]))
    def call_the_speaker_a_kind(self, one, kind):
        quote = self.pick(Quote.objects.all(), one)
        if quote:
            self.act(lambda **how: curation.relink([], [quote], None, speaker_kind=kind, **how))

    @rule(one=numbers, is_quote=st.booleans())
    def reject(self, one, is_quote):
        finding = self.pick(Quote.objects.all() if is_quote else Mention.objects.all(), one)
        if finding:
            self.act(curation.reject, [finding])

    @rule(one=numbers, code=st.sampled_from(["FR", "BE", "RU"]))
    def correct_country(self, one, code):
        country = self.pick(Mention.objects.filter(kind="country"), one)
        if country:
            self.act(curation.correct_country, [country], code)

    @rule(one=numbers, reach=numbers, entity=numbers, is_name=st.booleans())
    def correct_as_far_as_it_reaches(self, one, reach, entity, is_name):
        mention = self.pick(Mention.objects.exclude(kind="country"), one)
        if mention is None:
            return
        scope = scopes_of_mention(mention)[reach % 3]
        if is_name:
            self.act(curation.relink, scope.mentions, scope.quotes, self.pick(Entity.objects.all(), entity))
        else:
            self.act(curation.reject_names, scope.mentions, scope.quotes)

    @rule(
        one=numbers,
        start=st.integers(0, 5),
        gap=st.integers(0, 3),
        type=st.sampled_from(["direct", "mixed"]),
        polarity=st.sampled_from(["", "denied"]),
    )
    def correct_quote(self, one, start, gap, type, polarity):
        """Another type, and other boundaries: a later beginning, and words in the middle that are not of it."""
        quote = self.pick(Quote.objects.all(), one)
        if quote:
            first, last = quote.parts[0][0], quote.parts[-1][1]
            first = min(first + start, last - 1)
            middle = (first + last) // 2
            parts = [[first, middle], [middle + gap, last]] if gap and middle > first else [[first, last]]
            self.act(curation.correct_quote, quote, type=type, polarity=polarity, parts=parts)

    @rule(id=st.sampled_from(ARTICLES), start=numbers, length=st.integers(5, 25), other=numbers)
    def add_quote(self, id, start, length, other):
        article = Article.objects.filter(external_id=id).first()
        if article:
            start %= len(article.text)
            parts = [[start, min(start + length, len(article.text))]]
            speaker = self.pick(Entity.objects.all(), other)
            self.act(curation.add_quote, article, parts, type="indirect", speaker=speaker)

    @rule(one=numbers, to=numbers, some=st.integers(1, 3), is_new=st.booleans())
    def split(self, one, to, some, is_new):
        entity = self.pick(Entity.objects.current(), one)
        if entity is None:
            return
        mentions = list(entity.mentions.order_by("pk")[:some])
        quotes = list(entity.quotes.order_by("pk")[:1])
        other = None if is_new else self.pick(Entity.objects.all(), to)
        self.act(curation.split, entity, mentions, quotes, to=other, name="Een nieuw mens")

    @rule()
    def relink_all(self):
        names = Decision.objects.standing().filter(kind="alias", snapshot__after=None)
        self.is_name_free |= names.exists()
        relink()
        self.pristine = None

    @rule(one=numbers)
    def undo(self, one):
        decision = self.pick(Decision.objects.standing(), one)
        if decision:
            curation.undo(decision.group, actor=self.editor)

    @invariant()
    def derived_tables_equal_a_rebuild(self):
        before = derived_rows()
        rebuild()
        assert derived_rows() == before

    @invariant()
    def survivors_are_no_chain(self):
        for entity in Entity.objects.select_related("merged_into"):
            assert entity.merged_into is None or entity.merged_into.merged_into_id is None
            assert (entity.merged_into_id or entity.pk) == root_of(entity.pk)
            assert entity.is_blocked == is_blocked(entity)

    @invariant()
    def findings_are_their_words_and_none_is_lost(self):
        for article in Article.objects.all():
            mentions = list(Mention.with_withdrawn.filter(article=article, withdrawn_at=None))
            for mention in mentions:
                assert article.text[mention.start_char : mention.end_char] == mention.text
            for quote in Quote.with_withdrawn.filter(article=article, withdrawn_at=None):
                assert " […] ".join(article.text[start:end] for start, end in quote.parts) == quote.content
            found = read(article.text, self.texts[article.external_id][1])
            spans = [span for entity in found.entities for span in entity.mentions]
            for span in spans + [country.span for country in found.countries]:
                assert any(m.start_char < span.end and span.start < m.end_char for m in mentions)

    @invariant()
    def every_quote_that_was_found_stands_or_is_kept_with_a_locked_one(self):
        for article in Article.objects.all():
            quotes = list(Quote.with_withdrawn.filter(article=article, withdrawn_at=None))
            free = [quote.parts for quote in quotes if not quote.locked]
            kept = [values["parts"] for quote in quotes for values in quote.automatic or []]
            found = read(article.text, self.texts[article.external_id][1]).quotes
            said = [[[span.start, span.end] for span in quote.contents] for quote in found]
            assert sorted(free + kept) == sorted(said)

    @invariant()
    def decisions_about_findings_stand(self):
        said = defaultdict(dict)
        for decision in Decision.objects.standing().filter(kind__in=["relink", "correct"]).order_by("pk"):
            model, pk = (Mention, decision.mention_id) if decision.mention_id else (Quote, decision.quote_id)
            assert pk, "no finding that was decided about is gone"
            said[model, pk] |= decision.snapshot["after"]
        for (model, pk), values in said.items():
            found = model.with_withdrawn.get(pk=pk)
            assert (found.locked, found.origin) == (True, "curated")
            parts = values.pop("parts", None)
            if parts and found.withdrawn_at is None:
                assert len(found.parts) == len(parts)
            for name, value in values.items():
                name = {"entity": "entity_id", "speaker": "speaker_id"}.get(name, name)
                assert getattr(found, name) == value, (found, name)

    @invariant()
    def decisions_about_people_stand(self):
        names, descriptions, aliases = {}, {}, {}
        for decision in Decision.objects.standing().order_by("pk"):
            after = decision.snapshot.get("after")
            match decision.kind:
                case "different" | "split":
                    assert decision.entity.survivor != decision.other.survivor
                case "same":
                    assert decision.entity.survivor == decision.other.survivor
                case "not_a_person":
                    assert decision.entity.is_blocked
                case "block":
                    assert BlockedName.objects.filter(kind=after["kind"], text=after["text"]).exists()
                case "rename":
                    names[decision.entity_id] = after
                case "describe":
                    descriptions[decision.entity_id] = after
                case "alias":
                    aliases[decision.entity_id, decision.snapshot["text"]] = after
        for pk, values in [*names.items(), *descriptions.items()]:
            assert Entity.objects.filter(pk=pk, **values).exists()
        for (pk, text), values in aliases.items():
            bears = Alias.objects.filter(entity=pk, text=text, **(values or {})).exists()
            assert bears == (values is not None)

    @invariant()
    def what_is_lost_and_only_that_waits_in_the_queue(self):
        suggest()
        lost = {
            f"lost:{name}:{found.pk}"
            for name, model in (("mention", Mention), ("quote", Quote))
            for found in model.with_withdrawn.filter(locked=True, is_rejected=False)
            if found.withdrawn_at
        }
        assert set(Suggestion.objects.open().filter(kind="lost").values_list("key", flat=True)) == lost


@pytest.mark.django_db
def test_the_archive_holds_under_any_sequence_of_decisions():
    examples = int(os.environ.get("NEWSARCHIVE_EXAMPLES", "15"))
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
