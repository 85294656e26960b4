"""Writing what an analysis found into an article's mentions and quotes, without touching what is locked.

What a program finds in the place of a locked finding is kept inside that one, for the day that the
editor's decision is undone. After a change of text, locked findings are looked for in the new text; one
that is lost stays as withdrawn, for the editors' queue, and is looked for again at the next change.
A quote that still stands keeps its row, and so its address.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils import timezone

from analysis.results import ArticleAnalysis
from articles.models import Article, order_key
from articles.search import QUOTES
from entities.derived import refresh_articles, shown_as
from entities.linking import link_all
from entities.models import Decision, Entity, Mention, Origin, Quote
from entities.moving import Mover


def write_findings(article: Article, analysis: ArticleAnalysis, old_text: str | None = None) -> None:
    """Store what was found in an article; old_text is its text before, if that was another.

    Call it in the transaction that writes the article.
    """
    touched = set(article.of_entities.values_list("entity", flat=True))
    Mention.objects.filter(article=article, locked=False).delete()
    # The date may have changed, and the order key with it: also for quotes that are not written anew.
    key = order_key(article.first_day, article.pk)
    Quote.with_withdrawn.filter(article=article).exclude(order_key=key).update(order_key=key)
    if old_text is not None and old_text != article.text:
        move_locked(article, old_text)
    linked = link_all(analysis.entities)
    hold_still(article, linked)
    write_mentions(article, found_mentions(analysis, linked))
    write_quotes(article, found_quotes(analysis, linked))
    settle_clusters(article)
    refresh_articles([article], touched)


def hold_still(article: Article, linked: list[Entity | None]) -> None:
    """Let no editor merge or block whom the article names before this transaction ends.

    Whom a mention counts for is read after this; a merge that was first is seen, another waits.
    """
    if not connection.features.has_select_for_update:
        return  # A database with one writer at a time holds still by itself.
    entities = {entity.pk for entity in linked if entity}
    locked = {"article": article, "locked": True}
    entities |= set(Mention.with_withdrawn.filter(**locked).values_list("entity", flat=True))
    entities |= set(Quote.with_withdrawn.filter(**locked).values_list("speaker", flat=True))
    rows = Entity.objects.select_for_update(no_key=True).filter(pk__in=entities - {None}).order_by("pk")
    list(rows.values_list("pk"))


def found_mentions(analysis: ArticleAnalysis, linked: list[Entity | None]) -> list[dict]:
    """The values of every mention that an analysis found."""
    return [
        {
            "start": span.start,
            "end": span.end,
            "kind": found.kind,
            "cluster": cluster,
            "name": found.name[:300],
            "role": (role or "")[:200],
            "entity": pk_of(linked[cluster]),
            "country_code": "",
        }
        for cluster, found in enumerate(analysis.entities)
        for span, role in zip(found.mentions, found.roles or [None] * len(found.mentions), strict=True)
    ] + [
        {
            "start": country.span.start,
            "end": country.span.end,
            "kind": Mention.Kind.COUNTRY,
            "cluster": None,
            "name": "",
            "role": "",
            "entity": None,
            "country_code": country.code,
        }
        for country in analysis.countries
    ]


def pk_of(entity: Entity | None) -> int | None:
    return entity.pk if entity else None


def mention_values(mention: Mention) -> dict:
    """A mention's row as an analysis would have found it."""
    return {
        "start": mention.start_char,
        "end": mention.end_char,
        "kind": mention.kind,
        "cluster": mention.cluster,
        "name": mention.name,
        "role": mention.role,
        "entity": mention.entity_id,
        "country_code": mention.country_code,
    }


def describe_mention(mention: Mention, values: dict) -> Mention:
    """Fill a mention's row from what was found."""
    mention.start_char, mention.end_char = values["start"], values["end"]
    mention.text = mention.article.text[values["start"] : values["end"]][:500]
    mention.kind = values["kind"]
    mention.cluster = values["cluster"]
    mention.name = values["name"]
    mention.role = values["role"]
    mention.entity_id = values["entity"]
    mention.country_code = values["country_code"]
    return mention


