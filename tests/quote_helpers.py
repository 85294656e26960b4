"""Docs for tests of quotes: a text with its tags given by hand, names by PER and ORG."""

import spacy
from spacy.tokens import Doc
from spacy.util import filter_spans

import analysis.people
import analysis.quotes
import analysis.speakers  # noqa: F401

NLP = spacy.blank("nl")
for component in ("person_grouper", "quote_finder", "speaker_resolver"):
    NLP.add_pipe(component)

FINITE = "|VerbForm=Fin"
TAGS = {
    "zegt": "VERB|VerbForm=Fin|Number=Sing",
    "zei": "VERB|VerbForm=Fin|Number=Sing",
    "zeggen": "VERB|VerbForm=Fin|Number=Plur",
    "vraagt": "VERB|VerbForm=Fin|Number=Sing",
    "noemt": "VERB|VerbForm=Fin|Number=Sing",
    "ontkent": "VERB|VerbForm=Fin|Number=Sing",
    "vertelt": "VERB|VerbForm=Fin|Number=Sing",
    "belooft": "VERB|VerbForm=Fin|Number=Sing",
    "wijst": "VERB|VerbForm=Fin|Number=Sing",
    "zegde": "VERB|VerbForm=Fin|Number=Sing",
    "meldt": "VERB|VerbForm=Fin|Number=Sing",
    "legt": "VERB|VerbForm=Fin|Number=Sing",
    "laat": "VERB|VerbForm=Fin|Number=Sing",
    "stopt": "VERB|VerbForm=Fin|Number=Sing",
    "komt": "VERB|VerbForm=Fin|Number=Sing",
    "gaat": "VERB|VerbForm=Fin|Number=Sing",
    "wint": "VERB|VerbForm=Fin|Number=Sing",
    "loopt": "VERB|VerbForm=Fin|Number=Sing",
    "klopt": "VERB|VerbForm=Fin|Number=Sing",
    "sluit": "VERB|VerbForm=Fin|Number=Sing",
    "blijft": "VERB|VerbForm=Fin|Number=Sing",
    "is": "AUX|VerbForm=Fin|Number=Sing",
    "was": "AUX|VerbForm=Fin|Number=Sing",
    "heeft": "AUX|VerbForm=Fin|Number=Sing",
    "wordt": "AUX|VerbForm=Fin|Number=Sing",
    "weten": "VERB|VerbForm=Inf",
    "stoppen": "VERB|VerbForm=Inf",
    "komen": "VERB|VerbForm=Inf",
    "gezegd": "VERB|VerbForm=Part",
    "de": "DET",
    "het": "DET",
    "een": "DET",
    "dat": "SCONJ",
    "of": "SCONJ",
    "waarom": "ADV",
    "hij": "PRON",
    "ze": "PRON",
    "zij": "PRON",
    "ik": "PRON",
    "te": "ADP",
    "van": "ADP",
    "volgens": "ADP",
    "in": "ADP",
    "niet": "ADV",
    "nog": "ADV",
    "aldus": "ADV",
    "en": "CCONJ",
    "maar": "CCONJ",
    "goed": "ADJ",
    "nieuwe": "ADJ",
}


def tagged(text: str, per: tuple[str, ...] = (), org: tuple[str, ...] = ()) -> Doc:
    """The text as a doc with tags from the table above; other words are nouns, capitalised ones names."""
    doc = NLP.make_doc(text)
    for token in doc:
        tag = TAGS.get(token.lower_)
        if tag is None:
            tag = "PUNCT" if not token.text[0].isalnum() else "NOUN"
            if token.text[0].isupper() and token.i and doc[token.i - 1].text not in {".", '"', "'"}:
                tag = "PROPN"
            if any(token.text in name.split() for name in (*per, *org)):
                tag = "PROPN"
        pos, _, morph = tag.partition("|")
        token.pos_ = pos
        token.set_morph(morph)
    spans = []
    for label, names in (("PER", per), ("ORG", org)):
        for name in names:
            start = text.find(name)
            while start >= 0:
                span = doc.char_span(start, start + len(name), label=label)
                if span is not None:
                    spans.append(span)
                start = text.find(name, start + 1)
    doc.set_ents(filter_spans(spans))
    return doc


def read(text: str, per: tuple[str, ...] = (), org: tuple[str, ...] = ()) -> Doc:
    doc = tagged(text, per, org)
    for _, pipe in NLP.pipeline:
        doc = pipe(doc)
    return doc


def contents(doc: Doc) -> list[list[str]]:
    return [[doc.text[start:end] for start, end in quote["contents"]] for quote in doc._.quotes]
