"""Weighing candidates with boosted trees that are plain numbers in a data file.

The trees are grown by training/train_quotes.py on annotated articles; here they are only read and added
up. No learning library is needed to run them, and anyone can print what they say.
"""

import functools
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
Features = Mapping[str, float]


class Trees:
    """A sum of small decision trees over named features, squashed to a probability."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.names: list[str] = record["features"]
        self.start: float = record["start"]
        self.trees: list[list[list[float]]] = record["trees"]
        self.threshold: float = record.get("threshold", 0.5)

    def probability(self, features: Features) -> float:
        row = [features.get(name, 0.0) for name in self.names]
        total = self.start
        for tree in self.trees:
            node = tree[0]
            while len(node) > 1:
                node = tree[int(node[2] if row[int(node[0])] <= node[1] else node[3])]
            total += node[0]
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@functools.lru_cache(maxsize=4)
def load_models(file_name: str) -> dict[str, Trees]:
    """All the trees of a data file by name; empty if there is no such file."""
    path = DATA / file_name
    if not path.exists():
        return {}
    return {name: Trees(record) for name, record in json.loads(path.read_text("utf-8")).items()}


class Choice:
    """One weight for each feature: the candidates of a choice share a probability of one (softmax)."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.weights: dict[str, float] = record["weights"]
        self.threshold: float = record.get("threshold", 0.5)
        self.reliability: list[list[float]] = record.get("reliability", [])

    def probabilities(self, rows: Sequence[Features]) -> list[float]:
        get = self.weights.get
        scores = [sum(value * get(name, 0.0) for name, value in row.items()) for row in rows]
        highest = max(scores)
        parts = [math.exp(score - highest) for score in scores]
        total = sum(parts)
        return [part / total for part in parts]


@functools.lru_cache(maxsize=4)
def load_choice(file_name: str) -> Choice | None:
    path = DATA / file_name
    return Choice(json.loads(path.read_text("utf-8"))) if path.exists() else None


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
