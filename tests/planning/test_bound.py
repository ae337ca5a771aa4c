"""The bound is never below any plan, whatever the prices; where the sums are plain it is exact."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.domain.case import Register
from fieldops.planning import Limit, Lunch, Placed, Shift, Weights, solve
from fieldops.planning import bound as module
from fieldops.planning.bound import bound, how_far, percent_better, prove
from fieldops.planning.generation import generated_bound
from fieldops.planning.outline import outline, working
from fieldops.planning.programme import Programme
from tests.planning import exhaustive
from tests.planning.generated import problems
from tests.planning.makers import (
    BOAT,
    DAY,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    line,
    person,
    problem,
    vehicle,
    visit,
)
from tests.planning.test_solver import BRIEFLY, small


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 1 << 30))
def test_no_plan_is_worth_more_whatever_the_prices(given_, seed):
    plan = solve(given_, Limit(steps=60))
    assert plan.value <= bound(given_)
    programme = outline(given_)
    prices = np.random.default_rng(seed).integers(0, 3_000_000, len(programme.rows))
    assert plan.value <= programme.proved([int(price) for price in prices])


@pytest.mark.parametrize("seed", range(12))
def test_the_best_of_all_plans_is_not_worth_more(seed):
    given_ = small(seed)
    assert exhaustive.best(given_) <= bound(given_)


def test_one_visit_is_bounded_exactly():
    given_ = problem((visit(),))
    plan = solve(given_, BRIEFLY)
    # Half the ways at the home, half at the base: 20 minutes; team, person, hamlet as they are.
    assert plan.value == 10_000 - 3_600 - 900 - 1_200 - 600
    assert bound(given_) == plan.value


def test_a_dropped_promise_counts_in_every_bound_as_in_the_value():
    # Kept it is worth 5,000 less 6,300 of costs, dropped the loss of 3,000; at 20 points dropped.
    for prize, worth in ((50, -1_300), (20, -3_000)):
        told = (Placed("v1", days()[0].on, "A"),)
        given_ = problem((visit(prize=prize),), days=days(1, 1), people=(person(),), published=told)
        plan = solve(given_, BRIEFLY)
        assert plan.value == bound(given_) == worth
        assert generated_bound(given_, plan, 20.0, lambda: False) == worth


@pytest.mark.parametrize(
    "change",
    [
        {"roles": (YOUTH,)},
        {"minutes": 700},
        {"due_on": days(1)[0].on.replace(day=1)},
        {"reached_by": frozenset()},
    ],
)
def test_what_nobody_can_do_counts_nothing(change):
    assert bound(problem((visit(**change),))) == 0


def test_the_hours_of_the_day_bound_the_visits():
    # A day of 10 hours, 3 hours each and no way at all: 3 1/3 visits at most.
    homes = tuple(visit(f"v{n}", place=0, minutes=180) for n in range(6))
    free = Weights(hamlet_day=0)
    given_ = problem(homes, days=days(1, 1), people=(person(),), weights=free)
    alone = bound(given_)
    assert alone == pytest.approx(10_000 * 10 / 3 - 3_600 - 900, abs=2)
    # A register goes with one team, two teams or not.
    book = tuple(replace(home, registers=frozenset({Register.BIRTH})) for home in homes)
    two = replace(given_, days=days(1, 2), people=(person("a"), person("b")))
    # Two teams could do all six, in 1.8 team-days.
    assert bound(two) == pytest.approx(60_000 - 1.8 * (3_600 + 900), abs=2)
    assert bound(replace(two, visits=book)) == pytest.approx(alone, abs=2)


def test_the_only_registrar_has_room_for_so_many_cases():
    homes = tuple(visit(f"v{n}", roles=(REGISTRAR,)) for n in range(5))
    other = visit("other", roles=(POLICE,))
    free = Weights(hamlet_day=0, travel_second=0)
    given_ = problem((*homes, other), days=days(1, 2), capacity=2, weights=free)
    # Two teams and room for four cases, but only one team has the registrar; half of the other.
    assert bound(given_) == pytest.approx(3 * 10_000 - 1.5 * (3_600 + 900), abs=2)


def test_a_boat_makes_what_only_a_boat_reaches():
    homes = tuple(visit(f"v{n}", reached_by=frozenset({BOAT})) for n in range(3))
    given_ = problem(
        homes,
        capacity=2,
        vehicles=(vehicle("m1"), vehicle("b1", BOAT)),
        travel={MOTORBIKE: line(2), BOAT: line(2)},
        weights=Weights(hamlet_day=0, travel_second=0),
    )
    assert bound(given_) == solve(given_, BRIEFLY).value == 2 * 10_000 - 3_600 - 900


@pytest.mark.parametrize(
    ("shift", "hours"),
    [
        (DAY, 9),  # lunch in the middle of the day
        (Shift(7 * 3600, 11 * 3600), 4),  # afterwards, at the base
        (Shift(12 * 3600, 17 * 3600), 5),  # before
        (Shift(7 * 3600, 13 * 3600), 5.5),  # from 12:30, half of it afterwards
    ],
)
def test_lunch_takes_from_a_shift_what_cannot_fall_outside(shift, hours):
    assert working(shift.start, shift.end, Lunch()) == hours * 3600


def test_how_far_is_said_or_that_it_is_not_known():
    given_ = problem((visit("v1"), visit("v2", required=True)), days=days(1, 1))
    plan = solve(given_, BRIEFLY)
    assert percent_better(given_, plan) is None
    assert "Chưa tính được" in how_far(given_, plan).template
    # What is required is in both, and no part of what could be better.
    worth = plan.value - given_.weights.required
    plan = replace(plan, bound=plan.value + worth // 4)
    assert percent_better(given_, plan) == pytest.approx(25, abs=0.1)
    assert how_far(given_, plan).facts["percent"] == pytest.approx(25, abs=0.1)


def test_what_is_too_large_has_no_bound(monkeypatch):
    given_ = problem((visit(),))
    monkeypatch.setattr(module, "MOST_CELLS", 0)
    assert prove(given_, solve(given_, BRIEFLY), Limit(5.0)).bound is None


def test_prices_of_rows_alike_are_averaged_by_what_there_is_of_them():
    programme = Programme()
    column = programme.column(1)
    for most, name in ((1, "teams"), (3, "teams"), (0, "after"), (0, "after"), (2, None)):
        programme.row({column: 1}, most, name)
    # Teams: (1 × 8 + 3 × 4) / 4; rows without any of it add up: 1 + 2.
    named = programme.named([8_000_000, 4_000_000, 1_000_000, 2_000_000, 0])
    assert (named["teams"], named["after"]) == (5.0, 3.0)


def test_an_empty_problem_is_worth_nothing():
    assert bound(problem((), days=(), people=(), vehicles=(), travel={})) == 0
    assert bound(problem((visit(),), vehicles=(vehicle("m1", days=frozenset()),))) == 0
