"""How the search cools: three rounds, or a slow one where repairs are few for what must be made."""

import pytest

from fieldops.planning.limits import Limit
from fieldops.planning.rounds import FEW, LESS, ROUNDS, Cooling, Pace, few_repairs
from fieldops.planning.search import Search, posted
from fieldops.planning.teams import deal
from tests.planning.makers import problem, visit


def opened(**more):
    given_ = problem([visit(f"v{n}", place=1, **more) for n in range(4)])
    model = posted(given_, deal(given_))
    search = Search(model, model.data(), 1)
    search.open()
    return search


def test_repairs_are_few_only_where_every_visit_must_be_made():
    assert few_repairs(opened(required=True), 4 * FEW - 1)
    assert not few_repairs(opened(required=True), 4 * FEW)
    assert not few_repairs(opened(), 1)


def test_three_rounds_each_begin_cooler_than_the_one_before():
    cooling = Cooling(hot=100.0, cold=2.0)
    starts = [cooling.at(number / ROUNDS + 1e-9) for number in range(ROUNDS)]
    assert starts == pytest.approx([100.0, 100.0 * LESS, 100.0 * LESS**2], rel=1e-3)
    assert cooling.at(1.0) == pytest.approx(2.0)


def test_one_slow_round_only_cools():
    slow = Cooling(hot=100.0, cold=2.0).slow(opened())
    heats = [slow.at(done / 10) for done in range(11)]
    assert heats == sorted(heats, reverse=True)
    assert (heats[0], heats[-1]) == pytest.approx((100.0, 2.0))


def test_a_count_tells_the_steps_of_the_whole_and_the_clock_by_the_last_pace():
    assert Pace(Limit(steps=500)).whole() == 500
    timed = Pace(Limit(seconds=20.0), share=0.5)
    timed.speed = 300.0
    assert timed.whole() == 300 * 20 * 0.5
