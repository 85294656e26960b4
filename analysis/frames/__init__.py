"""The frames in which Dutch news reports what somebody said: from a sentence to candidate quotes.

A frame proposes; it does not decide. For one cue there may be several candidates, one for each place where
the content could begin or end (a clause of a parser in doubt, a comma). quotes.py weighs them.
"""

from collections.abc import Iterator, Sequence

from analysis.cues import CueHit, find_cues
from analysis.frames.attributions import Attributions
from analysis.frames.candidate import Candidate
from analysis.frames.clauses import Clauses
from analysis.frames.tails import Tails
from analysis.words import Item, Unit


class FrameFinder(Tails, Clauses, Attributions):
    """All candidates of an article's units, in order."""

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
            for candidate in self._without_cue(unit):
                if previous is not None and not previous.marked and candidate.source is None:
                    candidate.implied = self._main_subject(previous)
                yield candidate

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
                if not quoted_before and not participle and not self._stands_as_verb(items[hit.head]):
                    continue
            if pos and hit.form.kind == "noun" and pos not in {"NOUN", "PROPN"}:
                continue
            taken.update(hit.words)
            kept.append(hit)
        return sorted(kept, key=lambda hit: hit.head)

    def _stands_as_verb(self, item: Item) -> bool:
        """A verb that the tagger took for another word ("vroeg"), but the parser made the head of a clause."""
        word = item.word
        if word is None or word.dep not in {"ROOT", "advcl", "ccomp"}:
            return False
        return not any(child.dep in {"cop", "det"} for child in self.children.get(word.index, ()))


__all__ = ["Candidate", "FrameFinder"]
