"""
No plan is worth more than this: a proved upper bound, by a linear programme that is too kind.

Visits are shared out over days and teams over kinds of team (``outline``). Whatever plan passes
``check`` is a solution of it, so its best value bounds them all. The figure does not rest on the
solver's rounding: any prices on the rows prove a bound, and the sum is done again in whole numbers
with the solver's prices (``programme``).
"""

from __future__ import annotations

import math
from dataclasses import replace

from fieldops.domain.plan import Plan
from fieldops.domain.sentences import Sentence
from fieldops.planning.limits import Cancelled, Limit
from fieldops.planning.outline import outline
from fieldops.planning.problem import Problem
from fieldops.planning.value import breakdown

MOST_CELLS = 40_000
"""Pairs of visit and day beyond which no bound is tried: the programme would take minutes."""


def prove(problem: Problem, plan: Plan, limit: Limit, cancelled: Cancelled | None = None) -> Plan:
    """
    The same plan with its ``bound``: no plan of the problem is worth more.

    ``bound`` is None where none was reached in time. ``limit.seconds`` is kept to; ``cancelled`` is
    asked often, and True ends the proof with the best bound so far. ``how_far`` says it in words.
    """
    if cancelled is not None and cancelled():
        return plan
    return replace(plan, bound=bound(problem, limit.seconds or 10.0))


def bound(problem: Problem, seconds: float = 10.0) -> int | None:
    """The greatest value any plan could have, or more; None when too large or out of time."""
    if len(problem.visits) * len(problem.days) > MOST_CELLS:
        return None
    return outline(problem).bound(seconds)


def percent_better(problem: Problem, plan: Plan) -> float | None:
    """By how many percent a plan could be better at most; of its value without ``required``."""
    must = dict(breakdown(problem, plan))["required"]
    if plan.bound is None or plan.value <= must:
        return None
    return 100.0 * max(0, plan.bound - plan.value) / (plan.value - must)


def how_far(problem: Problem, plan: Plan) -> Sentence:
    """How much better a plan could be at most, in a sentence; or that it is not known."""
    percent = percent_better(problem, plan)
    if percent is None:
        return Sentence("Chưa tính được kế hoạch này còn cách kế hoạch tốt nhất bao xa.")
    return Sentence(
        "Kế hoạch tốt nhất cũng chỉ có thể hơn kế hoạch này nhiều nhất {percent} %.",
        {"percent": math.ceil(10 * percent) / 10},
    )
