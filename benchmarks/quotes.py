"""What the quote components cost: their share of the pipeline, and their time on hostile text.

python benchmarks/quotes.py [PIPELINE] [FOLDER OF ARTICLES]
"""

import json
import pathlib
import random
import sys
import time
from collections import Counter

import spacy

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from analysis.pipeline import load_pipeline

COMPONENTS = ("person_grouper", "quote_finder", "speaker_resolver")
ALPHABETS = {
    "only double marks": '"',
    "only single marks": "'",
    "all marks": "„“”\"'‘’«»,,''",
    "marks and words": ["'", '"', "„", "”", " zegt", " Jan", ",", ".", " dat", " a", ":"],
    "cues": [" zegt", " zei", " dat", " volgens", " Jan", ",", " en", " te", " vindt"],
}


def shares(path: str, folder: pathlib.Path) -> None:
    nlp = load_pipeline(path)
    texts = [json.loads(file.read_text("utf-8"))["text"] for file in sorted(folder.glob("*.json"))]
    spent: Counter[str] = Counter()
    words = 0
    for text in texts:
        doc = nlp.make_doc(text)
        words += len(doc)
        for name, pipe in nlp.pipeline:
            start = time.process_time()
            doc = pipe(doc)
            spent[name] += time.process_time() - start  # type: ignore[assignment]
    total = sum(spent.values())
    print(f"{words} words, {words / total:.0f} words a second")
    for name in nlp.pipe_names:
        print(
            f"  {name:22} {spent[name] / total:6.1%}  {words / max(spent[name], 1e-9):10.0f} words a second"
        )


def hostile() -> None:
    nlp = spacy.blank("nl")
    nlp.max_length = 3_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    for title, alphabet in ALPHABETS.items():
        times = []
        for size in (125_000, 250_000, 500_000, 1_000_000):
            generator = random.Random(1)
            text = ""
            pieces = []
            length = 0
            while length < size:
                piece = generator.choice(alphabet)
                pieces.append(piece)
                length += len(piece)
            text = "".join(pieces)[:size]
            doc = spacy.tokens.Doc(nlp.vocab, words=_words(text), spaces=None)
            start = time.process_time()
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            times.append(time.process_time() - start)
        print(f"  {title:20}", "  ".join(f"{seconds:7.2f} s" for seconds in times))


def _words(text: str) -> list[str]:
    """Split without spaCy's tokenizer, whose own time on such text is not ours."""
    words: list[str] = []
    for char in text:
        if char.isalpha() and words and words[-1].isalpha():
            words[-1] += char
        else:
            words.append(char)
    return words


if __name__ == "__main__":
    if len(sys.argv) > 2:
        shares(sys.argv[1], pathlib.Path(sys.argv[2]))
    print("seconds for 125, 250, 500 and 1000 thousand characters")
    hostile()
