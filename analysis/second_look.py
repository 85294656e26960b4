"""A second look at the speakers of an article, knowing what a first look thought of every quote.

Who speaks next, and who speaks most, says much about a quote without a source; reading from the front knows
only what came before. (Stacked sequential learning, Cohen and Carvalho, IJCAI 2005.)
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from analysis.folding import fold_name
from analysis.quotes import QuoteData
from analysis.sources import Context

# The chance of every candidate of a quote, by its key.
Thought = dict[str, float]
# For a quote: the number of another one whose words it repeats, and the share of its own words that it does.
Echo = tuple[int, float]

LONG_WORD = re.compile(r"[^\W\d_]{5,}")
COMMON = 12  # A word that so many quotes of an article have tells none of them apart.


def key_of(row: dict[str, Any], context: Context) -> str:
    """What a candidate is called from one look to the next, where bodies have no lasting id."""
    if row["kind"] != "organisation":
        return row["id"] or row["kind"]
    if row["id"] is None:
        name = context.text[slice(*row["span"])]
    else:
        name = next(entity["name"] for entity in context.entities if entity["id"] == row["id"])
    return "body " + fold_name(name)


def thought_of(rows: Sequence[dict[str, Any]], context: Context) -> Thought:
    """The chances of weighed candidates."""
    return {key_of(row, context): row["score"] for row in rows}


def echoes_of(quotes: Sequence[QuoteData], text: str) -> dict[int, Echo]:
    """Of quotes without a source, such as headlines: which other quote has most of their long words."""
    words = [
        {word.lower() for start, end in quote["contents"] for word in LONG_WORD.findall(text[start:end])}
        for quote in quotes
    ]
    places: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(words):
        for word in own:
            places[word].append(number)
    echoes = {}
    for number, (quote, own) in enumerate(zip(quotes, words, strict=True)):
        if quote["source"] is None and len(own) > 1:
            shared = Counter(
                n for word in own if len(places[word]) <= COMMON for n in places[word] if n != number
            )
            if shared:
                other, count = shared.most_common(1)[0]
                echoes[number] = (other, count / len(own))
    return echoes


def look_again(
    rows: Sequence[dict[str, Any]],
    number: int,
    quotes: Sequence[QuoteData],
    thoughts: Sequence[Thought],
    echoes: dict[int, Echo],
    context: Context,
) -> None:
    """Add to the candidates of one quote what the first look thought of it and of the others."""
    following = thoughts[number + 1] if number + 1 < len(thoughts) else {}
    previous = thoughts[number - 1] if number else {}
    likeliest = max(following, key=following.__getitem__, default="")
    is_bare = bool(following) and quotes[number + 1]["source"] is None
    other, share = echoes.get(number, (number, 0.0))
    for row in rows:
        key = key_of(row, context)
        others = sum(thought.get(key, 0.0) for thought in thoughts) - thoughts[number].get(key, 0.0)
        after = following.get(key, 0.0)
        row["features"].update(
            t_own=thoughts[number].get(key, 0.0),
            t_before=previous.get(key, 0.0),
            t_after=after,
            t_after_likeliest=float(likeliest == key),
            t_after_bare=after * is_bare,
            t_share=others / max(len(thoughts) - 1, 1),
            t_echo=share * thoughts[other].get(key, 0.0),
        )
