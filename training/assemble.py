"""Put the trained parts together into one pipeline: `assemble.py --syntax … --names … --out …`."""

import argparse
import json
import shutil
from pathlib import Path

import spacy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syntax", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--meta", type=Path, help="JSON with name, version, licence, sources")
    parser.add_argument(
        "--scores", type=Path, help="JSON that evaluate.py printed, for the meta's performance"
    )
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    nlp = spacy.load(args.syntax)
    names = spacy.load(args.names)
    nlp.vocab.vectors = names.vocab.vectors
    nlp.add_pipe("ner", source=names)
    if args.meta:
        nlp.meta.update(json.loads(args.meta.read_text(encoding="utf-8")))
    if args.scores:
        nlp.meta["performance"] = next(iter(json.loads(args.scores.read_text(encoding="utf-8")).values()))
    temporary = args.out.with_name(args.out.name + ".new")
    shutil.rmtree(temporary, ignore_errors=True)
    nlp.to_disk(temporary)
    if args.out.exists():
        shutil.rmtree(args.out)
    temporary.rename(args.out)


if __name__ == "__main__":
    main()
