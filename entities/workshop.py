"""What editors look at before they decide: how far a decision would reach, and what speaks against it."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz

from analysis.blocks import find_blocks
from analysis.folding import fold
from articles.models import Article
from entities.models import Alias, ArticleCountry, ArticleEntity, Entity, Mention, Quote

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
    """Only this mention; who is meant in this article; everywhere a program said the same of this name."""
    nothing = Quote.objects.none()
    in_article = Scope(IN_ARTICLE, _("in this article"), *of_same_individual(mention))
    if mention.kind == Mention.Kind.COUNTRY:
        everywhere = everywhere_this_country(mention)
    elif mention.entity:
        everywhere = everywhere_linked(mention, mention.entity)
    else:
        everywhere = everywhere_unlinked(mention)
    here = Scope(HERE, _("only here"), Mention.objects.filter(pk=mention.pk), nothing)
    return [here, in_article, everywhere]


def of_same_individual(mention: Mention) -> tuple[QuerySet[Mention], QuerySet[Quote]]:
    """The mentions and quotes of an article that are of the individual, or country, that a mention names."""
    in_article = {"article": mention.article_id}
    if mention.kind == Mention.Kind.COUNTRY:
        named = Mention.objects.filter(country_code=mention.country_code, **in_article)
        return named, Quote.objects.none()
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


def everywhere_this_country(mention: Mention) -> Scope:
    articles = ArticleCountry.objects.filter(country_code=mention.country_code).values("article")
    named = Mention.objects.filter(
        automatic_or(mention),
        article__in=articles,
        kind=Mention.Kind.COUNTRY,
        country_code=mention.country_code,
        text=mention.text,
    )
    return Scope(
        EVERYWHERE, _("everywhere this word was found to be this country"), named, Quote.objects.none()
    )


def everywhere_linked(mention: Mention, entity: Entity) -> Scope:
    """Where a program linked this name to this entity, with the quotes of which it is the source."""
    members = members_of(entity)
    named = Mention.objects.filter(automatic_or(mention), entity__in=members, text=mention.text)
    source = Mention.objects.filter(
        article=OuterRef("article"),
        entity__in=members,
        text=mention.text,
        start_char__gte=OuterRef("source_start"),
        end_char__lte=OuterRef("source_end"),
    )
    said = Quote.objects.filter(Exists(source), speaker__in=members, locked=False)
    return Scope(EVERYWHERE, _("everywhere this name was linked automatically"), named, said)


def everywhere_unlinked(mention: Mention) -> Scope:
    """Where a program left this name without a link: under every form that it has in those articles."""
    named = {"name": mention.name} if mention.name else {"text": mention.text}
    unlinked = {"entity": None, "kind": mention.kind, **named}
    mentions = Mention.objects.filter(automatic_or(mention), **unlinked)
    meant = Mention.objects.filter(
        article=OuterRef("article"), cluster=OuterRef("speaker_cluster"), locked=False, **unlinked
    )
    articles = Mention.objects.filter(locked=False, **unlinked).values("article")
    # "Not above 0" and not "none": the quotes of nobody are far too many to begin with.
    said = Quote.objects.filter(Exists(meant), ~Q(speaker__gt=0), article__in=articles, locked=False)
    return Scope(EVERYWHERE, _("everywhere this name was linked to nobody"), mentions, said)


def automatic_or(mention: Mention) -> Q:
    """What no editor decided, and the mention in question itself."""
    return Q(locked=False) | Q(pk=mention.pk) if mention.locked else Q(locked=False)


def scopes_of_quote(quote: Quote) -> list[Scope]:
    """Only this quote; all that this speaker says in the article; everywhere the speaker is printed so."""
    nothing = Mention.objects.none()
    scopes = [Scope(HERE, _("only this quote"), nothing, Quote.objects.filter(pk=quote.pk))]
    if quote.speaker:
        said = Quote.objects.filter(speaker__in=members_of(quote.speaker), article=quote.article_id)
        scopes.append(Scope(IN_ARTICLE, _("all quotes of this speaker in the article"), nothing, said))
    name = name_in_source(quote)
    if name:
        *_narrower, everywhere = scopes_of_mention(name)
        said = Quote.objects.filter(Q(pk__in=everywhere.quotes.values("pk")) | Q(pk=quote.pk))
        scopes.append(replace(everywhere, quotes=said))
    return scopes


def name_in_source(quote: Quote) -> Mention | None:
    """The name by which the source of a quote names its speaker, if it does and a program decided so."""
    if quote.source is None:
        return None
    names = Mention.objects.filter(
        article=quote.article_id,
        kind__in=Entity.Kind.values,
        locked=False,
        start_char__gte=quote.source[0],
        end_char__lte=quote.source[1],
    )
    names = names.filter(entity__in=members_of(quote.speaker)) if quote.speaker else names.filter(entity=None)
    return names.select_related("entity__merged_into").order_by("start_char").first()


def places_of(content: str, text: str, near: int = 0) -> list[list[int]] | None:
    """Where a text has these words, […] between the parts, nearest to a place. White space is all one."""
    parts: list[list[int]] = []
    for words in content.split("[…]"):
        after = parts[-1][1] if parts else 0
        found = [[start, end] for start, end in occurrences(words, text) if start >= after]
        if not found:
            return None
        parts.append(found[0] if parts else min(found, key=lambda part: abs(part[0] - near)))
    return parts


def occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Every place where a text has these words, however they are spaced: whole words, if it has them so."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    spans = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    whole = [span for span in spans if not cuts_a_word(text, span[0]) and not cuts_a_word(text, span[1])]
    return whole or spans


def cuts_a_word(text: str, place: int) -> bool:
    return text[max(0, place - 1) : place].isalnum() and text[place : place + 1].isalnum()


def parts_between(text: str, start: int, end: int) -> list[list[int]]:
    """What lies between two places of a text, a part for each block that it touches."""
    parts = []
    for block in find_blocks(text):
        first, last = max(start, block.start), min(end, block.end)
        words = text[first:last]
        if words.strip():
            parts.append([first + len(words) - len(words.lstrip()), first + len(words.rstrip())])
    return parts


def around(text: str, start: int, end: int, margin: int = 120) -> tuple[str, str, str]:
    """The words before a span, the span, and the words behind it."""
    before, after = text[max(0, start - margin) : start], text[end : end + margin]
    if start > margin:
        before = "…" + before.partition(" ")[2]
    if end + margin < len(text):
        after = after.rpartition(" ")[0] + "…"
    return before, text[start:end], after


EXAMPLES = 3
TOGETHER = 5
SAMPLE = 300  # The newest articles of somebody in which others are counted.


@dataclass(frozen=True, slots=True)
class Example:
    """A place where somebody is named: the words before, the name as printed, the words after."""

    mention: Mention
    before: str
    name: str
    after: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two who may be the same, in full."""

    entity: Entity
    names: list[str]
    first: Article | None
    last: Article | None
    examples: list[Example]
    together: list[tuple[Entity, int]]


