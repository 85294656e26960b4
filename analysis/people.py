""" "person_grouper": the people and organisations of one article, each with its names together.

Named entity recognition gives single spans; an article is more consistent than its sentences are. A name
found once is found again (also as a bare surname or a genitive), titles go out of it, and one string is
one kind of thing. Then "Tichanovskaja" joins the one full name that it can be short for.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from rapidfuzz.distance import OSA
from spacy.language import Language
from spacy.tokens import Doc, Span

from analysis.body_names import bodies_behind, called_bodies
from analysis.folding import fold_name
from analysis.known_people import known_person
from analysis.name_company import (
    is_cabinet,
    is_family,
    is_first_name,
    is_misprint_of,
    is_parent,
    is_relative,
    untangled,
)
from analysis.name_edges import (
    is_genitive_of_known,
    is_no_person,
    single_names,
    without_country,
    without_portfolio,
)
from analysis.name_shapes import shaped_names
from analysis.names import (
    PARTICLES,
    TITLES,
    Gender,
    gender_of_name,
    is_full,
    name_parts,
    same_full_name,
    short_form_score,
    without_genitive,
)
from analysis.single_names import is_nobody
from analysis.word_lists import word_list

PERSON_LABELS = ["PER", "PERSON"]
ORGANISATION_LABELS = ["ORG"]
PLACE_LABELS = ["LOC", "GPE"]
# A function printed before a name, and what follows it in a compound: oud-premier, partijleider.
ROLE_NOUNS = sorted(word_list("role_nouns"))
WOMEN_NOUNS = word_list("women_nouns")
MEN_NOUNS = word_list("men_nouns")
WORD = re.compile(r"[\w'’.-]*[\w.]")
WORD_BEFORE = re.compile(r"([^\W\d_][\w'’./-]*|\([^()]{1,30}\))\s+$")
NICKNAME = re.compile(r"\s+[\"'‘’“”„]([A-Z][\w .-]{0,20})[\"'’“”]\s+")
AGE = re.compile(r"\s*\((\d{1,3})(?: jaar)?\)")
EDGES = " \t\n\r\u00a0'\"‘’‚“”„«»,;:!?()[]-–—"
UPPERCASE_WORD = re.compile(r"\b[^\W\d_][\w’'-]*")


class MentionData(TypedDict):
    start: int
    end: int
    role: str | None


class EntityData(TypedDict):
    """An entity as plain data: what doc._.named_entities holds, so that nlp.pipe(n_process=2) can send it."""

    id: str
    kind: str
    name: str
    gender: str | None
    age: int | None
    mentions: list[MentionData]


@dataclass(slots=True)
class _Mention:
    start: int
    end: int
    parts: tuple[str, ...]
    role: str | None = None
    gender: Gender | None = None
    is_relative: bool = False  # "haar man Otto Vink".
    is_parent: bool = False  # "vader Vink": of somebody who is called so.


@dataclass(slots=True)
class _Group:
    parts: tuple[str, ...]
    mentions: list[_Mention] = field(default_factory=list)
    gender: Gender | None = None
    aliases: set[tuple[str, ...]] = field(default_factory=set)
    misprints: set[tuple[str, ...]] = field(default_factory=set)


@Language.factory(
    "person_grouper",
    assigns=["doc._.named_entities", "doc.spans"],
    default_config={
        "person_labels": PERSON_LABELS,
        "organisation_labels": ORGANISATION_LABELS,
        "place_labels": PLACE_LABELS,
        "role_nouns": ROLE_NOUNS,
        "repair": True,
    },
)
def make_person_grouper(
    nlp: Language,
    name: str,
    person_labels: list[str],
    organisation_labels: list[str],
    place_labels: list[str],
    role_nouns: list[str],
    repair: bool,
) -> "PersonGrouper":
    """Group the names of each person and each organisation; titles and functions are left out of names."""
    return PersonGrouper(
        frozenset(person_labels),
        frozenset(organisation_labels),
        frozenset(place_labels),
        frozenset(role_nouns),
        repair,
    )


class PersonGrouper:
    """Doc with entities -> doc._.named_entities and doc.spans["people"], doc.spans["organisations"]."""

    def __init__(
        self,
        person_labels: frozenset[str],
        organisation_labels: frozenset[str],
        place_labels: frozenset[str],
        role_nouns: frozenset[str],
        repair: bool = True,
    ) -> None:
        self.person_labels = person_labels
        self.organisation_labels = organisation_labels
        self.place_labels = place_labels
        self.role_nouns = role_nouns
        self.repair = repair

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        people, organisations, places = self._spans_by_kind(doc)
        if self.repair:
            known = [*people, *organisations, *places]
            organisations += [span for span in bodies_behind(text) if not _overlaps_any(span, known)]
            people = untangled(text, [name for span in people for name in single_names(text, *span)])
            full_names = [parts for start, end in people if is_full(parts := name_parts(text[start:end]))]
            called = called_bodies(text, people)
            bodies = [
                (start, end)
                for start, end in people
                if self._is_body(text, start, end, called) or is_cabinet(text[start:end], full_names)
            ]
            organisations += bodies
            people = [span for span in people if span not in set(bodies)]
            people = self._without_common_words(doc, people, [*organisations, *places])
        mentions = self._person_mentions(text, people, organisations, places, countries_of(doc))
        for mention in mentions:
            self._read_role(text, mention)
        groups = group_people(mentions)
        entities = [_person(text, number, group) for number, group in enumerate(groups, 1)]
        taken = [(mention.start, mention.end) for mention in mentions]
        free = [_trimmed(text, *span) for span in organisations if not _overlaps_any(span, taken)]
        entities.extend(group_organisations(text, free))
        set_named_entities(doc, entities)
        return doc

    def _spans_by_kind(self, doc: Doc) -> tuple[list[tuple[int, int]], ...]:
        if not doc.has_annotation("ENT_IOB"):
            return (*shaped_names(doc.text, self.role_nouns), [])
        found: tuple[list[tuple[int, int]], ...] = ([], [], [])
        for span in doc.ents:
            for spans, labels in zip(
                found, (self.person_labels, self.organisation_labels, self.place_labels), strict=True
            ):
                if span.label_ in labels:
                    spans.append((span.start_char, span.end_char))
        return found

    def _without_common_words(
        self, doc: Doc, people: list[tuple[int, int]], others: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """A single word is no name if it is a function, a country's, a crosshead, or what stands beside it says so."""
        text = doc.text
        countries = countries_of(doc)
        last_words = {
            name_parts(text[start:end])[-1:] for start, end in people if " " in text[start:end].strip()
        }
        kept = []
        for start, end in people:
            name = text[start:end].strip(EDGES)
            single = " " not in name and name_parts(name)[-1:] not in last_words
            if single and (
                is_role_word(name.lower(), self.role_nouns)
                or (start, end) in countries
                or _is_alone(text, start, end)
                or not self._may_be_name(doc, start, end)
                or role_before(text, start, self.role_nouns) is None
                and (len(name.rstrip(".")) == 1 or is_nobody(text, (start, end), people, others))
            ):
                continue
            kept.append((start, end))
        return kept

    def _is_body(self, text: str, start: int, end: int, called: Collection[str]) -> bool:
        """Whether what looks like a person is none: "Albert Heijn", but not "oprichter Albert Heijn"."""
        has_role = role_before(text, start, self.role_nouns) is not None
        if text[start:end] in called and not has_role:
            return True
        return is_no_person(text[start:end].strip(EDGES), text[max(0, start - 12) : start], has_role)

    def _may_be_name(self, doc: Doc, start: int, end: int) -> bool:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or not doc.has_annotation("POS"):
            return True
        token = span[0]
        return not (len(span) == 1 and token.is_sent_start and token.pos_ in COMMON)

    def _person_mentions(
        self,
        text: str,
        people: list[tuple[int, int]],
        organisations: list[tuple[int, int]],
        places: list[tuple[int, int]],
        countries: set[tuple[int, int]],
    ) -> list[_Mention]:
        cleaned = [clean_name(text, start, end, self.role_nouns) for start, end in people]
        spans = [span for span in cleaned if span is not None]
        spans = [
            without_country(text, *span, countries) if role_before(text, span[0], self.role_nouns) else span
            for span in spans
        ]
        if self.repair:
            spans = _merge_nicknames(text, [without_portfolio(text, *span) for span in spans])
            spans = _settle_kinds(text, spans, organisations, places)
            spans = _found_again(text, spans, [*organisations, *places])
        spans = sorted({_without_apostrophe_s(text, *span) for span in spans})
        surnames = {parts[-1] for start, end in spans if is_full(parts := name_parts(text[start:end]))}
        return [
            _Mention(start, end, parts)
            for start, end in spans
            if (parts := name_parts(text[start:end])) and not is_family(text, start, end, surnames)
        ]

    def _read_role(self, text: str, mention: _Mention) -> None:
        role = role_before(text, mention.start, self.role_nouns)
        mention.role = role
        mention.is_relative = is_relative(role)
        mention.is_parent = is_parent(text, mention.start)
        if role:
            words = fold_name(role).split()
            mention.gender = next((gender for word in words if (gender := gender_of_noun(word))), None)


