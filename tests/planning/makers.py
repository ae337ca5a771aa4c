"""Makers: the smallest valid planning thing, with only what the test is about spelled out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from fieldops.domain.people import Role, Skill
from fieldops.domain.units import HOUR, MINUTE
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import Person, Problem, Shift, Travel, Vehicle, Visit, WorkDay
from fieldops.planning.matrix import Square

MONDAY = date(2026, 11, 23)
REGISTRAR, POLICE, YOUTH = Role.REGISTRAR, Role.POLICE, Role.YOUTH
KHMER = Skill.KHMER
MOTORBIKE, CAR, BOAT = VehicleKind.MOTORBIKE, VehicleKind.CAR, VehicleKind.BOAT
DAY = Shift(7 * HOUR, 17 * HOUR)


def days(count=1, max_teams=2):
    """Working days in a row from Monday 23 November 2026, weekends left out."""
    found, on = [], MONDAY
    while len(found) < count:
        if on.weekday() < 5:
            found.append(WorkDay(on, len(found), max_teams))
        on += timedelta(1)
    return tuple(found)


def person(id="r1", roles=(REGISTRAR,), hours=None, skills=(), count=1):
    return Person(
        id, frozenset(roles), (DAY,) * count if hours is None else hours, frozenset(skills)
    )


def vehicle(id="m1", kind=MOTORBIKE, seats=4, **more):
    return Vehicle(id, kind, seats, **more)


def visit(id="v1", place=1, minutes=30, roles=(), skills=(), **more):
    more.setdefault("household_id", f"home-{id}")
    more.setdefault("hamlet_id", "hamlet")
    return Visit(
        id=id,
        place=place,
        service=minutes * MINUTE,
        roles=frozenset(roles),
        skills=frozenset(skills),
        **more,
    )


def travel(minutes):
    """A square table in minutes; one kilometre takes two minutes."""
    seconds = np.array(minutes, dtype=np.int64)
    seconds = np.where(seconds < 0, -1, seconds * MINUTE)
    metres = np.where(seconds < 0, 0, seconds * 1000 // 120)
    return Travel(Square(seconds.astype(np.int32)), Square(metres.astype(np.int32)))


def line(places, minutes=10):
    """Places on a line, the base first, each ``minutes`` from the next."""
    at = np.arange(places) * minutes
    return travel(np.abs(at[:, None] - at[None, :]))


def problem(visits=(), **more: Any):
    count = len(more["days"]) if "days" in more else 1
    places = 1 + max((each.place for each in visits), default=0)
    given: dict[str, Any] = {
        "days": days(),
        "people": (person(count=count), person("p1", (POLICE,), count=count)),
        "vehicles": (vehicle("m1"), vehicle("m2")),
        "visits": tuple(visits),
        "travel": {MOTORBIKE: line(places)},
        "lunch": None,
    }
    return Problem(**given | more)
