"""What a reader came for: the places of an article that a list's filters ask for.

From a list of articles these are the words searched for and the names of who and where was chosen; from
a list of quotes, the quotes that are in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.filtering import Choice, ListFilter, wanted_of
from articles.models import Article
from articles.search import find_hits
from entities.models import Mention, Quote

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hits:
    """Where the hits of a text begin, words to mark, and the quotes that are hits."""

    places: list[int] = field(default_factory=list)
    marked: list[Span] = field(default_factory=list)
    quotes: frozenset[int] = frozenset()


NO_HITS = Hits()


def hits_of_articles(filters: ListFilter, text: str, mentions: Iterable[Mention]) -> Hits:
    """The words, people, organisations and countries of a list of articles, as a text has them."""
    spans = find_hits(text, filters.words) if filters.words else []
    subjects = {choice.subject.pk for name in ("person", "organisation") for choice in known(filters, name)}
    codes = {choice.value for choice in known(filters, "country")}
    spans += [
        (mention.start_char, mention.end_char)
        for mention in mentions
        if mention.country_code in codes or (mention.entity and mention.entity.survivor.pk in subjects)
    ]
    marked = joined(spans)
    return Hits([start for start, _end in marked], marked)


def known(filters: ListFilter, name: str) -> list[Choice]:
    wanted = wanted_of(filters.chosen[name])
    return [choice for choice in wanted if choice.is_known and not choice.is_none]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same places in text order; what overlaps is one hit."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def hits_of_quotes(filters: ListFilter, article: Article, quotes: Sequence[Quote]) -> Hits:
    """The quotes of an article that a list of quotes holds, and the searched words in them."""
    inside = set(filters.qs.filter(article=article).values_list("pk", flat=True))
    own = [quote for quote in quotes if quote.pk in inside]
    words = find_hits(article.text, filters.words) if filters.words else []
    parts = [part for quote in own for part in quote.parts]
    marked = [word for word in words if any(start <= word[0] and word[1] <= end for start, end in parts)]
    return Hits([quote.start_char for quote in own], joined(marked), frozenset(quote.pk for quote in own))
