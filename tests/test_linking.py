"""Who is who across the archive: by full names in any spelling, in any order, and never by a guess."""

import json
import random
from itertools import count

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.results import ArticleAnalysis, CountryMention, NamedEntity, Quote, Span, Speaker
from articles.ingest import ingest
from articles.models import Article, Publication, order_key
from entities.derived import rebuild
from entities.findings import write_findings
from entities.linking import add_alias, link
from entities.models import Alias, ArticleEntity, BlockedName, Decision, Entity, Mention, Origin, QuoteAbout
from entities.models import Quote as StoredQuote
from entities.names import is_full_name
from tests.factories import make_person

pytestmark = pytest.mark.django_db
numbers = count(1)


def person(name: str) -> NamedEntity:
    return NamedEntity("person", name, (Span(0, len(name)),))


def body(name: str) -> NamedEntity:
    return NamedEntity("organisation", name, (Span(0, len(name)),))


def read_in(names: list[str], *, kind: str = "person", number: int | None = None) -> Article:
    """Store an article that names these, some with an office; the first says something about the others."""
    number = number or next(numbers)
    text, entities = "", []
    for name in names:
        role, name = ("premier", name[8:]) if name.startswith("premier ") else ("", name)
        entities.append(NamedEntity(kind, name, (Span(len(text), len(text) + len(name)),), (role,)))
        text += name + " en "
    said = Span(0, len(text))
    article = Article.objects.create(
        publication=Publication.objects.get_or_create(name="De Voorbeeldkrant")[0],
        external_id=str(number),
        text=text,
        text_hash=str(number),
    )
    article.order_key = order_key(None, number)
    article.save()
    quotes = (Quote("direct", (said,), (), None, Speaker("person", 0)),) if names else ()
    countries = (CountryMention("NL", Span(0, 2)),) if names else ()
    write_findings(article, ArticleAnalysis(entities=tuple(entities), quotes=quotes, countries=countries))
    return article


def archive() -> list:
    """All that the archive says of people, without its ids."""
    people = {}
    for entity in Entity.objects.prefetch_related("aliases"):
        aliases = sorted((alias.text, alias.key, alias.origin) for alias in entity.aliases.all())
        rows = ArticleEntity.objects.filter(entity=entity)
        people[entity.pk] = (
            entity.kind,
            entity.name,
            entity.folded_name,
            entity.wikidata_id,
            aliases,
            (entity.article_count, entity.mention_count, entity.quote_count),
            sorted(rows.values_list("article__external_id", "name", "mentions", "quotes")),
        )
    mentions = [
        (mention.article.external_id, mention.start_char, mention.text, people.get(mention.entity_id))
        for mention in Mention.objects.select_related("article")
    ]
    quotes = [
        (quote.article.external_id, quote.content, people.get(quote.speaker_id))
        for quote in StoredQuote.objects.select_related("article")
    ]
    about = [
        (row.quote.article.external_id, people[row.entity_id])
        for row in QuoteAbout.objects.select_related("quote__article")
    ]
    return [sorted(people.values()), *(sorted(rows, key=repr) for rows in (mentions, quotes, about))]


NAMES = [
    "Vladimir Poetin",
    "Vladimir Putin",
    "Poetin",
    "premier Poetin",
    "premier Rutte",
    "Mark Rutte",
    "Ada Lovelace",
    "ADA LOVELACE",
    "Ada-Lovelace",
    "Jan Jansen",
    "Jan Janssen",
    "De Jong",
    "Mohammed B.",
    "Mohammed el Amrani",
    "Mohamed Amrani",
]


@settings(max_examples=15, deadline=None)
@given(
    articles=st.lists(st.lists(st.sampled_from(NAMES), max_size=3, unique=True), min_size=1, max_size=6),
    data=st.data(),
)
def test_articles_in_any_order_give_the_same_archive(articles, data):
    numbered = list(enumerate(articles, 1))
    archives = []
    for order in (numbered, data.draw(st.permutations(numbered))):
        with transaction.atomic():
            for number, names in order:
                read_in(names, number=number)
            archives.append(archive())
            rebuild()
            assert archive() == archives[-1]
            transaction.set_rollback(True)
    assert archives[0] == archives[1]


def test_one_run_or_twenty_give_the_same_archive(tmp_path):
    spellings = [
        "Vladimir Poetin",
        "Vladimir Putin",
        "Geertje Vossenbelt",
        "Mohammed el Amrani",
        "Mohamed Amrani",
    ]
    for number in range(20):
        one, other = spellings[number % 5], spellings[number // 5]
        text = f"De burgemeester {one} sprak. 'Nee', zei {one}. De wethouder {other} zweeg."
        record = {"id": f"a{number}", "text": text, "date": f"2020-02-{number + 1:02}", "language": "nl"}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(record))
    with transaction.atomic():
        ingest([str(tmp_path)])
        once = archive()
        transaction.set_rollback(True)
    for number in random.Random(1).sample(range(20), 20):
        ingest([str(tmp_path / f"{number}.jsonl")])
    ingest([str(tmp_path)])
    assert archive() == once
    names = Entity.objects.filter(kind="person").values_list("name", flat=True)
    assert set(names) == {"Vladimir Poetin", "Geertje Vossenbelt", "Mohammed el Amrani"}


def test_another_spelling_finds_the_person_and_becomes_an_alias():
    putin = link(person("Vladimir Poetin"))
    assert link(person("Vladimir Putin")) == putin
    aliases = Alias.objects.filter(entity=putin, text__in=["Vladimir Poetin", "Vladimir Putin"])
    assert aliases.count() == 2 and len(set(aliases.values_list("key", flat=True))) == 1


