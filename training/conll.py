"""CoNLL-2002 (IOB): for measuring only. Its licence is for research; no weight that we ship has seen it."""

from collections.abc import Iterator
from pathlib import Path

from training.corpus import open_text

Document = list[tuple[list[str], list[tuple[int, int, str]]]]


def read_documents(path: Path) -> Iterator[Document]:
    """The articles: sentences as words and names (start, end, label in words)."""
    document, words, tags = [], [], []
    with open_text(path) as lines:
        for line in [*lines, ""]:
            fields = line.split()
            if fields and fields[0] != "-DOCSTART-":
                words.append(fields[0])
                tags.append(fields[-1])
                continue
            if words:
                document.append((words, spans(tags)))
                words, tags = [], []
            if fields and document:
                yield document
                document = []
    if document:
        yield document


def spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """B-PER I-PER O -> (0, 2, "PER"); an I- without its B- begins a name."""
    names, start = [], None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (not tag.startswith("I-") or tag[2:] != tags[start][2:]):
            names.append((start, i, tags[start][2:]))
            start = None
        if start is None and tag != "O":
            start = i
    return names
