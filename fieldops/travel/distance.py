"""Distances over the ground: geopy for one, a numpy haversine for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from geopy.distance import great_circle
from numpy.typing import NDArray

from fieldops.domain.units import Metres
from fieldops.travel.network import Point

EARTH_RADIUS_M = 6_371_009.0
"""Mean earth radius (2a + b) / 3 of WGS 84, the one geopy uses, so that both ways agree."""


def metres_between(a: Point, b: Point) -> Metres:
    """Great-circle distance of two points, in whole metres."""
    metres: float = great_circle((a.lat, a.lon), (b.lat, b.lon)).meters
    return round(metres)


def great_circles(starts: Sequence[Point], ends: Sequence[Point]) -> NDArray[np.float64]:
    """Great-circle distances in metres, shape (len(starts), len(ends)), by the haversine."""
    lat1, lon1 = _radians(starts)
    lat2, lon2 = _radians(ends)
    half_lat = np.sin((lat2[None, :] - lat1[:, None]) / 2) ** 2
    half_lon = np.sin((lon2[None, :] - lon1[:, None]) / 2) ** 2
    chord = half_lat + np.cos(lat1)[:, None] * np.cos(lat2)[None, :] * half_lon
    # Rounding can put antipodes a hair above 1, where arcsin has no value.
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return metres


def _radians(points: Sequence[Point]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    degrees = np.array([(p.lat, p.lon) for p in points], dtype=np.float64).reshape(-1, 2)
    return np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
