"""The cue first, then what it reports: a clause with dat or of, an infinitive, a predicate."""

from collections.abc import Iterator

from analysis.cues import CueHit
from analysis.frames.candidate import Candidate
from analysis.frames.subjects import Subjects
from analysis.phrases import (
    ADVERBS,
    COMPLEMENTIZERS,
    QUESTION_WORDS,
    is_finite,
    is_verb,
    noun_phrase,
)
from analysis.words import Pair, Unit


class Clauses(Subjects):
    """Frames whose content depends on the cue."""

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
                if (
                    lower == "dat"
                    and place + 1 < len(items)
                    and items[place - 1].pos == "NOUN"
                    and word is not None
                ):
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
            verbs_between = sum(
                1 for i in range(hit.head + 1, mark) if is_verb(items[i]) and i not in hit.words
            )
            for end in self._content_ends(items, mark):
                part = self._span(items, mark, end)
                quotes = self._quotes_in(items, mark, end)
                yield from self._make(
                    "wh" if wh else "dat",
                    unit,
                    [part],
                    cue,
                    source,
                    hit.form.lemma,
                    ("cue", cue[0][0]),
                    hit.form,
                    quotes,
                    mark_rank=float(rank),
                    between=float(between),
                    verbs_between=float(verbs_between),
                    is_of=float(items[mark].lower == "of"),
                    mark_is_sconj=float(word is not None and word.pos == "SCONJ"),
                    comma_before=float(items[mark - 1].lower == ","),
                    parser_says=float(self._hangs_on(word, items[hit.head].word)),
                    **self._end_options(items, mark, end),
                    **{"how_" + how: 1.0},
                )

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
                if (
                    following.pos in {"VERB", "AUX"}
                    or (not following.pos and following.lower.endswith("n"))
                    or (following.is_quote)
                ):
                    te = place
                    break
            word = items[place].word
            if (
                word is not None
                and word.is_infinitive
                and items[place].lower.find("te") > 0
                and place > hit.head + 1
            ):
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
                    "te",
                    unit,
                    [self._span(items, begin, end)],
                    cue,
                    source,
                    hit.form.lemma,
                    ("cue", cue[0][0]),
                    hit.form,
                    self._quotes_in(items, begin, end),
                    before_te=float(te - begin),
                    has_om=float(om is not None),
                    gap=float(begin - hit.head),
                    parser_says=float(
                        verb is not None
                        and items[hit.head].word is not None
                        and verb.head == items[hit.head].word.index  # type: ignore[union-attr]
                    ),
                    **{"start_" + kind: 1.0},
                    **self._end_options(items, begin, end),
                    **{"how_" + how: 1.0},
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
        if quote is not None and any(
            items[i].lower in COMPLEMENTIZERS | {":", ";"} for i in range(hit.head + 1, quote)
        ):
            quote = None
        cue = self._cue_spans(items, cue_words)
        group = ("cue", cue[0][0])
        if quote is not None:
            source, how = self.subject(unit, hit)
            if source and source[0] >= items[quote].start:
                source, how = None, ""
            stretch = items[quote].stretch
            begins = [quote]
            if quote > hit.head + 1 and items[quote - 1].lower in {
                "een",
                "de",
                "het",
                "geen",
                "deze",
                "die",
                "erg",
                "te",
            }:
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
                        "predicate",
                        unit,
                        [self._span(items, begin, stop)],
                        cue,
                        source,
                        hit.form.lemma,
                        group,
                        hit.form,
                        self._quotes_in(items, begin, stop),
                        start_offset=float(quote - begin),
                        stop_offset=float(stop - quote - 1),
                        gap=float(quote - last),
                        colon_free=1.0,
                        quote_ends=float(stretch is not None and self._ends_full(stretch)),
                        van_before=float(items[quote - 1].lower in {"van", "als", "over"}),
                        stop_is_end=float(stop == end),
                        **{"how_" + how: 1.0},
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
        if (
            after < end
            and items[after].lower in {"het", "dat", "dit", "ze", "hem", "haar"}
            and items[after].pos != "DET"
        ):
            object_end = after + 1
        starts = [after]
        if after < object_end < end:
            starts.append(object_end)
        als = next((i for i in range(after, end) if items[i].lower == "als"), None)
        if als is not None and als + 1 < end:
            starts.append(als + 1)
        stops = [
            end,
            *(i for i in range(after + 1, end) if items[i].lower in {",", "en", "omdat", "maar", ":"}),
        ][:4]
        for begin in dict.fromkeys(starts):
            for stop in stops:
                if stop > begin:
                    yield from self._make(
                        "predicate-text",
                        unit,
                        [self._span(items, begin, stop)],
                        cue,
                        source,
                        hit.form.lemma,
                        group,
                        hit.form,
                        [],
                        start_is_object=float(begin == after),
                        **self._end_options(items, begin, stop),
                        **{"how_" + how: 1.0},
                    )

    def _noun_cue(self, unit: Unit, hit: CueHit) -> Iterator[Candidate]:
        """ "de conclusie dat …", "de oproep om … te …"."""
        items, head = unit.items, hit.head
        mark = next(
            (i for i in range(head + 1, min(len(items), head + 12)) if items[i].lower in {"dat", "om", "of"}),
            None,
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
                "noun",
                unit,
                [self._span(items, mark, end)],
                cue,
                source,
                hit.form.lemma,
                ("cue", cue[0][0]),
                hit.form,
                self._quotes_in(items, mark, end),
                gap=float(mark - head),
                is_om=float(items[mark].lower == "om"),
                possessive=float(possessive),
                has_source=float(source is not None),
                **self._end_options(items, mark, end),
            )
