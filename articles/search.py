"""Full-text search with Dutch word forms, the same on both databases.

Words are folded (case, accents) and stemmed by Snowball's Dutch stemmer (Kraaij and Pohlmann 1994), which
knows that "huizen" and "huis" are one word; the one in PostgreSQL does not. So we hand the stems, in
their order, to SQLite's FTS5 and to PostgreSQL's tsvector alike. There are no stop words: a phrase of
small words can be found.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from analysis.folding import fold

WORD = re.compile(r"\w+")
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# A tsvector holds one megabyte at most; both databases index the same beginning of a text.
INDEXED_CHARACTERS = 500_000
LONGEST_WORD = 100  # Characters; what is longer is no word.
LAST_POSITION = 16_383  # A tsvector counts no further.
stemmer = Stemmer.Stemmer("dutch")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What all forms of a Dutch word share."""
    return stemmer.stemWord(fold(word))


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text, in their order."""
    words = WORD.findall(text[:INDEXED_CHARACTERS])
    # Folding can take a word apart ("½" becomes "1⁄2"), so its stem is cut into words again.
    return [part for word in words if len(word) <= LONGEST_WORD for part in WORD.findall(stem(word))]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query: wanted, or excluded with a minus; a final * asks for a beginning."""

    text: str
    is_excluded: bool = False
    is_prefix: bool = False

    @property
    def stems(self) -> list[str]:
        """The stems to find one after the other; of a prefix, the last is the word itself."""
        if not self.is_prefix:
            return stems_of(self.text)
        *words, last = WORD.findall(self.text)
        return [*stems_of(" ".join(words)), *WORD.findall(fold(last))]


def parse_query(words: str) -> list[Term]:
    """The terms of what a reader typed: words, "phrases", -excluded, begin*. Never fails."""
    terms = []
    for match in TERM.finditer(words):
        text = match["word"] if match["word"] is not None else match["phrase"]
        is_prefix = match["word"] is not None and text.endswith("*")
        if WORD.search(text):
            term = Term(text.rstrip("*"), bool(match["minus"]), is_prefix)
            terms += [term] if term.stems else []
    return terms


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Where the stems of a model's texts are: a table whose rows bear the number in the model's key field.

    On SQLite it is an FTS5 table with these columns; on PostgreSQL a table of "key" and a tsvector "search".
    """

    table: str
    key: str
    columns: tuple[str, ...]

    def matching(self, queryset: QuerySet, words: str) -> QuerySet:
        """Rows that hold all wanted terms and no excluded one; without words, all rows."""
        terms = parse_query(words)
        if all(term.is_excluded for term in terms):
            return queryset.none() if words.strip() else queryset
        if connection.vendor == "postgresql":
            rows = RawSQL(
                f"SELECT key FROM {self.table} WHERE search @@ %s::tsquery", [postgresql_query(terms)]
            )
        else:
            rows = RawSQL(
                f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s", [sqlite_query(terms)]
            )
        return queryset.filter(**{f"{self.key}__in": rows})

    def write(self, *rows: tuple[int, *tuple[str, ...]]) -> None:
        """Index rows anew: each a key and its texts, in the order of the columns."""
        self.remove([key for key, *_texts in rows])
        values: list[list[int | str]]
        if connection.vendor == "postgresql":
            statement = f"INSERT INTO {self.table} (key, search) VALUES (%s, %s::tsvector)"
            values = [[key, tsvector(texts)] for key, *texts in rows]
        else:
            marks = ", ".join(["%s"] * (len(self.columns) + 1))
            statement = f"INSERT INTO {self.table} (rowid, {', '.join(self.columns)}) VALUES ({marks})"
            values = [[key, *(" ".join(stems_of(text)) for text in texts)] for key, *texts in rows]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)

    def remove(self, keys: Iterable[int]) -> None:
        column = "key" if connection.vendor == "postgresql" else "rowid"
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.table} WHERE {column} = %s", [[key] for key in keys])


ARTICLES = SearchIndex("article_search", "order_key", ("title", "text"))
QUOTES = SearchIndex("quote_search", "pk", ("content",))


def sqlite_query(terms: list[Term]) -> str:
    """The terms as an FTS5 expression over stems."""

    def phrase(term: Term) -> str:
        return '"' + " ".join(term.stems) + '"' + (" *" if term.is_prefix else "")

    wanted = " AND ".join(phrase(term) for term in terms if not term.is_excluded)
    unwanted = " OR ".join(phrase(term) for term in terms if term.is_excluded)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def postgresql_query(terms: list[Term]) -> str:
    """The terms as a tsquery over stems."""

    def phrase(term: Term) -> str:
        words = " <-> ".join(f"'{stem}'" for stem in term.stems) + (":*" if term.is_prefix else "")
        return f"{'!' if term.is_excluded else ''}({words})"

    return " & ".join(map(phrase, terms))


def tsvector(texts: Iterable[str]) -> str:
    """The stems of texts with their positions, as PostgreSQL reads a tsvector; a gap keeps texts apart."""
    positions = defaultdict(list)
    first = 1
    for text in texts:
        stems = stems_of(text)
        for position, word in enumerate(stems, first):
            positions[word].append(min(position, LAST_POSITION))
        first += len(stems) + 1
    return " ".join(f"'{word}':{','.join(map(str, places))}" for word, places in positions.items())


def find_hits(text: str, words: str) -> list[tuple[int, int]]:
    """Where a text holds the wanted terms of a query: character offsets, half-open, in text order."""
    tokens = [match for match in WORD.finditer(text) if len(match.group()) <= LONGEST_WORD]
    hits = set()
    for term in parse_query(words):
        length = len(term.stems)
        if not term.is_excluded:
            hits |= {
                (run[0].start(), run[-1].end())
                for run in (tokens[at : at + length] for at in range(len(tokens) - length + 1))
                if is_hit(term, [token.group() for token in run])
            }
    return sorted(hits)


def is_hit(term: Term, words: list[str]) -> bool:
    """Whether these words of a text, as many as the term has, are forms of the term."""
    *wanted, last = term.stems
    if [stem(word) for word in words[:-1]] != wanted:
        return False
    return fold(words[-1]).startswith(last) if term.is_prefix else stem(words[-1]) == last
