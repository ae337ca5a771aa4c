"""A register kept on paper goes with one team a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from fieldops.domain.case import Register
from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem
from fieldops.planning.reading import stops
from fieldops.planning.words import word

if TYPE_CHECKING:
    from fieldops.planning.model import Model
    from fieldops.planning.team_model import TeamModel

NAME = "books"
TITLE = Label("Sổ hộ tịch giấy")


def post(model: Model) -> None:
    for index, register in enumerate(sorted(model.problem.paper_registers)):
        model.needs_book(
            index, [v for v, each in enumerate(model.problem.visits) if register in each.registers]
        )


def form(teams: TeamModel) -> None:
    for register in sorted(teams.problem.paper_registers):
        carried = [teams.cp.new_bool_var("") for _ in teams.out]
        for slots in teams.by_day:
            teams.cp.add_at_most_one(carried[slot] for slot in slots)
        for kind, served in teams.served():
            if register in kind.registers:
                teams.cp.add_implication(served.here, carried[served.slot])


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    teams: dict[tuple[date, Register], set[str]] = defaultdict(set)
    for route, _, visit in stops(problem, plan):
        for register in visit.registers & problem.paper_registers:
            teams[route.day, register].add(route.team)
    for (day, register), letters in sorted(teams.items()):
        if len(letters) > 1:
            said = Sentence(
                "Ngày {day}: {register} phải theo {count} đội ({teams}); chỉ theo được 1 đội.",
                {
                    "day": day,
                    "register": word(register),
                    "count": len(letters),
                    "teams": tuple(sorted(letters)),
                },
            )
            yield Violation(NAME, said, day)
