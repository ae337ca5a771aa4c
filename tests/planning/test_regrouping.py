"""Vehicles and teams that routes show to pay: tried after the first routes, never for less."""

import pytest

from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import Limit, check, solve
from fieldops.planning import regrouping as module
from fieldops.planning.exchanges import changes
from fieldops.planning.geometry import Ground
from fieldops.planning.regrouping import TRIAL, WARM, allowance, regrouped
from fieldops.planning.search import Search, posted
from fieldops.planning.team_model import Crew
from fieldops.planning.teams import deal
from tests.planning.makers import (
    BOAT,
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
    over = allowance(Limit(steps=30_000), lambda: 0.0)
    # Two fifths: 12,000 repairs, so after the first routes and two trials.
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


def test_two_change_places_where_a_team_of_volunteers_could_do_what_the_other_has_no_time_for():
    """A registrar and an officer in one team, two volunteers in the other; three cases each."""
    asks = [visit(f"r{n}", roles=(REGISTRAR,)) for n in range(3)]
    asks += [visit(f"p{n}", roles=(POLICE,)) for n in range(3)]
    people = (person(), person("p1", (POLICE,)), person("y1", (YOUTH,)), person("y2", (YOUTH,)))
    given_ = problem(asks, people=people, capacity=3)
    crews = [Crew(0, 0, ("r1", "p1"), "m1"), Crew(0, 1, ("y1", "y2"), "m2")]
    search = Search(posted(given_, crews), posted(given_, crews).data(), 1)
    search.open()
    assert planned(search) == 3
    found = regrouped(search, Ground.of(given_), until(10**9))
    assert planned(found) == 6  # three with the registrar, three with the officer
    assert all(len({"r1", "p1"} & set(crew.people)) == 1 for crew in found.model.crews)


def test_two_teams_change_vehicles_where_only_the_other_is_needed_beyond_the_water():
    """The only boat is with the volunteers, whom the road needs; the islets need a registrar."""
    islet = [
        visit(f"i{n}", roles=(REGISTRAR,), reached_by=frozenset({BOAT}), prize=300)
        for n in range(3)
    ]
    homes = [visit(f"v{n}", roles=(YOUTH,), reached_by=frozenset({MOTORBIKE})) for n in range(3)]
    given_ = problem(
        (*islet, *homes),
        people=(person(), person("r2"), person("y1", (YOUTH,)), person("y2", (YOUTH,))),
        vehicles=(vehicle("m1"), vehicle("b1", BOAT)),
        travel={MOTORBIKE: line(2), BOAT: line(2)},
        capacity=3,
    )
    crews = [Crew(0, 0, ("r1", "r2"), "m1"), Crew(0, 1, ("y1", "y2"), "b1")]
    search = Search(posted(given_, crews), posted(given_, crews).data(), 1)
    search.open()
    assert planned(search) == 0
    found = regrouped(search, Ground.of(given_), until(10**9))
    assert planned(found) == 6
    assert sorted(crew.vehicle for crew in found.model.crews) == ["b1", "m1"]


def planned(search):
    return sum(len(route.stops) for route in search.routes())


def test_a_day_offers_each_change_once():
    ways = {MOTORBIKE: line(2), BOAT: line(2)}
    boats = (vehicle("m1"), vehicle("m2"), vehicle("b1", BOAT))
    people = (person(), person("p1", (POLICE,)), *(person(f"y{n}", (YOUTH,)) for n in range(4)))
    given_ = problem([visit(roles=(REGISTRAR, POLICE))], people=people, vehicles=boats, travel=ways)
    crews = [
        Crew(0, 0, ("r1", "p1"), "m1"),
        Crew(0, 1, ("y0", "y1"), "m2"),
        Crew(0, 2, ("y2", "y3"), "m2"),
    ]
    found = list(changes(posted(given_, crews), 0))
    boat = [crew.team for change in found for crew in change if crew.vehicle == "b1"]
    assert sorted(boat) == [0, 1]  # the third team is of the second's sort
    moved = [[crew.people for crew in change] for change in found if len(change) == 2]
    assert moved == [[("r1", "y1"), ("y0", "p1")], [("y1", "p1"), ("y0", "r1")]]
