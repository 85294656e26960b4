"""A synthetic archive of any size, written straight into the tables: for measuring, not for reading.

Words, people and countries follow Zipf's law, as in news; names and texts are made of invented syllables.
The same seed gives the same archive.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice

from django.db import connection, transaction

from articles.models import Article, Publication, order_key
from articles.search import ARTICLES, QUOTES
from entities.derived import refresh_counts
from entities.models import (
    Alias,
    ArticleCountry,
    ArticleEntity,
    Entity,
    Mention,
    NameWord,
    Quote,
    QuoteAbout,
)
from entities.names import key_of

SYLLABLES = "ba de vo lin ker ma ste raa pon tie wol gra ner fos hui jar kel dra min oes".split()
COUNTRIES = "NL BE DE FR GB US RU CN UA PL ES IT TR SE BY IR IL JP BR IN".split()
FIRST_DAY, DAYS = date(1995, 1, 1), 365 * 30
WORDS_PER_ARTICLE, PEOPLE_PER_ARTICLE, COUNTRIES_PER_ARTICLE = 250, 5, 2
BATCH = 2_000


class Zipf:
    """Draws from a list, its first members most often."""

    def __init__(self, members: list, rng: random.Random):
        self.members, self.rng = members, rng
        self.cumulated = list(accumulate(1 / (rank + 2) for rank in range(len(members))))

    def draw(self, count: int) -> list:
        return self.rng.choices(self.members, cum_weights=self.cumulated, k=count)


def fill(articles: int, people: int, seed: int = 1) -> None:
    """Write so many articles, about so many people, into an empty, migrated database."""
    rng = random.Random(seed)
    vocabulary = Zipf(sorted({word(rng, rng.randint(1, 4)) for _ in range(60_000)}), rng)
    publications = [Publication.objects.get_or_create(name=word(rng, 3).title())[0] for _ in range(6)]
    entities = Zipf(make_people(people, rng), rng)
    countries = Zipf(COUNTRIES, rng)
    numbers = iter(range(1, articles + 1))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            write_batch(batch, rng, vocabulary, publications, entities, countries)
    refresh_counts()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choices(SYLLABLES, k=syllables))


def make_people(count: int, rng: random.Random) -> list[Entity]:
    names = {f"{word(rng, 2).title()} {word(rng, 3).title()} {number:x}" for number in range(count)}
    entities = [Entity(kind="person", name=name, folded_name=name.lower()) for name in sorted(names)]
    Entity.objects.bulk_create(entities, batch_size=BATCH)
    aliases = [Alias(entity=e, text=e.name, folded=e.folded_name, key=key_of(e.name)) for e in entities]
    Alias.objects.bulk_create(aliases, batch_size=BATCH)
    NameWord.write(aliases)
    return entities


def write_batch(
    numbers: list[int], rng: random.Random, vocabulary, publications, entities, countries
) -> None:
    articles, cast = [], []
    for number in numbers:
        people = list(dict.fromkeys(entities.draw(PEOPLE_PER_ARTICLE)))
        day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        said = " ".join([*vocabulary.draw(15), *(p.name for p in people[1:2])])
        words = [*vocabulary.draw(WORDS_PER_ARTICLE), people[0].name]
        text = " ".join([*(p.name for p in people), "zeggen:", said, *words])
        articles.append(
            Article(
                publication=rng.choice(publications),
                external_id=str(number),
                title=" ".join(vocabulary.draw(6)),
                text=text,
                text_hash=hashlib.sha256(text.encode()).hexdigest(),
                published=day.isoformat(),
                first_day=day,
                last_day=day,
                precision="day",
            )
        )
        cast.append((people, list(dict.fromkeys(countries.draw(COUNTRIES_PER_ARTICLE))), said))
    Article.objects.bulk_create(articles)
    for article in articles:
        article.order_key = order_key(article.first_day, article.pk)
    Article.objects.bulk_update(articles, ["order_key"], batch_size=500)
    write_findings(articles, cast)


def write_findings(articles: list[Article], cast: list) -> None:
    mentions, in_articles, in_countries, quotes = [], [], [], []
    for article, (people, codes, said) in zip(articles, cast, strict=True):
        for cluster, person in enumerate(people):
            spans = [match.span() for match in re.finditer(rf"\b{re.escape(person.name)}\b", article.text)]
            mentions += [
                Mention(
                    article=article,
                    start_char=start,
                    end_char=end,
                    text=person.name,
                    name=person.name,
                    kind="person",
                    cluster=cluster,
                    entity=person,
                )
                for start, end in spans
            ]
            in_articles.append(
                ArticleEntity(
                    entity=person,
                    article=article,
                    order_key=article.order_key,
                    name=person.name,
                    mentions=len(spans),
                    quotes=int(not cluster),
                )
            )
        in_countries += [
            ArticleCountry(country_code=code, article=article, order_key=article.order_key, mentions=1)
            for code in codes
        ]
        start = article.text.index(said)
        quotes.append(
            Quote(
                article=article,
                order_key=article.order_key,
                start_char=start,
                type="indirect",
                content=said,
                parts=[[start, start + len(said)]],
                speaker=people[0],
                speaker_kind="person",
                method="colon",
            )
        )
    for model, rows in (
        (Mention, mentions),
        (ArticleEntity, in_articles),
        (ArticleCountry, in_countries),
        (Quote, quotes),
    ):
        model.objects.bulk_create(rows, batch_size=5_000)
    QuoteAbout.objects.bulk_create(
        [
            QuoteAbout(quote=quote, entity=cast[at][0][1], order_key=quote.order_key)
            for at, quote in enumerate(quotes)
            if len(cast[at][0]) > 1
        ]
    )
    ARTICLES.write(*((article.order_key, article.title, article.text) for article in articles))
    QUOTES.write(*((quote.pk, quote.content) for quote in quotes))


def pages(person: Entity) -> Iterator[tuple[str, str]]:
    """(what it is, its address) of the pages worth measuring, for the most quoted person."""
    yield "home", "/"
    yield "articles", "/articles/"
    yield "articles, person", f"/articles/?person={person.pk}"
    yield "articles, person, country, years", f"/articles/?person={person.pk}&country=NL&from=2010&to=2015"
    yield "articles, a frequent word", "/articles/?q=made"
    yield "articles, page 1000", "/articles/?page=1000"
    yield "quotes", "/quotes/"
    yield "quotes, speaker", f"/quotes/?speaker={person.pk}"
    yield "quotes, speaker, country", f"/quotes/?speaker={person.pk}&country=NL"
    yield "people", "/people/"
    yield "person", person.get_absolute_url()
    yield "country", "/countries/NL/"
    yield "year", "/dates/2010/"
