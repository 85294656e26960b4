"""The map of the countries in the news: outlines and dots, shaded by the number of articles.

The geometry is made by training/make_map.py. Each country with articles is a link to them; the list of countries
that stands under the map holds the same numbers as a table.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from articles.filtering import NONE, FacetValue

GEOMETRY = Path(__file__).parent / "data" / "world_map.json"
CLASSES = 5  # More shades of one colour cannot be told apart.


@dataclass(frozen=True, slots=True)
class Place:
    """A country on the map; either an outline or, if it is small, a dot."""

    value: FacetValue
    shade: int  # From 1 for few articles to CLASSES at most.
    outline: str = ""
    dot: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of the legend: countries with so many articles."""

    shade: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    width: int
    height: int
    land: str  # The outlines of the countries of which there are no articles.
    places: list[Place]  # The most articles first, dots after outlines: they lie on top.
    shades: list[Shade]
    unmapped: list[FacetValue]


def world_map(countries: Iterable[FacetValue]) -> WorldMap:
    """These countries on the map; those without a place on it are named apart."""
    geometry = read_geometry()
    outlines, dots = geometry["shapes"], geometry["dots"]
    counted = {each.value: each for each in countries if each.count and each.value != NONE}
    shades = shades_of([each.count or 0 for each in counted.values()])

    def shade_of(each: FacetValue) -> int:
        return next(shade.shade for shade in shades if shade.first <= (each.count or 0) <= shade.last)

    shown = sorted(counted.values(), key=lambda each: -(each.count or 0))
    places = [
        Place(each, shade_of(each), outline=outlines[each.value]) for each in shown if each.value in outlines
    ]
    small = [each for each in shown if each.value in dots]
    places += [Place(each, shade_of(each), dot=tuple(dots[each.value])) for each in small]
    return WorldMap(
        width=geometry["width"],
        height=geometry["height"],
        land="".join(outline for code, outline in outlines.items() if code not in counted),
        places=places,
        shades=shades,
        unmapped=[each for each in shown if each.value not in outlines and each.value not in dots],
    )


@cache
def read_geometry() -> dict:
    return json.loads(GEOMETRY.read_text())


def shades_of(counts: list[int]) -> list[Shade]:
    """Classes of numbers, each about as many times the one before, with round limits: 1–3, 4–19, 20–69."""
    most = max(counts, default=0)
    if not most:
        return []
    starts = sorted({rounded(most ** (step / CLASSES)) for step in range(CLASSES)})
    ends = [*(start - 1 for start in starts[1:]), most]
    return [Shade(at, first, last) for at, (first, last) in enumerate(zip(starts, ends, strict=True), 1)]


def rounded(value: float) -> int:
    """The number of one digit and zeros that is nearest."""
    return int(float(f"{value:.0e}"))
