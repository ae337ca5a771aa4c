"""The plan's figures are those of its routes: seconds, metres, value."""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Metres, Seconds
from fieldops.planning.problem import Problem
from fieldops.planning.reading import under_way
from fieldops.planning.value import value

NAME = "totals"
TITLE = Label("Số liệu tổng")


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route in plan.routes:
        known = route.vehicle in problem.vehicle and route.day in problem.day_index
        stated = (route.travel, route.metres)
        if known and (counted := under_way(problem, route)) and counted != stated:
            yield _wrong("seconds, metres", stated, counted, route.team)
    travel = sum(route.travel for route in plan.routes)
    metres = sum(route.metres for route in plan.routes)
    if (plan.travel, plan.metres) != (travel, metres):
        yield _wrong("seconds, metres", (plan.travel, plan.metres), (travel, metres), None)
    if plan.value != value(problem, plan):
        yield _wrong("value", (plan.value,), (value(problem, plan),), None)


def _wrong(
    what: str,
    stated: tuple[Seconds | Metres, ...],
    counted: tuple[Seconds | Metres, ...],
    team: str | None,
) -> Violation:
    said = Sentence(
        "Số liệu “{what}” ghi {stated}, tính lại là {counted}.",
        {"what": what, "stated": stated, "counted": counted},
    )
    return Violation(NAME, said, team=team)
