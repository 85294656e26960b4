"""Grow the trees that weigh candidate quotes and speakers, and measure them by cross-validation.

    python training/train_quotes.py FOLDER --pipeline PATH [--folds 5] [--write]

Trained on annotated articles (newsarchive-gold/1). What is grown is written as plain numbers to
analysis/data/quote_model.json and speaker_model.json. The figures printed are of articles that the trees of
their fold never saw.
"""

import argparse
import importlib.util
import json
import multiprocessing
import pathlib
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from sklearn.isotonic import IsotonicRegression
from spacy.tokens import Doc

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from evaluate_quotes import load_base, prediction, read_records, set_gold_names
from growing import SEED, fit_weights, grow, grow_choice

from analysis.people import ORGANISATION_LABELS, PERSON_LABELS, PLACE_LABELS, ROLE_NOUNS, make_person_grouper
from analysis.quotes import QuoteFinder, _as_data, choose, featurize, join_continued
from analysis.second_look import echoes_of, key_of, look_again
from analysis.sources import Context
from analysis.speaker_context import read_context
from analysis.speaker_features import speaker_candidates
from analysis.speakers import Look, crossed, look, settle, with_kind
from analysis.weighing import Choice, Trees

DATA = pathlib.Path(__file__).parent.parent / "analysis" / "data"


