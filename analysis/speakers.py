""" "speaker_resolver": who stands behind the source of a quote, inside its article.

The source as printed is a name, a function, a pronoun, or missing. Each person and organisation of the
article, and each of "a group", "a document" and "unresolved", is a candidate; what speaks for and against
a candidate is counted as features and weighed, twice: the second look knows what the first thought of
the whole article. Nobody is guessed: when the best candidate is not good enough the speaker stays
unresolved, because a wrong person costs more.
"""

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from analysis.folding import fold_name
from analysis.people import MentionData
from analysis.quotes import QuoteData
from analysis.relays import find_relays
from analysis.second_look import Thought, echoes_of, key_of, look_again, thought_of
from analysis.sources import Context
from analysis.speaker_context import copied, read_context
from analysis.speaker_features import speaker_candidates
from analysis.weighing import Choice, calibrated, load_speaker_model


@Language.factory(
    "speaker_resolver",
    requires=["doc._.quotes", "doc._.named_entities"],
    assigns=["doc._.quotes"],
    default_config={"model_file": "speaker_model.json", "person_threshold": None},
)
def make_speaker_resolver(
    nlp: Language, name: str, model_file: str, person_threshold: float | None
) -> "SpeakerResolver":
    """Give each quote its speaker: a person, organisation, group or document of the article, or unresolved."""
    return SpeakerResolver(model_file, person_threshold)


class SpeakerResolver:
    """doc._.quotes without speakers -> with."""

    def __init__(self, model_file: str, person_threshold: float | None = None) -> None:
        self.model = load_speaker_model(model_file)
        self.person_threshold = self.model.threshold if person_threshold is None else person_threshold

    def __call__(self, doc: Doc) -> Doc:
        quotes: list[QuoteData] = doc._.quotes or []
        if not quotes:
            return doc
        context = read_context(doc)
        aside = replace(context, entities=copied(context.entities))  # For the bodies that a first look adds.
        first = look(quotes, aside, self.model.first, self.person_threshold)
        second = look(quotes, context, self.model.second, self.person_threshold, first.thoughts)
        for quote, chance in zip(quotes, second.chances, strict=True):
            quote["confidence"] = calibrated(self.model.reliability, quote["confidence"] * chance)
        find_relays(quotes, context)
        doc._.named_entities = context.entities
        return doc


@dataclass(slots=True)
class Look:
    """What a look at an article gave: of each quote all chances, the key of its speaker, and that one's chance."""

    thoughts: list[Thought] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)


def look(
    quotes: Sequence[QuoteData],
    context: Context,
    choice: Choice,
    person_threshold: float,
    thoughts: Sequence[Thought] = (),
) -> Look:
    """Give every quote its speaker, from the front; with the thoughts of a first look, in their light."""
    found = Look()
    echoes = echoes_of(quotes, context.text) if thoughts else {}
    for number, quote in enumerate(quotes):
        rows = speaker_candidates(quote, quotes[:number], context)
        if thoughts:
            look_again(rows, number, quotes, thoughts, echoes, context)
        weigh(rows, choice)
        best = pick(rows, person_threshold)
        found.thoughts.append(thought_of(rows, context))
        found.speakers.append(key_of(best, context))
        found.chances.append(best["score"])
        settle(quote, best, context)
    return found


def weigh(rows: Sequence[dict[str, Any]], choice: Choice) -> None:
    """Give every candidate its share of probability."""
    chances = choice.probabilities([crossed(row) for row in rows], [with_kind(row) for row in rows])
    for row, score in zip(rows, chances, strict=True):
        row["score"] = score


STEPS = {
    "e_distance": (0, 1, 2, 3, 6),
    "e_rank": (0, 1, 2, 4),
    "previous_gap": (0, 1, 2, 3, 5),
    "e_previous_gap": (0, 1, 2, 3, 5),
    "u_distance": (0, 1, 2),
    "e_next_distance": (0, 1, 2),
    "s_words": (1, 2, 4, 7),
    "quotes_before": (0, 1),
    "people": (0, 1, 2, 4),
    "e_before": (0, 1, 3),
    "e_inside": (0,),
    "e_share": (0.05, 0.15, 0.3),
    "e_spoken_share": (0, 0.3, 0.6),
    "e_source_share": (0, 0.3, 0.6),
    "e_chars": (40, 120, 300, 800),
    **dict.fromkeys(
        ("t_own", "t_before", "t_after", "t_after_bare", "t_share", "t_echo"),
        (0.05, 0.15, 0.3, 0.5, 0.7, 0.9),
    ),
}