# What the first word of a sentence is that is a name by its capital only.
COMMON = {"NOUN", "VERB", "ADV", "ADP", "ADJ"}


def countries_of(doc: Doc) -> set[tuple[int, int]]:
    return {(span.start_char, span.end_char) for span in doc.spans.get("countries", [])}


WOMAN_ENDING = re.compile(r"(?:trice|euse|ares|eres|ière|(?<!mini)(?<!mee)(?<!gang)(?<!mon)(?<!web)ster)$")


def gender_of_noun(noun: str) -> Gender | None:
    """ "politica", "woordvoerster": a woman; "koning": a man; "minister" says nothing."""
    if noun in WOMEN_NOUNS or (WOMAN_ENDING.search(noun) and len(noun) > 5):
        return "female"
    return "male" if noun in MEN_NOUNS else None


def set_named_entities(doc: Doc, entities: list[EntityData]) -> None:
    """Write entities to the doc: plain data for what comes after, labelled spans for whoever looks."""
    doc._.named_entities = entities
    for key, kind, label in (("people", "person", "PER"), ("organisations", "organisation", "ORG")):
        spans = []
        for entity in entities:
            if entity["kind"] == kind:
                for mention in entity["mentions"]:
                    span = doc.char_span(
                        mention["start"],
                        mention["end"],
                        label=label,
                        span_id=entity["id"],
                        alignment_mode="expand",
                    )
                    if span is not None:
                        spans.append(span)
        doc.spans[key] = spans


