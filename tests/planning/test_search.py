"""What a search does to its routes: calls visits back to their days, forgives the way."""

import numpy as np

from fieldops.domain.units import HOUR
from fieldops.planning import Placed, Shift
from fieldops.planning.search import Search, posted
from fieldops.planning.team_model import Crew
from fieldops.planning.weights import Weights
from tests.planning.makers import days, person, problem, visit

MONDAY, TUESDAY = days(2)


def exchanged(moved_day):
    """Two homes, one of which fills a day of two hours; either was told the other's day."""
    morning = Shift(8 * HOUR, 10 * HOUR)
    told = problem(
        (visit("a", minutes=70), visit("b", minutes=70)),
        days=(MONDAY, TUESDAY),
        people=(person("r1", hours=(morning, morning)),),
        published=(Placed("a", MONDAY.on, "A"), Placed("b", TUESDAY.on, "A")),
        weights=Weights(moved_day=moved_day),
    )
    model = posted(told, [Crew(day, 0, ("r1",), "m1") for day in (0, 1)])
    search = Search(model, model.data(), 1)
    search.load([[1], [0]])
    return search


def stops(search):
    return [[stop.visit_id for stop in route.stops] for route in search.routes()]


def test_two_visits_that_took_each_others_day_are_called_back():
    search = exchanged(moved_day=1_500)
    before = search.score
    search.call_back({0: 0, 1: 1}, lambda: False)
    assert stops(search) == [["a"], ["b"]]
    assert search.score == before + 2 * 1_500


def test_nobody_is_called_back_for_nothing():
    search = exchanged(moved_day=0)
    search.call_back({0: 0, 1: 1}, lambda: False)
    assert stops(search) == [["b"], ["a"]]


def test_who_may_not_go_on_is_asked_after_each_try():
    search = exchanged(moved_day=0)
    asked = []
    search.call_back({0: 0, 1: 1}, lambda: bool(asked.append(1)) or len(asked) == 2)
    assert len(asked) == 2


def test_a_repair_forgives_the_way_and_nothing_else():
    # More homes than a ruin takes, so that the team is always out.
    at_hand = [visit(f"near{n}", minutes=20) for n in range(12)]
    farther = visit("farther", place=2, prize=5)  # 500 s gained for 1,200 s of way
    elsewhere = visit("elsewhere", hamlet_id="other", prize=5)  # 500 s for 600 of a hamlet-day
    told = problem((*at_hand, farther, elsewhere), people=(person(),), days=days(1, max_teams=1))
    model = posted(told, [Crew(0, 0, ("r1",), "m1")])
    search = Search(model, model.data(), 1)
    search.load([list(range(12))])
    met = set()
    for _ in range(200):
        search.anneal(1, 1e6, 1e6)  # so hot that any loss is taken
        met |= set(np.flatnonzero(search.state.slot >= 0))
    assert model.index["farther"] in met
    assert model.index["elsewhere"] not in met
