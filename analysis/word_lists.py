"""The word lists of data/word_lists.txt, by name."""

import functools
from pathlib import Path

DATA = Path(__file__).parent / "data"


@functools.cache
def _read() -> dict[str, frozenset[str]]:
    lists: dict[str, list[str]] = {}
    name = ""
    for line in (DATA / "word_lists.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            lists[name] = []
        elif line and not line.startswith("#"):
            lists[name].extend(line.split())
    return {key: frozenset(words) for key, words in lists.items()}


def word_list(name: str) -> frozenset[str]:
    """The words under [name]."""
    return _read()[name]
