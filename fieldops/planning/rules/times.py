"""Times follow each other: the way, the walk to the door, the service, and on to the next home."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.domain.facts import ClockTime, Fact, Label
from fieldops.domain.plan import Plan, Route, Violation
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Seconds
from fieldops.planning.problem import Problem
from fieldops.planning.ways import soonest

NAME = "times"
TITLE = Label("Thời gian đi và làm")


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route in plan.routes:
        if route.vehicle in problem.vehicle and route.day in problem.day_index:
            yield from _way(problem, route)
            yield from _doors(problem, route)


def _way(problem: Problem, route: Route) -> Iterator[Violation]:
    kind = problem.vehicle[route.vehicle].kind
    here, leave = problem.base, route.depart
    for visit_id, place, arrival in _calls(problem, route):
        leg = soonest(problem, kind, route.day, here, place, leave)
        if leg is None or leg.arrival > arrival:
            yield _too_soon(route, visit_id, arrival, leg.arrival if leg else None)
        here = place
        leave = next((s.leave for s in route.stops if s.visit_id == visit_id), arrival)


def _calls(problem: Problem, route: Route) -> Iterator[tuple[str | None, int, Seconds]]:
    for stop in route.stops:
        if stop.visit_id in problem.visit:
            yield stop.visit_id, problem.visit[stop.visit_id].place, stop.arrival
    yield None, problem.base, route.back


def _too_soon(
    route: Route, visit_id: str | None, arrival: Seconds, soonest_at: Seconds | None
) -> Violation:
    facts: dict[str, Fact] = {"day": route.day, "team": route.team, "arrival": ClockTime(arrival)}
    if soonest_at is None:
        said = Sentence("Ngày {day}: đội {team} không có đường tới nơi lúc {arrival}.", facts)
    else:
        said = Sentence(
            "Ngày {day}: đội {team} ghi tới nơi lúc {arrival}, sớm nhất là {soonest}.",
            facts | {"soonest": ClockTime(soonest_at)},
        )
    return Violation(NAME, said, route.day, route.team, visit_id)


def _doors(problem: Problem, route: Route) -> Iterator[Violation]:
    for stop in route.stops:
        visit = problem.visit.get(stop.visit_id)
        if visit is None:
            continue
        walked = stop.start - stop.arrival >= visit.access
        served = stop.end - stop.start == visit.service
        if not (walked and served and stop.leave >= stop.end):
            said = Sentence(
                "Ngày {day}: đội {team} ở “{visit}” đến {arrival}, làm {start}–{end}, đi {leave}; "
                "cần {access} giây vào nhà và {service} giây làm việc.",
                {
                    "day": route.day,
                    "team": route.team,
                    "visit": stop.visit_id,
                    "arrival": ClockTime(stop.arrival),
                    "start": ClockTime(stop.start),
                    "end": ClockTime(stop.end),
                    "leave": ClockTime(stop.leave),
                    "access": visit.access,
                    "service": visit.service,
                },
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
