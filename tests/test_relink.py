"""Relinking: what editors or a table say now holds for what was read before."""

import pytest
from django.core.management import call_command

from analysis import known_people
from analysis.results import NamedEntity
from entities.derived import rebuild
from entities.linking import add_alias, link
from entities.models import Alias, BlockedName, Decision, Entity, Mention, Origin, Quote
from entities.relinking import relink
from tests.factories import make_person
from tests.test_linking import archive, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Writes another table of known people."""

    def write(*lines: str) -> None:
        path = tmp_path / "people.tsv"
        path.write_text("\n".join(lines))
        monkeypatch.setattr(known_people, "TABLE", path)
        forget()

    def forget():
        for cached in (known_people.known_people, known_people.people_by_key, known_people.known_person):
            cached.cache_clear()

    yield write
    monkeypatch.undo()
    forget()


def test_nothing_changes_where_nothing_was_decided():
    read_in(["Vladimir Poetin", "De Jong"])
    read_in(["Ada Lovelace"])
    before = archive(), list(Mention.objects.values()), list(Alias.objects.values())
    result = relink()
    assert (result.articles, result.keys) == (0, 0)
    assert (archive(), list(Mention.objects.values()), list(Alias.objects.values())) == before


def test_an_imported_name_takes_what_was_found_before():
    read_in(["Jan de Vries", "J.C. de Vries"])
    read_in(["J.C. de Vries"])
    jan = Entity.objects.get(name="Jan de Vries")
    add_alias(jan, "J.C. de Vries", Origin.KNOWLEDGE)
    result = relink()
    assert (result.articles, result.mentions.total(), result.quotes) == (2, 2, 1)
    assert set(Mention.objects.filter(kind="person").values_list("entity", flat=True)) == {jan.pk}
    assert Quote.objects.filter(speaker=jan).count() == 2
    jan.refresh_from_db()
    assert (jan.article_count, jan.mention_count, jan.quote_count) == (2, 3, 2)
    assert not Entity.objects.in_the_news().exclude(pk=jan.pk).exists()
    before = archive()
    rebuild()
    assert archive() == before


def test_names_that_became_ambiguous_link_to_nobody():
    read_in(["Jan de Vries"])
    add_alias(make_person("Jan de Vries, schaatser"), "Jan de Vries", Origin.CURATED)
    assert list(relink().lines())[0].endswith("→ nobody, 1 mentions")
    assert Mention.objects.get(kind="person").entity is None
    assert Quote.objects.get().speaker is None
    assert Quote.objects.get().speaker_kind == "person"


def test_locked_links_stay():
    read_in(["Jan de Vries"])
    other = make_person("Jan de Vries, schaatser")
    Mention.objects.filter(kind="person").update(entity=other, locked=True)
    Quote.objects.update(speaker=other, locked=True)
    assert relink().articles == 0
    assert Mention.objects.get(kind="person").entity == other
    assert Quote.objects.get().speaker == other


def test_a_blocked_name_is_no_longer_linked():
    read_in(["Oranje Boven"])
    BlockedName.objects.create(kind="person", text="Oranje Boven")
    relink()
    assert Mention.objects.get(kind="person").entity is None
    assert not Entity.objects.in_the_news().exists()


def test_a_name_whose_bearer_lost_it_makes_somebody_new():
    read_in(["Jan de Vries"])
    old = Entity.objects.get()
    old.aliases.all().delete()
    relink()
    assert Mention.objects.get(kind="person").entity not in (None, old)


def test_new_knowledge_joins_spellings_and_gives_the_archive_that_a_fresh_ingest_gives(table):
    table()
    read_in(["Moammar Kadhafi"], number=1)
    read_in(["Muammar Gaddafi", "Ada Lovelace"], number=2)
    read_in(["Muammar Gaddafi"], number=3)
    assert Entity.objects.in_the_news().count() == 3
    table("Q1\tLY\tMoammar Kadhafi|Muammar Gaddafi|Muammar Khaddafi")
    relink()
    person = Entity.objects.in_the_news().get(wikidata_id="Q1")
    assert (person.name, person.article_count, person.country_code) == ("Muammar Gaddafi", 3, "LY")
    assert set(person.aliases.values_list("text", flat=True)) == {
        "Moammar Kadhafi",
        "Muammar Gaddafi",
        "Muammar Khaddafi",
    }
    assert relink().articles == 0, "a second run finds nothing to do"


def test_editors_who_said_that_two_are_different_are_heard_before_a_table(table):
    table()
    read_in(["Moammar Kadhafi"])
    read_in(["Muammar Gaddafi"])
    one, other = Entity.objects.order_by("pk")
    Decision.objects.create(kind="different", entity=one, other=other)
    table("Q1\tLY\tMoammar Kadhafi|Muammar Gaddafi|Moammar Kaddafi")
    assert relink().articles == 0
    assert link(NamedEntity("person", "Moammar Kadhafi", ())) == one
    assert link(NamedEntity("person", "Moammar Kaddafi", ())) is None, "a third spelling says nothing"


def test_a_dry_run_says_what_would_change_and_writes_nothing(capsys):
    read_in(["J.C. de Vries"])
    add_alias(make_person("Jan de Vries"), "J.C. de Vries", Origin.KNOWLEDGE)
    before = archive()
    call_command("relink", dry_run=True)
    out = capsys.readouterr().out
    assert "J.C. de Vries: J.C. de Vries (" in out and "Would be: 1 articles" in out
    assert archive() == before


def test_a_run_that_was_cut_off_is_completed_by_the_next(monkeypatch):
    for _ in range(3):
        read_in(["J.C. de Vries"])
    jan = make_person("Jan de Vries")
    add_alias(jan, "J.C. de Vries", Origin.KNOWLEDGE)

    def cut_off(articles):
        yield next(articles)
        raise KeyboardInterrupt

    monkeypatch.setattr("entities.relinking.CHUNK", 1)
    with pytest.raises(KeyboardInterrupt):
        relink(progress=cut_off)
    assert jan.mentions.count() == 1
    assert relink().articles == 2
    assert jan.mentions.count() == 3
