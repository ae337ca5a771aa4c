"""Every plan of a small problem, one team a day: the best value there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product

from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import Problem, check
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.value import value


def subsets(things, least=0):
    for size in range(least, len(things) + 1):
        yield from combinations(things, size)


def shortest(problem, day, crew, vehicle, visits):
    """The route through the visits that is least under way; None when none can be made."""
    shifts = [person.hours[day] for person in crew]
    start, end = max(s.start for s in shifts), min(s.end for s in shifts)
    names = tuple(person.id for person in crew)
    on = problem.days[day].on
    tours = (Tour(on, "A", names, vehicle.id, start, end, order) for order in permutations(visits))
    routes = [route for route in (schedule(problem, tour) for tour in tours) if route]
    return min(routes, key=lambda route: route.travel, default=None)


def days_out(problem, day):
    """Nobody goes, or a crew by a vehicle through some visits, each the shortest way."""
    yield None
    there = [person for person in problem.people if person.hours[day]]
    for crew in subsets(there, problem.least_crew):
        for vehicle, visits in product(problem.vehicles, subsets(problem.visits, 1)):
            roles = frozenset(role for person in crew for role in person.roles)
            if all(visit.roles <= roles for visit in visits):
                route = shortest(problem, day, crew, vehicle, visits)
                if route:
                    yield route


def best(problem: Problem) -> int:
    """The greatest value of any plan that breaks no rule; for at most one team a day."""
    found = None
    for choice in product(*(list(days_out(problem, day)) for day in range(len(problem.days)))):
        routes = tuple(route for route in choice if route)
        planned = [stop.visit_id for route in routes for stop in route.stops]
        if len(planned) != len(set(planned)):
            continue
        left = [visit.id for visit in problem.visits if visit.id not in planned]
        reason = Sentence("Chưa tìm lý do.")
        plan = Plan(
            routes,
            tuple(Unplanned(each, "", reason) for each in left),
            travel=sum(route.travel for route in routes),
            metres=sum(route.metres for route in routes),
        )
        plan = replace(plan, value=value(problem, plan))
        if (found is None or plan.value > found) and not check(problem, plan):
            found = plan.value
    return found
