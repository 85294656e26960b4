"""The frames in which Dutch news reports what somebody said: from a sentence to candidate quotes.

A frame proposes; it does not decide. For one cue there may be several candidates, one for each place where
the content could begin or end (a clause of a parser in doubt, a comma). quotes.py weighs them.

A sentence is read as items: its words, with every outermost marked stretch as one item. What stands inside
a stretch is read again as sentences of its own, one level deeper.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from analysis.cues import CueForm, CueHit, find_cues
from analysis.marks import Stretch
from analysis.sentences import Sentence

Pair = tuple[int, int]

COMPLEMENTIZERS = frozenset("dat of".split())
QUESTION_WORDS = frozenset(
    "hoe waarom wat wie waar wanneer welke welk hoeveel waarover waarmee waaraan waaruit waarop wiens "
    "hoelang hoezeer waarheen".split()
)
PRONOUNS = frozenset(
    "hij ze zij ik we wij je jij u jullie men iemand iedereen niemand die dit dat het hem haar hen hun mij me "
    "ons wie beiden allebei velen sommigen anderen zelf deze laatstgenoemde eerstgenoemde".split()
)
PERSONAL = frozenset("hij ze zij ik we wij je jij u jullie men hem haar hen hun".split())
FIRST_SECOND = frozenset("ik we wij je jij u jullie me mij ons".split())
PREPOSITIONS = frozenset(
    "aan achter af als bij binnen boven buiten dankzij door gedurende in inzake jegens langs met na naar naast "
    "namens om omstreeks omtrent ondanks onder op over per rond rondom sinds te tegen tegenover tijdens "
    "tot tussen uit vanaf vanuit vanwege via volgens voor voorbij wegens zonder richting".split()
)
ADVERBS = frozenset(
    "ook nog al dan nu toen daarom dus eerder later vandaag gisteren morgen vanochtend vanmiddag vanavond "
    "gisteravond zaterdag zondag maandag dinsdag woensdag donderdag vrijdag weer wel niet nooit altijd er "
    "daar hier daarna daarop hierop verder bovendien echter namelijk inmiddels intussen juist graag zelfs "
    "onlangs zopas net pas meteen opnieuw herhaaldelijk vaak soms zich alvast bijvoorbeeld terecht overigens "
    "daarbij daarover hierover erop eraan ervan ervoor tevens alleen zo maar gewoon".split()
)
CONJUNCTIONS = frozenset("en maar want of dus doch".split())
SUBORDINATORS = frozenset(
    "omdat terwijl nadat toen als hoewel zodat doordat aangezien voordat zodra waarna waarop waarbij waardoor "
    "waarin waarmee indien tenzij ofschoon mits".split()
)
AUXILIARIES = frozenset(
    "heeft had hebben hadden is was zijn waren wordt werd worden werden zal zou zullen zouden kan kon kunnen "
    "konden wil wilde willen wilden wou mag mocht moet moest moeten moesten laat liet laten lieten blijft "
    "bleef gaat ging gaan gingen komt kwam".split()
)
HYPOTHETICAL = frozenset("zal zullen zou zouden als wil wilde moet moest kan kon kunnen mag mocht nooit".split())
EDGE = " \t\n\r\f\v\u00a0,.;:!?…–—-"
TIME_WORDS = frozenset(
    "weekend week maand jaar dag avond ochtend middag nacht keer tijd moment uur gisteren gisterenavond "
    "gisteravond vandaag januari februari maart april mei juni juli augustus september oktober november "
    "december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag eind begin seizoen zomer winter".split()
)
NAME_PREFIXES = frozenset("van de der den het ten ter te von du la le al el bin ibn 't".split())
LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Word:
    """What frames need to know of a token; pos and dep are empty without a tagger and parser."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    pos: str
    dep: str
    head: int
    is_finite: bool
    is_infinitive: bool


@dataclass(slots=True)
class Item:
    """A word, or a marked stretch standing as one word."""

    start: int
    end: int
    lower: str
    word: Word | None
    stretch: Stretch | None = None

    @property
    def is_quote(self) -> bool:
        return self.stretch is not None

    @property
    def pos(self) -> str:
        return self.word.pos if self.word else ""


@dataclass(slots=True)
class Unit:
    """A sentence to read: of the article (depth 0), or inside a marked stretch."""

    start: int
    end: int
    block: int
    number: int
    depth: int
    items: list[Item]
    marked: bool
    parent: Stretch | None = None


@dataclass(slots=True)
class Candidate:
    """A possible quote: its parts, the words that announce it, and its source, as character spans."""

    frame: str
    contents: list[Pair]
    cue: list[Pair]
    source: Pair | None
    lemma: str
    unit: Unit
    group: tuple[str, int]
    form: CueForm | None = None
    stretches: list[Stretch] = field(default_factory=list)
    options: dict[str, float] = field(default_factory=dict)
    score: float = 0.0

    @property
    def start(self) -> int:
        return self.contents[0][0]

    @property
    def end(self) -> int:
        return self.contents[-1][1]


def words_of(doc: Doc) -> list[Word]:
    """The tokens of a doc as plain values; white space left out."""
    has_pos = doc.has_annotation("POS")
    has_dep = doc.has_annotation("DEP")
    words = []
    for token in doc:
        if token.is_space:
            continue
        finite = infinitive = False
        if has_pos and token.pos_ in {"VERB", "AUX"}:
            form = token.morph.get("VerbForm")
            finite, infinitive = form == ["Fin"], form == ["Inf"]
        words.append(
            Word(
                token.i,
                token.idx,
                token.idx + len(token.text),
                token.text,
                token.lower_,
                token.pos_ if has_pos else "",
                token.dep_.partition(":")[0] if has_dep else "",
                token.head.i if has_dep else -1,
                finite,
                infinitive,
            )
        )
    return words


def build_units(
    sentences: Sequence[Sentence], stretches: Sequence[Stretch], words: list[Word], text: str
) -> list[Unit]:
    """Sentences of the article in order, each followed by those inside its marked stretches."""
    starts = [word.start for word in words]
    inner: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        if stretch.depth == 1:
            inner.setdefault(_outer_of(stretches, stretch), []).append(stretch)
    units: list[Unit] = []
    for number, sentence in enumerate(sentences):
        items = _items(words, starts, sentence.start, sentence.end, sentence.stretches, text)
        units.append(Unit(sentence.start, sentence.end, sentence.block, number, 0, items, sentence.is_marked))
        for stretch in sentence.stretches:
            nested = inner.get(stretch.start, [])
            for start, end in _inner_sentences(text, stretch, nested):
                here = [other for other in nested if start <= other.start < end]
                items = _items(words, starts, start, end, here, text)
                units.append(Unit(start, end, sentence.block, number, 1, items, False, stretch))
    return units


def _outer_of(stretches: Sequence[Stretch], inner: Stretch) -> int:
    starts = [stretch.start for stretch in stretches]
    position = bisect_left(starts, inner.start)
    while position > 0:
        position -= 1
        if stretches[position].depth == 0:
            return stretches[position].start
    return -1


INNER_END = re.compile(r"[.!?…]+(?=\s+[^\sa-z])")


