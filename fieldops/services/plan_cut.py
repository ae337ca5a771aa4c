"""The reason of a visit whose hamlet nobody gets to: the way, not the hours at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import Problem

CUT = "cut"
"""Not a rule of the planner: to it a way that is cut is a home where nobody is in."""


def cut_off(problem: Problem, plan: Plan, hindrances: Sequence[Hindrance]) -> Plan:
    """The plan with that reason at each visit left out that the way is cut to on all its days."""
    cuts = {str(one.id): one for one in hindrances if one.kind is HindranceKind.HAMLET}
    if not cuts:
        return plan
    return replace(plan, unplanned=tuple(_said(problem, cuts, left) for left in plan.unplanned))


def _said(problem: Problem, cuts: dict[str, Hindrance], left: Unplanned) -> Unplanned:
    visit = problem.visit[left.visit_id]
    cut = cuts.get(visit.hamlet_id)
    days = [
        day.on
        for day in problem.days
        if (visit.release_on is None or day.on >= visit.release_on)
        and (visit.due_on is None or visit.may_be_late or day.on <= visit.due_on)
    ]
    if cut is None or not days or not all(map(cut.on, days)):
        return left
    return Unplanned(
        left.visit_id,
        CUT,
        Sentence(
            "Đường vào ấp không đi được từ {first} đến {last}.",
            {"first": cut.from_on, "last": cut.to_on},
        ),
        Sentence("Khi đường thông lại thì xếp lại kế hoạch."),
        proved=True,
    )
