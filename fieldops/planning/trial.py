"""
A finished plan to try things on: does a visit go in with one rule lifted, and where best.

Besides the plan's own teams there are spare ones, made of people and vehicles left at home, and
imaginary ones that a commune would have to find: one a day and kind of vehicle, with every role.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from fieldops.domain.people import Role, Skill
from fieldops.domain.plan import Plan
from fieldops.planning.geometry import Ground
from fieldops.planning.kernel import routes as kernel
from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.data import FORBIDDEN, Array, Data, State
from fieldops.planning.kernel.search import open_greedily
from fieldops.planning.model import options_of
from fieldops.planning.problem import Person, Problem, Shift, Vehicle
from fieldops.planning.published import crew_of
from fieldops.planning.search import posted
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import spare

ANYBODY = "+"
"""The imaginary person with every role and skill."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a visit would go: the slot, its position, and what it would be worth there."""

    slot: int
    position: int
    worth: int


class Trial:
    """A plan loaded into the kernel, with any one rule lifted."""

    def __init__(self, problem: Problem, plan: Plan, ground: Ground | None = None) -> None:
        self.given = problem
        self.problem = _with_anybody(problem)
        self.ground = ground or Ground.of(problem)
        real = [crew_of(problem, route) for route in plan.routes]
        left = spare(problem, real)
        self.crews = sorted(
            [*real, *left, *_imagined(self.problem)], key=lambda crew: (crew.day, crew.team)
        )
        self.imagined = np.array([ANYBODY in crew.people for crew in self.crews], bool)
        self._rows = {
            (problem.day_index[route.day], crew.team): [stop.visit_id for stop in route.stops]
            for route, crew in zip(plan.routes, real, strict=True)
        }
        self._made: dict[str | None, tuple[Data, State]] = {}
        self._opened: dict[tuple[str | None, bool, int | None], Data] = {}
        self.index = {visit.id: v for v, visit in enumerate(problem.visits)}

    def spot(self, visit_id: str, lifted: str | None = None, imagined: bool = False) -> Spot | None:
        """The best place for the visit as the plan stands; None when it fits nowhere."""
        _, state = self._loaded(lifted)
        data = self._open(lifted, imagined)
        worth, slot, position = kernel.best_place(data, state, self.index[visit_id], 0.0)
        return None if slot < 0 else Spot(int(slot), int(position), int(worth))

    def how_many(
        self, visits: Iterable[str], lifted: str | None, day: int, imagined: bool = False
    ) -> int:
        """How many of the visits, most wanted first, go in on that day with the rule lifted."""
        _, loaded = self._loaded(lifted)
        data = self._open(lifted, imagined, day)
        state = State(*(array.copy() for array in loaded))
        wanted = np.array([self.index[one] for one in visits], np.int64)
        wanted = wanted[data.intake[wanted] < 0]
        open_greedily(data, state, wanted, 1)
        return int((state.slot[wanted] >= 0).sum())

    def order(self, spot: Spot, visit_id: str) -> list[str]:
        """The stops of the slot's route with the visit put in."""
        crew = self.crews[spot.slot]
        row = list(self._rows.get((crew.day, crew.team), []))
        return [*row[: spot.position], visit_id, *row[spot.position :]]

    def date(self, spot: Spot) -> date:
        """The day of the spot."""
        return self.problem.days[self.crews[spot.slot].day].on

    def roles(self, spot: Spot) -> frozenset[Role]:
        """The roles in the spot's team."""
        people = (self.problem.person[name] for name in self.crews[spot.slot].people)
        return frozenset(role for person in people for role in person.roles)

    def skills(self, spot: Spot) -> frozenset[Skill]:
        """The skills in the spot's team."""
        people = (self.problem.person[name] for name in self.crews[spot.slot].people)
        return frozenset(skill for person in people for skill in person.skills)

    def _open(self, lifted: str | None, imagined: bool, day: int | None = None) -> Data:
        """The numbers with only the imaginary teams' slots, or only the others', of one day."""
        key = lifted, imagined, day
        if key not in self._opened:
            slots = self.imagined if imagined else ~self.imagined
            if day is not None:
                slots = slots & np.array([crew.day == day for crew in self.crews], bool)
            self._opened[key] = _only(self._loaded(lifted)[0], slots)
        return self._opened[key]

    def _loaded(self, lifted: str | None) -> tuple[Data, State]:
        if lifted not in self._made:
            model = posted(self.problem, self.crews, lifted)
            data = self._shared(model.data(self.ground), lifted)
            longest = max(model.longest(), 1 + max(map(len, self._rows.values()), default=0))
            state = kernel.empty(data, longest)
            for slot, crew in enumerate(self.crews):
                row = self._rows.get((crew.day, crew.team), [])
                for position, one in enumerate(row):
                    kernel.put_back(data, state, slot, position, self.index[one])
                reschedule(data, state, slot)
            self._made[lifted] = data, state
        return self._made[lifted]

    def _shared(self, data: Data, lifted: str | None) -> Data:
        """What lifting the rule leaves as it was is the same array as where none is lifted."""
        if lifted is None:
            return data
        base = self._loaded(None)[0]
        names = ("windows", "hull", "strangers", "cost", "books")
        same = {name: getattr(base, name) for name in names}
        return data._replace(
            **{n: was for n, was in same.items() if np.array_equal(was, getattr(data, n))}
        )


def _only(data: Data, slots: Array) -> Data:
    """The same numbers with the other slots closed."""
    cost = np.where(slots[:, None], data.cost, FORBIDDEN)
    option_from, options = options_of(cost, slots & (data.end >= data.start))
    return data._replace(option_from=option_from, options=options)


def _with_anybody(problem: Problem) -> Problem:
    """The problem with the imaginary person, there when anyone is, and a vehicle of each kind."""
    hours = tuple(
        _union([p.hours[day] for p in problem.people]) for day in range(len(problem.days))
    )
    person = Person(ANYBODY, frozenset(Role), hours, frozenset(Skill))
    vehicles = [Vehicle(ANYBODY + kind.value, kind, 60) for kind in sorted(problem.travel)]
    return replace(
        problem,
        people=(*problem.people, person),
        vehicles=(*problem.vehicles, *vehicles),
    )


def _union(shifts: Sequence[Shift | None]) -> Shift | None:
    there = [shift for shift in shifts if shift is not None]
    if not there:
        return None
    return Shift(min(shift.start for shift in there), max(shift.end for shift in there))


def _imagined(problem: Problem) -> list[Crew]:
    somebody = problem.person[ANYBODY]
    kinds = sorted(problem.travel)
    return [
        Crew(day, 200 + number, (ANYBODY,), ANYBODY + kind.value)
        for day, shift in enumerate(somebody.hours)
        if shift is not None
        for number, kind in enumerate(kinds)
    ]
