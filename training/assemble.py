"""Put the trained parts together into one pipeline: `assemble.py --syntax … --names … --out …`."""

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import spacy
import srsly
from spacy.language import Language


def needed_strings(nlp: Language, folder: Path) -> set[str]:
    """Labels, features and the affixes of the edit trees: all that results are spelled with.

    The words seen in training are in the string store too; nothing needs them, for vectors are found by hash.
    """
    needed = set()
    for _, component in nlp.pipeline:
        for label in getattr(component, "labels", ()):
            if isinstance(label, str):
                needed |= {
                    label,
                    *label.split("|"),
                    *(part for piece in label.split("|") for part in piece.split("=")),
                }
    for file in folder.glob("*/cfg"):
        needed |= set(strings_in(json.loads(file.read_text(encoding="utf-8"))))
    for file in folder.glob("*/trees"):
        for tree in srsly.msgpack_loads(file.read_bytes())["trees"]:
            needed |= {nlp.vocab.strings[tree[part]] for part in ("orig", "subst") if tree.get(part)}
    return needed - {""}


def strings_in(value: object) -> Iterator[str]:
    """All strings of a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


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
    nlp = spacy.load(args.syntax, exclude=["ner"])
    names = spacy.load(args.names)
    nlp.vocab.vectors = names.vocab.vectors
    nlp.add_pipe("ner", source=names)
    nlp.batch_size = 128  # The parser steps through all articles of a batch at once.
    if args.meta:
        nlp.meta.update(json.loads(args.meta.read_text(encoding="utf-8")))
    if args.scores:
        scores = next(iter(json.loads(args.scores.read_text(encoding="utf-8")).values()))
        nlp.meta["performance"] = {part: value for part, value in scores.items() if part != "cost"}
    temporary = args.out.with_name(args.out.name + ".new")
    shutil.rmtree(temporary, ignore_errors=True)
    nlp.to_disk(temporary)
    strings = temporary / "vocab" / "strings.json"
    strings.write_text(
        json.dumps(sorted(needed_strings(nlp, temporary)), ensure_ascii=False), encoding="utf-8"
    )
    if args.out.exists():
        shutil.rmtree(args.out)
    temporary.rename(args.out)


if __name__ == "__main__":
    main()
