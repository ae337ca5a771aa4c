"""A search told where visits belong: it calls them back, as far as that is worth it."""

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
