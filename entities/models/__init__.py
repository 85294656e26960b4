"""Who and what is named in the articles, what they said, and what editors decided about it."""

from entities.models.decisions import BlockedName, Decision, DecisionQuerySet, Suggestion, SuggestionQuerySet
from entities.models.derived import ArticleCountry, ArticleEntity
from entities.models.findings import Finding, InTextManager, Mention, Quote, QuoteAbout, QuoteQuerySet
from entities.models.people import (
    LONGEST_WORD,
    Alias,
    Entity,
    EntityQuerySet,
    KnownWord,
    NameWord,
    Organisation,
    Origin,
    Person,
)

__all__ = [
    "Alias",
    "ArticleCountry",
    "ArticleEntity",
    "BlockedName",
    "Decision",
    "DecisionQuerySet",
    "Entity",
    "EntityQuerySet",
    "Finding",
    "InTextManager",
    "KnownWord",
    "LONGEST_WORD",
    "Mention",
    "NameWord",
    "Organisation",
    "Origin",
    "Person",
    "Quote",
    "QuoteAbout",
    "QuoteQuerySet",
    "Suggestion",
    "SuggestionQuerySet",
]
