"""The reason of a visit whose hamlet nobody gets to: the way, not the hours at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import Problem

CUT = "cut"
"""Not a rule of the planner: to it a way that is cut is a home where nobody is in."""


def cut_off(problem: Problem, plan: Plan, hindrances: Sequence[Hindrance]) -> Plan:
    """The plan with that reason at each visit left out that the way is cut to on all its days."""
    cuts: dict[str, list[Hindrance]] = defaultdict(list)
    for one in hindrances:
        if one.kind is HindranceKind.HAMLET:
            cuts[str(one.id)].append(one)
    if not cuts:
        return plan
    return replace(plan, unplanned=tuple(_said(problem, cuts, left) for left in plan.unplanned))


def _said(problem: Problem, cuts: Mapping[str, Sequence[Hindrance]], left: Unplanned) -> Unplanned:
    visit = problem.visit[left.visit_id]
    cut = cuts.get(visit.hamlet_id, ())
    days = [
        day.on
        for day in problem.days
        if (visit.release_on is None or day.on >= visit.release_on)
        and (visit.due_on is None or visit.may_be_late or day.on <= visit.due_on)
    ]
    if not days or not all(any(one.on(day) for one in cut) for day in days):
        return left
    return Unplanned(
        left.visit_id,
        CUT,
        Sentence(
            "Đường vào ấp không đi được từ {first} đến {last}.",
            {
                "first": min(one.from_on for one in cut if one.on(days[0])),
                "last": max(one.to_on for one in cut if one.on(days[-1])),
            },
        ),
        Sentence("Khi đường thông lại thì xếp lại kế hoạch."),
        proved=True,
    )