def clean_name(text: str, start: int, end: int, role_nouns: Iterable[str] = ()) -> tuple[int, int] | None:
    """The name alone: no titles, functions, marks, ages; none if nothing is left."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    while True:
        found = WORD.match(text, start, end)
        if not found or found.end() >= end:
            break
        word = found.group()
        lower = word.lower()
        rest = found.end()
        while rest < end and text[rest].isspace():
            rest += 1
        if text[rest] in "-'’" or not (text[rest].isalnum() or text[rest] in "'’\"“„"):
            break
        is_role = lower in TITLES or is_role_word(lower, role_nouns)
        if not is_role and not (word.islower() and lower not in PARTICLES):
            break
        start = rest
    return (start, end) if start < end and any(char.isalpha() for char in text[start:end]) else None


def is_role_word(word: str, role_nouns: Iterable[str]) -> bool:
    """A function noun, alone or as the end of a compound: oud-premier, Kremlinwoordvoerder, D66-leider."""
    word = word.lower().rstrip(".")
    if word in role_nouns or word.rpartition("-")[2] in role_nouns:
        return True
    return len(word) > 6 and any(word[start:] in role_nouns for start in range(1, len(word) - 4))


def role_before(text: str, start: int, role_nouns: Iterable[str]) -> str | None:
    """The function printed before a name, as printed: "Kremlinwoordvoerder", "minister van Financiën"."""
    words: list[str] = []
    position = start
    for _ in range(6):
        found = WORD_BEFORE.search(text, max(0, position - 40), position)
        if not found or "\n" in found.group():
            break
        word = found.group(1)
        is_role = is_role_word(word, role_nouns) or word.lower() in TITLES
        if word.rstrip("'’").endswith(".") and word.lower() not in TITLES:
            break  # There a sentence ends.
        if is_role and (not words or words[0].lower() in ROLE_JOINTS or words[0].startswith("(")):
            return " ".join([word, *words])
        if not (word[:1].isupper() or word.startswith("(") or words and word.lower() in ROLE_JOINTS):
            break
        words.insert(0, word)
        position = found.start(1)
    return None


# Between a function and what it is of: minister van Financiën en Economische Zaken, leider in het Europees Parlement.
ROLE_JOINTS = {"van", "voor", "in", "bij", "op", "der", "de", "het", "en"}


def _without_apostrophe_s(text: str, start: int, end: int) -> tuple[int, int]:
    """ "Obama's": the apostrophe parts the ending from the name; in "Trumps" it belongs to the word."""
    return (start, end - 2) if end - start > 3 and text[end - 2 : end] in {"'s", "’s"} else (start, end)


def _is_alone(text: str, start: int, end: int) -> bool:
    """One word on its own line: a crosshead."""
    return text[:start].endswith("\n") and text[end : end + 1] == "\n"


def _merge_nicknames(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Johan 'Jopie' de Vries is one name."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        between = text[merged[-1][1] : start] if merged else ""
        if merged and len(between) < 30 and NICKNAME.fullmatch(between):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _settle_kinds(
    text: str,
    people: list[tuple[int, int]],
    organisations: list[tuple[int, int]],
    places: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """One string is one kind of thing in an article: the kind of its fuller form, else of the majority."""
    full_names = [parts for start, end in people if is_full(parts := name_parts(text[start:end]))]
    surnames = {parts[-1] for parts in full_names}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, spans in (("person", people), ("organisation", organisations), ("place", places)):
        for start, end in spans:
            counts[fold_name(text[start:end])][kind] += 1

    things = _things(text, people)

    def is_person(span: tuple[int, int]) -> bool:
        if span in things:
            return False
        parts = name_parts(text[span[0] : span[1]])
        if parts and parts[-1] in surnames and any(short_form_score(parts, full) >= 3 for full in full_names):
            return True
        if fold_name(text[span[0] : span[1]]) in things.values():
            return False
        count = counts[fold_name(text[span[0] : span[1]])]
        return count["person"] >= max(count["organisation"], count["place"]) and count["person"] > 0

    kept = [part for span in people if is_person(span) for part in _split_pair(text, span, full_names)]
    kept.extend(span for span in [*organisations, *places] if is_person(span))
    return sorted(set(kept))


def _things(text: str, people: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The places where a noun says that a name is no person's; the name itself if it does so the first time."""
    firsts: set[str] = set()
    things = {}
    for start, end in sorted(people):
        name = fold_name(text[start:end])
        if THING_BEFORE.search(text, max(0, start - 30), start):
            is_somebody = is_full(name_parts(name)) and is_first_name(name.split()[0])
            things[start, end] = "" if name in firsts or is_somebody else name
        firsts.add(name)
    return things


