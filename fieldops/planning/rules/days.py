"""A visit is made from its release day to its due day, both inclusive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Fact, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.reading import stops
from fieldops.planning.value import days_late

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "days"
TITLE = Label("Ngày được làm và hạn")


def post(model: Model) -> None:
    late = model.problem.weights.late_day
    for visit, each in model.visits_by(lambda visit: (visit.release_on, visit.due_on)):
        release, due = visit
        early = [release is not None and on < release for on in model.dates]
        over = [due is not None and on > due for on in model.dates]
        model.forbid(early, each)
        firm = [v for v in each if not model.problem.visits[v].may_be_late]
        model.forbid(over, firm)
        if due is not None and len(firm) < len(each):
            slack = [v for v in each if model.problem.visits[v].may_be_late]
            counts = {day.on: days_late(model.problem, due, day.on) for day in model.problem.days}
            model.charge([late * counts[on] for on in model.dates], slack)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route, stop, visit in stops(problem, plan):
        facts: dict[str, Fact] = {"day": route.day, "visit": stop.visit_id}
        if visit.release_on and route.day < visit.release_on:
            said = Sentence(
                "Chuyến “{visit}” xếp ngày {day}, sớm nhất là ngày {release}.",
                facts | {"release": visit.release_on},
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
        if visit.due_on and route.day > visit.due_on and not visit.may_be_late:
            said = Sentence(
                "Chuyến “{visit}” xếp ngày {day}, hạn cuối là ngày {due}.",
                facts | {"due": visit.due_on},
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
