"""The words that announce a quote: read from data/quote_cues.tsv, found by their forms in a sentence."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
# How far a verb's companion may stand from it ("legt … uit"), in words.
REACH = 18


@dataclass(frozen=True, slots=True)
class CueForm:
    """One form of a cue: its head word and the words that go with it, in any order around it."""

    lemma: str
    kind: str
    tier: str
    mode: str
    frames: frozenset[str]
    companions: tuple[str, ...] = ()
    is_participle: bool = False
    is_plural_or_infinitive: bool = False

    @property
    def is_denial(self) -> bool:
        return self.mode == "denial"


@dataclass(slots=True)
class CueHit:
    """A cue found: the place of its head word and of all its words, and what it is."""

    head: int
    words: list[int]
    form: CueForm


@functools.lru_cache(maxsize=4)
def load_cues(file_name: str) -> dict[str, tuple[CueForm, ...]]:
    """Head word in lower case -> its cues, those with most companions first."""
    forms: dict[str, list[CueForm]] = {}
    lines = (DATA / file_name).read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith(("#", "lemma\t")) or not line.strip():
            continue
        lemma, kind, tier, mode, frames, spellings = line.split("\t")
        for head, companions, participle, infinitive in _spellings(lemma, kind, spellings):
            cue = CueForm(
                lemma, kind, tier, mode, frozenset(frames.split(",")), companions, participle, infinitive
            )
            known = forms.setdefault(head, [])
            if not any(other.companions == companions and other.kind == kind for other in known):
                known.append(cue)
    return {head: tuple(sorted(found, key=lambda cue: -len(cue.companions))) for head, found in forms.items()}


def _spellings(lemma: str, kind: str, spellings: str) -> list[tuple[str, tuple[str, ...], bool, bool]]:
    found: list[tuple[str, tuple[str, ...], bool, bool]] = []
    for spelling in spellings.replace(";", ",").split(","):
        words = [word for word in spelling.lower().split() if word not in {"…", "heeft", "zijn"}]
        if not words:
            continue
        if "…" in spelling or kind in {"mwe", "refl"}:
            head = words[0] if "…" in spelling or kind == "refl" else words[-1]
            companions = tuple(word for word in words if word != head)
            participle = "…" not in spelling and kind == "mwe"
            found.append((head, companions, participle, False))
        else:
            word = words[-1]
            participle = kind != "noun" and _looks_like_participle(word, lemma)
            found.append((word, (), participle, False))
    if kind in {"verb", "sep"} and " " not in lemma:
        found.append((lemma, (), False, True))
        if kind == "sep":
            found.extend(_plural_and_te_forms(lemma, found))
    elif kind == "mwe" and " " in lemma:
        *companions_list, head = lemma.split()
        found.append((head, tuple(word for word in companions_list if word != "zich"), False, True))
    return found


def _plural_and_te_forms(
    lemma: str, found: Sequence[tuple[str, tuple[str, ...], bool, bool]]
) -> list[tuple[str, tuple[str, ...], bool, bool]]:
    """ "meedelen" -> "delen … mee" and "mee te delen"."""
    particles = {companions[0] for _, companions, _, _ in found if len(companions) == 1}
    return [
        (lemma.removeprefix(particle), (particle,), False, True)
        for particle in particles
        if lemma.startswith(particle) and len(lemma) > len(particle) + 2
    ]


def _looks_like_participle(word: str, lemma: str) -> bool:
    if word.endswith(("de", "te", "den", "ten")) and not word.startswith("ge"):
        return False
    if word == lemma:
        return False
    has_prefix = any(  # Before the stem or after a particle: "gereageerd", "toegegeven"; not that of "reageert".
        lemma.startswith(word[:place]) and word.startswith("ge", place) and not lemma.startswith("ge", place)
        for place in range(8)
    )
    if has_prefix:
        return word.endswith(("d", "t", "en"))
    return lemma.startswith(("be", "ver", "ont", "her", "er", "ge")) and word.endswith(("d", "en"))


def find_cues(lowers: Sequence[str], cues: dict[str, tuple[CueForm, ...]]) -> list[CueHit]:
    """Every cue in the words of one sentence; a verb's companions must stand nearby."""
    hits: list[CueHit] = []
    for position, word in enumerate(lowers):
        for form in cues.get(word, ()):
            if form.kind == "noun":
                hits.append(CueHit(position, [position], form))
                break
            words = _with_companions(lowers, position, form.companions)
            if words is not None:
                hits.append(CueHit(position, words, form))
                break
    return hits


def _with_companions(lowers: Sequence[str], head: int, companions: tuple[str, ...]) -> list[int] | None:
    words = [head]
    for companion in companions:
        place = _nearest(lowers, head, companion)
        if place is None:
            return None
        words.append(place)
    return sorted(words)


def _nearest(lowers: Sequence[str], head: int, companion: str) -> int | None:
    limit = min(len(lowers), head + REACH)
    for place in range(head + 1, limit):
        if lowers[place] == companion:
            # A particle that is followed by a noun phrase is usually a preposition; at a clause end it is not.
            return place
        if lowers[place] in {";", ":"}:
            break
    for place in range(head - 1, max(-1, head - 6), -1):
        if lowers[place] == companion and lowers[head - 1] in {companion, "te", "hebben", "heeft", "had"}:
            return place
    return None
