"""Run the quote components over annotated articles and score them.

    python training/evaluate_quotes.py FOLDER [--pipeline PATH] [--gold-names] [--out FILE] [--list]

--gold-names puts the annotated names into doc.ents, so that what is measured is grouping, quotes and
speakers alone. Without it the pipeline's own recogniser is measured too.
"""

import argparse
import json
import pathlib
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import analysis.countries
import analysis.people
import analysis.quotes
import analysis.speakers  # noqa: F401

COMPONENTS = ("country_finder", "person_grouper", "quote_finder", "speaker_resolver")


def load_base(path: str) -> Language:
    return spacy.blank("nl") if path == "blank" else spacy.load(path)


def add_components(nlp: Language) -> Language:
    for name in COMPONENTS:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    return nlp


def set_gold_names(doc: Doc, record: dict[str, Any]) -> None:
    spans = []
    for key, label in (("people", "PER"), ("organisations", "ORG"), ("places", "LOC")):
        for entity in record.get(key, []):
            for mention in entity["mentions"]:
                if label == "ORG" and not any(c.isupper() for c in mention["text"]):
                    continue
                span = doc.char_span(mention["start"], mention["end"], label=label, alignment_mode="expand")
                if span is not None and len(span.text) <= len(mention["text"]) + 1:
                    spans.append(span)
    if not record.get("places"):
        spans.extend(span for span in doc.ents if span.label_ == "LOC")
    doc.set_ents(filter_spans(spans))


def prediction(doc: Doc, record_id: str) -> dict[str, Any]:
    """The doc in the shape of newsarchive-gold/1."""
    text = doc.text

    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end]}

    groups: dict[str, list[dict[str, Any]]] = {"person": [], "organisation": []}
    for entity in doc._.named_entities:
        groups[entity["kind"]].append(
            {
                "id": entity["id"],
                "canonical": entity["name"],
                "mentions": [span(m["start"], m["end"]) for m in entity["mentions"]],
            }
        )
    return {
        "schema": "newsarchive-gold/1",
        "id": record_id,
        "text": text,
        "people": groups["person"],
        "organisations": groups["organisation"],
        "countries": [],
        "quotes": [
            {
                "id": quote["id"],
                "type": quote["type"],
                "polarity": quote["polarity"],
                "contents": [span(*part) for part in quote["contents"]],
                "cue": [span(*part) for part in quote["cue"]],
                "source": span(*quote["source"]) if quote["source"] else None,
                "speaker": {"type": quote["speaker_kind"], "id": quote["speaker"]},
                "confidence": quote["confidence"],
                "frame": quote["frame"],
            }
            for quote in doc._.quotes
        ],
    }


def read_records(folder: pathlib.Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def predictions(
    nlp: Language, records: Iterable[dict[str, Any]], gold_names: bool
) -> Iterable[dict[str, Any]]:
    base = [(name, pipe) for name, pipe in nlp.pipeline if name not in COMPONENTS]
    own = [pipe for name, pipe in nlp.pipeline if name in COMPONENTS]
    for record in records:
        doc = nlp.make_doc(record["text"])
        for _, pipe in base:
            doc = pipe(doc)
        if gold_names:
            set_gold_names(doc, record)
        for pipe in own:
            doc = pipe(doc)
        yield prediction(doc, record["id"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pipeline", default="blank")
    parser.add_argument("--gold-names", action="store_true")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("/tmp/predictions.jsonl"))
    parser.add_argument("--scorer", type=pathlib.Path, default=pathlib.Path("../shared/evaluation/score.py"))
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    nlp = add_components(load_base(options.pipeline))
    rows = predictions(nlp, read_records(options.folder), options.gold_names)
    options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    command = [sys.executable, str(options.scorer), str(options.folder), str(options.out)]
    subprocess.run([*command, "--list"] if options.list else command, check=True)


if __name__ == "__main__":
    main()
