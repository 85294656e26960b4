"""What the words of a source rule out or make likely, said in plain rules."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from analysis.sources import ANONYMOUS, BODIES, PREPOSITION, RESUMING, Context, Source, is_human
from analysis.word_lists import word_list

# "politiewoordvoerder", "OM-voorlichter": the body stands in the word.
SPOKEN_FOR = re.compile(r"(?P<body>.+?)-?(?:woordvoerder|woordvoerster|voorlichter|voorlichtster)s?$")

# "het antwoord van Anna Vink": the words are those of whom the noun belongs to.
SPEECH_NOUNS = word_list("speech_nouns")
# Who is called by a relation is another than whose relation it is.
KIN = word_list("kin")


def is_possible(
    row: dict[str, Any], source: Source | None, in_source: Sequence[tuple[int, int, str, str]]
) -> bool:
    """What the words of the source rule out, whatever else speaks for a candidate."""
    if source is None or row["kind"] == "unresolved":
        return True
    features = row["features"]
    get = features.get
    kind = row["kind"]
    if get("e_named_as_medium"):
        return False
    nominal = not source.is_pronoun and not get("e_named") and kind in ("person", "organisation")
    names = len({entry[2] for entry in in_source})
    if get("s_nobody") and source.words[0] in {"iemand", "niemand", "men"}:
        return kind == "group" and source.words[0] == "men"
    if kind != "group" and (
        get("s_several") or (names > 1 and get("s_and") and not _one_name(in_source, source))
    ):
        return False
    if kind == "person":
        if get("e_gender_clash"):
            return False
        if get("e_named_as_owner"):
            return False
        if get("e_named"):
            speaks_through = source.is_spokesperson or source.head in SPEECH_NOUNS
            return speaks_through or not (
                get("e_named_after_preposition") and source.head_end > 0 and _has_own_head(source)
            )
        if nominal and (
            source.is_plural
            or get("s_place")
            or (get("s_of_name") and not (get("e_role_match") or get("e_described")))
            or (get("s_possessive") and not (get("e_role_match") or get("e_described")))
            or source.is_indefinite
            or source.is_document
            or source.is_group
            or source.head in ANONYMOUS
            or (source.head in KIN and not get("e_described"))
            or any(entry[3] == "person" for entry in in_source)
            or (in_source and not _may_be_meant(get))
            or (source.is_body and not get("s_human"))
        ):
            return bool(get("e_follows"))
        return not (source.is_pronoun and source.is_plural)
    if kind == "organisation":
        if get("e_named"):
            if get("s_person_speaks") and not get("s_and"):
                return False
            speaks_through = source.is_spokesperson or source.head in SPEECH_NOUNS
            if get("e_named_after_preposition") and _has_own_head(source) and not speaks_through:
                return not (get("s_human") or (source.is_plural and not source.is_document))
            return True
        if source.is_pronoun:
            return source.gender != "male"
        if source.is_spokesperson:  # "een woordvoerder" is that of a body named before.
            if body_in_word(source) and not get("e_body_match"):
                return False
            return not source.is_plural and not in_source
        # "de treinmaatschappij" may be one that was named; "de rechtbank" and "het kabinet" are themselves.
        stands_for_another = get("s_definite") and source.head not in BODIES
        resumes = source.head in RESUMING or get("e_body_match") or stands_for_another
        return bool(resumes) and not (get("s_human") or source.is_plural)
    if kind == "document":
        return not (source.is_pronoun and not source.is_relative) and not get("s_human")
    return True


def _may_be_meant(get: Callable[[str], float | None]) -> bool:
    """ "de trainer van De Molen": one person, known by a function there even if the article does not print it."""
    is_one = get("s_definite") and get("s_human")
    return bool(is_one or get("e_role_match") or get("e_described") or get("e_described_words"))


def _one_name(in_source: Sequence[tuple[int, int, str, str]], source: Source) -> bool:
    """ "Jan Smit van Bosch en Zonen": the second name hangs on a preposition."""
    return in_source[1][0] - source.start > source.head_end if len(in_source) > 1 else True


def _has_own_head(source: Source) -> bool:
    """A common noun before the preposition: "de woordvoerder van Peumans"."""
    return (
        source.head.islower()
        and source.head_end < len(source.text)
        and source.text[source.head_end - 1].islower()
    )


def body_in_word(source: Source) -> str | None:
    """ "een politiewoordvoerder": the body that stands in the word itself."""
    found = SPOKEN_FOR.match(source.head) if source.is_spokesperson else None
    return found["body"] if found and found["body"] in BODIES else None


def body_span(
    source: Source, in_source: Sequence[tuple[int, int, str, str]], context: Context
) -> tuple[int, int] | None:
    """The words of a source that can themselves be an organisation: "politie", "Moskou", "het ministerie"."""
    if source.is_pronoun or in_source or source.is_plural:
        return None
    if not source.is_spokesperson and is_human(source.head):
        return None
    own = body_in_word(source)
    if own:
        begin = source.start + source.text.lower().index(source.head)
        return begin, begin + len(own)
    if source.is_spokesperson and not PREPOSITION.search(source.text):
        return None
    capital = any(word[:1].isupper() for word in source.text.split()[1:])
    if not (
        source.is_body
        or source.head in RESUMING
        or capital
        or source.is_spokesperson
        or source.text[:1].isupper()
    ):
        return None
    for start, end in context.places:
        if source.start <= start and end <= source.end and start - source.start <= 4:
            return start, end
    cut = PREPOSITION.search(source.text)
    skip = cut.end() if source.is_spokesperson and cut else 0
    lead = ARTICLE.match(source.text, skip)
    begin = lead.end() if lead else skip
    where = WHERE.search(source.text, begin)
    end = where.start() if where else len(source.text)
    return (source.start + begin, source.start + end) if begin < end else None


ARTICLE = re.compile(r"(?:de|het|een|'t|deze|dit|die|zijn|haar|hun)\s+", re.IGNORECASE)
# "de politie in Londen" is the police.
WHERE = re.compile(r"\s(?:in|op|bij|uit)\s")


def rule_score(kind: str, features: dict[str, float]) -> float:
    """What plain rules say of a candidate: one feature among those that are weighed."""
    get = features.get
    if kind == "person":
        if get("e_named"):
            if get("s_people", 0) > 1 and get("s_and"):
                return 0.3
            return 0.95 if get("e_named_is_head") else 0.2
        if (
            get("e_other_named")
            or get("e_other_body_named")
            or get("s_plural")
            or get("s_body")
            or get("s_indefinite")
        ):
            return 0.02
        if get("e_gender_clash"):
            return 0.01
        if get("s_nobody") or get("s_document") or get("s_possessive"):
            return 0.05
        if get("e_follows"):
            return 0.92
        if get("s_possessive") or get("s_nobody"):
            return 0.03
        if get("e_role_match"):
            return 0.9 - 0.01 * get("e_rank", 0)
        if get("e_described"):
            return 0.75 - 0.01 * get("e_rank", 0)
        if get("s_role") and not get("s_pronoun"):
            return 0.2
        if get("s_pronoun") and get("u_after_person") and get("u_distance", 30) <= 1 and get("u_subject"):
            return 0.3
        near = 0.7 - 0.08 * get("e_rank", 0) - 0.02 * get("e_distance", 0) + 0.1 * get("e_previous", 0)
        near += 0.05 * get("e_subject", 0) + 0.1 * get("e_gender_match", 0) - 0.2 * (get("e_inside", 0) > 0)
        if not get("e_before"):
            near -= 0.4
        if get("no_source"):
            if get("e_chain"):
                return 0.9
            if get("i_named") and not get("i_named_after_preposition"):
                return 0.85
            if get("i_described"):
                return 0.75
            if get("i_plural") or get("i_indefinite") or get("i_gender_clash"):
                return 0.1
            return near + 0.2 * get("e_previous", 0)
        if get("s_pronoun"):
            return near if not get("s_relative") else near - 0.05 * get("e_distance", 0)
        return near - 0.3
    if kind == "organisation":
        if get("e_named") and get("e_named_after_preposition") and get("s_document"):
            return 0.85
        if get("e_named"):
            if get("s_organisations", 0) > 1 and get("s_and"):
                return 0.3
            if get("s_indefinite") and not get("s_spokesperson"):
                return 0.3
            if get("e_named_is_head") or get("s_spokesperson"):
                return 0.85
            return 0.3
        if get("is_new_body"):
            if get("s_spokesperson") and get("s_words", 0) > 2:
                return 0.75
            return (
                0.8 if get("s_body") and not get("new_has_match") else (0.5 if get("new_is_place") else 0.3)
            )
        if get("e_body_match") and get("s_body"):
            return 0.75
        if get("no_source") and get("e_chain"):
            return 0.9
        if get("i_named") and not get("i_named_after_preposition"):
            return 0.8
        if get("i_body_match") and get("i_body"):
            return 0.7
        return 0.05 + (0.2 * get("e_previous", 0) if get("no_source") else 0)
    if kind != "person" and get("e_chain"):
        return 0.9
    if kind == "group":
        several = get("s_and") and get("s_people", 0) + get("s_organisations", 0) > 1
        if get("i_plural") and get("i_people", 0) < 1:
            return 0.72
        return 0.7 if get("s_plural") or get("s_group") or several else 0.1
    if kind == "document":
        return 0.7 if get("s_document") and not get("s_organisations") else 0.02
    if get("s_nobody") or get("s_possessive") or (get("s_indefinite") and not get("s_plural")):
        return 0.6
    return 0.35
