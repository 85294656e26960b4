"""What tests share: Dutch pages, and an archive of its own for commands that run as separate processes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from django.utils.translation import trans_real
from playwright.sync_api import sync_playwright

from tests.browser import find_chromium
from tests.demo import demo, demo_browser, editors_cookies

__all__ = ["demo", "demo_browser", "editors_cookies"]

PROJECT = Path(settings.BASE_DIR)


def pytest_configure():
    """Compile each catalogue that is newer than what was compiled of it."""
    for source in (PROJECT / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file, compiled.with_suffix(f".{os.getpid()}").open("wb") as target:
                write_mo(target, read_po(file, locale=source.parts[-3]))
            os.replace(target.name, compiled)  # Whole or not at all: several processes may do this.
            # What Django read before, without this catalogue, it would keep.
            trans_real._translations, trans_real._default = {}, None


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages name static files as they are, without a collectstatic before the tests."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def counts_of_its_own(settings, tmp_path_factory):
    """What processes share about who asked how often: empty for each test, and apart from the archive's."""
    shared = settings.CACHES["shared"] | {"LOCATION": tmp_path_factory.getbasetemp() / "shared"}
    settings.CACHES = settings.CACHES | {"shared": shared}
    caches["shared"].clear()


@pytest.fixture
def english(settings):
    """Texts of the archive in English, for tests that read them."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def quick_pipeline(request, settings):
    """Texts are read by rules alone, in no time, except in tests of the trained pipeline."""
    if "model" not in request.keywords:
        settings.PIPELINES = {"nl": "rules"}


@pytest.fixture(scope="session")
def chromium():
    """The browser; where there is none the test says so, or fails if nothing may be left out."""
    path = find_chromium()
    if path is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("NEWSARCHIVE_TEST_ALL") == "1" else pytest.skip(reason)
    # Playwright's loop runs in this thread; Django must not take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as api:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = api.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def failed(request) -> list[str]:
    """The address of a request that failed; one that the page itself gave up by moving on did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


@pytest.fixture
def open_page(chromium, live_server):
    """Opens pages with these settings of the browser; what a page complains about fails the test."""
    contexts, complaints = [], []

    def open_page(path="/", **options):
        context = chromium.new_context(base_url=live_server.url, **{"locale": "nl-NL", **options})
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.extend(failed(request)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@dataclass
class SeparateArchive:
    """A database of its own, used through manage.py as an operator does."""

    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.fixture
def make_archive(tmp_path, request):
    """Makes empty, migrated archives on the database that the tests run on."""
    made = []

    def make(name: str) -> SeparateArchive:
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "NEWSARCHIVE_DATA": str(folder), "NEWSARCHIVE_PIPELINE": "rules"}
        if connection.vendor == "postgresql":
            address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
            database = f"archive_{name}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
            create_database(database)
            made.append(database)
            environment["DATABASE_URL"] = f"{address}/{database}"
        else:
            environment["DATABASE_URL"] = f"sqlite:///{folder / 'archive.sqlite3'}"
        archive = SeparateArchive(environment)
        migrated = archive.manage("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        return archive

    if connection.vendor == "postgresql":
        request.getfixturevalue("django_db_setup")
    yield make
    for database in made:
        run_outside_transaction(f'DROP DATABASE "{database}" WITH (FORCE)')


def create_database(name: str) -> None:
    run_outside_transaction(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    run_outside_transaction(f'CREATE DATABASE "{name}"')


def run_outside_transaction(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)
