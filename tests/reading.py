"""A small reader for tests of what comes after it: it knows the names it is told, and 'quotes', zegt Naam.

A quote may hold “another”, of nobody that it could tell.
"""

import hashlib
import re

from django.db import transaction

from analysis.dates import PublicationDate
from analysis.results import ArticleAnalysis, CountryMention, NamedEntity, Quote, Span, Speaker
from articles.models import Article, ArticleVersion, Publication, order_key
from articles.search import ARTICLES
from entities.findings import write_findings

QUOTE = re.compile(r"'([^']+)', zegt ((?:[A-Z]\w+)(?: (?:de |van )*[A-Z]\w+)*)")
INNER = re.compile(r"“([^”]+)”")
COUNTRIES = {"Frankrijk": "FR", "Franse": "FR", "Rusland": "RU", "Wit-Rusland": "BY"}


def read(text: str, names: list[str]) -> ArticleAnalysis:
    """What a text says of these people: their full names, and their last words where these stand alone."""
    entities = []
    taken: list[Span] = []
    for name in sorted(names, key=len, reverse=True):
        spans = [span for span in places(name, text) if not meets(span, taken)]
        if spans:
            taken += spans
            short = [span for span in places(name.split()[-1], text) if not meets(span, taken)]
            taken += short
            entities.append(NamedEntity("person", name, tuple(sorted(spans + short))))
    quotes = []
    for match in QUOTE.finditer(text):
        source = Span(*match.span(2))
        speaker = next((i for i, entity in enumerate(entities) if meets(source, entity.mentions)), None)
        quotes.append(
            Quote(
                "direct",
                (Span(*match.span(1)),),
                (),
                source,
                Speaker("unresolved" if speaker is None else "person", speaker),
                method="tail",
            )
        )
    quotes += [
        Quote("direct", (Span(*match.span(1)),), (), None, Speaker("unresolved", None), method="marks")
        for match in INNER.finditer(text)
    ]
    countries = tuple(
        CountryMention(code, span) for word, code in COUNTRIES.items() for span in places(word, text)
    )
    return ArticleAnalysis(tuple(entities), countries, tuple(quotes))


def places(words: str, text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(rf"(?<![\w-]){re.escape(words)}(?!\w)", text)]


def meets(span: Span, others) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


@transaction.atomic
def publish(text: str, names: list[str], *, id: str = "a1", published: str = "2020-09-14") -> Article:
    """Store an article as ingest does, new or with another text."""
    article = Article.objects.filter(external_id=id).first()
    old_text, old_key = (article.text, article.order_key) if article else (None, None)
    if article is None:
        publication, _made = Publication.objects.get_or_create(name="De Voorbeeldkrant")
        article = Article(publication=publication, external_id=id)
    elif old_text != text:
        ArticleVersion.objects.create(
            article=article, title="", text=article.text, text_hash=article.text_hash
        )
    date = PublicationDate(published)
    article.text, article.text_hash = text, hashlib.sha256(text.encode()).hexdigest()
    article.published, article.precision = published, date.precision
    article.first_day, article.last_day = date.first_day, date.last_day
    article.save()
    article.order_key = order_key(article.first_day, article.pk)
    article.save(update_fields=["order_key"])
    if old_key is not None:
        ARTICLES.remove([old_key])
    ARTICLES.write((article.order_key, article.title, article.text))
    write_findings(article, read(text, names), old_text)
    return article
