"""Full-text search with Dutch word forms, the same on both databases.

PostgreSQL keeps a generated tsvector column; SQLite an FTS5 table that we fill with the stems of folded
words ourselves. Both stem with the same Snowball algorithm (Porter's for Dutch), fold accents first,
and know no stop words, so that a phrase of small words can be found.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

WORD = re.compile(r"\w+")
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# A tsvector of PostgreSQL holds one megabyte at most; both databases index the same beginning of a text.
INDEXED_CHARACTERS = 500_000
STEMMER = snowballstemmer.stemmer("dutch_porter")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query: wanted, or excluded with a minus; a final * asks for a beginning."""

    text: str
    is_excluded: bool = False
    is_prefix: bool = False

    @property
    def stems(self) -> list[str]:
        words = WORD.findall(self.text)
        if self.is_prefix and words:
            return [stem(word) for word in words[:-1]] + [fold(words[-1])]
        return [stem(word) for word in words]


# Letters that do not fall apart into a letter and an accent.
UNSEPARATED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(text: str) -> str:
    """The text in lower case without accents: "Loekasjenkó" becomes "loekasjenko"."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).translate(UNSEPARATED)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem by which all forms of a Dutch word are found."""
    return STEMMER.stemWord(fold(word))


def parse_query(words: str) -> list[Term]:
    """The terms of what a reader typed: words, "phrases", -excluded, begin*. Never fails."""
    terms = []
    for match in TERM.finditer(words):
        text = match["word"] if match["word"] is not None else match["phrase"]
        if WORD.search(text):
            prefix = match["word"] is not None and text.endswith("*")
            terms.append(Term(text.rstrip("*"), bool(match["minus"]), prefix))
    return terms


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Where the words of a model's rows can be found: the same name on both databases.

    On SQLite, table is an FTS5 table whose rows are numbered by the model's key field; on PostgreSQL,
    model_table has a tsvector column "search".
    """

    table: str
    model_table: str
    key: str
    columns: tuple[str, ...]

    def matching(self, queryset: QuerySet, words: str) -> QuerySet:
        terms = parse_query(words)
        if not any(not term.is_excluded for term in terms):
            return queryset.none() if words.strip() else queryset
        if connection.vendor == "postgresql":
            query, parameters = postgresql_query(terms)
            rows = f"SELECT id FROM {self.model_table} WHERE search @@ ({query})"
            return queryset.filter(pk__in=RawSQL(rows, parameters))
        rows = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s"
        return queryset.filter(**{f"{self.key}__in": RawSQL(rows, [sqlite_query(terms)])})

    def write(self, key: int, *texts: str) -> None:
        """Index one row's texts, in the order of the columns. PostgreSQL does this by itself."""
        if connection.vendor == "sqlite":
            self.remove([key])
            marks = ", ".join(["%s"] * (len(texts) + 1))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {self.table} (rowid, {', '.join(self.columns)}) VALUES ({marks})",
                    [key, *map(stemmed, texts)],
                )

    def remove(self, keys: Iterable[int]) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.executemany(f"DELETE FROM {self.table} WHERE rowid = %s", [[key] for key in keys])


ARTICLES = SearchIndex("article_search", "articles_article", "order_key", ("title", "text"))


def matching_articles(queryset: QuerySet, words: str) -> QuerySet:
    return ARTICLES.matching(queryset, words)


def stemmed(text: str) -> str:
    return " ".join(map(stem, WORD.findall(text[:INDEXED_CHARACTERS])))


def sqlite_query(terms: list[Term]) -> str:
    """The terms as an FTS5 expression over stems."""

    def phrase(term: Term) -> str:
        return '"' + " ".join(term.stems) + '"' + (" *" if term.is_prefix else "")

    wanted = " AND ".join(phrase(term) for term in terms if not term.is_excluded)
    unwanted = " OR ".join(phrase(term) for term in terms if term.is_excluded)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def postgresql_query(terms: list[Term]) -> tuple[str, list[str]]:
    """The terms as an SQL expression of type tsquery, and its parameters."""
    parts, parameters = [], []
    for term in terms:
        if term.is_prefix:
            part = "to_tsquery('simple', %s)"
            parameters.append(" <-> ".join(term.stems) + ":*")
        else:
            part = "phraseto_tsquery('newsarchive', %s)"
            parameters.append(term.text)
        parts.append(f"!! {part}" if term.is_excluded else part)
    return " && ".join(parts), parameters


def find_hits(text: str, words: str) -> list[tuple[int, int]]:
    """Where a text holds the wanted terms of a query: character offsets, half-open, in text order."""
    terms = [term for term in parse_query(words) if not term.is_excluded]
    tokens = [(match.start(), match.end(), match.group()) for match in WORD.finditer(text)]
    stems = [stem(word) for _, _, word in tokens]
    hits = set()
    for term in terms:
        wanted = term.stems
        for at in range(len(tokens) - len(wanted) + 1):
            found = stems[at : at + len(wanted)]
            if term.is_prefix:
                matches = found[:-1] == wanted[:-1] and fold(tokens[at + len(wanted) - 1][2]).startswith(
                    wanted[-1]
                )
            else:
                matches = found == wanted
            if matches:
                hits.add((tokens[at][0], tokens[at + len(wanted) - 1][1]))
    return sorted(hits)
