"""Checks a plan against its problem, rule by rule, without any solver."""

from __future__ import annotations

from fieldops.domain.plan import Plan, Violation
from fieldops.planning import rules
from fieldops.planning.problem import Problem


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every broken rule; nothing is published unless the list is empty."""
    return [broken for rule in rules.ALL for broken in rule.violations(problem, plan)]
