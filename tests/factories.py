"""Small archives for tests: an article with the people, countries and quotes that its text names."""

import hashlib
import itertools
from dataclasses import dataclass

from analysis.dates import PublicationDate
from articles.models import Article, Publication, order_key
from articles.search import ARTICLES, QUOTES
from entities.derived import refresh_articles
from entities.models import Alias, Entity, Mention, Quote
from entities.names import key_of

numbers = itertools.count(1)


@dataclass(frozen=True)
class Said:
    """A quote to make: who says what, of whom the article is told in the test."""

    speaker: str | Entity | None
    content: str
    type: str = "direct"
    polarity: str = "affirmed"


def make_person(name: str = "Ada Lovelace", kind: str = Entity.Kind.PERSON, **fields) -> Entity:
    """The person of this name, made with an alias where there is none."""
    entity = Entity.objects.filter(name=name, kind=kind).first()
    if entity is None:
        entity = Entity.objects.create(name=name, kind=kind, **fields)
        Alias.objects.create(entity=entity, text=name, key=key_of(name, kind))
    return entity


def make_article(
    text: str = "",
    *,
    people: list[str | Entity] = (),
    organisations: list[str | Entity] = (),
    countries: list[str] = (),
    quotes: list[Said] = (),
    published: str = "2020-09-14",
    publication: str = "De Voorbeeldkrant",
    **fields,
) -> Article:
    """An article whose text ends with the names and quotes that it is said to hold."""
    number = next(numbers)
    people = [make_person(p) if isinstance(p, str) else p for p in people]
    bodies = [make_person(o, Entity.Kind.ORGANISATION) if isinstance(o, str) else o for o in organisations]
    text = "\n\n".join(
        filter(
            None,
            [
                text or f"Bericht {number}.",
                " en ".join(entity.name for entity in [*people, *bodies]),
                " en ".join(countries),
                *(f"'{said.content}', zegt de spreker." for said in quotes),
            ],
        )
    )
    date = PublicationDate(published) if published else None
    article = Article.objects.create(
        publication=Publication.objects.get_or_create(name=publication)[0],
        external_id=f"a{number}",
        text=text,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        published=published,
        first_day=date.first_day if date else None,
        last_day=date.last_day if date else None,
        precision=date.precision if date else "",
        **fields,
    )
    article.order_key = order_key(article.first_day, article.pk)
    article.save()
    ARTICLES.write((article.order_key, article.title, article.text))
    for cluster, entity in enumerate([*people, *bodies]):
        add_mention(article, entity.name, entity=entity, kind=entity.kind, cluster=cluster)
    for code in countries:
        add_mention(article, code, kind=Mention.Kind.COUNTRY, country_code=code)
    for said in quotes:
        add_quote(article, said)
    refresh_articles([article])
    return article


def add_mention(article: Article, text: str, **fields) -> Mention:
    """A mention of the last place where the article's text has these words."""
    start = article.text.rindex(text)
    return Mention.objects.create(
        article=article, start_char=start, end_char=start + len(text), text=text, **fields
    )


def add_quote(article: Article, said: Said) -> Quote:
    """A quote whose content the article's text holds."""
    start = article.text.index(said.content)
    speaker = make_person(said.speaker) if isinstance(said.speaker, str) else said.speaker
    quote = Quote.objects.create(
        article=article,
        order_key=article.order_key,
        start_char=start,
        type=said.type,
        polarity=said.polarity,
        content=said.content,
        parts=[[start, start + len(said.content)]],
        speaker=speaker,
        speaker_kind=speaker.kind if speaker else Quote.SpeakerKind.UNRESOLVED,
        method="tail",
    )
    QUOTES.write((quote.pk, quote.content))
    return quote
