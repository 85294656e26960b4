"""What every frame does with a sentence: spans without edge punctuation, clause ends, candidates."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.cues import CueForm
from analysis.frames.candidate import Candidate
from analysis.marks import Stretch
from analysis.phrases import (
    CONJUNCTIONS,
    EDGE,
    LETTER,
    PERSONAL,
    SUBORDINATORS,
    is_finite,
    is_verb,
    is_verb_between,
)
from analysis.words import Item, Pair, Unit, Word


class Reader:
    """What every frame does with a sentence: spans without edge punctuation, clause ends, candidates."""

    def __init__(self, text: str, words: list[Word], cues: dict[str, tuple[CueForm, ...]]) -> None:
        self.text = text
        self.cues = cues
        self.words = words
        self.by_index = {word.index: word for word in words}
        self.children: dict[int, list[Word]] = {}
        for word in words:
            if word.dep and word.head != word.index:
                self.children.setdefault(word.head, []).append(word)

    # Spans

    def _span(self, items: Sequence[Item], start: int, end: int) -> Pair | None:
        """Characters of items start..end without edge punctuation (marks stay)."""
        while start < end and items[start].lower and not items[start].is_quote and items[start].lower in EDGE:
            start += 1
        while (
            end > start
            and items[end - 1].lower
            and not items[end - 1].is_quote
            and items[end - 1].lower in ",.;:!?…-–—"
        ):
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
        if start >= end:
            return None
        last = items[end - 1].end
        name = self.text[items[end - 1].start : last]
        if len(name) > 3 and name.endswith(".") and "." not in name[:-1]:
            last -= 1  # A full stop that the tokenizer left on a name; "O.J." keeps its own.
        return items[start].start, last

    def _cue_spans(self, items: Sequence[Item], positions: Iterable[int]) -> list[Pair]:
        return [(items[position].start, items[position].end) for position in sorted(positions)]

    def _end(self, items: Sequence[Item]) -> int:
        """The place after the last item that can be content."""
        end = len(items)
        while (
            end > 0 and not items[end - 1].is_quote and items[end - 1].lower in {".", "?", "!", "…", ")", "("}
        ):
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
        if contents and contents == sorted(contents) and self._says_something(contents):
            yield Candidate(
                frame, contents, cue, source, lemma, unit, group, form, stretches or [], dict(options)
            )

    def _says_something(self, contents: Sequence[Pair]) -> bool:
        """Marks around nothing are no quote."""
        start, end = contents[0]
        return LETTER.search(self.text, start, min(end, start + 200)) is not None

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
        later = next(
            (i for i in range(following, end) if items[i].is_quote and items[i - 1].lower in {",", ":"}), None
        )
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
                if is_verb_between(items, nxt, high) and not _is_listed(items, nxt, high):
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
        word = items[start].word if start < len(items) else None
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
            "end_before_verb": float(
                following is not None and is_finite(following) or (after is not None and is_finite(after))
            ),
            "end_after_verb": float(end > start and is_verb(items[end - 1])),
            "after_is_subject": float(next_lower in PERSONAL or (after is not None and after.pos == "PROPN")),
        }

    def _ends_full(self, stretch: Stretch) -> bool:
        return self.text[max(stretch.inner_end - 1, 0)] in ".!?…,"


def _is_listed(items: Sequence[Item], start: int, end: int) -> bool:
    """ "drugs, [ontvoering], moord": some words without a verb, up to the next comma or "en"."""
    stop = next((i for i in range(start, min(end, start + 4)) if items[i].lower in {",", "en"}), None)
    return stop is not None and not is_verb_between(items, start, stop)
