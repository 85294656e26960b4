"""Measure pipelines side by side: `evaluate.py PIPELINE … --articles … --treebank … --conll …`.

A pipeline is a name or a folder that spaCy can load, or `frog` where Frog is installed (names only). Names:
exact precision, recall and F1 by type on characters (`--articles`: a folder or JSON Lines file of annotated
articles; standoff needs `--corpora`) or on words (`--conll`). Syntax: on gold tokens, one sentence at a
time; spaCy's scorer leaves punctuation out of UAS and LAS, and the line says what they are with it. Speed: words
between spaces by second of processor time, the best of three passes; with OMP_NUM_THREADS=1 and
OPENBLAS_NUM_THREADS=1 that is one core.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.conll import read_documents
from training.corpus import Article, make_article, open_text, read_articles, read_treebank, treebank_examples
from training.standoff import join, records_in

LABELS = {"PERSON": "PER", "GPE": "LOC", "NORP": "MISC", "FAC": "LOC"}
NAME_TYPES = ("PER", "ORG", "LOC")
Names = set[tuple[int, int, str]]


def label_of(label: str) -> str:
    return LABELS.get(label.upper(), label.upper())


def annotated_articles(path: Path, corpora: Path | None) -> list[Article]:
    """Whole records of a folder or file; standoff is joined with its texts first."""
    if path.is_file():
        with open_text(path) as file:
            lines = [json.loads(line) for line in file]
        if lines and "sha256" in lines[0]:
            if corpora is None:
                raise SystemExit(f"{path} holds no texts: say where they are with --corpora")
            by_id = {line["id"]: line for line in lines}
            records = (join(by_id[record["id"]], record) for _, record in records_in(corpora, set(by_id)))
            return [make_article(record) for record in records]
    return read_articles(path)


# --- names --------------------------------------------------------------------------------------------


class NameCounts:
    """How many names of each type were found, were right, and are there."""

    def __init__(self):
        self.found, self.right, self.gold = Counter(), Counter(), Counter()

    def add(self, found: Names, gold: Names) -> None:
        for counter, names in ((self.found, found), (self.right, found & gold), (self.gold, gold)):
            counter.update(label for _, _, label in names)

    def scores(self) -> dict[str, dict[str, float]]:
        return {
            label: {
                "precision": self.right[label] / max(self.found[label], 1),
                "recall": self.right[label] / self.gold[label],
                "f1": 2 * self.right[label] / (self.found[label] + self.gold[label]),
                "gold": self.gold[label],
            }
            for label in NAME_TYPES
            if self.gold[label]  # A set may be annotated for people only.
        }


def names_in(doc: Doc) -> Names:
    return {(name.start_char, name.end_char, label_of(name.label_)) for name in doc.ents}


def score_articles(nlp: Language, articles: list[Article]) -> dict:
    counts = NameCounts()
    for article, doc in zip(articles, nlp.pipe([article.text for article in articles]), strict=True):
        counts.add(names_in(doc), set(article.names))
    return counts.scores()


def score_conll(nlp: Language, path: Path, whole_articles: bool) -> dict:
    """On the words of the set, an article at a time or a sentence at a time."""
    gold, docs = [], []
    for document in read_documents(path):
        for group in [document] if whole_articles else [[sentence] for sentence in document]:
            words, names = [], set()
            for sentence_words, sentence_names in group:
                names |= {
                    (start + len(words), end + len(words), label) for start, end, label in sentence_names
                }
                words += sentence_words
            gold.append(names)
            docs.append(Doc(nlp.vocab, words=words))
    counts = NameCounts()
    for doc, names in zip(nlp.pipe(docs), gold, strict=True):
        counts.add({(name.start, name.end, label_of(name.label_)) for name in doc.ents}, names)
    return counts.scores()


# --- syntax -------------------------------------------------------------------------------------------


def score_treebank(nlp: Language, path: Path) -> dict[str, float]:
    examples = list(treebank_examples(nlp, read_treebank(path)))
    docs = nlp.pipe([example.predicted for example in examples])
    right, words, scored = Counter(), 0, 0
    for example, doc in zip(examples, docs, strict=True):
        for token, gold in zip(doc, example.reference, strict=True):
            words += 1
            right["UPOS"] += token.pos == gold.pos
            right["lemma"] += token.lemma == gold.lemma
            right["XPOS"] += token.tag == gold.tag
            right["features"] += token.morph == gold.morph
            head = token.head.i == gold.head.i
            label = head and token.dep_.lower() == gold.dep_.lower()
            right["UAS with punctuation"] += head
            right["LAS with punctuation"] += label
            if gold.dep_ != "punct":
                scored += 1
                right["UAS"] += head
                right["LAS"] += label
    return {key: count / (scored if key in ("UAS", "LAS") else words) for key, count in sorted(right.items())}


# --- cost ---------------------------------------------------------------------------------------------


def fastest(task: Callable[[], object], passes: int = 3) -> float:
    times = []
    for _ in range(passes):
        started = time.process_time()
        task()
        times.append(time.process_time() - started)
    return min(times)


def measure_speed(nlp: Language, texts: list[str]) -> dict[str, float]:
    """Words (between spaces) a second: the whole pipeline, and each component on what those before it gave."""
    words = sum(len(text.split()) for text in texts)
    speeds = {"whole pipeline": words / fastest(lambda: list(nlp.pipe(texts)))}
    speeds["tokenizer"] = words / fastest(lambda: [nlp.make_doc(text) for text in texts])
    docs = [nlp.make_doc(text) for text in texts]
    for name, component in nlp.pipeline:
        started = time.process_time()
        if hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=nlp.batch_size))
        else:
            docs = [component(doc) for doc in docs]
        speeds[name] = words / (time.process_time() - started)
    return speeds


def size_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


# --- Frog, where it is installed ----------------------------------------------------------------------


def run_frog(texts: list[str]) -> tuple[list[str], float]:
    """Frog's columns for each text, and its seconds of processor time; one process on one thread reads them all."""
    with tempfile.TemporaryDirectory() as folder:
        into, out = Path(folder, "texts"), Path(folder, "columns")
        into.mkdir()
        out.mkdir()
        for number, text in enumerate(texts):
            (into / f"{number:06}.txt").write_text(text, encoding="utf-8")
        command = ["frog", "--skip=mpc", "--threads=1", f"--testdir={into}", f"--outputdir={out}"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return [path.read_text(encoding="utf-8") for path in sorted(out.iterdir())], seconds


def names_in_columns(columns: str, text: str) -> Names:
    """Names in Frog's columns (word in the second, IOB in the seventh), found again in the text."""
    names: list[list] = []
    position = 0
    for line in columns.splitlines():
        cells = line.split("\t")
        if len(cells) < 7:
            continue
        start = text.find(cells[1], position)
        if start < 0:
            continue
        position = start + len(cells[1])
        tag = cells[6].upper()
        if tag.startswith("B-"):
            names.append([start, position, label_of(tag[2:])])
        elif tag.startswith("I-") and names:
            names[-1][1] = position
    return {tuple(name) for name in names}


def measure_frog(articles: list[Article]) -> dict:
    """Names and speed; what Frog needs to load, measured on one word, does not count as reading."""
    texts = [article.text for article in articles]
    _, loading = run_frog(["Dag"])
    columns, seconds = run_frog(texts)
    counts = NameCounts()
    for article, found in zip(articles, columns, strict=True):
        counts.add(names_in_columns(found, article.text), set(article.names))
    words = sum(len(text.split()) for text in texts)
    return {
        "cost": {"load, s": loading},
        "articles": counts.scores(),
        "speed": {"names only": words / (seconds - loading)},
    }


# --- the report ---------------------------------------------------------------------------------------


def measure(name: str, args: argparse.Namespace) -> dict:
    """Everything asked for about one pipeline; run in a process of its own, so that memory is its own."""
    if name == "frog":
        return (
            measure_frog(annotated_articles(args.articles, args.corpora))
            if args.articles and shutil.which("frog")
            else {}
        )
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    if args.blas == "numpy":
        set_current_ops(NumpyOps(use_blis=False))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    nlp = spacy.load(name)
    result: dict = {"cost": {"load, s": time.process_time() - started}}
    for component in args.add or []:
        nlp.add_pipe(component)
    if Path(name).is_dir():
        result["cost"]["size, MB"] = size_of(Path(name)) / 1e6
    if args.articles:
        articles = annotated_articles(args.articles, args.corpora)
        result["articles"] = score_articles(nlp, articles)
        if args.speed:
            result["speed"] = measure_speed(nlp, [article.text for article in articles])
    if args.conll:
        result["conll, sentences"] = score_conll(nlp, args.conll, whole_articles=False)
        result["conll, articles"] = score_conll(nlp, args.conll, whole_articles=True)
    if args.treebank:
        result["treebank"] = score_treebank(nlp, args.treebank)
    result["cost"]["memory, MB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return result


def rows_of(result: dict) -> Iterable[tuple[str, str]]:
    for part, values in result.items():
        for key, value in values.items():
            if isinstance(value, dict):
                yield (
                    f"{part}: {key}",
                    "P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({gold})".format(**value),
                )
            elif part in ("cost", "speed"):
                yield f"{part}: {key}", f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
            else:
                yield f"{part}: {key}", f"{value:.4f}"


def print_side_by_side(results: dict[str, dict]) -> None:
    columns = [dict(rows_of(result)) for result in results.values()]
    keys = list(dict.fromkeys(key for column in columns for key in column))
    width = max(map(len, keys)) + 2
    print(" " * width + "".join(f"{Path(name).name:<36}" for name in results))
    for key in keys:
        print(f"{key:<{width}}" + "".join(f"{column.get(key, '-'):<36}" for column in columns).rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pipelines", nargs="+")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--corpora", type=Path, help="where the texts of standoff annotations are")
    parser.add_argument("--conll", type=Path)
    parser.add_argument("--treebank", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--add", nargs="*", help="components of ours to add at the end")
    parser.add_argument("--blas", choices=["numpy", "blis"], default="numpy", help="who multiplies matrices")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.add:
        import training.name_consistency  # noqa: F401 (registers its factory)
    if len(args.pipelines) == 1:
        results = {args.pipelines[0]: measure(args.pipelines[0], args)}
    else:
        options = [option for option in sys.argv[1:] if option not in args.pipelines and option != "--json"]
        results = {}
        for name in args.pipelines:
            command = [sys.executable, "-m", "training.evaluate", name, "--json", *options]
            output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            results |= json.loads(output)
    print(json.dumps(results)) if args.json else print_side_by_side(results)


if __name__ == "__main__":
    main()
