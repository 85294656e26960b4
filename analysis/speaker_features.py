"""Who may be the speaker of a quote, and what speaks for and against each: features for speakers.py to weigh."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from analysis.folding import fold_name
from analysis.people import EntityData, is_role_word
from analysis.quotes import QuoteData
from analysis.sources import (
    ANONYMOUS,
    MAN_PRONOUNS,
    NOBODY,
    RESUMING,
    ROLE_SET,
    WOMAN_PRONOUNS,
    Context,
    Source,
    is_human,
    read_source,
    verb_is_plural,
)
from analysis.speaker_rules import body_in_word, body_span, is_possible, rule_score
from analysis.speaker_scene import UNNAMED, actor_after, fitting_subjects, scene_features, voice_features
from analysis.words import overlapping


def speaker_candidates(
    quote: QuoteData, before: Sequence[QuoteData], context: Context
) -> list[dict[str, Any]]:
    """Every possible speaker with its features and what plain rules would give it."""
    source = read_source(context.text, quote, context)
    anchor = quote["source"][0] if quote["source"] else quote["contents"][0][0]
    last_subject, subject_word = context.last_subject(anchor, quote)
    last_body = context.last_body_subject(anchor)
    common = _common_features(quote, before, source, context)
    common["subject_is_role"] = float(is_role_word(subject_word, ROLE_SET))
    common["subject_is_noun"] = float(
        bool(subject_word) and subject_word not in WOMAN_PRONOUNS | MAN_PRONOUNS
    )
    common["subject_is_person"] = float(bool(last_subject))
    common["subject_is_pronoun"] = float(subject_word in WOMAN_PRONOUNS | MAN_PRONOUNS)
    _unnamed_features(common, anchor, source, quote, context)
    implied = read_source(context.text, quote, context, "implied") if source is None else None
    implied_names = _named_in(implied, context) if implied else []
    if implied is not None:
        common.update(
            {
                "i_any": 1.0,
                "i_pronoun": float(implied.is_pronoun),
                "i_plural": float(implied.is_plural),
                "i_indefinite": float(implied.is_indefinite),
                "i_body": float(implied.is_body),
                "i_document": float(implied.is_document),
                "i_human": float(is_human(implied.head)),
                "i_resuming": float(implied.head in RESUMING),
                "i_possessive": float(implied.words[:1] in (["zijn"], ["haar"], ["hun"])),
                "i_people": float(len({row[2] for row in implied_names if row[3] == "person"})),
                "i_organisations": float(len({row[2] for row in implied_names if row[3] == "organisation"})),
                "i_and": float(_and_outside_names(implied, context)),
            }
        )
    previous = last_outer(before, quote)
    common.update(voice_features(quote, context))
    asked = source or implied
    subjects = fitting_subjects(asked.start if asked else anchor, asked.gender if asked else None, context)
    common["u_fits_first"] = float(subjects[:1] == [UNNAMED])
    common["u_fits_second"] = float(subjects[1:2] == [UNNAMED])
    after = actor_after(quote, context)
    rows: list[dict[str, Any]] = []
    in_source = _named_in(source, context) if source else []
    since = previous["contents"][-1][1] if previous else 0
    ranks = _recency(anchor, since, quote, context)
    mentioned = {*ranks, *(entry[2] for entry in in_source), previous["speaker"] if previous else None}
    for entity in context.entities:
        if entity["id"] not in mentioned:
            continue
        features = dict(common)
        _entity_features(features, entity, quote, source, previous, in_source, ranks, anchor, context)
        features["e_last_subject"] = float(entity["id"] in {last_subject, last_body})
        scene_features(features, entity, quote, before, asked, subjects, after, context)
        if implied is not None:
            _implied_features(features, entity, implied, implied_names, context)
        rows.append(_row(entity["kind"], entity["id"], features))
    for kind in ("group", "document", "unresolved"):
        features = dict(common)
        features["is_" + kind] = 1.0
        features["previous_same_kind"] = float(previous is not None and previous["speaker_kind"] == kind)
        features["e_chain"] = float(_is_chained(quote, previous) and features["previous_same_kind"])
        rows.append(_row(kind, None, features))
    rows = [row for row in rows if is_possible(row, source, in_source)]
    span = body_span(source, in_source, context) if source else None
    if source is not None and span is not None:
        features = dict(common)
        features["is_new_body"] = 1.0
        features["new_in_word"] = float(body_in_word(source) is not None)
        features["new_is_place"] = float(any(s < span[1] and span[0] < e for s, e in context.places))
        features["new_has_match"] = max(row["features"].get("e_body_match", 0.0) for row in rows)
        features["new_words"] = float(len(context.text[span[0] : span[1]].split()))
        features["new_capital"] = float(context.text[span[0]].isupper())
        row = _row("organisation", None, features)
        row["span"] = span
        rows.append(row)
    return rows


def _implied_features(
    features: dict[str, float],
    entity: EntityData,
    implied: Source,
    names: Sequence[tuple[int, int, str, str]],
    context: Context,
) -> None:
    """Marked text without a cue is often said by the subject of the sentence before it."""
    mine = [row for row in names if row[2] == entity["id"]]
    features["i_named"] = float(bool(mine))
    features["i_named_first"] = float(bool(mine) and names[0][2] == entity["id"])
    features["i_named_after_preposition"] = float(
        bool(mine)
        and mine[0][0] - implied.start > implied.head_end
        and _hangs_on_preposition(implied.text[: mine[0][0] - implied.start])
    )
    features["i_gender_match"] = float(bool(implied.gender and implied.gender == entity["gender"]))
    features["i_gender_clash"] = float(
        bool(implied.gender and entity["gender"] and implied.gender != entity["gender"])
    )
    if not mine and not implied.is_pronoun:
        described = context.descriptors.get(entity["id"], set())
        features["i_described"] = float(implied.head in described or _role_match(implied, entity) > 0)
        features["i_body_match"] = float(
            entity["kind"] == "organisation" and _is_such_a_body(implied, entity, context)
        )


def _unnamed_features(
    features: dict[str, float], anchor: int, source: Source | None, quote: QuoteData, context: Context
) -> None:
    """How near the last person without a name is, and whether the source repeats the noun."""
    here = context.sentence(anchor)
    place = bisect_left(context.unnamed, (anchor, "", False))
    near = [
        row
        for row in context.unnamed[max(0, place - 8) : place]
        if not any(s <= row[0] < e for s, e in quote["contents"])
    ]
    features["u_distance"] = float(min(here - context.sentence(near[-1][0]), 30)) if near else 30.0
    features["u_subject"] = float(bool(near) and near[-1][2])
    nearest = bisect_left(context.mentions, (anchor, 0, "", ""))
    last_person = next((row[0] for row in reversed(context.mentions[:nearest]) if row[3] == "person"), -1)
    features["u_after_person"] = float(bool(near) and near[-1][0] > last_person)
    features["u_any"] = float(bool(near))
    if source is not None and not source.is_pronoun:
        features["u_same_noun"] = float(any(row[1] == source.head for row in near))
        features["s_human"] = float(is_human(source.head) or source.age is not None)


def _and_outside_names(source: Source, context: Context) -> bool:
    position = source.text.find(" en ")
    while position >= 0:
        place = source.start + position + 1
        if not any(start <= place < end for start, end, _, _ in context.mentions):
            return True
        position = source.text.find(" en ", position + 1)
    return False


def _is_several(quote: QuoteData, source: Source, context: Context) -> bool:
    """ "Sala en andere ambtenaren", "zowel de trainer als de spits": more than one speaks."""
    if source.words[:1] == ["zowel"]:
        return True
    if not _and_outside_names(source, context) or " van " in source.text.partition(" en ")[0]:
        return False
    verb = verb_is_plural(quote, context)
    if verb is not None:
        return verb
    names = {row[2] for row in _named_in(source, context)}
    return len(names) > 1 or bool(re.search(r" en (?:de|het|een|andere|haar|zijn|hun) ", source.text))


def last_outer(before: Sequence[QuoteData], quote: QuoteData) -> QuoteData | None:
    """The quote before this one; what is reported inside another's words does not set the scene."""
    for other in reversed(before):
        if other["depth"] == 0 or quote["depth"] == 1:
            return other
    return None


