"""The Dutch catalogue holds every string of the interface, and nothing else."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CATALOGUE = settings.BASE_DIR / "locale/nl/LC_MESSAGES/django.po"


def sources():
    """Python that asks for translations: the code, and what Django makes of the templates."""
    for folder in ("articles", "entities", "newsarchive"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            yield path, path.read_text()
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield path, "\n".join(line.strip() for line in lines)


def message_key(message, context):
    return (message[0] if isinstance(message, tuple) else message), context


def messages() -> dict[tuple, Path]:
    return {
        message_key(message, context): path
        for path, source in sources()
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS)
    }


def test_dutch_catalogue_holds_every_string_and_no_other():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    translated = {
        message_key(message.id, message.context)
        for message in catalogue
        if message.id
        and not message.fuzzy
        and all(message.string if message.pluralizable else [message.string])
    }
    assert sorted(map(str, messages().keys() - translated)) == []
    assert sorted(map(str, translated - messages().keys())) == []


def test_placeholders_of_translations_are_those_of_the_source():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    assert [
        (message.id, [str(e) for e in message.check(catalogue)])
        for message in catalogue
        if list(message.check(catalogue))
    ] == []
