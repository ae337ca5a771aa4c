"""
No plan is worth more than this: a proved upper bound, by a linear programme that is too kind.

Each visit is shared out over days, the teams of a day are one pot of hours, and each stop costs at
least the shortest way in and out. Whatever plan passes ``check`` is a solution of it, so its best
value bounds them all. The figure does not rest on the solver's rounding: any prices on the rows
prove a bound, and the sum is done again in whole numbers with the solver's prices.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from fieldops.domain.plan import Plan
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.geometry import tolls
from fieldops.planning.limits import Cancelled, Limit
from fieldops.planning.problem import Lunch, Problem, Shift, Visit
from fieldops.planning.rules import pins
from fieldops.planning.rules.windows import open_on
from fieldops.planning.value import breakdown, days_late

MOST_CELLS = 40_000
"""Pairs of visit and day beyond which no bound is tried: the programme would take minutes."""

_FINE = 1_000_000
"""Prices are whole millionths, so that the proof is one sum of whole numbers."""


def prove(problem: Problem, plan: Plan, limit: Limit, cancelled: Cancelled | None = None) -> Plan:
    """
    The same plan with its ``bound``: no plan of the problem is worth more.

    ``bound`` is None where none was reached in time. ``limit.seconds`` is kept to; ``cancelled`` is
    asked often, and True ends the proof with the best bound so far. ``how_far`` says it in words.
    """
    if cancelled is not None and cancelled():
        return plan
    return replace(plan, bound=bound(problem, limit.seconds or 10.0))


def bound(problem: Problem, seconds: float = 10.0) -> int | None:
    """The greatest value any plan could have, or more; None when too large or out of time."""
    if len(problem.visits) * len(problem.days) > MOST_CELLS:
        return None
    return _programme(problem).bound(seconds)


def percent_better(problem: Problem, plan: Plan) -> float | None:
    """By how many percent a plan could be better at most; of its value without ``required``."""
    must = dict(breakdown(problem, plan))["required"]
    if plan.bound is None or plan.value <= must:
        return None
    return 100.0 * max(0, plan.bound - plan.value) / (plan.value - must)


def how_far(problem: Problem, plan: Plan) -> Sentence:
    """How much better a plan could be at most, in a sentence; or that it is not known."""
    percent = percent_better(problem, plan)
    if percent is None:
        return Sentence("Chưa tính được kế hoạch này còn cách kế hoạch tốt nhất bao xa.")
    return Sentence(
        "Kế hoạch tốt nhất cũng chỉ có thể hơn kế hoạch này nhiều nhất {percent} %.",
        {"percent": math.ceil(10 * percent) / 10},
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The sum of coefficient × column is at most ``most``."""

    terms: Mapping[int, int]
    most: int


