"""Causes planted in many communes: nearly all are named, and none that is not one."""

from functools import cache

import pytest

from fieldops.planning import Limit, solve
from fieldops.planning.value import placements
from tests.planning.planted import CAUSES, planted, without

SEEDS = range(5)
BRIEFLY = Limit(steps=60)
NOT_LIFTED = {"times", "unknown", "search"}


@cache
def named(cause, seed):
    """The reason given for the planted visit, and how many visits are planned."""
    plan = solve(planted(cause, seed), BRIEFLY)
    (left,) = [one for one in plan.unplanned if one.visit_id == "v"]
    return left, len(placements(plan))


def test_nearly_all_planted_causes_are_named():
    found = {
        (cause.__name__, seed): named(cause, seed)[0].rule in rules
        for cause, rules in CAUSES.items()
        for seed in SEEDS
    }
    assert len(found) >= 100
    missed = [each for each, right in found.items() if not right]
    assert len(missed) <= 0.05 * len(found), missed


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_what_is_named_lets_the_visit_in_when_it_is_lifted(cause):
    for seed in SEEDS:
        left, planned = named(cause, seed)
        assert left.rule in NOT_LIFTED or left.proved
        if left.rule not in NOT_LIFTED:
            lifted = solve(without(planted(cause, seed), left.rule), BRIEFLY)
            assert "v" in placements(lifted), (seed, left.rule)
            assert len(placements(lifted)) > planned
