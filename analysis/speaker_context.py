"""What an article tells of its people, once for all its quotes: descriptions, subjects, those without a name."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.tokens import Doc, Token

from analysis.people import EntityData, is_role_word
from analysis.sources import FORMER, HUMAN_NOUNS, ROLE_SET, Context


def read_context(doc: Doc) -> Context:
    """Sentences, subjects and people of an article, once for all its quotes."""
    text, tokens = doc.text, list(doc)
    entities = copied(doc._.named_entities or [])
    starts = [0] + [found.end() for found in re.finditer(r"[.!?…][\"'’”“]*\s+|\n\s*", text)]
    subjects: set[int] = set()
    if doc.has_annotation("DEP"):
        subjects = {token.idx for token in tokens if token.dep_.startswith("nsubj")}
    plural = {
        token.idx
        for token in tokens
        if token.morph.get("Number", []) == ["Plur"] and token.morph.get("VerbForm", []) == ["Fin"]
    }
    places = [(span.start_char, span.end_char) for span in doc.ents if span.label_ in {"LOC", "GPE"}]
    context = Context(text, entities, {}, starts, subjects, plural, places)
    context.mentions = sorted(
        (mention["start"], mention["end"], entity["id"], entity["kind"])
        for entity in entities
        for mention in entity["mentions"]
    )
    context.counts = dict(Counter(entity["kind"] for entity in entities))
    context.descriptors = _descriptors(tokens, context)
    context.subject_order = _subject_order(tokens, context)
    context.body_subjects = [
        (start, entity_id)
        for start, end, entity_id, kind in context.mentions
        if kind == "organisation" and not subjects.isdisjoint(range(start, end))
    ]
    for token in tokens:
        if token.pos_ == "NOUN":
            number = token.morph.get("Number", [])
            if number == ["Plur"]:
                context.plural_nouns.add(token.idx)
            elif number == ["Sing"]:
                context.singular_nouns.add(token.idx)
    context.bylines = {
        entity_id
        for start, _, entity_id, _ in context.mentions
        if BYLINE.search(text, max(0, start - 40), start)
    }
    context.unnamed = _unnamed_people(tokens, context)
    context.genders = {entity["id"]: entity["gender"] for entity in entities if entity["kind"] == "person"}
    quotes = doc._.quotes or []
    context.contents = sorted((start, end) for quote in quotes for start, end in quote["contents"])
    context.named_sources = _named_sources(quotes, context)
    return context


BYLINE = re.compile(
    r"\b(?:onze|door|van) (?:\w+ )?(?:redact\w+|correspondent\w*|verslagge\w+) $", re.IGNORECASE
)


def copied(entities: Sequence[EntityData]) -> list[EntityData]:
    """The same, to add mentions and entities to."""
    return [{**entity, "mentions": list(entity["mentions"])} for entity in entities]  # type: ignore[typeddict-item]


def _named_sources(quotes: Sequence[Any], context: Context) -> list[tuple[int, frozenset[str]]]:
    """(start of the quote, who is named in its source) for the quotes whose source holds a name."""
    found = []
    for quote in quotes:
        if quote["source"] is not None:
            start, end = quote["source"]
            place = bisect_left(context.mentions, (start, 0, "", ""))
            names = frozenset(row[2] for row in context.mentions[place : place + 6] if row[0] < end)
            if names:
                found.append((quote["contents"][0][0], names))
    return sorted(found, key=lambda row: row[0])


BEFORE_NAME = re.compile(r"[^.;:!?\n\"„“”‘]{0,70}$")


AFTER_NAME = re.compile(r"\s*(?:\(\d+\))?(?:,| is | was |, (?:de|het|een))[^.;:!?\n\"„“”]{0,70}")


def _descriptors(tokens: Sequence[Token], context: Context) -> dict[str, set[str]]:
    """Nouns and adjectives printed beside each person's name, up to the next name: "de burgemeester van
    Terneuzen, Jan", "Jan, burgemeester van"."""
    words = {token.idx: token.lower_ for token in tokens if token.pos_ in {"NOUN", "ADJ"} and len(token) > 3}
    places = sorted(words)
    found: dict[str, set[str]] = {
        entity["id"]: set() for entity in context.entities if entity["kind"] == "person"
    }
    seen: Counter[str] = Counter()
    for number, (start, end, entity_id, kind) in enumerate(context.mentions):
        seen[entity_id] += 1
        if kind != "person" or seen[entity_id] > 12:
            continue
        floor = context.mentions[number - 1][1] if number else 0
        ceiling = context.mentions[number + 1][0] if number + 1 < len(context.mentions) else len(context.text)
        for begin, stop in _beside(context.text, start, end, floor, ceiling):
            found[entity_id].update(
                words[place] for place in places[bisect_left(places, begin) : bisect_left(places, stop)]
            )
    return found


def _beside(text: str, start: int, end: int, floor: int, ceiling: int) -> Iterator[tuple[int, int]]:
    """The stretches before and after a name that may describe its bearer."""
    before = BEFORE_NAME.search(text, max(floor, start - 70, 0), start)
    if before:
        near = before.group()
        comma = near.rfind(",", 0, max(len(near) - 3, 0))
        yield before.start() + comma + 1, start
    after = AFTER_NAME.match(text, end)
    if after:
        yield end, min(after.end(), ceiling)


def _unnamed_people(tokens: Sequence[Token], context: Context) -> list[tuple[int, str, bool]]:
    """Single people who have no name: (place, noun, whether a subject); those that describe a named one apart."""
    starts = [row[0] for row in context.mentions]
    described = set().union(*context.descriptors.values()) if context.descriptors else set()
    found = []
    for token in tokens:
        if token.pos_ != "NOUN" or token.idx in context.plural_nouns:
            continue
        word = FORMER.sub("", token.lower_)
        if word not in HUMAN_NOUNS and not is_role_word(word, ROLE_SET):
            continue
        place = bisect_left(starts, token.idx)
        if place < len(starts) and starts[place] - (token.idx + len(word)) <= 2:
            continue  # "burgemeester Jansen".
        if word in described:
            continue
        found.append((token.idx, word, token.dep_.startswith("nsubj")))
    return found


def _subject_order(tokens: Sequence[Token], context: Context) -> list[tuple[int, str, str]]:
    starts = [row[0] for row in context.mentions]
    order = []
    for token in tokens:
        if not token.dep_.startswith("nsubj"):
            continue
        place = bisect_left(starts, token.idx + 1) - 1
        entity = ""
        for row in context.mentions[max(0, place) : place + 2]:
            if row[0] - 30 <= token.idx < row[1] and (row[0] <= token.idx or token.pos_ == "NOUN"):
                entity = row[2] if row[3] == "person" else ""
        order.append((token.idx, entity, token.lower_ if not entity else ""))
    return order
