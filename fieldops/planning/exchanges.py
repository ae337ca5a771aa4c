"""What may change about a day's teams: a vehicle for one or two of them, or two people's places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, permutations

from fieldops.domain.people import Role
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.kinds import free
from fieldops.planning.model import Model
from fieldops.planning.problem import Problem
from fieldops.planning.team_model import Crew

Change = tuple[Crew, ...]
"""The teams of one day that would be others, as they would be."""

Sorts = dict[tuple[frozenset[Role], VehicleKind], Crew]
"""A team of each sort."""


def changes(model: Model, day: int) -> Iterator[Change]:
    """Each change once for teams of the same sort: the same roles in the same kind of vehicle."""
    teams = _sorts(model, day)
    yield from _vehicles(model, day, teams)
    yield from _people(model, teams)


def _sorts(model: Model, day: int) -> Sorts:
    """The first team of each sort that the day has."""
    crews = [(slot, crew) for slot, crew in enumerate(model.crews) if crew.day == day]
    return {(model.roles[slot], model.kinds[slot]): crew for slot, crew in reversed(crews)}


def _vehicles(model: Model, day: int, teams: Sorts) -> Iterator[Change]:
    """Each vehicle of another kind that stays at home, and those of another team for its own."""
    gone = {crew.vehicle for crew in model.crews if crew.day == day}
    home = {one.kind: one for one in free(model.problem, day) if one.id not in gone}
    for (_, kind), crew in teams.items():
        for vehicle in home.values():
            if vehicle.kind != kind and vehicle.seats >= len(crew.people):
                yield (replace(crew, vehicle=vehicle.id),)
    for one, two in combinations(teams.values(), 2):
        if _may_swap(model.problem, one, two):
            yield replace(one, vehicle=two.vehicle), replace(two, vehicle=one.vehicle)


def _may_swap(problem: Problem, one: Crew, two: Crew) -> bool:
    """Whether their vehicles are of two kinds, and each has seats for the other's people."""
    first, second = problem.vehicle[one.vehicle], problem.vehicle[two.vehicle]
    fit = first.seats >= len(two.people) and second.seats >= len(one.people)
    return first.kind != second.kind and fit


def _people(model: Model, teams: Sorts) -> Iterator[Change]:
    """Somebody with a role that another team lacks, for one there whose roles no visit asks for."""
    asked = {role for visit in model.problem.visits for role in visit.roles}
    for giver, taker in permutations(teams.values(), 2):
        others = [name for name in taker.people if not _roles(model, [name]) & asked]
        for role in sorted(asked - _roles(model, taker.people)):
            able = [name for name in giver.people if role in _roles(model, [name])]
            if able and others:
                yield _with(giver, able[0], others[-1]), _with(taker, others[-1], able[0])


def _roles(model: Model, names: Iterable[str]) -> set[Role]:
    return {role for name in names for role in model.problem.person[name].roles}


def _with(crew: Crew, out: str, back: str) -> Crew:
    """The team with one of its people replaced."""
    return replace(crew, people=tuple(back if one == out else one for one in crew.people))
