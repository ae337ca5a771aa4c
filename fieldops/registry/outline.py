"""Whether a point lies in a commune, as far as a rounded outline can tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fieldops.domain.units import Metres

ROUNDING: Metres = 800
"""Outlines are rounded to 0.01°: a corner can be off by 0.005° each way, 785 m on the diagonal."""

_METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    lat: float
    lon: float


Outline = Sequence[Point]
"""Corners in order around the area; the last joins the first."""


def within(point: Point, outline: Outline) -> bool:
    """Whether the point is inside the ring of straight lines (even-odd rule)."""
    inside = False
    for a, b in _edges(outline):
        crosses = (a.lat > point.lat) != (b.lat > point.lat)
        if crosses and point.lon < a.lon + (point.lat - a.lat) * (b.lon - a.lon) / (b.lat - a.lat):
            inside = not inside
    return inside


def distance_to_edge(point: Point, outline: Outline) -> float:
    """Metres to the nearest line of the outline, on a flat map around the point."""
    return min(_distance(point, a, b) for a, b in _edges(outline))


def could_be_within(point: Point, outline: Outline) -> bool:
    """Whether the point is inside, or so near that the rounding of the outline explains it."""
    return within(point, outline) or distance_to_edge(point, outline) <= ROUNDING


def _edges(outline: Outline) -> Iterable[tuple[Point, Point]]:
    return pairwise((*outline, outline[0]))


def _distance(p: Point, a: Point, b: Point) -> float:
    ax, ay = _flat(a, p)
    bx, by = _flat(b, p)
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else -(ax * (bx - ax) + ay * (by - ay)) / length
    along = min(1.0, max(0.0, along))
    return math.hypot(ax + along * (bx - ax), ay + along * (by - ay))


def _flat(point: Point, origin: Point) -> tuple[float, float]:
    """Metres east and north of the origin; good to a few metres over a commune."""
    shrink = math.cos(math.radians(origin.lat))
    return (
        (point.lon - origin.lon) * _METRES_PER_DEGREE * shrink,
        (point.lat - origin.lat) * _METRES_PER_DEGREE,
    )
