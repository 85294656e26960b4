"""The whole chain, measured: gold articles as files, ingest into an empty archive, export, score.

usage: python -m training.evaluate_archive GOLD [--list]

GOLD is a folder of annotated articles (newsarchive-gold/1, one JSON file each). The archive is a temporary
SQLite database; DATABASE_URL is not looked at. `make evaluate GOLD=folder` runs this.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--list", action="store_true", help="list missed and spurious quotes too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-evaluation-") as folder:
        predictions = read_and_export(options.gold, Path(folder))
        score = [sys.executable, str(PROJECT / "training" / "score.py"), str(options.gold), str(predictions)]
        return subprocess.run(score + ["--list"] * options.list).returncode


def read_and_export(gold: Path, folder: Path) -> Path:
    """What an archive of the gold texts finds in them: the path of its export, in this folder."""
    texts, predictions = folder / "texts", folder / "predictions.jsonl"
    texts.mkdir()
    write_texts(gold, texts)
    environment = {**os.environ, "NEWSARCHIVE_DATA": str(folder)}
    environment["DATABASE_URL"] = f"sqlite:///{folder / 'archive.sqlite3'}"
    for command in (
        ["migrate", "--verbosity", "0"],
        ["ingest", str(texts)],
        ["export_annotations", "--output", str(predictions)],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=environment, check=True)
    return predictions


def write_texts(gold: Path, texts: Path) -> None:
    """Write each article as a file of the seed's form, named by its id."""
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        head = f" date {record['date']} " if record["date"] else ""
        (texts / f"{record['id']}.txt").write_text(head + record["text"], "utf-8")


if __name__ == "__main__":
    sys.exit(main())
