"""A second look at the speakers of an article, knowing what a first look thought of every quote.

Who speaks next, and who speaks most, says much about a quote without a source; reading from the front knows
only what came before. (Stacked sequential learning, Cohen and Carvalho, IJCAI 2005.)
"""

from collections.abc import Sequence
from typing import Any

from analysis.folding import fold_name
from analysis.quotes import QuoteData
from analysis.sources import Context

# The chance of every candidate of a quote, by its key.
Thought = dict[str, float]


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


def look_again(
    rows: Sequence[dict[str, Any]],
    number: int,
    quotes: Sequence[QuoteData],
    thoughts: Sequence[Thought],
    context: Context,
) -> None:
    """Add to the candidates of one quote what the first look thought of it and of the others."""
    following = thoughts[number + 1] if number + 1 < len(thoughts) else {}
    previous = thoughts[number - 1] if number else {}
    likeliest = max(following, key=following.__getitem__, default="")
    is_bare = bool(following) and quotes[number + 1]["source"] is None
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
        )
