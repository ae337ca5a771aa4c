"""The least way in and out of each visit, whatever comes before it and after it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from fieldops.domain.units import Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.geometry import tolls
from fieldops.planning.problem import Problem


def shortest_ways(problem: Problem, may: set[int]) -> tuple[list[Seconds], Seconds]:
    """
    Half of the least way in and out of each visit, and of the least way out of the base and in.

    A route is as long as the halves of the legs at each of its stops and at the base: every leg
    has two ends. Neighbours are the visits that ``may`` be made at all.
    """
    kinds = sorted(problem.travel)
    if not kinds or not may:
        return [0] * len(problem.visits), 0
    toll = tolls(problem, kinds)[1].astype(np.int64)
    places = np.array([visit.place for visit in problem.visits])
    apart = _never_together(problem)
    ways = []
    for v, visit in enumerate(problem.visits):
        way = _by(toll, kinds, visit.reached_by)
        ends = np.array([problem.base, *places[sorted(may - {v, *apart[v]})]])
        ways.append(_in_and_out(way[ends, visit.place], way[visit.place, ends]) // 2)
    near = toll.min(axis=0)
    some = places[sorted(may)]
    home = near[problem.base, some].min() + near[some, problem.base].min()
    return ways, int(home) // 2


def _in_and_out(come: Any, leave: Any) -> int:
    """The least way in and out by two different neighbours, or both by the first, the base."""
    both = int(come[0] + leave[0])
    if len(come) == 1:
        return both
    first, last = int(come.argmin()), int(leave.argmin())
    if first != last:
        return min(both, int(come[first] + leave[last]))
    second = np.partition(come, 1)[1] + leave[last], come[first] + np.partition(leave, 1)[1]
    return min(both, *map(int, second))


def _never_together(problem: Problem) -> dict[int, list[int]]:
    """For each visit those that are never on the same day: an intake and a later delivery."""
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    apart: dict[int, list[int]] = defaultdict(list)
    for link in problem.links:
        ends = index[link.intake_id], index[link.delivery_id]
        if link.least > 0:
            apart[ends[0]].append(ends[1])
            apart[ends[1]].append(ends[0])
    return apart


def _by(toll: Any, kinds: list[VehicleKind], able: frozenset[VehicleKind]) -> Any:
    rows = [k for k, kind in enumerate(kinds) if kind in able]
    return toll[rows].min(axis=0) if rows else toll.min(axis=0)
