"""Finding people by what a reader types: any spelling, with or without accents, a beginning, one typing error.

Names are found by their words, which the table of NameWord holds forwards and backwards: a word with one
error still begins or ends as it should, so that either database finds it by an index.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Length
from rapidfuzz.distance import OSA

from analysis.folding import fold
from articles.search import WORD
from entities.models import LONGEST_WORD, Alias, Entity, NameWord
from entities.names import key_of

MOST_WORDS = 6  # Of a query; further ones are not looked at.
MANY = 2_000  # Names: a beginning of more of them is looked for among the most quoted people instead:
MOST_QUOTED, STEP = 3_000, 500  # among so many, so many at a time.
SHORTEST = 4  # Letters of a word that alone can be found with an error: "Jan" could be anybody.
SPELLED, BEGUN, MISTYPED = range(3)  # How well a name fits, the best first.


class Hit(NamedTuple):
    """Somebody whose name fits, in the order of a list of suggestions."""

    fit: int
    quotes: int  # Negative, so that the most quoted come first.
    articles: int
    entity: int


def suggest(words: str, limit: int = 10, kind: str = Entity.Kind.PERSON) -> list[Entity]:
    """Who is meant by a name, a part of it or its beginning: people in the news, the most quoted first.

    Where nobody is called so, those who are but for one typing error.
    """
    typed = [word[:LONGEST_WORD] for word in WORD.findall(fold(words))][:MOST_WORDS]
    if not typed:
        return []
    names = Alias.objects.filter(entity__kind=kind)
    few = rarest(typed)
    begun = among_the_most_quoted(kind, typed, limit) if few is None else with_all(names, few, typed)
    if few is None and not begun and len(typed) > 1:  # Frequent words, seldom together.
        begun = with_all(names, rarest(typed, 20 * MANY) or (), typed)
    return in_the_news([*spelled(names, words, kind), *begun] or mistyped(names, typed), limit)


def spelled(names: QuerySet, words: str, kind: str) -> list[Hit]:
    """Those whose full name this is, in any spelling."""
    key = key_of(words[:300], kind)
    return [hit for hit, _words in fitting(names.filter(key=key), SPELLED)] if key else []


def with_all(names: QuerySet, aliases: Iterable[int], typed: list[str], fit: int = BEGUN) -> list[Hit]:
    """Those, of some aliases, of whose names each typed word begins a word."""
    hits = fitting(names.filter(pk__in=aliases), fit)
    return [hit for hit, words in hits if all(begins_one(word, words) for word in typed)]


def mistyped(names: QuerySet, typed: list[str]) -> list[Hit]:
    """Those of whose names one word was typed with an error, and the others begin a word."""
    found = []
    for at, word in enumerate(typed):
        others = typed[:at] + typed[at + 1 :]
        few = rarest(others) if others else None
        if few is None and len(word) >= SHORTEST:
            few = set(
                NameWord.objects.filter(word__in=words_like(word)).values_list("alias", flat=True)[:MANY]
            )
        for hit, words in fitting(names.filter(pk__in=few or ()), MISTYPED):
            if is_nearly_one(word, words) and all(begins_one(other, words) for other in others):
                found.append(hit)
    for words in spaced_otherwise(typed):
        found += with_all(names, rarest(words) or (), words, MISTYPED)
    return found


def spaced_otherwise(typed: list[str]) -> list[list[str]]:
    """The words with one space less, or one more where that makes words that names have."""
    others = [[*typed[:at], typed[at] + typed[at + 1], *typed[at + 2 :]] for at in range(len(typed) - 1)]
    halves = {
        (at, word[:cut], word[cut:]) for at, word in enumerate(typed) for cut in range(2, len(word) - 1)
    }
    parts = {part for _at, *both in halves for part in both}
    known = set(NameWord.objects.filter(word__in=parts).order_by().values_list("word", flat=True).distinct())
    return others + [
        [*typed[:at], begin, end, *typed[at + 1 :]]
        for at, begin, end in sorted(halves)
        if begin in known and end in known
    ]


def rarest(typed: list[str], many: int = MANY) -> set[int] | None:
    """The aliases with words that begin so, as far as they are not too many; None where all are."""
    few: set[int] | None = None
    for word in typed:
        rows = NameWord.objects.filter(beginning("word", word)).values_list("alias", flat=True)
        aliases = list(rows[: many + 1])
        if len(aliases) <= many:
            few = set(aliases) if few is None else few & set(aliases)
    return few


def fitting(names: QuerySet, fit: int) -> list[tuple[Hit, list[str]]]:
    """The bearers of some aliases, each with the words of the alias."""
    rows = names.annotate(person=Coalesce("entity__merged_into", "entity")).values_list(
        "entity__quote_count", "entity__article_count", "person", "folded"
    )
    return [
        (Hit(fit, -quotes, -articles, person), WORD.findall(folded))
        for quotes, articles, person, folded in rows[:MANY]
    ]


def among_the_most_quoted(kind: str, typed: list[str], limit: int) -> list[Hit]:
    """Those of the most quoted people of whose names each typed word, a frequent one, begins a word."""
    people = Entity.objects.in_the_news().filter(kind=kind).order_by("-quote_count", "-article_count")
    rows = people.values_list("quote_count", "article_count", "pk")
    found: list[Hit] = []
    for start in range(0, MOST_QUOTED, STEP):
        hits = {pk: Hit(BEGUN, -q, -a, pk) for q, a, pk in rows[start : start + STEP]}
        names = Alias.objects.filter(entity__in=hits).values_list("entity", "folded")
        fit = {pk for pk, folded in names if all(begins_one(w, WORD.findall(folded)) for w in typed)}
        found += [hit for pk, hit in hits.items() if pk in fit]
        if len(found) >= limit or len(hits) < STEP:
            break
    return found


def words_like(word: str) -> list[str]:
    """The words of names that differ from this one by an error: a letter more, less, another, two swapped.

    An error leaves what stands before it or what stands behind it as it was.
    """
    kept = max(1, (len(word) - 1) // 2)
    whole = NameWord.objects.annotate(length=Length("word")).filter(
        length__gte=len(word) - 1, length__lte=len(word) + 1
    )
    begin = whole.filter(beginning("word", word[:kept]))
    end = whole.filter(beginning("backwards", word[: -kept - 1 : -1]))
    like = {row for half in (begin, end) for row in half.order_by().values_list("word", flat=True).distinct()}
    return [other for other in like if OSA.distance(word, other, score_cutoff=1) <= 1]


def beginning(field: str, letters: str) -> Q:
    """That a field begins so, as either database finds it by its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": letters})
    return Q(**{f"{field}__gte": letters, f"{field}__lt": letters + "\U0010ffff"})


def begins_one(typed: str, words: Iterable[str]) -> bool:
    return any(word.startswith(typed) for word in words)


def is_nearly_one(typed: str, words: Iterable[str]) -> bool:
    return any(OSA.distance(typed, word, score_cutoff=1) <= 1 for word in words)


def in_the_news(hits: list[Hit], limit: int) -> list[Entity]:
    """The people of the best hits, without those whom no article names."""
    best: dict[int, Hit] = {}
    for hit in sorted(hits):
        best.setdefault(hit.entity, hit)
    candidates = list(best)[: 5 * limit]
    people = Entity.objects.in_the_news().in_bulk(candidates)
    return [people[pk] for pk in candidates if pk in people][:limit]
