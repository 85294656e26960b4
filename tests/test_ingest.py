"""The ingest command: files become articles, once, whatever happens on the way."""

import gzip
import json
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.ingest import ingest
from articles.models import Article, ArticleVersion, IngestRun, Publication
from entities.models import Entity, Mention, Quote

NEWS = (
    " date 2021-03 De burgemeester van Molendam, Geertje Vossenbelt, gaat maandag naar Parijs.\n\n"
    "'Wij willen die brug nu bouwen', zegt Geertje Vossenbelt. De Franse regering antwoordde niet.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "001.txt").write_text(NEWS)
    (tmp_path / "002.txt").write_text(" date 2021-04-02 Een tweede bericht, over niets in het bijzonder.")
    return tmp_path


@pytest.mark.django_db
def test_a_folder_becomes_articles_with_people_countries_and_quotes(folder):
    result = ingest([str(folder)], publication="De Molenbode")
    assert (result.new, result.problems) == (2, [])
    article = Article.objects.get(external_id="001")
    assert article.text == NEWS.removeprefix(" date 2021-03 ").strip()
    assert (article.published, article.precision, article.publication.name) == (
        "2021-03",
        "month",
        "De Molenbode",
    )
    assert Entity.objects.filter(kind="person", name="Geertje Vossenbelt").exists()
    assert set(article.mentions.filter(kind="country").values_list("country_code", flat=True)) == {"FR"}
    quote = Quote.objects.get()
    assert (quote.type, quote.speaker.name) == ("direct", "Geertje Vossenbelt")


@pytest.mark.django_db
def test_every_finding_points_to_its_own_words(folder):
    ingest([str(folder)])
    for mention in Mention.objects.select_related("article"):
        assert mention.article.text[mention.start_char : mention.end_char] == mention.text
    for quote in Quote.objects.select_related("article"):
        assert " […] ".join(quote.article.text[start:end] for start, end in quote.parts) == quote.content


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its tables by itself")
def test_sqlite_knows_after_an_ingest_what_its_tables_hold(folder):
    ingest([str(folder)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {name for (name,) in cursor.fetchall()}
    assert {"articles_article", "entities_articleentity", "entities_entity"} <= known


@pytest.mark.django_db
def test_the_same_files_again_change_nothing(folder):
    ingest([str(folder)])
    before = list(Article.objects.values()), list(Mention.objects.values()), list(Quote.objects.values())
    result = ingest([str(folder)])
    assert (result.new, result.changed, result.same) == (0, 0, 2)
    assert before == (
        list(Article.objects.values()),
        list(Mention.objects.values()),
        list(Quote.objects.values()),
    )


@pytest.mark.django_db
def test_a_changed_text_is_analysed_anew_and_the_earlier_one_kept(folder):
    ingest([str(folder)])
    quote = Quote.objects.get()
    (folder / "001.txt").write_text(NEWS.replace("Franse", "Duitse"))
    result = ingest([str(folder)])
    assert (result.new, result.changed, result.same) == (0, 1, 1)
    article = Article.objects.get(external_id="001")
    assert "Duitse" in article.text and "Franse" in ArticleVersion.objects.get(article=article).text
    assert Quote.objects.get().pk == quote.pk, "a quote that still stands keeps its address"
    assert "DE" in article.mentions.values_list("country_code", flat=True)


@pytest.mark.django_db
def test_a_quote_that_left_the_text_keeps_its_address_as_withdrawn(folder):
    ingest([str(folder)])
    quote = Quote.objects.get()
    (folder / "001.txt").write_text(" date 2021-03 Er gebeurde niets in Molendam.")
    ingest([str(folder)])
    assert not Quote.objects.exists()
    assert Quote.with_withdrawn.get().pk == quote.pk
    assert Entity.objects.get(name="Geertje Vossenbelt").article_count == 0


@pytest.mark.django_db
def test_a_changed_date_moves_the_article_in_the_archive(folder):
    ingest([str(folder)])
    (folder / "001.txt").write_text(NEWS.replace("2021-03", "2021-05"))
    ingest([str(folder)])
    newest = Article.objects.newest_first().first()
    assert (newest.external_id, newest.published) == ("001", "2021-05")
    assert newest.of_entities.get().order_key == newest.order_key
    assert list(Article.objects.matching("brug")) == [newest]


@pytest.mark.django_db
def test_bad_files_are_reported_and_the_rest_is_read(folder):
    (folder / "leeg.txt").write_bytes(b"")
    (folder / "beeld.txt").write_bytes(b"\x89PNG\x00\x01\x02")
    (folder / "datum.txt").write_text(" date 2020-13 Een bericht.")
    lines = [json.dumps({"id": "j1", "text": "Een derde bericht."}), "{", json.dumps({"id": "j2"})]
    (folder / "meer.jsonl").write_text("\n".join(lines))
    result = ingest([str(folder), str(folder / "nergens.txt")])
    assert result.new == 3
    reasons = {str(source).rpartition("/")[2]: reason for source, reason in result.problems}
    assert set(reasons) == {
        "leeg.txt",
        "beeld.txt",
        "datum.txt",
        "meer.jsonl, line 2",
        "meer.jsonl, line 3",
        "nergens.txt",
    }
    assert all(reasons.values())
    run = IngestRun.objects.get()
    assert run.finished_at and (run.new, run.failed) == (3, 6)
    assert run.outcomes.filter(kind="failed").count() == 6


@pytest.mark.django_db
def test_json_lines_carry_their_own_publication_title_and_address(tmp_path):
    record = {
        "id": "x",
        "text": "Een bericht.",
        "title": "Kop",
        "source": "De Dijk",
        "url": "http://dijk.example/x",
    }
    with gzip.open(tmp_path / "een.jsonl.gz", "wt") as file:
        file.write(json.dumps(record))
    ingest([str(tmp_path)])
    article = Article.objects.get()
    assert (article.title, article.publication.name, article.url) == (
        "Kop",
        "De Dijk",
        "http://dijk.example/x",
    )


@pytest.mark.django_db
def test_two_texts_with_one_id_in_a_run_are_reported(tmp_path):
    records = [
        {"id": "x", "text": "Het ene."},
        {"id": "x", "text": "Het andere."},
        {"id": "x", "text": "Het ene."},
    ]
    (tmp_path / "een.jsonl").write_text("\n".join(map(json.dumps, records)))
    result = ingest([str(tmp_path)])
    assert (result.new, result.same, len(result.problems)) == (1, 1, 1)
    assert Article.objects.get().text == "Het ene."


@pytest.mark.django_db
def test_a_text_in_a_language_without_pipeline_is_stored_with_a_note(tmp_path):
    text = "Der Bürgermeister von Hamburg hat am Montag eine neue Brücke über den Fluss eröffnet, und viele kamen."
    (tmp_path / "duits.txt").write_text(text)
    ingest([str(tmp_path)])
    article = Article.objects.get()
    assert article.language == "de"
    assert "names were not read" in article.warnings[0]
    assert not article.mentions.exists()
    assert list(Article.objects.matching("Brücke")) == [article]


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_writes_nothing(folder, capsys):
    call_command("ingest", str(folder), dry_run=True)
    assert "Would be: 2 articles: 2 new" in capsys.readouterr().out
    assert (
        not Article.objects.exists() and not IngestRun.objects.exists() and not Publication.objects.exists()
    )


@pytest.mark.django_db
def test_the_command_ends_with_status_1_when_something_failed(folder):
    (folder / "leeg.txt").write_bytes(b"")
    with pytest.raises(SystemExit) as stopped:
        call_command("ingest", str(folder))
    assert stopped.value.code == 1


@pytest.mark.django_db
def test_a_pipeline_that_cannot_be_loaded_is_named(folder, settings):
    settings.PIPELINES = {"nl": "nl_bestaat_niet"}
    with pytest.raises(CommandError, match="nl_bestaat_niet"):
        call_command("ingest", str(folder))


@pytest.mark.django_db
def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    outside, inside = tmp_path / "buiten", tmp_path / "binnen"
    outside.mkdir(), inside.mkdir()
    (outside / "geheim.txt").write_text("Dit hoort niet in het archief.")
    (inside / "geheim.txt").symlink_to(outside / "geheim.txt")
    assert ingest([str(inside)]).new == 0


def test_a_run_that_was_killed_is_completed_by_the_next(make_archive, tmp_path):
    """SIGKILL in the middle: the archive ends as if nothing had happened, on either database."""
    articles = tmp_path / "veel.jsonl"
    with articles.open("w") as file:
        for number in range(300):
            text = NEWS.removeprefix(" date 2021-03 ").replace("Molendam", f"Molendam {number % 7}")
            file.write(json.dumps({"id": str(number), "text": text, "date": "2021-03-02"}) + "\n")

    whole, killed = make_archive("whole"), make_archive("killed")
    assert whole.manage("ingest", str(articles)).returncode == 0
    process = killed.start("ingest", str(articles))
    wait_until_some_are_written(killed)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    written = count_articles(killed)
    assert 0 < written < 300, "the run was to be killed in its middle"
    again = killed.manage("ingest", str(articles))
    assert f"{300 - written} new, 0 changed, {written} same" in again.stdout
    assert killed.manage("export_annotations").stdout == whole.manage("export_annotations").stdout


def wait_until_some_are_written(archive):
    deadline = time.monotonic() + 120
    while count_articles(archive) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def count_articles(archive) -> int:
    """Asks the other archive's database itself: a command would take longer than the run."""
    if connection.vendor == "postgresql":
        import psycopg

        with psycopg.connect(archive.environment["DATABASE_URL"]) as server:
            return server.execute("SELECT count(*) FROM articles_article").fetchone()[0]
    import sqlite3

    path = archive.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        return database.execute("SELECT count(*) FROM articles_article").fetchone()[0]
