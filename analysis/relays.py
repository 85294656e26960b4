"""Who passes on what another said: "zei Vink volgens persbureau Interfax"."""

import re
from collections.abc import Sequence

from analysis.quotes import QuoteData
from analysis.sources import Context
from analysis.word_lists import word_list
from analysis.words import Pair, overlapping

ACCORDING_TO = re.compile(r"\b(?:volgens|aldus|luidens)\s+(?=\w)", re.IGNORECASE)
# Common words before a name or a medium: "het Russische persbureau".
LEAD = re.compile(r"(?:[\w-]+[^\S\n]){0,4}")
MEDIUM = re.compile(rf"(?:[\w-]+\s){{0,3}}?[\w-]*(?:{'|'.join(sorted(word_list('media')))})\b", re.IGNORECASE)
LONGEST = 1000  # Characters of a sentence in which a relay is looked for.


def find_relays(quotes: Sequence[QuoteData], context: Context) -> None:
    """Give each quote with a source the one who reports it, as printed, if the sentence of its cue says so."""
    cues = {start for quote in quotes for start, _ in quote["cue"]}
    for quote in quotes:
        if quote["cue"] and quote["source"]:
            relay = _relay_of(quote, cues, context)
            quote["relay"] = list(relay) if relay else None


# What may stand between source or cue and a relay: "Vink had volgens De Molen gezegd".
BETWEEN = re.compile(r"\s+(?:(?:had|hadden|heeft|hebben|zou|zouden)\s+)?")


def _relay_of(quote: QuoteData, cues: set[int], context: Context) -> Pair | None:
    cue, source = quote["cue"][0][0], quote["source"] or [0, 0]
    number = context.sentence(cue)
    begin = context.sentence_starts[number]
    following = context.sentence_starts[number + 1 : number + 2] or [len(context.text)]
    for found in ACCORDING_TO.finditer(context.text, begin, min(following[0], begin + LONGEST)):
        if found.start() in cues or context.is_quoted(found.start()):
            continue  # What it says is a quote of its own, or part of one.
        ends = (end for _, end in [source, *quote["cue"]] if end <= found.start())
        if not BETWEEN.fullmatch(context.text, max(ends, default=begin), found.start()):
            continue  # It belongs to other words of the sentence.
        span = _reporter_at(found.end(), quote, context)
        if span and not (span[0] < source[1] and source[0] < span[1]):
            return span
    return None


def _reporter_at(start: int, quote: QuoteData, context: Context) -> Pair | None:
    """A named person or body, or a medium by its noun; never the speaker of the quote."""
    lead = LEAD.match(context.text, start)
    names = overlapping(context.mentions, start, (lead.end() if lead else start) + 1)
    if names:
        _, end, entity_id, _ = names[0]
        return None if entity_id == quote["speaker"] else (start, end)
    medium = MEDIUM.match(context.text, start)
    return medium.span() if medium else None
