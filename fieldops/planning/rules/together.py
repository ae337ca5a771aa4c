"""Two visits that are one to the home: made by two teams that start at once, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from fieldops.domain.facts import ClockTime, Fact, Label
from fieldops.domain.plan import Plan, Route, Stop, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.kernel.data import FORBIDDEN
from fieldops.planning.problem import Problem, Together

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "together"
TITLE = Label("Hai đội cùng lúc")


def post(model: Model) -> None:
    """Neither half on a day when no other team could make the other; the time is set before."""
    for pair in model.problem.together:
        halves = [model.index[pair.first_id], model.index[pair.second_id]]
        for half, other in (halves, halves[::-1]):
            free = model.cost[:, model.alike[other]] < FORBIDDEN
            days = np.array([crew.day for crew in model.crews], np.int64)
            alone = [not (free & (days == day)).sum() > free[s] for s, day in enumerate(days)]
            model.forbid(alone, [half])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    met = {stop.visit_id: (route, stop) for route in plan.routes for stop in route.stops}
    for pair in problem.together:
        first, second = met.get(pair.first_id), met.get(pair.second_id)
        if first and second:
            yield from _apart(pair, *first, *second)
        elif half := first or second:
            route, stop = half
            other = pair.second_id if first else pair.first_id
            said = Sentence(
                "Ngày {day}: đội {team} đến “{visit}” một mình; “{other}” phải đến cùng lúc.",
                {"day": route.day, "team": route.team, "visit": stop.visit_id, "other": other},
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)


def _apart(
    pair: Together, route: Route, stop: Stop, other: Route, then: Stop
) -> Iterator[Violation]:
    """Two halves that do not start at once, or are made by one team."""
    if route.day == other.day and route.team != other.team and stop.start == then.start:
        return
    facts: dict[str, Fact] = {
        "first": pair.first_id,
        "second": pair.second_id,
        "day": route.day,
        "team": route.team,
        "start": ClockTime(stop.start),
        "other_day": other.day,
        "other_team": other.team,
        "other_start": ClockTime(then.start),
    }
    said = Sentence(
        "“{first}” và “{second}” phải do hai đội làm cùng lúc, nhưng lại xếp: {day} đội {team} lúc "
        "{start}, {other_day} đội {other_team} lúc {other_start}.",
        facts,
    )
    yield Violation(NAME, said, route.day, route.team, pair.first_id)
