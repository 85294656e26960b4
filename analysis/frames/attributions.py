"""Frames without a verb of saying beside the content: colons, "volgens X", marked text alone."""

from collections.abc import Iterator, Sequence

from analysis.cues import CueHit
from analysis.frames.candidate import Candidate
from analysis.frames.subjects import Subjects
from analysis.marks import Stretch
from analysis.phrases import (
    CONJUNCTIONS,
    PERSONAL,
    is_finite,
    is_verb,
    is_verb_between,
    noun_phrase,
    phrase_before,
)
from analysis.words import Item, Pair, Unit

HAVING = frozenset({"heeft", "had", "hebben", "hadden", "zou", "zouden"})


class Attributions(Subjects):
    """Frames of a colon, a preposition, or nothing at all."""

    def _colon(self, unit: Unit, hits: Sequence[CueHit]) -> Iterator[Candidate]:
        """ "X zegt: '…'", "X: '…'", and a colon with words after it."""
        items = unit.items
        for place, item in enumerate(items):
            if item.lower != ":" or place == 0 or place + 1 >= len(items):
                continue
            end = self._end(items)
            begin = 0
            for earlier in range(place - 1, -1, -1):
                if (
                    items[earlier].is_quote
                    and earlier < place - 1
                    and items[earlier].end - items[earlier].start > 60
                ):
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
                    "colon",
                    unit,
                    [(parts[0][0], parts[-1][1])],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    stretches,
                    after_quote=float(len(items) - place - 1 - len(parts)),
                    full=float(self._ends_full(stretch)),
                    **options,
                )
            elif hit is not None or place - begin <= 8:
                yield from self._make(
                    "colon-text",
                    unit,
                    [self._span(items, place + 1, end)],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    self._quotes_in(items, place + 1, end),
                    text_words=float(end - place),
                    **options,
                )

    def _says(self, item: Item) -> bool:
        """Whether a word is a verb of saying on its own, without a companion."""
        return any(form.kind == "verb" and not form.companions for form in self.cues.get(item.lower, ()))

    def _before_so_said(self, items: Sequence[Item], start: int) -> int:
        """Where a sentence ends, without a ", zo zei ze" that says once more who speaks."""
        end = self._end(items)
        for place in range(start, end - 2):
            if (items[place].lower, items[place + 1].lower) == (",", "zo") and is_finite(items[place + 2]):
                return place
        return end

    def _volgens(self, unit: Unit, position: int) -> Iterator[Candidate]:
        """ "Volgens X …" from the finite verb on; "… volgens X …" with both sides; "…, volgens X"."""
        items = unit.items
        np_end = noun_phrase(items, position + 1, self.cues)
        if np_end <= position + 1:
            return
        if position and is_finite(items[position - 1]) and self._says(items[position - 1]):
            return  # "Vink zei volgens De Molen dat …": Vink speaks, and the paper tells it.
        if (
            position
            and items[position - 1].lower in HAVING
            and any(map(self._says, items[np_end : np_end + 1]))
        ):
            return  # "Vink heeft volgens De Molen gezegd dat …": so too.
        source = self._source(items, position + 1, np_end)
        cue = self._cue_spans(items, [position])
        group = ("cue", cue[0][0])
        last = self._before_so_said(items, np_end)
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
                for end in dict.fromkeys(min(end, last) for end in self._content_ends(items, begin)[:5]):
                    if end > begin:
                        yield from self._make(
                            "volgens-first",
                            unit,
                            [self._span(items, begin, end)],
                            cue,
                            source,
                            "volgens",
                            group,
                            None,
                            self._quotes_in(items, begin, end),
                            verb_first=float(verb_first),
                            skipped=float(begin - np_end),
                            **options,
                            **self._end_options(items, begin, end),
                        )
        if position > 0:
            place = position
            if items[place - 1].lower == ",":
                place -= 1
            for rank, begin in enumerate(self._content_starts(items, 0, place)):
                left = self._span(items, begin, place)
                if np_end >= last:
                    yield from self._make(
                        "volgens-last",
                        unit,
                        [left],
                        cue,
                        source,
                        "volgens",
                        group,
                        None,
                        self._quotes_in(items, begin, place),
                        start_rank=float(rank),
                        comma=float(place < position),
                        **options,
                    )
                    continue
                ends = [end for end in self._content_ends(items, after)[:4] if end > after]
                for end in ends:
                    right = self._span(items, after, end)
                    yield from self._make(
                        "volgens-middle",
                        unit,
                        [left, right],
                        cue,
                        source,
                        "volgens",
                        group,
                        None,
                        [*self._quotes_in(items, begin, place), *self._quotes_in(items, after, end)],
                        start_rank=float(rank),
                        left_words=float(place - begin),
                        right_words=float(end - after),
                        left_verb=float(is_verb_between(items, begin, place)),
                        **options,
                        **self._end_options(items, after, end),
                    )
                if rank < 2:
                    yield from self._make(
                        "volgens-last",
                        unit,
                        [left],
                        cue,
                        source,
                        "volgens",
                        group,
                        None,
                        self._quotes_in(items, begin, place),
                        start_rank=float(rank),
                        more_follows=1.0,
                        comma=float(place < position),
                        **options,
                    )

    def _skip_apposition(self, items: Sequence[Item], place: int) -> int:
        """After "X, voorzitter van Y," or "X, die …,"."""
        if place < len(items) and items[place].lower == ",":
            close = next(
                (i for i in range(place + 1, min(len(items), place + 22)) if items[i].lower == ","), None
            )
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
                        "own-words",
                        unit,
                        [left, self._span(items, after, end)],
                        cue,
                        source,
                        "naar eigen zeggen",
                        ("cue", cue[0][0]),
                        None,
                        [],
                        start_rank=float(rank),
                        with_left=with_left,
                        **self._end_options(items, after, end),
                    )

    def _without_cue(self, unit: Unit) -> Iterator[Candidate]:
        """Marked text that nothing announces: a quote that goes on, or a term, title or nickname."""
        items = unit.items
        if unit.marked:
            stretch = next(item.stretch for item in items if item.stretch is not None)
            assert stretch is not None
            yield from self._make(
                "marked",
                unit,
                [(stretch.start, stretch.end)],
                [],
                None,
                "",
                ("stretch", stretch.start),
                None,
                [stretch],
            )
            return
        for place, item in enumerate(items):
            if item.stretch is None:
                continue
            source = self._lead_source(items, place)
            yield from self._make(
                "inside",
                unit,
                [(item.start, item.end)],
                [],
                source,
                "",
                ("stretch", item.start),
                None,
                [item.stretch],
                first=float(place == 0),
                last=float(place >= self._end(items) - 1),
                place=float(place),
                comma_before=float(place > 0 and items[place - 1].lower == ","),
                verb_before=float(any(is_finite(other) for other in items[:place])),
            )
            if item.end - item.start > 12 or place >= self._end(items) - 1:
                yield from self._make(
                    "inside-clause",
                    unit,
                    [self._span(items, 0, self._end(items))],
                    [],
                    None,
                    "",
                    ("stretch", item.start),
                    None,
                    [item.stretch],
                    place=float(place),
                )