def _inner_sentences(text: str, stretch: Stretch, nested: list[Stretch]) -> Iterator[Pair]:
    start = stretch.inner_start
    for found in INNER_END.finditer(text, stretch.inner_start, stretch.inner_end):
        if any(other.start < found.end() < other.end for other in nested):
            continue
        yield start, found.end()
        start = found.end()
        while start < stretch.inner_end and text[start].isspace():
            start += 1
    if start < stretch.inner_end:
        yield start, stretch.inner_end


def _items(
    words: list[Word], starts: list[int], start: int, end: int, stretches: Sequence[Stretch], text: str
) -> list[Item]:
    items: list[Item] = []
    position = bisect_left(starts, start)
    remaining = list(stretches)
    # A token may begin before its sentence where the tokenizer glued two ("ver.Zij").
    while position < len(words) and words[position].start < end:
        word = words[position]
        while remaining and remaining[0].start <= word.start:
            stretch = remaining.pop(0)
            items.append(Item(stretch.start, stretch.end, "", None, stretch))
        if items and items[-1].is_quote and word.start < items[-1].end:
            position += 1
            continue
        if remaining and remaining[0].start < word.end:
            stretch = remaining.pop(0)
            items.append(Item(stretch.start, stretch.end, "", None, stretch))
            position += 1
            continue
        items.append(Item(word.start, min(word.end, end), word.lower, word))
        position += 1
    items.extend(Item(stretch.start, stretch.end, "", None, stretch) for stretch in remaining)
    return items


# --- Noun phrases -----------------------------------------------------------------------------------------


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
            following is None or not _continues(items, position + 1, position, cues)
        ):
            return position + 1
    place = position
    while place < len(items):
        item = items[place]
        if item.lower == "(":
            close = next((i for i in range(place, min(len(items), place + 10)) if items[i].lower == ")"), None)
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
    while place > position and items[place - 1].lower in {"en", "of", "van", "de", "het", "een", ",", "zowel"}:
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
        if item.word.text[:1].isupper() or item.lower in NAME_PREFIXES | {","}:
            names += item.word.text[:1].isupper()
            place += 1
            continue
        return None
    return None


DETERMINERS = frozenset("de het een deze dit die dat zijn haar hun".split())
PARTICIPLE = re.compile(r"^(?:.{2,}(?:en|de|te|d|t)|.+ende?)$")


def _long_attribute(items: Sequence[Item], place: int) -> int | None:
    """ "de [naar Riga uitgeweken] schrijfster": the place of the participle before its noun."""
    if items[place - 1].lower not in DETERMINERS or items[place].lower not in PREPOSITIONS | ADVERBS:
        return None
    for further in range(place + 1, min(len(items) - 1, place + 8)):
        item, following = items[further], items[further + 1]
        if item.word is None or following.word is None or item.lower in {",", ".", "dat", "die"} or is_finite(item):
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
    if lower in PREPOSITIONS and lower not in NAME_PREFIXES:
        return False
    if lower in ADVERBS and item.pos in {"ADV", ""}:
        return place == position and lower in {"ook", "alleen", "zelfs"}
    if item.pos:
        if item.pos in {"VERB", "AUX"}:
            # Participles before the noun: "de naar Riga uitgeweken schrijfster"; a noun taken for a verb.
            following = items[place + 1] if place + 1 < len(items) else None
            if place == position and following is not None and following.pos == "PROPN" and len(lower) > 6:
                return True
            return place > position and item.word.dep in {"amod", "acl"} and not item.word.is_finite
        return item.pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "SYM", "X"} or (
            item.pos in {"PRON", "ADV", "SCONJ", "CCONJ", "INTJ"}
            and place == position
            and lower not in ADVERBS | CONJUNCTIONS | SUBORDINATORS | COMPLEMENTIZERS
        )
    if place > position and items[place - 1].word is not None and items[place - 1].word.text[:1].isupper() and (
        place - 1 > position or items[place - 1].lower not in DETERMINERS
    ):
        return lower in NAME_PREFIXES  # Without a tagger a name ends its phrase.
    return lower not in AUXILIARIES and lower not in SUBORDINATORS and lower not in cues


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
        if item.lower in {",", ".", ";", ":"}:
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
            opening = next((i for i in range(place - 1, max(-1, place - 12), -1) if items[i].lower == "("), None)
            if opening is None:
                break
            place = opening
            continue
        elif lower in {",", ";", ":", ".", "?", "!", "-", "–"} or lower in SUBORDINATORS | CONJUNCTIONS - {"en"}:
            break
        elif is_finite(item) or lower in COMPLEMENTIZERS:
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
        return words[0].lower in PRONOUNS or any(item.word.text[:1].isupper() for item in words[-1:] if item.word)
    return True


# --- Reading one unit -------------------------------------------------------------------------------------


