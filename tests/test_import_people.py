"""A newsroom's list of people: previewed, repeatable, and never against what editors decided."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from analysis.results import NamedEntity
from entities import curation
from entities.importing import Unreadable, import_people
from entities.linking import link
from entities.models import Alias, Entity, Origin
from entities.relinking import relink
from tests.factories import make_person
from tests.test_linking import archive, read_in

pytestmark = pytest.mark.django_db
HEAD = "name,aliases,wikidata_id,country,description\n"


@pytest.fixture
def imported(tmp_path):
    """Imports lines of CSV, or records as JSON Lines."""

    def run(*lines, head: str = HEAD, save: bool = True):
        path = tmp_path / "people.list"
        if lines and isinstance(lines[0], dict):
            path.write_text("\n".join(map(json.dumps, lines)))
        else:
            path.write_text(head + "\n".join(lines), "utf-8")
        return import_people(path, save=save)

    return run


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


def test_a_list_makes_people_whom_no_page_shows(imported):
    result = imported('Jan de Vries,"J.C. de Vries|Jan C. de Vries",Q42,nl,Schaatser')
    assert (result.new, result.problems) == (1, [])
    person = Entity.objects.get()
    assert (person.name, person.wikidata_id, person.country_code, person.description) == (
        "Jan de Vries",
        "Q42",
        "NL",
        "Schaatser",
    )
    assert set(person.aliases.values_list("text", "origin")) == {
        ("Jan de Vries", "knowledge"),
        ("J.C. de Vries", "knowledge"),
        ("Jan C. de Vries", "knowledge"),
    }
    assert not Entity.objects.in_the_news().exists()


def test_json_lines_say_the_same(imported):
    record = {"name": "Jan de Vries", "aliases": ["J.C. de Vries"], "wikidata_id": "Q42", "country": "NL"}
    assert imported(record).new == 1
    assert imported("Jan de Vries,J.C. de Vries,Q42,NL,").same == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheets_separator_does_not_matter(imported, delimiter):
    line = delimiter.join(["Jan de Vries", "J.C. de Vries|J. de Vries", "Q42", "NL", ""])
    assert imported(line, head=HEAD.replace(",", delimiter)).new == 1
    assert Alias.objects.count() == 3


def test_the_same_list_again_changes_nothing(imported):
    line = "Jan de Vries,J.C. de Vries|J. de Vries,Q42,NL,Schaatser"
    imported(line)
    before = list(Entity.objects.values()), list(Alias.objects.values())
    result = imported(line)
    assert (result.new, result.changed, result.same, result.lines) == (0, 0, 1, [])
    assert (list(Entity.objects.values()), list(Alias.objects.values())) == before


def test_a_preview_says_what_would_change_and_writes_nothing(imported):
    make_person("Ada Lovelace")
    before = archive()
    result = imported("Jan de Vries,,,NL,", "Ada Lovelace,Augusta Ada King,Q7259,GB,Wiskundige", save=False)
    assert (result.new, result.changed) == (1, 1)
    assert result.lines[0] == "line 2: Jan de Vries, new"
    assert "also Augusta Ada King" in result.lines[1] and "wikidata_id Q7259" in result.lines[1]
    assert archive() == before


def test_every_wrong_line_is_reported_and_the_others_are_imported(imported):
    result = imported(
        "Jan de Vries,,Q42,NL,",
        ",,,,",
        "De Vries,,,,",
        "Ada Lovelace,,42,,",
        "Ada Lovelace,,,Holland,",
        "Ada Lovelace,,,,too,many",
        "Jan Pietersen,,Q42,,",
        f"Ada {'Lovelace' * 50},,,,",
        "Mary Shelley,,,GB,",
    )
    assert result.new == 2
    reasons = dict(result.problems)
    assert set(reasons) == {3, 4, 5, 6, 7, 8, 9}
    assert "empty" in reasons[3] and "full name" in reasons[4] and "Wikidata" in reasons[5]
    assert "country" in reasons[6] and "columns" in reasons[7] and "line 2" in reasons[8]


@pytest.mark.parametrize("record", ['{"name": "Ada Lovelace"', '{"name": 5}', '{"nam": "x"}', "[1]"])
def test_a_wrong_record_is_reported_with_its_line(tmp_path, record):
    path = tmp_path / "people.jsonl"
    path.write_text('{"name": "Mary Shelley"}\n' + record)
    result = import_people(path)
    assert result.new == 1
    assert [line for line, _reason in result.problems] == [2]


def test_a_file_that_is_no_list_is_refused_whole(tmp_path, imported):
    with pytest.raises(Unreadable, match="naam"):
        imported("Jan de Vries", head="naam\n")
    with pytest.raises(Unreadable, match="name"):
        imported("Q42", head="wikidata_id\n")
    (tmp_path / "bytes.csv").write_bytes(b"name\nJos\xe9 de Vries")
    with pytest.raises(Unreadable, match="UTF-8"):
        import_people(tmp_path / "bytes.csv")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_people", tmp_path / "nowhere.csv")


def test_the_person_of_the_archive_is_found_by_wikidata_id_name_or_alias(imported):
    by_id = make_person("Ada Lovelace", wikidata_id="Q7259")
    by_name = link(NamedEntity("person", "Sergej Ivanov", ()))
    by_alias = link(NamedEntity("person", "J.C. de Vries", ()))
    result = imported(
        "Augusta Ada King,,Q7259,,", "Sergey Ivanov,,Q1,RU,", "Jan de Vries,J.C. de Vries,Q42,NL,"
    )
    assert (result.new, result.changed, result.problems) == (0, 3, [])
    for person, name in ((by_id, "Augusta Ada King"), (by_name, "Sergey Ivanov"), (by_alias, "Jan de Vries")):
        person.refresh_from_db()
        assert person.name == name


def test_a_name_with_another_wikidata_id_is_a_namesake(imported):
    make_person("Jan de Vries", wikidata_id="Q1")
    assert imported("Jan de Vries,,Q2,,").new == 1
    read_in(["Jan de Vries"])
    assert not Entity.objects.in_the_news().exists(), "which of the two is not decidable"


def test_people_with_one_name_must_be_told_apart_by_their_ids(imported):
    for wikidata_id in ("Q1", "Q2"):
        person = Entity.objects.create(kind="person", name="Jan de Vries", wikidata_id=wikidata_id)
        Alias.objects.create(entity=person, text="Jan de Vries", origin=Origin.CURATED)
    assert "several" in imported("Jan de Vries,,,,").problems[0][1]
    assert imported("Jan de Vries,Jan de V.,Q2,,").changed == 1


def test_an_import_before_or_after_the_articles_gives_the_same_archive(imported):
    line = "Jan de Vries,J.C. de Vries,,NL,"
    archives = []
    for is_first in (True, False):
        with transaction.atomic():
            if is_first:
                imported(line)
            read_in(["Jan de Vries", "J.C. de Vries"], number=1)
            read_in(["J.C. de Vries"], number=2)
            if not is_first:
                imported(line)
                relink()
            archives.append([entity for entity in archive()[0] if entity[5][0]])
            transaction.set_rollback(True)
    assert archives[0] == archives[1]


def test_a_name_of_the_list_is_not_changed_by_what_articles_say(imported):
    imported("Vladimir Vladimirovitsj Poetin,Vladimir Poetin|Vladimir Putin,Q7747,RU,")
    read_in(["Vladimir Putin"])
    assert Entity.objects.in_the_news().get().name == "Vladimir Vladimirovitsj Poetin"


def test_what_an_editor_decided_stays(imported, editor):
    person = make_person("Jan de Vries")
    alias = Alias.objects.create(entity=person, text="J.C. de Vries")
    curation.rename(person, "Jan de Vries (schaatser)", actor=editor)
    curation.describe(person, description="Schaatser", wikidata_id="Q1", actor=editor)
    curation.remove_name(alias, actor=editor)
    imported("Jan de Vries,J.C. de Vries,Q1,NL,Iemand anders")
    person.refresh_from_db()
    assert (person.name, person.description) == ("Jan de Vries (schaatser)", "Schaatser")
    assert not person.aliases.filter(text="J.C. de Vries").exists()
    assert person.country_code == "NL", "what no editor decided is taken over"


def test_a_blocked_name_is_reported(imported, editor):
    curation.block("person", "Stadion Kuip", actor=editor)
    assert "no name" in imported("Stadion Kuip,,,,").problems[0][1]


def test_a_merged_person_is_updated_as_the_survivor(imported, editor):
    survivor, merged = make_person("Ada Lovelace"), make_person("Augusta King")
    curation.merge(merged, survivor, actor=editor)
    assert imported("Augusta King,,Q7259,GB,").changed == 1
    survivor.refresh_from_db()
    assert survivor.wikidata_id == "Q7259"


def test_the_command_previews_reports_and_ends_with_status_1(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text(HEAD + "Jan de Vries,,,NL,\nDe Vries,,,,\n")
    for dry_run in (True, False):
        with pytest.raises(SystemExit) as stopped:
            call_command("import_people", path, dry_run=dry_run)
        assert stopped.value.code == 1
        out, err = capsys.readouterr()
        assert "line 3" in err and out.startswith("line 2: Jan de Vries, new")
        assert ("Would be: 2 people" in out) is dry_run
        assert Entity.objects.exists() is not dry_run
