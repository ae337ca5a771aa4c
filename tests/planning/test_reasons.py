"""A cause is planted; the reason names it, proved, with a remedy where there is one."""

from datetime import timedelta

import pytest

from fieldops.domain.case import Register
from fieldops.domain.units import HOUR
from fieldops.planning import Limit, Link, Pin, Shift, Window, solve
from tests.planning.makers import (
    BOAT,
    KHMER,
    MONDAY,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    person,
    problem,
    vehicle,
    visit,
)

LONG = {"minutes": 400, "prize": 500}
TWO = (person("r1"), person("p1", (POLICE,)))
BIRTHS = frozenset({Register.BIRTH})


def reason(given, visit_id="v"):
    plan = solve(given, Limit(steps=60))
    (left,) = [one for one in plan.unplanned if one.visit_id == visit_id]
    return left


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        ("roles", visit("v", roles=(YOUTH,))),
        ("skills", visit("v", skills=(KHMER,))),
        ("reach", visit("v", reached_by=frozenset({BOAT}))),
        ("days", visit("v", due_on=MONDAY - timedelta(1))),
        ("days", visit("v", release_on=MONDAY, due_on=MONDAY - timedelta(1))),
        ("windows", visit("v", windows=(Window(8 * HOUR, 9 * HOUR, MONDAY + timedelta(1)),))),
        ("windows", visit("v", windows=(Window(18 * HOUR, 19 * HOUR),))),
        ("times", visit("v", minutes=700)),
        ("value", visit("v", prize=1)),
    ],
)
def test_a_cause_in_the_visit_itself(rule, planted):
    left = reason(problem((planted,)))
    assert (left.rule, left.proved) == (rule, True)


def test_a_role_that_only_the_busy_team_has():
    # The registrar is out 400 of 600 minutes; the police officer's team has the whole day.
    visits = (
        visit("long", roles=(REGISTRAR,), **LONG),
        visit("v", minutes=300, roles=(REGISTRAR,)),
    )
    left = reason(problem(visits, people=TWO))
    assert (left.rule, left.proved) == ("roles", True)
    assert left.remedy.facts["count"] == 1
    assert left.remedy.facts["day"] == MONDAY


def test_all_teams_are_full_so_one_more_is_asked_for():
    visits = (visit("long", **LONG), visit("v", minutes=400))
    left = reason(problem(visits, people=(person(),)))
    assert (left.rule, left.proved) == ("teams", True)


def test_a_little_overtime_is_cheaper_than_a_team():
    # 10 minutes there, 400 + 190 at the doors, 10 back: 10 minutes more than 7:00 to 17:00.
    visits = (visit("long", **LONG), visit("v", minutes=190))
    left = reason(problem(visits, people=(person(),)))
    assert (left.rule, left.proved) == ("hours", True)
    assert left.remedy.facts["back"].seconds == 17 * HOUR + 600


def test_too_many_cases():
    visits = (visit("other", cases=3, prize=500), visit("v", cases=3))
    left = reason(problem(visits, people=(person(),), capacity=5))
    assert (left.rule, left.proved) == ("capacity", True)


def test_the_book_is_with_the_other_team():
    visits = (visit("long", registers=BIRTHS, **LONG), visit("v", minutes=300, registers=BIRTHS))
    left = reason(problem(visits, people=(person("r1"), person("r2"))))
    assert (left.rule, left.proved) == ("books", True)


def test_a_delivery_waits_for_its_intake():
    visits = (visit("in", roles=(YOUTH,)), visit("v"))
    left = reason(problem(visits, days=days(3), links=(Link("in", "v", 1, 2),)))
    assert (left.rule, left.proved) == ("links", True)


def test_a_delivery_falls_after_the_horizon():
    visits = (visit("in"), visit("v"))
    left = reason(problem(visits, days=days(2), links=(Link("in", "v", 3, 5),)))
    assert (left.rule, left.proved) == ("links", True)
    assert left.reason.facts["least"] == 3


def test_a_pin_that_cannot_be_kept():
    half = person(hours=(Shift(7 * HOUR, 8 * HOUR), Shift(7 * HOUR, 17 * HOUR)))
    given = problem(
        (visit("v", minutes=120),), days=days(2), people=(half,), pins=(Pin("v", MONDAY),)
    )
    left = reason(given)
    assert (left.rule, left.proved) == ("pins", True)


def test_no_time_is_said_and_not_called_proved():
    plan = solve(problem((visit("v", roles=(YOUTH,)),), vehicles=(vehicle(),)), Limit(seconds=0))
    assert [(one.rule, one.proved) for one in plan.unplanned] == [("search", False)]
