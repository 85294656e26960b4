"""Weighing candidates with boosted trees that are plain numbers in a data file.

The trees are grown by training/train_quotes.py on annotated articles; here they are only read and added
up. No learning library is needed to run them, and anyone can print what they say.
"""

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

DATA = Path(__file__).parent / "data"
Features = Mapping[str, float]


class Trees:
    """A sum of small decision trees over named features.

    A node is [feature, threshold, left, right], a leaf [value]. The nodes of all trees lie behind one another in
    arrays, and all trees go down together: a leaf is its own child, so that they can be walked in step.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self.names: list[str] = record["features"]
        self.columns = {name: column for column, name in enumerate(self.names)}
        self.start: float = record["start"]
        self.threshold: float = record.get("threshold", 0.5)
        trees: list[list[list[float]]] = record["trees"]
        sizes = [len(nodes) for nodes in trees]
        self.roots = numpy.cumsum([0, *sizes[:-1]])
        self.feature = numpy.zeros(sum(sizes), dtype=numpy.intp)
        self.limit = numpy.zeros(sum(sizes), dtype=numpy.float32)
        self.children = numpy.zeros(2 * sum(sizes), dtype=numpy.intp)  # Left and right, side by side.
        self.value = numpy.zeros(sum(sizes), dtype=numpy.float64)
        for root, nodes in zip(self.roots, trees, strict=True):
            for place, node in enumerate(nodes, int(root)):
                if len(node) == 1:
                    self.value[place] = node[0]
                    self.children[2 * place : 2 * place + 2] = place
                else:
                    self.feature[place], self.limit[place] = int(node[0]), node[1]
                    self.children[2 * place : 2 * place + 2] = root + int(node[2]), root + int(node[3])
        self.depth = max(map(_depth, trees))

    def probabilities(self, rows: Sequence[Features]) -> list[float]:
        """The sum of each row, squashed."""
        return [1.0 / (1.0 + math.exp(-min(max(total, -30.0), 30.0))) for total in self.totals(rows)]

    def totals(self, rows: Sequence[Features]) -> list[float]:
        """The sum of each row."""
        found: list[float] = []
        for begin in range(0, len(rows), CHUNK):
            found.extend(self._some(rows[begin : begin + CHUNK]))
        return found

    def _some(self, rows: Sequence[Features]) -> list[float]:
        matrix = numpy.zeros((len(rows), len(self.names)), dtype=numpy.float32)
        for i, row in enumerate(rows):
            for name, value in row.items():
                column = self.columns.get(name)
                if column is not None:
                    matrix[i, column] = value
        values = matrix.ravel()
        row_starts = numpy.arange(len(rows))[:, None] * len(self.names)
        place = numpy.repeat(self.roots[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            right = values.take(row_starts + self.feature.take(place)) > self.limit.take(place)
            place = self.children.take(2 * place + right)
        return (self.start + self.value.take(place).sum(axis=1)).tolist()


CHUNK = 512


def _depth(nodes: list[list[float]], place: int = 0) -> int:
    node = nodes[place]
    return 0 if len(node) == 1 else 1 + max(_depth(nodes, int(node[2])), _depth(nodes, int(node[3])))


@functools.lru_cache(maxsize=4)
def load_models(file_name: str) -> dict[str, Trees]:
    """All the trees of a data file by name; empty if there is no such file."""
    path = DATA / file_name
    if not path.exists():
        return {}
    return {name: Trees(record) for name, record in json.loads(path.read_text("utf-8")).items()}


class Choice:
    """Candidates of which one is right: two opinions, of weights and of trees, multiplied.

    Both learned to tell the right candidate of a choice from the others: the weights by what each feature says
    alone (conditional logit), the trees by what features mean together. Chances of one choice sum to one.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self.weights: dict[str, float] = record["weights"]
        self.trees = Trees(record["trees"])

    def probabilities(self, weighed: Sequence[Features], grown: Sequence[Features]) -> list[float]:
        """A chance for each candidate, from its features for the weights and for the trees."""
        get = self.weights.get
        scores = [sum(value * get(name, 0.0) for name, value in row.items()) for row in weighed]
        scores = [
            WEIGHTS_SHARE * score + (1 - WEIGHTS_SHARE) * total
            for score, total in zip(scores, self.trees.totals(grown), strict=True)
        ]
        highest = max(scores)
        parts = [math.exp(score - highest) for score in scores]
        total = sum(parts)
        return [part / total for part in parts]


WEIGHTS_SHARE = 0.35  # Of the logarithm of a chance; the rest is the trees'.


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """The choices of a first and a second look, from which chance a person is named, and what a chance is worth."""

    first: Choice
    second: Choice
    threshold: float
    reliability: list[list[float]]


@functools.lru_cache(maxsize=4)
def load_speaker_model(file_name: str) -> SpeakerModel:
    record = json.loads((DATA / file_name).read_text("utf-8"))
    first, second = (Choice(choice) for choice in record["looks"])
    return SpeakerModel(first, second, record["threshold"], record["reliability"])


def calibrated(points: list[list[float]], probability: float) -> float:
    """The share of right ones that was seen at this probability: straight lines between measured points."""
    if not points:
        return probability
    previous = points[0]
    if probability <= previous[0]:
        return previous[1]
    for point in points[1:]:
        if probability <= point[0]:
            width = point[0] - previous[0]
            share = (probability - previous[0]) / width if width else 1.0
            return previous[1] + share * (point[1] - previous[1])
        previous = point
    return previous[1]
