"""What editors look at before they decide: how far a decision would reach, and what speaks against it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from entities.models import Entity, Mention, Quote

HERE, IN_ARTICLE, EVERYWHERE = "here", "article", "everywhere"
MOST_AT_ONCE = 2_000  # Findings that one act may move.


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a correction of one finding reaches, narrowest first, and what it holds there."""

    key: str
    label: str
    mentions: QuerySet[Mention]
    quotes: QuerySet[Quote]

    @property
    def size(self) -> int:
        return self.mentions.count() + self.quotes.count()


def members_of(entity: Entity) -> QuerySet[Entity]:
    """The entity and those that were merged into it."""
    survivor = entity.survivor
    return Entity.objects.filter(Q(pk=survivor.pk) | Q(merged_into=survivor))


def scopes_of_mention(mention: Mention) -> list[Scope]:
    """Only this mention; who is meant in this article; everywhere this name was linked automatically."""
    nothing = Quote.objects.none()
    scopes = [Scope(HERE, _("only here"), Mention.objects.filter(pk=mention.pk), nothing)]
    same, said = of_same_individual(mention)
    scopes.append(Scope(IN_ARTICLE, _("in this article"), same, said))
    if mention.entity:
        automatic = Mention.objects.filter(
            entity__in=members_of(mention.entity), text=mention.text, locked=False
        )
        scopes.append(
            Scope(EVERYWHERE, _("everywhere this name was linked automatically"), automatic, nothing)
        )
    return scopes


def of_same_individual(mention: Mention) -> tuple[QuerySet[Mention], QuerySet[Quote]]:
    """The mentions and quotes of an article that are of the individual whom a mention names."""
    in_article = {"article": mention.article_id}
    if mention.entity:
        members = members_of(mention.entity)
        return (
            Mention.objects.filter(entity__in=members, **in_article),
            Quote.objects.filter(speaker__in=members, **in_article),
        )
    if mention.cluster is None:
        return Mention.objects.filter(pk=mention.pk), Quote.objects.none()
    return (
        Mention.objects.filter(cluster=mention.cluster, entity=None, **in_article),
        Quote.objects.filter(speaker_cluster=mention.cluster, speaker=None, **in_article),
    )


def scopes_of_quote(quote: Quote) -> list[Scope]:
    """Only this quote; all that this speaker says in the article."""
    nothing = Mention.objects.none()
    scopes = [Scope(HERE, _("only this quote"), nothing, Quote.objects.filter(pk=quote.pk))]
    if quote.speaker:
        said = Quote.objects.filter(speaker__in=members_of(quote.speaker), article=quote.article_id)
        scopes.append(Scope(IN_ARTICLE, _("all quotes of this speaker in the article"), nothing, said))
    return scopes


def around(text: str, start: int, end: int, margin: int = 120) -> tuple[str, str, str]:
    """The words before a span, the span, and the words behind it."""
    before, after = text[max(0, start - margin) : start], text[end : end + margin]
    if start > margin:
        before = "…" + before.partition(" ")[2]
    if end + margin < len(text):
        after = after.rpartition(" ")[0] + "…"
    return before, text[start:end], after