class _Programme:
    """Maximise worth × column, each column from 0 to its most, under the rows."""

    def __init__(self) -> None:
        self.worth: list[int] = []
        self.most: list[int] = []
        self.rows: list[_Row] = []

    def column(self, worth: int, most: int = 1) -> int:
        """A new column; returns its number."""
        self.worth.append(worth)
        self.most.append(most)
        return len(self.worth) - 1

    def row(self, terms: Mapping[int, int], most: int = 0) -> None:
        """Ask that the terms add up to at most so much."""
        if terms:
            self.rows.append(_Row(terms, most))

    def bound(self, seconds: float) -> int | None:
        """The proved bound; None when the solver found no prices in time."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.set_time_limit(max(1, int(1000 * seconds)))
        columns = [solver.NumVar(0, most, "") for most in self.most]
        rows: list[Any] = []
        for row in self.rows:
            rows.append(solver.Constraint(-solver.infinity(), row.most))
            for column, factor in row.terms.items():
                rows[-1].SetCoefficient(columns[column], factor)
        for column, worth in zip(columns, self.worth, strict=True):
            solver.Objective().SetCoefficient(column, worth)
        solver.Objective().SetMaximization()
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        return self.proved([max(0, round(_FINE * row.dual_value())) for row in rows])

    def proved(self, prices: list[int]) -> int:
        """What no solution exceeds, for any prices of the rows (in millionths, none below 0)."""
        left = [_FINE * worth for worth in self.worth]
        total = 0
        for row, price in zip(self.rows, prices, strict=True):
            total += price * row.most
            for column, factor in row.terms.items():
                left[column] -= price * factor
        total += sum(max(0, each) * most for each, most in zip(left, self.most, strict=True))
        return total // _FINE


class _Days:
    """The columns of a problem: each visit on each day it may be made, and what that takes."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.lp = problem, _Programme()
        self.length = [
            [_working(shift, problem.lunch) for p in problem.people if (shift := p.hours[day])]
            for day in range(len(problem.days))
        ]
        self.there = [
            {each for p in problem.people if p.hours[day] for each in (*p.roles, *p.skills)}
            for day in range(len(problem.days))
        ]
        may = [
            (v, day)
            for v, visit in enumerate(problem.visits)
            for day in range(len(problem.days))
            if self._may(visit, day)
        ]
        self.way, self.way_home = _shortest_ways(problem, {v for v, _ in may})
        self.on = {
            (v, day): self.lp.column(self._worth(v, day))
            for v, day in may
            if self.takes(v) <= max(self.length[day], default=-1)
        }

    def takes(self, v: int) -> Seconds:
        """Seconds of a team's day that the visit takes at least."""
        return self.problem.visits[v].service + self.problem.visits[v].access + self.way[v]

    def _may(self, visit: Visit, day: int) -> bool:
        on = self.problem.days[day].on
        early = visit.release_on is not None and on < visit.release_on
        over = visit.due_on is not None and on > visit.due_on and not visit.may_be_late
        shut = bool(visit.windows) and not open_on(visit, on)
        able = {*visit.roles, *visit.skills} <= self.there[day]
        return able and not (early or over or shut or self._pinned_away(visit, on))

    def _pinned_away(self, visit: Visit, on: date) -> bool:
        places = (pins.place(self.problem, p) for p in self.problem.pins if p.visit_id == visit.id)
        return any(day not in (None, on) for day, _ in places)

    def _worth(self, v: int, day: int) -> int:
        problem, visit, on = self.problem, self.problem.visits[v], self.problem.days[day].on
        weights = problem.weights
        must = visit.required or any(pin.visit_id == visit.id for pin in problem.pins)
        worth = weights.prize_point * visit.prize + weights.required * must
        worth -= weights.travel_second * self.way[v]
        if visit.due_on is not None and visit.may_be_late:
            worth -= weights.late_day * days_late(problem, visit.due_on, on)
        placed = problem.placed.get(visit.id)
        return worth - weights.moved_day * (placed is not None and placed.on != on)

    def of(self, day: int, visits: Iterable[int]) -> dict[int, int]:
        """Columns of the visits on that day, with the seconds each takes."""
        return {self.on[v, day]: self.takes(v) for v in visits if (v, day) in self.on}


def _programme(problem: Problem) -> _Programme:
    days = _Days(problem)
    for v in range(len(problem.visits)):
        columns = [days.on[v, d] for d in range(len(problem.days)) if (v, d) in days.on]
        days.lp.row(dict.fromkeys(columns, 1), 1)
    for day in range(len(problem.days)):
        out = _teams(days, day)
        _hamlets(days, day, out)
        _people(days, day)
        _vehicles(days, day)
        _registers(days, day)
    _links(days)
    return days.lp


