"""Small communes where one visit, ``v``, is left out for one cause, known by how they are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from fieldops.domain.case import Register
from fieldops.domain.people import Role, Skill
from fieldops.domain.units import HOUR, MINUTE
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import Ferry, Link, Lunch, Pin, Shift, Window
from tests.planning.makers import (
    BOAT,
    DAY,
    KHMER,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    YOUTH,
    days,
    line,
    person,
    problem,
    travel,
    vehicle,
    visit,
)

BIRTHS = frozenset({Register.BIRTH})


def commune(chance, planted, more=(), **changes):
    """Two days, a registrar and a police officer, a few short visits that always fit."""
    on = changes.get("days", days(2))
    small = [
        visit(
            f"s{n}",
            place=1 + n,
            minutes=int(chance.integers(10, 30)),
            prize=int(chance.integers(80, 200)),
        )
        for n in range(int(chance.integers(1, 4)))
    ]
    people = (person(count=len(on)), person("p1", (POLICE,), count=len(on)))
    visits = (*small, *more, planted)
    places = 1 + max(each.place for each in visits)
    given = {
        "days": on,
        "people": people,
        "travel": {MOTORBIKE: line(places, 5), BOAT: line(places, 5)},
    }
    return problem(visits, **given | changes)


def wanted(chance, **more):
    """The visit: near, and worth the way."""
    given = {"minutes": int(chance.integers(20, 60)), "prize": int(chance.integers(150, 300))}
    return visit("v", place=int(chance.integers(1, 3)), **given | more)


def full(names, **more):
    """Visits that each fill a team's day, and are worth more than any other."""
    return tuple(visit(name, place=1, minutes=570, prize=5_000, **more) for name in names)


def role_nobody_has(chance):
    return commune(chance, wanted(chance, roles=(YOUTH,)))


def role_absent_on_its_day(chance):
    first = days(2)[0].on
    away = person("p1", (POLICE,), (None, DAY))
    planted = wanted(chance, roles=(POLICE,), due_on=first)
    return commune(chance, planted, people=(person(count=2), away))


def registrar_busy(chance):
    planted = wanted(chance, roles=(REGISTRAR,))
    return commune(chance, planted, full("ab", roles=(REGISTRAR,)))


def skill_nobody_has(chance):
    return commune(chance, wanted(chance, skills=(KHMER,)))


def skill_busy(chance):
    people = (person(count=2, skills=(KHMER,)), person("p1", (POLICE,), count=2))
    planted = wanted(chance, skills=(KHMER,))
    return commune(chance, planted, full("ab", roles=(REGISTRAR,)), people=people)


def no_vehicle_there(chance):
    return commune(chance, wanted(chance, reached_by=frozenset({BOAT})))


def vehicle_not_that_day(chance):
    first, second = (day.on for day in days(2))
    boat = vehicle("b1", BOAT, days=frozenset({second}))
    planted = wanted(chance, reached_by=frozenset({BOAT}), due_on=first)
    return commune(chance, planted, vehicles=(vehicle("m1"), boat))


def nobody_home(chance):
    evening = Window(18 * HOUR, 18 * HOUR + int(chance.integers(1, 60)) * MINUTE)
    return commune(chance, wanted(chance, windows=(evening,)))


def home_on_another_day(chance):
    later = days(3)[2].on
    return commune(chance, wanted(chance, windows=(Window(8 * HOUR, 9 * HOUR, later),)))


def home_while_the_team_is_busy(chance):
    eight = (Window(8 * HOUR, 8 * HOUR),)
    one_day = {"days": days(1, 1), "people": (person(),)}
    other = visit("other", place=1, minutes=30, prize=5_000, windows=eight)
    return commune(chance, wanted(chance, windows=eight), (other,), **one_day)


def too_many_cases(chance):
    other = tuple(visit(f"o{n}", place=1, minutes=20, cases=6, prize=5_000) for n in range(4))
    return commune(chance, wanted(chance, cases=6), other, capacity=9)


def days_full(chance):
    return commune(chance, wanted(chance, minutes=200), full("abcd"))


def register_out(chance):
    one_day = {"days": days(1), "people": (person("r1"), person("r2"))}
    planted = wanted(chance, registers=BIRTHS, minutes=60)
    return commune(chance, planted, full("a", registers=BIRTHS), **one_day)


def after_it_is_due(chance):
    return commune(chance, wanted(chance, due_on=days(1)[0].on - timedelta(1)))


def before_it_is_released(chance):
    return commune(chance, wanted(chance, release_on=days(3)[2].on))


def lunch_in_the_way(chance):
    # All day long but for the hour of lunch.
    lunch = Lunch(HOUR, 11 * HOUR, 13 * HOUR)
    planted = visit("v", place=1, minutes=int(chance.integers(545, 585)), prize=900)
    return commune(chance, planted, lunch=lunch)


