"""Trees and weights grown from rows of named features, as the plain numbers that analysis/weighing.py reads.

scikit-learn and scipy are needed here and nowhere else.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.tree import DecisionTreeRegressor

Row = dict[str, float]
SEED = 20
SUBSAMPLE = 0.7  # Of the rows, or of the choices, that each tree sees.
FEATURES = 0.25  # Of the features, at each split.


class Table:
    """Rows of named features as a matrix; a feature that few rows have is left out."""

    def __init__(self, rows: Sequence[Row], rare: int) -> None:
        counts = Counter(name for row in rows for name, value in row.items() if value)
        self.names = sorted(name for name, count in counts.items() if count >= rare)
        index = {name: column for column, name in enumerate(self.names)}
        self.matrix = numpy.zeros((len(rows), len(self.names)), dtype=numpy.float32)
        for place, row in enumerate(rows):
            for name, value in row.items():
                if name in index:
                    self.matrix[place, index[name]] = value


class Choices:
    """Rows in groups of which the labelled ones are right: a softmax over each group."""

    def __init__(self, labels: Sequence[Sequence[bool]]) -> None:
        sizes = [len(each) for each in labels]
        self.number = len(sizes)
        self.starts = numpy.cumsum([0, *sizes[:-1]])
        self.group = numpy.repeat(numpy.arange(self.number), sizes)
        self.right = numpy.array([float(label) for each in labels for label in each])

    def chances(self, scores: Any) -> Any:
        """Each row's share of its group."""
        parts = numpy.exp(scores - numpy.maximum.reduceat(scores, self.starts)[self.group])
        return parts / numpy.add.reduceat(parts, self.starts)[self.group]

    def hits(self, chances: Any) -> Any:
        """The chance of each group that a right row is taken."""
        return numpy.add.reduceat(chances * self.right, self.starts) + 1e-12


def grow(
    rows: Sequence[Row], labels: Sequence[bool], *, trees: int, depth: int, rate: float = 0.08, rare: int = 5
) -> dict[str, Any]:
    """Trees that say of each row alone whether it is right (gradient boosting, Friedman 2001)."""
    table = Table(rows, rare)
    model = GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=depth,
        learning_rate=rate,
        min_samples_leaf=6,
        subsample=SUBSAMPLE,
        max_features=FEATURES,
        random_state=SEED,
    )
    model.fit(table.matrix, numpy.array(labels, dtype=int))
    prior = float(numpy.mean(labels))
    grown = [(tree.tree_, tree.tree_.value[:, 0, 0] * rate) for (tree,) in model.estimators_]
    return _as_record(float(numpy.log(prior / (1 - prior))), grown, table.names)


def grow_choice(
    rows: Sequence[Row],
    labels: Sequence[Sequence[bool]],
    *,
    trees: int,
    depth: int,
    rate: float,
    leaf: int,
    rare: int,
) -> dict[str, Any]:
    """Trees that tell the right row of a group from the others of the group: boosted on the likelihood of the
    softmax (the top-one ListNet loss, Cao et al. 2007), a Newton step in each leaf."""
    table, choices = Table(rows, rare), Choices(labels)
    random = numpy.random.RandomState(SEED)
    scores = numpy.zeros(len(rows))
    grown = []
    for _ in range(trees):
        chances = choices.chances(scores)
        slope = chances * choices.right / choices.hits(chances)[choices.group] - chances
        bend = numpy.maximum(chances * (1 - chances), 1e-6)
        seen = (random.rand(choices.number) < SUBSAMPLE)[choices.group]
        tree = DecisionTreeRegressor(
            max_depth=depth,
            min_samples_leaf=leaf,
            max_features=FEATURES,
            random_state=random.randint(1 << 30),
        )
        tree.fit(table.matrix[seen], slope[seen])
        leaves, size = tree.apply(table.matrix), tree.tree_.node_count
        steps = numpy.bincount(leaves[seen], slope[seen], size)
        values = rate * steps / (numpy.bincount(leaves[seen], bend[seen], size) + 1.0)
        scores += values[leaves]
        grown.append((tree.tree_, values))
    return _as_record(0.0, grown, table.names)


def _as_record(start: float, grown: Sequence[tuple[Any, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Trees, with the value of each node, as analysis.weighing.Trees reads them; only features that are used."""
    used: dict[int, int] = {}
    trees = []
    for tree, values in grown:
        nodes: list[list[float]] = []
        for node in range(tree.node_count):
            if tree.children_left[node] < 0:
                nodes.append([round(float(values[node]), 5)])
            else:
                feature = used.setdefault(int(tree.feature[node]), len(used))
                limit = round(float(tree.threshold[node]), 5)
                nodes.append([feature, limit, int(tree.children_left[node]), int(tree.children_right[node])])
        trees.append(nodes)
    return {"start": start, "trees": trees, "features": [names[column] for column in used]}


def fit_weights(
    rows: Sequence[Row], labels: Sequence[Sequence[bool]], *, spread: float = 0.3, rare: int = 4
) -> Row:
    """One weight a feature that makes the right rows of their groups likely (conditional logit, a Gaussian prior)."""
    counts = Counter(name for row in rows for name in row)
    index = {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= rare))}
    places, columns, values = [], [], []
    for place, row in enumerate(rows):
        for name, value in row.items():
            if name in index:
                places.append(place), columns.append(index[name]), values.append(value)
    matrix = csr_matrix((values, (places, columns)), shape=(len(rows), len(index)))
    choices = Choices(labels)

    def loss(weights: Any) -> tuple[float, Any]:
        chances = choices.chances(matrix @ weights)
        hits = choices.hits(chances)
        slope = matrix.T @ (chances - chances * choices.right / hits[choices.group])
        return -numpy.log(hits).sum() + weights @ weights / (2 * spread), slope + weights / spread

    found = minimize(loss, numpy.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(found.x[i]), 4) for name, i in index.items() if abs(found.x[i]) > 0.003}
