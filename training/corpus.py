"""Reading what the pipeline learns from: the treebank (CoNLL-U) and the annotated articles (standoff)."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

LAYERS = {"people": "PER", "organisations": "ORG", "places": "LOC"}
PARAGRAPH_BREAK = "\n\n"


def open_text(path: Path):
    """The lines of a text file, gzipped or not."""
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


# --- the treebank -------------------------------------------------------------------------------------


@dataclass
class Sentence:
    """One treebank sentence; heads are indices into it, the root's head is itself."""

    words: list[str]
    spaces: list[bool]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    morphs: list[str]
    heads: list[int]
    deps: list[str]

    @property
    def text(self) -> str:
        return "".join(
            word + " " * space for word, space in zip(self.words, self.spaces, strict=True)
        ).strip()


def read_treebank(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file, without empty nodes and multi-word ranges."""
    sentences, rows, is_newer = [], [], False
    with open_text(path) as lines:
        for line in [*lines, ""]:
            line = line.rstrip("\n")
            if line.startswith("# auto"):
                is_newer = "ALUD2.17" in line
            elif line and not line.startswith("#"):
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
            elif not line and rows:
                sentences.append(make_sentence(as_released(rows) if is_newer else rows))
                rows = []
    return sentences


NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "X", "SYM"])
PREDICATE = frozenset(["cop", "aux", "aux:pass", "nsubj", "nsubj:pass", "csubj", "mark"])


def as_released(rows: list[list[str]]) -> list[list[str]]:
    """Newer converter -> the UD release: there an adverb before a nominal that is no predicate is its amod."""
    predicates = {row[6] for row in rows if row[7] in PREDICATE}
    for row in rows:
        if row[3] == "ADV" and row[7] == "advmod" and row[6] != "0":
            head = rows[int(row[6]) - 1]
            if head[3] in NOMINAL and head[0] not in predicates:
                row[7] = "amod"
    return rows


def make_sentence(rows: list[list[str]]) -> Sentence:
    return Sentence(
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        lemmas=[dictionary_form(row[1], row[2], row[3]) for row in rows],
        pos=[row[3] for row in rows],
        tags=[row[4] for row in rows],
        morphs=["" if row[5] == "_" else row[5] for row in rows],
        heads=[int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)],
        deps=["ROOT" if row[7] == "root" else row[7] for row in rows],
    )


def dictionary_form(form: str, lemma: str, pos: str) -> str:
    """The treebank's lemma without the underscores that show how a compound is built.

    A separable verb keeps its particle only where the form has it: "meegenomen" is "meenemen", but the
    "neemt" of "neemt … mee" is "nemen" (the particle is a word of its own there). Other compounds keep
    their linking letters: "verzekeringsmaatschappijen" (verzekering_maatschappij) gives
    "verzekeringsmaatschappij".
    """
    if "_" not in lemma.strip("_"):
        return lemma if lemma != "_" else form
    *first, last = lemma.split("_")
    if pos in ("VERB", "AUX"):
        return "".join(first) + last if form.lower().startswith(first[0].lower()) else last
    lowered = form.lower()
    for length in range(len(last), 1, -1):
        position = lowered.rfind(last[:length].lower())
        if position > 0:
            start = form if lemma[0].isupper() else lowered
            return start[:position] + last
    return "".join(first) + last


def join_sentences(nlp: Language, sentences: list[Sentence], breaks: list[bool]) -> Doc:
    """One Doc of several sentences; after a sentence whose break is true a new paragraph begins."""
    words, spaces, lemmas, pos, tags, morphs, heads, deps, starts = [], [], [], [], [], [], [], [], []
    for sentence, is_break in zip(sentences, breaks, strict=True):
        offset = len(words)
        words += sentence.words
        spaces += sentence.spaces[:-1] + [not is_break]
        lemmas += sentence.lemmas
        pos += sentence.pos
        tags += sentence.tags
        morphs += sentence.morphs
        heads += [offset + head for head in sentence.heads]
        deps += sentence.deps
        starts += [True] + [False] * (len(sentence.words) - 1)
        if is_break:
            heads.append(len(words) - 1)
            words.append(PARAGRAPH_BREAK)
            spaces.append(False)
            lemmas.append(PARAGRAPH_BREAK)
            pos.append("SPACE")
            tags.append("_SP")
            morphs.append("")
            deps.append("dep")
            starts.append(False)
    return Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        lemmas=lemmas,
        pos=pos,
        tags=tags,
        morphs=morphs,
        heads=heads,
        deps=deps,
        sent_starts=starts,
    )


def treebank_examples(
    nlp: Language, sentences: list[Sentence], rng: random.Random | None = None, longest: int = 6
) -> Iterator[Example]:
    """Examples of one sentence each, or with rng of one to `longest` neighbours, some with paragraph breaks."""
    position = 0
    while position < len(sentences):
        count = rng.randint(1, longest) if rng else 1
        group = sentences[position : position + count]
        if rng:
            group = vary_sentences(group, rng)
        breaks = [bool(rng) and rng.random() < 0.25 for _ in group]
        breaks[-1] = breaks[-1] and bool(rng) and rng.random() < 0.2
        reference = join_sentences(nlp, group, breaks)
        predicted = Doc(
            nlp.vocab,
            words=[token.text for token in reference],
            spaces=[bool(token.whitespace_) for token in reference],
        )
        yield Example(predicted, reference)
        position += count


QUOTE_STYLES = [("„", "”"), ("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), (",,", "''"), ("’", "’")]
DOUBLE_QUOTES = frozenset(['"', "''", ",,", "“", "”", "„", "``"])


def vary_sentences(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Neighbouring sentences with the quotation marks of some newspaper, now and then one in capitals."""
    varied = []
    opening, closing = rng.choice(QUOTE_STYLES)
    is_open, is_changed = False, rng.random() < 0.5
    for sentence in sentences:
        words, lemmas = list(sentence.words), list(sentence.lemmas)
        for i, word in enumerate(words):
            if is_changed and word in DOUBLE_QUOTES:
                is_open = not is_open
                words[i] = lemmas[i] = opening if is_open else closing
        if rng.random() < 0.02:
            words = [word.upper() for word in words]
        varied.append(replace(sentence, words=words, lemmas=lemmas))
    return varied


# --- the annotated articles ---------------------------------------------------------------------------


@dataclass
class Article:
    """A text and its names: (start, end, label) in code points, half-open."""

    id: str
    text: str
    names: list[tuple[int, int, str]]
    unsure: list[tuple[int, int]] = field(default_factory=list)  # Where nothing is to be learned from.


def names_of(record: dict) -> list[tuple[int, int, str]]:
    """The names of an article in the newsarchive-gold shape; common nouns among the organisations stay out."""
    names = {
        (mention["start"], mention["end"], label)
        for layer, label in LAYERS.items()
        for entity in record.get(layer) or []
        for mention in entity["mentions"]
        if label == "PER" or any(character.isupper() or character.isdigit() for character in mention["text"])
    }
    return sorted(names)


def read_articles(path: Path) -> list[Article]:
    """Articles of a folder of .json files, or of a JSON Lines file."""
    if path.is_dir():
        records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(path.glob("*.json"))]
        for file in sorted(path.glob("*.jsonl")):
            with open_text(file) as lines:
                records += [json.loads(line) for line in lines if line.strip()]
    else:
        with open_text(path) as lines:
            records = [json.loads(line) for line in lines if line.strip()]
    return [make_article(record) for record in records]


