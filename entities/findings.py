"""Writing what an analysis found into an article's mentions and quotes, without touching what is locked.

After a change of text, a locked finding is looked for in the new text by its words and their
surroundings; where it is lost it stays as withdrawn, for the editors' queue. A quote that still stands
keeps its row, and so its address.
"""

from collections import defaultdict
from difflib import SequenceMatcher

from django.utils import timezone

from analysis.results import ArticleAnalysis, Span
from analysis.results import Quote as FoundQuote
from articles.models import Article, order_key
from articles.search import QUOTES
from entities.derived import refresh_articles
from entities.linking import link_all
from entities.models import Entity, Mention, Quote


def write_findings(article: Article, analysis: ArticleAnalysis, old_text: str | None = None) -> None:
    """Store what was found in an article; old_text is its text before, if that was another.

    Call it in the transaction that writes the article.
    """
    touched = set(article.of_entities.values_list("entity", flat=True))
    Mention.objects.filter(article=article, locked=False).delete()
    if old_text is not None and old_text != article.text:
        move_locked(article, old_text)
    linked = link_all(analysis.entities)
    write_mentions(article, analysis, linked)
    write_quotes(article, analysis, linked)
    refresh_articles([article], touched)


def write_mentions(article: Article, analysis: ArticleAnalysis, linked: list[Entity | None]) -> None:
    locked = Mention.objects.filter(article=article)
    kept = [
        (mention.kind == Mention.Kind.COUNTRY, mention.start_char, mention.end_char) for mention in locked
    ]

    def is_free(is_country: bool, span: Span) -> bool:
        return not any(
            is_country == other and span.start < end and start < span.end for other, start, end in kept
        )

    mentions = [
        Mention(
            article=article,
            start_char=span.start,
            end_char=span.end,
            text=span.of(article.text)[:500],
            kind=found.kind,
            cluster=cluster,
            name=found.name[:300],
            role=(role or "")[:200],
            entity=linked[cluster],
        )
        for cluster, found in enumerate(analysis.entities)
        for span, role in zip(found.mentions, found.roles or [None] * len(found.mentions), strict=True)
        if is_free(False, span)
    ] + [
        Mention(
            article=article,
            start_char=country.span.start,
            end_char=country.span.end,
            text=country.span.of(article.text)[:500],
            kind=Mention.Kind.COUNTRY,
            country_code=country.code,
        )
        for country in analysis.countries
        if is_free(True, country.span)
    ]
    Mention.objects.bulk_create(mentions)


def write_quotes(article: Article, analysis: ArticleAnalysis, linked: list[Entity | None]) -> None:
    """Write the quotes found: those whose words stood there before keep their row."""
    before: dict[str, list[Quote]] = defaultdict(list)
    for quote in Quote.with_withdrawn.filter(article=article, locked=False).order_by("-start_char"):
        before[quote.content].append(quote)
    locked = list(Quote.objects.filter(article=article, locked=True))

    kept = set()
    for found in analysis.quotes:
        if any(overlap(found, quote) for quote in locked):
            continue
        content = content_of(found, article.text)
        quote = before[content].pop() if before[content] else Quote(article=article)
        describe(quote, found, article, linked)
        quote.save()
        QUOTES.write((quote.pk, content))
        kept.add(quote.pk)
    gone = Quote.objects.filter(article=article, locked=False).exclude(pk__in=kept)
    QUOTES.remove(gone.values_list("pk", flat=True))
    gone.update(withdrawn_at=timezone.now(), speaker=None)


def describe(quote: Quote, found: FoundQuote, article: Article, linked: list[Entity | None]) -> None:
    """Fill a quote's row from what was found."""
    speaker = found.speaker.entity
    quote.order_key = order_key(article.first_day, article.pk)
    quote.start_char = found.contents[0].start
    quote.type = found.type
    quote.content = content_of(found, article.text)
    quote.parts = [[span.start, span.end] for span in found.contents]
    quote.cue = [[span.start, span.end] for span in found.cue]
    quote.source_start = found.source.start if found.source else None
    quote.source_end = found.source.end if found.source else None
    quote.source_text = found.source.of(article.text)[:1000] if found.source else ""
    quote.speaker = linked[speaker] if speaker is not None else None
    quote.speaker_kind = found.speaker.kind
    quote.speaker_cluster = speaker
    quote.polarity = found.polarity
    quote.confidence = found.confidence
    quote.method = found.method
    quote.withdrawn_at = None


def content_of(found: FoundQuote, text: str) -> str:
    return " […] ".join(span.of(text) for span in found.contents)


def overlap(found: FoundQuote, quote: Quote) -> bool:
    return any(span.start < end and start < span.end for span in found.contents for start, end in quote.parts)


def move_locked(article: Article, old_text: str) -> None:
    """Find every locked finding back in the changed text, or withdraw it."""
    mover = Mover(old_text, article.text)
    mentions = list(Mention.objects.filter(article=article, locked=True))
    # All step aside first, so that one may take the place of another.
    Mention.objects.filter(article=article, locked=True).update(withdrawn_at=timezone.now())
    for mention in mentions:
        span = mover.move(mention.start_char, mention.end_char)
        if span:
            mention.start_char, mention.end_char = span
            mention.save()
    for quote in Quote.objects.filter(article=article, locked=True):
        parts = [mover.move(*part) for part in quote.parts]
        if all(parts):
            quote.parts = [list(part) for part in parts if part]
            quote.start_char = quote.parts[0][0]
            quote.cue = [list(span) for span in (mover.move(*part) for part in quote.cue) if span]
            source = mover.move(*quote.source) if quote.source else None
            quote.source_start, quote.source_end = source or (None, None)
            quote.order_key = order_key(article.first_day, article.pk)
        else:
            quote.withdrawn_at = timezone.now()
            QUOTES.remove([quote.pk])
        quote.save()


class Mover:
    """Where characters of an old text stand in a new one.

    First by the words that both texts share in order; where these moved, by the only place that has the
    same words. Linear for equal texts; otherwise as difflib is.
    """

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
        self.blocks = list(matching_spans(old_lines, new_lines))

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        for old_start, new_start, length in self.blocks:
            if old_start <= start and end <= old_start + length:
                shift = new_start - old_start
                return start + shift, end + shift
        words = self.old[start:end]
        for margin in (40, 20, 10, 0):
            around = self.old[max(0, start - margin) : end + margin]
            if self.old.count(around) == self.new.count(around) == 1:
                at = self.new.index(around) + start - max(0, start - margin)
                return at, at + len(words)
        return None


def matching_spans(old_lines: list[str], new_lines: list[str]):
    """(start in the old text, start in the new, length) of the runs of lines that both have."""
    old_starts, new_starts = starts_of(old_lines), starts_of(new_lines)
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size:
            old_start = old_starts[block.a]
            yield old_start, new_starts[block.b], old_starts[block.a + block.size] - old_start


def starts_of(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts
