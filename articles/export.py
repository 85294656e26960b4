"""The archive's findings in the annotation format newsarchive-gold/1: to measure, correct by hand, train on.

docs/annotating.md describes the format. Offsets are code points of the text, half-open.
"""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from articles.models import Article
from entities.models import Mention, Quote

SCHEMA = "newsarchive-gold/1"
Annotation = dict[str, object]


def annotations(articles: QuerySet[Article]) -> Iterator[Annotation]:
    """One record an article, in the archive's order of reading in."""
    findings = articles.order_by("pk").prefetch_related(
        Prefetch("mentions", Mention.objects.select_related("entity__merged_into").order_by("start_char")),
        Prefetch("quotes", Quote.objects.select_related("speaker__merged_into").order_by("start_char", "pk")),
    )
    for article in findings.iterator(chunk_size=200):
        yield annotation_of(article)


def annotation_of(article: Article) -> Annotation:
    named = Named(article)
    return {
        "schema": SCHEMA,
        "id": article.external_id,
        "date": article.published or None,
        "title": article.title or None,
        "text": article.text,
        "people": named.records(Mention.Kind.PERSON, "p"),
        "organisations": named.records(Mention.Kind.ORGANISATION, "o"),
        "countries": countries_of(article),
        "quotes": [
            quote_record(article, quote, number, named)
            for number, quote in enumerate(article.quotes.all(), 1)
        ],
    }


class Named:
    """The people and organisations of an article: linked ones by entity, others by their cluster."""

    def __init__(self, article: Article):
        self.article = article
        self.entities: dict[tuple[str, str], tuple[str, list[Mention]]] = {}
        for mention in article.mentions.all():
            if mention.kind != Mention.Kind.COUNTRY:
                key = (mention.kind, key_of(mention.entity, mention.cluster, f"mention {mention.pk}"))
                name = mention.name or mention.text
                self.entities.setdefault(key, (name, []))[1].append(mention)
        for quote in article.quotes.all():  # A curated speaker need not be named in the text.
            if quote.speaker and quote.speaker.shown:
                key = (quote.speaker.survivor.kind, key_of(quote.speaker, None, ""))
                self.entities.setdefault(key, (quote.speaker.survivor.name, []))
        counts = {"p": 0, "o": 0}
        self.ids: dict[tuple[str, str], str] = {}
        for kind, individual in self.entities:
            letter = "p" if kind == Mention.Kind.PERSON else "o"
            counts[letter] += 1
            self.ids[kind, individual] = f"{letter}{counts[letter]}"

    def records(self, wanted: str, letter: str) -> list[Annotation]:
        return [
            {
                "id": self.ids[kind, key],
                "canonical": name,
                **({"entity": key} if "/" in key else {}),
                "mentions": [
                    {"start": mention.start_char, "end": mention.end_char, "text": mention.text}
                    for mention in mentions
                ],
            }
            for (kind, key), (name, mentions) in self.entities.items()
            if kind == wanted
        ]

    def speaker(self, quote: Quote) -> Annotation:
        shown = quote.speaker and quote.speaker.shown
        kind = shown.kind if shown else quote.speaker_kind
        key = key_of(quote.speaker, quote.speaker_cluster, "")
        return {"type": kind, "id": self.ids.get((kind, key))}


def key_of(entity, cluster: int | None, otherwise: str) -> str:
    """What tells an individual of an article from another: "person/12", or the number of a cluster."""
    if entity and entity.shown:
        return f"{entity.shown.kind}/{entity.shown.pk}"
    return f"cluster {cluster}" if cluster is not None else otherwise


def countries_of(article: Article) -> list[Annotation]:
    countries: dict[str, list[Annotation]] = {}
    for mention in article.mentions.all():
        if mention.country_code:
            span = {"start": mention.start_char, "end": mention.end_char, "text": mention.text}
            countries.setdefault(mention.country_code, []).append(span)
    return [{"code": code, "mentions": mentions} for code, mentions in countries.items()]


def quote_record(article: Article, quote: Quote, number: int, named: Named) -> Annotation:
    def span(start: int, end: int) -> Annotation:
        return {"start": start, "end": end, "text": article.text[start:end]}

    source = quote.source
    return {
        "id": f"q{number}",
        "type": quote.type,
        "polarity": quote.polarity,
        "contents": [span(*part) for part in quote.parts],
        "cue": [span(*part) for part in quote.cue],
        "source": span(*source) if source else None,
        "via": [{"source": span(*quote.relay)}] if quote.relay else [],
        "speaker": named.speaker(quote),
        "confidence": round(quote.confidence, 3),
        "method": quote.method,
        "origin": quote.origin,
    }