# A firm, a medium, an animal, a place, a work: "ploeg Vink", "de film Vink".
THING_BEFORE = re.compile(
    r"\b(?:[\w-]*(?:krant|dagblad|weekblad|tijdschrift|magazine|bedrijf|keten|merk|modehuis|vereniging|club|partij"
    r"|beweging|stichting|transporteur|concern|browser|boek|album|musical|opera|festival|duif|schip|site|winkel"
    r"|groep)|[\w-]+fabrikant|persbureau|omroep|zender|uitgeverij|supermarkt|film|roman|single|nummer|lied|liedje"
    r"|hit|kat|poes|(?:redding|politie|speur|hulp)?s?hond|paard|hengst|merrie|pony|vissersboot|band|garage"
    r"|commissie|gemeente|dorp|stad|stadje|plaatsje|hotel|restaurant|café|platform|webshop|attractie|pretpark)"
    r"\s+[‘'“\"„]?$"
)


def _split_pair(text: str, span: tuple[int, int], full_names: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """ "kan Poetin Loekasjenko …": two surnames side by side, each of a person with a full name."""
    words = list(WORD.finditer(text, *span))
    if len(words) != 2:
        return [span]
    first, last = (fold_name(word.group()) for word in words)
    bearers = [
        [full for full in full_names if full[-1] == part and full != (first, last)] for part in (first, last)
    ]
    if bearers[0] and bearers[1] and not any(full[0] == first for full in bearers[1]):
        return [word.span() for word in words]
    return [span]


def _found_again(
    text: str, people: list[tuple[int, int]], others: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add every other place where a known name, its surname or its genitive stands."""
    known: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for start, end in people:
        parts = name_parts(text[start:end])
        bare = without_genitive(parts)
        for form in _searched_forms(parts):
            known[form[0]].add(form)
        if bare and len(parts) == 1:
            known[bare[0]].add(bare)
    taken = sorted([*people, *(span for span in others if span not in people)])
    words = [(found.start(), found.end()) for found in UPPERCASE_WORD.finditer(text)]
    folded = [fold_name(text[start:end]) for start, end in words]
    spans = list(people)
    at = 0
    free_until = 0
    for number, (start, end) in enumerate(words):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if start < free_until or (at < len(taken) and taken[at][0] < end):
            continue
        if not text[start].isupper():
            continue
        length = _match_length(folded, number, known)
        if not length:
            continue
        last = words[number + length - 1][1]
        if at < len(taken) and taken[at][0] < last:
            continue
        if any("\n" in text[words[i][1] : words[i + 1][0]] for i in range(number, number + length - 1)):
            continue
        spans.append((start, last))
        free_until = last
    return spans


def _searched_forms(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield parts
    if is_full(parts):
        for size in range(1, len(parts)):
            tail = parts[-size:]
            if tail[0] in PARTICLES or (size == 1 and parts[-2] not in PARTICLES) or size == len(parts) - 1:
                yield tail


def _match_length(folded: list[str], number: int, known: dict[str, set[tuple[str, ...]]]) -> int:
    best = 0
    first = folded[number]
    for key in {first, first.removesuffix("s").removesuffix("'")}:
        for form in known.get(key, ()):
            size = len(form)
            if size <= best or number + size > len(folded):
                continue
            window = tuple(folded[number : number + size])
            if window == form or without_genitive(window) == form:
                if size == 1 and len(form[0]) < 3:
                    continue
                best = size
    return best


def group_people(mentions: list[_Mention]) -> list[_Group]:
    """Mentions -> people, in the order of their first mention."""
    groups: list[_Group] = []
    order = sorted(mentions, key=lambda mention: mention.start)
    for mention in order:
        if is_full(mention.parts):
            _join_full(groups, mention)
    for mention in order:
        if not is_full(mention.parts):
            _join_short(groups, mention)
    groups = _join_misprints(groups)
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)
    groups.sort(key=lambda group: group.mentions[0].start)
    return groups


def _join_misprints(groups: list[_Group]) -> list[_Group]:
    """One person where one letter tells two full names apart: the name that is known or stands there most is right."""
    right: list[_Group] = []
    for group in sorted(groups, key=_sureness):
        meant = next((other for other in right if is_misprint_of(group.parts, other.parts)), None)
        if meant is None or (group.gender and meant.gender and group.gender != meant.gender):
            right.append(group)
            continue
        meant.mentions += group.mentions
        meant.misprints |= group.aliases - meant.aliases
    return right


def _sureness(group: _Group) -> tuple[bool, int, bool, int]:
    is_unknown = known_person(" ".join(group.parts)) is None
    first = min(mention.start for mention in group.mentions)
    return is_unknown, -len(group.mentions), not is_first_name(group.parts[0]), first


def _join_full(groups: list[_Group], mention: _Mention) -> None:
    bare = without_genitive(mention.parts)
    best = None
    for group in groups:
        if (
            group.parts == mention.parts
            or group.parts == bare
            or without_genitive(group.parts) == mention.parts
        ):
            best = group
            break
        if not _clash(group, mention) and (
            same_full_name(group.parts, mention.parts)
            or (short_form_score(mention.parts, group.parts) >= 2)
            or (short_form_score(group.parts, mention.parts) >= 2)
        ):
            best = best or group
    if best is None:
        best = _Group(mention.parts, gender=gender_of_name(mention.parts))
        groups.append(best)
    if without_genitive(best.parts) == mention.parts or (
        len(mention.parts) > len(best.parts) and best.parts != bare
    ):
        best.parts = mention.parts
    _add(best, mention)


def _join_short(groups: list[_Group], mention: _Mention) -> None:
    """The bearer of the fuller name: by how it fits, then the one named last before this place."""
    bare = without_genitive(mention.parts)
    ranked = []
    for group in groups:
        if _clash(group, mention):
            continue
        score = 0
        for alias in group.aliases | {group.parts}:
            if alias in (mention.parts, bare):
                score = 5
            score = max(score, short_form_score(mention.parts, alias))
            if bare:
                score = max(score, short_form_score(bare, alias))
            if (
                not score
                and len(mention.parts[-1]) > 4
                and mention.parts[-1:] == (without_genitive(alias) or ())[-1:]
            ):
                score = 3  # "Mirte Oudegas ploeg", and Oudega herself.
            if not score and _is_misprint(mention.parts[-1], alias[-1]):
                score = 2
        if mention.is_parent and score == 4 and not group.mentions[0].is_relative:
            score = 0  # Of "vader Vink" only the child is called so here.
        if score:
            before = [other.start for other in group.mentions if other.start < mention.start]
            ranked.append((score, bool(before), before[-1] if before else -group.mentions[0].start, group))
    if ranked:
        strong = [row for row in ranked if row[0] >= 3]
        # Of a family it is the one whom the article is about, not who is told to be a relative.
        rows = [row for row in strong if not row[3].mentions[0].is_relative] or strong or ranked
        best = max(rows, key=lambda row: (row[1], row[2]) if strong else (row[0], row[1], row[2]))[3]
    else:
        best = _Group(mention.parts, gender=gender_of_name(mention.parts))
        groups.append(best)
    if without_genitive(best.parts) == mention.parts:
        best.parts = mention.parts
    _add(best, mention)


def _is_misprint(one: str, other: str) -> bool:
    """One letter wrong in a long surname: Liégeois, Liégois."""
    return (
        one != other
        and min(len(one), len(other)) > 6
        and one[:2] == other[:2]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )


def _add(group: _Group, mention: _Mention) -> None:
    group.mentions.append(mention)
    group.aliases.add(mention.parts)
    group.gender = group.gender or mention.gender


def _clash(group: _Group, mention: _Mention) -> bool:
    gender = mention.gender or (gender_of_name(mention.parts) if is_full(mention.parts) else None)
    return bool(gender and group.gender and gender != group.gender)


def _person(text: str, number: int, group: _Group) -> EntityData:
    name = canonical_name(text, group)
    age = next(
        (int(found.group(1)) for m in group.mentions if (found := AGE.match(text, m.end))),
        None,
    )
    return {
        "id": f"p{number}",
        "kind": "person",
        "name": name,
        "gender": group.gender,
        "age": age,
        "mentions": [{"start": m.start, "end": m.end, "role": m.role} for m in group.mentions],
    }


def canonical_name(text: str, group: _Group) -> str:
    """The fullest form: most words, no genitive if it also stands without, not in capitals."""
    printed = [mention for mention in group.mentions if mention.parts not in group.misprints]
    forms = Counter(" ".join(text[m.start : m.end].split()) for m in printed)
    bare_forms = {fold_name(form) for form in forms}

    def rank(form: str) -> tuple[int, bool, bool, int, int]:
        bare = GENITIVE_END.sub("", form)
        genitive = bare != form and fold_name(bare) in bare_forms
        return (len(form.split()), not genitive, not form.isupper(), len(form), forms[form])

    best = max(forms, key=rank)
    bare = without_genitive(name_parts(best))
    # "Max Verstappens ploeg" where Verstappen stands elsewhere; Kris Peeters is nowhere called Peeter.
    if bare and any(bare[-1:] == alias[-1:] for alias in group.aliases) or is_genitive_of_known(best):
        best = GENITIVE_END.sub("", best)
    if len(forms) == 1 and best.isupper() and len(best) > 3:
        best = best.title()
    return best


GENITIVE_END = re.compile(r"(?:['’]s|['’]|s)$")
DETERMINER = re.compile(r"^(?:de|het|een|'t|the|la|le)\s+", re.IGNORECASE)
ABBREVIATION_AFTER = re.compile(r"\s*\(([^\W\d_][\w&.-]{1,9})\)")


def group_organisations(text: str, spans: list[tuple[int, int]]) -> list[EntityData]:
    """Organisations by their string, their abbreviation (printed or by initials), and a capitalised short form."""
    groups: dict[str, EntityData] = {}
    ordered = sorted(set(spans))
    keys = {span: _organisation_key(text, span) for span in ordered}
    fuller = _fuller_names(text, keys)
    for start, end in ordered:
        key = keys[start, end]
        for _ in range(3):
            key = fuller.get(key, key)
        group = groups.get(key)
        if group is None:
            group = groups[key] = {
                "id": f"o{len(groups) + 1}",
                "kind": "organisation",
                "name": "",
                "gender": None,
                "age": None,
                "mentions": [],
            }
        group["mentions"].append({"start": start, "end": end, "role": None})
        form = " ".join(text[start:end].split())
        if len(form) > len(group["name"]):
            group["name"] = form
    return list(groups.values())


def _fuller_names(text: str, keys: dict[tuple[int, int], str]) -> dict[str, str]:
    """Short form -> the fuller name that it stands for, where only one fits."""
    fuller: dict[str, str] = {}
    capitals = {key for (start, end), key in keys.items() if text[start:end].isupper() and end - start < 8}
    for (_, end), key in keys.items():
        following = ABBREVIATION_AFTER.match(text, end)
        if following and fold_name(following.group(1)) != key:
            fuller.setdefault(fold_name(following.group(1)), key)
    names = sorted(set(keys.values()), key=lambda key: (-len(key), key))[:300]
    by_initials: dict[str, str] = {}
    for name in names:
        words = name.replace("-", " ").split()
        if len(words) > 1:
            by_initials.setdefault("".join(word[0] for word in words), name)
            by_initials.setdefault("".join(w[0] for w in words if w not in PARTICLES | {"voor", "en"}), name)
    by_word: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = name.split()
        if len(words) > 1:
            for size in range(1, len(words)):
                by_word[" ".join(words[-size:])].add(name)
                by_word[" ".join(words[:size])].add(name)
            for word in words[1:-1]:
                by_word[word].add(name)
    for key in names:
        if key in fuller:
            continue
        if key in capitals and key in by_initials and by_initials[key] != key:
            fuller[key] = by_initials[key]
            continue
        longer = by_word.get(key, set())
        if len(longer) == 1 and len(key) > 2:
            fuller[key] = next(iter(longer))
    return fuller


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without edge punctuation: the full stop of a sentence that stuck to "Herald."."""
    while end - start > 1 and (
        text[end - 1] in EDGES or (text[end - 1] == "." and "." not in text[start : end - 1])
    ):
        end -= 1
    while end - start > 1 and text[start] in EDGES:
        start += 1
    return start, end


def _organisation_key(text: str, span: tuple[int, int]) -> str:
    return DETERMINER.sub("", fold_name(text[span[0] : span[1]]), count=1)


def _overlaps_any(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


if not Doc.has_extension("named_entities"):
    Doc.set_extension("named_entities", default=None)


__all__ = ["EntityData", "PersonGrouper", "Span", "group_people", "make_person_grouper", "set_named_entities"]
