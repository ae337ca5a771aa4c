"""
Kinds of teams: what roles a team has, by what it goes, and on which day; not yet who is in it.

Whatever team passes the rules for people, hours and vehicles is of some kind here, so a bound over
kinds bounds all plans. What is too kind: hours are the widest that anyone of each role has, and a
vehicle is any of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from fieldops.domain.people import Role
from fieldops.domain.units import Seconds
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.problem import Person, Problem, Vehicle


@dataclass(frozen=True, slots=True)
class TeamKind:
    """Teams of one day alike in roles and vehicle; ``crew``: people there must be at least."""

    day: int
    roles: frozenset[Role]
    vehicle: VehicleKind
    start: Seconds
    end: Seconds
    crew: int


def there(problem: Problem, day: int) -> list[Person]:
    """Who works that day."""
    return [person for person in problem.people if person.hours[day] is not None]


def free(problem: Problem, day: int, kind: VehicleKind | None = None) -> list[Vehicle]:
    """The vehicles, or those of one kind, that may be used that day and seat the least crew."""
    on = problem.days[day].on
    return [
        one
        for one in problem.vehicles
        if kind in (None, one.kind)
        and (one.days is None or on in one.days)
        and one.seats >= problem.least_crew
    ]


def most_teams(problem: Problem, day: int) -> int:
    """No more teams than this go out that day."""
    crews = len(there(problem, day)) // max(1, problem.least_crew)
    return min(problem.days[day].max_teams, crews, len(free(problem, day)))


def kinds(problem: Problem) -> Iterator[TeamKind]:
    """Every kind of team that someone could be in, on each day."""
    asked = together({visit.roles for visit in problem.visits})
    for day in range(len(problem.days)):
        if not most_teams(problem, day):
            continue
        vehicles = sorted({one.kind for one in free(problem, day)})
        for roles in asked:
            for vehicle in vehicles:
                yield from _kind(problem, day, roles, vehicle)


def together(asked: set[frozenset[Role]]) -> list[frozenset[Role]]:
    """What stops may ask for between them: every union of what single visits ask for."""
    unions: set[frozenset[Role]] = set()
    for one in asked:
        unions |= {one} | {one | other for other in unions}
    return sorted(unions, key=sorted)


def _kind(
    problem: Problem, day: int, roles: frozenset[Role], vehicle: VehicleKind
) -> Iterator[TeamKind]:
    people = there(problem, day)
    crew = max(1, problem.least_crew, _fewest(people, roles))
    seats = max(one.seats for one in free(problem, day, vehicle))
    if crew > min(seats, len(people)):
        return
    able = [[p for p in people if role in p.roles] for role in sorted(roles)] or [people]
    shifts = [[s for p in some if (s := p.hours[day])] for some in able]
    start = max(min(shift.start for shift in some) for some in shifts)
    end = min(max(shift.end for shift in some) for some in shifts)
    if start <= end:
        yield TeamKind(day, roles, vehicle, start, end, crew)


def _fewest(people: list[Person], roles: frozenset[Role]) -> int:
    """The fewest people who have all the roles between them; more than there are if none do."""
    sets = {frozenset(person.roles & roles) for person in people}
    for count in range(len(roles) + 1):
        for some in combinations(sorted(sets, key=sorted), count):
            if frozenset().union(*some) >= roles:
                return count
    return len(people) + 1