def load_scorer(path: pathlib.Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def side_by_side(work: Callable[[Any], Any], cases: Iterable[Any]) -> list[Any]:
    """What work gives of each case, as many at a time as there are cores. Forked processes see what is in memory."""
    global _work
    _work = work
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        return list(pool.map(_call, cases))


_work: Callable[[Any], Any]


def _call(case: Any) -> Any:
    return _work(case)


# --- Content --------------------------------------------------------------------------------------------------


class Article:
    """One annotated article: its doc, candidates, features and labels."""

    def __init__(self, record: dict[str, Any], doc: Doc, finder: QuoteFinder, scorer: Any) -> None:
        self.record, self.doc = record, doc
        self.candidates, self.units, _ = finder.propose(doc)
        self.rows = featurize(doc, self.candidates, self.units)
        gold = scorer.Document(record)
        wanted = [gold.content(quote) for quote in record["quotes"]]
        cue_spans = [
            {i for c in quote["cue"] for i in range(c["start"], c["end"])} for quote in record["quotes"]
        ]
        merged = self.merged_parts(record)
        self.iou, self.exact = [], []
        for candidate in self.candidates:
            content = gold.content({"contents": [{"start": s, "end": e} for s, e in candidate.contents]})
            best, exact = 0.0, False
            for quote, cue, first in zip(wanted, cue_spans, merged, strict=True):
                share = len(content & quote) / len(content | quote) if content else 0.0
                # A part of an interrupted quote, which later parts join, is as right as the whole.
                joined = (
                    candidate.frame in {"tail", "colon", "marked"}
                    and first
                    and content <= quote
                    and content & first
                )
                if joined:
                    share = max(
                        share, 1.0 if content == first else len(content & first) / len(content | first)
                    )
                same_cue = (
                    not candidate.cue or not cue or any(s in cue or e - 1 in cue for s, e in candidate.cue)
                )
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


LEXICAL = ("first_word_", "before_cue_", "after_cue_", "after_end_", "auxiliary_", "lemma_", "rest_pos_")


def leave_rare_words_out(articles: list[Article], least: int = 5) -> None:
    """A word counts as a feature only if several articles have it."""
    counts = Counter(
        name
        for article in articles
        for name in {n for row in article.rows for n in row if n.startswith(LEXICAL)}
    )
    rare = {name for name, count in counts.items() if count < least}
    for article in articles:
        for row in article.rows:
            for name in rare.intersection(row):
                del row[name]


def grow_content(articles: list[Article], options: argparse.Namespace) -> dict[str, Any]:
    rows = [row for article in articles for row in article.rows]
    keep = [iou >= 0.5 for article in articles for iou in article.iou]
    exact = [label for article in articles for label in article.exact]
    settings = {"trees": options.trees, "depth": options.depth}
    return {"keep": grow(rows, keep, **settings), "exact": grow(rows, exact, **settings)}


def grow_for(articles: list[Article], folds: list[list[int]], options: argparse.Namespace) -> list[Any]:
    """Trees for each fold, grown on the articles of the others, and last those of all articles."""

    def work(held: list[int]) -> dict[str, Any]:
        left_out = set(held)
        return grow_content([a for i, a in enumerate(articles) if i not in left_out], options)

    return side_by_side(work, [*folds, []])


def apply_content(article: Article, models: dict[str, Trees], threshold: float) -> None:
    keeps, exacts = models["keep"].probabilities(article.rows), models["exact"].probabilities(article.rows)
    for candidate, keep, exact in zip(article.candidates, keeps, exacts, strict=True):
        candidate.options["keep"], candidate.score = keep, keep + exact
    saved = [(list(c.contents), list(c.stretches)) for c in article.candidates]
    chosen = choose(article.candidates, threshold)
    quotes = join_continued(article.doc.text, chosen, article.units)
    article.doc._.quotes = [_as_data(article.doc.text, n, q) for n, q in enumerate(quotes, 1)]
    for candidate, (contents, stretches) in zip(article.candidates, saved, strict=True):
        candidate.contents, candidate.stretches = contents, stretches


# --- Speakers -------------------------------------------------------------------------------------------------


Example = tuple[list[dict[str, Any]], list[bool]]


def speaker_rows(article: Article, scorer: Any, first: Look | None = None) -> list[Example]:
    """For each predicted quote that is right: its candidates and which of them is the speaker.

    Without a first look, later quotes see the right speaker of those before; with one, what it thought.
    """
    doc, record = article.doc, article.record
    context = read_context(doc)
    gold, predicted = scorer.Document(record), scorer.Document(prediction(doc, record["id"]))
    pairs = {j: i for i, j in scorer.match_quotes(gold, predicted, 0.5)}
    is_right = speaker_check(record, gold, predicted, context, scorer)
    examples: list[Example] = []
    quotes = doc._.quotes
    echoes = echoes_of(quotes, doc.text)
    for number, quote in enumerate(quotes):
        rows = speaker_candidates(quote, quotes[:number], context)
        if first is not None:
            look_again(rows, number, quotes, first.thoughts, echoes, context)
        wanted = record["quotes"][pairs[number]]["speaker"] if number in pairs else None
        labels = [wanted is not None and is_right(row, wanted) for row in rows]
        if wanted is not None:
            examples.append((rows, labels))
        if first is not None:
            settle(quote, as_thought(rows, first.speakers[number], context), context)
        elif any(labels):
            settle(quote, rows[labels.index(True)], context)
        elif wanted is not None:
            quote["speaker_kind"], quote["speaker"] = wanted["type"], None
    return examples


def as_thought(rows: list[dict[str, Any]], key: str, context: Context) -> dict[str, Any]:
    """The candidate that a first look chose; unresolved, which is always there, if it is no candidate now."""
    found = {key_of(row, context): row for row in rows}
    return found.get(key, found["unresolved"])


def speaker_check(
    record: dict[str, Any], gold: Any, predicted: Any, context: Context, scorer: Any
) -> Callable[[dict[str, Any], dict[str, Any]], bool]:
    """Whether a candidate is the annotated speaker."""
    people = scorer.same_people(gold, predicted, "people")
    bodies = scorer.same_people(gold, predicted, "organisations")
    gold_bodies = {o["id"]: o for o in record["organisations"]}

    def is_right(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
        if row["kind"] != wanted["type"]:
            return False
        if row["kind"] == "person":
            return people.get(row["id"]) == wanted["id"]
        if row["kind"] != "organisation":
            return True
        if row["id"] is None:
            s, e = row["span"]
            mentions = [{"start": s, "end": e}]
        elif row["id"] in bodies:
            return bodies[row["id"]] == wanted["id"]
        else:
            mentions = next(e["mentions"] for e in context.entities if e["id"] == row["id"])
        return share_a_character(mentions, gold_bodies[wanted["id"]]["mentions"])

    return is_right


def share_a_character(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in one for b in other)


def fit_choice(examples: list[Example]) -> dict[str, Any]:
    """Weights and trees that make the right candidates likely."""
    examples = [(rows, labels) for rows, labels in examples if any(labels)]
    labels = [each for _, each in examples]
    weights = fit_weights([crossed(row) for rows, _ in examples for row in rows], labels)
    features = [with_kind(row) for rows, _ in examples for row in rows]
    trees = grow_choice(features, labels, trees=300, depth=5, rate=0.08, leaf=10, rare=25)
    return {"weights": weights, "trees": trees}


def apply_speaker(article: Article, choice: Choice, threshold: float, first: Look | None = None) -> Look:
    """Give the quotes their speakers, as the archive does."""
    doc = article.doc
    context = read_context(doc)
    found = look(doc._.quotes, context, choice, threshold, first.thoughts if first else ())
    if first is not None:
        for quote, chance in zip(doc._.quotes, found.chances, strict=True):
            quote["confidence"] *= chance
        doc._.named_entities = context.entities
    return found


def forget_speakers(article: Article) -> None:
    for quote in article.doc._.quotes:
        quote["speaker_kind"], quote["speaker"] = "unresolved", None


def cross_validate_speakers(
    articles: list[Article], folds: list[list[int]], threshold: float, scorer: Any
) -> tuple[list[Example], list[Example]]:
    """Speakers for all articles by choices that never saw them; the examples of both looks come back."""

    def fits(examples: list[list[Example]]) -> Iterator[tuple[int, Choice]]:
        def work(held: list[int]) -> dict[str, Any]:
            return fit_choice([e for fold in folds if fold != held for i in fold for e in examples[i]])

        for held, record in zip(folds, side_by_side(work, folds), strict=True):
            choice = Choice(record)
            yield from ((i, choice) for i in held)

    plain = [speaker_rows(article, scorer) for article in articles]
    for article in articles:
        forget_speakers(article)
    looks: dict[int, Look] = {}
    for i, choice in fits(plain):
        looks[i] = apply_speaker(articles[i], choice, threshold)
    for article in articles:
        forget_speakers(article)
    informed = [speaker_rows(article, scorer, looks[i]) for i, article in enumerate(articles)]
    for article in articles:
        forget_speakers(article)
    for i, choice in fits(informed):
        apply_speaker(articles[i], choice, threshold, looks[i])
    return [e for rows in plain for e in rows], [e for rows in informed for e in rows]


# --- All of it ------------------------------------------------------------------------------------------------


def read_docs(options: argparse.Namespace, records: list[dict[str, Any]]) -> list[Doc]:
    return list(load_base(options.pipeline).pipe([record["text"] for record in records]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pipeline", default="blank")
    parser.add_argument("--scorer", type=pathlib.Path, default=pathlib.Path("../shared/evaluation/score.py"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--threshold", type=float, default=0.45)
    parser.add_argument("--person-threshold", type=float, default=0.45)
    parser.add_argument("--trees", type=int, default=250)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--own-names", action="store_true", help="the pipeline's names instead of gold's")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("/tmp/cv.jsonl"))
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    sys.modules["score_module"] = scorer
    records = read_records(options.folder)
    docs = read_docs(options, records)
    grouper = make_person_grouper(
        None, "", PERSON_LABELS, ORGANISATION_LABELS, PLACE_LABELS, ROLE_NOUNS, True
    )
    finder = QuoteFinder("quote_cues.tsv", "quote_model.json")
    articles = []
    for record, doc in zip(records, docs, strict=True):
        if not options.own_names:
            set_gold_names(doc, record)
        articles.append(Article(record, grouper(doc), finder, scorer))
    leave_rare_words_out(articles)
    order = list(range(len(articles)))
    random.Random(SEED).shuffle(order)
    folds = [order[i :: options.folds] for i in range(options.folds)]
    *held_out, content = grow_for(articles, folds, options)
    for held, grown in zip(folds, held_out, strict=True):
        models = {name: Trees(record) for name, record in grown.items()}
        for i in held:
            apply_content(articles[i], models, options.threshold)
    examples = cross_validate_speakers(articles, folds, options.person_threshold, scorer)
    found = [prediction(article.doc, article.record["id"]) for article in articles]
    options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
    report(scorer.score(records, found))
    reliability = reliability_of(articles, found, scorer)
    if options.write:
        for model in content.values():
            model["threshold"] = options.threshold
        write(DATA / "quote_model.json", content)
        speakers = {
            "threshold": options.person_threshold,
            "reliability": reliability,
            "looks": side_by_side(fit_choice, examples),
        }
        write(DATA / "speaker_model.json", speakers)


def reliability_of(articles: list[Article], found: list[dict[str, Any]], scorer: Any) -> list[list[float]]:
    """Points (probability given, share that was right): content and speaker both, rising (isotonic)."""
    rows = []
    for article, prediction_ in zip(articles, found, strict=True):
        gold, predicted = scorer.Document(article.record), scorer.Document(prediction_)
        pairs = {j: i for i, j in scorer.match_quotes(gold, predicted, 0.5)}
        groups = {g: scorer.same_people(gold, predicted, g) for g in ("people", "organisations")}
        for j, quote in enumerate(prediction_["quotes"]):
            right = False
            if j in pairs:
                want, got = article.record["quotes"][pairs[j]]["speaker"], quote["speaker"]
                same = {"person": groups["people"], "organisation": groups["organisations"]}.get(want["type"])
                right = want["type"] == got["type"] and (same is None or same.get(got["id"]) == want["id"])
            rows.append((quote["confidence"], right))
    rows.sort()
    model = IsotonicRegression(out_of_bounds="clip").fit([c for c, _ in rows], [float(r) for _, r in rows])
    points = [[c / 20, round(float(model.predict([c / 20])[0]), 3)] for c in range(21)]
    print("confidence >= x: quotes, right")
    for step in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        kept = [right for c, right in rows if model.predict([c])[0] >= step]
        if kept:
            print(f"  {step:.2f}  {len(kept):5}  {sum(kept) / len(kept):.3f}")
    return points


def write(path: pathlib.Path, record: dict[str, Any]) -> None:
    path.write_text(json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")


def report(result: dict[str, Any]) -> None:
    for key in ("person mention", "person", "quote exact", "quote iou50", "end-to-end"):
        row = result[key]
        print(
            f"{key:15} P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f} ({row['gold']}, {row['predicted']})"
        )
    print(f"canonical {result['canonical']:.3f}")
    for kind, row in result["given an iou50 match"].items():
        print(f"  {kind:9}", "  ".join(f"{k} {v:.3f}" for k, v in row.items() if v is not None))


if __name__ == "__main__":
    main()
