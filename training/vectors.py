"""One table of word vectors, learned from raw text and name lists: `vectors.py --corpora … --out …`.

The first dimensions say what company a word keeps: positive pointwise mutual information with the words one
and two places to its left and right, and with any word within five, reduced by singular value decomposition.
The last say what the name lists and capitals know of it (log counts). A frequent word has a row of its own;
rare words and the 300,000 names of the lists share the row of their kind, so that the table stays small and
needs no code when the pipeline runs: spaCy lets many keys point to one row.
"""

import argparse
import gzip
import html
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy
import scipy.sparse
import spacy
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd
from spacy.vectors import Vectors

from training.corpus import read_treebank
from training.standoff import ids_in

SENTENCE_END = frozenset(".!?:…\n")
OPENING = frozenset("\"'“‘„’”»«-–(*•")
LIST_FEATURES = (
    "per_first",
    "per_last",
    "per_single",
    "geo_single",
    "geo_part",
    "org_single",
    "org_part",
    "misc",
)
CASE_FEATURES = ("lower", "capital", "initial")


def raw_texts(corpora: Path, without: set[str]) -> Iterator[str]:
    """Everything that may be learned from, but the annotated articles: these must look as new as any other."""
    for path in sorted(corpora.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] not in without:
                    yield record["text"]
    with gzip.open(corpora / "raw_dutch.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.strip()
    for sentence in read_treebank(corpora / "treebank" / "train_alpino_alud.conllu.gz"):
        yield " ".join(sentence.words)


def tokenise(texts: Iterator[str]) -> Iterator[list[str]]:
    tokenizer = spacy.blank("nl").tokenizer
    for text in texts:
        yield [token.text if not token.is_space else "\n" for token in tokenizer(text[:100_000])]


def count_case(texts: list[list[str]]) -> dict[str, numpy.ndarray]:
    """How often each form stands in lower case, with a capital inside a sentence, and at its beginning."""
    counts = {name: Counter() for name in CASE_FEATURES}
    for words in texts:
        before = "\n"
        for word in words:
            if word[0].isupper():
                counts["initial" if before[-1] in SENTENCE_END else "capital"][word.lower()] += 1
            elif word[0].isalpha():
                counts["lower"][word] += 1
            if word[0] not in OPENING:
                before = word
    return counts


def count_lists(names: Path) -> dict[str, Counter]:
    """How often the lists have each form, and where: as a first name, as the end of a name, on its own …"""
    counts = {name: Counter() for name in LIST_FEATURES}

    def lines(kind: str) -> Iterator[list[str]]:
        with gzip.open(names / f"alpino_{kind}.txt.gz", "rt", encoding="utf-8") as file:
            for line in file:
                words = html.unescape(line).split()
                if words and words[0][0].isupper():
                    yield words

    for words in lines("per"):
        if len(words) == 1:
            counts["per_single"][words[0]] += 1
        else:
            counts["per_first"][words[0]] += 1
            counts["per_last"][words[-1]] += 1
    for kind in ("geo", "org"):
        for words in lines(kind):
            if len(words) == 1:
                counts[f"{kind}_single"][words[0]] += 1
            else:
                counts[f"{kind}_part"].update(word for word in words if word[0].isupper())
    for words in lines("misc"):
        counts["misc"].update(word for word in words if word[0].isupper())
    return counts


def context_matrix(
    texts: list[list[str]], words: dict[str, int], context_count: int
) -> scipy.sparse.csr_matrix:
    """Counts of each word with its neighbours: one block of columns for each place, one for the wide window."""
    width = context_count + 1
    ids = numpy.concatenate(
        [numpy.array([words.get(word, -1) for word in text] + [-2] * 5, dtype=numpy.int32) for text in texts]
    )
    total = None
    blocks = [(-2,), (-1,), (1,), (2,), (-5, -4, -3, 3, 4, 5)]
    for block, offsets in enumerate(blocks):
        for offset in offsets:
            targets, contexts = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
            keep = targets >= 0
            columns = numpy.where(
                (contexts[keep] >= 0) & (contexts[keep] < context_count), contexts[keep], context_count
            )
            part = scipy.sparse.coo_matrix(
                (numpy.ones(keep.sum(), dtype=numpy.float32), (targets[keep], columns + block * width)),
                shape=(len(words), len(blocks) * width),
            ).tocsr()
            total = part if total is None else total + part
    return total


def positive_pmi(counts: scipy.sparse.csr_matrix, smoothing: float = 0.75) -> scipy.sparse.csr_matrix:
    rows = numpy.asarray(counts.sum(axis=1)).ravel()
    columns = numpy.asarray(counts.sum(axis=0)).ravel() ** smoothing
    counts = counts.tocoo()
    expected = rows[counts.row] * columns[counts.col] / columns.sum()
    values = numpy.log(numpy.maximum(counts.data, 1e-9) / numpy.maximum(expected, 1e-9))
    keep = values > 0
    shape = (counts.row[keep], counts.col[keep])
    return scipy.sparse.csr_matrix((values[keep].astype(numpy.float32), shape), shape=counts.shape)


def features_of(word: str, lists: dict[str, Counter], case: dict[str, Counter]) -> list[float]:
    features = [numpy.log1p(lists[name][word]) for name in LIST_FEATURES]
    if word[0].isupper():
        # A name in capitals only is found in the lists under its usual form, as a weaker sign.
        if word.isupper() and len(word) > 2 and not any(features):
            features = [0.7 * numpy.log1p(lists[name][word.title()]) for name in LIST_FEATURES]
        lower, capital, initial = (numpy.log1p(case[name][word.lower()]) for name in CASE_FEATURES)
        return features + [lower, capital, initial, 1.0]
    return features + [numpy.log1p(case["lower"][word]), numpy.log1p(case["capital"][word.lower()]), 0.0, 0.0]


def other_capitals(keys: dict[str, int], frequency: Counter) -> dict[str, int]:
    """Keys for forms not seen: a word at the head of a sentence, a name in capitals only."""
    more = {}
    for word, row in keys.items():
        if word.islower() and frequency[word] >= 3:
            more.setdefault(word[0].upper() + word[1:], row)
        elif word[0].isupper() and frequency[word] >= 5 and len(word) > 3:
            more.setdefault(word.upper(), row)
    return {word: row for word, row in more.items() if word not in keys}


def build(args: argparse.Namespace) -> None:
    without = ids_in(args.without)
    texts = list(tokenise(raw_texts(args.corpora, without)))
    frequency = Counter(word for text in texts for word in text)
    print(sum(frequency.values()), "tokens", len(frequency), "forms", flush=True)
    case, lists = count_case(texts), count_lists(args.corpora / "names")
    ordered = [word for word, count in frequency.most_common() if count >= args.min_count]
    words = {word: i for i, word in enumerate(ordered)}
    matrix = positive_pmi(context_matrix(texts, words, args.contexts))
    print("matrix", matrix.shape, matrix.nnz, flush=True)
    left, values, _ = randomized_svd(matrix, args.width, n_iter=4, random_state=1)
    company = left * values**0.5
    company /= numpy.linalg.norm(company, axis=1, keepdims=True) + 1e-6
    company *= numpy.sqrt(args.width) * 0.5
    print("svd done", flush=True)
    own = ordered[: args.rows]
    rare = ordered[args.rows :]
    listed = {word for counts in lists.values() for word in counts} - set(ordered)
    table = numpy.hstack([company[: len(own)], [features_of(word, lists, case) for word in own]]).astype("f")
    keys = {word: row for row, word in enumerate(own)}
    for group, group_company, clusters in (
        (rare, company[args.rows :], args.rare_rows),
        (sorted(listed), None, args.list_rows),
    ):
        features = numpy.array([features_of(word, lists, case) for word in group], dtype="f")
        columns = numpy.zeros((len(group), args.width), "f") if group_company is None else group_company
        points = numpy.hstack([columns, features]).astype("f")
        means = MiniBatchKMeans(clusters, random_state=1, batch_size=8192, n_init=1, max_iter=30).fit(points)
        rows = len(table) + means.labels_
        keys.update(zip(group, rows.tolist(), strict=True))
        table = numpy.vstack([table, means.cluster_centers_.astype("f")])
        print(len(group), "words share", clusters, "rows", flush=True)
    keys |= other_capitals(keys, frequency)
    vocab = spacy.blank("nl").vocab
    vectors = Vectors(strings=vocab.strings, shape=table.shape)
    vectors.data = numpy.ascontiguousarray(table)
    for word, row in keys.items():
        vectors.add(spacy.strings.get_string_id(word), row=row)
    args.out.mkdir(parents=True, exist_ok=True)
    vectors.to_disk(args.out, exclude=["strings"])
    # The most frequent words, to look at.
    (args.out / "words.json").write_text(json.dumps(ordered[:20000], ensure_ascii=False))
    print("table", table.shape, len(keys), "keys")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument(
        "--without", type=Path, nargs="+", default=[], help="annotations of articles to leave out"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--rows", type=int, default=21_000)
    parser.add_argument("--rare-rows", type=int, default=4000)
    parser.add_argument("--list-rows", type=int, default=600)
    parser.add_argument("--min-count", type=int, default=2)
    parser.add_argument("--contexts", type=int, default=8000)
    build(parser.parse_args())


if __name__ == "__main__":
    main()