def _row(kind: str, entity_id: str | None, features: dict[str, float]) -> dict[str, Any]:
    features["rule"] = rule_score(kind, features)
    return {
        "kind": kind,
        "id": entity_id,
        "features": features,
        "score": 0.0,
        "span": None,
    }


def _named_in(source: Source, context: Context) -> list[tuple[int, int, str, str]]:
    return overlapping(context.mentions, source.start, source.end)


def _common_features(
    quote: QuoteData, before: Sequence[QuoteData], source: Source | None, context: Context
) -> dict[str, float]:
    features = {
        "frame_" + quote["frame"]: 1.0,
        "type_" + quote["type"]: 1.0,
        "depth": float(quote["depth"]),
        "people": float(context.counts.get("person", 0)),
        "quotes_before": float(min(len(before), 20)),
        "no_source": float(source is None),
        "no_cue": float(not quote["cue"]),
    }
    previous = last_outer(before, quote)
    if previous is not None:
        features["previous_" + previous["speaker_kind"]] = 1.0
        features["previous_gap"] = float(min(quote["sentence"] - previous["sentence"], 20))
        features["previous_same_block"] = float(previous["block"] == quote["block"])
        features["previous_" + previous["type"]] = 1.0
    if source is not None:
        features.update(
            {
                "s_pronoun": float(source.is_pronoun),
                "s_relative": float(source.is_relative),
                "s_indefinite": float(source.is_indefinite),
                "s_plural": float(source.is_plural),
                "s_body": float(source.is_body),
                "s_document": float(source.is_document),
                "s_spokesperson": float(source.is_spokesperson),
                "s_group": float(source.is_group),
                "s_female": float(source.gender == "female"),
                "s_male": float(source.gender == "male"),
                "s_role": float(is_role_word(source.head, ROLE_SET)),
                "s_definite": float(source.words[:1] in (["de"], ["het"], ["deze"], ["dit"])),
                "s_possessive": float(source.words[:1] in (["zijn"], ["haar"], ["hun"], ["mijn"])),
                "s_words": float(min(len(source.words), 15)),
                "s_age": float(source.age is not None),
                "s_nobody": float(len(source.words) == 1 and source.words[0] in NOBODY),
                "s_first_person": float(len(source.words) == 1 and source.words[0] in {"ik", "we", "wij"}),
                "s_resuming": float(source.head in RESUMING),
                "s_capital": float(
                    any(word[:1].isupper() for word in source.text.split()[1:] or source.text.split())
                ),
                "s_ze": float(source.words in (["ze"], ["zij"])),
                "s_and": float(_and_outside_names(source, context)),
                "s_several": float(_is_several(quote, source, context)),
                "s_anonymous": float(source.head in ANONYMOUS),
                "s_place": float(_is_place(source, context)),
                "s_of_name": float(_is_of_name(source)),
            }
        )
        # Names are no features: what is learned must hold for other people too.
        if source.is_pronoun or source.head in source.text:
            features["head_" + source.head] = 1.0
            features["ending_" + source.head[-3:]] = 1.0
        if source.words and (source.text[:1].islower() or source.is_pronoun):
            features["first_" + source.words[0]] = 1.0
        features["lemma_" + quote["lemma"]] = 1.0
        features["s_verb_plural"] = {True: 1.0, False: -1.0, None: 0.0}[verb_is_plural(quote, context)]
        features["s_person_speaks"] = float(_person_speaks(source, context))
        kinds = [row[3] for row in _named_in(source, context)]
        features["s_people"] = float(
            len({row[2] for row in _named_in(source, context) if row[3] == "person"})
        )
        features["s_organisations"] = float(kinds.count("organisation"))
    return features


