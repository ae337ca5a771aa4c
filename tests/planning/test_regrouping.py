"""Vehicles that routes show to pay: tried after the first routes, never for less."""

import pytest

from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import Limit, check, solve
from fieldops.planning import regrouping as module
from fieldops.planning.geometry import Ground
from fieldops.planning.regrouping import TRIAL, WARM, allowance, regrouped
from fieldops.planning.search import Search, posted
from fieldops.planning.teams import deal
from tests.planning.makers import BOAT, MOTORBIKE, days, line, person, problem, vehicle, visit


def islets(boat_prize=300):
    """Eight homes by road, two islets; a team a day for two days, three cases each."""
    homes = [visit(f"v{n}", place=1, reached_by=frozenset({MOTORBIKE})) for n in range(8)]
    islet = [
        visit(f"i{n}", place=1, prize=boat_prize, reached_by=frozenset({BOAT})) for n in range(2)
    ]
    return problem(
        (*homes, *islet),
        days=days(2, max_teams=1),
        people=(person(count=2),),
        vehicles=(vehicle("m1"), vehicle("b1", BOAT)),
        travel={MOTORBIKE: line(2), BOAT: line(2)},
        capacity=3,
    )


def opened(given_):
    model = posted(given_, deal(given_))
    search = Search(model, model.data(), 1)
    search.open()
    return search


def kinds(search):
    return sorted(search.model.kinds)


def until(most):
    return lambda made: made >= most


def test_a_boat_goes_where_its_homes_are_worth_more_than_the_last_by_road():
    given_ = islets()
    search = opened(given_)
    assert kinds(search) == [MOTORBIKE, MOTORBIKE]
    found = regrouped(search, Ground.of(given_), until(10**9))
    # Two islets at 300 points for three homes at 100: once, and not twice.
    assert kinds(found) == [BOAT, MOTORBIKE]
    assert {visit_.visit_id for route in found.routes() for visit_ in route.stops} >= {"i0", "i1"}


def test_where_no_boat_pays_the_teams_stay():
    given_ = islets(boat_prize=100)
    search = opened(given_)
    assert regrouped(search, Ground.of(given_), until(10**9)) is search


def test_nothing_is_tried_once_it_is_over_or_where_it_would_take_too_long(monkeypatch):
    given_ = islets()
    search = opened(given_)
    assert regrouped(search, Ground.of(given_), lambda _: True) is search
    monkeypatch.setattr(module, "MOST_CELLS", 0)
    assert regrouped(search, Ground.of(given_), until(10**9)) is search


@pytest.mark.parametrize(
    ("limit", "tries"),
    [
        (Limit(steps=1500), False),
        (Limit(seconds=1.0), False),
        (Limit(seconds=20.0), True),
        (Limit(steps=100_000), True),
        (Limit(seconds=20.0, steps=1500), False),
    ],
)
def test_a_short_limit_leaves_no_time_for_it(limit, tries):
    assert (allowance(limit, lambda: limit.seconds or 0.0) is not None) == tries


def test_a_count_ends_it_at_the_same_repair_each_time():
    over = allowance(Limit(steps=48_000), lambda: 0.0)
    # A quarter: 12,000 repairs, so after the first routes and two trials.
    assert [over(made) for made in (WARM, WARM + TRIAL, WARM + 2 * TRIAL)] == [False, False, True]


def test_the_clock_ends_it_when_its_share_is_gone():
    left = [20.0]
    over = allowance(Limit(seconds=20.0), lambda: left[0])
    assert not over(0)
    left[0] = 20.0 * (1 - module.SHARE) - 0.01
    assert over(0)


def test_the_same_count_gives_the_same_plan_with_other_vehicles():
    given_ = islets()
    plan = solve(given_, Limit(steps=100_000))
    assert check(given_, plan) == []
    used = {given_.vehicle[route.vehicle].kind for route in plan.routes}
    assert used == {VehicleKind.BOAT, VehicleKind.MOTORBIKE}
    assert solve(given_, Limit(steps=100_000)) == plan
