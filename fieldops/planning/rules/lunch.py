"""Every team has its lunch inside the lunch hours, neither under way nor at a door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import ClockTime, Duration, Label
from fieldops.domain.plan import Plan, Route, Violation
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Seconds
from fieldops.planning.problem import Lunch, Problem

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "lunch"
TITLE = Label("Nghỉ trưa")


def post(model: Model) -> None:
    model.lunch = model.problem.lunch


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    lunch = problem.lunch
    if lunch is None:
        return
    for route in plan.routes:
        at = route.lunch_start
        if at is None or not _inside(lunch, at) or not _free(problem, route, at, lunch.length):
            said = Sentence(
                "Ngày {day}: đội {team} phải nghỉ trưa {length} trong khoảng {earliest}–{latest}, "
                "không trùng lúc đi đường hay làm việc.",
                {
                    "day": route.day,
                    "team": route.team,
                    "length": Duration(lunch.length),
                    "earliest": ClockTime(lunch.earliest),
                    "latest": ClockTime(lunch.latest),
                },
            )
            yield Violation(NAME, said, route.day, route.team)


def _inside(lunch: Lunch, at: Seconds) -> bool:
    return lunch.earliest <= at and at + lunch.length <= lunch.latest


def _free(problem: Problem, route: Route, at: Seconds, length: Seconds) -> bool:
    """Lunch fits a rest: before departing, at a stop before the door or after it, or once back."""
    rests: list[tuple[Seconds, Seconds]] = [(0, route.depart), (route.back, at + length)]
    for stop in route.stops:
        visit = problem.visit.get(stop.visit_id)
        walk = visit.access if visit else 0
        rests += [(stop.arrival, stop.start - walk), (stop.end, stop.leave)]
    return any(start <= at and at + length <= end for start, end in rests)
