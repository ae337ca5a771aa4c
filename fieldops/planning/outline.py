"""
The outline of any plan: visits on days and kinds of team, without the order of stops.

Each rule is a row that every plan keeps to. Whatever visits share, the teams able to make one of
them must have the hours and the room for all; each stop costs at least half of the shortest way in
and out. What is too kind: ways are shorter than any tour, stops and teams may be fractions, people
are not followed from day to day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, combinations

from fieldops.domain.people import Role
from fieldops.domain.units import Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.kinds import TeamKind, free, kinds, most_teams, there
from fieldops.planning.problem import Lunch, Problem, Visit
from fieldops.planning.programme import Programme
from fieldops.planning.rules import pins
from fieldops.planning.rules.windows import open_on
from fieldops.planning.shortest import shortest_ways
from fieldops.planning.value import days_late


def base(problem: Problem) -> int:
    """What a plan without visits is worth: every published one is dropped."""
    return -problem.weights.dropped * len(problem.published)


def outline(problem: Problem) -> Programme:
    """The programme of which every plan of the problem is a solution, worth as much or more."""
    made = Outline(problem)
    made.lp.base = base(problem)
    for v in range(len(problem.visits)):
        made.lp.row(dict.fromkeys(made.when(v).values(), 1), 1, ("visit", v))
    for day in range(len(problem.days)):
        _teams(made, day)
        _groups(made, day)
        _hamlets(made, day)
        _skills(made, day)
        _registers(made, day)
    _links(made)
    _together(made)
    return made.lp


class Outline:
    """The columns: each visit on each day it may be made, each kind of team; and their rows."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.lp = problem, Programme()
        self.people = [there(problem, day) for day in range(len(problem.days))]
        may = [
            (v, day)
            for v, visit in enumerate(problem.visits)
            for day in range(len(problem.days))
            if self._may(visit, day)
        ]
        self.way, self.way_home = shortest_ways(problem, {v for v, _ in may})
        self.kinds = list(kinds(problem))
        self.out = [self.lp.column(-self._cost(kind), self._most(kind)) for kind in self.kinds]
        self.longest = [
            max((self.hours(kind) for kind in self.kinds if kind.day == day), default=-1)
            for day in range(len(problem.days))
        ]
        self.on = {
            (v, day): self.lp.column(self._worth(v, day))
            for v, day in may
            if self.takes(v) <= self.longest[day]
        }

    def _cost(self, kind: TeamKind) -> int:
        weights = self.problem.weights
        way = weights.travel_second * self.way_home
        return weights.team_day + weights.person_day * kind.crew + way

    def _most(self, kind: TeamKind) -> int:
        return most_teams(self.problem, kind.day)

    def today(self, day: int) -> dict[int, TeamKind]:
        """The kinds of the day, by the column of how many go out."""
        return {self.out[k]: kind for k, kind in enumerate(self.kinds) if kind.day == day}

    def when(self, v: int) -> dict[int, int]:
        """The columns of a visit by day."""
        days = range(len(self.problem.days))
        return {day: self.on[v, day] for day in days if (v, day) in self.on}

    def hours(self, kind: TeamKind) -> Seconds:
        """Seconds that a team of the kind has for its stops at most."""
        return working(kind.start, kind.end, self.problem.lunch) - self.way_home

    def takes(self, v: int) -> Seconds:
        """Seconds of a team's day that the visit takes at least."""
        return self.problem.visits[v].service + self.problem.visits[v].access + self.way[v]

    def _may(self, visit: Visit, day: int) -> bool:
        on = self.problem.days[day].on
        early = visit.release_on is not None and on < visit.release_on
        over = visit.due_on is not None and on > visit.due_on and not visit.may_be_late
        shut = bool(visit.windows) and not open_on(visit, on)
        there_are = {each for one in self.people[day] for each in (*one.roles, *one.skills)}
        able = {*visit.roles, *visit.skills} <= there_are
        return able and not (early or over or shut or self._pinned_away(visit, on))

    def _pinned_away(self, visit: Visit, on: date) -> bool:
        places = (pins.place(self.problem, p) for p in self.problem.pins if p.visit_id == visit.id)
        return any(day not in (None, on) for day, _ in places)

    def _worth(self, v: int, day: int) -> int:
        return self.gains(v, day) - self.problem.weights.travel_second * self.way[v]

    def gains(self, v: int, day: int) -> int:
        """What a plan gains by the visit on that day, the way and the team apart: see ``base``."""
        problem, visit, on = self.problem, self.problem.visits[v], self.problem.days[day].on
        weights = problem.weights
        must = visit.required or any(pin.visit_id == visit.id for pin in problem.pins)
        worth = weights.prize_point * visit.prize + weights.required * must
        if visit.due_on is not None and visit.may_be_late:
            worth -= weights.late_day * days_late(problem, visit.due_on, on)
        placed = problem.placed.get(visit.id)
        if placed is None:
            return worth
        return worth + weights.dropped - weights.moved_day * (placed.on != on)

    def fit(self, day: int, visits: Iterable[int], teams: Mapping[int, Seconds]) -> None:
        """Ask that these teams, by column and hours, have the hours and room for the visits."""
        some = {self.on[v, day]: v for v in visits if (v, day) in self.on}
        takes = {column: self.takes(v) for column, v in some.items()}
        self.lp.row(takes | {column: -hours for column, hours in teams.items()})
        if (most := self.problem.capacity) is not None:
            cases = {column: self.problem.visits[v].cases for column, v in some.items()}
            self.lp.row(cases | dict.fromkeys(teams, -most))


