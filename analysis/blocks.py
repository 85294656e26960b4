"""The blocks of an article: where its lead, paragraphs and headings are, and what the web page left behind.

Blocks are a pure function of the text, so nobody needs to store them. Together they cover every
character that is not white space. What is not certain is a paragraph: a leftover read as prose costs
a glance, prose taken for a leftover costs a quote.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analysis.dates import is_date_line

BlockKind = Literal[
    "headline",  # Short lines above the lead.
    "lead",  # The first paragraph.
    "paragraph",
    "crosshead",  # A short line over the paragraphs that follow: "Steun".
    "turn",  # One turn of an interview that begins with who speaks: `Jansen: “…`.
    "question",  # What the interviewer asks; the answer follows in quotation marks or as a turn.
    "byline",  # Who made it: author, photographer, agency, or the signature under a letter.
    "dateline",  # A line of date or time alone.
    "tweet",  # An embedded post with its signature line.
    "boilerplate",  # What the page adds: "Lees ook: …", addresses, numbers, the lead printed again.
]
PROSE: frozenset[BlockKind] = frozenset({"headline", "lead", "paragraph", "crosshead", "turn"})

OPENING_MARKS = "\"“„'‘’‚«»‹›"
OPENING_DOUBLE = '"“„«'
CLOSING_MARKS = "\"”“'’‘»«›‹)] "
LONGEST_HEADLINE = 150  # All lengths in characters.
LONGEST_CROSSHEAD = 80
LONGEST_LEFTOVER = 200
LONGEST_QUESTION = 400
LONGEST_TWEET = 500
MOST_HEADLINES = 3  # More short lines in a row are a list.
LEAST_QUESTIONS = 3  # Make an interview.
LEAST_REPEAT = 60  # A shorter beginning can be the same by chance.


@dataclass(frozen=True, slots=True)
class Block:
    """Characters start..end of a text, half-open, without white space at the edges."""

    kind: BlockKind
    start: int
    end: int

    @property
    def is_prose(self) -> bool:
        """Whether its words are the article's own, to be searched for quotes."""
        return self.kind in PROSE

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order and apart from each other."""
    spans = _split(text)
    parts = [text[start:end] for start, end in spans]
    kinds = [_kind_by_form(part) for part in parts]
    for mark in (
        _mark_tweets,
        _mark_turns,
        _mark_top,
        _mark_signature,
        _mark_questions,
        _mark_crossheads,
        _mark_repeat,
    ):
        mark(parts, kinds)
    return tuple(Block(kind or "paragraph", *span) for kind, span in zip(kinds, spans, strict=True))


# Cutting

TIME = r"\d{1,2}[:.u]\d{2}"
# "9:03 “We zijn …": the time of an entry, before the words of it.
OPENING_TIME = re.compile(rf"{TIME}(?=\s+[{OPENING_MARKS}]|\s+[A-ZÀ-Þ])")
# "Zorg loopt vast 9:03 “We zijn …": a headline that ran into its entry.
HEADLINE_BEFORE_TIME = re.compile(rf"(?P<headline>[^\n.!?]{{3,150}}?)\s{{1,3}}(?={TIME}\s+[{OPENING_MARKS}])")
BEFORE_TIME_OF_PROSE = re.compile(
    r"\b(?:om|rond|tot|vanaf|sinds|van|en|à|at|uur|kwart|klokslag)$", re.IGNORECASE
)


def _split(text: str) -> list[tuple[int, int]]:
    """Paragraphs as spans: parted by blank lines, or one a line where lines end with their sentences."""
    spans = [span for paragraph in _paragraphs(text) for span in _without_time(text, *paragraph)]
    if spans:
        start, end = spans[0]
        match = HEADLINE_BEFORE_TIME.match(text, start, end)
        if match and not BEFORE_TIME_OF_PROSE.search(match["headline"]):
            spans[:1] = [(start, match.end("headline")), *_without_time(text, match.end(), end)]
    return spans


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    lines = list(_lines(text))
    joints = [text[start] for start, _, is_joint in lines if is_joint]
    # Wrapped prose goes on in small letters; paragraphs of one line begin with a capital.
    is_wrapped = sum(first.islower() for first in joints) * 4 > len(joints)
    paragraph: tuple[int, int] | None = None
    for start, end, is_joint in lines:
        if paragraph and is_joint and is_wrapped:
            paragraph = paragraph[0], end
            continue
        if paragraph:
            yield paragraph
        paragraph = start, end
    if paragraph:
        yield paragraph


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each line that is not blank, and whether the line right above is not blank either."""
    position, is_joint = 0, False
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = position + len(line) - len(line.lstrip())
            yield start, start + len(bare), is_joint
        is_joint = bool(bare)
        position += len(line) + 1


