"""A possible quote, as a frame proposes it."""

from dataclasses import dataclass, field

from analysis.cues import CueForm
from analysis.marks import Stretch
from analysis.words import Pair, Unit


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
    implied: Pair | None = None

    @property
    def start(self) -> int:
        return self.contents[0][0]

    @property
    def end(self) -> int:
        return self.contents[-1][1]
