"""The plan in force on a problem that has changed since: what was published, and who is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fieldops.domain.plan import Plan, Route
from fieldops.planning.problem import Person, Placed, Problem, Vehicle, Visit
from fieldops.planning.team_model import Crew


def in_force(problem: Problem, before: Plan) -> Problem:
    """The problem with the days and teams of ``before`` as published; it keeps all else."""
    placed = {
        stop.visit_id: Placed(stop.visit_id, route.day, route.team)
        for route in before.routes
        for stop in route.stops
        if stop.visit_id in problem.visit
    }
    return replace(problem, published=tuple((dict(problem.placed) | placed).values()))


def number_of(letters: str) -> int:
    """The position of a team's letter, from 0; the inverse of ``team_letter``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def crew_of(problem: Problem, route: Route) -> Crew:
    """The route's team; its day must be of the horizon."""
    return Crew(problem.day_index[route.day], number_of(route.team), route.people, route.vehicle)


def remaining_crews(problem: Problem, before: Plan) -> list[Crew]:
    """
    The published teams as they can still go out, letters kept.

    Who is absent now is replaced by someone free who brings what the team's stops still ask for;
    so is a vehicle. A team that cannot be made up, or that the day has no room for, is left out.
    """
    kept = [route for route in before.routes if _has_room(problem, route)]
    free = _Free(problem)
    teams = [free.claim(route) for route in kept]
    made = [
        free.make_up(team, _stops(problem, route)) for team, route in zip(teams, kept, strict=True)
    ]
    return [crew for crew in made if crew is not None]


def _has_room(problem: Problem, route: Route) -> bool:
    day = problem.day_index.get(route.day)
    return day is not None and number_of(route.team) < problem.days[day].max_teams


def _stops(problem: Problem, route: Route) -> list[Visit]:
    return [problem.visit[s.visit_id] for s in route.stops if s.visit_id in problem.visit]


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a published team; no vehicle: None."""

    crew: Crew
    vehicle: Vehicle | None


class _Free:
    """People and vehicles not yet in a team, day by day."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = [
            {person.id: person for person in problem.people if person.hours[day] is not None}
            for day in range(len(problem.days))
        ]
        self.vehicles = [
            {one.id: one for one in problem.vehicles if one.days is None or day.on in one.days}
            for day in problem.days
        ]

    def claim(self, route: Route) -> _Left:
        """Those of the route's people, and its vehicle, that are there and not in a team yet."""
        day = self.problem.day_index[route.day]
        people = tuple(name for name in route.people if self.people[day].pop(name, None))
        vehicle = self.vehicles[day].pop(route.vehicle, None)
        return _Left(Crew(day, number_of(route.team), people, route.vehicle), vehicle)

    def make_up(self, left: _Left, stops: Sequence[Visit]) -> Crew | None:
        """The team with who and what it lacks; None, its people free again, if it can't be."""
        day = left.crew.day
        vehicle = left.vehicle or self._another(left.crew)
        people = [self.problem.person[name] for name in left.crew.people]
        if vehicle is not None and len(people) <= vehicle.seats:
            self._join(day, people, vehicle.seats, stops)
            if len(people) >= max(1, self.problem.least_crew):
                names = tuple(person.id for person in people)
                return replace(left.crew, people=names, vehicle=vehicle.id)
        self.people[day] |= {person.id: person for person in people}
        if vehicle is not None:
            self.vehicles[day][vehicle.id] = vehicle
        return None

    def _another(self, crew: Crew) -> Vehicle | None:
        """A free vehicle in place of the lost one, of its kind where there is one."""
        lost = self.problem.vehicle.get(crew.vehicle)
        fit = [v for v in self.vehicles[crew.day].values() if v.seats >= len(crew.people)]
        if not fit:
            return None
        found = min(fit, key=lambda v: (lost is None or v.kind != lost.kind, v.seats, v.id))
        return self.vehicles[crew.day].pop(found.id)

    def _join(self, day: int, people: list[Person], seats: int, stops: Sequence[Visit]) -> None:
        """Let those join who bring most of what is missing, then anyone up to the least crew."""
        while len(people) < seats and self.people[day]:
            missing = _asked(stops) - _brought(people)
            best = min(
                self.people[day].values(), key=lambda one: (-len(missing & _brought([one])), one.id)
            )
            if not missing & _brought([best]) and len(people) >= self.problem.least_crew:
                return
            people.append(self.people[day].pop(best.id))


def _asked(stops: Iterable[Visit]) -> frozenset[object]:
    return frozenset(each for visit in stops for each in (*visit.roles, *visit.skills))


def _brought(people: Iterable[Person]) -> frozenset[object]:
    return frozenset(each for one in people for each in (*one.roles, *one.skills))


def trimmed(problem: Problem, route: Route, usual: Sequence[str]) -> Route:
    """The route with its usual people, and of the others only who its stops cannot do without."""
    people = [problem.person[name] for name in route.people if name in usual]
    others = [problem.person[name] for name in route.people if name not in usual]
    stops = _stops(problem, route)
    while others:
        missing = _asked(stops) - _brought(people)
        if not missing and len(people) >= max(1, problem.least_crew):
            break
        best = max(others, key=lambda one: len(missing & _brought([one])))
        others.remove(best)
        people.append(best)
    return replace(route, people=tuple(person.id for person in people))
