"""Every page is HTML that a strict parser takes without an error.

docs/quality.md says which validators, of what may stand where, were run by hand.
"""

import html5lib
import pytest

pytestmark = pytest.mark.model


def errors_of(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"line {place[0]}: {code} {details}" for place, code, details in parser.errors]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_parsed_without_an_error(demo, language):
    found = {
        name: errors_of(demo.get(path, **{"Accept-Language": language})) for name, path in demo.pages.items()
    }
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.parametrize("wrong", ["<p><div></p>", "<a href=x><a href=y>z</a>", "<table><p>x</table>"])
def test_an_error_would_be_found(wrong):
    assert errors_of(f"<!doctype html><title>t</title>{wrong}")
