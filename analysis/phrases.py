"""Noun phrases without a parser's word for it: where the phrase that names a source begins and ends."""

import re
from collections.abc import Sequence

from analysis.cues import CueForm
from analysis.word_lists import word_list
from analysis.words import Item

COMPLEMENTIZERS = word_list("complementizers")
QUESTION_WORDS = word_list("question_words")
PRONOUNS = word_list("pronouns")
PERSONAL = word_list("personal")
FIRST_SECOND = word_list("first_second")
PREPOSITIONS = word_list("prepositions")
ADVERBS = word_list("adverbs")
CONJUNCTIONS = word_list("conjunctions")
SUBORDINATORS = word_list("subordinators")
AUXILIARIES = word_list("auxiliaries")
HYPOTHETICAL = word_list("hypothetical")
EDGE = " \t\n\r\f\v\u00a0,.;:!?…–—-"
TIME_WORDS = word_list("time_words")
NAME_PREFIXES = word_list("name_prefixes")
LETTER = re.compile(r"[^\W\d_]")


def is_verb(item: Item) -> bool:
    return item.pos in {"VERB", "AUX"} or (not item.pos and item.lower in AUXILIARIES)


def is_finite(item: Item) -> bool:
    if item.word is None:
        return False
    return item.word.is_finite or (not item.pos and item.lower in AUXILIARIES)


def noun_phrase(items: Sequence[Item], position: int, cues: dict[str, tuple[CueForm, ...]]) -> int:
    """End (exclusive) of the noun phrase that begins at position; position itself if none does."""
    if position >= len(items) or items[position].is_quote:
        return position
    first = items[position]
    if first.lower in PERSONAL or (first.lower in PRONOUNS and first.pos in {"PRON", ""}):
        following = items[position + 1] if position + 1 < len(items) else None
        if first.lower not in {"het", "dit", "dat", "die", "deze", "haar", "hun", "wie", "zijn", "u"} or (
            following is None
            or (following.pos and not _noun_follows(items, position + 1))  # "volgens haar | veel te duur".
            or not _continues(items, position + 1, position, cues)
        ):
            return position + 1
    place = position
    while place < len(items):
        item = items[place]
        if item.lower == "(":
            close = next(
                (i for i in range(place, min(len(items), place + 10)) if items[i].lower == ")"), None
            )
            if close is None:
                break
            following = items[close + 1] if close + 1 < len(items) else None
            if following is not None and following.lower in {"en", "van"} | NAME_PREFIXES:
                place = close + 1
                continue
            place = close + 1
            break
        if item.is_quote:
            # A nickname or a title inside the phrase; what it ends with is something else.
            if item.end - item.start > 30 or place == position:
                break
            place += 1
            continue
        if item.lower == "," and place > position:
            jump = _enumeration(items, place)
            if jump is None:
                break
            place = jump
            continue
        if not _continues(items, place, position, cues):
            jump = _long_attribute(items, place) if place == position + 1 else None
            if jump is None:
                break
            place = jump
            continue
        place += 1
    while place > position and items[place - 1].lower in {
        "en",
        "of",
        "van",
        "de",
        "het",
        "een",
        ",",
        "zowel",
    }:
        place -= 1
    return place


def _enumeration(items: Sequence[Item], comma: int) -> int | None:
    """ "de NPO, AVROTROS en NOS": the place after the comma if names and an "en" follow."""
    place, names = comma + 1, 0
    while place < min(len(items), comma + 14):
        item = items[place]
        if item.word is None:
            return None
        if item.lower == "en":
            following = items[place + 1] if place + 1 < len(items) else None
            named = following is not None and following.word is not None and following.word.text[:1].isupper()
            return comma + 1 if names and named else None
        if item.word.text[:1].isupper() or item.lower in NAME_PREFIXES | {",", "aan", "op"}:
            names += item.word.text[:1].isupper()
            place += 1
            continue
        return None
    return None


DETERMINERS = word_list("determiners")
PARTICIPLE = re.compile(r"^(?:.{2,}(?:en|de|te|d|t)|.+ende?)$")


