"""The figures of a plan: what it does, what it costs, what it leaves."""

from __future__ import annotations

from typing import Any

from fieldops.domain.plan import Plan
from fieldops.planning import Problem
from fieldops.services.plan_names import helps


def totals(problem: Problem, plan: Plan) -> dict[str, Any]:
    """
    Counts and sums over all routes; seconds and metres.

    ``out`` is time from leaving the base to being back, of teams; ``hamlet_days`` counts each
    hamlet once a day; ``late`` stops fall after the day the law sets; ``lunch`` is its length.
    ``followers`` are deliveries left out with their intake, ``left_out`` all others. A visit that
    two teams make is one; the time at the door is that of both.
    """
    every = [(route, stop) for route in plan.routes for stop in route.stops]
    stops = [(route, stop) for route, stop in every if not helps(stop.visit_id)]
    visits = [problem.visit[stop.visit_id] for _, stop in stops]
    left = sum(not helps(one.visit_id) for one in plan.unplanned)
    followers = _followers(problem, plan)
    return {
        "visits": len(stops),
        "cases": sum(visit.cases for visit in visits),
        "households": len({visit.household_id for visit in visits}),
        "left_out": left - followers,
        "followers": followers,
        "days": len({route.day for route in plan.routes}),
        "team_days": len(plan.routes),
        "person_days": sum(len(route.people) for route in plan.routes),
        "hamlet_days": len(
            {(route.day, problem.visit[stop.visit_id].hamlet_id) for route, stop in stops}
        ),
        "metres": plan.metres,
        "travel": plan.travel,
        "at_door": sum(stop.end - stop.start for _, stop in every),
        "out": sum(route.back - route.depart for route in plan.routes),
        "late": sum(
            due is not None and route.day > due
            for (route, _), due in zip(stops, (v.due_on for v in visits), strict=True)
        ),
        "lunch": problem.lunch.length if problem.lunch else 0,
        "value": plan.value,
    }


def _followers(problem: Problem, plan: Plan) -> int:
    left = {one.visit_id for one in plan.unplanned}
    return sum(link.delivery_id in left and link.intake_id in left for link in problem.links)
