"""Every visit is either planned once or listed as unplanned once; nothing else is in the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fieldops.domain.facts import Label
from fieldops.domain.plan import Plan, Violation
from fieldops.domain.sentences import Sentence
from fieldops.planning.problem import Problem

NAME = "once"
TITLE = Label("Mỗi chuyến thăm một lần")


def violations(problem: Problem, plan: Plan) -> Iterator[Violation]:
    times = Counter(stop.visit_id for route in plan.routes for stop in route.stops)
    times += Counter(left.visit_id for left in plan.unplanned)
    for name in sorted(problem.visit.keys() | times.keys()):
        if name not in problem.visit:
            said = Sentence("Chuyến thăm “{visit}” không có trong bài toán.", {"visit": name})
            yield Violation(NAME, said, visit_id=name)
        elif times[name] != 1:
            said = Sentence(
                "Chuyến thăm “{visit}” có {times} lần trong kế hoạch, đúng ra là 1 lần.",
                {"visit": name, "times": times[name]},
            )
            yield Violation(NAME, said, visit_id=name)
