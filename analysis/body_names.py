"""Bodies by what stands beside their names: "een woordvoerder van Vlotter", "de website Vlotter", "Vlotter, een keten".

In 2,041 annotated articles 453 of 465 names behind such a noun are a body's, whole or in part, and 424 of 425 single
words that are no first name and of which one of these says so.
"""

import re
from collections.abc import Collection, Iterator

from analysis.folding import fold_name
from analysis.name_company import is_first_name
from analysis.name_edges import Place
from analysis.names import is_full, name_parts
from analysis.word_lists import word_list

BODY_NOUN = rf"[\w-]*(?:{'|'.join(sorted(word_list('body_nouns')))})"
BODY_BEFORE = re.compile(
    r"\b(?:woordvoerd(?:er|ster)|zegsman|zegsvrouw|topman|topvrouw|directeur|bestuurder|ceo|eigenaar|oprichter"
    r"|medewerkers?|werknemers?|personeel|klanten|aandeelhouders?|dochterbedrijf|moederbedrijf)(?: \w+)? van $"
    rf"|\b{BODY_NOUN} $",
    re.IGNORECASE,
)
BODY_AFTER = re.compile(rf", (?:de|het|een) (?:\w+e? ){{0,2}}{BODY_NOUN}\b")
NAME_BEHIND = re.compile(
    rf"(?<![\w-])(?=[a-z])(?:{BODY_NOUN}) (?P<name>[A-Z][\w&’'.-]*\w(?: [A-Z][\w&’'-]*\w)*)"
)


def bodies_behind(text: str) -> Iterator[Place]:
    """The names that stand behind the noun of a body: "webwinkel Vlotter"."""
    for found in NAME_BEHIND.finditer(text):
        yield found.span("name")


def called_bodies(text: str, people: Collection[Place]) -> set[str]:
    """The words among these that some place of the article calls a body: "een woordvoerder van Vlotter",
    "webwinkel Vlotter". Full names and first names stay what they are."""
    surnames = {parts[-1] for place in people if is_full(parts := name_parts(text[slice(*place)]))}
    called = {text[slice(*place)] for place in people if _is_called_body(text, place)}
    return {
        word
        for word in called
        if " " not in word and not is_first_name(fold_name(word)) and fold_name(word) not in surnames
    }


def _is_called_body(text: str, place: Place) -> bool:
    start, end = place
    return (
        BODY_BEFORE.search(text, max(0, start - 45), start) is not None
        or BODY_AFTER.match(text, end) is not None
    )