def side_of(entity: Entity) -> Side:
    members = members_of(entity)
    rows = ArticleEntity.objects.filter(entity=entity).select_related("article").defer("article__text")
    dated = rows.filter(article__first_day__isnull=False)
    first, last = dated.order_by("order_key").first(), dated.order_by("-order_key").first()
    names = Alias.objects.filter(entity__in=members).order_by("text").values_list("text", flat=True)
    return Side(
        entity=entity,
        names=list(dict.fromkeys(names)),
        first=first.article if first else None,
        last=last.article if last else None,
        examples=examples_of(entity),
        together=together_with(entity),
    )


def examples_of(entity: Entity) -> list[Example]:
    """Where somebody was named last, a place an article."""
    newest = ArticleEntity.objects.filter(entity=entity, mentions__gt=0).order_by("-order_key")
    examples = []
    for article in newest.values_list("article", flat=True)[:EXAMPLES]:
        mentions = Mention.objects.filter(article=article, entity__in=members_of(entity))
        mention = mentions.select_related("article").order_by("start_char").first()
        if mention:
            examples.append(example_of(mention))
    return examples


def example_of(mention: Mention) -> Example:
    return Example(mention, *around(mention.article.text, mention.start_char, mention.end_char))


def together_with(entity: Entity) -> list[tuple[Entity, int]]:
    """Who else is in somebody's newest articles, most often first."""
    articles = (
        ArticleEntity.objects.filter(entity=entity).order_by("-order_key").values_list("article", flat=True)
    )
    rows = (
        ArticleEntity.objects.filter(article__in=list(articles[:SAMPLE]))
        .exclude(entity=entity)
        .values("entity")
        .annotate(articles=Count("pk"))
        .order_by("-articles", "entity")[:TOGETHER]
    )
    counts = {row["entity"]: row["articles"] for row in rows}
    others = Entity.objects.in_bulk(counts)
    return [(others[pk], count) for pk, count in counts.items()]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a merge will change, counted."""

    mentions: int
    quotes: int
    articles: int
    names: list[str]
    address: str


def effect_of(losers: list[Entity], survivor: Entity) -> Effect:
    """What will count for the survivor, and what will be found there, once these are the same."""
    members = Entity.objects.filter(Q(pk__in=[e.pk for e in losers]) | Q(merged_into__in=losers))
    kept = set(Alias.objects.filter(entity__in=members_of(survivor)).values_list("text", flat=True))
    gained = Alias.objects.filter(entity__in=members).order_by("text").values_list("text", flat=True)
    own = ArticleEntity.objects.filter(entity=survivor).values("article")
    of_losers = ArticleEntity.objects.filter(entity__in=losers)
    return Effect(
        mentions=sum(loser.mention_count for loser in losers),
        quotes=sum(loser.quote_count for loser in losers),
        articles=of_losers.exclude(article__in=own).values("article").distinct().count(),
        names=[text for text in dict.fromkeys(gained) if text not in kept],
        address=", ".join(loser.name for loser in losers),
    )


def warnings_about(one: Entity, other: Entity) -> list[str]:
    """What speaks against these two being the same."""
    warnings = []
    both = both_in(one, other)
    if both:
        warnings.append(ngettext("Both are in %d article.", "Both are in %d articles.", both) % both)
    if one.wikidata_id and other.wikidata_id and one.wikidata_id != other.wikidata_id:
        warnings.append(
            _("Their Wikidata ids differ: %(one)s and %(other)s.")
            % {"one": one.wikidata_id, "other": other.wikidata_id}
        )
    if not may_be_one_first_name(one.name, other.name):
        warnings.append(_("Their first names differ."))
    if one.kind != other.kind:
        warnings.append(_("One is a person, the other an organisation."))
    return warnings + said_after_death(one, other) + said_after_death(other, one)


def said_after_death(dead: Entity, speaker: Entity) -> list[str]:
    """What one says in articles that are later than the death of the other."""
    if dead.died is None:
        return []
    later = Quote.objects.by(speaker).filter(article__first_day__gt=dead.died).count()
    message = ngettext(
        "%(name)s died on %(day)s; the other is quoted later, %(count)d time.",
        "%(name)s died on %(day)s; the other is quoted later, %(count)d times.",
        later,
    )
    return [message % {"name": dead.name, "day": dead.died.isoformat(), "count": later}] if later else []


def both_in(one: Entity, other: Entity) -> int:
    """In how many articles both are."""
    articles = ArticleEntity.objects.filter(entity=one).values("article")
    return ArticleEntity.objects.filter(entity=other, article__in=articles).count()


def may_be_one_first_name(one: str, other: str) -> bool:
    """Whether the first of several words may stand for one name: "J." and "Jan", "Aleksandr" and "Alexander"."""
    names = [fold(name).replace(".", " ").split() for name in (one, other)]
    if min(map(len, names)) < 2:
        return True
    first, second = sorted((words[0] for words in names), key=len)
    if len(first) == 1:
        return second.startswith(first)
    return second.startswith(first) or fuzz.ratio(first, second) >= 70


def quotes_with(mentions: QuerySet[Mention], entity: Entity) -> list[int]:
    """The quotes of somebody that go along when these mentions are somebody else's.

    Those whose source holds one of the mentions; all in an article where every mention goes.
    """
    chosen: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        chosen[mention.article_id].append(mention)
    members = members_of(entity)
    rest = Mention.objects.filter(article__in=chosen, entity__in=members).exclude(
        pk__in=[mention.pk for of_article in chosen.values() for mention in of_article]
    )
    partly = set(rest.values_list("article", flat=True))
    quotes = Quote.objects.filter(article__in=chosen, speaker__in=members)
    return [
        quote.pk
        for quote in quotes
        if quote.article_id not in partly
        or quote.source
        and any(
            quote.source[0] <= mention.start_char < quote.source[1] for mention in chosen[quote.article_id]
        )
    ]


def articles_matching(words: str) -> QuerySet[Article]:
    return Article.objects.matching(words).values("pk")


def quotes_by_id(quotes: list[int]) -> QuerySet[Quote]:
    return Quote.objects.filter(pk__in=quotes).order_by("-order_key", "start_char")


@dataclass(frozen=True, slots=True)
class BlockReach:
    """What blocking a name would take from readers."""

    entities: list[Entity]
    mentions: int
    quotes: int

    @property
    def token(self) -> str:
        """A word that says what an editor saw."""
        return f"{[entity.pk for entity in self.entities]}:{self.mentions}:{self.quotes}"

    @property
    def sentence(self) -> str:
        if not self.entities:
            return _("Nobody has this name by now. Save again to block it for what is still to come.")
        numbers = {
            "names": ", ".join(entity.name for entity in self.entities),
            "mentions": self.mentions,
            "quotes": self.quotes,
        }
        return (
            _("This touches %(names)s: %(mentions)d × named, %(quotes)d × quoted. Save again to block it.")
            % numbers
        )


def reach_of_block(kind: str, text: str) -> BlockReach:
    """Who bears a name, and how often they are named and quoted."""
    folded = fold(" ".join(text.split()))[:300]
    bearers = Entity.objects.current().filter(kind=kind, aliases__folded=folded).distinct().order_by("pk")
    entities = list(bearers)
    return BlockReach(
        entities,
        sum(entity.mention_count for entity in entities),
        sum(entity.quote_count for entity in entities),
    )