def _without_time(text: str, start: int, end: int) -> list[tuple[int, int]]:
    match = OPENING_TIME.match(text, start, end)
    if match is None:
        return [(start, end)]
    rest = text[match.end() : end]
    return [match.span(), (end - len(rest.lstrip()), end)]


# What a line is by its own form

PARTICLES = "van|de|den|der|ten|ter|te|het|'t|’t|la|le|du|di|da|dos|von|zu|el|al|bin|ibn|v\\.d\\.|d'|d’"
CAPITALISED = r"(?:d['’])?[A-ZÀ-Þ][\w.'’-]*"
NAME = rf"{CAPITALISED}(?:\s+(?:(?:{PARTICLES})\s+){{0,3}}{CAPITALISED}){{1,4}}"
NAMES = rf"{NAME}(?:\s*(?:,|/|&|\+|\||\ben\b|\band\b|\bet\b)\s*{NAME}){{0,5}}"
AGENCY = r"(?:ANP|Belga|BELGA|Reuters|AFP|DPA|dpa|AP|EFE|EPA|Novum|BNO|IPS|PA)"
BYLINES = re.compile(
    rf"(?:[Dd]oor|DOOR|[Bb]y|[Pp]ar):?\s+(?:{NAMES}(?:,\s[^.\n]{{3,60}})?|(?:onze|de|een)\s+\w*(?:redacti|verslagge|correspondent|medewerk)[^.]*)"
    r"|[Vv]an\s+(?:onze|een)\s+\w*\s?(?:redacti|verslagge|correspondent|medewerk)[^.]*"
    r"|(?:Tekst|Foto|Foto['’]s|Foto en tekst|Tekst en foto['’]s|Beeld|Illustratie|Video|Bron|Bronnen|Auteur"
    r"|Redactie|Vertaling|Source|Photo|Text|Texte|Crédit)\s?:\s?[^\n]{1,100}"
    rf"|\(?{AGENCY}(?:\s?[/,+&-]\s?[\w. ]{{2,30}})?\)?"
)
LEFTOVERS = re.compile(
    r"(?:exclusief|alleen|enkel) voor (?:onze )?(?:abonnees|leden|lezers)\b(?=[^\n]{0,30}$)"
    r"|lees (?:ook|hier|hieronder|er alles|alles over|het (?:hele|volledige)|de (?:hele|volledige))\b"
    r"|lees (?:meer|verder|door|terug)(?=\s*:|\s*$|\s+(?:over|op|in|onder|hier|bij)\b)"
    r"|(?:bekijk|kijk|luister|beluister|volg|klik|check)\s+(?:ook|hier|hieronder|terug|mee|op|onze?)\b"
    r"|(?:bekijk|luister|kijk)\b[^\n]*:$"
    r"|\(?(?:de |het )?(?:tekst|artikel|verhaal) (?:gaat|loopt) (?:verder|door) (?:onder|na)\b"
    r"|(?:meer over|meer nieuws|meest gelezen|gerelateerde? artikel|aanbevolen voor)\b(?=[^\n]{0,60}$)"
    r"|deel (?:dit|via|op)\b|(?:deel|delen|share|partager|advertentie|reclame|gesponsord|sponsored)\W*$"
    r"|(?:advertisement|publicité|partnercontent|premium|inloggen|log in|reageer|reageren)\W*$"
    r"|(?:abonneer (?:je|u)|word (?:nu )?(?:abonnee|lid)|neem (?:nu )?een abonnement)\b"
    r"|(?:meld|schrijf) (?:je|u) (?:nu |hier )?(?:aan|in) voor (?:de|onze) nieuwsbrief\b"
    r"|(?:©|\(c\)|copyright\s*[©:\d]|alle rechten voorbehouden|all rights reserved)"
    r"|(?:reageren|tips?)\? |leestijd\W*\d|\d+ min(?:uten|uut|\.)? (?:lezen|leestijd|read)$"
    r"|\d+ (?:reacties?|shares?|comments?|keer gedeeld|commentaires?)$"
    r"|(?:read (?:also|more)|also read|share this|follow us|subscribe (?:to|now)|subscribers only)\b"
    r"|(?:exclusive to subscribers|(?:à )?lire aussi|réservé aux abonnés|abonnez-vous)\b"
    r"|(?:https?://|www\.)\S+$|\S+@\S+\.\w+$"
    r"|[\W\d_]+$",  # A number of comments, a row of stars.
    re.IGNORECASE,
)
# "— Naam (@handle) October 10, 2020" at the end.
TWEET_SIGNATURE = re.compile(r"(?:[—–-]|&mdash;)\s?[^—–()@\n]{1,80}\(@\w{1,30}\)[^()\n]{0,40}$")
TWEET_LINK = re.compile(r"\bpic\.twitter\.com/\w|https?://t\.co/\w")