def locked_mentions(article: Article) -> list[Mention]:
    """The locked mentions that have a place in the text, rejected ones too."""
    return list(Mention.with_withdrawn.filter(article=article, locked=True, withdrawn_at=None).order_by("pk"))


def write_mentions(article: Article, found: Iterable[dict]) -> None:
    """Write the mentions found, where no locked one has their place."""
    locked = locked_mentions(article)
    for mention in locked:
        mention.automatic = []
    free = place_mentions(locked, found)
    Mention.objects.bulk_create(describe_mention(Mention(article=article), values) for values in free)
    Mention.with_withdrawn.bulk_update(locked, ["automatic"], batch_size=500)


def place_mentions(locked: list[Mention], found: Iterable[dict]) -> list[dict]:
    """Keep in mind with the locked mentions what was found in their place; the rest comes back."""
    free = []
    for values in found:
        holder = next((mention for mention in locked if covers(mention, values)), None)
        if holder is None:
            free.append(values)
        else:
            holder.automatic = [*(holder.automatic or []), values]
    return free


def covers(mention: Mention, values: dict) -> bool:
    """Whether a mention has the place of what was found. A country may stand inside a name."""
    is_country = mention.kind == Mention.Kind.COUNTRY
    return (
        is_country == (values["kind"] == Mention.Kind.COUNTRY)
        and mention.start_char < values["end"]
        and values["start"] < mention.end_char
    )


def settle_clusters(article: Article) -> None:
    """Let each locked finding share the cluster of the automatic mentions of whom it refers to."""
    mentions, quotes = locked_mentions(article), locked_quotes(article)
    if not mentions and not quotes:
        return
    automatic = Mention.objects.filter(article=article, locked=False, entity__isnull=False)
    clusters: dict[int | None, int | None] = dict(
        automatic.order_by("-start_char").values_list("entity", "cluster")
    )
    linked = {mention.entity_id for mention in mentions} | {quote.speaker_id for quote in quotes}
    shown = shown_as(clusters.keys() | linked)
    clusters = {shown.get(entity): cluster for entity, cluster in clusters.items()}
    for mention in mentions:
        mention.cluster = clusters.get(shown.get(mention.entity_id))
    for quote in quotes:
        quote.speaker_cluster = clusters.get(shown.get(quote.speaker_id))
    Mention.with_withdrawn.bulk_update(mentions, ["cluster"], batch_size=500)
    Quote.with_withdrawn.bulk_update(quotes, ["speaker_cluster"], batch_size=500)


def found_quotes(analysis: ArticleAnalysis, linked: list[Entity | None]) -> list[dict]:
    """The values of every quote that an analysis found."""
    found = []
    for quote in analysis.quotes:
        cluster = quote.speaker.entity
        speaker = linked[cluster] if cluster is not None else None
        found.append(
            {
                "type": quote.type,
                "parts": [[span.start, span.end] for span in quote.contents],
                "cue": [[span.start, span.end] for span in quote.cue],
                "source": [quote.source.start, quote.source.end] if quote.source else None,
                "relay": [quote.relay.start, quote.relay.end] if quote.relay else [],
                "speaker": pk_of(speaker),
                "speaker_kind": quote.speaker.kind,
                "speaker_cluster": cluster,
                "polarity": quote.polarity,
                "confidence": quote.confidence,
                "method": quote.method,
            }
        )
    return found


def quote_values(quote: Quote) -> dict:
    """A quote's row as an analysis would have found it."""
    return {
        "type": quote.type,
        "parts": quote.parts,
        "cue": quote.cue,
        "source": list(quote.source) if quote.source else None,
        "relay": quote.relay,
        "speaker": quote.speaker_id,
        "speaker_kind": quote.speaker_kind,
        "speaker_cluster": quote.speaker_cluster,
        "polarity": quote.polarity,
        "confidence": quote.confidence,
        "method": quote.method,
    }


