"""Train one part of the pipeline: `train.py syntax` on the treebank, `train.py names` on annotated articles.

A plain loop over spaCy's own `nlp.update`: shuffled batches of about a thousand words, Adam with warm-up
and a linear way down to zero, averaged weights, a look at the development set after each epoch. The best
epoch is what stays in the output folder.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.pipeline.edit_tree_lemmatizer import EditTreeLemmatizer
from spacy.scorer import Scorer
from spacy.training import Example
from spacy.util import fix_random_seed, load_config
from thinc.api import Adam, NumpyOps, set_current_ops
from thinc.schedules import warmup_linear

from training.corpus import (
    Article,
    Sentence,
    article_example,
    read_articles,
    read_treebank,
    treebank_examples,
)
from training.tokenizer import adjust_tokenizer
from training.variation import vary

Epoch = Callable[[Language, random.Random], list[Example]]


def batches_by_words(examples: list[Example], words: int) -> Iterator[list[Example]]:
    batch, size = [], 0
    for example in examples:
        batch.append(example)
        size += len(example.predicted)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def new_pipeline(config: Path, overrides: dict, vectors: Path | None) -> Language:
    nlp = spacy.util.load_model_from_config(load_config(config, overrides=overrides), auto_fill=True)
    adjust_tokenizer(nlp)
    if vectors:
        nlp.vocab.vectors.from_disk(vectors, exclude=["strings"])
    return nlp


def go_on(path: Path) -> Language:
    """A trained pipeline, to be trained further."""
    nlp = spacy.load(path)
    for _, component in nlp.pipeline:
        if isinstance(
            component, EditTreeLemmatizer
        ):  # Loading does not give it back the numbers of its trees.
            component.tree2label = {tree: number for number, tree in enumerate(component.cfg["labels"])}
    return nlp


def fit(
    nlp: Language,
    epoch_examples: Epoch,
    evaluate: Callable[[Language], dict[str, float]],
    weights: dict[str, float],
    out: Path,
    *,
    epochs: int,
    batch_words: int,
    dropout: float,
    rate: float,
    seed: int,
    minutes: float,
    is_started: bool = False,
) -> dict[str, float]:
    """Train for a number of epochs or minutes, keep the best epoch; returns its scores."""
    rng = random.Random(seed)
    fix_random_seed(seed)
    first = epoch_examples(nlp, rng)
    if not is_started:
        nlp.initialize(lambda: first)
    steps = epochs * sum(1 for _ in batches_by_words(first, batch_words))
    learn_rate = warmup_linear(rate, min(250, steps // 10), steps)
    optimizer = Adam(learn_rate, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    best, started = {"score": -1.0}, time.time()
    for epoch in range(1, epochs + 1):
        examples = first if epoch == 1 else epoch_examples(nlp, rng)
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in batches_by_words(examples, batch_words):
            nlp.update(batch, drop=dropout, sgd=optimizer, losses=losses)
            optimizer.step_schedules()
        with nlp.use_params(optimizer.averages):
            scores = evaluate(nlp)
            scores["score"] = sum(weight * scores[key] for key, weight in weights.items())
            if scores["score"] >= best["score"]:
                best = scores | {"epoch": epoch}
                nlp.to_disk(out)
                (out / "scores.json").write_text(json.dumps(best, indent=1))
        line = " ".join(f"{key} {100 * value:.2f}" for key, value in scores.items())
        print(f"{(time.time() - started) / 60:.1f} min, epoch {epoch}: {line}", flush=True)
        if (time.time() - started) / 60 > minutes:
            break
    return best


# --- what each part is scored by ----------------------------------------------------------------------


def syntax_scores(nlp: Language, sentences: list[Sentence]) -> dict[str, float]:
    """On gold tokens, a sentence at a time; and sentence boundaries on ten sentences at a time."""
    examples = list(treebank_examples(nlp, sentences))
    for example, doc in zip(examples, nlp.pipe([example.predicted for example in examples]), strict=True):
        example.predicted = doc
    scores = (
        nlp.evaluate_examples(examples) if hasattr(nlp, "evaluate_examples") else Scorer(nlp).score(examples)
    )
    keys = {"pos_acc": "UPOS", "tag_acc": "tag", "morph_acc": "morph", "lemma_acc": "lemma"}
    keys |= {"dep_uas": "UAS", "dep_las": "LAS"}
    result = {name: scores[key] for key, name in keys.items()}
    runs = list(treebank_examples(nlp, sentences, random.Random(1), longest=12))
    for example, doc in zip(runs, nlp.pipe([example.predicted for example in runs]), strict=True):
        example.predicted = doc
    return result | {"sentences": Scorer(nlp).score(runs)["sents_f"]}


def names_scores(nlp: Language, articles: list[Article]) -> dict[str, float]:
    """Exact F1 by type, on characters, so that names without tokens of their own count as missed."""
    found, right, gold = (dict.fromkeys(("PER", "ORG", "LOC"), 0) for _ in range(3))
    for article, doc in zip(articles, nlp.pipe([article.text for article in articles]), strict=True):
        names = {(name.start_char, name.end_char, name.label_) for name in doc.ents}
        for counts, some in ((found, names), (gold, set(article.names)), (right, names & set(article.names))):
            for _, _, label in some:
                counts[label] += 1
    labels = [label for label in gold if gold[label]]  # A set may be annotated for people only.
    scores = {label: f1(right[label], found[label], gold[label]) for label in labels}
    scores["PER_p"] = right["PER"] / max(found["PER"], 1)
    scores["PER_r"] = right["PER"] / max(gold["PER"], 1)
    return scores | {"all": f1(*(sum(counts[label] for label in labels) for counts in (right, found, gold)))}


def f1(right: int, found: int, gold: int) -> float:
    return 2 * right / max(found + gold, 1)


# --- the command --------------------------------------------------------------------------------------


def paragraphs(article: Article, rng: random.Random) -> Iterable[Article]:
    """An article as it is, or now and then cut at a paragraph: names must not hang on what came before."""
    cut = article.text.find("\n\n", rng.randrange(max(len(article.text), 1))) if rng.random() < 0.3 else -1
    if cut < 0:
        return [article]
    head = [name for name in article.names if name[1] <= cut]
    tail = [
        (start - cut - 2, end - cut - 2, label) for start, end, label in article.names if start >= cut + 2
    ]
    return [Article(article.id, article.text[:cut], head), Article(article.id, article.text[cut + 2 :], tail)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["syntax", "names"])
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="+", required=True)
    parser.add_argument("--voted", type=Path, help="what label.py or parse.py gave")
    parser.add_argument(
        "--voted-number",
        type=int,
        default=1200,
        help="how many of its articles or sentences, others each epoch",
    )
    parser.add_argument("--variation", type=float, default=0.1, help="share of articles with odd orthography")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a trained pipeline to go on from")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--set", nargs="*", default=[], metavar="section.key=value")
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--minutes", type=float, default=1000)
    parser.add_argument("--batch-words", type=int, default=1000)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))  # Numpy's own BLAS multiplies up to three times as fast.
    overrides = {key: json.loads(value) for key, value in (item.split("=", 1) for item in args.set)}
    nlp = go_on(args.start) if args.start else new_pipeline(args.config, overrides, args.vectors)
    if args.part == "syntax":
        train = [sentence for path in args.train for sentence in read_treebank(path)]
        dev = [sentence for path in args.dev for sentence in read_treebank(path)]
        weights = {"UPOS": 0.3, "LAS": 0.5, "sentences": 0.2}

        voted = read_treebank(args.voted) if args.voted else []
        if args.start:  # A trained tagger cannot learn new tags.
            known = set(nlp.get_pipe("tagger").labels)
            train = [sentence for sentence in train if known.issuperset(sentence.tags)]

        def epoch_examples(nlp: Language, rng: random.Random) -> list[Example]:
            more = rng.sample(voted, min(args.voted_number, len(voted)))
            return [example for some in (train, more) for example in treebank_examples(nlp, some, rng)]

        def evaluate(nlp: Language) -> dict[str, float]:
            return syntax_scores(nlp, dev)
    else:
        train = [article for path in args.train for article in read_articles(path)]
        dev = [article for path in args.dev for article in read_articles(path)]
        weights = {"PER": 0.5, "all": 0.5}

        voted = read_articles(args.voted) if args.voted else []

        def epoch_examples(nlp: Language, rng: random.Random) -> list[Example]:
            articles = train + rng.sample(voted, min(args.voted_number, len(voted)))
            return [
                article_example(nlp, part)
                for article in articles
                for part in paragraphs(vary(article, rng, args.variation), rng)
            ]

        def evaluate(nlp: Language) -> dict[str, float]:
            return names_scores(nlp, dev)

    best = fit(
        nlp,
        epoch_examples,
        evaluate,
        weights,
        args.out,
        epochs=args.epochs,
        batch_words=args.batch_words,
        dropout=args.dropout,
        rate=args.rate,
        seed=args.seed,
        minutes=args.minutes,
        is_started=bool(args.start),
    )
    print("best", json.dumps(best))


if __name__ == "__main__":
    main()