def _teams(days: Outline, day: int) -> None:
    """How many teams, people and vehicles go out, and how many of each role or of several."""
    problem, today, people = days.problem, days.today(day), days.people[day]
    days.lp.row(dict.fromkeys(today, 1), most_teams(problem, day), "teams")
    days.lp.row({column: kind.crew for column, kind in today.items()}, len(people), "people")
    for vehicle in sorted({kind.vehicle for kind in today.values()}):
        by = [column for column, kind in today.items() if kind.vehicle == vehicle]
        days.lp.row(dict.fromkeys(by, 1), len(free(problem, day, vehicle)), vehicle)
    for some in some_of(role for kind in today.values() for role in kind.roles):
        able = sum(bool(person.roles & some) for person in people)
        need = [column for column, kind in today.items() if kind.roles & some]
        days.lp.row(dict.fromkeys(need, 1), able, some)


def _groups(days: Outline, day: int) -> None:
    """Whatever visits share, the teams that could make one of them have time and room for all."""
    today = days.today(day)
    for group in _sharing(days, day):
        needs = {(days.problem.visits[v].roles, days.problem.visits[v].reached_by) for v in group}
        able = {
            column: days.hours(kind)
            for column, kind in today.items()
            if any(roles <= kind.roles and kind.vehicle in ways for roles, ways in needs)
        }
        days.fit(day, group, able)


def _sharing(days: Outline, day: int) -> Iterator[list[int]]:
    """Groups of visits: those of some roles, of few kinds of vehicle, of both, and all."""
    visits = days.problem.visits
    today = [v for v in range(len(visits)) if (v, day) in days.on]
    ways = {visits[v].reached_by for v in today} | {frozenset(VehicleKind)}
    choices = [frozenset[Role](), *some_of(role for v in today for role in visits[v].roles)]
    groups = [
        [v for v in today if visits[v].reached_by <= by and (visits[v].roles & some or not some)]
        for some in choices
        for by in ways
    ]
    yield from (list(group) for group in sorted({tuple(group) for group in groups if group}))


def some_of(roles: Iterable[Role]) -> Iterator[frozenset[Role]]:
    """Every choice of one or more of the roles."""
    each = sorted(set(roles))
    choices = chain.from_iterable(combinations(each, size) for size in range(1, len(each) + 1))
    return map(frozenset, choices)


def _skills(days: Outline, day: int) -> None:
    """Visits that ask for a skill fit into the days of those who have it."""
    visits = days.problem.visits
    for skill in sorted({skill for visit in visits for skill in visit.skills}):
        asked = [v for v, visit in enumerate(visits) if skill in visit.skills]
        able = sum(skill in person.skills for person in days.people[day])
        days.fit(day, asked, {days.lp.column(0, able): days.longest[day]})


def _registers(days: Outline, day: int) -> None:
    """Visits that need a paper register fit into one team's day."""
    for book in sorted(days.problem.paper_registers):
        need = [v for v, visit in enumerate(days.problem.visits) if book in visit.registers]
        days.fit(day, need, {days.lp.column(0): days.longest[day]})


def _hamlets(days: Outline, day: int) -> None:
    """A visit in a hamlet makes it one of the day's hamlets, to which some team goes out."""
    by_hamlet: dict[str, list[int]] = defaultdict(list)
    for v, visit in enumerate(days.problem.visits):
        if (v, day) in days.on:
            by_hamlet[visit.hamlet_id].append(v)
    for visits in by_hamlet.values():
        comes = days.lp.column(-days.problem.weights.hamlet_day)
        days.lp.row({comes: 1} | dict.fromkeys(days.today(day), -1))
        for v in visits:
            days.lp.row({days.on[v, day]: 1, comes: -1})


def _links(days: Outline) -> None:
    """A delivery follows its intake; an intake whose delivery falls due owes it."""
    problem = days.problem
    ordinal = [day.ordinal for day in problem.days]
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    for link in problem.links:
        intake, delivery = index[link.intake_id], index[link.delivery_id]
        first, then = days.when(intake), days.when(delivery)
        for day, column in then.items():
            lags = {d: ordinal[day] - ordinal[d] for d in first}
            before = [first[d] for d, lag in lags.items() if link.least <= lag <= link.greatest]
            days.lp.row({column: 1} | dict.fromkeys(before, -1), 0, ("after", delivery))
        due = [c for d, c in first.items() if ordinal[d] + link.greatest <= ordinal[-1]]
        owed = days.lp.column(-problem.weights.undelivered)
        days.lp.row(dict.fromkeys(due, 1) | dict.fromkeys([*then.values(), owed], -1))


def _together(days: Outline) -> None:
    """Two visits made at once are made on one day, or neither is."""
    index = {visit.id: v for v, visit in enumerate(days.problem.visits)}
    for pair in days.problem.together:
        halves = days.when(index[pair.first_id]), days.when(index[pair.second_id])
        for half, other in (halves, halves[::-1]):
            for day, column in half.items():
                days.lp.row({column: 1} | ({other[day]: -1} if day in other else {}))


def working(start: Seconds, end: Seconds, lunch: Lunch | None) -> Seconds:
    """The most of a day that can go to work and ways: lunch falls outside as far as it can."""
    if lunch is None:
        return end - start
    starts = (lunch.earliest, lunch.latest - lunch.length)
    inside = (min(end, at + lunch.length) - max(start, at) for at in starts)
    return end - start - min(max(0, each) for each in inside)
