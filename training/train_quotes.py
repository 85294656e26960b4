"""Grow the trees that weigh candidate quotes and speakers, and measure them by cross-validation.

    python training/train_quotes.py FOLDER --pipeline PATH [--folds 5] [--write]

Trained on annotated articles (newsarchive-gold/1). scikit-learn is needed here and nowhere else: what it
grows is written as plain numbers to analysis/data/quote_model.json and speaker_model.json. The figures
printed are of articles that the trees of their fold never saw.
"""

import argparse
import importlib.util
import json
import pathlib
import pickle
import random
import sys
from collections import Counter
from typing import Any

import numpy
from sklearn.ensemble import GradientBoostingClassifier
from spacy.tokens import Doc

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from evaluate_quotes import load_base, prediction, read_records, set_gold_names

from analysis.people import make_person_grouper, ORGANISATION_LABELS, PERSON_LABELS, PLACE_LABELS, ROLE_NOUNS
from analysis.quotes import QuoteFinder, _as_data, choose, featurize, join_continued, set_quote_spans
from analysis.speakers import KINDS, about_all, pick, read_context, settle, speaker_candidates, weigh
from analysis.weighing import Trees

DATA = pathlib.Path(__file__).parent.parent / "analysis" / "data"
SEED = 20


def load_scorer(path: pathlib.Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Grown:
    """Rows of named features, and the trees grown from them."""

    def __init__(self, *, trees: int, depth: int, rate: float = 0.08, leaf: int = 6, rare: int = 5) -> None:
        self.settings = dict(trees=trees, depth=depth, rate=rate, leaf=leaf, rare=rare)

    def fit(self, rows: list[dict[str, float]], labels: list[bool], weights: list[float] | None = None) -> Trees:
        counts = Counter(name for row in rows for name, value in row.items() if value)
        names = sorted(name for name, count in counts.items() if count >= self.settings["rare"])
        index = {name: i for i, name in enumerate(names)}
        matrix = numpy.zeros((len(rows), len(names)), dtype=numpy.float32)
        for i, row in enumerate(rows):
            for name, value in row.items():
                if name in index:
                    matrix[i, index[name]] = value
        model = GradientBoostingClassifier(
            n_estimators=self.settings["trees"], max_depth=self.settings["depth"], learning_rate=self.settings["rate"],
            min_samples_leaf=self.settings["leaf"], subsample=0.7, max_features=0.25, random_state=SEED,
        )
        model.fit(matrix, numpy.array(labels, dtype=int), sample_weight=weights)
        prior = float(numpy.mean(labels)) if weights is None else float(numpy.average(labels, weights=weights))
        record = {"start": float(numpy.log(prior / (1 - prior))), "trees": []}
        used: dict[int, int] = {}
        for (tree,) in model.estimators_:
            t, nodes = tree.tree_, []
            for i in range(t.node_count):
                if t.children_left[i] < 0:
                    nodes.append([round(float(t.value[i][0][0]) * self.settings["rate"], 5)])
                else:
                    feature = used.setdefault(int(t.feature[i]), len(used))
                    nodes.append([feature, round(float(t.threshold[i]), 5), int(t.children_left[i]), int(t.children_right[i])])
            record["trees"].append(nodes)
        record["features"] = [names[i] for i in used]
        grown = Trees(record)
        grown.record = record
        return grown


# --- Content --------------------------------------------------------------------------------------------------


class Article:
    """One annotated article: its doc, candidates, features and labels."""

    def __init__(self, record: dict[str, Any], doc: Doc, finder: QuoteFinder, scorer: Any) -> None:
        self.record, self.doc = record, doc
        self.candidates, self.units, _ = finder.propose(doc)
        self.rows = featurize(doc, self.candidates, self.units)
        gold = scorer.Document(record)
        wanted = [gold.content(quote) for quote in record["quotes"]]
        cue_spans = [{i for c in quote["cue"] for i in range(c["start"], c["end"])} for quote in record["quotes"]]
        merged = self.merged_parts(record)
        self.iou, self.exact = [], []
        for candidate in self.candidates:
            content = gold.content({"contents": [{"start": s, "end": e} for s, e in candidate.contents]})
            best, exact = 0.0, False
            for quote, cue, first in zip(wanted, cue_spans, merged, strict=True):
                share = len(content & quote) / len(content | quote) if content else 0.0
                # A part of an interrupted quote, which later parts join, is as right as the whole.
                joined = candidate.frame in {"tail", "colon", "marked"} and first and content <= quote and content & first
                if joined:
                    share = max(share, 1.0 if content == first else len(content & first) / len(content | first))
                same_cue = not candidate.cue or not cue or any(s in cue or e - 1 in cue for s, e in candidate.cue)
                if candidate.cue and not cue and candidate.frame not in {"colon"}:
                    same_cue = False
                score = share if same_cue else share * 0.8
                if score > best:
                    best, exact = score, share > 0.999 and same_cue
            self.iou.append(best)
            self.exact.append(exact)

    def merged_parts(self, record: dict[str, Any]) -> list[set[int]]:
        """The first part of each quote of several, in the scorer's characters."""
        import score_module

        document = score_module.Document(record)
        return [
            document.content({"contents": quote["contents"][:1]}) if len(quote["contents"]) > 1 else set()
            for quote in record["quotes"]
        ]


def grow_content(articles: list[Article], options: argparse.Namespace) -> dict[str, Trees]:
    rows = [row for article in articles for row in article.rows]
    keep = [iou >= 0.5 for article in articles for iou in article.iou]
    exact = [label for article in articles for label in article.exact]
    settings = dict(trees=options.trees, depth=options.depth)
    return {"keep": Grown(**settings).fit(rows, keep), "exact": Grown(**settings).fit(rows, exact)}


def apply_content(article: Article, models: dict[str, Trees], threshold: float) -> None:
    for candidate, row in zip(article.candidates, article.rows, strict=True):
        keep, exact = models["keep"].probability(row), models["exact"].probability(row)
        candidate.options["keep"], candidate.score = keep, keep + exact
    saved = [(list(c.contents), list(c.stretches)) for c in article.candidates]
    chosen = choose(article.candidates, threshold)
    quotes = join_continued(article.doc.text, chosen, article.units)
    article.doc._.quotes = [_as_data(article.doc.text, n, q) for n, q in enumerate(quotes, 1)]
    for candidate, (contents, stretches) in zip(article.candidates, saved, strict=True):
        candidate.contents, candidate.stretches = contents, stretches


# --- Speakers -------------------------------------------------------------------------------------------------


def speaker_rows(article: Article, scorer: Any) -> list[tuple[list[dict[str, Any]], list[bool]]]:
    """For each predicted quote that is right: its candidates and which of them is the speaker."""
    doc, record = article.doc, article.record
    context = read_context(doc)
    gold, predicted = scorer.Document(record), scorer.Document(prediction(doc, record["id"]))
    pairs = {j: i for i, j in scorer.match_quotes(gold, predicted, 0.5)}
    people = scorer.same_people(gold, predicted, "people")
    bodies = scorer.same_people(gold, predicted, "organisations")
    gold_bodies = {o["id"]: o for o in record["organisations"]}
    examples, before = [], []
    for number, quote in enumerate(doc._.quotes):
        rows = speaker_candidates(quote, before, context)
        if number not in pairs:
            before.append(quote)
            continue
        want = record["quotes"][pairs[number]]["speaker"]
        labels = []
        for row in rows:
            right = False
            if row["kind"] == want["type"]:
                if row["kind"] == "person":
                    right = people.get(row["id"]) == want["id"]
                elif row["kind"] == "organisation":
                    if row["id"] is not None:
                        right = bodies.get(row["id"]) == want["id"]
                        if not right and row["id"] not in bodies:
                            mine = next(e for e in context.entities if e["id"] == row["id"])
                            right = overlapping(mine["mentions"], gold_bodies[want["id"]]["mentions"])
                    else:
                        s, e = row["span"]
                        right = overlapping([{"start": s, "end": e}], gold_bodies[want["id"]]["mentions"])
                else:
                    right = True
            labels.append(right)
        examples.append((rows, labels))
        best = next((row for row, label in zip(rows, labels, strict=True) if label), None)
        if best is not None:
            settle(quote, best, context)  # Later quotes see the right speaker of this one.
        else:
            quote["speaker_kind"], quote["speaker"] = want["type"], None
        before.append(quote)
    return examples


def overlapping(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in one for b in other)


def grow_speaker(
    examples: list[tuple[list[dict[str, Any]], list[bool]]], options: argparse.Namespace
) -> dict[str, Trees]:
    settings = dict(trees=options.speaker_trees, depth=options.speaker_depth)
    models = {}
    examples = [(rows, labels) for rows, labels in examples if any(labels)]
    about = [about_all(rows) for rows, _ in examples]
    for kind in KINDS:
        labels = [any(l and row["kind"] == kind for row, l in zip(rows, ls, strict=True)) for rows, ls in examples]
        models["kind_" + kind] = Grown(**settings).fit(about, labels)
    for kind in ("person", "organisation"):
        chosen = [
            (row["features"], label)
            for rows, labels in examples
            if any(label and row["kind"] == kind for row, label in zip(rows, labels, strict=True))
            for row, label in zip(rows, labels, strict=True)
            if row["kind"] == kind
        ]
        models["pick_" + kind] = Grown(**settings).fit([f for f, _ in chosen], [label for _, label in chosen])
    return models


def apply_speaker(article: Article, models: dict[str, Trees], threshold: float) -> None:
    doc = article.doc
    context = read_context(doc)
    before: list[Any] = []
    for quote in doc._.quotes:
        rows = speaker_candidates(quote, before, context)
        settle(quote, pick(rows, weigh(rows, models), threshold), context)
        before.append(quote)
    doc._.named_entities = context.entities


# --- All of it ------------------------------------------------------------------------------------------------


def read_docs(options: argparse.Namespace, records: list[dict[str, Any]]) -> list[Doc]:
    nlp = load_base(options.pipeline)
    stamp = pathlib.Path(options.pipeline, "meta.json").stat().st_mtime if options.pipeline != "blank" else 0
    cache = pathlib.Path(f"/tmp/quote_docs_{stamp}_{len(records)}.pickle")
    if cache.exists():
        return [Doc(nlp.vocab).from_bytes(data) for data in pickle.loads(cache.read_bytes())]
    docs = list(nlp.pipe([record["text"] for record in records]))
    cache.write_bytes(pickle.dumps([doc.to_bytes() for doc in docs]))
    return docs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pipeline", default="blank")
    parser.add_argument("--scorer", type=pathlib.Path, default=pathlib.Path("../shared/evaluation/score.py"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--threshold", type=float, default=0.45)
    parser.add_argument("--person-threshold", type=float, default=0.3)
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--speaker-trees", type=int, default=150)
    parser.add_argument("--speaker-depth", type=int, default=4)
    parser.add_argument("--own-names", action="store_true", help="the pipeline's names instead of gold's")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("/tmp/cv.jsonl"))
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    sys.modules["score_module"] = scorer
    records = read_records(options.folder)
    docs = read_docs(options, records)
    grouper = make_person_grouper(None, "", PERSON_LABELS, ORGANISATION_LABELS, PLACE_LABELS, ROLE_NOUNS, True)
    finder = QuoteFinder("quote_cues.tsv", "quote_model.json")
    articles = []
    for record, doc in zip(records, docs, strict=True):
        if not options.own_names:
            set_gold_names(doc, record)
        articles.append(Article(record, grouper(doc), finder, scorer))
    order = list(range(len(articles)))
    random.Random(SEED).shuffle(order)
    folds = [order[i :: options.folds] for i in range(options.folds)]
    entities = [article.doc._.named_entities for article in articles]
    if options.folds > 1:
        for held in folds:
            rest = [articles[i] for i in order if i not in set(held)]
            models = grow_content(rest, options)
            for i in held:
                apply_content(articles[i], models, options.threshold)
        examples = [speaker_rows(article, scorer) for article in articles]
        pathlib.Path("/tmp/examples.pickle").write_bytes(pickle.dumps((examples, folds)))
        for i, article in enumerate(articles):
            article.doc._.named_entities = entities[i]
            for quote in article.doc._.quotes:
                quote["speaker_kind"], quote["speaker"] = "unresolved", None
        for held in folds:
            model = grow_speaker([e for i in order if i not in set(held) for e in examples[i]], options)
            for i in held:
                apply_speaker(articles[i], model, options.person_threshold)
        found = [prediction(article.doc, article.record["id"]) for article in articles]
        options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
        report(scorer.score(records, found))
    if options.write:
        for i, article in enumerate(articles):
            article.doc._.named_entities = entities[i]
        models = grow_content(articles, options)
        write(DATA / "quote_model.json", {name: model.record for name, model in models.items()}, options.threshold)
        if options.folds <= 1:
            for article in articles:
                apply_content(article, models, options.threshold)
            examples = [speaker_rows(article, scorer) for article in articles]
        speaker = grow_speaker([e for rows in examples for e in rows], options)
        write(DATA / "speaker_model.json", {n: m.record for n, m in speaker.items()}, options.person_threshold)


def write(path: pathlib.Path, records: dict[str, Any], threshold: float) -> None:
    for record in records.values():
        record["threshold"] = threshold
    path.write_text(json.dumps(records, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")


def report(result: dict[str, Any]) -> None:
    for key in ("person mention", "person", "quote exact", "quote iou50", "end-to-end"):
        row = result[key]
        print(f"{key:15} P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f} ({row['gold']}, {row['predicted']})")
    print(f"canonical {result['canonical']:.3f}")
    for kind, row in result["given an iou50 match"].items():
        print(f"  {kind:9}", "  ".join(f"{k} {v:.3f}" for k, v in row.items() if v is not None))


if __name__ == "__main__":
    main()
