"""Service starts inside one of the visit's windows of that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from fieldops.domain.facts import ClockTime, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem, Visit, Window
from fieldops.planning.reading import stops

if TYPE_CHECKING:
    from fieldops.planning.model import Model

NAME = "windows"
TITLE = Label("Giờ có người ở nhà")


def open_on(visit: Visit, on: date) -> list[Window]:
    """The windows of the visit on that day, earliest first; visits without any are always open."""
    return sorted(
        (window for window in visit.windows if window.on in (None, on)),
        key=lambda window: (window.start, window.end),
    )


def post(model: Model) -> None:
    for windows, visits in model.visits_by(lambda visit: visit.windows):
        if not windows:
            continue
        sample = model.problem.visits[visits[0]]
        opened = {day.on: open_on(sample, day.on) for day in model.problem.days}
        model.forbid([not opened[on] for on in model.dates], visits)
        for index, day in enumerate(model.problem.days):
            model.open_between(visits, index, opened[day.on])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route, stop, visit in stops(problem, plan):
        opened = open_on(visit, route.day)
        fits = any(window.start <= stop.start <= window.end for window in opened)
        if visit.windows and not fits:
            said = Sentence(
                "Ngày {day}: đội {team} bắt đầu ở “{visit}” lúc {start}, ngoài giờ có người ở nhà.",
                {
                    "day": route.day,
                    "team": route.team,
                    "visit": stop.visit_id,
                    "start": ClockTime(stop.start),
                },
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
