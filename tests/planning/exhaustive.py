"""Every plan of a small problem: the best value there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, permutations, product

from fieldops.domain.plan import Plan, Route, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import Problem, check, team_letter
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.value import value


def subsets(things, least=0):
    for size in range(least, len(things) + 1):
        yield from combinations(things, size)


def best(problem: Problem) -> int:
    """The greatest value of any plan that breaks no rule."""
    slots = [(day, team) for day, each in enumerate(problem.days) for team in range(each.max_teams)]
    shortest = _shortest(problem)
    days = [list(_days_out(problem, day, team, shortest)) for day, team in slots]
    found = None
    for routes in _choices(days, (), frozenset()):
        plan = _plan(problem, routes)
        if (found is None or plan.value > found) and not check(problem, plan):
            found = plan.value
    return found


def _choices(days, routes, made) -> Iterator[tuple[Route, ...]]:
    """A route or none for each team-day; no visit twice, nobody in two teams of a day."""
    if not days:
        yield routes
        return
    for route, visits in days[0]:
        busy = {name for one in routes if route and one.day == route.day for name in one.people}
        if not visits & made and not (route and busy & set(route.people)):
            yield from _choices(days[1:], (*routes, route) if route else routes, made | visits)


def _days_out(problem, day, team, shortest):
    """Nobody goes, or a crew by a vehicle through some visits, each the shortest way."""
    yield None, frozenset()
    there = [person for person in problem.people if person.hours[day]]
    for crew in subsets(there, problem.least_crew):
        shifts = [person.hours[day] for person in crew]
        hours = max(s.start for s in shifts), min(s.end for s in shifts)
        roles = frozenset(role for person in crew for role in person.roles)
        able = [visit for visit in problem.visits if visit.roles <= roles]
        for vehicle, visits in product(problem.vehicles, subsets(able, 1)):
            route = shortest(day, vehicle.id, hours, frozenset(visit.id for visit in visits))
            if route:
                people = tuple(person.id for person in crew)
                known = frozenset(visit.id for visit in visits)
                yield replace(route, people=people, team=team_letter(team)), known


def _shortest(problem):
    """The route through the visits that is least under way, by whoever goes; None for none."""

    @cache
    def found(day, vehicle, hours, names):
        visits = [problem.visit[name] for name in sorted(names)]
        on = problem.days[day].on
        tours = (Tour(on, "A", (), vehicle, *hours, order) for order in permutations(visits))
        routes = [route for route in (schedule(problem, tour) for tour in tours) if route]
        return min(routes, key=lambda route: route.travel, default=None)

    return found


def _plan(problem, routes) -> Plan:
    planned = {stop.visit_id for route in routes for stop in route.stops}
    reason = Sentence("Chưa tìm lý do.")
    left = (visit.id for visit in problem.visits if visit.id not in planned)
    plan = Plan(
        routes,
        tuple(Unplanned(each, "", reason) for each in left),
        travel=sum(route.travel for route in routes),
        metres=sum(route.metres for route in routes),
    )
    return replace(plan, value=value(problem, plan))
