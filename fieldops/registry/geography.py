"""Communes and hamlets as ``data/hamlets.geojson`` gives them, and where a point belongs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldops.domain.sentences import Sentence
from fieldops.registry.outline import Point, could_be_within, within


@dataclass(frozen=True, slots=True)
class HamletPlace:
    """A hamlet, the commune it was in before the merger, and a point in it good to 0.01°."""

    name: str
    old_commune: str
    point: Point


@dataclass(frozen=True, slots=True)
class CommunePlace:
    """A commune of today, the old communes it was made of, its outline and hamlets."""

    code: str
    name: str
    province: str
    area_km2: float
    old_communes: tuple[str, ...]
    outline: tuple[Point, ...]
    hamlets: tuple[HamletPlace, ...]


def read_geography(path: Path) -> tuple[CommunePlace, ...]:
    """All communes of the file, in its order. Raises OSError, or KeyError for a broken file."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple(
        _commune(feature, features)
        for feature in features
        if feature["properties"]["kind"] == "commune"
    )


def misplaced(
    point: Point, commune: CommunePlace, neighbours: Sequence[CommunePlace] = ()
) -> Sentence | None:
    """Why the point cannot be a home in the commune; None when it can."""
    if not commune.outline or could_be_within(point, commune.outline):
        return None
    for other in neighbours:
        if other.code != commune.code and within(point, other.outline):
            return Sentence("Điểm này ở {place}, ngoài {commune}.", _names(commune, other))
    return Sentence(
        "Điểm này nằm ngoài {commune}: giữa sông, ngoài biển hoặc ở xã khác.", _names(commune)
    )


def _names(commune: CommunePlace, other: CommunePlace | None = None) -> dict[str, str]:
    named = {"commune": commune.name}
    return named | {"place": other.name} if other else named


def _commune(feature: dict[str, Any], features: list[dict[str, Any]]) -> CommunePlace:
    properties = feature["properties"]
    ring = feature["geometry"]["coordinates"][0][:-1]
    hamlets = (
        _hamlet(other)
        for other in features
        if other["properties"].get("commune") == properties["code"]
    )
    return CommunePlace(
        properties["code"],
        properties["name"],
        properties["province"],
        properties["area_km2"],
        tuple(properties["old_communes"]),
        tuple(Point(lat, lon) for lon, lat in ring),
        tuple(hamlets),
    )


def _hamlet(feature: dict[str, Any]) -> HamletPlace:
    lon, lat = feature["geometry"]["coordinates"]
    properties = feature["properties"]
    return HamletPlace(properties["name"], properties["old_commune"], Point(lat, lon))
