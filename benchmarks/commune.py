"""Invented communes of any size for measuring the planner: islands, hamlets, homes, needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.units import HOUR, MINUTE
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind
from fieldops.planning import (
    Link,
    Lunch,
    Person,
    Problem,
    Shift,
    Travel,
    Vehicle,
    Visit,
    Window,
    WorkDay,
)
from fieldops.planning.matrix import Square

FIRST_DAY = date(2026, 11, 23)
SPEED = {VehicleKind.MOTORBIKE: 28.0, VehicleKind.CAR: 32.0, VehicleKind.BOAT: 16.0}
DETOUR = 1.4


@dataclass(frozen=True, slots=True)
class Size:
    """How large a commune is, and what it has to send."""

    homes: int = 240
    days: int = 10
    teams: int = 4
    registrars: int = 2
    police: int = 5
    youth: int = 8


def commune(size: Size, seed: int) -> Problem:
    """An invented commune on a long river island; the same size and seed give the same problem."""
    chance = np.random.default_rng(seed)
    hamlets = max(4, size.homes // 20)
    centres = chance.uniform((0, 0), (18_000, 4_000), (hamlets, 2))
    of_hamlet = chance.integers(hamlets, size=size.homes)
    homes = centres[of_hamlet] + chance.normal(0, 600, (size.homes, 2))
    places = np.vstack([[(9_000, 2_000)], homes])
    visits, links = _visits(chance, of_hamlet)
    return Problem(
        days=_days(size),
        people=_people(size, chance),
        vehicles=_vehicles(size),
        visits=tuple(visits),
        travel=_travel(places, {vehicle.kind for vehicle in _vehicles(size)}),
        links=tuple(links),
        lunch=Lunch(),
        capacity=14,
        least_crew=2,
    )


def _days(size: Size) -> tuple[WorkDay, ...]:
    found: list[WorkDay] = []
    on = FIRST_DAY
    while len(found) < size.days:
        if on.weekday() < 5:
            found.append(WorkDay(on, len(found), size.teams))
        on += timedelta(1)
    return tuple(found)


def _people(size: Size, chance: np.random.Generator) -> tuple[Person, ...]:
    counts = ((Role.REGISTRAR, size.registrars), (Role.POLICE, size.police))
    people: list[Person] = []
    for role, count in (*counts, (Role.YOUTH, size.youth)):
        for number in range(count):
            away = chance.random(size.days) < 0.08
            hours = tuple(None if gone else Shift(7 * HOUR, 17 * HOUR) for gone in away)
            skills = frozenset({Skill.KHMER} if number % 3 == 0 else ())
            people.append(Person(f"{role.value}-{number}", frozenset({role}), hours, skills))
    return tuple(people)


def _vehicles(size: Size) -> tuple[Vehicle, ...]:
    motorbikes = [Vehicle(f"pair-{n}", VehicleKind.MOTORBIKE, 4) for n in range(size.teams)]
    boats = [Vehicle(f"boat-{n}", VehicleKind.BOAT, 6) for n in range(1 + size.teams // 6)]
    return (*motorbikes, *boats)


def _travel(places: np.ndarray, kinds: set[VehicleKind]) -> dict[VehicleKind, Travel]:
    """The ways of the kinds of vehicle that the commune has."""
    metres = _table(places, lambda far: far)
    return {kind: Travel(_table(places, _seconds(kind)), metres) for kind in sorted(kinds)}


def _seconds(kind: VehicleKind) -> Callable[[np.ndarray], np.ndarray]:
    return lambda far: far / (SPEED[kind] / 3.6) + np.where(far > 0, MINUTE, 0)


def _table(places: np.ndarray, of: Callable[[np.ndarray], np.ndarray]) -> Square:
    """Row by row, two bytes a cell: the tables of a large commune are most of what it takes."""
    table = np.empty((len(places), len(places)), np.uint16)
    for row, place in enumerate(places):
        table[row] = of(np.hypot(*(places - place).T) * DETOUR)
    return Square(table)


def _visits(chance: np.random.Generator, of_hamlet: np.ndarray) -> tuple[list[Visit], list[Link]]:
    visits: list[Visit] = []
    links: list[Link] = []
    for home, hamlet in enumerate(of_hamlet):
        first = _first_visit(chance, home, int(hamlet))
        visits.append(first)
        if first.registers or first.kind is not VisitKind.INTAKE:
            continue
        if Role.REGISTRAR in first.roles and chance.random() < 0.7:
            second = _delivery(chance, first)
            visits.append(second)
            links.append(Link(first.id, second.id, 2, 5))
    return visits, links


def _first_visit(chance: np.random.Generator, home: int, hamlet: int) -> Visit:
    registrar = chance.random() < 0.6
    roles = {Role.REGISTRAR if registrar else Role.POLICE}
    if chance.random() < 0.25:
        roles.add(Role.POLICE)
    boat_only = chance.random() < 0.05
    kinds = {VehicleKind.BOAT} if boat_only else {VehicleKind.MOTORBIKE, VehicleKind.CAR}
    windows = (Window(7 * HOUR, 10 * HOUR), Window(14 * HOUR, 16 * HOUR))
    due = FIRST_DAY + timedelta(int(chance.integers(4, 40)))
    return Visit(
        id=f"v{home}",
        household_id=f"h{home}",
        hamlet_id=f"ap{hamlet}",
        place=home + 1,
        service=int(chance.integers(20, 50)) * MINUTE,
        roles=frozenset(roles),
        skills=frozenset({Skill.KHMER} if chance.random() < 0.08 else ()),
        reached_by=frozenset(kinds),
        access=int(chance.integers(0, 6)) * MINUTE,
        windows=windows[: int(chance.integers(0, 3))] if chance.random() < 0.4 else (),
        due_on=due if chance.random() < 0.4 else None,
        prize=int(chance.integers(40, 300)),
        cases=int(chance.integers(1, 4)),
    )


def _delivery(chance: np.random.Generator, intake: Visit) -> Visit:
    return Visit(
        id=f"{intake.id}-return",
        household_id=intake.household_id,
        hamlet_id=intake.hamlet_id,
        place=intake.place,
        service=int(chance.integers(10, 20)) * MINUTE,
        kind=VisitKind.DELIVERY,
        roles=frozenset({Role.REGISTRAR}),
        skills=intake.skills,
        reached_by=intake.reached_by,
        access=intake.access,
        windows=intake.windows,
        prize=intake.prize,
        cases=intake.cases,
        registers=frozenset({Register.BIRTH if chance.random() < 0.85 else Register.DEATH}),
    )
