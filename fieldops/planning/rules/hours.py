"""A team is away from the base only within the hours of every one of its people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import ClockTime, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

if TYPE_CHECKING:
    from fieldops.planning.model import Model
    from fieldops.planning.team_model import TeamModel

NAME = "hours"
TITLE = Label("Giờ làm việc")


def post(model: Model) -> None:
    for slot, crew in enumerate(model.crews):
        shifts = [model.problem.person[name].hours[crew.day] for name in crew.people]
        known = [shift for shift in shifts if shift is not None]
        model.start[slot] = max((shift.start for shift in known), default=0)
        model.end[slot] = min((shift.end for shift in known), default=-1)


def form(teams: TeamModel) -> None:
    for slot, away in enumerate(teams.away):
        for index, person in enumerate(teams.problem.people):
            shift = person.hours[teams.days[slot]]
            if away and shift and (away.start < shift.start or away.end > shift.end):
                teams.cp.add(teams.goes[index, slot] == 0)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route in plan.routes:
        index = problem.day_index.get(route.day)
        for name in route.people:
            person = problem.person.get(name)
            shift = person.hours[index] if person and index is not None else None
            if shift and (route.depart < shift.start or route.back > shift.end):
                said = Sentence(
                    "Ngày {day}: đội {team} đi từ {depart} đến {back}; “{person}” chỉ làm từ "
                    "{start} đến {end}.",
                    {
                        "day": route.day,
                        "team": route.team,
                        "depart": ClockTime(route.depart),
                        "back": ClockTime(route.back),
                        "person": name,
                        "start": ClockTime(shift.start),
                        "end": ClockTime(shift.end),
                    },
                )
                yield Violation(NAME, said, route.day, route.team)
