"""What every test stands on: compiled translations, static files as they lie in the folder."""

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def pytest_configure():
    """Compile the catalogue where it is newer than what was compiled, so that tests read Dutch."""
    for source in (settings.BASE_DIR / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3])
            with compiled.open("wb") as file:
                write_mo(file, catalogue)


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings):
    """Hashed names exist only after collectstatic, which no test needs."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
