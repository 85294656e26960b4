"""From a read doc to the values that the rest of the house receives."""

from spacy.tokens import Doc

from analysis.countries import countries_of
from analysis.results import ArticleAnalysis, NamedEntity, Quote, Span, Speaker


def entities_of(doc: Doc) -> tuple[NamedEntity, ...]:
    """People and organisations as frozen values, in the order of doc._.named_entities."""
    return tuple(
        NamedEntity(
            entity["kind"],
            entity["name"],
            tuple(Span(mention["start"], mention["end"]) for mention in entity["mentions"]),
            tuple(mention["role"] for mention in entity["mentions"]),
        )
        for entity in doc._.named_entities or []
    )


def quotes_of(doc: Doc) -> tuple[Quote, ...]:
    """Quotes as frozen values; a speaker is an index into entities_of(doc)."""
    index = {entity["id"]: position for position, entity in enumerate(doc._.named_entities or [])}
    return tuple(
        Quote(
            quote["type"],
            tuple(Span(*part) for part in quote["contents"]),
            tuple(Span(*part) for part in quote["cue"]),
            Span(*quote["source"]) if quote["source"] else None,
            Speaker(quote["speaker_kind"], index.get(quote["speaker"])),
            quote["polarity"],
            round(quote["confidence"], 3),
            Span(*quote["relay"]) if quote["relay"] else None,
            quote["method"],
        )
        for quote in doc._.quotes or []
    )


def analysis_of(doc: Doc, pipeline: str = "", pipeline_version: str = "") -> ArticleAnalysis:
    """Everything that the components found in one article, with nothing of spaCy in it."""
    return ArticleAnalysis(
        entities_of(doc),
        countries_of(doc),
        quotes_of(doc),
        tuple(doc._.quote_warnings or ()),
        pipeline,
        pipeline_version,
    )
