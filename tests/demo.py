"""The demo as tests see it: made once a run by manage.py, in a database of its own, and served by gunicorn."""

import contextlib
import fcntl
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from django.db import connection

PROJECT = Path(__file__).resolve().parent.parent
EDITOR = {"username": "eva", "password": "alleen-in-deze-test"}


@dataclass
class Demo:
    """A served demo: its address, and what the command said that made it."""

    url: str
    report: str

    def get(self, address: str, form: bytes | None = None, **headers: str) -> str:
        """The body of an answer, of whatever status; with a form it is sent as browsers do."""
        request = urllib.request.Request(self.url + address, form, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def rows(self, twin: str) -> list[dict]:
        return json.loads(self.get(twin))["rows"]

    def first(self, twin: str, **wanted: object) -> str:
        """The path of the first row of a JSON twin with these values."""
        row = next(row for row in self.rows(twin) if wanted.items() <= row.items())
        return row["address"].removeprefix(self.url)

    @cached_property
    def pages(self) -> dict[str, str]:
        """One address of every page type, and of the states that look otherwise."""
        person = self.first("/people.json")
        speaker = self.rows("/people.json")[0]["id"]
        quote = self.first("/quotes.json", speaker_id=speaker)
        article = self.first("/articles.json?q=brug")
        return {
            "home": "/",
            "articles": "/articles/",
            "articles filtered": f"/articles/?q=brug&person={speaker}&country=FR&from=2023",
            "articles none": "/articles/?q=zeppelin",
            "article": article,
            "article untitled": self.first("/articles.json", publication="Persbureau Noordlicht (verzonnen)"),
            "article in English": self.first("/articles.json", language="en"),
            "article in a list": f"{article}?q=brug",
            "article facet": "/articles/by/person/",
            "publications": "/publications/",
            "countries": "/countries/",
            "country": "/countries/BG/",
            "dates": "/dates/",
            "year": "/dates/2024/",
            "month": "/dates/2024/01/",
            "day": f"/dates/{self.rows('/articles.json?from=2024-01&to=2024-01-31')[0]['date'].replace('-', '/')}/",
            "quotes": "/quotes/",
            "quotes filtered": f"/quotes/?speaker={speaker}&speaker=999999&country=FR&from=2023-01&type=direct",
            "quotes none": f"/quotes/?speaker={speaker}&q=zeppelin",
            "quote": quote,
            "report_quote": f"{quote}report/",
            "quote facet": "/quotes/by/speaker/",
            "who_said": "/who-said/?q=brug",
            "who_said empty": "/who-said/",
            "people": "/people/",
            "people none": "/people/?q=Vossenbilt",
            "person": person,
            "person with a namesake": self.first("/people.json", name="Tom Vermaasdonk"),
            "compare": f"/compare/?person={speaker}&person={self.rows('/people.json')[1]['id']}",
            "compare nobody": "/compare/",
            "reconcile_preview": f"/reconcile/preview/{speaker}/",
            "organisations": "/organisations/",
            "organisation": self.first("/organisations.json"),
            "not found": "/nergens/",
        }


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Demo]:
    """The demo, ingested by the pipeline that comes with newsarchive; processes of one run share it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    environment = environment_for(folder / "demo")
    report = folder / "demo-report"
    with (folder / "demo-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            report.write_text(make_demo(environment))
    with served(environment) as url:
        yield Demo(url, report.read_text())


def environment_for(folder: Path) -> dict[str, str]:
    """The settings of the demo: a file on SQLite, on PostgreSQL a database beside that of the tests."""
    environment = {**os.environ, "NEWSARCHIVE_DATA": str(folder), "NEWSARCHIVE_DEMO": "1"}
    if connection.vendor == "postgresql":
        server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{server}/test_newsarchive_demo"
    else:
        environment["DATABASE_URL"] = f"sqlite:///{folder / 'archive.sqlite3'}"
    return environment


def make_demo(environment: dict[str, str]) -> str:
    """Make the database, fill it, and give an editor an account; what the demo command said comes back."""
    if not environment["DATABASE_URL"].startswith("sqlite"):
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS test_newsarchive_demo WITH (FORCE)")
            server.execute("CREATE DATABASE test_newsarchive_demo")
    manage(environment, "migrate", "--verbosity", "0")
    report = manage(environment, "demo", "--workers", "2")
    add_editor(environment)
    return report


def add_editor(environment: dict[str, str]) -> None:
    """An account that may everything, unless the archive has it."""
    account = {
        "DJANGO_SUPERUSER_USERNAME": EDITOR["username"],
        "DJANGO_SUPERUSER_PASSWORD": EDITOR["password"],
        "DJANGO_SUPERUSER_EMAIL": "eva@example.org",
    }
    count = "from django.contrib.auth.models import User; print(User.objects.filter(username='eva').count())"
    if manage(environment, "shell", "--no-imports", "-c", count).strip() == "0":
        manage(environment | account, "createsuperuser", "--no-input")


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """The address of a gunicorn on a free port, with the style sheets as they are now."""
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "newsarchive.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "--threads", "4", "--timeout", "120", "--log-level", "error"], cwd=PROJECT, env=environment
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/robots.txt", timeout=60).close()
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def demo_browser(chromium, demo):
    """Opens pages of the demo with these settings of the browser, and closes them at the end of the run."""
    contexts = []

    def open_page(path: str = "/", **options):
        context = chromium.new_context(base_url=demo.url, **{"locale": "nl-NL", **options})
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def editors_cookies(demo) -> list[dict]:
    """The cookies of an editor who logged in with name and password."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{demo.url}/admin/login/"
    form = browser.open(address).read().decode()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    fields = {**EDITOR, "csrfmiddlewaretoken": token, "next": "/admin/"}
    answer = browser.open(urllib.request.Request(address, urllib.parse.urlencode(fields).encode()))
    assert answer.url == f"{demo.url}/admin/"
    return [
        {"name": cookie.name, "value": cookie.value, "domain": "127.0.0.1", "path": "/"} for cookie in jar
    ]
