"""A pinned visit stays with the team and on the day a person chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Pin, Problem
from fieldops.planning.value import placements

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "pins"
TITLE = Label("Chuyến đã ghim")


def place(problem: Problem, pin: Pin) -> tuple[date | None, str | None]:
    """The day and the team letter the pin asks for; None is any."""
    if not pin.unmoved:
        return pin.on, pin.team
    placed = problem.placed[pin.visit_id]
    return pin.on or placed.on, pin.team or placed.team


def post(model: Model) -> None:
    for pin in model.problem.pins:
        on, team = place(model.problem, pin)
        elsewhere = [
            (on is not None and day != on) or (team is not None and letter != team)
            for day, letter in zip(model.dates, model.letters, strict=True)
        ]
        model.forbid(elsewhere, [model.index[pin.visit_id]])
        model.require(model.index[pin.visit_id])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    where = placements(plan)
    for pin in problem.pins:
        on, team = place(problem, pin)
        route = where.get(pin.visit_id)
        if route and (on not in (None, route.day) or team not in (None, route.team)):
            said = Sentence(
                "Chuyến “{visit}” đã ghim, nhưng lại xếp vào ngày {day}, đội {team}.",
                {"visit": pin.visit_id, "day": route.day, "team": route.team},
            )
            yield Violation(NAME, said, route.day, route.team, pin.visit_id)
