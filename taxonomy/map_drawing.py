"""Draws the map once, from the borders and coasts of Natural Earth (public domain) as TopoJSON.

What two States share is one line in the source. Lines are projected and simplified by themselves, then put together
to outlines, so neighbours still meet. Units: of the picture, ``WIDTH`` across. Decision 34 tells what was decided.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import cos, hypot, radians, sin, sqrt
from typing import Any, Self

Point = tuple[float, float]
Ring = list[int]
"""The lines of an outline, in order; ``~n``: the line ``n`` backwards, as TopoJSON has it."""

WIDTH, HEIGHT = 1540, 1130
CENTRE = (20.0, 55.0)
"""Longitude and latitude where nothing is turned or stretched: Vancouver and Vladivostok lie equally far from it."""
SCALE = 615
"""Units for one radian at the centre. Areas stand to each other as on the globe (Lambert's azimuthal projection)."""
ORIGIN = (725, 725)
"""Where the centre stands in the picture."""
TOLERANCE = 1.2
"""How far a simplified line may run beside the true one."""
SMALLEST = 12
"""Square units. Islands below it are left out, unless a State would have none left."""
A_MARK = 60
"""Square units. A State whose land takes up less also gets a mark to be seen and hit."""
FAR = radians(125)
"""What lies farther from the centre is drawn as if it lay so far: beyond the corners of the picture."""
MARGIN = 30
"""How far lines go on outside the picture."""

INSET = (1320, 920, 210, 200)
"""Left, top, width and height of the box for what lies far off: Australia."""
INSET_CENTRE, INSET_SCALE = (134.0, -26.0), 265

STATES = {
    "Albania": "AL", "Andorra": "AD", "Armenia": "AM", "Austria": "AT", "Azerbaijan": "AZ", "Belgium": "BE",
    "Belarus": "BY", "Bosnia and Herz.": "BA", "Bulgaria": "BG", "Canada": "CA", "Croatia": "HR", "Cyprus": "CY",
    "N. Cyprus": "CY", "Czechia": "CZ", "Denmark": "DK", "Faeroe Is.": "DK", "Greenland": "DK", "Estonia": "EE",
    "Finland": "FI", "Åland": "FI", "France": "FR", "Georgia": "GE", "Germany": "DE", "Greece": "GR", "Vatican": "VA",
    "Hungary": "HU", "Iceland": "IS", "Ireland": "IE", "Italy": "IT", "Kazakhstan": "KZ", "Kyrgyzstan": "KG",
    "Latvia": "LV", "Liechtenstein": "LI", "Lithuania": "LT", "Luxembourg": "LU", "Malta": "MT", "Moldova": "MD",
    "Monaco": "MC", "Mongolia": "MN", "Montenegro": "ME", "Netherlands": "NL", "Macedonia": "MK", "Norway": "NO",
    "Poland": "PL", "Portugal": "PT", "Romania": "RO", "Russia": "RU", "San Marino": "SM", "Serbia": "RS",
    "Slovakia": "SK", "Slovenia": "SI", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "Tajikistan": "TJ",
    "Turkey": "TR", "Turkmenistan": "TM", "Ukraine": "UA", "United Kingdom": "GB", "United States of America": "US",
    "Uzbekistan": "UZ", "Afghanistan": "AF", "Australia": "AU", "Japan": "JP", "South Korea": "KR", "Thailand": "TH",
    "Algeria": "DZ", "Egypt": "EG", "Israel": "IL", "Jordan": "JO", "Morocco": "MA", "Tunisia": "TN",
}  # fmt: skip
"""Name in the source -> the code (ISO 3166) of the State it is drawn with."""
OPEN = {"Kosovo"}
"""Drawn in the tone of the States around, with a broken line, and as nobody's."""
MOVED = {(34.1, 45.0): "UA", (-53.0, 4.0): ""}
"""The piece of land that holds a point is drawn with this State: the source shows who holds it, not whose it is.

Empty: with the land of nobody here, as it lies on another continent.
"""
TOWNS = {
    "AL": (19.82, 41.33), "AM": (44.51, 40.18), "AZ": (49.87, 40.41), "BA": (18.41, 43.86), "BY": (27.56, 53.90),
    "EE": (24.75, 59.44), "GE": (44.79, 41.72), "HR": (15.98, 45.81), "KG": (74.59, 42.87), "KZ": (71.43, 51.13),
    "LV": (24.11, 56.95), "MD": (28.86, 47.01), "ME": (19.26, 42.44), "MK": (21.43, 42.00), "RS": (20.46, 44.81),
    "RU": (37.62, 55.75), "TJ": (68.78, 38.56), "TM": (58.38, 37.95), "UA": (30.52, 50.45), "UZ": (69.24, 41.30),
    "field-operations/mission-in-kosovo": (21.17, 42.66),
}  # fmt: skip
"""Where an operation sits: by the code of its host State, or by its own address. Longitude and latitude."""


def projected(place: Point, centre: Point = CENTRE, scale: float = SCALE, origin: Point = ORIGIN) -> Point:
    """A place (longitude, latitude in degrees) in the picture."""
    across, up = radians(place[0] - centre[0]), radians(place[1])
    middle = radians(centre[1])
    nearness = sin(middle) * sin(up) + cos(middle) * cos(up) * cos(across)
    x = cos(up) * sin(across)
    y = cos(middle) * sin(up) - sin(middle) * cos(up) * cos(across)
    off = hypot(x, y)
    stretch = scale * sqrt(2 * (1 - max(nearness, cos(FAR)))) / off if off else 0
    x, y = stretch * x, stretch * y
    return origin[0] + x, origin[1] - y


def simplified(line: list[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """The fewest points from which no other lies farther off than the tolerance (Ramer, Douglas, Peucker)."""
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    off = [_distance(point, first, last) for point in line[1:-1]]
    farthest = max(range(len(off)), key=off.__getitem__) + 1
    if off[farthest - 1] <= tolerance:
        return [first, last]
    return simplified(line[: farthest + 1], tolerance)[:-1] + simplified(line[farthest:], tolerance)


def _distance(point: Point, start: Point, stop: Point) -> float:
    """From a point to the line between two others."""
    length = hypot(stop[0] - start[0], stop[1] - start[1])
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    twice = (stop[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (stop[1] - start[1])
    return abs(twice) / length


def area(outline: list[Point]) -> float:
    """Square units within an outline."""
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def box(points: list[Point]) -> list[int]:
    """Left, top, right and bottom of what holds them all."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return [round(edge) for edge in (min(xs), min(ys), max(xs), max(ys))]


def middle(points: list[Point]) -> list[int]:
    """Half way between their ends, across and down."""
    left, top, right, bottom = box(points)
    return [(left + right) // 2, (top + bottom) // 2]


def path(outline: list[Point]) -> str:
    """An outline as SVG tells it: from point to point, in whole units."""
    points = [(round(x), round(y)) for x, y in outline]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    told = "".join(f" {_pair(*step)}" if step[0] >= 0 else _pair(*step) for step in steps if step != (0, 0))
    return f"M{_pair(*points[0])}l{told.lstrip()}z" if told else ""


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"


Polygon = list[Ring]


@dataclass
class Source:
    """The borders of the world as TopoJSON tells them."""

    polygons: dict[str, list[Polygon]]
    """By the name of the State."""
    lines: list[list[Point]]
    """In degrees."""

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        scale, start = told["transform"]["scale"], told["transform"]["translate"]
        lines = []
        for steps in told["arcs"]:
            across = accumulate(x for x, _y in steps)
            up = accumulate(y for _x, y in steps)
            lines.append([(x * scale[0] + start[0], y * scale[1] + start[1]) for x, y in zip(across, up, strict=True)])
        polygons: dict[str, list[Polygon]] = defaultdict(list)
        for one in told["objects"]["countries"]["geometries"]:
            arcs = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            polygons[one["properties"]["name"]] += arcs
        return cls(dict(polygons), lines)

    def line(self, number: int) -> list[Point]:
        return self.lines[number] if number >= 0 else self.lines[~number][::-1]

    def holds(self, polygon: Polygon, place: Point) -> bool:
        """Whether a piece of land holds a place: how often a line to the east of it is crossed."""
        outline = [point for number in polygon[0] for point in self.line(number)]
        crossed = 0
        for (x, y), (to_x, to_y) in pairwise(outline):
            if (y > place[1]) != (to_y > place[1]) and place[0] < x + (place[1] - y) / (to_y - y) * (to_x - x):
                crossed += 1
        return crossed % 2 == 1

    def joined(self, polygons: Iterable[Polygon]) -> list[Ring]:
        """The outlines of several pieces of land together: lines that two of them share fall away."""
        every = [number for polygon in polygons for ring in polygon for number in ring]
        left = [number for number in every if ~number not in every]
        from_there: dict[Point, list[int]] = defaultdict(list)
        for number in left:
            from_there[self.line(number)[0]].append(number)
        rings = []
        while left:
            ring = [left.pop(0)]
            from_there[self.line(ring[0])[0]].remove(ring[0])
            while (end := self.line(ring[-1])[-1]) != self.line(ring[0])[0]:
                ring.append(from_there[end].pop(0))
                left.remove(ring[-1])
            rings.append(ring)
        return rings


@dataclass
class Drawing:
    """Puts lines into the picture, each in one way wherever it is used."""

    source: Source
    centre: Point = CENTRE
    scale: float = SCALE
    origin: Point = ORIGIN
    drawn: dict[int, list[Point]] = field(default_factory=dict)

    def line(self, number: int) -> list[Point]:
        """Projected, held to the picture and its margin, simplified."""
        key = max(number, ~number)
        if key not in self.drawn:
            points = [projected(place, self.centre, self.scale, self.origin) for place in self.source.lines[key]]
            self.drawn[key] = simplified([_held(point) for point in points])
        return self.drawn[key] if number >= 0 else self.drawn[key][::-1]

    def outlines(self, polygons: Iterable[Polygon]) -> list[list[Point]]:
        """The largest first."""
        found = []
        for ring in self.source.joined(polygons):
            outline = [point for number in ring for point in self.line(number)]
            if not _outside(outline):
                found.append(outline)
        return sorted(found, key=area, reverse=True)

    def path(self, outlines: list[list[Point]], smallest: float = SMALLEST) -> str:
        kept = [one for number, one in enumerate(outlines) if not number or area(one) >= smallest]
        return "".join(path(one) for one in kept)


def _held(point: Point) -> Point:
    return min(max(point[0], -MARGIN), WIDTH + MARGIN), min(max(point[1], -MARGIN), HEIGHT + MARGIN)


def _outside(outline: list[Point]) -> bool:
    """Whether it lies beyond one edge."""
    left, top, right, bottom = box(outline)
    return right <= 0 or left >= WIDTH or bottom <= 0 or top >= HEIGHT


def draw(told: dict[str, Any]) -> dict[str, Any]:
    """The picture as ``taxonomy/map.json`` keeps it, from TopoJSON."""
    source = Source.read(told)
    ours, others, unclaimed = _owned(source)
    drawing = Drawing(source)
    left, top, wide, high = INSET
    inset = Drawing(source, INSET_CENTRE, INSET_SCALE, (left + wide / 2, top + high / 2))
    states: dict[str, dict[str, Any]] = {}
    for code, polygons in sorted(ours.items()):
        hand = drawing if (outlines := drawing.outlines(polygons)) else inset
        outlines = outlines or inset.outlines(polygons)
        states[code] = {"d": hand.path(outlines), "at": middle(outlines[0])}
        states[code] |= {"small": area(outlines[0]) < A_MARK, "box": box([one for part in outlines for one in part])}
    towns = {key: [round(part) for part in projected(place)] for key, place in TOWNS.items()}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "inset": INSET,
        "land": drawing.path(drawing.outlines(others), smallest=A_MARK),
        "open": drawing.path(drawing.outlines(unclaimed)),
        "states": states,
        "towns": towns,
    }


def _owned(source: Source) -> tuple[dict[str, list[Polygon]], list[Polygon], list[Polygon]]:
    """The land of each State by its code, that of all others, and what is drawn as nobody's."""
    ours: dict[str, list[Polygon]] = defaultdict(list)
    others: list[Polygon] = []
    unclaimed: list[Polygon] = []
    for name, polygons in source.polygons.items():
        for polygon in polygons:
            code = next((to for place, to in MOVED.items() if source.holds(polygon, place)), STATES.get(name))
            if name in OPEN:
                unclaimed.append(polygon)
            elif code:
                ours[code].append(polygon)
            else:
                others.append(polygon)
    return ours, others, unclaimed