def intake_left_out(chance):
    links = (Link("in", "v", 1, 2),)
    return commune(chance, wanted(chance), (visit("in", roles=(YOUTH,)),), links=links)


def lag_beyond_the_days(chance):
    links = (Link("in", "v", 3, 5),)
    return commune(chance, wanted(chance), (visit("in", prize=500),), links=links)


def pin_cannot_be_kept(chance):
    first = days(2)[0].on
    people = (person(hours=(Shift(7 * HOUR, 8 * HOUR), DAY)),)
    planted = wanted(chance, minutes=120)
    return commune(chance, planted, people=people, pins=(Pin("v", first),))


def ferry_stopped(chance):
    first, second = (day.on for day in days(2))
    minutes = [
        [0, 5, 5, 5, -1],
        [5, 0, 5, 5, -1],
        [5, 5, 0, 5, -1],
        [5, 5, 5, 0, -1],
        [-1] * 4 + [0],
    ]
    both = [
        Ferry(
            f"f{a}{b}",
            a,
            b,
            10 * MINUTE,
            tuple(h * HOUR for h in range(6, 18)),
            days=frozenset({second}),
        )
        for a, b in ((1, 4), (4, 1))
    ]
    planted = replace(wanted(chance, due_on=first), place=4)
    return commune(chance, planted, travel={MOTORBIKE: travel(minutes)}, ferries=tuple(both))


def no_way_there(chance):
    minutes = [
        [0, 5, 5, 5, -1],
        [5, 0, 5, 5, -1],
        [5, 5, 0, 5, -1],
        [5, 5, 5, 0, -1],
        [-1] * 4 + [0],
    ]
    planted = replace(wanted(chance), place=4)
    return commune(chance, planted, travel={MOTORBIKE: travel(minutes)})


def too_long_for_a_day(chance):
    return commune(chance, wanted(chance, minutes=int(chance.integers(610, 900))))


def not_worth_the_way(chance):
    one_day = {"days": days(1, 1), "people": (person(),)}
    return commune(chance, wanted(chance, prize=1, hamlet_id="far"), **one_day)


CAUSES = {
    role_nobody_has: {"roles"},
    role_absent_on_its_day: {"roles"},
    registrar_busy: {"roles"},
    skill_nobody_has: {"skills"},
    skill_busy: {"skills"},
    no_vehicle_there: {"reach"},
    vehicle_not_that_day: {"reach"},
    nobody_home: {"windows"},
    home_on_another_day: {"windows"},
    home_while_the_team_is_busy: {"windows"},
    too_many_cases: {"capacity"},
    days_full: {"teams", "hours"},
    register_out: {"books"},
    after_it_is_due: {"days"},
    before_it_is_released: {"days"},
    lunch_in_the_way: {"lunch"},
    intake_left_out: {"links"},
    lag_beyond_the_days: {"links"},
    pin_cannot_be_kept: {"pins"},
    ferry_stopped: {"ferries"},
    no_way_there: {"times"},
    too_long_for_a_day: {"times"},
    not_worth_the_way: {"value"},
}
"""Each cause, and the rules that may be named for it."""


def planted(cause, seed):
    """The commune of one seed."""
    return cause(np.random.default_rng(seed))


def without(given, rule):
    """The same problem with that rule out of the way of ``v``, lifted in the problem itself."""
    evening = Shift(0, 30 * HOUR)
    later = tuple(
        replace(one, hours=tuple(evening if shift else None for shift in one.hours))
        for one in given.people
    )
    strong = replace(
        given.people[0],
        id="+",
        roles=frozenset(Role),
        skills=frozenset(Skill),
        hours=(DAY,) * len(given.days),
    )
    more = {
        "days": tuple(replace(day, max_teams=day.max_teams + 1) for day in given.days),
        "people": (*given.people, strong),
        "vehicles": (*given.vehicles, vehicle("+", MOTORBIKE, 9)),
    }
    visits = {
        "roles": {"roles": frozenset()},
        "skills": {"skills": frozenset()},
        "reach": {"reached_by": frozenset(VehicleKind)},
        "windows": {"windows": ()},
        "days": {"release_on": None, "due_on": None},
        "value": {"prize": 100_000},
    }
    problems = {
        "capacity": {"capacity": None},
        "books": {"paper_registers": frozenset()},
        "lunch": {"lunch": None},
        "hours": {"people": later},
        "teams": more,
        "links": {"links": ()},
        "pins": {"pins": ()},
        "ferries": {"ferries": tuple(replace(ferry, days=None) for ferry in given.ferries)},
    }
    if rule in visits:
        changed = (replace(v, **visits[rule]) if v.id == "v" else v for v in given.visits)
        return replace(given, visits=tuple(changed))
    return replace(given, **problems[rule])