def make_article(record: dict) -> Article:
    """From a record in the newsarchive-gold shape, or one that label.py wrote."""
    if "names" not in record:
        return Article(record["id"], record["text"], names_of(record))
    names = [(start, end, label) for start, end, label in record["names"]]
    return Article(record["id"], record["text"], names, [tuple(span) for span in record["unsure"]])


ENDINGS = frozenset({"'s", "’s", "s", "'", "’", "."})


def name_spans(doc: Doc, names: Iterable[tuple[int, int, str]]) -> list[Span]:
    """The names that stand on whole tokens, a genitive's ending with them; longer ones win an overlap.

    The "FNV" of "FNV-bestuurder" has no token of its own: such names are left out.
    """
    spans = []
    for start, end, label in names:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if (
            span
            and span.start_char == start
            and (span.end_char == end or doc.text[end : span.end_char] in ENDINGS)
        ):
            spans.append(span)
    return spacy.util.filter_spans(spans)


def article_example(nlp: Language, article: Article) -> Example:
    doc = nlp.make_doc(article.text)
    reference = doc.copy()
    names = name_spans(reference, article.names)
    named = {token.i for name in names for token in name}
    unsure = (reference.char_span(*span, alignment_mode="expand") for span in article.unsure)
    words = {token.i for span in unsure if span for token in span} - named
    reference.set_ents(names, missing=[reference[i : i + 1] for i in sorted(words)])
    return Example(doc, reference)