class FrameFinder:
    """All candidates of an article's units, in order."""

    def __init__(self, text: str, words: list[Word], cues: dict[str, tuple[CueForm, ...]]) -> None:
        self.text = text
        self.cues = cues
        self.words = words
        self.by_index = {word.index: word for word in words}
        self.children: dict[int, list[Word]] = {}
        for word in words:
            if word.dep and word.head != word.index:
                self.children.setdefault(word.head, []).append(word)

    def candidates(self, units: Sequence[Unit]) -> list[Candidate]:
        found: list[Candidate] = []
        for number, unit in enumerate(units):
            previous = next((u for u in reversed(units[max(0, number - 8) : number]) if u.depth == 0), None)
            found.extend(self._read(unit, previous))
        return found

    def _read(self, unit: Unit, previous: Unit | None) -> Iterator[Candidate]:
        items = unit.items
        if not items:
            return
        lowers = [item.lower for item in items]
        hits = self._without_doubles(find_cues(lowers, self.cues), items)
        for hit in hits:
            if hit.form.kind == "noun":
                yield from self._noun_cue(unit, hit)
                continue
            yield from self._tail(unit, hit)
            yield from self._clause(unit, hit)
            yield from self._infinitive(unit, hit)
            yield from self._predicate(unit, hit)
            yield from self._said_that(unit, hit, previous)
        yield from self._open_tail(unit, hits)
        yield from self._colon(unit, hits)
        for position, lower in enumerate(lowers):
            if lower in {"aldus", "dixit"}:
                yield from self._aldus(unit, position, previous)
            elif lower in {"volgens", "luidens"}:
                yield from self._volgens(unit, position)
            elif lower == "naar" and lowers[position + 1 : position + 3] == ["eigen", "zeggen"]:
                yield from self._own_words(unit, position)
        if unit.depth == 0:
            yield from self._without_cue(unit)

    def _without_doubles(self, hits: list[CueHit], items: list[Item]) -> list[CueHit]:
        """One cue for one word: "laat … weten" is not also "weten"; nouns and adjectives are no verbs."""
        kept: list[CueHit] = []
        taken: set[int] = set()
        for hit in sorted(hits, key=lambda hit: (-len(hit.words), hit.head)):
            if taken.intersection(hit.words):
                continue
            pos = items[hit.head].pos
            if pos and hit.form.kind != "noun" and pos not in {"VERB", "AUX"}:
                quoted_before = hit.head > 0 and (
                    items[hit.head - 1].is_quote or (hit.head > 1 and items[hit.head - 2].is_quote)
                )
                participle = hit.form.is_participle and pos == "ADJ"
                if not quoted_before and not participle:
                    continue
            if pos and hit.form.kind == "noun" and pos not in {"NOUN", "PROPN"}:
                continue
            taken.update(hit.words)
            kept.append(hit)
        return sorted(kept, key=lambda hit: hit.head)

    # Spans

    def _span(self, items: Sequence[Item], start: int, end: int) -> Pair | None:
        """Characters of items start..end without edge punctuation (marks stay)."""
        while start < end and items[start].lower and not items[start].is_quote and items[start].lower in EDGE:
            start += 1
        while end > start and items[end - 1].lower and not items[end - 1].is_quote and items[end - 1].lower in ",.;:!?…-–—":
            end -= 1
        if start >= end:
            return None
        return items[start].start, items[end - 1].end

    def _source(self, items: Sequence[Item], start: int, end: int) -> Pair | None:
        while start < end and items[start].lower in {"ook", "alleen", "zelfs", "en", "maar", "zo"}:
            start += 1
        while end > start and items[end - 1].lower in {",", "en", "ook", "zelf", "nog", "al", ")"}:
            # An age or a party in brackets is not part of the source.
            if items[end - 1].lower == ")":
                opening = next((i for i in range(end - 1, start, -1) if items[i].lower == "("), None)
                if opening is None:
                    break
                end = opening
                continue
            end -= 1
        return (items[start].start, items[end - 1].end) if start < end else None

    def _cue_spans(self, items: Sequence[Item], positions: Iterable[int]) -> list[Pair]:
        return [(items[position].start, items[position].end) for position in sorted(positions)]

    def _end(self, items: Sequence[Item]) -> int:
        """The place after the last item that can be content."""
        end = len(items)
        while end > 0 and not items[end - 1].is_quote and items[end - 1].lower in {".", "?", "!", "…", ")", "("}:
            end -= 1
        return end

    def _quotes_in(self, items: Sequence[Item], start: int, end: int) -> list[Stretch]:
        return [item.stretch for item in items[start:end] if item.stretch is not None]

    def _make(
        self,
        frame: str,
        unit: Unit,
        parts: Sequence[Pair | None],
        cue: list[Pair],
        source: Pair | None,
        lemma: str,
        group: tuple[str, int],
        form: CueForm | None = None,
        stretches: list[Stretch] | None = None,
        **options: float,
    ) -> Iterator[Candidate]:
        contents = [part for part in parts if part is not None and part[0] < part[1]]
        if contents and contents == sorted(contents):
            yield Candidate(
                frame, contents, cue, source, lemma, unit, group, form, stretches or [], dict(options)
            )

    # Subjects

    def subject(self, unit: Unit, hit: CueHit, before: int = 0) -> tuple[Pair | None, str]:
        """The source of a verb and how it was found: behind it, by the parser, or before it."""
        items = unit.items
        head = hit.head
        if hit.form.is_participle or (items[head].word and items[head].word.is_infinitive):
            return self._subject_of_auxiliary(unit, hit, before)
        place = head + 1
        skipped = 0
        while place < len(items) and (
            (items[place].lower in ADVERBS and items[place].pos in {"ADV", "PRON", ""}) or place in hit.words
        ):
            place += 1
            skipped += 1
            if skipped > 4:
                break
        subject_before = self._clause_has_subject_before(items, head, before)
        if not subject_before:
            end = noun_phrase(items, place, self.cues)
            if end > place and items[place].lower not in {"dat", "het"} and can_speak(items, place, end):
                return self._source(items, place, end), "behind"
            if end > place and items[place].lower == "het" and end > place + 1 and can_speak(items, place, end):
                return self._source(items, place, end), "behind"
        parsed = self._parsed_subject(items, head)
        if parsed:
            return parsed, "parser"
        start = max(before, self._clause_start(items, head))
        if start < head:
            begin = phrase_before(items, head)
            begin = max(begin, before)
            if begin < head and can_speak(items, begin, head):
                return self._source(items, begin, head), "before"
            end = noun_phrase(items, start, self.cues)
            if end > start and can_speak(items, start, end):
                return self._source(items, start, end), "start"
        end = noun_phrase(items, place, self.cues)
        return (self._source(items, place, end), "behind") if end > place else (None, "")

    def _clause_has_subject_before(self, items: Sequence[Item], head: int, before: int) -> bool:
        """Whether a noun phrase or pronoun, and no other first constituent, stands right before the verb."""
        if head == before:
            return False
        previous = items[head - 1]
        if previous.is_quote or previous.lower in {",", ":", ";", "zo", ")"}:
            # "', zegt X" against "Jansen, voorzitter van Y, zegt".
            return previous.lower in {",", ")"} and self._apposition_before(items, head, before)
        if previous.lower in ADVERBS | CONJUNCTIONS | PREPOSITIONS:
            return False
        if previous.pos in {"ADV", "ADP", "SCONJ", "CCONJ", "VERB", "AUX"}:
            return previous.lower in {"zich"}
        if previous.lower in {"dat", "dit", "het"}:
            return False
        start = self._clause_start(items, head)
        start = max(start, before)
        while start < head and items[start].lower in CONJUNCTIONS | {"ook", "-"}:
            start += 1
        if start >= head or not can_speak(items, max(start, phrase_before(items, head)), head):
            return False
        first = items[start]
        if first.is_quote or first.lower in PREPOSITIONS | ADVERBS or first.pos in {"ADP", "ADV", "SCONJ"}:
            # "In een brief zegt X": the phrase before the verb hangs on the preposition, unless a
            # subordinate clause has its own ("omdat hij zegt").
            return first.lower in SUBORDINATORS
        return True

    def _apposition_before(self, items: Sequence[Item], head: int, before: int) -> bool:
        start = max(self._sentence_start(items, head), before)
        commas = [i for i in range(start, head) if items[i].lower == ","]
        if len(commas) < 2 or any(items[i].is_quote for i in range(start, commas[0])):
            return False
        if any(is_finite(item) for item in items[start : commas[0]]):
            return False
        first = items[start]
        return first.lower not in PREPOSITIONS | ADVERBS and first.pos not in {"ADP", "ADV", "SCONJ"}

    def _sentence_start(self, items: Sequence[Item], head: int) -> int:
        for place in range(head - 1, -1, -1):
            if items[place].lower in {";", ":"} or items[place].is_quote:
                return place + 1
        return 0

    def _clause_start(self, items: Sequence[Item], head: int) -> int:
        for place in range(head - 1, -1, -1):
            lower = items[place].lower
            if lower in {",", ";", ":", "-", "–"} or (
                lower in CONJUNCTIONS and lower != "of" and is_verb_between(items, 0, place)
            ):
                return place + 1
            if lower in SUBORDINATORS or (lower in COMPLEMENTIZERS and place > 0):
                return place + 1
        return 0

    def _subject_of_auxiliary(self, unit: Unit, hit: CueHit, before: int) -> tuple[Pair | None, str]:
        items, head = unit.items, hit.head
        parsed = self._parsed_subject(items, head)
        for place in range(head - 1, before - 1, -1):
            if items[place].lower in AUXILIARIES and place not in hit.words:
                passive = items[place].lower in {"wordt", "werd", "worden", "werden"}
                if passive:
                    return self._agent(items, before, len(items)), "agent"
                if self._clause_has_subject_before(items, place, before):
                    begin = max(phrase_before(items, place), before)
                    if begin < place:
                        return self._source(items, begin, place), "before"
                if parsed:
                    return parsed, "parser"
                start = place + 1
                while start < head and items[start].lower in ADVERBS and items[start].pos in {"ADV", "PRON", ""}:
                    start += 1
                end = noun_phrase(items, start, self.cues)
                if start < end <= head:
                    return self._source(items, start, end), "behind"
                begin = max(phrase_before(items, place), before)
                return (self._source(items, begin, place), "before") if begin < place else (None, "")
            if items[place].lower in {";", ":"}:
                break
        # Verb last: "nadat de minister heeft bekendgemaakt", "gezegd heeft".
        for place in range(head + 1, min(head + 3, len(items))):
            if items[place].lower in AUXILIARIES:
                start = self._clause_start(items, head)
                end = noun_phrase(items, start, self.cues)
                if end > start:
                    return self._source(items, start, end), "start"
        if parsed:
            return parsed, "parser"
        agent = self._agent(items, before, len(items))
        if agent:
            return agent, "agent"
        start = max(self._clause_start(items, head), before)
        end = noun_phrase(items, start, self.cues)
        return (self._source(items, start, end), "start") if start < end <= head else (None, "")

    def _agent(self, items: Sequence[Item], start: int, end: int) -> Pair | None:
        for place in range(start, end):
            if items[place].lower == "door":
                stop = noun_phrase(items, place + 1, self.cues)
                if stop > place + 1:
                    return self._source(items, place + 1, stop)
        return None

    def _parsed_subject(self, items: Sequence[Item], head: int) -> Pair | None:
        word = items[head].word
        if word is None or not word.dep:
            return None
        for _ in range(3):
            for child in self.children.get(word.index, ()):
                if child.dep == "nsubj":
                    place = next((i for i, item in enumerate(items) if item.word is child), None)
                    if place is None:
                        continue
                    return self._phrase_around(items, place, head)
            if word.dep not in {"conj", "xcomp", "aux"} or word.head not in self.by_index:
                return None
            word = self.by_index[word.head]
        return None

    def _phrase_around(self, items: Sequence[Item], place: int, verb: int) -> Pair | None:
        start = place
        while start > 0 and items[start - 1].pos in {"DET", "ADJ", "NUM", "PROPN", "NOUN"} and (
            items[start - 1].word is not None and not is_finite(items[start - 1])
        ):
            start -= 1
        end = noun_phrase(items, start, self.cues)
        if end <= place:
            start, end = place, max(noun_phrase(items, place, self.cues), place + 1)
        if end < verb <= end + 8 and items[end].lower in {"en", ",", "of"}:
            # "Jansen en De Vries zeggen": what stands between is the rest of the same subject.
            between = items[end:verb]
            if between[0].lower == "en" and all(
                item.pos in {"DET", "ADJ", "NOUN", "PROPN", "ADP", "CCONJ", "PRON"} for item in between
            ):
                end = verb
        return self._source(items, start, end)

    # Frames

    def _tail(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "…, zegt X" and "…, zo zegt X", with what follows if it goes on after X."""
        items, head = unit.items, hit.head
        # Auxiliary first: ", heeft minister X gezegd"; ", laat X weten".
        first = min(hit.words)
        if hit.form.is_participle:
            auxiliary = next(
                (i for i in range(head - 1, -1, -1) if items[i].lower in AUXILIARIES and i not in hit.words), None
            )
            if auxiliary is None:
                return
            first = auxiliary
        yield from self._tail_at(unit, hit.form.lemma, hit.form, first, hit.words, hit)

    def _tail_at(
        self,
        unit: Unit,
        lemma: str,
        form: CueForm | None,
        first: int,
        cue_words: Sequence[int],
        hit: CueHit | None,
    ) -> Iterator[Candidate]:
        items = unit.items
        place = first - 1
        zo = place >= 0 and items[place].lower in {"zo", "dus"}
        if zo:
            place -= 1
        if place < 0:
            return
        comma = items[place].lower == ","
        if comma:
            place -= 1
        if place < 0 or not (comma or items[place].is_quote):
            return
        if items[place].lower in {"-", "–"}:
            return
        source, how = self._tail_source(unit, first, cue_words, hit)
        after = self._after_source(items, max([*cue_words, first]), source)
        cue = self._cue_spans(items, cue_words)
        group = ("cue", cue[0][0])
        options = {"zo": float(zo), "comma": float(comma), "how_" + how: 1.0}
        rest = self._rest(items, after)
        if items[place].is_quote:
            start = place
            while start > 0 and (items[start - 1].is_quote or items[start - 1].lower in {",", "en"}):
                start -= 1
            while not items[start].is_quote:
                start += 1
            quotes = self._quotes_in(items, start, place + 1)
            span = (items[start].start, items[place].end)
            later = [(stretch.start, stretch.end) for stretch in rest[0]]
            if start == 0 or items[start - 1].lower in {":", "-", "–", ";"} or rest is None:
                yield from self._make(
                    "tail", unit, [span, *later], cue, source, lemma, group, form,
                    [*quotes, *rest[0]], quoted=1.0, first_quote=1.0, **options,
                )
            else:
                yield from self._make(
                    "tail", unit, [span, *later], cue, source, lemma, group, form,
                    [*quotes, *rest[0]], quoted=1.0, lead=float(start), **options,
                )
                for begin in self._content_starts(items, 0, place + 1):
                    yield from self._make(
                        "tail-mixed", unit, [self._span(items, begin, place + 1)], cue, source, lemma, group,
                        form, self._quotes_in(items, begin, place + 1), lead=float(begin), **options,
                    )
            return
        for rank, begin in enumerate(self._content_starts(items, 0, place + 1)):
            inside = self._quotes_in(items, begin, place + 1)
            part = self._span(items, begin, place + 1)
            yield from self._make(
                "tail-text", unit, [part], cue, source, lemma, group, form, inside,
                start_rank=float(rank), **options,
            )
            if rest[1] is not None and rank == 0:
                more = self._span(items, rest[1], self._end(items))
                yield from self._make(
                    "tail-text", unit, [part, more], cue, source, lemma, group, form,
                    [*inside, *self._quotes_in(items, rest[1], len(items))],
                    start_rank=float(rank), with_rest=1.0, **options,
                )
            if rest[0] and rank == 0:
                yield from self._make(
                    "tail-text", unit, [part, *((s.start, s.end) for s in rest[0])], cue, source, lemma, group,
                    form, [*inside, *rest[0]], start_rank=float(rank), with_quotes=1.0, **options,
                )

    def _tail_source(
        self, unit: Unit, first: int, cue_words: Sequence[int], hit: CueHit | None
    ) -> tuple[Pair | None, str]:
        items = unit.items
        place = first + 1
        while place < len(items) and (
            place in cue_words or (items[place].lower in ADVERBS and items[place].lower not in PERSONAL)
        ):
            place += 1
        if place < len(items) and items[place].lower == "het":
            # "klinkt het bij X", "luidt het in een brief van X": an empty subject.
            follow = next(
                (i for i in range(place + 1, min(place + 4, len(items))) if items[i].lower in {"bij", "in", "uit"}), None
            )
            if follow is not None:
                end = noun_phrase(items, follow + 1, self.cues)
                if end > follow + 1:
                    return self._source(items, follow + 1, end), "behind"
            if noun_phrase(items, place, self.cues) <= place + 1:
                return None, "empty"
        end = noun_phrase(items, place, self.cues)
        if end > place:
            return self._source(items, place, end), "behind"
        return None, ""

    def _after_source(self, items: Sequence[Item], last: int, source: Pair | None) -> int:
        end = max(items[last].end, source[1] if source else 0)
        place = last + 1
        while place < len(items) and items[place].start < end:
            place += 1
        return place

    def _rest(self, items: Sequence[Item], after: int) -> tuple[list[Stretch], int | None]:
        """What goes on after the source: marked stretches, or the place where the clause is taken up again."""
        end = self._end(items)
        colon = next((i for i in range(after, end) if items[i].lower in {",", ":"}), None)
        if colon is None:
            return [], None
        following = colon + 1
        if following < end and items[following].is_quote:
            return [items[following].stretch], None  # type: ignore[list-item]
        later = next((i for i in range(following, end) if items[i].is_quote and items[i - 1].lower in {",", ":"}), None)
        if later is not None:
            return [items[later].stretch], None  # type: ignore[list-item]
        if colon == after and items[colon].lower == "," and following < end:
            lower = items[following].lower
            if lower not in {"die", "dat", "waar", "wie", "aldus"} and not lower.startswith("waar"):
                return [], following
        return [], None

    def _content_starts(self, items: Sequence[Item], low: int, high: int) -> list[int]:
        """Where a clause before its tail may begin: the sentence, after its conjunction, after a semicolon."""
        starts = [low]
        if low < high and items[low].lower in CONJUNCTIONS:
            starts.append(low + 1)
        for place in range(low, high):
            if items[place].lower in {";", ":"}:
                starts.append(place + 1)
            elif items[place].lower in {",", "en", "maar"} and is_verb_between(items, low, place):
                nxt = place + 1
                if nxt < high and items[place].lower == "," and items[nxt].lower in {"maar", "en", "want"}:
                    continue
                if is_verb_between(items, nxt, high):
                    starts.append(nxt)
        return [start for start in dict.fromkeys(starts) if start < high][:5]

    def _content_ends(self, items: Sequence[Item], start: int, finite_needed: bool = True) -> list[int]:
        """Where content that begins at start may end: the sentence, a comma, a co-ordinated main clause."""
        last = self._end(items)
        ends = [last]
        seen_verb = False
        for place in range(start, last):
            item = items[place]
            if is_verb(item):
                seen_verb = True
            if place <= start + 1 or not seen_verb:
                continue
            if item.lower in {",", ";", ":", "-", "–", "("} or (
                item.lower in {"en", "maar", "aldus", "volgens"} and items[place - 1].lower != ","
            ):
                ends.append(place)
            elif item.is_quote and items[place - 1].lower in {":", ","}:
                ends.append(place - 1)
        parsed = self._parsed_end(items, start)
        if parsed is not None and parsed not in ends:
            ends.append(parsed)
        return list(dict.fromkeys(ends))[:7]

    def _parsed_end(self, items: Sequence[Item], start: int) -> int | None:
        """The end of the parser's clause whose mark or first word stands at start."""
        word = items[start].word
        if word is None or not word.dep or word.head not in self.by_index:
            return None
        right = self._right_edge(word.head)
        place = start
        while place < len(items) and items[place].start < right:
            place += 1
        return place if place > start + 1 else None

    def _right_edge(self, index: int) -> int:
        edge, frontier, steps = self.by_index[index].end, [index], 0
        while frontier and steps < 200:
            steps += 1
            for child in self.children.get(frontier.pop(), ()):
                if child.dep not in {"punct", "parataxis"}:
                    edge = max(edge, child.end)
                    frontier.append(child.index)
        return edge

    def _clause(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "X zegt dat …", "vraagt of …", "legt uit waarom …", and the clause before the verb."""
        items = unit.items
        last = max(hit.words)
        marks = []
        for place in range(hit.head + 1, min(len(items), hit.head + 26)):
            lower = items[place].lower
            if lower in {";", ":"} or items[place].is_quote and items[place].end - items[place].start > 60:
                break
            word = items[place].word
            if lower in COMPLEMENTIZERS or (lower in QUESTION_WORDS and place > hit.head):
                if lower == "dat" and place + 1 < len(items) and items[place - 1].pos == "NOUN" and word is not None:
                    pass
                marks.append(place)
                if len(marks) == 2:
                    break
        for rank, mark in enumerate(marks):
            source, how = self.subject(unit, hit)
            if source and source[1] > items[mark].start and source[0] < items[mark].end:
                source, how = None, ""
            cue = self._cue_spans(items, hit.words)
            wh = items[mark].lower in QUESTION_WORDS
            between = sum(1 for item in items[last + 1 : mark] if item.lower != ",")
            word = items[mark].word
            verbs_between = sum(1 for i in range(hit.head + 1, mark) if is_verb(items[i]) and i not in hit.words)
            for end in self._content_ends(items, mark):
                part = self._span(items, mark, end)
                quotes = self._quotes_in(items, mark, end)
                yield from self._make(
                    "wh" if wh else "dat", unit, [part], cue, source, hit.form.lemma, ("cue", cue[0][0]), hit.form,
                    quotes, mark_rank=float(rank), between=float(between), verbs_between=float(verbs_between),
                    is_of=float(items[mark].lower == "of"),
                    mark_is_sconj=float(word is not None and word.pos == "SCONJ"),
                    comma_before=float(items[mark - 1].lower == ","),
                    parser_says=float(self._hangs_on(word, items[hit.head].word)),
                    **self._end_options(items, mark, end), **{"how_" + how: 1.0},
                )

    def _hangs_on(self, mark: Word | None, verb: Word | None) -> bool:
        """Whether the parser hangs the clause of this mark on this verb."""
        if mark is None or verb is None or not mark.dep:
            return False
        clause = self.by_index.get(mark.head)
        return clause is not None and clause.head == verb.index

    def _end_options(self, items: Sequence[Item], start: int, end: int) -> dict[str, float]:
        last = self._end(items)
        parsed = self._parsed_end(items, start)
        following = items[end] if end < len(items) else None
        after = items[end + 1] if end + 1 < len(items) else None
        lower = following.lower if following else ""
        next_lower = after.lower if after else ""
        return {
            "end_is_last": float(end == last),
            "end_is_parsed": float(parsed is not None and end == parsed),
            "end_words": float(end - start),
            "words_left": float(last - end),
            "end_comma": float(lower == ","),
            "end_en": float(lower == "en" or (lower == "," and next_lower == "en")),
            "end_maar": float(lower == "maar" or (lower == "," and next_lower == "maar")),
            "end_colon": float(lower in {":", ";"}),
            "end_dash": float(lower in {"-", "–", "("}),
            "end_aldus": float("aldus" in (lower, next_lower) or "volgens" in (lower, next_lower)),
            "end_zo": float(next_lower in {"zo", "zegt", "zei"}),
            "end_relative": float(next_lower in {"die", "dat", "wat"} or next_lower.startswith("waar")),
            "end_subordinate": float(next_lower in SUBORDINATORS),
            "end_before_verb": float(following is not None and is_finite(following) or (
                after is not None and is_finite(after))),
            "end_after_verb": float(end > start and is_verb(items[end - 1])),
            "after_is_subject": float(next_lower in PERSONAL or (after is not None and after.pos == "PROPN")),
        }

    def _infinitive(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "zegt … te …", "roept … op (om) … te …", "zweert … te …"."""
        items = unit.items
        last = max(hit.words)
        te = None
        for place in range(hit.head + 1, min(len(items), hit.head + 40)):
            if items[place].lower in {";", ":"} or items[place].lower in COMPLEMENTIZERS:
                break
            if items[place].lower in QUESTION_WORDS and items[place - 1].lower == ",":
                break
            if items[place].lower == "te" and place + 1 < len(items) and place not in hit.words:
                following = items[place + 1]
                if following.pos in {"VERB", "AUX"} or (not following.pos and following.lower.endswith("n")) or (
                    following.is_quote
                ):
                    te = place
                    break
            word = items[place].word
            if word is not None and word.is_infinitive and items[place].lower.find("te") > 0 and place > hit.head + 1:
                te = place  # "af te zien" written as one word: "aftezien"; rare.
                break
        if te is None or hit.form.lemma in {"dreigen", "denken", "weten", "hoeven", "beginnen", "geloven"}:
            return
        om = next((i for i in range(te, hit.head, -1) if items[i].lower == "om" and i not in hit.words), None)
        source, how = self.subject(unit, hit)
        starts: list[tuple[int, str]] = []
        if om is not None and om < te:
            starts.append((om, "om"))
        after = hit.head + 1
        if source and source[0] >= items[hit.head].end:
            after = self._after_source(items, hit.head, source)
        if after < te or after == te:
            starts.append((after, "after"))
        if last > hit.head and last < te:
            starts.append((last + 1, "particle"))
        object_end = noun_phrase(items, after, self.cues)
        if after < object_end <= te:
            starts.append((object_end, "object"))
        comma = next((i for i in range(te, hit.head, -1) if items[i].lower == ","), None)
        if comma is not None:
            starts.append((comma + 1, "comma"))
        zich = next((i for i in range(hit.head + 1, te) if items[i].lower == "zich"), None)
        if zich is not None:
            starts.append((zich, "zich"))
        starts.append((te, "te"))
        cue = self._cue_spans(items, hit.words)
        verb = items[min(te + 1, len(items) - 1)].word
        seen: set[int] = set()
        for begin, kind in starts:
            if begin in seen or begin > te:
                continue
            seen.add(begin)
            for end in self._content_ends(items, te)[:4]:
                if end <= te + 1:
                    continue
                yield from self._make(
                    "te", unit, [self._span(items, begin, end)], cue, source, hit.form.lemma, ("cue", cue[0][0]),
                    hit.form, self._quotes_in(items, begin, end), before_te=float(te - begin),
                    has_om=float(om is not None), gap=float(begin - hit.head),
                    parser_says=float(
                        verb is not None and items[hit.head].word is not None
                        and verb.head == items[hit.head].word.index  # type: ignore[union-attr]
                    ),
                    **{"start_" + kind: 1.0}, **self._end_options(items, begin, end), **{"how_" + how: 1.0},
                )

    def _predicate(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "noemt het plan 'een schande'", "spreekt van '…'", "vond de plannen 'te wild'"."""
        items = unit.items
        source, how = None, ""
        last = max(hit.words)
        cue_words = list(hit.words)
        quote = next(
            (i for i in range(hit.head + 1, min(len(items), hit.head + 25)) if items[i].is_quote), None
        )
        end = self._end(items)
        if quote is not None and any(items[i].lower in COMPLEMENTIZERS | {":", ";"} for i in range(hit.head + 1, quote)):
            quote = None
        cue = self._cue_spans(items, cue_words)
        group = ("cue", cue[0][0])
        if quote is not None:
            source, how = self.subject(unit, hit)
            if source and source[0] >= items[quote].start:
                source, how = None, ""
            stretch = items[quote].stretch
            begins = [quote]
            if quote > hit.head + 1 and items[quote - 1].lower in {"een", "de", "het", "geen", "deze", "die", "erg", "te"}:
                begins.append(quote - 1)
            if quote - 1 > hit.head + 1 and items[quote - 1].pos == "ADJ":
                begins.append(quote - 2)
            if quote > last + 1:
                begins.append(last + 1)
            stops = [quote + 1]
            stops.extend(stop for stop in self._content_ends(items, quote)[:3] if stop > quote + 1)
            if end > quote + 1:
                stops.append(end)
            for begin in dict.fromkeys(begins):
                for stop in dict.fromkeys(stops):
                    yield from self._make(
                        "predicate", unit, [self._span(items, begin, stop)], cue, source, hit.form.lemma, group,
                        hit.form, self._quotes_in(items, begin, stop), start_offset=float(quote - begin),
                        stop_offset=float(stop - quote - 1), gap=float(quote - last),
                        colon_free=1.0, quote_ends=float(stretch is not None and self._ends_full(stretch)),
                        van_before=float(items[quote - 1].lower in {"van", "als", "over"}),
                        stop_is_end=float(stop == end), **{"how_" + how: 1.0},
                    )
            return
        if "N" not in hit.form.frames and hit.form.lemma not in {"vinden", "noemen", "achten"}:
            return
        # Without marks: "noemt het verzoek opmerkelijk", "vindt het onnodig om …".
        source, how = self.subject(unit, hit)
        after = hit.head + 1
        if source and source[0] >= items[hit.head].end:
            after = self._after_source(items, hit.head, source)
        while after < end and items[after].lower in ADVERBS:
            after += 1
        object_end = noun_phrase(items, after, self.cues)
        if after < end and items[after].lower in {"het", "dat", "dit", "ze", "hem", "haar"} and items[after].pos != "DET":
            object_end = after + 1
        starts = [after]
        if after < object_end < end:
            starts.append(object_end)
        als = next((i for i in range(after, end) if items[i].lower == "als"), None)
        if als is not None and als + 1 < end:
            starts.append(als + 1)
        stops = [end, *(i for i in range(after + 1, end) if items[i].lower in {",", "en", "omdat", "maar", ":"})][:4]
        for begin in dict.fromkeys(starts):
            for stop in stops:
                if stop > begin:
                    yield from self._make(
                        "predicate-text", unit, [self._span(items, begin, stop)], cue, source, hit.form.lemma, group,
                        hit.form, [], start_is_object=float(begin == after),
                        **self._end_options(items, begin, stop), **{"how_" + how: 1.0},
                    )

    def _ends_full(self, stretch: Stretch) -> bool:
        return self.text[max(stretch.inner_end - 1, 0)] in ".!?…,"

    def _said_that(self, unit: Unit, hit: CueHit, previous: Unit | None) -> Iterator[Candidate]:
        """ "… . Dat zegt X." : the content is the sentence before."""
        items = unit.items
        if previous is None or unit.depth or items[0].lower not in {"dat", "dit", "het", "zo", "aldus"}:
            return
        first = min(hit.words)
        if hit.form.is_participle:
            first = next((i for i in range(1, hit.head) if items[i].lower in AUXILIARIES), first)
        if items[0].lower == "het":
            if len(items) < 2 or items[1].lower not in {"nieuws", "bericht"}:
                return
        elif first > 2 or (items[0].lower == "zo" and first != 1):
            return
        if any(item.lower in COMPLEMENTIZERS for item in items[max(hit.words) + 1 : max(hit.words) + 8]):
            return
        source, how = self._tail_source(unit, first, hit.words, hit)
        if hit.form.is_participle and not source:
            source, how = self.subject(unit, hit, 1)
        cue = self._cue_spans(items, hit.words)
        contents = (previous.start, previous.end)
        stretches = self._quotes_in(previous.items, 0, len(previous.items))
        yield from self._make(
            "dat-zegt", unit, [contents], cue, source, hit.form.lemma, ("cue", cue[0][0]), hit.form, stretches,
            same_block=float(previous.block == unit.block), first=float(first), short=float(len(items)),
            previous_words=float(len(previous.items)),
            **{"how_" + how: 1.0, "word_" + items[0].lower: 1.0},
        )
        if not previous.marked and "," in {item.lower for item in previous.items}:
            inner = previous.items
            for begin in self._content_starts(inner, 0, len(inner))[1:2]:
                yield from self._make(
                    "dat-zegt", unit, [self._span(inner, begin, len(inner))], cue, source, hit.form.lemma,
                    ("cue", cue[0][0]), hit.form, stretches, shortened=1.0, **{"how_" + how: 1.0},
                )

    def _open_tail(self, unit: Unit, hits: Sequence[CueHit]) -> Iterator[Candidate]:
        """ "'…', glimlacht X": after a marked stretch any verb may report."""
        items = unit.items
        known = {word for hit in hits for word in hit.words}
        for place, item in enumerate(items):
            if not item.is_quote:
                continue
            first = place + 1
            if first < len(items) and items[first].lower == ",":
                first += 1
            if first < len(items) and items[first].lower in {"zo"}:
                first += 1
            if first >= len(items) or first in known or first == place + 1 and item.end - item.start < 40:
                continue
            verb = items[first]
            if not is_finite(verb) or verb.lower in AUXILIARIES - {"is", "was", "gaat", "ging", "laat", "liet"}:
                continue
            if any(first < word <= first + 8 for word in known) and verb.lower in AUXILIARIES:
                continue
            yield from self._tail_at(unit, "", None, first, [first], None)

    def _colon(self, unit: Unit, hits: Sequence[CueHit]) -> Iterator[Candidate]:
        """ "X zegt: '…'", "X: '…'", and a colon with words after it."""
        items = unit.items
        for place, item in enumerate(items):
            if item.lower != ":" or place == 0 or place + 1 >= len(items):
                continue
            end = self._end(items)
            begin = 0
            for earlier in range(place - 1, -1, -1):
                if items[earlier].is_quote and earlier < place - 1 and items[earlier].end - items[earlier].start > 60:
                    begin = earlier + 1
                    break
            before = [hit for hit in hits if begin <= hit.head < place and hit.form.kind != "noun"]
            hit = before[-1] if before else None
            quoted = items[place + 1].is_quote
            if hit is not None:
                source, how = self.subject(unit, hit, begin)
                cue = self._cue_spans(items, hit.words)
                lemma, form = hit.form.lemma, hit.form
            else:
                source, how = self._colon_source(items, begin, place)
                cue, lemma, form = [(item.start, item.end)], ":", None
            group = ("colon", item.start) if hit is None else ("cue", cue[0][0])
            options = {
                "prefix_words": float(place - begin),
                "prefix_verbs": float(sum(is_verb(other) for other in items[begin:place])),
                "cue_gap": float(place - hit.head if hit else 0),
                "unit_first": float(begin == 0),
                "how_" + how: 1.0,
            }
            if quoted:
                stretch = items[place + 1].stretch
                parts: list[Pair] = []
                stretches: list[Stretch] = []
                for other in items[place + 1 :]:
                    if other.is_quote:
                        parts.append((other.start, other.end))
                        stretches.append(other.stretch)  # type: ignore[arg-type]
                    elif other.lower not in {",", ".", "en"}:
                        break
                assert stretch is not None
                yield from self._make(
                    "colon", unit, [(parts[0][0], parts[-1][1])], cue, source, lemma, group, form, stretches,
                    after_quote=float(len(items) - place - 1 - len(parts)), full=float(self._ends_full(stretch)),
                    **options,
                )
            elif hit is not None or place - begin <= 8:
                yield from self._make(
                    "colon-text", unit, [self._span(items, place + 1, end)], cue, source, lemma, group, form,
                    self._quotes_in(items, place + 1, end), text_words=float(end - place), **options,
                )

    def _colon_source(self, items: Sequence[Item], begin: int, place: int) -> tuple[Pair | None, str]:
        while begin < place and items[begin].lower in CONJUNCTIONS | ADVERBS:
            begin += 1
        for position in range(begin, place):
            if is_finite(items[position]):
                parsed = self._parsed_subject(items, position)
                if parsed:
                    return parsed, "parser"
                start = phrase_before(items, position)
                if start < position and self._clause_has_subject_before(items, position, begin):
                    return self._source(items, max(start, begin), position), "before"
                end = noun_phrase(items, position + 1, self.cues)
                if end > position + 1:
                    return self._source(items, position + 1, end), "behind"
        end = noun_phrase(items, begin, self.cues)
        return (self._source(items, begin, end), "start") if end > begin else (None, "")

    def _aldus(self, unit: Unit, position: int, previous: Unit | None) -> Iterator[Candidate]:
        """ "…, aldus X"; a sentence "Aldus X." belongs to the one before."""
        items = unit.items
        end = noun_phrase(items, position + 1, self.cues)
        source = self._source(items, position + 1, end) if end > position + 1 else None
        cue = self._cue_spans(items, [position])
        if position <= 1 and previous is not None and not unit.depth:
            yield from self._make(
                "dat-zegt", unit, [(previous.start, previous.end)], cue, source, "aldus", ("cue", cue[0][0]), None,
                self._quotes_in(previous.items, 0, len(previous.items)),
                same_block=float(previous.block == unit.block), word_aldus=1.0,
            )
            return
        place = position - 1
        if items[place].lower in {",", "-", "–"}:
            place -= 1
        if place < 0:
            return
        if items[place].is_quote:
            yield from self._tail_at(unit, "aldus", None, position, [position], None)
            if items[position - 1].lower not in {","} and not items[position - 1].is_quote:
                yield from self._make(
                    "tail", unit, [(items[place].start, items[place].end)], cue, source, "aldus",
                    ("cue", cue[0][0]), None, self._quotes_in(items, place, place + 1), quoted=1.0,
                )
            return
        rest = self._rest(items, self._after_source(items, position, source))
        for rank, begin in enumerate(self._content_starts(items, 0, place + 1)):
            yield from self._make(
                "aldus", unit, [self._span(items, begin, place + 1)], cue, source, "aldus", ("cue", cue[0][0]), None,
                self._quotes_in(items, begin, place + 1), start_rank=float(rank),
            )
            if rest[1] is not None and rank == 0:
                yield from self._make(
                    "aldus", unit,
                    [self._span(items, begin, place + 1), self._span(items, rest[1], self._end(items))],
                    cue, source, "aldus", ("cue", cue[0][0]), None, [], start_rank=0.0, with_rest=1.0,
                )

    def _volgens(self, unit: Unit, position: int) -> Iterator[Candidate]:
        """ "Volgens X …" from the finite verb on; "… volgens X …" with both sides; "…, volgens X"."""
        items = unit.items
        np_end = noun_phrase(items, position + 1, self.cues)
        if np_end <= position + 1:
            return
        source = self._source(items, position + 1, np_end)
        cue = self._cue_spans(items, [position])
        group = ("cue", cue[0][0])
        last = self._end(items)
        after = self._skip_apposition(items, np_end)
        first = position == 0 or (
            items[position - 1].lower in CONJUNCTIONS | {",", ":", ";", "-", "–", "ook"}
            and not (items[position - 1].lower == "," and position > 1 and items[position - 2].is_quote)
        )
        head = items[np_end - 1]
        options = {
            "position": float(position),
            "np_words": float(np_end - position - 1),
            "np_propn": float(any(item.pos == "PROPN" for item in items[position + 1 : np_end])),
            "np_pronoun": float(head.lower in PERSONAL),
        }
        if first and after < last:
            for begin in dict.fromkeys([after, np_end]):
                if begin >= last:
                    continue
                verb_first = is_finite(items[begin]) or items[begin].is_quote
                for end in self._content_ends(items, begin)[:5]:
                    if end > begin:
                        yield from self._make(
                            "volgens-first", unit, [self._span(items, begin, end)], cue, source, "volgens", group,
                            None, self._quotes_in(items, begin, end), verb_first=float(verb_first),
                            skipped=float(begin - np_end), **options, **self._end_options(items, begin, end),
                        )
        if position > 0:
            place = position
            if items[place - 1].lower == ",":
                place -= 1
            for rank, begin in enumerate(self._content_starts(items, 0, place)):
                left = self._span(items, begin, place)
                if np_end >= last:
                    yield from self._make(
                        "volgens-last", unit, [left], cue, source, "volgens", group, None,
                        self._quotes_in(items, begin, place), start_rank=float(rank),
                        comma=float(place < position), **options,
                    )
                    continue
                ends = [end for end in self._content_ends(items, after)[:4] if end > after]
                for end in ends:
                    right = self._span(items, after, end)
                    yield from self._make(
                        "volgens-middle", unit, [left, right], cue, source, "volgens", group, None,
                        [*self._quotes_in(items, begin, place), *self._quotes_in(items, after, end)],
                        start_rank=float(rank), left_words=float(place - begin), right_words=float(end - after),
                        left_verb=float(is_verb_between(items, begin, place)),
                        **options, **self._end_options(items, after, end),
                    )
                if rank < 2:
                    yield from self._make(
                        "volgens-last", unit, [left], cue, source, "volgens", group, None,
                        self._quotes_in(items, begin, place), start_rank=float(rank), more_follows=1.0,
                        comma=float(place < position), **options,
                    )

    def _skip_apposition(self, items: Sequence[Item], place: int) -> int:
        """After "X, voorzitter van Y," or "X, die …,"."""
        if place < len(items) and items[place].lower == ",":
            close = next((i for i in range(place + 1, min(len(items), place + 22)) if items[i].lower == ","), None)
            if close is not None:
                following = close + 1
                if following < len(items) and (is_finite(items[following]) or not items[following].pos):
                    return following
            if place + 1 < len(items) and is_finite(items[place + 1]):
                return place + 1
        return place

    def _own_words(self, unit: Unit, position: int) -> Iterator[Candidate]:
        """ "… naar eigen zeggen …": the source is the subject of the clause."""
        items = unit.items
        cue = self._cue_spans(items, [position, position + 1, position + 2])
        cue = [(cue[0][0], cue[-1][1])]
        finite = next((i for i in range(position, -1, -1) if is_finite(items[i])), None)
        source: Pair | None = None
        if finite is not None:
            source = self._parsed_subject(items, finite)
            if source is None:
                begin = phrase_before(items, finite)
                source = self._source(items, begin, finite) if begin < finite else None
        after = position + 3
        last = self._end(items)
        for rank, begin in enumerate(self._content_starts(items, 0, position)):
            for end in [e for e in self._content_ends(items, after)[:3] if e > after] or [last]:
                for with_left in (1.0, 0.0):
                    left = self._span(items, begin, position) if with_left else None
                    yield from self._make(
                        "own-words", unit, [left, self._span(items, after, end)], cue, source, "naar eigen zeggen",
                        ("cue", cue[0][0]), None, [], start_rank=float(rank), with_left=with_left,
                        **self._end_options(items, after, end),
                    )

    def _noun_cue(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "de conclusie dat …", "de oproep om … te …"."""
        items, head = unit.items, hit.head
        mark = next(
            (i for i in range(head + 1, min(len(items), head + 12)) if items[i].lower in {"dat", "om", "of"}), None
        )
        if mark is None or any(is_finite(items[i]) for i in range(head + 1, mark)):
            return
        source: Pair | None = None
        if head + 1 < mark and items[head + 1].lower == "van":
            end = noun_phrase(items, head + 2, self.cues)
            source = self._source(items, head + 2, min(end, mark)) if end > head + 2 else None
        if source is None:
            finite = next((i for i in range(head - 1, -1, -1) if is_finite(items[i])), None)
            if finite is not None:
                source = self._parsed_subject(items, finite)
        cue = self._cue_spans(items, [head])
        possessive = head > 0 and items[head - 1].lower in {"zijn", "haar", "hun"}
        for end in self._content_ends(items, mark)[:4]:
            yield from self._make(
                "noun", unit, [self._span(items, mark, end)], cue, source, hit.form.lemma, ("cue", cue[0][0]),
                hit.form, self._quotes_in(items, mark, end), gap=float(mark - head), is_om=float(items[mark].lower == "om"),
                possessive=float(possessive), has_source=float(source is not None),
                **self._end_options(items, mark, end),
            )

    def _lead_source(self, items: Sequence[Item], place: int) -> Pair | None:
        """The subject of the clause before marked text: who does something when the words are quoted."""
        start = max((i for i in range(place) if items[i].is_quote), default=-1) + 1
        for position in range(place - 1, start - 1, -1):
            if is_finite(items[position]):
                parsed = self._parsed_subject(items, position)
                if parsed and parsed[1] <= items[place].start:
                    return parsed
                begin = max(phrase_before(items, position), start)
                if begin < position and can_speak(items, begin, position):
                    return self._source(items, begin, position)
                end = noun_phrase(items, position + 1, self.cues)
                if position + 1 < end <= place and can_speak(items, position + 1, end):
                    return self._source(items, position + 1, end)
                return None
        return None

    def _without_cue(self, unit: Unit) -> Iterator[Candidate]:
        """Marked text that nothing announces: a quote that goes on, or a term, title or nickname."""
        items = unit.items
        if unit.marked:
            stretch = next(item.stretch for item in items if item.stretch is not None)
            assert stretch is not None
            yield from self._make(
                "marked", unit, [(stretch.start, stretch.end)], [], None, "", ("stretch", stretch.start), None,
                [stretch],
            )
            return
        for place, item in enumerate(items):
            if item.stretch is None:
                continue
            source = self._lead_source(items, place)
            yield from self._make(
                "inside", unit, [(item.start, item.end)], [], source, "", ("stretch", item.start), None,
                [item.stretch],
                first=float(place == 0), last=float(place >= self._end(items) - 1), place=float(place),
                comma_before=float(place > 0 and items[place - 1].lower == ","),
                verb_before=float(any(is_finite(other) for other in items[:place])),
            )
            if item.end - item.start > 12 or place >= self._end(items) - 1:
                yield from self._make(
                    "inside-clause", unit, [self._span(items, 0, self._end(items))], [], None, "",
                    ("stretch", item.start), None, [item.stretch], place=float(place),
                )


def is_verb_between(items: Sequence[Item], start: int, end: int) -> bool:
    return any(is_finite(item) for item in items[start:end])
