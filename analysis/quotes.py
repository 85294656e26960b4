""" "quote_finder": content, cue and source of every quote of an article.

Marks are paired over paragraphs (marks.py), sentences are read with marked text as one piece
(sentences.py), frames propose candidates (frames.py), and trees weigh them (weighing.py). Here the best are
chosen, so that no two claim the same words, and marked text that goes on is joined to what it continues.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Literal, TypedDict

from spacy.language import Language
from spacy.tokens import Doc

from analysis.blocks import find_blocks
from analysis.cues import load_cues
from analysis.frames import Candidate, FrameFinder
from analysis.marks import MarkProblem, Stretch, pair_marks
from analysis.people import ROLE_NOUNS, is_role_word
from analysis.phrases import (
    FIRST_SECOND,
    HYPOTHETICAL,
    LETTER,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    is_finite,
)
from analysis.sentences import split_sentences
from analysis.weighing import load_models
from analysis.word_lists import word_list
from analysis.words import Item, Pair, Unit, build_units, overlapping, words_of

TIERS = {"A": 5.0, "B": 4.0, "C": 3.0, "D": 2.0, "E": 1.0}
GROUP_NOUNS = word_list("group_nouns")


class QuoteData(TypedDict):
    """A quote as plain data, in doc._.quotes; offsets are characters of the text."""

    id: str
    type: Literal["direct", "mixed", "indirect"]
    contents: list[list[int]]
    cue: list[list[int]]
    lemma: str
    source: list[int] | None
    relay: list[int] | None
    implied: list[int] | None
    frame: str
    polarity: Literal["affirmed", "denied"]
    block: int
    sentence: int
    depth: int
    confidence: float
    speaker_kind: str
    speaker: str | None
    method: str


@Language.factory(
    "quote_finder",
    assigns=["doc._.quotes", "doc._.quote_warnings", "doc.spans"],
    default_config={"cue_file": "quote_cues.tsv", "model_file": "quote_model.json", "threshold": None},
)
def make_quote_finder(
    nlp: Language, name: str, cue_file: str, model_file: str, threshold: float | None
) -> "QuoteFinder":
    """Mark content, cue and source of each quote; the spans of one quote share an id."""
    return QuoteFinder(cue_file, model_file, threshold)


class QuoteFinder:
    """Doc -> doc._.quotes, doc._.quote_warnings, doc.spans["quote_contents" / "quote_cues" / …]."""

    def __init__(self, cue_file: str, model_file: str, threshold: float | None = None) -> None:
        self.cue_file = cue_file
        self.model_file = model_file
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        candidates, units, problems = self.propose(doc)
        self.weigh(candidates, featurize(doc, candidates, units))
        threshold = self.threshold
        if threshold is None:
            models = load_models(self.model_file)
            threshold = models["keep"].threshold if models else 0.5
        chosen = choose(candidates, threshold)
        quotes = join_continued(text, chosen, units)
        doc._.quotes = [_as_data(text, number, quote) for number, quote in enumerate(quotes, 1)]
        doc._.quote_warnings = [_warning(text, problem) for problem in problems[:20]]
        set_quote_spans(doc)
        return doc

    def propose(self, doc: Doc) -> tuple[list[Candidate], list[Unit], list[MarkProblem]]:
        """All candidates of all frames, unweighed."""
        text = doc.text
        found = find_blocks(text)
        blocks = [(block.start, block.end) for block in found]
        stretches, problems = pair_marks(text, blocks)
        # Marks around nothing are reported above, and say nothing.
        stretches = [s for s in stretches if LETTER.search(text, s.inner_start, s.inner_end)]
        sentences = split_sentences(text, blocks, stretches)
        words = words_of(doc)
        # Interviewers' questions, bylines, embedded posts and what the page added are nobody's quotes here.
        units = [
            unit for unit in build_units(sentences, stretches, words, text) if found[unit.block].is_prose
        ]
        return FrameFinder(text, words, load_cues(self.cue_file)).candidates(units), units, problems

    def weigh(self, candidates: Sequence[Candidate], rows: Sequence[dict[str, float]]) -> None:
        """Give each candidate its probability of being a quote, and a score that also asks if it is exact."""
        models = load_models(self.model_file)
        if not models:
            for candidate, features in zip(candidates, rows, strict=True):
                candidate.score = candidate.options["keep"] = rule_score(candidate, features)
            return
        keeps, exacts = models["keep"].probabilities(rows), models["exact"].probabilities(rows)
        for candidate, keep, exact in zip(candidates, keeps, exacts, strict=True):
            candidate.options["keep"] = keep
            candidate.score = keep + exact


# --- Features -------------------------------------------------------------------------------------------------


def featurize(doc: Doc, candidates: Sequence[Candidate], units: Sequence[Unit]) -> list[dict[str, float]]:
    """What the trees may ask about each candidate."""
    text = doc.text
    names = [
        (mention["start"], mention["end"], entity["kind"])
        for entity in doc._.named_entities or []
        for mention in entity["mentions"]
    ]
    names.sort()
    by_number = {unit.number: unit for unit in units if unit.depth == 0}
    cued = {stretch.start for c in candidates if c.cue and c.frame in STRONG for stretch in c.stretches}
    marked_length = sum(
        item.end - item.start for u in units if u.depth == 0 for item in u.items if item.is_quote
    )
    group_sizes: dict[tuple[str, int], int] = {}
    for candidate in candidates:
        group_sizes[candidate.group] = group_sizes.get(candidate.group, 0) + 1
    has_pos = doc.has_annotation("POS")
    rows = []
    for candidate in candidates:
        features = {
            "frame_" + candidate.frame: 1.0,
            "has_pos": float(has_pos),
            "marked_share": marked_length / max(len(text), 1),
            "group_size": float(group_sizes[candidate.group]),
        }
        features.update(candidate.options)
        _cue_features(features, candidate, text)
        _content_features(features, candidate, text)
        _clause_features(features, candidate)
        _source_features(features, candidate, text, names)
        _place_features(features, candidate, by_number, cued)
        rows.append(features)
    return rows


STRONG = frozenset({"tail", "colon", "dat-zegt"})


def _cue_features(features: dict[str, float], candidate: Candidate, text: str) -> None:
    features["lemma_" + candidate.lemma] = 1.0
    form = candidate.form
    if form is not None:
        features["tier"] = TIERS.get(form.tier, 0.0)
        features["mode_" + form.mode] = 1.0
        features["kind_" + form.kind] = 1.0
        features["participle"] = float(form.is_participle)
        features["infinitive"] = float(form.is_plural_or_infinitive)
        for frame in form.frames:
            features["listed_" + frame] = 1.0
    if not candidate.cue:
        return
    features["cue_words"] = float(len(candidate.cue))
    items, start = candidate.unit.items, candidate.cue[0][0]
    place = bisect_left(items, start, key=start_of)
    place = place if place < len(items) and items[place].start == start else 0
    word = items[place].word
    features["cue_finite"] = float(word is not None and word.is_finite)
    features["cue_infinitive"] = float(word is not None and word.is_infinitive)
    features["cue_is_verb"] = float(word is not None and word.pos in {"VERB", "AUX"})
    features["cue_place"] = float(place)
    near = items[max(0, place - 5) : place]
    features["hypothetical"] = float(any(item.lower in HYPOTHETICAL for item in near))
    features["te_before"] = float(any(item.lower == "te" for item in items[max(0, place - 2) : place]))
    features["als_before"] = float(any(item.lower in {"als", "indien", "of"} for item in items[:place]))
    features["die_before"] = float(any(item.lower in {"die", "dat", "wie", "wat"} for item in near))
    after = items[place + 1 : place + 5]
    features["niet_after"] = float(any(item.lower in {"niet", "geen", "nooit"} for item in after))
    features["zich_near"] = float(any(item.lower == "zich" for item in [*near, *after]))
    features["er_near"] = float(any(item.lower in {"er", "erop", "ervan"} for item in [*near, *after]))
    features["before_cue_" + (_common(items[place - 1]) if place else "")] = 1.0
    features["after_cue_" + (_common(items[place + 1]) if place + 1 < len(items) else "")] = 1.0
    features["wil_zeggen"] = float(
        candidate.lemma == "zeggen" and bool(place) and items[place - 1].lower in WILL
    )
    features["unit_is_dat_zegt"] = float(_is_dat_zegt(items))
    if features["cue_infinitive"] or features.get("participle"):
        auxiliary = next((i.lower for i in reversed(items[:place]) if is_finite(i)), "")
        features["auxiliary_" + auxiliary] = 1.0
    features["cue_to_content"] = float(_gap(candidate))
    features["content_after_cue"] = float(candidate.start > start)
    features["question"] = float(text[candidate.unit.end - 1 : candidate.unit.end] == "?")
    features["unit_words"] = float(len(items))


def _common(item: Item) -> str:
    """A word as a feature, names apart: what is learned must hold for other people too."""
    if item.word is None or item.word.pos == "PROPN":
        return "NAME" if item.word is not None else "MARKED"
    return item.lower


WILL = frozenset({"wil", "wilde", "willen"})


def _is_dat_zegt(items: Sequence[Item]) -> bool:
    return len(items) > 2 and items[0].lower in {"dat", "dit"} and is_finite(items[1])


def _clause_features(features: dict[str, float], candidate: Candidate) -> None:
    """The grammar of the content: its first word, and where its finite verb stands."""
    start, end = candidate.contents[0]
    items = items_within(candidate.unit.items, start, end)
    if not items:
        return
    first = items[0]
    features["first_word_" + _common(first)] = 1.0
    if first.word is not None and first.word.pos:
        features["first_pos_" + first.word.pos] = 1.0
    finite = next((place for place, item in enumerate(items) if is_finite(item)), -1)
    features["finite_at"] = float(min(finite, 20))
    features["finite_last"] = float(finite >= 0 and finite >= len(items) - 2)
    features["no_finite"] = float(finite < 0)
    features["starts_preposition"] = float(first.lower in PREPOSITIONS)
    features["starts_subordinator"] = float(first.lower in SUBORDINATORS)
    if len(candidate.contents) > 1:
        start, end = candidate.contents[-1]
        rest = items_within(candidate.unit.items, start, end)
        features["rest_finite"] = float(any(is_finite(item) for item in rest))
        features["rest_words"] = float(len(rest))
        if rest and rest[0].word is not None:
            features["rest_pos_" + rest[0].word.pos] = 1.0
            features["rest_starts_finite"] = float(is_finite(rest[0]))
    following = candidate.unit.items[bisect_left(candidate.unit.items, candidate.end, key=start_of) :][:1]
    features["after_end_" + (_common(following[0]) if following else "")] = 1.0


start_of = attrgetter("start")


def items_within(items: Sequence[Item], start: int, end: int) -> Sequence[Item]:
    """The items of a sentence that lie between two places."""
    first = bisect_left(items, start, key=start_of)
    return items[first : max(first, bisect_right(items, end, key=attrgetter("end")))]


def _gap(candidate: Candidate) -> int:
    cue = candidate.cue[-1]
    return min(
        abs(candidate.contents[0][0] - cue[1]),
        abs(cue[0] - candidate.contents[0][1]),
        200,
    )


def _content_features(features: dict[str, float], candidate: Candidate, text: str) -> None:
    length = sum(end - start for start, end in candidate.contents)
    inside = [
        stretch
        for stretch in candidate.stretches
        if any(start <= stretch.start < end for start, end in candidate.contents)
    ]
    quoted = sum(stretch.end - stretch.start for stretch in inside)
    features["parts"] = float(len(candidate.contents))
    features["length"] = float(min(length, 600))
    features["stretches"] = float(len(inside))
    features["quoted_share"] = quoted / length if length else 0.0
    features["starts_quoted"] = float(bool(inside) and inside[0].start == candidate.start)
    features["ends_quoted"] = float(bool(inside) and inside[-1].end == candidate.end)
    first = text[candidate.start : candidate.start + 1]
    features["starts_upper"] = float(first.isupper())
    content = text[candidate.start : candidate.end]
    words = content.lower().split()
    features["words"] = float(min(len(words), 100))
    features["first_dat"] = float(words[:1] == ["dat"])
    if inside:
        stretch = inside[0]
        inner = text[stretch.inner_start : stretch.inner_end]
        inner_words = [word.strip(".,!?;:'\"") for word in inner.lower().split()]
        features["inner_words"] = float(min(len(inner_words), 60))
        features["inner_upper"] = float(inner[:1].isupper())
        features["inner_stop"] = float(inner.rstrip()[-1:] in set(".!?…"))
        features["inner_comma"] = float("," in inner)
        features["inner_first_person"] = float(bool(FIRST_SECOND.intersection(inner_words)))
        features["inner_capitals"] = sum(word[:1].isupper() for word in inner.split()) / max(
            len(inner_words), 1
        )
        features["closed"] = float(stretch.closed)
        features["mark_double"] = float(text[stretch.start] in '"“„,«')
        features["after_stretch_stop"] = float(text[stretch.end : stretch.end + 1] in {".", "", "\n"})


def _source_features(
    features: dict[str, float], candidate: Candidate, text: str, names: Sequence[tuple[int, int, str]]
) -> None:
    if candidate.source is None:
        features["no_source"] = 1.0
        return
    start, end = candidate.source
    source = text[start:end]
    words = source.lower().split()
    last = words[-1] if words else ""
    features["source_words"] = float(len(words))
    features["source_pronoun"] = float(len(words) == 1 and words[0] in PERSONAL)
    features["source_first_person"] = float(len(words) == 1 and words[0] in FIRST_SECOND)
    features["source_relative"] = float(words[:1] in (["die"], ["wie"]))
    features["source_het"] = float(words in (["het"], ["dat"], ["dit"], ["er"], ["wat"]))
    features["source_men"] = float(words in (["men"], ["iemand"], ["niemand"]))
    features["source_capital"] = float(
        any(word[:1].isupper() for word in source.split()[1:] or source.split())
    )
    features["source_role"] = float(any(is_role_word(word.strip(".,()"), ROLE_SET) for word in words))
    named = {kind for _, _, kind in overlapping(names, start, end)}
    features["source_person_named"] = float("person" in named)
    features["source_body_named"] = float("organisation" in named)
    features["source_group"] = float(last in GROUP_NOUNS)
    features["source_article_een"] = float(words[:1] == ["een"])
    features["source_before_cue"] = float(bool(candidate.cue) and end <= candidate.cue[0][0])
    features["source_far"] = float(
        min(abs(candidate.cue[0][0] - end), abs(start - candidate.cue[-1][1]), 200) if candidate.cue else 0
    )
    features["source_in_content"] = float(any(s < end and start < e for s, e in candidate.contents))


ROLE_SET = frozenset(ROLE_NOUNS)


def _place_features(
    features: dict[str, float], candidate: Candidate, by_number: dict[int, Unit], cued: set[int]
) -> None:
    unit = candidate.unit
    features["depth"] = float(unit.depth)
    features["first_sentence"] = float(unit.number == 0)
    previous, following = by_number.get(unit.number - 1), by_number.get(unit.number + 1)
    features["previous_marked"] = float(previous is not None and previous.marked)
    features["previous_has_quote"] = float(previous is not None and any(i.is_quote for i in previous.items))
    features["following_marked"] = float(following is not None and following.marked)
    features["previous_same_block"] = float(previous is not None and previous.block == unit.block)
    if not candidate.cue or candidate.frame == "predicate":
        features["stretch_has_cue"] = float(any(stretch.start in cued for stretch in candidate.stretches))


def rule_score(candidate: Candidate, features: dict[str, float]) -> float:
    """Without a model: what the frame alone is worth."""
    base = {
        "tail": 0.9,
        "colon": 0.8,
        "aldus": 0.85,
        "volgens-first": 0.7,
        "dat": 0.6,
        "tail-text": 0.6,
        "marked": 0.7,
        "te": 0.4,
        "predicate": 0.55,
        "dat-zegt": 0.6,
        "volgens-middle": 0.6,
        "wh": 0.45,
    }.get(candidate.frame, 0.2)
    if features.get("no_source") and candidate.cue:
        base -= 0.3
    if features.get("end_is_last"):
        base += 0.05
    if candidate.form is not None:
        base += (features.get("tier", 0.0) - 4.0) / 10
    return base


# --- Choosing -------------------------------------------------------------------------------------------------


BUCKET = 1000


def choose(candidates: Sequence[Candidate], threshold: float) -> list[Candidate]:
    """The best candidate of each cue, best first, unless a better one has its words."""
    chosen: list[Candidate] = []
    used: set[tuple[str, int]] = set()
    taken: dict[int, list[Candidate]] = {}  # By thousand characters.
    likely = [candidate for candidate in candidates if candidate.options["keep"] >= threshold]
    ranked = sorted(likely, key=lambda c: (-c.score, c.start, -c.end))
    attributed = {tuple(c.contents): c for c in reversed(ranked) if c.cue and c.source}
    for candidate in ranked:
        if not candidate.cue and candidate.source is None:  # The same words, and who said them.
            candidate = attributed.get(tuple(candidate.contents), candidate)
        if candidate.group in used:
            continue
        buckets = range(candidate.start // BUCKET, candidate.end // BUCKET + 1)
        if any(_conflict(candidate, other) for bucket in buckets for other in taken.get(bucket, ())):
            continue
        used.add(candidate.group)
        chosen.append(candidate)
        for bucket in buckets:
            taken.setdefault(bucket, []).append(candidate)
    return sorted(chosen, key=lambda c: (c.start, -c.end))


def _conflict(one: Candidate, other: Candidate) -> bool:
    shared = overlap(one.contents, other.contents)
    if not shared:
        return False
    size, other_size = length(one.contents), length(other.contents)
    if shared / (size + other_size - shared) >= 0.5:
        return True
    if one.unit.depth != other.unit.depth:
        return shared < min(size, other_size)
    if one.unit.depth == 0 and (_is_quoted(one) or _is_quoted(other)) and shared < max(size, other_size):
        # Marked text inside a longer quote is part of it.
        inner = one if size < other_size else other
        if _is_quoted(inner):
            return True
    return shared < min(size, other_size)


def _is_quoted(candidate: Candidate) -> bool:
    return candidate.frame in {"marked", "inside", "tail", "colon", "predicate"}


def overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)


def length(parts: Sequence[Sequence[int]]) -> int:
    return sum(end - start for start, end in parts)


def join_continued(text: str, chosen: list[Candidate], units: Sequence[Unit]) -> list[Candidate]:
    """Marked sentences that follow a marked quote without anything between are part of it."""
    outer = [unit for unit in units if unit.depth == 0]
    by_stretch = {
        stretch.start: candidate
        for candidate in chosen
        if candidate.unit.depth == 0
        for stretch in candidate.stretches
        if any(start <= stretch.start < end for start, end in candidate.contents)
    }
    gone: set[int] = set()
    current: Candidate | None = None
    for previous, unit in zip([None, *outer], outer, strict=False):
        if unit.marked and current is not None and previous is not None and _goes_on(text, previous, unit):
            stretch = unit.items[0].stretch or next(i.stretch for i in unit.items if i.stretch)
            own = by_stretch.get(stretch.start)
            if own is not None and own is not current and own.cue:
                current = own
                continue
            if own is not None and own is not current:
                gone.add(id(own))
            current.contents = _joined(text, [*current.contents, (stretch.start, stretch.end)])
            current.stretches.append(stretch)
            continue
        current = _ends_quoted(unit, by_stretch)
    return [candidate for candidate in chosen if id(candidate) not in gone]


def _goes_on(text: str, previous: Unit, unit: Unit) -> bool:
    if previous.block == unit.block:
        return True
    if unit.block != previous.block + 1:
        return False
    stretch = next(item.stretch for item in unit.items if item.stretch is not None)
    before = next((item.stretch for item in reversed(previous.items) if item.stretch is not None), None)
    same_style = before is not None and text[before.start] == text[stretch.start]
    return same_style and text[stretch.inner_end - 1 : stretch.inner_end] in set(".!?…")


def _joined(text: str, parts: list[Pair]) -> list[Pair]:
    """Two parts with only white space between stay two parts: each has its own marks."""
    return sorted(set(parts))


def _ends_quoted(unit: Unit, by_stretch: dict[int, Candidate]) -> Candidate | None:
    """The direct quote that this sentence ends with, or whose tail it ends with."""
    quotes = [item for item in unit.items if item.stretch is not None]
    if not quotes:
        return None
    candidate = by_stretch.get(quotes[-1].start)
    if candidate is None:
        return None
    direct = type_of(candidate.contents, candidate.stretches) == "direct"
    return (
        candidate if direct and candidate.frame in {"tail", "colon", "marked", "inside", "dat-zegt"} else None
    )


def type_of(
    contents: Sequence[Sequence[int]], stretches: Sequence[Stretch]
) -> Literal["direct", "mixed", "indirect"]:
    inside = [s for s in stretches if any(start <= s.start < end for start, end in contents)]
    if not inside:
        return "indirect"
    unmarked = length(contents) - sum(s.end - s.start for s in inside if s.depth == 0)
    return "direct" if unmarked <= 2 * len(contents) else "mixed"


def _as_data(text: str, number: int, candidate: Candidate) -> QuoteData:
    kind = type_of(candidate.contents, candidate.stretches)
    if kind == "direct" and candidate.frame in {"predicate", "inside"} and not _is_utterance(text, candidate):
        kind = "mixed"
    if candidate.unit.depth == 1 and candidate.unit.parent is not None and kind == "direct":
        kind = "direct"
    denied = candidate.form is not None and candidate.form.is_denial
    return {
        "id": f"q{number}",
        "type": kind,
        "contents": [list(part) for part in candidate.contents],
        "cue": [list(part) for part in candidate.cue],
        "lemma": candidate.lemma,
        "source": list(candidate.source) if candidate.source else None,
        "relay": None,
        "implied": list(candidate.implied) if candidate.implied else None,
        "frame": candidate.frame,
        "polarity": "denied" if denied else "affirmed",
        "block": candidate.unit.block,
        "sentence": candidate.unit.number,
        "depth": candidate.unit.depth,
        "confidence": candidate.options["keep"],
        "speaker_kind": "unresolved",
        "speaker": None,
        "method": candidate.frame,
    }


def _is_utterance(text: str, candidate: Candidate) -> bool:
    inner = text[candidate.start : candidate.end].strip("'\"‘’“”„,")
    return inner[:1].isupper() and len(inner.split()) > 2


def _warning(text: str, problem: MarkProblem) -> str:
    kind = "never closes" if problem.kind == "unclosed" else "closes what never opened"
    around = " ".join(text[problem.start : problem.start + 30].split())
    return f"quotation mark at {problem.start} {kind}: {around}"


def set_quote_spans(doc: Doc) -> None:
    """Spans for whoever looks at the doc: contents, cues and sources, with the id of their quote."""
    groups: dict[str, list[Any]] = {"quote_contents": [], "quote_cues": [], "quote_sources": []}
    for quote in doc._.quotes:
        for key, parts in (
            ("quote_contents", quote["contents"]),
            ("quote_cues", quote["cue"]),
            ("quote_sources", [quote["source"]] if quote["source"] else []),
        ):
            for start, end in parts:
                span = doc.char_span(
                    start, end, label=quote["type"], span_id=quote["id"], alignment_mode="expand"
                )
                if span is not None:
                    groups[key].append(span)
    for key, spans in groups.items():
        doc.spans[key] = spans


for extension in ("quotes", "quote_warnings"):
    if not Doc.has_extension(extension):
        Doc.set_extension(extension, default=None)

__all__ = ["QuoteData", "QuoteFinder", "choose", "make_quote_finder"]