def describe_quote(quote: Quote, values: dict) -> Quote:
    """Fill a quote's row from what was found."""
    article = quote.article
    quote.order_key = order_key(article.first_day, article.pk)
    quote.type = values["type"]
    set_parts(quote, values["parts"])
    quote.cue = values["cue"]
    quote.source_start, quote.source_end = values["source"] or (None, None)
    quote.source_text = article.text[slice(*values["source"])][:1000] if values["source"] else ""
    set_relay(quote, values.get("relay", []))  # Missing in what was kept before there were relays.
    quote.speaker_id = values["speaker"]
    quote.speaker_kind = values["speaker_kind"]
    quote.speaker_cluster = values["speaker_cluster"]
    quote.polarity = values["polarity"]
    quote.confidence = values["confidence"]
    quote.method = values["method"]
    return quote


def set_parts(quote: Quote, parts: list[list[int]]) -> None:
    """Let a quote's content be these parts of the text."""
    quote.parts = parts
    quote.start_char = parts[0][0]
    quote.content = content_of(parts, quote.article.text)


def set_relay(quote: Quote, span: list[int]) -> None:
    """Let this stretch of the text be who passes a quote on."""
    quote.relay = span
    quote.relay_text = quote.article.text[slice(*span)][:300] if span else ""


def content_of(parts: list[list[int]], text: str) -> str:
    return " […] ".join(text[start:end] for start, end in parts)


def locked_quotes(article: Article) -> list[Quote]:
    """The locked quotes that have a place in the text, rejected ones too."""
    return list(Quote.with_withdrawn.filter(article=article, locked=True, withdrawn_at=None).order_by("pk"))


def write_quotes(article: Article, found: Iterable[dict]) -> None:
    """Write the quotes found, where no locked one has their place."""
    locked = locked_quotes(article)
    for quote in locked:
        quote.automatic = []
    free = place_quotes(locked, found)
    Quote.with_withdrawn.bulk_update(locked, ["automatic"], batch_size=500)
    write_free_quotes(article, free)


def place_quotes(locked: list[Quote], found: Iterable[dict]) -> list[dict]:
    """Keep in mind with the locked quotes what was found in their place; the rest comes back."""
    free = []
    for values in found:
        holder = next((quote for quote in locked if overlap(quote.parts, values["parts"])), None)
        if holder is None:
            free.append(values)
        else:
            holder.automatic = [*(holder.automatic or []), values]
    return free


def overlap(parts: list[list[int]], others: list[list[int]]) -> bool:
    return any(start < end_b and start_b < end for start, end in parts for start_b, end_b in others)


def write_free_quotes(article: Article, free: Iterable[dict]) -> None:
    """Write quotes that no editor touched: those whose words stood there before keep their row."""
    before: dict[str, list[Quote]] = defaultdict(list)
    for quote in Quote.with_withdrawn.filter(article=article, locked=False).order_by("-start_char", "-pk"):
        before[quote.content].append(quote)
    kept = set()
    for values in free:
        content = content_of(values["parts"], article.text)
        quote = before[content].pop() if before[content] else Quote()
        quote.article = article
        describe_quote(quote, values)
        quote.withdrawn_at = None
        quote.save()
        QUOTES.write((quote.pk, content))
        kept.add(quote.pk)
    withdraw(Quote.objects.filter(article=article, locked=False).exclude(pk__in=kept))


def withdraw(quotes) -> None:
    """Take automatic quotes out of what readers find; their addresses stay."""
    QUOTES.remove(quotes.values_list("pk", flat=True))
    quotes.update(withdrawn_at=timezone.now(), speaker=None)


