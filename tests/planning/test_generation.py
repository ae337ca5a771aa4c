"""No plan is worth more than is proved by its routes, whatever the prices, whenever it ends."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fieldops.domain.case import Register
from fieldops.domain.units import HOUR, MINUTE
from fieldops.planning import Limit, Link, Weights, prove, solve
from fieldops.planning import bound as module
from fieldops.planning import pricing as pricing_module
from fieldops.planning.generation import ENOUGH, Rounds, bound_of, generated_bound
from fieldops.planning.master import Master
from fieldops.planning.outline import outline
from fieldops.planning.pooled import FINE, Pool
from fieldops.planning.pricing import Pricing
from fieldops.planning.problem import Lunch, Shift
from tests.planning import exhaustive
from tests.planning.generated import problems
from tests.planning.makers import MOTORBIKE, YOUTH, days, line, person, problem, visit
from tests.planning.test_solver import BRIEFLY, small


def never():
    return False


def bounded(given_, plan=None):
    return generated_bound(given_, plan or solve(given_, BRIEFLY), 20.0, never)


@st.composite
def lasting(draw):
    """Any problem whose visits take some time, so that routes have a length."""
    found = draw(problems())
    visits = tuple(replace(v, service=max(v.service, 10 * MINUTE)) for v in found.visits)
    return replace(found, visits=visits)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(lasting(), st.integers(0, 1 << 30))
def test_no_plan_is_worth_more_whatever_the_prices(given_, seed):
    plan = solve(given_, BRIEFLY)
    pool = Pool(given_)
    assume(pool.kinds)
    pricing = Pricing(pool)
    most = int(np.random.default_rng(seed).integers(1, 40_000 * FINE))
    prices = np.random.default_rng(seed).integers(0, most, len(pool.most)).tolist()
    for judge in (pricing.by_sight, pricing.by_the_clock):
        top = max(judge(job)[0] for job in pricing.jobs(prices))
        assert FINE * plan.value <= bound_of(pool, prices, top)
    assert plan.value <= bounded(given_, plan)


@pytest.mark.parametrize("seed", range(12))
def test_the_best_of_all_plans_is_not_worth_more(seed):
    given_ = small(seed)
    assert exhaustive.best(given_) <= bounded(given_)


def test_the_clock_is_never_kinder_than_sight():
    for seed in range(12):
        pool = Pool(small(seed))
        pricing = Pricing(pool)
        for job in pricing.jobs([0] * len(pool.most)):
            assert pricing.by_the_clock(job)[0] <= pricing.by_sight(job)[0]


@pytest.mark.parametrize("seed", range(6))
def test_rounds_that_end_by_themselves_have_proved_what_their_routes_are_worth(seed):
    given_ = small(seed)
    pool = Pool(given_)
    rounds = Rounds(pool, Pricing(pool), solve(given_, BRIEFLY), never, time.monotonic() + 20)
    rounds.by_sight()
    rounds.by_the_clock()
    master = Master(pool, pool.share)
    master.add(list(rounds.master.tours))
    value, _ = master.solve(5.0)
    assert value - FINE <= rounds.bound <= value + ENOUGH * rounds.worth + FINE


def test_registers_go_out_only_on_days_that_some_delivery_may_have():
    birth = frozenset({Register.BIRTH})
    homes = (visit("intake"), visit("delivery", registers=birth))
    given_ = problem(homes, days=days(5), links=(Link("intake", "delivery", 2, 3),))
    pool = Pool(given_)
    assert pool.most[pool.book_row[Register.BIRTH]] == 3


def test_a_tour_is_bounded_exactly_where_half_ways_are_not():
    homes = tuple(visit(f"v{n}", place=n, minutes=20) for n in (1, 2, 3))
    given_ = problem(
        homes, days=days(1, 1), people=(person(),), travel={MOTORBIKE: line(4)}, capacity=3
    )
    plan = solve(given_, BRIEFLY)
    # All three: out 10, 20, 30 minutes along the line, 60 in all; a hamlet, a team, a person.
    assert plan.value == 30_000 - 3_600 - 3_600 - 900 - 600
    assert bounded(given_, plan) == plan.value
    assert prove(given_, plan, Limit(20.0)).bound == plan.value


@pytest.mark.parametrize("judge", ["by_sight", "by_the_clock"])
@pytest.mark.parametrize(("least", "trips"), [(1, 2), (0, 1)])
def test_a_delivery_takes_a_trip_of_its_own_unless_it_may_follow_at_once(judge, least, trips):
    homes = (visit("intake", place=1), visit("delivery", place=1))
    given_ = problem(
        homes,
        days=days(2, 1),
        people=(person(count=2),),
        travel={MOTORBIKE: line(2)},
        links=(Link("intake", "delivery", least, 1),),
    )
    pool = Pool(given_)
    pricing = Pricing(pool)
    (job,) = pricing.jobs([0] * len(pool.most))
    # 10 000 a visit; ten minutes there and ten back, a team, a person (and a hamlet by the clock).
    trip = 1_200 + 3_600 + 900 + (600 if judge == "by_the_clock" else 0)
    assert getattr(pricing, judge)(job)[0] == FINE * (20_000 // trips - trip)
    assert bounded(given_) == 20_000 - trips * (1_200 + 3_600 + 900 + 600)


def test_two_deliveries_of_one_intake_may_share_a_trip():
    homes = tuple(visit(name, place=1) for name in ("intake", "birth", "death"))
    given_ = problem(
        homes,
        days=days(2, 1),
        people=(person(count=2),),
        travel={MOTORBIKE: line(2)},
        links=(Link("intake", "birth", 1, 1), Link("intake", "death", 1, 1)),
    )
    plan = solve(given_, BRIEFLY)
    assert plan.value == 30_000 - 2 * (1_200 + 3_600 + 900 + 600) <= bounded(given_, plan)


@pytest.mark.parametrize("judge", ["by_sight", "by_the_clock"])
def test_no_route_offered_turns_from_an_intake_to_its_delivery(judge):
    homes = [(visit(f"in{n}", place=n), visit(f"out{n}", place=n)) for n in (1, 2, 3)]
    given_ = problem(
        tuple(one for home in homes for one in home),
        days=days(3),
        travel={MOTORBIKE: line(4)},
        links=tuple(Link(f"in{n}", f"out{n}", 1, 2) for n in (1, 2, 3)),
        capacity=6,
    )
    pool = Pool(given_)
    pricing = Pricing(pool)
    (job,) = pricing.jobs([0] * len(pool.most))
    tours = getattr(pricing, judge)(job)[1]
    assert max(len(tour.visits) for tour in tours) > 2
    for tour in tours:
        homes_of = [given_.visits[v].place for v in tour.visits]
        assert all(one != other for one, other in pairwise(homes_of))


def test_hours_close_to_what_sight_would_make():
    # Two hours each, six homes, no way: five fit in ten hours, where the cases would let in six.
    homes = tuple(visit(f"v{n}", place=0, minutes=120) for n in range(6))
    given_ = problem(homes, days=days(1, 1), people=(person(),), capacity=6)
    assert bounded(given_) == 50_000 - 3_600 - 900 - 600


def test_who_begins_at_one_has_eaten():
    afternoon = person(hours=(Shift(13 * HOUR, 17 * HOUR),))
    given_ = problem(
        (visit("v0", place=0, minutes=60),), days=days(1, 1), people=(afternoon,), lunch=Lunch()
    )
    plan = solve(given_, BRIEFLY)
    assert [stop.visit_id for route in plan.routes for stop in route.stops] == ["v0"]
    assert bounded(given_, plan) == plan.value == 10_000 - 3_600 - 900 - 600


def test_a_job_that_needs_more_labels_is_judged_by_sight(monkeypatch):
    monkeypatch.setattr(pricing_module, "LABELS", 3)
    pool = Pool(small(1))
    pricing = Pricing(pool)
    job = pricing.jobs([0] * len(pool.most))[0]
    assert pricing.by_the_clock(job)[0] == pricing.by_sight(job)[0] > 0


def test_what_is_stopped_keeps_the_best_bound_so_far():
    given_ = small(1)
    plan = solve(given_, BRIEFLY)
    for most in range(0, 60, 6):
        asked = iter(range(most))
        found = generated_bound(given_, plan, 20.0, lambda asked=asked: next(asked, None) is None)
        assert found is None or found >= plan.value
    assert generated_bound(given_, plan, 20.0, lambda: True) is None
    assert generated_bound(given_, plan, 0.0, never) is None


def test_a_plan_for_another_problem_is_no_start_but_no_fault():
    plan = solve(problem((visit("other"),)), BRIEFLY)
    for homes in ((visit("v2"),), (visit("other", roles=(YOUTH,)), visit("v2"))):
        given_ = problem(homes)
        assert bounded(given_, plan) >= solve(given_, BRIEFLY).value > 0


def test_visits_of_no_time_and_no_cases_have_no_bound_here():
    given_ = problem((visit(minutes=0),))
    assert generated_bound(given_, solve(given_, BRIEFLY), 20.0, never) is None


def test_weights_too_large_for_exact_sums_have_no_bound_here():
    given_ = problem((visit(),), weights=Weights(travel_second=100_000_000))
    assert generated_bound(given_, solve(given_, BRIEFLY), 20.0, never) is None


class Said:
    """An outline that has proved so much; None: it found no prices."""

    def __init__(self, proved):
        self.bound = proved

    def prices(self, seconds):
        return None if self.bound is None else []

    def proved(self, prices):
        return self.bound

    def named(self, prices):
        return {}


def test_the_lesser_bound_is_said(monkeypatch):
    given_ = problem((visit(),))
    plan = solve(given_, BRIEFLY)
    for least, generated, said in ((9, 7, 7), (7, 9, 7), (None, 7, 7), (7, None, 7), (None,) * 3):
        monkeypatch.setattr(module, "outline", lambda *_, it=least: Said(it))
        monkeypatch.setattr(module, "generated_bound", lambda *_, it=generated: it)
        assert prove(given_, plan, Limit(5.0)).bound == said


@pytest.mark.parametrize("seed", range(6))
def test_whatever_prices_it_begins_with_it_ends_near_the_same_bound(seed):
    given_ = small(seed)
    plan = solve(given_, BRIEFLY)
    chance = np.random.default_rng(seed)
    wild = {name: float(chance.integers(0, 40_000)) for name in Pool(given_).names}
    made = outline(given_)
    found = [
        generated_bound(given_, plan, 20.0, never, opening)
        for opening in ({}, wild, made.named(made.prices(5.0)))
    ]
    assert exhaustive.best(given_) <= min(found)
    # Each ends within ENOUGH of the plan's value above what the routes are worth.
    assert max(found) - min(found) <= ENOUGH * abs(plan.value) + 1
