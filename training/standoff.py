"""Annotations without the articles' text: `standoff.py strip` and `standoff.py join`.

The texts belong to their newspapers; the annotations are ours. One article a line:

    {"id": …, "corpus": "destandaard", "sha256": of the text,
     "names": [[start, end, "PER", 1], …],      the last number tells which names mean the same one
     "countries": [["BY", start, end], …],       where they were annotated
     "quotes": [{"type", "polarity", "contents": [[start, end]], "cue": …, "source": …,
                 "speaker": ["PER", 1]}, …]}     where they were annotated

Offsets are Unicode code points, half-open. `join` finds the texts again in a folder of corpora (JSON Lines,
gzipped or not, records with `id` and `text`), checks them against the hash and writes whole records.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.corpus import LAYERS, open_text

SPEAKERS = {"person": "PER", "organisation": "ORG"}
KINDS = {label: layer for layer, label in LAYERS.items()}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def strip(record: dict, corpus: str) -> dict:
    """A whole record -> its standoff line."""
    numbers = {}
    names = []
    for layer, label in LAYERS.items():
        for number, entity in enumerate(record.get(layer) or [], 1):
            numbers[entity["id"]] = [label, number]
            names += [[mention["start"], mention["end"], label, number] for mention in entity["mentions"]]
    line = {"id": record["id"], "corpus": corpus, "sha256": sha256(record["text"]), "names": sorted(names)}
    if record.get("countries"):
        line["countries"] = [
            [country["code"], mention["start"], mention["end"]]
            for country in record["countries"]
            for mention in country["mentions"]
        ]
    if record.get("quotes"):
        line["quotes"] = [strip_quote(quote, numbers) for quote in record["quotes"]]
    return line


def strip_quote(quote: dict, numbers: dict[str, list]) -> dict:
    def pair(span: dict) -> list[int]:
        return [span["start"], span["end"]]

    speaker = quote["speaker"]
    return {
        "type": quote["type"],
        "polarity": quote["polarity"],
        "contents": [pair(span) for span in quote["contents"]],
        "cue": [pair(span) for span in quote["cue"]],
        "source": pair(quote["source"]) if quote["source"] else None,
        "speaker": numbers.get(speaker.get("id")) or speaker["type"],
    }


def join(line: dict, record: dict) -> dict:
    """A standoff line and its article -> the whole record (newsarchive-gold/1)."""
    text = record["text"]
    if sha256(text) != line["sha256"]:
        raise ValueError(f"{line['id']}: the text is not the one that was annotated")

    def span(start: int, end: int) -> dict:
        return {"start": start, "end": end, "text": text[start:end]}

    result = {"schema": "newsarchive-gold/1", "id": line["id"], "date": record.get("date"), "text": text}
    result["title"] = record.get("title") or None
    for layer, label in LAYERS.items():
        mentions: dict[int, list[dict]] = {}
        for start, end, kind, number in line["names"]:
            if kind == label:
                mentions.setdefault(number, []).append(span(start, end))
        result[layer] = [
            {
                "id": f"{label[0].lower()}{number}",
                "canonical": max((mention["text"] for mention in group), key=len),
                "mentions": group,
            }
            for number, group in sorted(mentions.items())
        ]
    countries: dict[str, list[dict]] = {}
    for code, start, end in line.get("countries", []):
        countries.setdefault(code, []).append(span(start, end))
    result["countries"] = [{"code": code, "mentions": group} for code, group in countries.items()]
    result["quotes"] = []
    for number, quote in enumerate(line.get("quotes", []), 1):
        speaker = {"type": quote["speaker"], "id": None}
        if isinstance(quote["speaker"], list):
            label, entity = quote["speaker"]
            kind = "person" if label == "PER" else "organisation"
            speaker = {"type": kind, "id": f"{label[0].lower()}{entity}"}
        result["quotes"].append(
            {
                "id": f"q{number}",
                "type": quote["type"],
                "polarity": quote["polarity"],
                "contents": [span(*part) for part in quote["contents"]],
                "cue": [span(*part) for part in quote["cue"]],
                "source": span(*quote["source"]) if quote["source"] else None,
                "speaker": speaker,
            }
        )
    return result


def records_in(corpora: Path, wanted: set[str] | None = None) -> Iterator[tuple[str, dict]]:
    """The name of the corpus and each of its records that is wanted."""
    for path in sorted(corpora.glob("*.jsonl*")):
        with open_text(path) as lines:
            for line in lines:
                record = json.loads(line)
                if wanted is None or record["id"] in wanted:
                    yield path.name.split(".")[0], record


def ids_in(paths: list[Path]) -> set[str]:
    """The ids of articles in standoff or whole records (JSON Lines), or in plain lists, one a line."""
    ids = set()
    for path in paths:
        with open_text(path) as lines:
            ids |= {json.loads(line)["id"] if line.startswith("{") else line.strip() for line in lines}
    return ids


def whole_records(path: Path) -> Iterator[dict]:
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield json.loads(file.read_text(encoding="utf-8"))
    else:
        with open_text(path) as lines:
            for line in lines:
                yield json.loads(line)


def strip_all(sources: list[Path], corpora: Path, out: Path) -> None:
    records = {record["id"]: record for path in sources for record in whole_records(path)}
    corpus_of = {record["id"]: corpus for corpus, record in records_in(corpora, set(records))}
    with open(out, "w", encoding="utf-8") as file:
        for key in sorted(records):
            line = strip(records[key], corpus_of.get(key, "unknown"))
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(records)} articles:", dict(Counter(corpus_of.get(key, "unknown") for key in records)))


def join_all(annotations: list[Path], corpora: Path, out: Path) -> None:
    lines = {}
    for path in annotations:
        with open_text(path) as file:
            lines |= {line["id"]: line for line in map(json.loads, file)}
    missing, problems = set(lines), []
    with open(out, "w", encoding="utf-8") as file:
        for _, record in records_in(corpora, set(lines)):
            missing.discard(record["id"])
            try:
                file.write(json.dumps(join(lines[record["id"]], record), ensure_ascii=False) + "\n")
            except ValueError as problem:
                problems.append(str(problem))
    print(f"{len(lines) - len(missing) - len(problems)} of {len(lines)} articles joined")
    for problem in problems + [f"{key}: not in the corpora" for key in sorted(missing)]:
        print(problem)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["strip", "join"])
    parser.add_argument("sources", type=Path, nargs="+", help="annotated records, or standoff files")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    (strip_all if args.action == "strip" else join_all)(args.sources, args.corpora, args.out)


if __name__ == "__main__":
    main()