def move_locked(article: Article, old_text: str) -> None:
    """Find every locked finding back in the changed text, or withdraw it."""
    movers = Movers(article, old_text)
    # All step aside first, so that one may take the place of another.
    mentions = list(Mention.with_withdrawn.filter(article=article, locked=True).order_by("pk"))
    mentions.sort(key=lambda mention: mention.withdrawn_at is not None)
    now = timezone.now()
    Mention.with_withdrawn.filter(article=article, locked=True, withdrawn_at=None).update(withdrawn_at=now)
    moved: list[Mention] = []
    for mention in mentions:
        move_mention(mention, movers, moved, now)
    quotes = list(Quote.with_withdrawn.filter(article=article, locked=True).order_by("pk"))
    quotes.sort(key=lambda quote: quote.withdrawn_at is not None)
    standing: list[Quote] = []
    for quote in quotes:
        move_quote(quote, movers, standing, now)


class Movers:
    """How to move what stood in an article's text before, or in an earlier one when it was lost."""

    def __init__(self, article: Article, old_text: str):
        self.article = article
        self.last = Mover(old_text, article.text)

    def mover(self, finding: Mention | Quote) -> Mover | None:
        if finding.withdrawn_at is None:
            return self.last
        # Lost at an earlier change: the text that it was lost from was kept just before.
        versions = self.article.versions.filter(replaced_at__lte=finding.withdrawn_at)
        version = versions.order_by("-replaced_at", "-pk").first()
        return Mover(version.text, self.article.text) if version else None


def move_mention(mention: Mention, movers: Movers, moved: list[Mention], now: datetime) -> None:
    """Move one locked mention, unless another has its place by now."""
    mover = movers.mover(mention)
    span = mover.move(mention.start_char, mention.end_char) if mover else None
    if span and not any(
        covers(other, {"start": span[0], "end": span[1], "kind": mention.kind}) for other in moved
    ):
        mention.start_char, mention.end_char = span
        mention.text = movers.article.text[slice(*span)][:500]
        mention.withdrawn_at = None
        moved.append(mention)
    else:
        mention.withdrawn_at = mention.withdrawn_at or now
        mention.automatic = []
    mention.save()


def move_quote(quote: Quote, movers: Movers, standing: list[Quote], now: datetime) -> None:
    """Move one locked quote, and the parts that editors gave it, unless another has its place by now."""
    mover = movers.mover(quote)
    parts = move_parts(mover, quote.parts)
    if mover and parts and not any(overlap(other.parts, parts) for other in standing):
        move_corrections(quote, mover)
        quote.article = movers.article
        set_parts(quote, parts)
        quote.cue = [list(span) for span in (mover.move(*part) for part in quote.cue) if span]
        source = mover.move(*quote.source) if quote.source else None
        quote.source_start, quote.source_end = source or (None, None)
        set_relay(quote, list((quote.relay and mover.move(*quote.relay)) or []))
        quote.withdrawn_at = None
        QUOTES.write((quote.pk, quote.content))
        standing.append(quote)
    else:
        quote.withdrawn_at = quote.withdrawn_at or now
        quote.automatic = []
        QUOTES.remove([quote.pk])
    quote.save()


def move_parts(mover: Mover | None, parts: list[list[int]]) -> list[list[int]] | None:
    """The parts of a quote in the new text, or nothing if one of them is lost."""
    spans = [mover.move(*part) for part in parts] if mover else [None]
    return [list(span) for span in spans if span] if all(spans) else None


def move_corrections(quote: Quote, mover: Mover) -> None:
    """Keep beside each correction of a quote's parts where these stand now."""
    for decision in Decision.objects.standing().filter(quote=quote, kind=Decision.Kind.CORRECT):
        parts = decision.snapshot["after"].get("parts")
        if parts:
            decision.snapshot["now"] = move_parts(mover, decision.snapshot.get("now") or parts)
            decision.save(update_fields=["snapshot"])


def curated(finding: Mention | Quote) -> None:
    """Mark a finding as an editor's: no ingest changes it from now on."""
    finding.origin, finding.locked = Origin.CURATED, True
