"""What a plan prefers where rules leave a choice: few hamlet days, known faces, fair load."""

from collections import Counter

import pytest

from fieldops.domain.units import HOUR
from fieldops.planning import Limit, Link, Shift, solve
from fieldops.planning.value import breakdown, placements
from tests.planning.makers import (
    KHMER,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    person,
    problem,
    vehicle,
    visit,
)

BRIEFLY = Limit(steps=200)


def on_its_day(name, day, **more):
    return visit(name, release_on=day.on, due_on=day.on, **more)


@pytest.mark.parametrize("order", ["nsns", "nnss", "snns"])
def test_a_hamlet_sees_the_team_on_one_day(order):
    # All at one place, two to a day: only the hamlets' names tell the days apart.
    homes = tuple(visit(f"v{n}", minutes=250, hamlet_id=h) for n, h in enumerate(order))
    given = problem(homes, days=days(2, 1), people=(person(count=2),))
    plan = solve(given, BRIEFLY)
    seen = {(given.visit[name].hamlet_id, route.day) for name, route in placements(plan).items()}
    assert len(placements(plan)) == 4
    assert len(seen) == 2


def test_days_out_are_shared_among_those_who_can_do_the_work():
    horizon = days(6, 1)
    homes = tuple(on_its_day(f"v{n}", day, roles=(REGISTRAR,)) for n, day in enumerate(horizon))
    people = tuple(person(f"r{n}", count=6) for n in range(3))
    plan = solve(problem(homes, days=horizon, people=people), BRIEFLY)
    assert Counter(name for route in plan.routes for name in route.people) == dict.fromkeys(
        ("r0", "r1", "r2"), 2
    )


def test_each_family_sees_the_registrar_it_knows():
    # Two full days of intakes at once, and two of deliveries: who goes where is free.
    horizon = days(4, 2)
    first, last = horizon[0], horizon[3]
    homes = tuple(
        on_its_day(name + end, day, minutes=500, roles=(REGISTRAR,))
        for name in "ab"
        for end, day in (("-in", first), ("-out", last))
    )
    links = tuple(Link(f"{name}-in", f"{name}-out", 1, 5) for name in "ab")
    people = (person("r1", count=4), person("r2", count=4))
    given = problem(homes, days=horizon, people=people, links=links)
    plan = solve(given, BRIEFLY)
    who = {name: route.people for name, route in placements(plan).items()}
    assert len(who) == 4
    assert (who["a-in"], who["b-in"]) == (who["a-out"], who["b-out"])


def test_no_one_goes_who_is_not_needed():
    people = (person("r1"), person("p1", (POLICE,)), person("y1", (YOUTH,), skills=(KHMER,)))
    both = visit("v", roles=(REGISTRAR,), skills=(KHMER,))
    plan = solve(problem((both,), people=people), BRIEFLY)
    assert sorted(plan.routes[0].people) == ["r1", "y1"]
    two = solve(problem((visit("v"),), people=people, least_crew=2), BRIEFLY)
    assert len(two.routes[0].people) == 2


def test_one_who_can_do_two_things_goes_alone():
    people = (person("r1"), person("p1", (POLICE,)), person("both", (REGISTRAR, POLICE)))
    plan = solve(problem((visit("v", roles=(REGISTRAR, POLICE)),), people=people), BRIEFLY)
    assert plan.routes[0].people == ("both",)


def test_one_team_does_what_two_could():
    homes = tuple(visit(f"v{n}", minutes=60) for n in range(4))
    given = problem(homes, days=days(1, 2), vehicles=(vehicle("m1"), vehicle("m2")))
    plan = solve(given, BRIEFLY)
    assert [len(route.stops) for route in plan.routes] == [4]


def test_what_is_past_its_day_is_made_as_soon_as_it_can_be():
    horizon = days(3, 1)
    late = visit("late", due_on=horizon[0].on, may_be_late=True)
    hours = (None, Shift(7 * HOUR, 17 * HOUR), Shift(7 * HOUR, 17 * HOUR))
    given = problem((late,), days=horizon, people=(person(hours=hours),))
    plan = solve(given, BRIEFLY)
    assert plan.routes[0].day == horizon[1].on
    assert dict(breakdown(given, plan))["late_day"] == -given.weights.late_day
