"""A person is in one team a day, and only on days they are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldops.domain.facts import Fact, Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

if TYPE_CHECKING:
    from fieldops.planning.team_model import TeamModel

NAME = "people"
TITLE = Label("Mỗi người một đội mỗi ngày")


def form(teams: TeamModel) -> None:
    for index, person in enumerate(teams.problem.people):
        for day, slots in enumerate(teams.by_day):
            goes = [teams.goes[index, slot] for slot in slots]
            if person.hours[day] is None:
                teams.cp.add(sum(goes) == 0)
            else:
                teams.cp.add_at_most_one(goes)


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    out = Counter((route.day, name) for route in plan.routes for name in route.people)
    for (day, name), times in sorted(out.items()):
        facts: dict[str, Fact] = {"day": day, "person": name, "times": times}
        person, index = problem.person.get(name), problem.day_index.get(day)
        if person is None:
            said = Sentence("Ngày {day}: người “{person}” không có trong bài toán.", facts)
            yield Violation(NAME, said, day)
        elif index is None or person.hours[index] is None:
            yield Violation(NAME, Sentence("Ngày {day}: người “{person}” vắng mặt.", facts), day)
        elif times > 1:
            said = Sentence("Ngày {day}: người “{person}” ở {times} đội.", facts)
            yield Violation(NAME, said, day)
