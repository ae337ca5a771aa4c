"""A visit is made only by a team that has every role it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.reading import stops
from fieldops.planning.words import words

if TYPE_CHECKING:
    from fieldops.planning.model import Model
    from fieldops.planning.team_model import TeamModel

NAME = "roles"
TITLE = Label("Người có thẩm quyền")


def post(model: Model) -> None:
    for roles, visits in model.visits_by(lambda visit: visit.roles):
        model.forbid([not roles <= crew_roles for crew_roles in model.roles], visits)


def form(teams: TeamModel) -> None:
    for kind, served in teams.served():
        for role in kind.roles:
            able = [i for i, person in enumerate(teams.problem.people) if role in person.roles]
            teams.needs_one_of(served, able)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route, stop, visit in stops(problem, plan):
        known = (problem.person.get(name) for name in route.people)
        missing = visit.roles - {role for person in known if person for role in person.roles}
        if missing:
            said = Sentence(
                "Ngày {day}: đội {team} đến “{visit}” còn thiếu: {missing}.",
                {
                    "day": route.day,
                    "team": route.team,
                    "visit": stop.visit_id,
                    "missing": words(missing),
                },
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
