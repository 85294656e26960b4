"""The demo: the same for a seed, labelled as invented, and read by the archive as it was written."""

import re
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from analysis.known_people import known_person
from demo.writer import LABEL, PAPERS, PEOPLE, write_articles, write_files

ARTICLES = list(write_articles())


def test_the_same_seed_writes_the_same_articles_in_every_process(tmp_path):
    write_files(tmp_path / "here")
    code = f"from pathlib import Path; from demo.writer import write_files; write_files(Path({str(tmp_path / 'there')!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=True)
    here, there = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("here", "there")
    )
    assert here == there and len(here) > 60


def test_another_seed_tells_the_same_news_otherwise():
    others = list(write_articles(seed=1))
    assert [article.id for article in others] == [article.id for article in ARTICLES]
    assert sum(one.text != other.text for one, other in zip(ARTICLES, others, strict=True)) > 200


def test_there_are_some_300_articles_over_three_years():
    assert 280 <= len(ARTICLES) <= 330
    assert {article.day[:4] for article in ARTICLES if article.day} >= {"2023", "2024", "2025"}
    assert {len(article.day) for article in ARTICLES} == {0, 4, 7, 10}


def test_everything_is_labelled_as_invented():
    assert all(article.text.endswith(LABEL[article.language]) for article in ARTICLES)
    assert all(re.search("verzonnen|invented", paper["name"]) for paper in PAPERS.values())


def test_who_said_what_stands_where_the_writer_says():
    for article in ARTICLES:
        for said in article.said:
            words = article.text[said.start : said.end]
            assert words and words == words.strip() and "\ue000" not in article.text, article.id


def test_a_dozen_people_say_more_than_twenty_things():
    counts = Counter(said.speaker for article in ARTICLES for said in article.said)
    assert sum(count > 20 for count in counts.values()) > 12


def test_nobody_in_it_is_a_known_person():
    assert [
        person["name"] for person in PEOPLE.values() if "name" in person and known_person(person["name"])
    ] == []


def test_an_archive_that_is_no_demo_is_not_filled(db):
    with pytest.raises(CommandError, match="NEWSARCHIVE_DEMO"):
        call_command("demo")


@pytest.mark.model
def test_every_article_is_read(demo):
    assert f"{len(ARTICLES)} invented articles, {len(ARTICLES)} of them new." in demo.report
    assert {row["title"] for row in demo.rows("/articles.json")} >= {
        a.title for a in ARTICLES if a.paper == "courant"
    }
    assert len(demo.rows("/articles.json")) == len(ARTICLES)


@pytest.mark.model
def test_the_archive_says_how_much_it_found_of_what_was_written(demo):
    """The shares themselves are figures for docs/quality.md."""
    written, found, right, others = map(
        int,
        re.search(r"Of (\d+) quotes .* (\d+) were found .*, (\d+) with .*; (\d+) more", demo.report).groups(),
    )
    assert written == sum(len(article.said) for article in ARTICLES if article.language == "nl")
    assert others < right <= found <= written


@pytest.mark.model
def test_two_people_of_one_name_are_told_apart(demo):
    names = {row["name"] for row in demo.rows("/people.json")}
    assert {"Tom Vermaasdonk", "Tom Vermaasdonk (wielrenner)"} <= names


@pytest.mark.model
@pytest.mark.parametrize("path", ["/", "/quotes/", "/nergens/", "/admin/login/"])
def test_every_page_of_a_demo_says_that_all_is_invented(demo, path):
    assert "Alles hier is verzonnen" in demo.get(path, **{"Accept-Language": "nl"})
    assert "All of this is invented" in demo.get(path, **{"Accept-Language": "en"})


def test_an_archive_that_is_no_demo_does_not_say_so(client, db):
    assert "verzonnen" not in client.get("/").content.decode()
