"""A day of the horizon has at most its number of teams, each with its own letter and stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem, team_letter

NAME = "teams"
TITLE = Label("Số đội mỗi ngày")


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    most = {day.on: day.max_teams for day in problem.days}
    for day, count in sorted(Counter(route.day for route in plan.routes).items()):
        if count > most.get(day, 0):
            said = Sentence(
                "Ngày {day} có {count} đội, nhiều nhất là {most}.",
                {"day": day, "count": count, "most": most.get(day, 0)},
            )
            yield Violation(NAME, said, day)
    for (day, team), times in sorted(Counter((r.day, r.team) for r in plan.routes).items()):
        if times > 1 or team not in map(team_letter, range(most.get(day, 0))):
            said = Sentence(
                "Ngày {day}: tên đội {team} trùng hoặc không dùng được.",
                {"day": day, "team": team},
            )
            yield Violation(NAME, said, day, team)
    for route in plan.routes:
        if not route.stops:
            said = Sentence(
                "Ngày {day}: đội {team} không có điểm dừng nào.",
                {"day": route.day, "team": route.team},
            )
            yield Violation(NAME, said, route.day, route.team)
