"""The text of an article as HTML, with what was found in it marked.

Everything in a text is hostile: it is escaped here, and only here made safe. Marks may overlap in any
way; they are cut where they cross, so that the elements always nest, and no link stands in a link.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from analysis.blocks import find_blocks
from articles.countries import country_name
from articles.hits import NO_HITS, Hits
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
    start: int
    notes: list[Note] = field(default_factory=list)


def read(
    text: str,
    mentions: Iterable[Mention],
    quotes: Sequence[Quote],
    hits: Hits = NO_HITS,
    way_back: str = "",
) -> list[ReadBlock]:
    """The blocks of a text with their marks, each with the notes on the quotes that begin in it.

    With a way back, names lead to their correction.
    """
    notes = [Note(number, quote) for number, quote in enumerate(quotes, start=1)]
    names = list(name_marks(mentions, way_back))
    marks = [*quote_marks(notes, hits=hits.quotes), *names, *spans_marked(hits.marked)]
    places = hit_places(hits, names)
    blocks = []
    for block in find_blocks(text):
        own = [mark for mark in marks if mark.start < block.end and block.start < mark.end]
        begun = [note for note in notes if block.start <= note.quote.start_char < block.end]
        html = mark_up(text, block.start, block.end, own, places)
        blocks.append(ReadBlock(block.kind, html, block.start, begun))
    return blocks


def hit_places(hits: Hits, names: Sequence[Mark]) -> dict[int, SafeString]:
    """Before each hit its number among all, with the ways to the one before and after it.

    They are links, and no link stands in a link: a hit inside a name has them before the name.
    """
    total = len(hits.places)
    places: dict[int, SafeString] = {}
    starts = [name.start for name in names]
    for number, at in enumerate(hits.places, start=1):
        before = bisect_left(starts, at) - 1
        start = starts[before] if before >= 0 and at < names[before].end else at
        place = format_html(
            '<span class="hit-place" id="hit-{}" data-apart><span class="hit-ways">{}<span>{}</span>{}</span></span>',
            number,
            hit_link(number - 1, _("Previous hit"), "↑") if number > 1 else "",
            _("hit %(number)d of %(total)d") % {"number": number, "total": total},
            hit_link(number + 1, _("Next hit"), "↓") if number < total else "",
        )
        places[start] = places.get(start, mark_safe("")) + place
    return places


def hit_link(number: int, name: str, arrow: str) -> SafeString:
    return format_html('<a href="#hit-{}" aria-label="{}">{}</a>', number, name, arrow)


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


def mark_up(
    text: str, start: int, end: int, marks: Sequence[Mark], places: dict[int, SafeString] | None = None
) -> SafeString:
    """Characters start..end of a text with these marks around them, and before them what has a place there."""
    places = places or {}
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[max(mark.start, start)].append(mark)
    ends = {at for mark in marks for at in (mark.start, mark.end)} | places.keys()
    cuts = {start, end} | {at for at in ends if start < at < end}
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
        html.append(places.get(left, mark_safe("")))
        html += [
            mark.first_opening if mark.first_opening and mark.start == left else mark.opening
            for mark in active[kept:]
        ]
        html.append(conditional_escape(text[left:right]))
        opened = active
    html += [mark.closing for mark in reversed(opened)]
    return mark_safe("".join(html))


def quote_marks(notes: Iterable[Note], *, numbered: bool = True, hits: Collection[int] = ()):
    """Marks of the parts of quotes; the first part has the number that leads to the margin."""
    for note in notes:
        quote = note.quote
        kind = f"{quote.type} hit" if quote.pk in hits else quote.type
        for place, (start, end) in enumerate(quote.parts):
            opening = format_html('<span class="said {}">', kind)
            first = None
            if place == 0 and numbered:
                first = format_html(
                    '<span class="said {}" id="quote-{}"><a class="number" href="#note-{}" aria-label="{}" data-apart>{}</a>',
                    *(kind, quote.pk, quote.pk, _("Quote %s: who said it") % note.number, note.number),
                )
            yield Mark(start, end, QUOTE, opening, mark_safe("</span>"), first)


def name_marks(mentions: Iterable[Mention], way_back: str = ""):
    """Marks of people, organisations and countries; of two that overlap, the first and longest.

    They lead to whom they refer to; with a way back, to the page that corrects that.
    """
    last = 0
    for mention in sorted(mentions, key=lambda each: (each.start_char, -each.end_char)):
        if mention.start_char < last or (mention.entity and not mention.entity.shown):
            continue  # What editors called no name is no name to readers.
        last = mention.end_char
        address, title = subject_of(mention)
        if way_back:
            address = reverse("correct_mention", args=[mention.pk]) + "?" + urlencode({"next": way_back})
            title = _("Correct: %s") % title
        if address:
            opening = format_html('<a class="name {}" href="{}" title="{}">', mention.kind, address, title)
            closing = mark_safe("</a>")
        else:
            opening = format_html('<span class="name {} unlinked" title="{}">', mention.kind, title)
            closing = mark_safe("</span>")
        yield Mark(mention.start_char, mention.end_char, NAME, opening, closing)


def subject_of(mention: Mention) -> tuple[str, str]:
    """The address of what a mention refers to, and its name with who says so if that is an editor."""
    address, name = "", _("Not decided who this is")
    if mention.country_code:
        address = reverse("country", args=[mention.country_code])
        name = country_name(mention.country_code)
    elif mention.entity:
        address, name = mention.entity.survivor.get_absolute_url(), mention.entity.survivor.name
    return address, name + " – " + _("set by an editor") if mention.locked else name


def hit_marks(text: str, words: str):
    """Marks of the words that a reader searched for, in all their forms."""
    return spans_marked(find_hits(text, words) if words else ())


def spans_marked(spans: Iterable[tuple[int, int]]):
    return (Mark(start, end, HIT, mark_safe("<mark>"), mark_safe("</mark>")) for start, end in spans)
