"""Content first, then who said it: a tail behind the words, or a sentence that points back to them."""

from collections.abc import Iterator, Sequence

from analysis.cues import CueForm, CueHit
from analysis.frames.candidate import Candidate
from analysis.frames.subjects import Subjects, is_auxiliary
from analysis.phrases import (
    AUXILIARIES,
    COMPLEMENTIZERS,
    is_finite,
    noun_phrase,
)
from analysis.words import Unit


class Tails(Subjects):
    """Frames whose content comes before the cue."""

    # Frames

    def _tail(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "…, zegt X" and "…, zo zegt X", with what follows if it goes on after X."""
        items, head = unit.items, hit.head
        # Auxiliary first: ", heeft minister X gezegd"; ", laat X weten".
        first = min(hit.words)
        if hit.form.is_participle:
            auxiliary = next(
                (i for i in range(head - 1, -1, -1) if is_auxiliary(items[i]) and i not in hit.words),
                None,
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
                    "tail",
                    unit,
                    [span, *later],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    [*quotes, *rest[0]],
                    quoted=1.0,
                    first_quote=1.0,
                    **options,
                )
            else:
                yield from self._make(
                    "tail",
                    unit,
                    [span, *later],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    [*quotes, *rest[0]],
                    quoted=1.0,
                    lead=float(start),
                    **options,
                )
                for begin in self._content_starts(items, 0, place + 1):
                    yield from self._make(
                        "tail-mixed",
                        unit,
                        [self._span(items, begin, place + 1)],
                        cue,
                        source,
                        lemma,
                        group,
                        form,
                        self._quotes_in(items, begin, place + 1),
                        lead=float(begin),
                        **options,
                    )
            return
        if items[0].lower in {"volgens", "luidens"}:
            return  # "Volgens Anna Vink …, zo zei ze": the source stands in front already.
        for rank, begin in enumerate(self._content_starts(items, 0, place + 1)):
            inside = self._quotes_in(items, begin, place + 1)
            part = self._span(items, begin, place + 1)
            yield from self._make(
                "tail-text",
                unit,
                [part],
                cue,
                source,
                lemma,
                group,
                form,
                inside,
                start_rank=float(rank),
                **options,
            )
            if rest[1] is not None and rank == 0:
                more = self._span(items, rest[1], self._end(items))
                yield from self._make(
                    "tail-text",
                    unit,
                    [part, more],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    [*inside, *self._quotes_in(items, rest[1], len(items))],
                    start_rank=float(rank),
                    with_rest=1.0,
                    **options,
                )
            if rest[0] and rank == 0:
                yield from self._make(
                    "tail-text",
                    unit,
                    [part, *((s.start, s.end) for s in rest[0])],
                    cue,
                    source,
                    lemma,
                    group,
                    form,
                    [*inside, *rest[0]],
                    start_rank=float(rank),
                    with_quotes=1.0,
                    **options,
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
            if not is_finite(verb) or verb.lower in AUXILIARIES - {
                "is",
                "was",
                "gaat",
                "ging",
                "laat",
                "liet",
            }:
                continue
            if any(first < word <= first + 8 for word in known) and verb.lower in AUXILIARIES:
                continue
            yield from self._tail_at(unit, "", None, first, [first], None)

    def _aldus(self, unit: Unit, position: int, previous: Unit | None) -> Iterator[Candidate]:
        """ "…, aldus X"; a sentence "Aldus X." belongs to the one before."""
        items = unit.items
        end = noun_phrase(items, position + 1, self.cues)
        source = self._source(items, position + 1, end) if end > position + 1 else None
        cue = self._cue_spans(items, [position])
        if position <= 1 and not items[0].is_quote and previous is not None and not unit.depth:
            yield from self._make(
                "dat-zegt",
                unit,
                [(previous.start, previous.end)],
                cue,
                source,
                "aldus",
                ("cue", cue[0][0]),
                None,
                self._quotes_in(previous.items, 0, len(previous.items)),
                same_block=float(previous.block == unit.block),
                word_aldus=1.0,
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
                    "tail",
                    unit,
                    [(items[place].start, items[place].end)],
                    cue,
                    source,
                    "aldus",
                    ("cue", cue[0][0]),
                    None,
                    self._quotes_in(items, place, place + 1),
                    quoted=1.0,
                )
            return
        rest = self._rest(items, self._after_source(items, position, source))
        for rank, begin in enumerate(self._content_starts(items, 0, place + 1)):
            yield from self._make(
                "aldus",
                unit,
                [self._span(items, begin, place + 1)],
                cue,
                source,
                "aldus",
                ("cue", cue[0][0]),
                None,
                self._quotes_in(items, begin, place + 1),
                start_rank=float(rank),
            )
            if rest[1] is not None and rank == 0:
                yield from self._make(
                    "aldus",
                    unit,
                    [self._span(items, begin, place + 1), self._span(items, rest[1], self._end(items))],
                    cue,
                    source,
                    "aldus",
                    ("cue", cue[0][0]),
                    None,
                    [],
                    start_rank=0.0,
                    with_rest=1.0,
                )

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
            "dat-zegt",
            unit,
            [contents],
            cue,
            source,
            hit.form.lemma,
            ("cue", cue[0][0]),
            hit.form,
            stretches,
            same_block=float(previous.block == unit.block),
            first=float(first),
            short=float(len(items)),
            previous_words=float(len(previous.items)),
            **{"how_" + how: 1.0, "word_" + items[0].lower: 1.0},
        )
        if not previous.marked and "," in {item.lower for item in previous.items}:
            inner = previous.items
            for begin in self._content_starts(inner, 0, len(inner))[1:2]:
                yield from self._make(
                    "dat-zegt",
                    unit,
                    [self._span(inner, begin, len(inner))],
                    cue,
                    source,
                    hit.form.lemma,
                    ("cue", cue[0][0]),
                    hit.form,
                    stretches,
                    shortened=1.0,
                    **{"how_" + how: 1.0},
                )
