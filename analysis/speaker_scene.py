"""The scene of a quote: whom its own words speak of, what was asked before it, who acts after it, who speaks
in the rest of the article. Evidence for quotes whose source is missing or a pronoun."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from analysis.people import EntityData, gender_of_noun
from analysis.quotes import QuoteData
from analysis.sources import MAN_PRONOUNS, WOMAN_PRONOUNS, Context, Source

Features = dict[str, float]

VOICES = {
    "c_i": re.compile(r"\b(?:ik|mij|mijn|mezelf|ikzelf|'k)\b", re.IGNORECASE),
    "c_we": re.compile(r"\b(?:we|wij|ons|onze)\b", re.IGNORECASE),
    "c_he": re.compile(r"\b(?:hij|hem)\b", re.IGNORECASE),
    "c_she": re.compile(r"\b(?:zij is|zij heeft|ze is|ze heeft|haar)\b", re.IGNORECASE),
    "c_you": re.compile(r"\b(?:u|jij|jullie|jou)\b", re.IGNORECASE),
}
UNNAMED = "unnamed"
NEAR = 220  # Characters after a quote in which somebody who acts may well have spoken.


def voice_features(quote: QuoteData, context: Context) -> Features:
    """Whom the content speaks of: the speaker (ik), or a man or woman who is somebody else (hij, haar)."""
    words = " ".join(context.text[start:end] for start, end in quote["contents"])
    found = {name: 1.0 for name, pattern in VOICES.items() if pattern.search(words)}
    found["q_before"] = float(_is_asked(quote, context))
    found["c_starts"] = float(quote["contents"][0][0] < 3)
    return found


def _is_asked(quote: QuoteData, context: Context) -> bool:
    """An unmarked question stands right before the quote, as in an interview in turns."""
    return context.text[: quote["contents"][0][0]].rstrip()[-1:] == "?"


def _printed(quote: QuoteData, context: Context) -> str:
    return context.text[slice(*quote["source"])].lower() if quote["source"] else ""


def actor_after(quote: QuoteData, context: Context) -> tuple[str, str]:
    """(entity, word) of the first grammatical subject after the quote, outside quotes; blank if none is near."""
    end = quote["contents"][-1][1]
    place = bisect_left(context.subject_order, (end, "", ""))
    for start, entity_id, word in context.subject_order[place : place + 6]:
        if start - end > NEAR:
            break
        if not context.is_quoted(start):
            return entity_id, word
    return "", ""


def fitting_subjects(position: int, gender: str | None, context: Context) -> list[str]:
    """Who was grammatical subject before a position and can be meant by a pronoun, latest first: people of
    the article, and UNNAMED for somebody without a name ("de verdachte")."""
    found: list[str] = []
    place = bisect_left(context.subject_order, (position, "", ""))
    unnamed = {row[0]: row[1] for row in context.unnamed if row[2]}
    for start, entity_id, _ in reversed(context.subject_order[max(0, place - 40) : place]):
        if context.is_quoted(start):
            continue
        if entity_id:
            fits = not gender or context.genders.get(entity_id) in {None, gender}
        else:
            fits = start in unnamed and gender_of_noun(unnamed[start]) in {None, gender}
        if fits and (entity_id or UNNAMED) not in found:
            found.append(entity_id or UNNAMED)
    return found


def scene_features(
    features: Features,
    entity: EntityData,
    quote: QuoteData,
    before: Sequence[QuoteData],
    asked: Source | None,
    subjects: Sequence[str],
    after: tuple[str, str],
    context: Context,
) -> None:
    """What the scene says of one candidate. `asked` is the source, or the subject of the sentence before."""
    key, gender = entity["id"], entity["gender"]
    features["e_he_inside"] = float(gender == "male" and "c_he" in features)
    features["e_she_inside"] = float(gender == "female" and "c_she" in features)
    features["e_fits_first"] = float(subjects[:1] == [key])
    features["e_fits_second"] = float(subjects[1:2] == [key])
    if asked is not None and asked.is_pronoun:
        features["e_pronoun_fits_first"] = features["e_fits_first"]
    features["e_acts_after"] = float(after[0] == key)
    pronouns = {"male": MAN_PRONOUNS, "female": WOMAN_PRONOUNS}.get(gender or "", frozenset())
    features["e_pronoun_after"] = float(after[1] in pronouns)
    spoken = [other["speaker"] == key for other in before]
    features["e_spoken"] = float(any(spoken))
    features["e_spoken_share"] = sum(spoken) / max(len(spoken), 1)
    features["e_spoken_twice"] = float(spoken[-2:] == [True, True])
    features["e_same_source"] = float(
        any(
            other["speaker"] == key and _printed(other, context) == _printed(quote, context) != ""
            for other in before
        )
    )
    features["e_byline"] = float(key in context.bylines)
    if features.get("q_before"):
        features["e_asked_again"] = float(spoken[-1:] == [True])
        question = context.text.rfind("\n", 0, quote["contents"][0][0])
        start = max(question, quote["contents"][0][0] - 160)
        features["e_in_question"] = float(
            any(start <= mention["start"] < quote["contents"][0][0] for mention in entity["mentions"])
        )
    named = [speakers for place, speakers in context.named_sources if place != quote["contents"][0][0]]
    features["e_source_share"] = sum(key in speakers for speakers in named) / max(len(named), 1)
    following = next(
        (speakers for place, speakers in context.named_sources if place > quote["contents"][0][0]),
        frozenset(),
    )
    features["e_source_next"] = float(key in following)
