"""Two teams of a day exchange the ends of their routes: for less way, and never against a rule."""

from itertools import permutations, product

import pytest

from fieldops.domain.case import Register
from fieldops.domain.units import HOUR, MINUTE
from fieldops.planning import Link, Shift, Window
from fieldops.planning.kernel.ends import exchange, exchange_ends
from fieldops.planning.search import Search, posted
from fieldops.planning.team_model import Crew
from fieldops.planning.weights import Weights
from tests.planning.makers import (
    MOTORBIKE,
    POLICE,
    days,
    person,
    problem,
    travel,
    visit,
)
from tests.planning.scattered import broken, counted_anew, each_scattered, rows

A, B = 0, 1
BETWEEN = travel(
    [  # base, two homes west (1, 2), two homes east (3, 4)
        [0, 30, 30, 30, 30],
        [30, 0, 10, 60, 60],
        [30, 10, 0, 60, 60],
        [30, 60, 60, 0, 10],
        [30, 60, 60, 10, 0],
    ]
)
CROSSED = [[0, 3], [2, 1]]
"""Either team has a home west and one east: 30 + 60 + 30 minutes; parted well 30 + 10 + 30."""


def homes(more):
    """Four homes at places 1 to 4; ``more`` is what is told of some, by place."""
    return [visit(f"v{n}", place=n, **more.get(n, {})) for n in range(1, 5)]


def standing_at(rows, visits, police_too=(True, True), hours=None, **more):
    """A search that stands on these routes: two teams on the first day, one on the second."""
    count = len(more.get("days", days()))
    first = hours or person("r1", count=count)
    police = [person(name, (POLICE,), count=count) for name in ("p1", "p2")]
    people = (first, person("r2", count=count), *police)
    told = problem(tuple(visits), people=people, travel={MOTORBIKE: BETWEEN}, **more)
    with_police = [("p1",) * police_too[A], ("p2",) * police_too[B]]
    crews = [Crew(0, team, (f"r{team + 1}", *with_police[team]), f"m{team + 1}") for team in (A, B)]
    crews += [Crew(1, A, ("r1",), "m1")] * (count > 1)
    model = posted(told, crews)
    search = Search(model, model.data(), 1)
    search.load(rows)
    return search


def test_crossed_routes_are_parted_and_the_score_tells_the_way_saved():
    free_teams = Weights(team_day=0, person_day=0)
    search = standing_at(CROSSED, homes({}), weights=free_teams)
    before = int(search.state.score[0])
    search.state.bag[0] = 0
    exchange_ends(search.data, search.state, 1)
    assert rows(search) == [[0, 1], [2, 3]]
    saved = 2 * (120 - 70) * MINUTE * search.model.problem.weights.travel_second
    assert search.state.score[0] == before + saved


def test_a_team_whose_stops_the_other_can_add_stays_at_home():
    search = standing_at([[0], [1]], homes({}))
    before = int(search.state.score[0])
    search.state.bag[0] = 0
    exchange_ends(search.data, search.state, 1)
    assert sorted(map(sorted, rows(search))) == [[], [0, 1]]
    weights = search.model.problem.weights
    way = (2 * 60 - 70) * MINUTE * weights.travel_second
    least = search.model.problem.least_crew
    assert search.state.score[0] == before + way + weights.team_day + least * weights.person_day


def test_what_saves_nothing_stays():
    search = standing_at([[0, 1], [2, 3]], homes({}))
    before = int(search.state.score[0])
    assert not exchange(search.data, search.state, A, 1, B, 1)
    assert rows(search) == [[0, 1], [2, 3]]
    assert search.state.score[0] == before


CLOSED = Window(7 * HOUR, 9 * HOUR + 30 * MINUTE)
"""B is at place 2 by 9:00, after 30 + 30 + 60 minutes; A, where place 1 opens at 9:00, by 9:40."""

UNTIL_TEN = person("r1", hours=(Shift(7 * HOUR, 10 * HOUR),))
"""Crossed, A is back by 10:00; parted, with two hours at place 2, at 10:40."""

REFUSED = {
    "a role the other team lacks": ({2: {"roles": (POLICE,)}}, {"police_too": (False, True)}),
    "a window closed by then": (
        {1: {"windows": (Window(9 * HOUR, 17 * HOUR),)}, 2: {"windows": (CLOSED,)}},
        {},
    ),
    "more cases than a team may take": ({1: {"cases": 2}, 2: {"cases": 5}}, {"capacity": 6}),
    "home after the last hour": ({2: {"minutes": 120}}, {"hours": UNTIL_TEN}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_an_exchange_against_a_rule_leaves_all_as_it_was(why):
    homes_, teams = REFUSED[why]
    assert_refused(standing_at(CROSSED, homes(homes_), **teams))


def assert_refused(search):
    state = search.state
    before = rows(search), int(state.score[0]), state.early.copy(), state.late.copy()
    assert not exchange(search.data, state, A, 1, B, 1)
    assert (rows(search), int(state.score[0])) == before[:2]
    for slot, size in enumerate(state.size):
        assert (state.early[slot, : size + 1] == before[2][slot, : size + 1]).all()
        assert (state.late[slot, : size + 1] == before[3][slot, : size + 1]).all()


def test_a_paper_register_does_not_come_to_be_with_two_teams():
    births = frozenset({Register.BIRTH})
    with_book = homes({2: {"registers": births}, 3: {"registers": births}})
    assert_refused(standing_at(CROSSED, with_book, paper_registers=births))


def test_an_intake_stays_while_its_delivery_is_planned():
    visits = [*homes({}), visit("paper", place=2)]
    more = {"days": days(2), "links": (Link("v2", "paper", 1, 2),)}
    assert_refused(standing_at([*CROSSED, [4]], visits, **more))
    free = standing_at([*CROSSED, []], visits, **more)
    assert exchange(free.data, free.state, A, 1, B, 1)


def cuts(search):
    """Each two slots of one day and kind, with each place to cut either route, as it then is."""
    data, size = search.data, search.state.size
    for slot, other in permutations(range(len(size)), 2):
        if data.day[slot] == data.day[other] and data.kind[slot] == data.kind[other]:
            for cut, other_cut in product(range(10), repeat=2):
                if cut <= size[slot] and other_cut <= size[other]:
                    yield slot, cut, other, other_cut


def test_whatever_is_exchanged_times_and_score_are_those_counted_anew():
    """On many problems; that routes are exchanged at all is counted, or nothing would be shown."""
    made = each_scattered(exchanged_everywhere)
    assert sum(made) > 5


def exchanged_everywhere(search):
    """Try each exchange; how many stood, all that is kept being what is counted anew."""
    made = 0
    data, state, rules = search.data, search.state, broken(search)
    for where in cuts(search):
        before, stood = int(state.score[0]), rows(search)
        if exchange(data, state, *where):
            made += 1
            assert state.score[0] > before
        else:
            assert (int(state.score[0]), rows(search)) == (before, stood)
    counted_anew(search)
    assert broken(search) <= rules
    return made
