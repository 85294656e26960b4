"""The whole way from corpora and annotations to the pipeline: `recipe.py --corpora … [--development]`.

Each step writes a file or folder in the work folder and marks it as done; a run that was cut off goes on where
it stopped. Remove a mark to make its result again. Names are never learned from the development articles, which
choose the epoch. `--development` leaves out the last step of syntax, which learns from the UD development
sentences, so that they can be measured on.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


def module(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"training.{name}", *map(str, arguments)]


def steps(
    corpora: Path, work: Path, out: Path, is_development: bool, seed: int
) -> Iterator[tuple[Path, list]]:
    """What each step makes, and how."""
    annotations = HERE / "annotations"
    treebank = corpora / "treebank" / "train_alpino_alud.conllu.gz"
    ud_development = corpora / "treebank" / "nl_alpino-ud-dev.conllu.gz"
    parts = ("first", "second", "third", "fourth", "fifth", "development")
    unseen = [*(annotations / f"{part}.jsonl" for part in parts), annotations / "measured.txt"]
    joined = {part: work / f"{part}.jsonl" for part in parts}
    for part, path in joined.items():
        yield (
            path,
            module("standoff", "join", annotations / f"{part}.jsonl", "--corpora", corpora, "--out", path),
        )

    vectors = work / "vectors"
    # Vectors and syntax are older than the last two sets: 702 of the 17,000 articles that they read are in these.
    read_before = [path for path in unseen if path.stem not in {"fourth", "fifth"}]
    yield vectors, module("vectors", "--corpora", corpora, "--without", *read_before, "--out", vectors)

    names = ["names", "--config", HERE / "configs" / "names.cfg", "--dev", joined["development"]]
    names += ["--vectors", vectors, "--train", *(joined[part] for part in parts[:-1])]
    teachers = [work / f"teacher-{number}" for number in (1, 2, 3)]
    for number, (path, width, dropout) in enumerate(
        zip(teachers, (96, 64, 96), (0.15, 0.25, 0.2), strict=True)
    ):
        options = ["--out", path, "--epochs", 8, "--dropout", dropout, "--seed", number + 1]
        width_setting = f"components.ner.model.tok2vec.encode.width={width}"
        yield path, module("train", *names, *options, "--set", width_setting)
    voted = work / "voted.jsonl"
    options = ["--without", *unseen, "--words", 5_000_000, "--out", voted]
    yield voted, module("label", *teachers, "--corpora", corpora, *options)
    names_out = work / f"names-{seed}"
    options = ["--voted", voted, "--voted-number", 3000, "--out", names_out]
    options += ["--epochs", 8, "--dropout", 0.15, "--seed", seed]
    yield names_out, module("train", *names, *options)

    syntax = ["syntax", "--config", HERE / "configs" / "syntax.cfg", "--dev", ud_development]
    parsers = [work / "parser-1", work / "parser-2"]
    for number, path in enumerate(parsers, 1):
        options = ["--vectors", vectors, "--out", path, "--epochs", 14, "--seed", number]
        yield path, module("train", *syntax, "--train", treebank, *options)
    agreed = work / "agreed.conllu.gz"
    options = ["--without", *read_before, "--words", 450_000, "--out", agreed]
    yield agreed, module("parse", *parsers, "--corpora", corpora, *options)
    more = ["--voted", agreed, "--voted-number", 6000]
    syntax_out = work / "syntax"
    options = [
        "--start",
        parsers[1],
        *more,
        "--out",
        syntax_out,
        "--epochs",
        4,
        "--rate",
        0.0005,
        "--seed",
        5,
    ]
    yield syntax_out, module("train", *syntax, "--train", treebank, *options)
    if not is_development:
        last = work / "syntax-last"
        train = [treebank, ud_development, ud_development]
        options = ["--start", syntax_out, *more, "--out", last, "--epochs", 3, "--rate", 0.0003, "--seed", 6]
        yield last, module("train", *syntax, "--train", *train, *options)
        syntax_out = last

    assembling = module(
        "assemble", "--syntax", syntax_out, "--names", names_out, "--meta", HERE / "meta.json"
    )
    unscored, scores = work / "unscored", work / "scores.json"
    yield unscored, [*assembling, "--out", unscored]
    conll = corpora / "ner" / "conll2002-ned.testa.iob.gz"
    yield (
        scores,
        module("evaluate", unscored, "--articles", joined["development"], "--conll", conll, "--json"),
    )
    yield out, [*assembling, "--scores", scores, "--out", out]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--out", type=Path, help="default: pipeline in the work folder")
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    out = args.out or args.work / "pipeline"
    for result, command in steps(args.corpora, args.work, out, args.development, args.seed):
        mark = args.work / f"{result.name}.done"  # A cut-off training leaves its best epoch so far, unmarked.
        if mark.exists():
            print("there already:", result.name)
            continue
        print("making:", result.name, flush=True)
        printed = subprocess.PIPE if result.suffix == ".json" else None  # Scores are printed.
        run = subprocess.run(command, check=True, cwd=HERE.parent, stdout=printed)
        if run.stdout is not None:
            result.write_bytes(run.stdout)
        mark.touch()


if __name__ == "__main__":
    main()
