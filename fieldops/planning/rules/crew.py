"""A team has at least the least number of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

if TYPE_CHECKING:
    from fieldops.planning.team_model import TeamModel

NAME = "crew"
TITLE = Label("Số người tối thiểu của đội")


def form(teams: TeamModel) -> None:
    for slot, goes in enumerate(teams.crew_of):
        teams.cp.add(sum(goes) >= teams.problem.least_crew).only_enforce_if(teams.out[slot])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route in plan.routes:
        if len(route.people) < problem.least_crew:
            said = Sentence(
                "Ngày {day}: đội {team} có {count} người, ít nhất phải có {least}.",
                {
                    "day": route.day,
                    "team": route.team,
                    "count": len(route.people),
                    "least": problem.least_crew,
                },
            )
            yield Violation(NAME, said, route.day, route.team)
