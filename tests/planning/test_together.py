"""Two teams at one home at once: as good as the best of all plans, and never half of it."""

from itertools import permutations, product

import numpy as np
import pytest

from fieldops.domain.errors import Invalid
from fieldops.domain.plan import Plan
from fieldops.domain.units import HOUR
from fieldops.planning import (
    Limit,
    Link,
    Mode,
    Together,
    Window,
    check,
    problem_from_json,
    problem_to_json,
    replan,
    solve,
)
from fieldops.planning.bound import bound
from fieldops.planning.meetings import Meeting, appointed
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.value import placements, value
from tests.planning.makers import (
    DAY,
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

BRIEFLY = Limit(steps=200)
PAIR = Together("a", "b")
NINE, TWO = 9 * HOUR, 14 * HOUR


def commune(seed, homes=3):
    """A registrar's team and a policeman's, one day, a pair at one home and a few other visits."""
    chance = np.random.default_rng(seed)
    times = tuple(Window(at, at) for at in (NINE, TWO))
    pair = (
        visit(
            "a",
            place=2,
            minutes=40,
            roles=(REGISTRAR,),
            windows=times,
            prize=int(chance.integers(20, 200)),
        ),
        visit(
            "b",
            place=2,
            minutes=25,
            roles=(POLICE,),
            windows=times,
            prize=int(chance.integers(20, 200)),
        ),
    )
    others = tuple(
        visit(
            f"v{n}",
            place=int(chance.integers(1, 6)),
            minutes=int(chance.choice([60, 120, 240])),
            roles=[(REGISTRAR,), (POLICE,), ()][chance.integers(3)],
            prize=int(chance.integers(30, 200)),
        )
        for n in range(homes)
    )
    return problem((*pair, *others), days=days(1, 2), together=(PAIR,), travel={MOTORBIKE: line(6)})


def rounds(given, on, who, by, team, ids):
    """Every way to make the visits, with the pair at nine or at two; None for nobody out."""
    if not ids:
        return [None]
    made = []
    for at, order in product((NINE, TWO), permutations(ids)):
        there = appointed(given, {PAIR: Meeting(on, at)})
        stops = tuple(there.visit[one] for one in order)
        made.append(schedule(there, Tour(on, team, (who,), by, DAY.start, DAY.end, stops)))
    return [route for route in made if route]


def best(given):
    """The greatest value of any plan of two teams of one."""
    on, names = given.days[0].on, [each.id for each in given.visits]
    found = 0
    for where in product("AB-", repeat=len(names)):
        teams = [[n for n, t in zip(names, where, strict=True) if t == team] for team in "AB"]
        ways = (
            rounds(given, on, "r1", "m1", "A", teams[0]),
            rounds(given, on, "p1", "m2", "B", teams[1]),
        )
        for routes in product(*ways):
            plan = Plan(tuple(route for route in routes if route), ())
            worth = value(given, plan)
            rules = {broken.rule for broken in check(given, plan)} if worth > found else {""}
            if not rules - {"once", "totals"}:
                found = worth
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_search_agrees_with_every_plan_there_is(seed):
    given = commune(seed)
    plan = solve(given, BRIEFLY)
    assert check(given, plan) == []
    assert plan.value == best(given) <= bound(given)


def test_they_meet_where_no_hour_is_given():
    pair = (visit("a", roles=(REGISTRAR,)), visit("b", roles=(POLICE,)))
    far = visit("v", place=3, roles=(REGISTRAR,), minutes=120)
    given = problem((*pair, far), together=(PAIR,), travel={MOTORBIKE: line(4)})
    plan = solve(given, BRIEFLY)
    assert check(given, plan) == []
    assert set(placements(plan)) == {"a", "b", "v"}


@pytest.mark.parametrize(
    "change",
    [
        {"days": days(1, 1)},
        {"people": (person(),)},
        {"vehicles": (vehicle("m1"),)},
    ],
)
def test_without_a_second_team_neither_is_made(change):
    # Either could be made alone, by the registrar.
    given = problem((visit("a"), visit("b"), visit("v")), together=(PAIR,), **change)
    plan = solve(given, BRIEFLY)
    assert check(given, plan) == []
    assert set(placements(plan)) == {"v"}
    assert {left.rule for left in plan.unplanned} == {"together"}
    assert not any(left.proved for left in plan.unplanned)


def test_what_the_other_half_lacks_is_named():
    given = problem((visit("a"), visit("b", roles=(YOUTH,))), together=(PAIR,))
    named = {left.visit_id: left.rule for left in solve(given, BRIEFLY).unplanned}
    assert named == {"a": "together", "b": "roles"}


def test_a_delivery_goes_with_its_lost_half():
    visits = (visit("a"), visit("b", roles=(YOUTH,)), visit("out"))
    given = problem(visits, days=days(3), together=(PAIR,), links=(Link("a", "out", 1, 2),))
    plan = solve(given, BRIEFLY)
    assert (plan.routes, check(given, plan)) == ((), [])


def test_planning_again_keeps_the_meeting():
    given = commune(1)
    before = solve(given, BRIEFLY)
    again = replan(given, before, Mode.KEEP_DAYS, BRIEFLY)
    assert check(again.problem, again.plan) == []
    assert set(placements(again.plan)) == set(placements(before))


def test_pairs_are_written_and_read_and_older_documents_have_none():
    given = commune(0)
    document = problem_to_json(given)
    assert problem_from_json(document) == given
    del document["together"]
    assert problem_from_json(document).together == ()


@pytest.mark.parametrize(
    "pairs", [(Together("a", "x"),), (PAIR, Together("b", "c")), (Together("a", "a"),)]
)
def test_a_pair_is_of_two_known_visits_once(pairs):
    with pytest.raises(Invalid) as fault:
        problem((visit("a"), visit("b"), visit("c")), together=pairs)
    assert fault.value.field.startswith("together")