CROSSED = ("e_", "u_", "i_", "c_", "q_", "t_", "previous", "subject")


def kind_of(row: dict[str, Any]) -> str:
    return row["kind"] + ("_new" if row["kind"] == "organisation" and row["id"] is None else "")


def with_kind(row: dict[str, Any]) -> dict[str, float]:
    """Features of one candidate with its kind among them, as the trees read them."""
    return {**row["features"], f"kind_{kind_of(row)}": 1.0}


def crossed(row: dict[str, Any]) -> dict[str, float]:
    """Features of one candidate by its kind, and by how the source is printed: none, pronoun, name, noun."""
    features = row["features"]
    kind = kind_of(row)
    if features.get("no_source"):
        printed = "none"
    elif features.get("s_pronoun"):
        printed = "pronoun"
    else:
        printed = "name" if features.get("s_people") or features.get("s_organisations") else "noun"
    found = {f"{kind}|{printed}": 1.0}
    for name, value in features.items():
        steps = STEPS.get(name)
        if steps is not None:
            name, value = f"{name}={sum(value > step for step in steps)}", 1.0
        elif not value or name in {"is_person", "is_organisation"}:
            continue
        elif abs(value) > 1:
            value = min(abs(value), 5.0) / 5
        found[f"{kind}|{name}"] = value
        if name.startswith(CROSSED):
            found[f"{kind}|{printed}|{name}"] = value
    return found


def pick(rows: Sequence[dict[str, Any]], person_threshold: float) -> dict[str, Any]:
    """The best candidate; a person only if good enough, since a wrong one costs more than none.

    A spokesman with the body in his name ("een politiewoordvoerder") speaks for it, if for anyone.
    """
    best = max(rows, key=lambda row: row["score"])
    if best["kind"] == "unresolved":
        best = next((row for row in rows if row["features"].get("new_in_word")), best)
    if best["kind"] == "person" and best["score"] < person_threshold:
        return next(row for row in rows if row["kind"] == "unresolved")
    return best


def settle(quote: QuoteData, best: dict[str, Any], context: Context) -> None:
    quote["speaker_kind"] = best["kind"]
    quote["speaker"] = best["id"]
    if best["kind"] == "organisation" and best["id"] is None:
        quote["speaker"] = add_body(context, best["span"])


def add_body(context: Context, span: tuple[int, int]) -> str:
    """An organisation named by a common noun, "de politie", with every place where the article says it."""
    name = " ".join(context.text[span[0] : span[1]].split())
    for entity in context.entities:
        if entity["kind"] == "organisation" and fold_name(entity["name"]) == fold_name(name):
            if not any(m["start"] == span[0] for m in entity["mentions"]):
                mention = MentionData(start=span[0], end=span[1], role=None)
                insort(entity["mentions"], mention, key=lambda other: other["start"])
            return entity["id"]
    number = sum(entity["kind"] == "organisation" for entity in context.entities) + 1
    entity_id = f"o{number}"
    context.entities.append(
        {
            "id": entity_id,
            "kind": "organisation",
            "name": name,
            "gender": None,
            "age": None,
            "mentions": [
                {"start": start, "end": end, "role": None} for start, end in places_of(span, context)
            ],
        }
    )
    return entity_id


def places_of(span: tuple[int, int], context: Context) -> list[tuple[int, int]]:
    """A span, and where else its words stand alone and in no other name."""
    words = re.compile(rf"(?<![\w-]){re.escape(context.text[slice(*span)])}(?![\w-])", re.IGNORECASE)
    taken = [(m["start"], m["end"]) for entity in context.entities for m in entity["mentions"]]
    found = {span}
    for match in words.finditer(context.text):
        if not any(start < match.end() and match.start() < end for start, end in [span, *taken]):
            found.add(match.span())
    return sorted(found)


__all__ = ["SpeakerResolver", "make_speaker_resolver"]
