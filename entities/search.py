"""Finding people by what a reader types: any spelling, with or without accents, a beginning, one typing error.

Names are found by their words. NameWord says which names have a word, and KnownWord holds every word
forwards and backwards: a word with one error still begins or ends as it should, so that either database
finds it by an index. No step looks at more than a few thousand names, however many the archive has.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length
from rapidfuzz.distance import OSA

from analysis.folding import fold
from articles.search import WORD
from entities.models import LONGEST_WORD, Alias, Entity, KnownWord, NameWord
from entities.names import key_of

MOST_WORDS = 6  # Of a query; further ones are not looked at.
MANY = 500  # Names that are looked at one by one.
FREQUENT = 5_000  # Names: a word, or beginning of one, that more of them have narrows nothing.
MOST_QUOTED = 2_000  # People among whom those are looked for whom too many names fit.
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

    Where nobody is called so, those who are but for one typing error. Without a kind: people and organisations.
    """
    return called(words, limit, kind) or mistaken(words, limit, kind)


def called(words: str, limit: int = 10, kind: str = Entity.Kind.PERSON) -> list[Entity]:
    """Those in the news who are called so, whole or in part: an exact name first, then the most quoted."""
    typed = typed_words(words)
    if not typed:
        return []
    kinds = [kind] if kind else Entity.Kind.values
    few = having(typed)
    if few is not None and len(few) <= MANY:
        begun = with_all(kinds, few, typed)
    else:
        begun = among_the_most_quoted(kinds, typed)
        if len(begun) < limit:
            begun += with_all(kinds, few or names_that_begin(words), typed)
    return in_the_news([*spelled(kinds, words), *begun], limit)


def mistaken(words: str, limit: int = 10, kind: str = Entity.Kind.PERSON) -> list[Entity]:
    """Those in the news who are called so but for one typing error."""
    return in_the_news(mistyped([kind] if kind else Entity.Kind.values, typed_words(words)), limit)


def found_by_name(entities: QuerySet, words: str) -> QuerySet:
    """All of these entities who are called so, those of exactly this name first; else those but for an error."""
    typed = typed_words(words)
    if not typed:
        return entities.none()
    whole = Q(key__in=keys_of(words))
    begun = Q(*(Q(pk__in=NameWord.objects.filter(beginning("word", word)).values("alias")) for word in typed))
    found = entities.filter(is_bearer(Alias.objects.filter(whole | begun)))
    if not found.exists():
        return entities.filter(pk__in={hit.entity for hit in mistyped(Entity.Kind.values, typed)})
    exactly = When(is_bearer(Alias.objects.filter(whole)), then=Value(0))
    return found.order_by(Case(exactly, default=Value(1)), *found.query.order_by)


def is_bearer(names: QuerySet) -> Q:
    """That an entity bears one of these aliases, or one that was merged into it does."""
    return Q(pk__in=names.values("entity")) | Q(pk__in=names.values("entity__merged_into"))


def typed_words(words: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(words))][:MOST_WORDS]


def keys_of(words: str) -> set[str]:
    """By what a name of a person or organisation would be known."""
    return {key for kind in Entity.Kind.values if (key := key_of(words[:300], kind))}


def spelled(kinds: list[str], words: str) -> list[Hit]:
    """Those whose full name this is, in any spelling."""
    return bearers(kinds, Alias.objects.filter(key__in=keys_of(words)), SPELLED, lambda name: True)


def with_all(kinds: list[str], aliases: Iterable[int], typed: list[str], fit: int = BEGUN) -> list[Hit]:
    """Those, of some aliases, of whose names each typed word begins a word."""
    some = Alias.objects.filter(pk__in=list(aliases)[:MANY])
    return bearers(kinds, some, fit, lambda name: begin_some(typed, name))


def bearers(
    kinds: list[str], aliases: QuerySet, fit: int, does_fit: Callable[[list[str]], bool]
) -> list[Hit]:
    """Who bears the names, of some aliases, of which the words fit. Two queries: no database joins so many well."""
    names = aliases.values_list("entity", "folded")[:MANY]
    fitting = {entity for entity, folded in names if does_fit(WORD.findall(folded))}
    found = Entity.objects.filter(pk__in=fitting, kind__in=kinds).annotate(
        seen=Coalesce("merged_into", "pk"),
        said=Coalesce("merged_into__quote_count", "quote_count"),
        named=Coalesce("merged_into__article_count", "article_count"),
    )
    rows = found.values_list("seen", "said", "named")
    return [Hit(fit, -quotes, -articles, pk) for pk, quotes, articles in rows]


