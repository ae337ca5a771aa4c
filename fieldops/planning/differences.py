"""What two plans say differently to a home: another day, another hour, another team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.plan import Plan
from fieldops.domain.units import MINUTE, Seconds
from fieldops.planning.changes import ChangeKind

LATER = 30 * MINUTE
"""A home told "about nine" need not be told of less."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a team begins at a home, and which."""

    day: date
    team: str
    start: Seconds


@dataclass(frozen=True, slots=True)
class Difference:
    """One visit's; ``before`` is None for a new one, ``after`` for one left out."""

    visit_id: str
    kind: ChangeKind
    before: Appointment | None
    after: Appointment | None


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """
    Of every visit that ``after`` knows, gravest first, then by day and hour.

    A visit that ``after`` neither makes nor leaves out was no part of its problem: made already,
    or not needed any more.
    """
    was, now = _appointments(before), _appointments(after)
    names = [*now, *(left.visit_id for left in after.unplanned if left.visit_id in was)]
    found = [
        Difference(name, kind, was.get(name), now.get(name))
        for name in names
        if (kind := _kind(was.get(name), now.get(name))) is not None
    ]
    return tuple(sorted(found, key=_order))


def _appointments(plan: Plan) -> dict[str, Appointment]:
    return {
        stop.visit_id: Appointment(route.day, route.team, stop.start)
        for route in plan.routes
        for stop in route.stops
    }


def _kind(before: Appointment | None, after: Appointment | None) -> ChangeKind | None:
    if after is None:
        return ChangeKind.DROPPED
    if before is None:
        return ChangeKind.NEW
    if before.day != after.day:
        return ChangeKind.OTHER_DAY
    if abs(before.start - after.start) >= LATER:
        return ChangeKind.OTHER_TIME
    return ChangeKind.OTHER_TEAM if before.team != after.team else None


def _order(one: Difference) -> tuple[int, date, Seconds, str]:
    at = one.after or one.before
    assert at is not None  # noqa: S101 - a difference has one side at least
    return list(ChangeKind).index(one.kind), at.day, at.start, one.visit_id
