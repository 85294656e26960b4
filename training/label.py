"""Names in unlabelled articles by the vote of several pipelines: `label.py PIPELINE … --corpora … --out …`.

A name that most pipelines give, after each has been made consistent within the article, is a name; where they
differ without a majority the words are marked unsure and nothing is learned from them.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

import spacy
from thinc.api import NumpyOps, set_current_ops

import training.name_consistency  # noqa: F401 (registers its factory)
from training.standoff import ids_in, records_in


def names_by(pipeline: Path, texts: list[str]) -> list[list[tuple[int, int, str]]]:
    nlp = spacy.load(pipeline)
    nlp.add_pipe("name_consistency")
    return [[(name.start_char, name.end_char, name.label_) for name in doc.ents] for doc in nlp.pipe(texts)]


def vote(readings: list[list[tuple[int, int, str]]]) -> tuple[list, list]:
    """The names of the majority, and the characters of those that only a minority sees and that touch none."""
    counts = Counter(name for names in readings for name in names)
    agreed = sorted(name for name, count in counts.items() if 2 * count > len(readings))
    others = [name for name in counts if name not in set(agreed)]
    unsure = sorted(
        {(start, end) for start, end, _ in others if not any(start < e and s < end for s, e, _ in agreed)}
    )
    return agreed, unsure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pipelines", type=Path, nargs="+")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument(
        "--without", type=Path, nargs="+", default=[], help="annotations of articles to leave out"
    )
    parser.add_argument("--words", type=int, default=2_000_000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))
    without = ids_in(args.without)
    records = [record for _, record in records_in(args.corpora) if record["id"] not in without]
    random.Random(1).shuffle(records)
    chosen, words = [], 0
    for record in records:
        if words < args.words and 0 < len(record["text"].split()) < 1500:
            chosen.append(record)
            words += len(record["text"].split())
    texts = [record["text"] for record in chosen]
    readings = []
    for pipeline in args.pipelines:
        readings.append(names_by(pipeline, texts))
        print(pipeline.name, "read", words, "words", flush=True)
    with open(args.out, "w", encoding="utf-8") as file:
        for record, *votes in zip(chosen, *readings, strict=True):
            names, unsure = vote(votes)
            line = {"id": record["id"], "text": record["text"], "names": names, "unsure": unsure}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(len(chosen), "articles")


if __name__ == "__main__":
    main()
