"""Linking the archive anew, after editors decided or a table of names grew.

An article whose names link as before is left alone; each other one is a transaction, so a run that was cut
off is simply run again. What editors locked stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from analysis.results import NamedEntity
from articles.models import Article
from entities.derived import refresh_articles
from entities.linking import Names, as_meant, choose, learn, link_all, unique
from entities.models import Alias, Entity, Mention, Quote
from entities.names import key_of

CHUNK = 200
Cluster = tuple[str, int | None]  # The mentions of one individual in an article.


@dataclass
class Relinked:
    """What was changed: aliases that got another key, articles, quotes, and for each name its mentions."""

    keys: int = 0
    articles: int = 0
    quotes: int = 0
    # (the name, who it referred to, who it refers to now): so many mentions.
    mentions: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        for (name, old, new), count in sorted(self.mentions.items(), key=lambda item: (-item[1], item[0])):
            yield f"{name}: {old} → {new}, {count} mentions"

    def summary(self) -> str:
        return (
            f"{self.articles} articles linked anew: {self.mentions.total()} mentions, {self.quotes} quotes; "
            f"{self.keys} aliases compared otherwise."
        )


def relink(
    *, save: bool = True, progress: Callable[[Iterator], Iterable] = lambda articles: articles
) -> Relinked:
    """Link every mention and quote of the archive by what is known now.

    With save=False all is done and then taken back, and others have to wait with writing for so long.
    """
    result = Relinked()
    with nullcontext() if save else transaction.atomic():
        result.keys = refresh_keys()
        articles = iter(progress(Article.objects.without_text().order_by("pk").iterator()))
        while chunk := list(islice(articles, CHUNK)):
            for article in stale(chunk):
                relink_article(article, result)
        if not save:
            transaction.set_rollback(True)
    return result


@transaction.atomic
def refresh_keys() -> int:
    """Compare aliases as names are compared now; how many were compared otherwise comes back."""
    changed = []
    for alias in Alias.objects.select_related("entity").iterator():
        key = key_of(alias.text, alias.entity.kind)
        if key != alias.key:
            alias.key = key
            changed.append(alias)
    Alias.objects.bulk_update(changed, ["key"], batch_size=500)
    learn_all(alias.text for alias in changed if alias.entity.kind == Entity.Kind.PERSON)
    return len(changed)


def learn_all(people: Iterable[str]) -> None:
    """Write down what the table of known people says of those who alone bear the spellings of a name."""
    found = [NamedEntity("person", name, ()) for name in people]
    names = Names(found)
    alone = [choose(names.borne(person), name="") for person in found]
    for entity in unique(entity for entity in alone if entity):
        learn(entity)


def stale(articles: list[Article]) -> list[Article]:
    """Those of these articles in which a name links otherwise than it is linked."""
    clusters: dict[int, dict[Cluster, list[Mention]]] = {
        article.pk: clusters_of(article.pk, mentions) for article, mentions in with_mentions(articles)
    }
    found = {
        (pk, cluster): named(cluster, mentions)
        for pk, of_article in clusters.items()
        for cluster, mentions in of_article.items()
    }
    names = Names(found.values())
    changed = set()
    for (pk, cluster), entity in found.items():
        linked = names.find(entity)
        now = {mention.entity_id for mention in clusters[pk][cluster]}
        if names.is_new(entity) or now != {linked.pk if linked else None}:
            changed.add(pk)
    return [article for article in articles if article.pk in changed]


def with_mentions(articles: list[Article]) -> Iterator[tuple[Article, list[Mention]]]:
    of_article: dict[int, list[Mention]] = defaultdict(list)
    for mention in free_mentions().filter(article__in=articles):
        of_article[mention.article_id].append(mention)
    for article in articles:
        yield article, of_article[article.pk]


def free_mentions():
    """The mentions of people and organisations that no editor locked."""
    return Mention.objects.filter(locked=False).exclude(kind=Mention.Kind.COUNTRY).order_by("pk")


def clusters_of(article: int, mentions: Iterable[Mention]) -> dict[Cluster, list[Mention]]:
    clusters: dict[Cluster, list[Mention]] = defaultdict(list)
    for mention in mentions:
        clusters[mention.kind, mention.cluster].append(mention)
    return clusters


def named(cluster: Cluster, mentions: list[Mention]) -> NamedEntity:
    """The individual of a cluster as the analysis found it, by the fullest form of its name."""
    name = next((mention.name for mention in mentions if mention.name), mentions[0].text)
    roles = tuple(mention.role for mention in mentions)
    return as_meant(
        NamedEntity("person" if cluster[0] == Mention.Kind.PERSON else "organisation", name, (), roles)
    )


@transaction.atomic
def relink_article(article: Article, result: Relinked) -> None:
    """Link the free mentions and quotes of one article, and derive anew what follows from them."""
    touched = set(article.of_entities.values_list("entity", flat=True))
    clusters = clusters_of(article.pk, free_mentions().filter(article=article).select_related("entity"))
    found = [named(cluster, mentions) for cluster, mentions in clusters.items()]
    for (kind, number), entity, linked in zip(clusters, found, link_all(found), strict=True):
        moved = [mention for mention in clusters[kind, number] if mention.entity != linked]
        for mention in moved:
            result.mentions[entity.name, called(mention.entity), called(linked)] += 1
        Mention.objects.filter(pk__in=[mention.pk for mention in moved]).update(entity=linked)
        quotes = Quote.objects.filter(
            article=article, locked=False, speaker_kind=kind, speaker_cluster=number
        ).exclude(speaker_cluster=None)
        result.quotes += quotes.exclude(speaker=linked).update(speaker=linked)
    result.articles += 1
    refresh_articles([article], touched)


def called(entity: Entity | None) -> str:
    return f"{entity.name} ({entity.pk})" if entity else "nobody"
