"""
No plan is worth more than this: a proved upper bound, by two problems that are too kind.

One keeps the days and forgets the order of stops (``outline``), the other keeps the routes and
forgets the days (``pooled``, ``generation``). Whatever plan passes ``check`` is a solution of both,
so the best value of either bounds them all, and the lesser is said. No figure rests on a solver's
rounding: any prices on the rows prove a bound, and the sum is done again in whole numbers with the
solver's prices.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace

from fieldops.domain.plan import Plan
from fieldops.domain.sentences import Sentence
from fieldops.planning.generation import generated_bound
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
    over = cancelled or (lambda: False)
    until = time.monotonic() + (limit.seconds or 10.0)
    if over() or too_many(problem):
        return plan
    made = outline(problem)
    prices = made.prices(until - time.monotonic())
    found = [] if prices is None else [made.proved(prices)]
    if not over():
        opening = {} if prices is None else made.named(prices)
        generated = generated_bound(problem, plan, until - time.monotonic(), over, opening)
        found += [] if generated is None else [generated]
    return replace(plan, bound=min(found, default=None))


def too_many(problem: Problem) -> bool:
    """Whether no bound is tried, for the number of visits and days."""
    return len(problem.visits) * len(problem.days) > MOST_CELLS


def bound(problem: Problem, seconds: float = 10.0) -> int | None:
    """The outline's bound: the greatest value any plan could have, or more; None out of time."""
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
