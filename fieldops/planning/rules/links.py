"""A delivery is made only after its planned intake, within the lag in working days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Fact, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.value import ordinals, placements

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "links"
TITLE = Label("Trao kết quả sau tiếp nhận")


def post(model: Model) -> None:
    for link in model.problem.links:
        model.link(link)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    where, ordinal = placements(plan), ordinals(problem)
    for link in problem.links:
        intake, delivery = where.get(link.intake_id), where.get(link.delivery_id)
        if delivery is None:
            continue
        facts: dict[str, Fact] = {
            "visit": link.delivery_id,
            "intake": link.intake_id,
            "day": delivery.day,
        }
        if intake is None:
            said = Sentence(
                "Chuyến trao “{visit}” xếp ngày {day} nhưng chuyến tiếp nhận “{intake}” chưa xếp.",
                facts,
            )
            yield Violation(NAME, said, delivery.day, delivery.team, link.delivery_id)
        elif delivery.day in ordinal and intake.day in ordinal:
            lag = ordinal[delivery.day] - ordinal[intake.day]
            if not link.least <= lag <= link.greatest:
                said = Sentence(
                    "Chuyến trao “{visit}” sau tiếp nhận {lag} ngày làm việc; phải từ {least} đến "
                    "{greatest}.",
                    facts | {"lag": lag, "least": link.least, "greatest": link.greatest},
                )
                yield Violation(NAME, said, delivery.day, delivery.team, link.delivery_id)
