"""What the standing decisions make of entities and findings.

An entity or a finding is what the program made of it, and then what the decisions that stand say, in the
order in which they were made. Making a decision and undoing one both end here, so undoing works in any
order and leaves nothing behind.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from analysis.folding import fold
from articles.models import Article
from articles.search import QUOTES
from entities.derived import refresh_article, refresh_countries, refresh_counts, refresh_names, shown_as
from entities.findings import (
    covers,
    curated,
    describe_mention,
    describe_quote,
    locked_mentions,
    locked_quotes,
    mention_values,
    overlap,
    place_mentions,
    place_quotes,
    quote_values,
    set_parts,
    settle_clusters,
    withdraw,
)
from entities.models import Alias, BlockedName, Decision, Entity, Mention, Origin, Quote
from entities.names import key_of
from entities.places import refresh_entities

Kind = Decision.Kind
OF_NAMES = (Kind.ALIAS, Kind.RENAME)
OF_FINDINGS = (Kind.RELINK, Kind.CORRECT)
SETTLED_OF_MENTION = {"entity", "kind", "country_code"}
SETTLED_OF_QUOTE = ("speaker", "speaker_kind", "type", "polarity", "parts")


def settle(decisions: Iterable[Decision]) -> None:
    """Bring in line what these decisions are about, after they were made or undone."""
    decisions = list(decisions)
    for decision in decisions:
        if decision.kind == Kind.ALIAS:
            settle_alias(decision)
        elif decision.kind == Kind.RENAME:
            settle_name(decision)
        elif decision.kind == Kind.DESCRIBE:
            settle_description(decision)
        elif decision.kind == Kind.BLOCK:
            settle_block(decision)
    settle_entities(decisions)
    called = {
        decision.entity_id for decision in decisions if decision.kind in OF_NAMES and decision.entity_id
    }
    if called:
        refresh_names(called)
    settle_findings([decision for decision in decisions if decision.kind in OF_FINDINGS])


def standing(kind: str, **about) -> list[Decision]:
    return list(Decision.objects.standing().filter(kind=kind, **about).order_by("pk"))


def settle_alias(decision: Decision) -> None:
    """Let the entity bear a name or not, as the last decision about that name says."""
    entity, text = Entity.objects.get(decisions=decision), decision.snapshot["text"]
    last = [other for other in standing(Kind.ALIAS, entity=entity) if other.snapshot["text"] == text]
    values = last[-1].snapshot["after"] if last else decision.snapshot["base"]
    if values is None:
        Alias.objects.filter(entity=entity, text=text).delete()
    else:
        defaults = {"key": key_of(text, entity.kind), **values}
        Alias.objects.update_or_create(entity=entity, text=text, defaults=defaults)


def settle_name(decision: Decision) -> None:
    """Give the entity the name that the last decision gave it."""
    last = standing(Kind.RENAME, entity=decision.entity)
    values = last[-1].snapshot["after"] if last else decision.snapshot["base"]
    entity = Entity.objects.get(decisions=decision)
    entity.name, entity.is_name_locked = values["name"], values["is_name_locked"]
    entity.save(update_fields=["name", "folded_name", "is_name_locked"])


def settle_description(decision: Decision) -> None:
    """Give the entity the description, Wikidata id and day of death that the last decision gave it."""
    last = standing(Kind.DESCRIBE, entity=decision.entity)
    Entity.objects.filter(decisions=decision).update(
        **(last[-1].snapshot["after"] if last else decision.snapshot["base"])
    )


def settle_block(decision: Decision) -> None:
    """Have the name on the block list as long as a decision that put it there stands."""
    name = decision.snapshot["after"]
    key = {"kind": name["kind"], "folded": fold(name["text"])[:300]}
    last = [
        other
        for other in standing(Kind.BLOCK)
        if (other.snapshot["after"]["kind"], fold(other.snapshot["after"]["text"])[:300]) == (*key.values(),)
    ]
    if last:
        text = last[-1].snapshot["after"]["text"]
        BlockedName.objects.update_or_create(**key, defaults={"text": text, "decision": last[-1]})
    else:
        BlockedName.objects.filter(**key).delete()


def settle_entities(decisions: list[Decision]) -> None:
    """Settle merges and blocks, and for whom every mention counts that they concern."""
    entities = concerned_by(decisions)
    if not entities:
        return
    before = shown_as(entities)
    for entity in Entity.objects.filter(pk__in=entities).order_by("pk"):
        blocked, survivor = is_blocked(entity), root_of(entity.pk)
        merged_into = survivor if survivor != entity.pk else None
        if (entity.is_blocked, entity.merged_into_id) != (blocked, merged_into):
            Entity.objects.filter(pk=entity.pk).update(is_blocked=blocked, merged_into=merged_into)
    after = shown_as(entities)
    moved = {pk for pk in entities if before[pk] != after[pk]}
    if not moved:
        return
    shown = {before[pk] for pk in moved} | {after[pk] for pk in moved}
    articles = set(Mention.objects.filter(entity__in=moved).order_by().values_list("article", flat=True))
    articles |= set(Quote.objects.filter(speaker__in=moved).values_list("article", flat=True))
    refresh_entities({pk for pk in shown | moved if pk}, articles)


def concerned_by(decisions: list[Decision]) -> set[int]:
    """The entities whose survivor or visibility depends on these decisions."""
    entities: set[int] = set()
    for decision in decisions:
        if decision.kind in (Kind.SAME, Kind.NOT_A_PERSON):
            entities |= branch_of(decision.entity_id)
        elif decision.kind == Kind.BLOCK:
            name = decision.snapshot["after"]
            bearers = Alias.objects.filter(folded=fold(name["text"])[:300], entity__kind=name["kind"])
            for bearer in bearers.values_list("entity", flat=True):
                entities |= branch_of(bearer)
        elif decision.kind == Kind.ALIAS:
            entities |= branch_of(decision.entity_id)
    return entities


def branch_of(entity: int | None) -> set[int]:
    """The entity, and those that are the same as it by standing decisions that point towards it."""
    fresh = {entity} if entity else set()
    branch = set(fresh)
    while fresh:
        same = Decision.objects.standing().filter(kind=Kind.SAME, other__in=fresh)
        fresh = set(same.values_list("entity", flat=True)) - branch
        branch |= fresh
    return branch


def root_of(entity: int) -> int:
    """Where standing decisions that two are the same lead from this entity."""
    seen = {entity}
    while True:
        same = Decision.objects.standing().filter(kind=Kind.SAME, entity=entity).order_by("-pk").first()
        if same is None or same.other_id in seen:
            return entity
        entity = same.other_id
        seen.add(entity)


def is_blocked(entity: Entity) -> bool:
    """Whether editors said that this is no name: of the entity itself, or of every name that it bears."""
    if Decision.objects.standing().filter(kind=Kind.NOT_A_PERSON, entity=entity).exists():
        return True
    names = set(entity.aliases.values_list("folded", flat=True))
    blocked = BlockedName.objects.filter(kind=entity.kind, folded__in=names)
    return bool(names) and names == set(blocked.values_list("folded", flat=True))


def settle_findings(decisions: list[Decision]) -> None:
    """Settle the mentions and quotes that these decisions are about, an article at a time."""
    mentions = {decision.mention_id for decision in decisions if decision.mention_id}
    quotes = {decision.quote_id for decision in decisions if decision.quote_id}
    of_article: dict[int, tuple[list[Mention], list[Quote]]] = defaultdict(lambda: ([], []))
    for mention in Mention.with_withdrawn.filter(pk__in=mentions).select_related("article").order_by("pk"):
        of_article[mention.article_id][0].append(mention)
    for quote in Quote.with_withdrawn.filter(pk__in=quotes).select_related("article").order_by("pk"):
        of_article[quote.article_id][1].append(quote)
    said = said_of(mentions, quotes)
    fields = fields_of(decisions)
    links: set[int | None] = set()
    for of_mentions, of_quotes in of_article.values():
        article = (of_mentions or of_quotes)[0].article
        links |= settle_mentions(article, of_mentions, said, fields)
        links |= settle_quotes(article, of_quotes, said, fields)
        settle_clusters(article)
    refresh_articles_of(list(of_article), links)


def finding_of(decision: Decision) -> tuple[str, int | None]:
    return ("mention", decision.mention_id) if decision.mention_id else ("quote", decision.quote_id)


def fields_of(decisions: list[Decision]) -> dict[tuple[str, int | None], set[str]]:
    """The fields of each finding that these decisions set, or set before they were undone."""
    fields: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for decision in decisions:
        fields[finding_of(decision)] |= decision.snapshot["after"].keys()
    return fields


def said_of(mentions: set[int], quotes: set[int]) -> dict[tuple[str, int], list[Decision]]:
    """The standing decisions about each of these findings, in the order in which they were made."""
    said = defaultdict(list)
    decisions = Decision.objects.standing().filter(kind__in=OF_FINDINGS).order_by("pk")
    for decision in decisions.filter(mention__in=mentions):
        said["mention", decision.mention_id].append(decision)
    for decision in decisions.filter(quote__in=quotes):
        said["quote", decision.quote_id].append(decision)
    return said


def refresh_articles_of(articles: list[int], links: set[int | None]) -> None:
    """Derive anew which countries are in these articles, and who of whom their findings were linked to or are."""
    if len(articles) <= 20:
        touched = set()
        for article in Article.objects.filter(pk__in=articles):
            touched |= refresh_article(article)
        refresh_counts(touched)
        refresh_names(touched)
        return
    shown = shown_as(links)
    entities = {entity for entity in shown.values() if entity}
    refresh_entities(entities, articles)
    refresh_countries(articles)


def settle_mentions(article: Article, mentions: list[Mention], said: dict, fields: dict) -> set[int | None]:
    """Settle locked mentions of one article; the entities that they were and are linked to come back."""
    links = {mention.entity_id for mention in mentions}
    for mention in mentions:
        mention.article = article
        decisions = said["mention", mention.pk]
        if not decisions:
            links |= release_mention(mention)
            continue
        if not mention.locked:
            mention.automatic = [mention_values(mention)]
            curated(mention)
        base = own_values(mention.automatic, mention) or {"entity": None}
        base = {"is_rejected": False, **{field: base[field] for field in base.keys() & SETTLED_OF_MENTION}}
        set_fields(mention, base, decisions, fields["mention", mention.pk])
        links.add(mention.entity_id)
        mention.save()
    return links


def set_fields(finding: Mention | Quote, base: dict, decisions: list[Decision], fields: set[str]) -> None:
    """Set fields of a finding to what the program says, and then to what these decisions say."""
    values = dict(base)
    for decision in decisions:
        values |= decision.snapshot["after"]
        if "now" in decision.snapshot:
            values["parts"] = decision.snapshot["now"]
    for field in fields & values.keys():
        if field == "parts":
            move_to(finding, values["parts"])  # type: ignore[arg-type]  # Only quotes have parts.
        else:
            setattr(
                finding, {"entity": "entity_id", "speaker": "speaker_id"}.get(field, field), values[field]
            )


def own_values(automatic: list[dict] | None, mention: Mention) -> dict | None:
    """What the program says of this very span, or else of what covers it."""
    exact = [v for v in automatic or [] if (v["start"], v["end"]) == (mention.start_char, mention.end_char)]
    return next(iter(exact or automatic or []), None)


def release_mention(mention: Mention) -> set[int | None]:
    """Give the place of a mention back to what the program says there."""
    if not mention.locked:
        return set()
    article, found = mention.article, list(mention.automatic or [])
    others = [other for other in locked_mentions(article) if other.pk != mention.pk]
    free = place_mentions(others, found)
    Mention.with_withdrawn.bulk_update([m for m in others if any(covers(m, v) for v in found)], ["automatic"])
    own = own_values(free, mention)
    if own:
        describe_mention(mention, own)
        mention.origin, mention.locked, mention.automatic = Origin.AUTOMATIC, False, None
        mention.withdrawn_at, mention.is_rejected = None, False
        mention.save()
    else:
        mention.delete()
    Mention.objects.bulk_create(
        describe_mention(Mention(article=article), values) for values in free if values is not own
    )
    return {values["entity"] for values in found}


def settle_quotes(article: Article, quotes: list[Quote], said: dict, fields: dict) -> set[int | None]:
    """Settle locked quotes of one article; the entities that they were and are linked to come back."""
    links = {quote.speaker_id for quote in quotes}
    for quote in quotes:
        quote.article = article
        decisions = said["quote", quote.pk]
        if not decisions:
            links |= release_quote(quote)
            continue
        if not quote.locked:
            quote.automatic = [quote_values(quote)]
            curated(quote)
        base = {"speaker": None, "speaker_kind": Quote.SpeakerKind.UNRESOLVED}
        if quote.automatic:
            found = closest(quote.automatic, quote)
            base = {field: found[field] for field in SETTLED_OF_QUOTE}
        set_fields(quote, {"is_rejected": False, **base}, decisions, fields["quote", quote.pk])
        links.add(quote.speaker_id)
        quote.save()
        if quote.withdrawn_at:
            QUOTES.remove([quote.pk])
        else:
            QUOTES.write((quote.pk, quote.content))
    return links


def move_to(quote: Quote, parts: list[list[int]] | None) -> None:
    """Let a quote have these parts; without any, it is lost from the text."""
    if parts is None:
        quote.withdrawn_at = quote.withdrawn_at or timezone.now()
    elif quote.withdrawn_at is None:
        set_parts(quote, parts)


def closest(automatic: list[dict], quote: Quote) -> dict:
    """Of what the program found in the place of a quote, the one that is most like it."""
    return max(automatic, key=lambda values: (values["parts"] == quote.parts, -values["parts"][0][0]))


def release_quote(quote: Quote) -> set[int | None]:
    """Give the place of a quote back to what the program says there; its address stays in any case."""
    if not quote.locked:
        return set()
    article, found = quote.article, list(quote.automatic or [])
    others = [other for other in locked_quotes(article) if other.pk != quote.pk]
    free = place_quotes(others, found)
    Quote.with_withdrawn.bulk_update(
        [q for q in others if any(overlap(q.parts, v["parts"]) for v in found)], ["automatic"]
    )
    quote.origin, quote.locked, quote.automatic = Origin.AUTOMATIC, False, None
    quote.is_rejected = False
    own = closest(free, quote) if free else None
    if own:
        describe_quote(quote, own)
        quote.withdrawn_at = None
        quote.save()
        QUOTES.write((quote.pk, quote.content))
    else:
        quote.save()
        withdraw(Quote.with_withdrawn.filter(pk=quote.pk))
    for values in free:
        if values is not own:
            other = describe_quote(Quote(article=article), values)
            other.save()
            QUOTES.write((other.pk, other.content))
    return {values["speaker"] for values in found}
