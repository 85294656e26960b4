"""Imports point one way: analysis <- models <- what writes <- what reads <- what answers."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
MODELS = {"models", "search", "slugs", "migrations"}
WRITERS = {
    "derived",
    "linking",
    "relinking",
    "importing",
    "findings",
    "moving",
    "settling",
    "curation",
    "ingest",
}
READERS = {
    "queries",
    "filters",
    "filtering",
    "timeline",
    "periods",
    "reading",
    "hits",
    "related",
    "countries",
    "citing",
    "twins",
    "export",
    "world_map",
    "charts",
    "reconciling",
}
DOORS = {"views", "urls", "admin", "fixing", "management"}


def imports_of(path: Path) -> set[str]:
    """The modules that a file imports, as dotted names; for a "from" also the names behind it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def modules(*packages: str) -> list[Path]:
    return [path for package in packages for path in sorted((PROJECT / package).rglob("*.py"))]


def room(name: str) -> str:
    """The room of a module in its application: "views" for articles.views or articles/views.py."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def ours(path: Path) -> set[str]:
    return {name for name in imports_of(path) if name.split(".")[0] in {"articles", "entities"}}


@pytest.mark.parametrize("path", modules("analysis"), ids=str)
def test_analysis_knows_no_django_and_no_application(path):
    forbidden = {"django", "articles", "entities", "newsarchive"}
    assert not {name for name in imports_of(path) if name.split(".")[0] in forbidden}


@pytest.mark.parametrize("path", modules("articles", "entities"), ids=str)
def test_applications_import_downwards_only(path):
    here = room(".".join(path.relative_to(PROJECT).with_suffix("").parts))
    above = {
        **dict.fromkeys(MODELS, WRITERS | READERS | DOORS),
        **dict.fromkeys(WRITERS, READERS | DOORS),
        **dict.fromkeys(READERS, (WRITERS - {"derived"}) | DOORS),
    }.get(here, set())
    assert not {name for name in ours(path) if room(name) in above}


@pytest.mark.parametrize("path", modules("articles", "entities"), ids=str)
def test_only_ingest_and_what_it_writes_with_know_the_analysis(path):
    here = room(".".join(path.relative_to(PROJECT).with_suffix("").parts))
    names = {name for name in imports_of(path) if name.split(".")[0] == "analysis"}
    names = {name for name in names if not name.startswith("analysis.folding")}  # Everybody compares letters.
    if here in {"findings", "relinking", "curation"}:
        allowed: tuple[str, ...] = ("analysis.results",)
    elif here == "linking":
        allowed = ("analysis.results", "analysis.known_people")
    elif here == "names":  # A name is compared by its spelling, and looked up among known people.
        allowed = ("analysis.spelling", "analysis.known_people", "analysis.names")
    elif here in MODELS | WRITERS:
        allowed = ()
    else:  # A filter reads partial dates; a page shows the blocks of a text.
        allowed = ("analysis.dates", "analysis.blocks")
    assert here == "ingest" or not {name for name in names if not name.startswith(allowed or "-")}


def test_articles_know_no_entities_in_their_models():
    assert not {name for name in imports_of(PROJECT / "articles/models.py") if name.startswith("entities")}
