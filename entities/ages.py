"""How old articles say that people are: one person with ages that no one person has may be two of one name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest, Substr

from entities.models import Mention

BEFORE, WINDOW = 40, 120  # Characters before a name that are looked at, and in all.
APART = 3  # Years between two births that no misprint or birthday explains.
OLDEST, YOUNGEST = 110, 16  # Below that, a figure behind a name is more often a score or a rank.
# "(38)", "(38 jaar)", ", 38 jaar"; "(1955)", "(Delft, 1955-2010)", "(12 mei 1955)".
AGE_AFTER = re.compile(r"\s?(?:\((\d{2,3})(?: jaar)?\)|, (\d{2,3}) jaar\b)")
BIRTH_AFTER = re.compile(
    r"\s?\((?:[^\W\d_]+, )?(?:\d{1,2} [a-z]+ )?(1[89]\d\d|20\d\d)(?:\s?[-–]\s?(?:\d{4})?)?\)"
)
# "de 38-jarige", "de 38-jarige Amsterdammer": with "over" or "zoon van" between, it is somebody else's age; "een
# 16-jarige" and "de destijds 17-jarige" are ages of long ago.
AGE_BEFORE = re.compile(r"\b[Dd]e (\d{2,3})-jarige\s+(?:[A-Z][\w-]+\s+)?$")


@dataclass(frozen=True, slots=True)
class Born:
    """Between which years somebody was born, by what stands at a mention."""

    mention: int
    first: int
    last: int

    def apart(self, other: "Born") -> int:
        """How many years lie between this birth and another, at least."""
        return max(self.first - other.last, other.first - self.last, 0)


def of_two_ages() -> Iterator[tuple[int, Born, list[Born]]]:
    """People whose ages do not go together: the id, what fits the rest least, and all that is said."""
    for person, births in said().items():
        odd = max(births, key=lambda born: (sum(born.apart(other) for other in births), born.mention))
        if any(odd.apart(other) >= APART for other in births):
            yield person, odd, births


def said() -> dict[int, list[Born]]:
    """By person: when dated articles say or imply that they were born."""
    near = Substr("article__text", Greatest(F("start_char") - BEFORE + 1, 1), WINDOW)
    mentions = Mention.objects.filter(
        kind=Mention.Kind.PERSON, entity__isnull=False, article__first_day__isnull=False
    ).annotate(near=near, person=Coalesce("entity__merged_into", "entity"))
    births = defaultdict(list)
    rows = mentions.order_by("pk").values_list(
        "pk", "person", "start_char", "end_char", "near", "article__first_day__year"
    )
    for pk, person, start, end, text, year in rows.iterator(chunk_size=2_000):
        at = min(start, BEFORE)
        span = birth_years(text[:at], text[at + end - start :], year)
        if span:
            births[person].append(Born(pk, *span))
    return births


def birth_years(before: str, after: str, year: int) -> tuple[int, int] | None:
    """The first and last year in which somebody may be born whose name, in an article of a year, stands between."""
    birth = BIRTH_AFTER.match(after)
    if birth:
        born = int(birth[1])
        return (born, born) if year - OLDEST - 60 <= born <= year - YOUNGEST else None
    found = AGE_AFTER.match(after) or AGE_BEFORE.search(before)
    age = int(next(filter(None, found.groups()))) if found else 0
    return (year - age - 1, year - age) if YOUNGEST <= age <= OLDEST else None