def _teams(days: _Days, day: int) -> int:
    """How many teams go out: they have so many hours and cases, and cost what any team does."""
    problem, weights = days.problem, days.problem.weights
    free = [v for v in problem.vehicles if v.days is None or problem.days[day].on in v.days]
    crew = max(1, problem.least_crew)
    most = min(problem.days[day].max_teams, len(days.length[day]) // crew, len(free))
    cost = weights.team_day + crew * weights.person_day + weights.travel_second * days.way_home
    out = days.lp.column(-cost, most)
    everyone = range(len(problem.visits))
    hours = max(0, max(days.length[day], default=0) - days.way_home)
    days.lp.row(days.of(day, everyone) | {out: -hours})
    if problem.capacity is not None:
        cases = {c: problem.visits[v].cases for v in everyone if (c := days.on.get((v, day)))}
        days.lp.row(cases | {out: -problem.capacity})
    return out


def _people(days: _Days, day: int) -> None:
    """Visits that ask for a role or skill fit into the hours of those who have it."""
    problem = days.problem
    asked: dict[object, list[int]] = defaultdict(list)
    for v, visit in enumerate(problem.visits):
        for one in (*visit.roles, *visit.skills):
            asked[one].append(v)
    for each, visits in asked.items():
        able = [p for p in problem.people if each in p.roles or each in p.skills]
        hours = [_working(s, problem.lunch) for p in able if (s := p.hours[day])]
        days.lp.row(days.of(day, visits), sum(hours))


def _vehicles(days: _Days, day: int) -> None:
    """Visits that only some kinds of vehicle reach fit into the days of those vehicles."""
    problem, on = days.problem, days.problem.days[day].on
    longest = max(days.length[day], default=0)
    for kinds in {visit.reached_by for visit in problem.visits}:
        there = [v for v, visit in enumerate(problem.visits) if visit.reached_by <= kinds]
        count = sum(v.kind in kinds and (v.days is None or on in v.days) for v in problem.vehicles)
        days.lp.row(days.of(day, there), longest * count)


def _registers(days: _Days, day: int) -> None:
    """Visits that need a paper register fit into one team's day."""
    longest = max(days.length[day], default=0)
    for book in sorted(days.problem.paper_registers):
        need = [v for v, visit in enumerate(days.problem.visits) if book in visit.registers]
        days.lp.row(days.of(day, need), longest)


def _hamlets(days: _Days, day: int, out: int) -> None:
    """A visit in a hamlet makes it one of the day's hamlets, to which some team goes out."""
    by_hamlet: dict[str, list[int]] = defaultdict(list)
    for v, visit in enumerate(days.problem.visits):
        if (v, day) in days.on:
            by_hamlet[visit.hamlet_id].append(v)
    for visits in by_hamlet.values():
        comes = days.lp.column(-days.problem.weights.hamlet_day)
        days.lp.row({comes: 1, out: -1})
        for v in visits:
            days.lp.row({days.on[v, day]: 1, comes: -1})


def _links(days: _Days) -> None:
    """A delivery follows its intake; an intake whose delivery falls due owes it."""
    problem = days.problem
    ordinal = [day.ordinal for day in problem.days]
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    for link in problem.links:
        intake, delivery = index[link.intake_id], index[link.delivery_id]
        first = {d: days.on[intake, d] for d in range(len(ordinal)) if (intake, d) in days.on}
        then = {d: days.on[delivery, d] for d in range(len(ordinal)) if (delivery, d) in days.on}
        for day, column in then.items():
            lags = {d: ordinal[day] - ordinal[d] for d in first}
            before = [first[d] for d, lag in lags.items() if link.least <= lag <= link.greatest]
            days.lp.row({column: 1} | dict.fromkeys(before, -1))
        due = [c for d, c in first.items() if ordinal[d] + link.greatest <= ordinal[-1]]
        owed = days.lp.column(-problem.weights.undelivered)
        days.lp.row(dict.fromkeys(due, 1) | dict.fromkeys([*then.values(), owed], -1))


def _working(shift: Shift, lunch: Lunch | None) -> Seconds:
    """The most of a shift that can go to work and ways: lunch falls outside as far as it can."""
    length = shift.end - shift.start
    if lunch is None:
        return length
    starts = (lunch.earliest, lunch.latest - lunch.length)
    inside = (min(shift.end, at + lunch.length) - max(shift.start, at) for at in starts)
    return length - min(max(0, each) for each in inside)


def _shortest_ways(problem: Problem, may: set[int]) -> tuple[list[Seconds], Seconds]:
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
