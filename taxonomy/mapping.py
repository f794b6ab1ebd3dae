"""The map on the page of a vocabulary: States as areas where its terms are States, else marks where its terms sit.

The drawing is made once (``map_drawing``, decision 34) and read once a process. Today's borders are drawn, so the
site as of a day has no map; the list beside the map says all that it shows.
"""

import functools
import json
from dataclasses import dataclass, field, replace
from math import hypot
from pathlib import Path
from typing import Any

from osce_site import past
from taxonomy.references import Reference
from taxonomy.snapshot import Node, Snapshot

FILE = Path(__file__).parent / "map.json"
DISC = 23
"""Units of the picture between the middles of two numbered marks, at least."""
AROUND = 90
"""Units left free around the marks."""


@dataclass(frozen=True)
class Area:
    """A State. ``tone``: ``first`` for those of the first group, ``second``, or ``plain``."""

    path: str
    tone: str
    reference: Reference | None = None
    point: tuple[int, int] | None = None
    """Where a State too small to be seen gets a mark."""


@dataclass(frozen=True)
class Mark:
    number: int
    reference: Reference
    town: tuple[int, int]
    disc: tuple[int, int]
    """Where its number stands, beside the town where others are near."""


@dataclass(frozen=True)
class Map:
    view: tuple[int, int, int, int]
    """Left, top, width and height of the part of the picture that is shown."""
    land: str
    open: str
    inset: tuple[int, int, int, int] | None
    areas: list[Area] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    tones: list[Reference] = field(default_factory=list)
    """The groups whose tones are shown, the first and the rest."""


@functools.cache
def drawing() -> dict[str, Any]:
    """What ``draw_map`` made."""
    told: dict[str, Any] = json.loads(FILE.read_text())
    return told


Group = tuple[Reference | None, list[Reference]]


def of(taxonomy: Snapshot, groups: list[Group]) -> Map | None:
    """The map of a vocabulary's page, from what the page lists. No query. ``None``: nothing of it lies on the map."""
    if past.look():
        return None
    return _of_states(taxonomy, groups) or _of_places(taxonomy, groups)


def _of_states(taxonomy: Snapshot, groups: list[Group]) -> Map | None:
    drawn = drawing()
    areas: list[Area] = []
    tones: list[Reference] = []
    for group, members in groups:
        tone = "second" if tones else "first"
        found = [(one, drawn["states"].get(taxonomy.nodes[one.id].code)) for one in members]
        areas += [
            Area(state["d"], tone, one, tuple(state["at"]) if state["small"] else None) for one, state in found if state
        ]
        tones += [group] if group and any(state for _one, state in found) else []
    if not areas:
        return None
    # What is small is drawn last: it may lie within another.
    areas.sort(key=lambda area: area.point is not None)
    return Map(
        (0, 0, drawn["width"], drawn["height"]), drawn["land"], drawn["open"], tuple(drawn["inset"]), areas, tones=tones
    )


def _of_places(taxonomy: Snapshot, groups: list[Group]) -> Map | None:
    """Those that stand at the top and are at work, numbered in the order of the list."""
    listed = [one for group, members in groups if group is None for one in members if not one.mark]
    seats = [(one, seat) for one in listed if (seat := _seat(taxonomy, taxonomy.nodes[one.id]))]
    if not seats:
        return None
    drawn, discs = drawing(), _apart([seat for _one, seat in seats])
    view = _around(discs)
    marks = [
        Mark(number, one, seat, disc) for number, ((one, seat), disc) in enumerate(zip(seats, discs, strict=True), 1)
    ]
    hosts = {taxonomy.nodes[link.term_id].code for one, _seat in seats for link in taxonomy.related(one.id, "based_in")}
    members = {node.code for node in taxonomy.nodes.values() if node.code}
    areas = [
        Area(state["d"], "first" if code in hosts else "second" if code in members else "plain")
        for code, state in drawn["states"].items()
        if _meets(state["box"], view)
    ]
    return Map(view, drawn["land"], drawn["open"], None, areas, marks)


def _seat(taxonomy: Snapshot, node: Node) -> tuple[int, int] | None:
    """Where it sits: a town of its own, else the town of the State it is based in."""
    towns = drawing()["towns"]
    hosts = [taxonomy.nodes[link.term_id].code for link in taxonomy.related(node.id, "based_in")]
    found = next((towns[key] for key in (f"{node.vocabulary}/{node.slug}", *hosts) if key in towns), None)
    return (found[0], found[1]) if found else None


def _apart(towns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places for numbers near their towns, none upon another: those too near push each other away."""
    places = [(float(x), float(y)) for x, y in towns]
    for _round in range(80):
        for one in range(len(places)):
            for other in range(one):
                (x, y), (to_x, to_y) = places[one], places[other]
                away = hypot(x - to_x, y - to_y)
                if away >= DISC:
                    continue
                across, up = ((x - to_x) / away, (y - to_y) / away) if away else (1.0, 0.0)
                step = (DISC - away) / 2
                places[one] = (x + across * step, y + up * step)
                places[other] = (to_x - across * step, to_y - up * step)
    return [(round(x), round(y)) for x, y in places]


def _around(places: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """The part of the picture in which all marks lie, at least half as high as it is wide."""
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    wide = max(xs) - min(xs) + 2 * AROUND
    high = max(max(ys) - min(ys) + 2 * AROUND, wide // 2)
    return min(xs) - AROUND, (min(ys) + max(ys) - high) // 2, wide, high


def _meets(box: list[int], view: tuple[int, int, int, int]) -> bool:
    left, top, wide, high = view
    return box[2] > left and box[0] < left + wide and box[3] > top and box[1] < top + high


def numbered(listed: list[Reference], drawn: Map | None) -> list[Reference]:
    """A list again, with the numbers of the marks on the map."""
    numbers = {mark.reference.id: mark.number for mark in drawn.marks} if drawn else {}
    return [replace(one, number=numbers.get(one.id, 0)) for one in listed]
