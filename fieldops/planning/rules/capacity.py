"""A team-day serves at most so many cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "capacity"
TITLE = Label("Số hồ sơ mỗi đội mỗi ngày")


def post(model: Model) -> None:
    if model.problem.capacity is not None:
        model.capacity = model.problem.capacity


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if problem.capacity is None:
        return
    for route in plan.routes:
        known = (problem.visit.get(stop.visit_id) for stop in route.stops)
        cases = sum(visit.cases for visit in known if visit)
        if cases > problem.capacity:
            said = Sentence(
                "Ngày {day}: đội {team} có {cases} hồ sơ, nhiều nhất là {most}.",
                {
                    "day": route.day,
                    "team": route.team,
                    "cases": cases,
                    "most": problem.capacity,
                },
            )
            yield Violation(NAME, said, route.day, route.team)
