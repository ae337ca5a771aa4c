"""Tables of the way for the kernel: seconds, costs with ferries, timetables, who is near whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.kernel.data import NEVER, NO_WAY, Array
from fieldops.planning.problem import Ferry, Problem

NEAREST = 120
"""Neighbours kept for each visit: far more than one ruin touches."""


@dataclass(frozen=True, slots=True)
class Ground:
    """
    Where the visits of a problem are, for the kernel: made once, shared by all that look at it.

    It depends on places, ways, days and ferries alone: teams, windows and rules may differ.
    """

    kinds: list[VehicleKind]
    seconds: Array
    toll: Array
    back: Array
    ferries: Array
    sails: Array
    near: Array

    @classmethod
    def of(cls, problem: Problem) -> Ground:
        """The ground of the problem."""
        kinds = sorted(problem.travel)
        seconds, toll = tolls(problem, kinds)
        back = turned(toll)
        near = near_by(toll, back, np.array([visit.place for visit in problem.visits], np.int64))
        return cls(kinds, seconds, toll, back, *timetable(problem, kinds), near)


ROWS = 256
"""Rows of a table worked on at once: whole tables are large, and half-made ones larger."""


def tolls(problem: Problem, kinds: Sequence[VehicleKind]) -> tuple[Array, Array]:
    """
    Seconds by road (``NO_WAY``: none) and seconds as costed, each [kind, place, place].

    A ferry counts its crossing and both ends, without the wait: that depends on the hour. Without
    ferries both are one table.
    """
    if not kinds:
        return np.zeros((1, 1, 1), np.uint16), np.zeros((1, 1, 1), np.uint16)
    count = len(problem.travel[kinds[0]].seconds)
    seconds = np.empty((len(kinds), count, count), np.uint16)
    for k, kind in enumerate(kinds):
        cells = problem.travel[kind].seconds.cells
        beyond = cells.view(f"u{cells.itemsize}")  # where none leads, -1, is the largest of all
        np.minimum(beyond, NO_WAY, out=seconds[k], casting="unsafe")
    if not problem.ferries:
        return seconds, seconds
    toll = seconds.copy()
    for ferry in problem.ferries:
        for k, kind in enumerate(kinds):
            if kind in ferry.boards:
                _cross(seconds[k], toll[k], ferry)
    return seconds, toll


def _cross(road: Array, toll: Array, ferry: Ferry) -> None:
    """Where the ferry is the shorter way, it is what the way costs."""
    off = road[ferry.to_place].astype(np.int64)
    for row in range(0, len(road), ROWS):
        to = road[row : row + ROWS, ferry.from_place, None].astype(np.int64)
        part = toll[row : row + ROWS]
        np.minimum(part, to + ferry.crossing + off, out=part, casting="unsafe")


def turned(toll: Array) -> Array:
    """The tolls with from and to exchanged: what it costs to come to a place, in one row."""
    other = toll.transpose(0, 2, 1)
    blocks = (slice(row, row + ROWS) for row in range(0, toll.shape[1], ROWS))
    same = all(np.array_equal(toll[:, block], other[:, block]) for block in blocks)
    return toll if same else np.ascontiguousarray(other)


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


def near_by(toll: Array, back: Array, places: Array) -> Array:
    """For each visit the nearest visits by the cheapest vehicle, itself first: [visit, k]."""
    count = len(places)
    most = min(NEAREST, count)
    near = np.zeros((count, most), np.int32)
    for v, place in enumerate(places):
        away = toll[:, place].min(axis=0).astype(np.int32) + back[:, place].min(axis=0)
        there = away[places]
        there[v] = -1
        some = np.argpartition(there, most - 1)[:most] if most < count else np.arange(count)
        near[v] = some[np.argsort(there[some], kind="stable")]
    return near
