"""What reading an article gives: frozen values with offsets into its text, and nothing of spaCy.

Offsets are Unicode code points, half-open. The words are PARC's (Pareti 2012): a quote has content,
a cue and a source; the speaker is the individual or body behind the source.
"""

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal["person", "organisation"]
QuoteType = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "organisation", "group", "document", "unresolved"]
Polarity = Literal["affirmed", "denied"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters start..end of a text, half-open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A person or organisation of one article: the fullest form of the name and all its mentions.

    Mentions are names only, without titles and functions, in text order. A role is the function
    printed before the mention of the same index ("premier"), or none.
    """

    kind: EntityKind
    name: str
    mentions: tuple[Span, ...]
    roles: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryMention:
    """A place in the text that refers to the country of this ISO 3166-1 alpha-2 code."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a quote: entity is an index into ArticleAnalysis.entities for people and organisations."""

    kind: SpeakerKind
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote: its content in text order (interrupted: several parts), cue and source as printed.

    The relay is who passes it on, as printed: "het persbureau" in "zei Vink volgens het persbureau".
    """

    type: QuoteType
    contents: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: Span | None
    speaker: Speaker
    polarity: Polarity = "affirmed"
    confidence: float = 1.0
    relay: Span | None = None
    method: str = ""  # The frame that found it, for the reader: "tail", "volgens", "colon", "continued".


@dataclass(frozen=True, slots=True)
class ArticleAnalysis:
    """All that one article was found to say, and which pipeline found it."""

    entities: tuple[NamedEntity, ...] = ()
    countries: tuple[CountryMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    warnings: tuple[str, ...] = ()
    pipeline: str = ""
    pipeline_version: str = ""
