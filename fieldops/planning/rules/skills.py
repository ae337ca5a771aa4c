"""A visit is made only by a team that has every skill it asks for."""

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

NAME = "skills"
TITLE = Label("Kỹ năng cần có")


def post(model: Model) -> None:
    for skills, visits in model.visits_by(lambda visit: visit.skills):
        model.forbid([not skills <= crew_skills for crew_skills in model.skills], visits)


def form(teams: TeamModel) -> None:
    for kind, served in teams.served():
        for skill in kind.skills:
            able = [i for i, person in enumerate(teams.problem.people) if skill in person.skills]
            teams.needs_one_of(served, able)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route, stop, visit in stops(problem, plan):
        known = (problem.person.get(name) for name in route.people)
        missing = visit.skills - {skill for person in known if person for skill in person.skills}
        if missing:
            said = Sentence(
                "Ngày {day}: đội {team} đến “{visit}” còn thiếu kỹ năng: {missing}.",
                {
                    "day": route.day,
                    "team": route.team,
                    "visit": stop.visit_id,
                    "missing": words(missing),
                },
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
