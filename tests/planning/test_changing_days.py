"""Two routes change days: whole, where strings of stops would not do, and never against a rule."""

import numpy as np

from fieldops.planning.kernel.days import change_days
from fieldops.planning.kernel.search import seed_chance
from fieldops.planning.search import Search, posted
from fieldops.planning.team_model import Crew
from tests.planning.makers import MOTORBIKE, days, line, person, problem, travel, visit
from tests.planning.scattered import broken, counted_anew, each_scattered, rows

MONDAY = days()[0]


def standing_at(rows, visits, slots=(0, 1), ways=None):
    """A search that stands on these routes, one slot for each, on the days given."""
    people = tuple(person(f"r{n}", count=2) for n in range(len(slots)))
    road = {MOTORBIKE: ways or line(2)}
    told = problem(tuple(visits), days=days(2), people=people, travel=road)
    crews = [Crew(day, slots[:n].count(day), (f"r{n}",), "m1") for n, day in enumerate(slots)]
    model = posted(told, crews)
    search = Search(model, model.data(), 1)
    search.load(rows)
    return search


def changed(search):
    """Draw until two slots are changed; how many stops are then in the bag."""
    seed_chance(1)
    for _ in range(100):
        count = change_days(search.data, search.state)
        if count:
            return count
    return 0


def test_two_routes_change_days_whole():
    search = standing_at([[0, 1], [2]], [visit("a"), visit("b"), visit("c")])
    before = int(search.state.score[0])
    assert changed(search) == 3
    assert [sorted(row) for row in rows(search)] == [[2], [0, 1]]
    assert search.state.score[0] == before


def test_a_route_may_go_to_a_day_without_one():
    search = standing_at([[0, 1], []], [visit("a"), visit("b")])
    assert changed(search) == 2
    assert [sorted(row) for row in rows(search)] == [[], [0, 1]]


def test_who_may_not_be_seen_on_the_other_day_waits_in_the_bag():
    search = standing_at([[0, 1], [2]], [visit("a"), visit("b", due_on=MONDAY.on), visit("c")])
    assert changed(search) == 3
    assert rows(search) == [[2], [0]]
    assert 1 in search.state.bag[:3]


def test_two_routes_of_one_day_are_left_as_they_are():
    search = standing_at([[0], [1]], [visit("a"), visit("b")], slots=(0, 0))
    assert changed(search) == 0
    assert rows(search) == [[0], [1]]


def test_far_homes_of_two_sides_that_stand_on_each_others_days_are_put_right():
    # More homes on either side than a ruin takes; 60 + 20 × 20 + 60 minutes leave 80 of ten hours,
    # and the other side would cost 120 more.
    late = {"may_be_late": True, "due_on": MONDAY.on}
    east = [visit(f"e{n}", place=1, minutes=20, **late) for n in range(20)]
    west = [visit(f"w{n}", place=2, minutes=20) for n in range(20)]
    sides = travel([[0, 60, 60], [60, 0, 120], [60, 120, 0]])
    search = standing_at([list(range(20, 40)), list(range(20))], [*east, *west], ways=sides)
    before = search.score
    search.anneal(300, 1.0, 1.0)
    assert search.score == before + 20 * search.model.problem.weights.late_day


def test_whatever_changes_days_times_and_score_are_those_counted_anew():
    """On many problems; that days are changed at all is counted, or nothing would be shown."""
    made = each_scattered(changed_by_the_rules)
    assert sum(count > 0 for count in made) > 5


def changed_by_the_rules(search):
    """Change days once; how many stops are in the bag, nobody being lost and no rule broken."""
    rules, planned = broken(search), np.flatnonzero(search.state.slot >= 0)
    count = changed(search)
    bag = search.state.bag[:count].tolist()
    assert len(set(bag)) == count
    assert set(planned) <= {*bag, *np.flatnonzero(search.state.slot >= 0)}
    counted_anew(search)
    assert broken(search) <= rules
    return count