def _long_attribute(items: Sequence[Item], place: int) -> int | None:
    """ "de [naar Riga uitgeweken] schrijfster": the place of the participle before its noun."""
    if items[place - 1].lower not in DETERMINERS or items[place].lower not in PREPOSITIONS | ADVERBS:
        return None
    for further in range(place + 1, min(len(items) - 1, place + 8)):
        item, following = items[further], items[further + 1]
        if (
            item.word is None
            or following.word is None
            or item.lower in {",", ".", "dat", "die"}
            or is_finite(item)
        ):
            return None
        attributive = item.pos in {"ADJ", "VERB"} or (not item.pos and item.word.text.islower())
        noun = following.pos in {"NOUN", "PROPN"} or (not following.pos and following.word.text[:1].isupper())
        if attributive and noun and PARTICIPLE.match(item.lower) and item.lower not in PREPOSITIONS:
            return further + 1
    return None


def _continues(
    items: Sequence[Item], place: int, position: int, cues: dict[str, tuple[CueForm, ...]]
) -> bool:
    item = items[place]
    lower = item.lower
    if item.word is None:
        return False
    if not LETTER.search(lower) and not lower[:1].isdigit():
        return lower in {"-", "&", "/", "+"} or lower.startswith(("'", "’"))
    capital = item.word.text[:1].isupper()
    if lower in {"van", "voor"} and place > position:
        return _phrase_follows(items, place + 1)
    if lower in {"en", "of"} and place > position:
        return _phrase_follows(items, place + 1) and not _verb_soon(items, place + 1)
    if lower in {"in", "uit", "bij", "op", "aan"} and place > position:
        # "de ambassadeur in Bamako", "officier van justitie in Assen": restrictive only before a name.
        following = items[place + 1] if place + 1 < len(items) else None
        return (
            following is not None
            and following.word is not None
            and following.word.text[:1].isupper()
            and items[place - 1].pos == "NOUN"
        )
    if capital and place > position:
        return True
    if place > position and items[place - 1].pos in {"NOUN", "PROPN"} and _begins_another(items, place):
        return False  # A noun ends its phrase, but for names: "Duncan | een goede oefening".
    if lower in PREPOSITIONS and lower not in NAME_PREFIXES:
        return False
    if item.word.text == "van" and place == position:
        return _begins_surname(items, place)
    if lower in ADVERBS and item.pos in {"ADV", ""}:
        if place > position and items[place - 1].lower in DETERMINERS:  # "de [inmiddels] 42-jarige Anna".
            return place + 1 < len(items) and items[place + 1].pos in {"ADJ", "NUM"}
        return place == position and lower in {"ook", "alleen", "zelfs"}
    if item.pos:
        if item.pos in {"VERB", "AUX"}:
            # Participles before the noun: "de naar Riga uitgeweken schrijfster"; a noun taken for a verb.
            following = items[place + 1] if place + 1 < len(items) else None
            if place == position and following is not None and following.pos == "PROPN" and len(lower) > 6:
                return True
            if _is_attribute(items, place):
                return True
            if place == position:  # "[gedelegeerd] bestuurder".
                return item.word.dep == "amod" and following is not None and following.pos == "NOUN"
            return item.word.dep in {"amod", "acl"} and not item.word.is_finite
        if place > position and lower in {"zijn", "haar", "hun", "mijn", "onze", "ons", "uw"}:
            return items[place - 1].lower in {"van", "en", "voor"}
        return item.pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "SYM", "X"} or (
            item.pos in {"PRON", "ADV", "SCONJ", "CCONJ", "INTJ"}
            and place == position
            and lower not in ADVERBS | CONJUNCTIONS | SUBORDINATORS | COMPLEMENTIZERS
        )
    previous = items[place - 1].word if place > position else None
    if (
        previous is not None
        and previous.text[:1].isupper()
        and (place - 1 > position or items[place - 1].lower not in DETERMINERS)
    ):
        return lower in NAME_PREFIXES  # Without a tagger a name ends its phrase.
    return lower not in AUXILIARIES and lower not in SUBORDINATORS and lower not in cues


def _begins_surname(items: Sequence[Item], place: int) -> bool:
    """ "aldus [van den Bosch]": printed without a capital."""
    following = items[place + 1 : place + 3]
    return (
        len(following) == 2
        and following[0].lower in {"den", "der", "ter", "ten"}
        and following[1].word is not None
        and following[1].word.text[:1].isupper()
    )