@pytest.mark.parametrize(
    "name", ["Vossenbelt", "De Jong", "Van der Poel", "Le Pen", "Mohammed B.", "J. Jansen", "Anne-Marie"]
)
def test_less_than_a_full_name_makes_nobody(name):
    assert link(person(name)) is None
    assert not Entity.objects.exists()


@pytest.mark.parametrize("name", ["Ben Bernanke", "Al Gore", "J.K. Rowling", "Elizabeth II", "Xi Jinping"])
def test_first_names_that_look_like_particles_initials_and_numerals_make_a_full_name(name):
    assert is_full_name(name)


def test_a_surname_finds_nobody_even_if_only_one_bears_it():
    link(person("Geertje Vossenbelt"))
    assert link(person("Vossenbelt")) is None


def test_an_office_before_a_surname_says_which_head_of_government_is_meant():
    read_in(["premier Rutte"])
    mark = Entity.objects.get()
    assert (mark.name, mark.mentions.get().text) == ("Mark Rutte", "Rutte")
    assert link(person("Mark Rutte")) == mark


@pytest.mark.parametrize(
    ("role", "name"),
    [("wethouder", "Rutte"), ("premier", "Vossenbelt"), ("vrouw van premier X en", "Rutte"), (None, "Rutte")],
)
def test_another_office_or_another_surname_says_nothing(role, name):
    assert link(NamedEntity("person", name, (Span(0, 5),), (role,))) is None


def test_a_short_name_that_an_editor_gave_links():
    frenkie = make_person("Frenkie de Jong")
    add_alias(frenkie, "De Jong", Origin.CURATED)
    assert link(person("De Jong")) == frenkie


def test_an_organisation_links_by_a_single_word_and_without_its_determiner():
    party = link(body("PvdA"))
    assert link(body("De PvdA")) == party
    assert link(person("PvdA")) is None


def test_namesakes_that_editors_made_link_to_nobody():
    one, other = make_person("Jan de Vries"), make_person("Jan de Vries, schaatser")
    add_alias(other, "Jan de Vries", Origin.CURATED)
    assert one != other
    assert link(person("Jan de Vries")) is None


def test_an_imported_name_counts_more_than_one_found():
    link(person("J.C. de Vries"))
    imported = make_person("Jan de Vries")
    add_alias(imported, "J.C. de Vries", Origin.KNOWLEDGE)
    assert link(person("J.C. de Vries")) == imported


def test_an_imported_name_does_not_undo_that_two_are_different():
    found = link(person("J.C. de Vries"))
    imported = make_person("Jan de Vries")
    add_alias(imported, "J.C. de Vries", Origin.KNOWLEDGE)
    Decision.objects.create(kind="different", entity=found, other=imported)
    assert link(person("J.C. de Vries")) is None


def test_two_that_programs_made_of_one_name_are_one():
    first = link(person("Ada Lovelace"))
    again = Entity.objects.create(kind="person", name="Ada Lovelace")
    add_alias(again, "Ada Lovelace")
    assert link(person("Ada Lovelace")) == first


def test_a_name_on_the_block_list_links_to_nobody_that_readers_see():
    BlockedName.objects.create(kind="person", text="Oranje Boven")
    assert link(person("Oranje Boven")).shown is None
    assert link(person("Oranje Boven")) == Entity.objects.get(), "kept for the day that it is taken off"


def test_a_merged_person_is_found_as_the_survivor():
    survivor, merged = make_person("Ada Lovelace"), make_person("Augusta Ada King")
    merged.merged_into = survivor
    merged.save()
    assert link(person("Augusta Ada King")) == merged, "so that the merge can be undone"
    assert merged.survivor == survivor


def test_a_spelling_that_an_editor_took_away_makes_somebody_new():
    old = link(person("Aleksej Koedrin"))
    link(person("Alexei Kudrin"))
    before = {"origin": "automatic", "locked": False}
    snapshot = {"text": "Alexei Kudrin", "before": before, "after": None, "base": before}
    Decision.objects.create(kind="alias", entity=old, snapshot=snapshot)
    old.aliases.filter(text="Alexei Kudrin").delete()
    new = link(person("Alexei Kudrin"))
    assert new != old
    assert link(person("Alexei Kudrin")) == new
    assert link(person("Aleksej Koedrin")) == old


def test_an_alias_written_without_a_key_is_found():
    ada = make_person("Ada Lovelace")
    Alias.objects.update(key="")
    assert link(person("Ada Lovelace")) == ada


def test_the_name_is_the_form_that_most_articles_have():
    read_in(["Vladimir Poetin"])
    assert Entity.objects.get().name == "Vladimir Poetin"
    read_in(["Vladimir Putin"])
    assert Entity.objects.get().name == "Vladimir Poetin", "the alphabet decides between equals"
    article = read_in(["Vladimir Putin"])
    assert Entity.objects.get().name == "Vladimir Putin"
    write_findings(article, ArticleAnalysis())
    assert Entity.objects.get().name == "Vladimir Poetin", "also when an article no longer says so"


def test_a_name_that_an_editor_chose_stays():
    read_in(["Vladimir Poetin"])
    Entity.objects.update(name="Vladimir Vladimirovitsj Poetin", is_name_locked=True)
    for _ in range(2):
        read_in(["Vladimir Putin"])
    assert Entity.objects.get().name == "Vladimir Vladimirovitsj Poetin"


def test_a_name_too_long_to_be_one_links_to_nobody():
    assert link(person("Ada " * 100)) is None
