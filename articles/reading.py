"""The text of an article as HTML, with what was found in it marked.

Everything in a text is hostile: it is escaped here, and only here made safe. Marks may overlap in any
way; they are cut where they cross, so that the elements always nest, and no link stands in a link.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from analysis.blocks import find_blocks
from articles.countries import country_name
from articles.models import Article
from articles.search import find_hits
from entities.models import Mention, Quote

SEARCHED = 100_000  # Characters of a text that a list looks for words in.
SNIPPET, BEFORE_HIT = 260, 90
QUOTE, NAME, HIT = range(3)  # From the outermost mark to the innermost.


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters start..end of a text between two tags; once stands only at the beginning."""

    start: int
    end: int
    rank: int
    opening: SafeString
    closing: SafeString
    first_opening: SafeString | None = None

    @property
    def order(self):
        return self.rank, self.start, -self.end


@dataclass(frozen=True, slots=True)
class Note:
    """A quote as the margin tells of it, with its number in the text."""

    number: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class ReadBlock:
    kind: str
    html: SafeString
    notes: list[Note] = field(default_factory=list)


def read(text: str, mentions: Iterable[Mention], quotes: Sequence[Quote], words: str = "") -> list[ReadBlock]:
    """The blocks of a text with their marks, each with the notes on the quotes that begin in it."""
    notes = [Note(number, quote) for number, quote in enumerate(quotes, start=1)]
    marks = [*quote_marks(notes), *name_marks(mentions), *hit_marks(text, words)]
    blocks = []
    for block in find_blocks(text):
        own = [mark for mark in marks if mark.start < block.end and block.start < mark.end]
        begun = [note for note in notes if block.start <= note.quote.start_char < block.end]
        blocks.append(ReadBlock(block.kind, mark_up(text, block.start, block.end, own), begun))
    return blocks


def mark_hits(text: str, words: str) -> SafeString:
    """A text with nothing but the searched words marked."""
    return mark_up(text, 0, len(text), list(hit_marks(text, words)))


def add_snippets(articles: Iterable[Article], words: str) -> None:
    """Give each article the place of its text where the searched words are; one query for all."""
    articles = list(articles)
    texts = dict(Article.objects.filter(pk__in=[each.pk for each in articles]).values_list("pk", "text"))
    for article in articles:
        article.snippet = snippet(texts[article.pk][:SEARCHED], words)  # type: ignore[attr-defined]


def snippet(text: str, words: str) -> SafeString:
    """The surroundings of the first searched word in a text, with all such words marked."""
    marks = list(hit_marks(text, words))
    if not marks:
        return mark_safe("")
    start = text.rfind(" ", 0, max(0, marks[0].start - BEFORE_HIT)) + 1 if marks[0].start > BEFORE_HIT else 0
    end = text.find(" ", start + SNIPPET)
    end = len(text) if end < 0 else end
    shown = mark_up(text, start, end, [mark for mark in marks if start <= mark.start and mark.end <= end])
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def mark_up(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    """Characters start..end of a text with these marks around them."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[max(mark.start, start)].append(mark)
    cuts = {start, end} | {at for mark in marks for at in (mark.start, mark.end) if start < at < end}
    html: list[SafeString] = []
    opened: list[Mark] = []
    for left, right in pairwise(sorted(cuts)):
        active = [mark for mark in opened if mark.end > left] + opening[left]
        active.sort(key=lambda mark: mark.order)
        same = next(
            (i for i, pair in enumerate(zip(opened, active, strict=False)) if pair[0] is not pair[1]), None
        )
        kept = min(len(opened), len(active)) if same is None else same
        html += [mark.closing for mark in reversed(opened[kept:])]
        html += [
            mark.first_opening if mark.first_opening and mark.start == left else mark.opening
            for mark in active[kept:]
        ]
        html.append(conditional_escape(text[left:right]))
        opened = active
    html += [mark.closing for mark in reversed(opened)]
    return mark_safe("".join(html))


def quote_marks(notes: Iterable[Note], *, numbered: bool = True):
    """Marks of the parts of quotes; the first part has the number that leads to the margin."""
    for note in notes:
        quote = note.quote
        for place, (start, end) in enumerate(quote.parts):
            opening = format_html('<span class="said {}">', quote.type)
            first = None
            if place == 0 and numbered:
                first = format_html(
                    '<span class="said {}" id="quote-{}"><a class="number" href="#note-{}" aria-label="{}">{}</a>',
                    *(quote.type, quote.pk, quote.pk, _("Quote %s: who said it") % note.number, note.number),
                )
            yield Mark(start, end, QUOTE, opening, mark_safe("</span>"), first)


def name_marks(mentions: Iterable[Mention]):
    """Marks of people, organisations and countries; of two that overlap, the first and longest."""
    last = 0
    for mention in sorted(mentions, key=lambda each: (each.start_char, -each.end_char)):
        if mention.start_char < last or (mention.entity and not mention.entity.shown):
            continue  # What editors called no name is no name to readers.
        last = mention.end_char
        address, title = subject_of(mention)
        if address:
            opening = format_html('<a class="name {}" href="{}" title="{}">', mention.kind, address, title)
            closing = mark_safe("</a>")
        else:
            opening = format_html('<span class="name {} unlinked" title="{}">', mention.kind, title)
            closing = mark_safe("</span>")
        yield Mark(mention.start_char, mention.end_char, NAME, opening, closing)


def subject_of(mention: Mention) -> tuple[str, str]:
    """The address and the name of what a mention refers to."""
    if mention.country_code:
        return reverse("country", args=[mention.country_code]), country_name(mention.country_code)
    if mention.entity:
        return mention.entity.survivor.get_absolute_url(), mention.entity.survivor.name
    return "", _("Not decided who this is")


def hit_marks(text: str, words: str):
    """Marks of the words that a reader searched for, in all their forms."""
    hits = find_hits(text, words) if words else ()
    return (Mark(start, end, HIT, mark_safe("<mark>"), mark_safe("</mark>")) for start, end in hits)