def having(typed: list[str]) -> set[int] | None:
    """The aliases that have words with these beginnings; None where the beginnings are all frequent."""
    few: set[int] | None = None
    most = FREQUENT if len(typed) > 1 else MANY
    for word in sorted(typed, key=len, reverse=True):
        aliases = NameWord.objects.filter(beginning("word", word)).values_list("alias", flat=True)
        if not aliases[most : most + 1]:
            few = set(aliases) if few is None else few.intersection(aliases)
        if few is not None and len(few) <= MANY:
            break
    return few


def names_that_begin(words: str) -> QuerySet:
    """Some of the aliases that begin with these words."""
    return Alias.objects.filter(beginning("folded", fold(words).strip())).values_list("pk", flat=True)[:MANY]


def among_the_most_quoted(kinds: list[str], typed: list[str]) -> list[Hit]:
    """Those quoted more than nearly all of whose names, as they are called, each typed word begins a word."""
    quoted = Entity.objects.filter(kind=kinds[0]).order_by("-quote_count")
    least = next(iter(quoted.values_list("quote_count", flat=True)[MOST_QUOTED : MOST_QUOTED + 1]), 0)
    names = [Q(folded_name__contains=word) for word in typed]
    people = Entity.objects.in_the_news().filter(*names, kind__in=kinds, quote_count__gt=least)
    rows = people.values_list("quote_count", "article_count", "pk", "folded_name")
    return [
        Hit(BEGUN, -quotes, -articles, pk)
        for quotes, articles, pk, name in rows
        if begin_some(typed, WORD.findall(name))
    ]


def mistyped(kinds: list[str], typed: list[str]) -> list[Hit]:
    """Those of whose names one word was typed with an error, and the others begin a word."""
    found = []
    for at, word in enumerate(typed):
        others = typed[:at] + typed[at + 1 :]
        few = having(others) if others else None
        if (few is None or len(few) > MANY) and len(word) >= SHORTEST:
            rows = NameWord.objects.filter(word__in=words_like(word)).values_list("alias", flat=True)
            like = set(rows[:FREQUENT])
            few = like if few is None else few & like

        def does_fit(name: list[str], word: str = word, others: list[str] = others) -> bool:
            return is_nearly_one(word, name) and begin_some(others, name)

        some = Alias.objects.filter(pk__in=list(few or ())[:MANY])
        found += bearers(kinds, some, MISTYPED, does_fit)
    for words in spaced_otherwise(typed):
        found += with_all(kinds, having(words) or (), words, MISTYPED)
    return found


def spaced_otherwise(typed: list[str]) -> list[list[str]]:
    """The words with one space less, or one more where that makes words that names have."""
    others = [[*typed[:at], typed[at] + typed[at + 1], *typed[at + 2 :]] for at in range(len(typed) - 1)]
    halves = {
        (at, word[:cut], word[cut:]) for at, word in enumerate(typed) for cut in range(2, len(word) - 1)
    }
    parts = {part for _at, *both in halves for part in both}
    known = set(KnownWord.objects.filter(word__in=parts).values_list("word", flat=True))
    return others + [
        [*typed[:at], begin, end, *typed[at + 1 :]]
        for at, begin, end in sorted(halves)
        if begin in known and end in known
    ]


def words_like(word: str) -> list[str]:
    """The words of names that differ from this one by an error: a letter more, less, another, two swapped.

    An error leaves what stands before it or what stands behind it as it was.
    """
    kept = max(1, (len(word) - 1) // 2)
    whole = KnownWord.objects.annotate(length=Length("word")).filter(
        length__gte=len(word) - 1, length__lte=len(word) + 1
    )
    begin = whole.filter(beginning("word", word[:kept]))
    end = whole.filter(beginning("backwards", word[: -kept - 1 : -1]))
    like = {row for half in (begin, end) for row in half.values_list("word", flat=True)}
    return [other for other in like if OSA.distance(word, other, score_cutoff=1) <= 1]


def beginning(field: str, letters: str) -> Q:
    """That a field begins so, as either database finds it by its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": letters})
    return Q(**{f"{field}__gte": letters, f"{field}__lt": letters + "\U0010ffff"})


def begin_some(typed: Iterable[str], words: list[str]) -> bool:
    """Whether each typed word begins one of the words of a name."""
    return all(any(word.startswith(each) for word in words) for each in typed)


def is_nearly_one(typed: str, words: Iterable[str]) -> bool:
    return any(OSA.distance(typed, word, score_cutoff=1) <= 1 for word in words)


def in_the_news(hits: list[Hit], limit: int) -> list[Entity]:
    """The people of the best hits, without those whom no article names."""
    best: dict[int, Hit] = {}
    for hit in sorted(hits):
        if hit.articles:
            best.setdefault(hit.entity, hit)
    candidates = list(best)[: 2 * limit]
    people = Entity.objects.in_the_news().in_bulk(candidates)
    return [people[pk] for pk in candidates if pk in people][:limit]