def _kind_by_form(part: str) -> BlockKind | None:
    if is_date_line(part):
        return "dateline"
    if len(part) <= LONGEST_TWEET and (TWEET_LINK.search(part) or TWEET_SIGNATURE.search(part[-200:])):
        return "tweet"
    if len(part) > LONGEST_LEFTOVER:
        return None
    if BYLINES.fullmatch(part):
        return "byline"
    return "boilerplate" if LEFTOVERS.match(part) else None


# What a part is by its place among the others

Kinds = list[BlockKind | None]


def _mark_tweets(parts: list[str], kinds: Kinds) -> None:
    """The words of a post stand right above its signature line."""
    for place in range(2, len(parts)):  # The first part is the article's own.
        above = place - 1
        if (
            kinds[place] == "tweet"
            and kinds[above] is None
            and len(parts[above]) <= LONGEST_TWEET
            and TWEET_SIGNATURE.match(parts[place])
        ):
            kinds[above] = "tweet"


TURN = re.compile(rf"(?P<speaker>{NAME}|{CAPITALISED}):\s+(?P<words>\S)")


def _mark_turns(parts: list[str], kinds: Kinds) -> None:
    """A name and a colon begin a turn when quoted words follow, or when the name does so again."""
    turns = {
        place: match
        for place, part in enumerate(parts)
        if kinds[place] is None and (match := TURN.match(part[:LONGEST_LEFTOVER]))
    }
    times = Counter(match["speaker"] for match in turns.values())
    for place, match in turns.items():
        is_said = match["words"] in OPENING_MARKS
        is_again = times[match["speaker"]] > 1
        # Else a heading, or a headline that ran into the lead: "Jansen: ‘Trots’".
        is_sentence = parts[place].endswith("?") or not _is_heading(parts[place], LONGEST_HEADLINE)
        if (is_again and is_said) or (is_sentence and (is_again or (is_said and place > 0))):
            kinds[place] = "turn"


