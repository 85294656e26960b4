"""Who does the saying: the subject of a verb, behind it, before it, or by the parser."""

from collections.abc import Sequence

from analysis.cues import CueHit
from analysis.frames.reading import Reader
from analysis.phrases import (
    ADVERBS,
    AUXILIARIES,
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    can_speak,
    is_finite,
    is_verb_between,
    noun_phrase,
    phrase_before,
)
from analysis.words import Item, Pair, Unit


class Subjects(Reader):
    """Who does the saying: the subject of a verb, behind it, before it, or by the parser."""

    # Subjects

    def subject(self, unit: Unit, hit: CueHit, before: int = 0) -> tuple[Pair | None, str]:
        """The source of a verb and how it was found: behind it, by the parser, or before it."""
        items = unit.items
        head = hit.head
        word = items[head].word
        if hit.form.is_participle or (word is not None and word.is_infinitive):
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
        # "Vink komt en roept allen op": the subject stands before, what follows is the object.
        is_shared = head > before and items[head - 1].lower in {"en", "maar"}
        parsed = self._parsed_subject(items, head) if is_shared else None
        if parsed and parsed[1] <= items[head].start:
            return parsed, "parser"
        if not subject_before:
            end = noun_phrase(items, place, self.cues)
            if end > place and items[place].lower not in {"dat", "het"} and can_speak(items, place, end):
                return self._source(items, place, end), "behind"
            if (
                end > place
                and items[place].lower == "het"
                and end > place + 1
                and can_speak(items, place, end)
            ):
                return self._source(items, place, end), "behind"
        parsed = self._parsed_subject(items, head)
        if parsed:
            return parsed, "parser"
        if subject_before and items[head - 1].lower in {",", ")"}:  # "Anna Vink, directeur van Bosch, zegt".
            start = max(before, self._sentence_start(items, head))
            end = noun_phrase(items, start, self.cues)
            if end > start and can_speak(items, start, end):
                return self._source(items, start, end), "apposition"
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
        if previous.lower == ")":  # "Anna Vink (De Molen) noemt het plan …".
            openings = [i for i in range(max(before, head - 12), head - 1) if items[i].lower == "("]
            if openings and self._clause_has_subject_before(items, openings[-1], before):
                return True
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
        if _hangs_on_noun(items, start, head):
            return True
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
            if is_auxiliary(items[place]) and place not in hit.words:
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
                while (
                    start < head and items[start].lower in ADVERBS and items[start].pos in {"ADV", "PRON", ""}
                ):
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
            if is_auxiliary(items[place]):
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
        while (
            start > 0
            and items[start - 1].pos in {"DET", "ADJ", "NUM", "PROPN", "NOUN"}
            and (items[start - 1].word is not None and not is_finite(items[start - 1]))
        ):
            start -= 1
        if 1 < start < verb and items[start - 1].lower in {"van", "voor", "bij", "uit", "namens"}:
            # No subject hangs on a preposition: of "kopman Vink van De Molen" the parser took the end.
            whole = phrase_before(items, start - 1)
            if noun_phrase(items, whole, self.cues) > place:
                start = whole
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

    def _main_subject(self, unit: Unit) -> Pair | None:
        """The subject of a sentence's first finite verb: who the sentence is about."""
        items = unit.items
        for position, item in enumerate(items):
            if not is_finite(item):
                continue
            if (
                position
                and items[position - 1].is_quote
                or (position > 1 and items[position - 1].lower == "," and items[position - 2].is_quote)
            ):
                end = noun_phrase(items, position + 1, self.cues)
                return self._source(items, position + 1, end) if end > position + 1 else None
            first = items[0]
            starts_with_subject = not (
                first.lower in PREPOSITIONS | ADVERBS | SUBORDINATORS or first.pos in {"ADP", "ADV", "SCONJ"}
            )
            if starts_with_subject and position:
                end = noun_phrase(items, 0, self.cues)
                if end and can_speak(items, 0, end):
                    return self._source(items, 0, end)
            if first.lower in SUBORDINATORS:
                continue
            end = noun_phrase(items, position + 1, self.cues)
            if end > position + 1 and can_speak(items, position + 1, end):
                return self._source(items, position + 1, end)
            return self._parsed_subject(items, position)
        end = noun_phrase(items, 0, self.cues)
        return self._source(items, 0, end) if end and can_speak(items, 0, end) else None

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
                (
                    i
                    for i in range(place + 1, min(place + 4, len(items)))
                    if items[i].lower in {"bij", "in", "uit"}
                ),
                None,
            )
            if follow is not None:
                end = noun_phrase(items, follow + 1, self.cues)
                if end > follow + 1:
                    return self._source(items, follow + 1, end), "behind"
            if noun_phrase(items, place, self.cues) <= place + 1:
                return None, "empty"
        if (
            items[first].lower in {"staat", "stond"}
            and place < len(items)
            and items[place].lower in {"in", "op"}
        ):
            place += 1  # "staat in een verklaring van de Molenbond".
        end = noun_phrase(items, place, self.cues)
        if end > place:
            return self._source(items, place, end), "behind"
        return None, ""

    def _colon_source(self, items: Sequence[Item], begin: int, place: int) -> tuple[Pair | None, str]:
        stops = [i for i in range(begin, place) if items[i].lower in {".", "!", "?"}]
        begin = stops[-1] + 1 if stops else begin  # The text runs on: "in Gent. gent Schepen Vink:".
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


def _hangs_on_noun(items: Sequence[Item], place: int, end: int) -> bool:
    """ "[bijna] de hele oppositie", "[liefst] een derde": an adverb of the noun, by the parser, before end."""
    word = items[place].word
    if word is None or word.pos != "ADV" or not word.dep:
        return False
    heads = (item.word for item in items[place + 1 : end] if item.word is not None)
    return any(head.index == word.head and head.pos in {"NOUN", "PROPN", "NUM", "PRON"} for head in heads)


def is_auxiliary(item: Item) -> bool:
    """ "zijn" and "haar" can also say whose: "heeft zijn partij opgeroepen"."""
    return item.lower in AUXILIARIES and item.pos not in {"PRON", "DET"}