def _begins_another(items: Sequence[Item], place: int) -> bool:
    """Whether a word right behind a noun or name belongs to the next phrase: "de Molenbond | vijftien molens"."""
    item, before = items[place].word, items[place - 1].word
    if item is None or before is None:
        return False
    if item.pos == "NUM":
        return place + 1 < len(items) and items[place + 1].pos in {"NOUN", "ADJ"}
    if item.pos == "NOUN":  # "roept de Molenbond | molenaars op": the parser hangs both on the verb.
        return item.head == before.head and item.dep in {"obj", "iobj", "obl", "nsubj"}
    return item.pos == "DET" or (item.pos == "ADJ" and item.text.islower())


def _noun_follows(items: Sequence[Item], place: int) -> bool:
    """Whether a noun, with adjectives and numbers at most before it, stands here."""
    while place < len(items) and items[place].pos in {"ADJ", "NUM", "ADV"}:
        place += 1
    return place < len(items) and items[place].pos in {"NOUN", "PROPN", "X", "SYM", "VERB"}


def _is_attribute(items: Sequence[Item], place: int) -> bool:
    """ "de [verbannen] schrijfster": a participle between a determiner and its noun, whatever the parser says."""
    if not 0 < place < len(items) - 1 or items[place - 1].lower not in DETERMINERS - {"dat", "die"}:
        return False
    return items[place + 1].pos in {"ADJ", "NOUN", "PROPN"} and bool(PARTICIPLE.match(items[place].lower))


def _phrase_follows(items: Sequence[Item], place: int) -> bool:
    if place >= len(items) or items[place].word is None:
        return False
    item = items[place]
    if item.lower in {"dat", "die", "hij", "ze", "zij", "er", "hen", "hem"}:
        return item.lower in {"hen", "hem"}
    return item.pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"} or (
        not item.pos and item.lower not in AUXILIARIES | PREPOSITIONS | ADVERBS
    )


def _verb_soon(items: Sequence[Item], place: int) -> bool:
    """ "zegt Jansen en hij wijst …" against "zeggen Jansen en De Vries"."""
    for item in items[place : place + 4]:
        if item.lower in {",", ".", ";", ":", "dat", "om"}:
            return False
        if is_finite(item):
            return True
    return False


def phrase_before(items: Sequence[Item], position: int) -> int:
    """Start of the noun phrase that ends just before position."""
    place = position
    while place > 0:
        item = items[place - 1]
        lower = item.lower
        if item.is_quote:
            if item.end - item.start > 30:
                break
        elif lower == ")":
            opening = next(
                (i for i in range(place - 1, max(-1, place - 12), -1) if items[i].lower == "("), None
            )
            if opening is None:
                break
            place = opening
            continue
        elif (
            lower in {",", ";", ":", ".", "?", "!", "-", "–"}
            or lower in SUBORDINATORS | CONJUNCTIONS - {"en"}
            or is_finite(item)
            or lower in COMPLEMENTIZERS
        ):
            break
        elif lower in PREPOSITIONS and lower not in NAME_PREFIXES:
            if place - 2 < 0 or items[place - 2].pos not in {"NOUN", "PROPN"}:
                break
        elif lower in ADVERBS and item.pos in {"ADV", ""} and lower not in {"ook", "alleen"}:
            break
        place -= 1
    while place < position and items[place].lower in CONJUNCTIONS | {"ook", "alleen", "zelfs"}:
        place += 1
    return place


def can_speak(items: Sequence[Item], start: int, end: int) -> bool:
    """Not a time ("dit weekend") and not an adjective alone ("vindt het raar")."""
    if start >= end:
        return False
    words = [item for item in items[start:end] if item.word is not None]
    if not words:
        return False
    if words[-1].lower in TIME_WORDS or words[0].lower in {"eind", "begin", "vorige", "vorig", "afgelopen"}:
        return False
    if words[0].pos and not any(item.pos in {"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"} for item in words):
        last = words[-1].word
        return words[0].lower in PRONOUNS or (last is not None and last.text[:1].isupper())
    return True


def is_verb_between(items: Sequence[Item], start: int, end: int) -> bool:
    return any(is_finite(item) for item in items[start:end])