def _mark_top(parts: list[str], kinds: Kinds) -> None:
    """Headlines are the short lines above the lead; a bare name between them is the author's."""
    top = kinds.index("turn") if "turn" in kinds else len(kinds)  # What follows a turn is no lead.
    own = [place for place, kind in enumerate(kinds[:top]) if kind is None]
    lead = next((place for place in own if not _is_heading(parts[place], LONGEST_HEADLINE)), None)
    above = [place for place in own if lead is not None and place < lead]
    if len(above) > MOST_HEADLINES:
        above, lead = [], own[0]
    for place in above:
        is_author = place != above[0] and re.fullmatch(NAMES, parts[place])
        kinds[place] = "byline" if is_author else "headline"
    if own:
        kinds[own[0] if lead is None else lead] = "lead"


SIGNATURE = re.compile(rf"{NAMES}(?:,\s*(?:{CAPITALISED}\s?){{1,3}})?,?")
TOWN = re.compile(rf"{CAPITALISED}(?:\s+{CAPITALISED}){{0,2}}")


def _mark_signature(parts: list[str], kinds: Kinds) -> None:
    """The name under a letter or column: "J. Jansen, Breda", at times on two lines."""
    own = [place for place, kind in enumerate(kinds) if kind is None]
    signed = own[-1:]
    if len(own) > 1 and parts[own[-2]].endswith(",") and TOWN.fullmatch(parts[own[-1]]):
        signed = own[-2:]
    if signed and len(parts[signed[0]]) <= LONGEST_CROSSHEAD and SIGNATURE.fullmatch(parts[signed[0]]):
        for place in signed:
            kinds[place] = "byline"


QUOTED = re.compile(r"[\"“”„«»]")
SENTENCE_END = re.compile(r"[.!?…][”’\"')]?\s+\W?[A-ZÀ-Þ]")


def _mark_questions(parts: list[str], kinds: Kinds) -> None:
    """A question before quoted words; of several sentences only in an interview, or prose would be lost."""
    asked = [
        place
        for place, part in enumerate(parts[:-1])
        if kinds[place] is None
        and part.endswith("?")
        and len(part) <= LONGEST_QUESTION
        and not QUOTED.search(part)
        and parts[place + 1][0] in OPENING_DOUBLE
    ]
    for place in asked:
        if len(asked) >= LEAST_QUESTIONS or not SENTENCE_END.search(parts[place]):
            kinds[place] = "question"


def _mark_crossheads(parts: list[str], kinds: Kinds) -> None:
    """A crosshead stands between two pieces of prose; short lines under each other are a list."""
    own = [place for place, kind in enumerate(kinds) if kind in (None, "lead", "turn", "question")]
    is_short = {place: kinds[place] is None and _is_heading(parts[place], LONGEST_CROSSHEAD) for place in own}
    for above, place, below in zip(own, own[1:], own[2:], strict=False):
        if is_short[place] and not is_short[above] and not is_short[below]:
            kinds[place] = "crosshead"


def _mark_repeat(parts: list[str], kinds: Kinds) -> None:
    """Some pages print the lead once more at the end, at times cut short; it says nothing twice."""
    if "lead" not in kinds or None not in kinds:
        return
    last = len(kinds) - 1 - kinds[::-1].index(None)
    lead, end = _letters(parts[kinds.index("lead")]), _letters(parts[last])
    if end == lead or (len(end) >= LEAST_REPEAT and lead.startswith(end)):
        kinds[last] = "boilerplate"


def _letters(part: str) -> str:
    return "".join(character for character in part.casefold() if character.isalnum())


def _is_heading(part: str, longest: int) -> bool:
    """Whether it is short, begins like a heading, and does not end as a sentence of prose does."""
    if len(part) > longest or "\n" in part or part[0] in "•+*-–—·":
        return False
    end = part.rstrip(CLOSING_MARKS)[-1:]
    if end == "?":
        return not SENTENCE_END.search(part)
    return end not in {".", "!", ",", ";", ":", "…", ""}
