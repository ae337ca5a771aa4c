"""Each rule has its forged violation: a good plan, one thing wrong, that rule and no other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldops.domain.case import Register
from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import HOUR, MINUTE
from fieldops.planning import Ferry, Link, Lunch, Pin, Placed, Shift, Together, Window, check, rules
from fieldops.planning.value import value
from tests.planning.makers import (
    BOAT,
    KHMER,
    MONDAY,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    days,
    person,
    problem,
    travel,
    vehicle,
    visit,
)

TUESDAY = MONDAY + timedelta(1)
H, M = HOUR, MINUTE


def left(*ids):
    return tuple(Unplanned(each, "", Sentence("Chưa tìm lý do.")) for each in ids)


def route(*stops, day=MONDAY, team="A", people=("r1",), by="m1", depart=8 * H, back=None, **more):
    """A route along ``line``: 10 minutes and 5,000 metres between neighbours."""
    return Route(day, team, people, by, depart, back or 17 * H, tuple(stops), **more)


def at(id, arrival, minutes=30):
    """Service as soon as the team is there, away as soon as it is done."""
    return Stop(id, arrival, arrival, arrival + minutes * M, arrival + minutes * M)


def one_stop(**more):
    """Leaves at 8:00, there at 8:10, done at 8:40, back at 8:50: 20 minutes, 10 km."""
    figures = {"back": 8 * H + 50 * M, "travel": 20 * M, "metres": 10_000}
    return route(at("v1", 8 * H + 10 * M), **figures | more)


def planned(given, *routes, unplanned=()):
    plan = Plan(
        tuple(routes),
        left(*unplanned),
        travel=sum(each.travel for each in routes),
        metres=sum(each.metres for each in routes),
    )
    return replace(plan, value=value(given, plan))


def broken(given, plan):
    return {violation.rule for violation in check(given, plan)}


def test_a_good_plan_breaks_nothing():
    given = problem((visit(),))
    assert check(given, planned(given, one_stop())) == []


def test_every_rule_has_a_forgery_here():
    forged = {
        name.removeprefix("test_rule_").split("__")[0]
        for name in globals()
        if name.startswith("test_rule_")
    }
    assert forged == {rule.NAME for rule in rules.ALL}


def test_rules_are_named_once_and_in_words():
    assert len({rule.NAME for rule in rules.ALL}) == len(rules.ALL)
    assert all(title.text for title in rules.TITLES.values())


@pytest.mark.parametrize("unplanned", [("v1", "v2"), ("v2", "v2"), (), ("v2", "v9")])
def test_rule_once(unplanned):
    given = problem((visit("v1"), visit("v2")))
    assert broken(given, planned(given, one_stop(), unplanned=unplanned)) == {"once"}


def test_rule_teams():
    given = problem((visit(),), days=days(1, max_teams=0))
    assert broken(given, planned(given, one_stop())) == {"teams"}


def test_rule_teams__no_letter_twice_and_no_empty_route():
    given = problem((visit("v1"), visit("v2")))
    twice = replace(one_stop(), people=("p1",), vehicle="m2", stops=())
    nowhere = replace(twice, back=8 * H, travel=0, metres=0)
    assert broken(given, planned(given, one_stop(), nowhere, unplanned=("v2",))) == {"teams"}


def test_rule_teams__no_day_outside_the_horizon():
    given = problem((visit(),))
    assert "teams" in broken(given, planned(given, one_stop(day=TUESDAY)))


@pytest.mark.parametrize("who", ["absent", "nobody"])
def test_rule_people(who):
    given = problem((visit(),), people=(person("absent", hours=(None,)), person()))
    assert broken(given, planned(given, one_stop(people=(who,)))) == {"people"}


def test_rule_people__not_in_two_teams():
    given = problem((visit("v1"), visit("v2")))
    other = replace(one_stop(team="B", by="m2"), stops=(at("v2", 8 * H + 10 * M),))
    assert broken(given, planned(given, one_stop(), other)) == {"people"}


def test_rule_crew():
    given = problem((visit(),), least_crew=2)
    assert broken(given, planned(given, one_stop())) == {"crew"}


def test_rule_vehicles__seats():
    given = problem((visit(),), vehicles=(vehicle(seats=1),))
    assert broken(given, planned(given, one_stop(people=("r1", "p1")))) == {"vehicles"}


def test_rule_vehicles__not_on_that_day():
    given = problem((visit(),), vehicles=(vehicle(days=frozenset({TUESDAY})),))
    assert broken(given, planned(given, one_stop())) == {"vehicles"}


def test_rule_vehicles__not_in_two_teams():
    given = problem((visit("v1"), visit("v2")))
    other = replace(one_stop(team="B", people=("p1",)), stops=(at("v2", 8 * H + 10 * M),))
    assert broken(given, planned(given, one_stop(), other)) == {"vehicles"}


@pytest.mark.parametrize("shift", [Shift(8 * H + 1, 17 * H), Shift(7 * H, 8 * H + 50 * M - 1)])
def test_rule_hours(shift):
    given = problem((visit(),), people=(person(hours=(shift,)),))
    assert broken(given, planned(given, one_stop())) == {"hours"}


def test_rule_roles():
    given = problem((visit(roles=(REGISTRAR, POLICE)),))
    found = check(given, planned(given, one_stop()))
    assert [(each.rule, each.team, each.visit_id) for each in found] == [("roles", "A", "v1")]


def test_rule_skills():
    given = problem((visit(skills=(KHMER,)),))
    assert broken(given, planned(given, one_stop())) == {"skills"}


def test_rule_reach():
    given = problem((visit(reached_by=frozenset({BOAT})),))
    assert broken(given, planned(given, one_stop())) == {"reach"}


@pytest.mark.parametrize("bound", [{"release_on": TUESDAY}, {"due_on": MONDAY - timedelta(1)}])
def test_rule_days(bound):
    given = problem((visit(**bound),))
    assert broken(given, planned(given, one_stop())) == {"days"}


def test_days__late_where_it_may_be_late():
    given = problem((visit(due_on=MONDAY - timedelta(1), may_be_late=True),))
    plan = planned(given, one_stop())
    assert check(given, plan) == []
    # One working day of the horizon after the due day: Monday itself.
    assert plan.value == value(problem((visit(),)), plan) - given.weights.late_day


@pytest.mark.parametrize(
    "windows",
    [
        (Window(9 * H, 10 * H),),
        (Window(7 * H, 8 * H), Window(9 * H, 10 * H)),
        (Window(7 * H, 17 * H, on=TUESDAY),),
    ],
)
def test_rule_windows(windows):
    given = problem((visit(windows=windows),))
    assert broken(given, planned(given, one_stop())) == {"windows"}


def test_windows__both_ends_are_inside():
    start = 8 * H + 10 * M
    given = problem((visit(windows=(Window(start, start),)),))
    assert broken(given, planned(given, one_stop())) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"depart": 8 * H + 1},  # 9 min 59 s for a way of 10 minutes
        {"back": 8 * H + 50 * M - 1},
        {"stops": (Stop("v1", 8 * H + 600, 8 * H + 600, 8 * H + 660, 8 * H + 2400),)},  # 1 minute
        {"stops": (Stop("v1", 8 * H + 600, 8 * H + 599, 8 * H + 2399, 8 * H + 2400),)},
        {"stops": (Stop("v1", 8 * H + 600, 8 * H + 600, 8 * H + 2400, 8 * H + 2399),)},
    ],
)
def test_rule_times(change):
    given = problem((visit(),))
    assert broken(given, planned(given, replace(one_stop(), **change))) - {"totals"} == {"times"}


def test_times__the_walk_to_the_door_counts():
    given = problem((visit(access=60),))
    assert broken(given, planned(given, one_stop())) == {"times"}


def test_times__a_ferry_sails_when_it_says():
    """No road; the landing is at the base, it sails at 8:30 only and takes 20 minutes."""
    ferries = (
        Ferry("out", 0, 1, 20 * M, (8 * H + 30 * M,), metres=900),
        Ferry("home", 1, 0, 20 * M, (10 * H,), metres=900),
    )
    water = {MOTORBIKE: travel([[0, -1], [-1, 0]])}
    given = problem((visit(),), travel=water, ferries=ferries)
    # Waits from 8:00 to 8:30, is over at 8:50; done 9:20, waits to 10:00, back 10:20: 50 + 60 min.
    good = route(at("v1", 8 * H + 50 * M), back=10 * H + 20 * M, travel=110 * M, metres=1_800)
    assert check(given, planned(given, good)) == []
    missed = replace(good, depart=8 * H + 30 * M + 1, travel=110 * M)
    assert "times" in broken(given, planned(given, missed))


@pytest.mark.parametrize("lunch_start", [None, 10 * H, 12 * H + 31 * M, 11 * H + 15 * M])
def test_rule_lunch(lunch_start):
    """Lunch of an hour in 11:00-13:30; from 11:10 to 11:40 the team serves."""
    given = problem((visit(),), lunch=Lunch())
    out = route(
        at("v1", 11 * H + 10 * M),
        depart=11 * H,
        back=11 * H + 50 * M,
        travel=20 * M,
        metres=10_000,
        lunch_start=lunch_start,
    )
    assert broken(given, planned(given, out)) == {"lunch"}


def test_lunch__at_the_base_after_the_day():
    given = problem((visit(),), lunch=Lunch())
    assert check(given, planned(given, one_stop(lunch_start=12 * H))) == []


def test_rule_capacity():
    given = problem((visit(cases=3),), capacity=2)
    assert broken(given, planned(given, one_stop())) == {"capacity"}


def two_days(first, second, **more):
    visits = (visit("v1"), visit("v2"))
    given = problem(visits, days=days(5), links=(Link("v1", "v2", 2, 3),), **more)
    on = [day.on for day in given.days]
    routes = [one_stop(day=on[first])] if first is not None else []
    routes.append(replace(one_stop(day=on[second]), stops=(at("v2", 8 * H + 10 * M),)))
    return given, planned(given, *routes, unplanned=() if first is not None else ("v1",))


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 4), (2, 0), (None, 3)])
def test_rule_links(first, second):
    assert broken(*two_days(first, second)) == {"links"}


@pytest.mark.parametrize("second", [2, 3])
def test_links__both_ends_of_the_lag_are_inside(second):
    assert broken(*two_days(0, second)) == set()


def test_rule_books():
    births = frozenset({Register.BIRTH})
    given = problem((visit("v1", registers=births), visit("v2", registers=births)))
    other = one_stop(team="B", people=("p1",), by="m2")
    other = replace(other, stops=(at("v2", 8 * H + 10 * M),))
    plan = planned(given, one_stop(), other)
    assert broken(given, plan) == {"books"}
    assert broken(replace(given, paper_registers=frozenset()), plan) == set()


@pytest.mark.parametrize(
    "pin",
    [Pin("v1", on=TUESDAY), Pin("v1", team="B"), Pin("v1", unmoved=True), Pin("v1", MONDAY, "B")],
)
def test_rule_pins(pin):
    given = problem((visit(),), days=days(2), pins=(pin,), published=(Placed("v1", TUESDAY, "A"),))
    assert broken(given, planned(given, one_stop())) == {"pins"}


@pytest.mark.parametrize("change", [{"travel": 1}, {"metres": 1}, {"value": 1}])
def test_rule_totals(change):
    given = problem((visit(),))
    plan = planned(given, one_stop())
    assert broken(given, replace(plan, **change)) == {"totals"}


def test_totals__of_a_route():
    given = problem((visit(),))
    assert broken(given, planned(given, one_stop(travel=60))) == {"totals"}


def meeting(minutes):
    """Two visits that two teams make, the second team so many minutes after the first."""
    given = problem((visit("v1"), visit("v2")), together=(Together("v1", "v2"),))
    depart = (8 * 60 + minutes) * M
    other = replace(
        one_stop(people=("p1",), by="m2", team="B", depart=depart, back=depart + 50 * M),
        stops=(at("v2", depart + 10 * M),),
    )
    return given, one_stop(), other


def test_rule_together():
    given, first, other = meeting(5)
    assert broken(given, planned(given, first, other)) == {"together"}
    assert broken(given, planned(given, first, unplanned=("v2",))) == {"together"}
    assert broken(given, planned(given, other, unplanned=("v1",))) == {"together"}


def test_two_teams_that_start_at_once_break_nothing():
    given, first, other = meeting(0)
    assert broken(given, planned(given, first, other)) == set()
    assert broken(given, planned(given, unplanned=("v1", "v2"))) == set()
