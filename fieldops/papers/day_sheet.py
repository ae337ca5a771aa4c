"""A day on paper for its team: who goes, homes in order, a sketch of the way, room for results."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

DAY_SHEET = Template("day_sheet", 2)

LatLon: TypeAlias = tuple[float, float]

WIDTH, HEIGHT, MARGIN = 180.0, 54.0, 7.0
"""Of the sketch, in millimetres."""
LEAST_SPAN_KM = 0.2
KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Call:
    """
    One stop. ``way`` says how to get in, ``phone`` whose it is, ``tasks`` what is done for whom;
    ``again`` what the tries before it left to know: which try it is, and when neighbours said
    someone is home.

    No ID number, birth or health: volunteers carry this sheet.
    """

    number: int
    at: str
    home: str
    way: tuple[str, ...]
    phone: str
    tasks: tuple[str, ...]
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """
    Points of a small map in tenths of a millimetre from its top left corner, north up.

    ``bar`` is the length of a scale bar that stands for ``bar_km`` kilometres. Straight lines
    between stops show the order, not the road.
    """

    width: int
    height: int
    base: tuple[int, int]
    stops: tuple[tuple[int, int], ...]
    bar: int
    bar_km: int


@dataclass(frozen=True, slots=True)
class DaySheet:
    """``qr`` opens the phone's page of the day. Times and distances are words already."""

    office: Office
    team: str
    day: str
    people: tuple[str, ...]
    vehicle: str
    hours: str
    distance: str
    qr: str
    sketch: Sketch
    calls: tuple[Call, ...]

    def pdf(self) -> bytes:
        return typeset(DAY_SHEET, self)


def sketch(base: LatLon, stops: Sequence[LatLon]) -> Sketch:
    """Fit base and stops into the sheet, a kilometre as long both ways."""
    points = [base, *stops]
    squeeze = math.cos(math.radians(sum(lat for lat, _ in points) / len(points)))
    flat = [(lon * squeeze * KM_PER_DEGREE, -lat * KM_PER_DEGREE) for lat, lon in points]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    wide = max(max(x for x, _ in flat) - left, LEAST_SPAN_KM)
    high = max(max(y for _, y in flat) - top, LEAST_SPAN_KM)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)  # mm a kilometre
    shift = (WIDTH - wide * scale) / 2
    placed = [
        (round(10 * (shift + (x - left) * scale)), round(10 * (MARGIN + (y - top) * scale)))
        for x, y in flat
    ]
    bar_km = max((km for km in (1, 2, 5, 10) if km * scale <= WIDTH / 4), default=1)
    return Sketch(
        width=round(10 * WIDTH),
        height=round(10 * HEIGHT),
        base=placed[0],
        stops=tuple(placed[1:]),
        bar=round(10 * bar_km * scale),
        bar_km=bar_km,
    )
