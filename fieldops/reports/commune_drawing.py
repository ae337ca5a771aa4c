"""The commune drawn on paper: its outline and a circle for each hamlet, filled by its share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

LatLon: TypeAlias = tuple[float, float]

WIDTH = 640.0
MARGIN = 56.0
LARGEST_RADIUS = 34.0
LEAST_RADIUS = 10.0
LETTER = 9.6  # the width of an average letter of a hamlet's name
LINE = 20.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A hamlet to draw: where it is, how much there is, and the share done, from 0 to 1."""

    name: str
    at: LatLon
    size: int
    share: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, for words that must not lie on others."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area the two share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0) * max(down, 0)


@dataclass(frozen=True, slots=True)
class Circle:
    """
    A spot on the drawing. ``wedge`` is the SVG path of the share done; empty at none.

    Its words stand in ``words``, two lines, aligned by ``anchor`` (start, middle, end).
    """

    spot: Spot
    x: float
    y: float
    radius: float
    wedge: str
    words: Box
    anchor: str

    @property
    def box(self) -> Box:
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)

    @property
    def words_x(self) -> float:
        """Where each line of the words begins, has its middle, or ends."""
        middle = (self.words.left + self.words.right) / 2
        return {"start": self.words.left, "end": self.words.right}.get(self.anchor, middle)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Ready for an SVG: ``outline`` is the text of a polygon's points, largest circles first."""

    width: float
    height: float
    outline: str
    circles: tuple[Circle, ...]


def draw(outline: Sequence[LatLon], spots: Sequence[Spot]) -> Drawing:
    """
    Fit the outline and the spots into the sheet, north up, a kilometre as long both ways.

    Equirectangular at the middle latitude: over 30 km its error is less than a circle's rim.
    """
    points = [*outline, *(spot.at for spot in spots)]
    if not points:
        return Drawing(WIDTH, 2 * MARGIN, "", ())
    frame = _Frame.around(points)
    corners = (frame.place(point) for point in outline)
    most = max((spot.size for spot in spots), default=0)
    circles = sorted((_circle(spot, frame, most) for spot in spots), key=lambda c: -c.radius)
    return Drawing(
        WIDTH,
        frame.height,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        tuple(_with_words_apart(circles)),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    north: float
    west: float
    squeeze: float  # a degree of longitude, in degrees of latitude
    scale: float  # drawing units to a degree of latitude
    height: float

    @staticmethod
    def around(points: Sequence[LatLon]) -> _Frame:
        south, north = min(p[0] for p in points), max(p[0] for p in points)
        west, east = min(p[1] for p in points), max(p[1] for p in points)
        squeeze = math.cos(math.radians((south + north) / 2))
        span = max((east - west) * squeeze, (north - south) / 2, 1e-6)
        scale = (WIDTH - 2 * MARGIN) / span
        return _Frame(north, west, squeeze, scale, 2 * MARGIN + (north - south) * scale)

    def place(self, point: LatLon) -> tuple[float, float]:
        lat, lon = point
        x = MARGIN + (lon - self.west) * self.squeeze * self.scale
        return x, MARGIN + (self.north - lat) * self.scale


def _circle(spot: Spot, frame: _Frame, most: int) -> Circle:
    x, y = frame.place(spot.at)
    radius = max(LEAST_RADIUS, LARGEST_RADIUS * math.sqrt(spot.size / most) if most else 0)
    words, anchor = _places(x, y, radius, spot.name)[0]
    wedge = _wedge(x, y, radius, spot.share)
    return Circle(spot, round(x, 1), round(y, 1), round(radius, 1), wedge, words, anchor)


def _with_words_apart(circles: Sequence[Circle]) -> list[Circle]:
    """Each circle's words where they cover least of other circles, other words and the margin."""
    placed: list[Circle] = []
    for circle in circles:
        others = [c.box for c in circles if c is not circle] + [c.words for c in placed]
        words, anchor = min(
            _places(circle.x, circle.y, circle.radius, circle.spot.name),
            key=lambda place: _covered(place[0], others) + _outside(place[0]),
        )
        placed.append(replace(circle, words=words, anchor=anchor))
    return placed


def _places(x: float, y: float, radius: float, name: str) -> list[tuple[Box, str]]:
    """Right of the circle, left of it, under it, over it: in the order we like them."""
    wide, gap = max(len(name) * LETTER, 5 * LETTER), 6
    top, middle = y - LINE, x - wide / 2
    right, left = x + radius + gap, x - radius - gap
    under, over = y + radius + gap, y - radius - gap
    return [
        (Box(right, top, right + wide, top + 2 * LINE), "start"),
        (Box(left - wide, top, left, top + 2 * LINE), "end"),
        (Box(middle, under, middle + wide, under + 2 * LINE), "middle"),
        (Box(middle, over - 2 * LINE, middle + wide, over), "middle"),
    ]


def _covered(box: Box, others: Sequence[Box]) -> float:
    return sum(box.overlap(other) for other in others)


def _outside(box: Box) -> float:
    """The area that would be cut off at the sides of the sheet, and counts ten times."""
    cut = max(-box.left, 0) + max(box.right - WIDTH, 0)
    return 10 * cut * (box.bottom - box.top)


def _wedge(x: float, y: float, radius: float, share: float) -> str:
    """The slice of a disc from twelve o'clock, clockwise; two half discs where it is whole."""
    if share <= 0:
        return ""
    if share >= 1:
        top, bottom = f"{x:.1f},{y - radius:.1f}", f"{x:.1f},{y + radius:.1f}"
        arc = f"A{radius:.1f},{radius:.1f} 0 0 1"
        return f"M{top} {arc} {bottom} {arc} {top} Z"
    angle = 2 * math.pi * share
    end = f"{x + radius * math.sin(angle):.1f},{y - radius * math.cos(angle):.1f}"
    wide = int(share > 0.5)
    return (
        f"M{x:.1f},{y:.1f} L{x:.1f},{y - radius:.1f} A{radius:.1f},{radius:.1f} 0 {wide} 1 {end} Z"
    )
