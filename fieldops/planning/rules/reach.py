"""A visit is made only by a vehicle that gets to the door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.reading import stops
from fieldops.planning.words import word, words

if TYPE_CHECKING:
    from fieldops.planning.model import Model
    from fieldops.planning.team_model import TeamModel

NAME = "reach"
TITLE = Label("Phương tiện vào được nhà")


def post(model: Model) -> None:
    for kinds, visits in model.visits_by(lambda visit: visit.reached_by):
        model.forbid([kind not in kinds for kind in model.kinds], visits)


def form(teams: TeamModel) -> None:
    for kind, served in teams.served():
        able = [i for i, one in enumerate(teams.problem.vehicles) if one.kind in kind.reached_by]
        teams.needs_vehicle(served, able)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for route, stop, visit in stops(problem, plan):
        vehicle = problem.vehicle.get(route.vehicle)
        if vehicle is not None and vehicle.kind not in visit.reached_by:
            said = Sentence(
                "Ngày {day}: đội {team} đi {kind}, đến “{visit}” phải đi: {reached_by}.",
                {
                    "day": route.day,
                    "team": route.team,
                    "kind": word(vehicle.kind),
                    "visit": stop.visit_id,
                    "reached_by": words(visit.reached_by),
                },
            )
            yield Violation(NAME, said, route.day, route.team, stop.visit_id)
