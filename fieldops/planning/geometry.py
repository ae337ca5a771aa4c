"""Tables of the way for the kernel: seconds, costs with ferries, timetables, who is near whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.kernel.data import NEVER, Array
from fieldops.planning.problem import Ferry, Problem

NEAREST = 120
"""Neighbours kept for each visit: far more than one ruin touches."""

NO_WAY = 10_000_000
"""What a way that does not exist is costed at, in seconds."""


def tolls(problem: Problem, kinds: Sequence[VehicleKind]) -> tuple[Array, Array]:
    """
    Seconds by road (-1: none) and seconds as costed, each [kind, place, place].

    A ferry counts its crossing and both ends, without the wait: that depends on the hour.
    """
    if not kinds:
        return np.zeros((1, 1, 1), np.int32), np.zeros((1, 1, 1), np.int32)
    seconds = np.stack([problem.travel[kind].seconds.cells for kind in kinds])
    toll = np.where(seconds < 0, NO_WAY, seconds).astype(np.int64)
    road = toll.copy()
    for ferry in problem.ferries:
        for k, kind in enumerate(kinds):
            if kind in ferry.boards:
                to = road[k, :, ferry.from_place, None]
                off = road[k, None, ferry.to_place, :]
                toll[k] = np.minimum(toll[k], to + ferry.crossing + off)
    return np.ascontiguousarray(seconds), np.minimum(toll, NO_WAY).astype(np.int32)


def turned(toll: Array) -> Array:
    """The tolls with from and to exchanged: what it costs to come to a place, in one row."""
    other = toll.transpose(0, 2, 1)
    return toll if np.array_equal(toll, other) else np.ascontiguousarray(other)


def timetable(problem: Problem, kinds: Sequence[VehicleKind]) -> tuple[Array, Array]:
    """Ferries as [ferry, 4] and their departures as [ferry, day, departure], padded with NEVER."""
    ferries = problem.ferries
    most = max((len(ferry.departures) for ferry in ferries), default=0) + 1
    sails = np.full((len(ferries), max(len(problem.days), 1), most), NEVER, np.int64)
    rows = np.zeros((len(ferries), 4), np.int64)
    for f, ferry in enumerate(ferries):
        mask = sum(1 << k for k, kind in enumerate(kinds) if kind in ferry.boards)
        rows[f] = (ferry.from_place, ferry.to_place, ferry.crossing, mask)
        for d, day in enumerate(problem.days):
            if _sails(ferry, day.on):
                sails[f, d, : len(ferry.departures)] = sorted(ferry.departures)
    return rows, sails


def _sails(ferry: Ferry, on: object) -> bool:
    return ferry.days is None or on in ferry.days


def near_by(toll: Array, places: Array) -> Array:
    """For each visit the nearest visits by the cheapest vehicle, itself first: [visit, k]."""
    count = len(places)
    most = min(NEAREST, count)
    near = np.zeros((count, most), np.int64)
    for v in range(count):
        there = toll[:, places[v]][:, places].min(axis=0).astype(np.int64)
        there += toll[:, places, places[v]].min(axis=0)
        there[v] = -1
        some = np.argpartition(there, most - 1)[:most] if most < count else np.arange(count)
        near[v] = some[np.argsort(there[some], kind="stable")]
    return near
