"""Reading a plan against its problem: stops with their visits, seconds and metres under way."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.domain.plan import Plan, Route, Stop
from fieldops.domain.units import Metres, Seconds
from fieldops.planning.problem import Problem, Visit
from fieldops.planning.ways import soonest


def stops(problem: Problem, plan: Plan) -> Iterator[tuple[Route, Stop, Visit]]:
    """Every stop whose visit is known, with its route and visit."""
    for route in plan.routes:
        for stop in route.stops:
            visit = problem.visit.get(stop.visit_id)
            if visit is not None:
                yield route, stop, visit


def under_way(problem: Problem, route: Route) -> tuple[Seconds, Metres] | None:
    """Seconds (ferry waits included) and metres under way; None where there is no way."""
    kind = problem.vehicle[route.vehicle].kind
    here, leave, seconds, metres = problem.base, route.depart, 0, 0
    known = [stop for stop in route.stops if stop.visit_id in problem.visit]
    ends = [(problem.visit[stop.visit_id].place, stop.leave) for stop in known]
    for place, onward in [*ends, (problem.base, 0)]:
        leg = soonest(problem, kind, route.day, here, place, leave)
        if leg is None:
            return None
        seconds, metres = seconds + leg.arrival - leave, metres + leg.metres
        here, leave = place, onward
    return seconds, metres
