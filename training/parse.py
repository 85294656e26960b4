"""Sentences of unlabelled articles that two parsers read alike: `parse.py ONE OTHER --corpora … --out ….conllu.gz`.

Only sentences with the same boundaries, heads and labels from both are kept, as CoNLL-U.
"""

import argparse
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps, set_current_ops

from training.standoff import ids_in, records_in


def agreed_sentences(docs: Iterator[tuple[Doc, Doc]], shortest: int, longest: int) -> Iterator[Span]:
    for one, other in docs:
        ends = {sentence.end for sentence in other.sents}
        for sentence in one.sents:
            is_whole = other[sentence.start].is_sent_start and sentence.end in ends
            if (
                shortest <= len(sentence) <= longest
                and is_whole
                and not any(token.is_space for token in sentence[:-1])
                and all(same_arc(token, other[token.i]) for token in sentence)
            ):
                yield sentence


def same_arc(one, other) -> bool:
    return one.head.i == other.head.i and one.dep == other.dep and one.pos == other.pos


def as_conllu(sentence: Span) -> str:
    tokens = [token for token in sentence if not token.is_space]
    lines = []
    for token in tokens:
        is_root = token.head.i == token.i
        columns = [
            token.i - sentence.start + 1,
            token.text,
            token.lemma_,
            token.pos_,
            token.tag_,
            str(token.morph) or "_",
            0 if is_root else token.head.i - sentence.start + 1,
            "root" if is_root else token.dep_,
            "_",
            "_" if token.whitespace_ or token is tokens[-1] else "SpaceAfter=No",
        ]
        lines.append("\t".join(map(str, columns)))
    return "\n".join(lines) + "\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument(
        "--without", type=Path, nargs="+", default=[], help="annotations of articles to leave out"
    )
    parser.add_argument("--words", type=int, default=700_000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))
    without = ids_in(args.without)
    texts = [record["text"] for _, record in records_in(args.corpora) if record["id"] not in without]
    random.Random(2).shuffle(texts)
    chosen, words = [], 0
    for text in texts:
        if words < args.words and len(text.split()) < 1500:
            chosen.append(text)
            words += len(text.split())
    pipelines = [spacy.load(path) for path in (args.one, args.other)]
    docs = zip(*(nlp.pipe(chosen) for nlp in pipelines), strict=True)
    kept = 0
    with gzip.open(args.out, "wt", encoding="utf-8") as file:
        for sentence in agreed_sentences(docs, shortest=4, longest=45):
            file.write(as_conllu(sentence))
            kept += len(sentence)
    print(f"{kept} of {words} words kept")


if __name__ == "__main__":
    main()
