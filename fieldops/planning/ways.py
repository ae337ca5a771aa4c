"""Ways between places by the clock: the road, or a ferry of the timetable where it is sooner."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from fieldops.domain.units import Metres, Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.problem import Ferry, Problem


@dataclass(frozen=True, slots=True)
class Leg:
    """A way from one place to another: when it ends, and how long it is on the ground or water."""

    arrival: Seconds
    metres: Metres


def soonest(
    problem: Problem, kind: VehicleKind, on: date, here: int, there: int, leave: Seconds
) -> Leg | None:
    """
    The soonest arrival at ``there`` when leaving ``here`` at ``leave``; None when there is no way.

    A leg uses one ferry of the timetable at most. Leaving later never arrives sooner.
    """
    way = problem.travel[kind]
    legs = [_across(problem, ferry, kind, on, here, there, leave) for ferry in problem.ferries]
    if way.seconds[here, there] >= 0:
        legs.append(Leg(leave + way.seconds[here, there], way.metres[here, there]))
    return min((leg for leg in legs if leg), key=lambda leg: leg.arrival, default=None)


def _across(
    problem: Problem,
    ferry: Ferry,
    kind: VehicleKind,
    on: date,
    here: int,
    there: int,
    leave: Seconds,
) -> Leg | None:
    way = problem.travel[kind]
    to, off = way.seconds[here, ferry.from_place], way.seconds[ferry.to_place, there]
    sails = kind in ferry.boards and (ferry.days is None or on in ferry.days)
    if not sails or to < 0 or off < 0:
        return None
    departures = sorted(ferry.departures)
    next_one = bisect_left(departures, leave + to)
    if next_one == len(departures):
        return None
    metres = way.metres[here, ferry.from_place] + way.metres[ferry.to_place, there]
    return Leg(departures[next_one] + ferry.crossing + off, metres + ferry.metres)