def _is_of_name(source: Source) -> bool:
    """ "de Kremlinleider": a function at what the word itself names."""
    head = source.head.capitalize()
    return head in source.text and "-" not in head and is_role_word(source.head, ROLE_SET)


def _is_place(source: Source, context: Context) -> bool:
    """ "Teheran", "de VS": a government."""
    return any(
        start - source.start in (0, 3) and end == source.end
        for start, end in overlapping(context.places, source.start, source.end)
    )


def _person_speaks(source: Source, context: Context) -> bool:
    """Whether a person is named who hangs on nothing: "Bosch-directeur Anna Vink", not "het bureau van Vink"."""
    return any(
        kind == "person" and not _hangs_on_preposition(source.text[: start - source.start])
        for start, _, _, kind in _named_in(source, context)
    )


# How many mentions before a quote may hold its speaker; few articles have as many.
WINDOW = 240


def _recency(anchor: int, since: int, quote: QuoteData, context: Context) -> dict[str, dict[str, float]]:
    """For each entity: how it was last mentioned before the quote."""
    found: dict[str, dict[str, float]] = {}
    here = context.sentence(anchor)
    orders: dict[str, list[str]] = {"person": [], "organisation": []}
    lead = quote["cue"][0][0] if quote["cue"] else anchor
    place = bisect_left(context.mentions, (anchor, 0, "", ""))
    for start, end, entity_id, kind in context.mentions[max(0, place - WINDOW) : place + WINDOW // 4]:
        inside = any(s <= start and end <= e for s, e in quote["contents"])
        record = found.setdefault(
            entity_id,
            {
                "before": 0.0,
                "inside": 0.0,
                "distance": 50.0,
                "subject": 0.0,
                "same": 0.0,
                "after": 0.0,
                "count": 0.0,
                "first": 0.0,
                "chars": 5000.0,
                "next_distance": 50.0,
                "sentence_subject": 0.0,
            },
        )
        record["count"] += 1
        if inside:
            record["inside"] += 1
            continue
        if start < anchor:
            record["before"] += 1
            if start >= since:
                record["since"] = 1.0
            if context.sentence(start) == context.sentence(lead):
                record["lead"] = 1.0
            record["distance"] = float(min(50, here - context.sentence(start)))
            record["chars"] = float(min(anchor - start, 5000))
            record["subject"] = float(start in context.subjects or _near_subject(start, context))
            record["first"] = float(start - context.sentence_starts[context.sentence(start)] < 25)
            order = orders[kind]
            if entity_id in order:
                order.remove(entity_id)
            order.append(entity_id)
        else:
            record["after"] += 1
            record["next_distance"] = min(record["next_distance"], float(context.sentence(start) - here))
    for order in orders.values():
        for rank, entity_id in enumerate(reversed(order)):
            found[entity_id]["rank"] = float(rank)
    return found


def _near_subject(start: int, context: Context) -> bool:
    return any(position in context.subjects for position in range(max(0, start - 25), start))


def _entity_features(
    features: dict[str, float],
    entity: EntityData,
    quote: QuoteData,
    source: Source | None,
    previous: QuoteData | None,
    in_source: Sequence[tuple[int, int, str, str]],
    ranks: dict[str, dict[str, float]],
    anchor: int,
    context: Context,
) -> None:
    kind = entity["kind"]
    features["is_" + kind] = 1.0
    record = ranks.get(entity["id"], {})
    for key in ("before", "inside", "distance", "subject", "after", "first", "chars", "next_distance"):
        features["e_" + key] = record.get(key, 0.0)
    features["e_since_previous"] = record.get("since", 0.0)
    features["e_in_lead"] = record.get("lead", 0.0)
    features["e_rank"] = record.get("rank", 30.0)
    features["e_share"] = record.get("count", 0.0) / max(len(context.mentions), 1)
    features["e_previous"] = float(previous is not None and previous["speaker"] == entity["id"])
    features["e_chain"] = float(_is_chained(quote, previous) and features["e_previous"])
    features["e_only"] = float(context.counts.get(kind, 0) == 1)
    if previous is not None:
        features["e_previous_gap"] = float(min(quote["sentence"] - previous["sentence"], 20))
    if source is None:
        return
    gender = entity["gender"]
    features["e_gender_match"] = float(bool(source.gender and gender and source.gender == gender))
    features["e_gender_clash"] = float(bool(source.gender and gender and source.gender != gender))
    features["e_gender_unknown"] = float(gender is None)
    mine = [row for row in in_source if row[2] == entity["id"]]
    if mine:
        start = mine[0][0] - source.start
        features["e_named"] = 1.0
        features["e_named_is_head"] = float(
            start <= source.head_end
            or source.head_end == len(source.text)
            or not _hangs_on_preposition(source.text[:start])
        )
        features["e_named_after_preposition"] = float(
            start > source.head_end
            and (
                _hangs_on_preposition(source.text[:start])
                or (
                    (kind == "organisation" or in_source[0][2] != entity["id"])
                    and bool(OF_BODY.search(source.text[:start]))
                )
            )
        )
        features["e_named_first"] = float(in_source[0][2] == entity["id"])
        features["e_named_as_medium"] = float(
            all(ADDRESSED.search(context.text, max(0, row[0] - 20), row[0]) for row in mine)
        )
        features["e_named_as_owner"] = float(_is_owner(context.text, mine[-1][:2], source))
    else:
        features["e_other_named"] = float(any(row[3] == "person" for row in in_source))
        features["e_other_body_named"] = float(any(row[3] == "organisation" for row in in_source))
    if not source.is_pronoun and not mine:
        features["e_role_match"] = _role_match(source, entity)
        described = context.descriptors.get(entity["id"], set())
        features["e_described"] = float(
            source.head in described
            or any(
                len(word) > 4 and (source.head.endswith(word) or word.endswith(source.head))
                for word in described
                if len(source.head) > 4
            )
        )
        features["e_described_words"] = float(
            sum(word in described for word in source.words if len(word) > 3 and word != source.head)
        )
        features["e_follows"] = float(
            any(
                0 < m["start"] - source.end <= 60 and _is_apposition(context.text, source.end, m["start"])
                for m in entity["mentions"]
            )
        )
        features["e_age_match"] = float(source.age is not None and source.age == entity["age"])
        if kind == "organisation":
            features["e_body_match"] = float(_is_such_a_body(source, entity, context))
            features["e_body_near"] = float(_is_near(spoken_for(source) or source.head, entity, context))
            features["e_body_in_name"] = float(_is_in_name(spoken_for(source) or source.head, entity))
            features["e_spoken_for"] = float(source.is_spokesperson)
            features["e_spoken_for_bare"] = float(source.is_spokesperson and not spoken_for(source))
        else:
            features["e_other_role"] = float(_has_other_role(source, entity, features, context))


def _hangs_on_preposition(before: str) -> bool:
    """ "de woordvoerder van (minister) Blok" against "officier van justitie Hannah Bos"."""
    words = before.split()
    while words and (words[-1].lower() in {"de", "het", "een", "van"} or is_role_word(words[-1], ROLE_SET)):
        if words[-1] in {"van", "voor", "bij", "uit", "namens", "tegen", "over"}:
            return len(words) > 1
        words.pop()
    return bool(words) and words[-1] in {"voor", "bij", "uit", "namens", "tegen", "over", "in", "op", "aan"}


# "schrijft de politie op Facebook", "tegen Anna Vink": where and to whom, not who.
ADDRESSED = re.compile(r"\b(?:op|in|via|tegen|aan) (?:de |het )?$", re.IGNORECASE)
SPOKEN_FOR_BODY = re.compile(r" (?:van|namens|voor|bij) (?:de |het )?(?:[\w-]+e )?(?P<noun>[\w-]+)$")
GENITIVE = re.compile(r"(?:[’']s?|[^s]s)$")
OWNED = re.compile(r"(?P<mark>[’']s?)? (?P<noun>(?:oud-|ex-)?[a-z-]{3,})\b")


def _is_owner(text: str, name: tuple[int, int], source: Source) -> bool:
    """ "Vinks moeder": the name only says whose mother it is, unless her own name follows."""
    start, end = name
    owned = OWNED.match(text, end, source.end)
    is_genitive = owned is not None and (owned["mark"] or GENITIVE.search(text[start:end]))
    return owned is not None and bool(is_genitive) and is_human(owned["noun"])


# "de oprichter van het platform Female Tech": the name is the platform's, the founder speaks. So it is with
# "voorzitter Anna Vink van molenbond De Bol", whatever De Bol was taken for.
OF_BODY = re.compile(r"\b(?:van|bij|namens|voor) (?:de |het |een )?(?:[A-Z][a-z-]+e )?(?:[a-z][\w-]+ ){0,2}$")


def _is_apposition(text: str, end: int, start: int) -> bool:
    """ "de bedenker van de serie, Lee Daniels" """
    between = text[end:start]
    return re.fullmatch(r"(?:\s(?:van|voor|in)\s[^,.;:]{1,40})?,\s(?:de |het )?", between) is not None


def _is_chained(quote: QuoteData, previous: QuoteData | None) -> bool:
    """Marked text without a cue, straight after a sentence that reports somebody: it goes on."""
    return (
        previous is not None
        and not quote["cue"]
        and quote["source"] is None
        and quote["sentence"] - previous["sentence"] <= 1
    )


def _role_match(source: Source, entity: EntityData) -> float:
    """The function of the source is one printed before this person's name."""
    head = source.head
    for mention in entity["mentions"]:
        role = mention["role"]
        if role:
            words = fold_name(role).split()
            if any(
                word == head or word.endswith(head) or (len(word) > 4 and head.endswith(word))
                for word in words
            ):
                return 1.0
    return 0.0


def _has_other_role(source: Source, entity: EntityData, features: dict[str, float], context: Context) -> bool:
    """The source is a function, and all that the article says of this person's functions is another one."""
    if features["e_role_match"] or features["e_described"] or not is_role_word(source.head, ROLE_SET):
        return False
    return any(is_role_word(word, ROLE_SET) for word in context.descriptors.get(entity["id"], ()))


def _is_in_name(head: str, entity: EntityData) -> bool:
    return len(head) > 2 and any(
        word == head or (len(head) > 4 and word.endswith(head))
        for word in re.split(r"[\s-]", fold_name(entity["name"]))
    )


def _is_such_a_body(source: Source, entity: EntityData, context: Context) -> bool:
    """ "de vereniging" for Vereniging Eigen Huis, "het persbureau" for what was called one."""
    body = spoken_for(source) or source.head
    if _is_in_name(body, entity):
        return True
    resumes = source.is_body or source.is_spokesperson or body in RESUMING
    return resumes and _described_as(body, entity, context)


def spoken_for(source: Source) -> str:
    """ "een woordvoerder van het waterschap": the noun of the body; blank if none is printed."""
    found = SPOKEN_FOR_BODY.search(source.text.lower()) if source.is_spokesperson else None
    return found["noun"] if found else ""


def _described_as(noun: str, entity: EntityData, context: Context) -> bool:
    """ "het persbureau Interfax", then "het persbureau"; "Bosch, de koepel van molens", then "de koepel"."""
    before = re.compile(rf"{re.escape(noun)}\W{{1,3}}$", re.IGNORECASE)
    behind = re.compile(
        rf"\W{{0,2}}(?:,| is| was| \() ?(?:(?:de|het|een) )?(?:[\w-]+ ){{0,2}}[\w-]*{re.escape(noun)}\b",
        re.IGNORECASE,
    )
    text = context.text
    return any(
        before.search(text, max(0, mention["start"] - len(noun) - 3), mention["start"])
        or behind.match(text, mention["end"])
        for mention in entity["mentions"]
    )


def _is_near(noun: str, entity: EntityData, context: Context) -> bool:
    """The noun stands within some words of the name, with no other name between them."""
    for mention in entity["mentions"]:
        place = bisect_left(context.mentions, (mention["start"], 0, "", ""))
        floor = context.mentions[place - 1][1] if place else 0
        ceiling = context.mentions[place + 1][0] if place + 1 < len(context.mentions) else len(context.text)
        before = context.text[max(floor, mention["start"] - 30) : mention["start"]].lower()
        after = context.text[mention["end"] : min(ceiling, mention["end"] + 40)].lower()
        if noun in before or noun in after:
            return True
    return False
