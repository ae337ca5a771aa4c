"""What the planner promises of any plan: nothing lost on the way, nothing left out for nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from fieldops.domain.case import Register
from fieldops.domain.errors import Invalid
from fieldops.domain.units import HOUR
from fieldops.planning import Limit, Link, Lunch, Pin, Shift, Window, check, examine, solve
from fieldops.planning.model import Model
from fieldops.planning.search import Search, posted
from fieldops.planning.teams import deal
from tests.planning import exhaustive
from tests.planning.generated import problems
from tests.planning.makers import (
    DAY,
    MOTORBIKE,
    POLICE,
    REGISTRAR,
    days,
    line,
    person,
    problem,
    travel,
    vehicle,
    visit,
)

ANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BRIEFLY = Limit(steps=80)


@ANY
@given(problems())
def test_every_route_that_the_search_finds_can_be_made_by_the_clock(given_):
    model = posted(given_, deal(given_))
    search = Search(model, model.data(), seed=1)
    search.open()
    search.anneal(60, 5_000.0, 50.0)
    assert len(search.routes()) == sum(size > 0 for size in search.best.size)


def test_who_begins_at_one_has_eaten():
    # Lunch is an hour between eleven and half past one; hours from one to five leave none of it.
    afternoon = (person(hours=(Shift(13 * HOUR, 17 * HOUR),)),)
    plan = solve(problem((visit(),), people=afternoon, lunch=Lunch()), BRIEFLY)
    (route,) = plan.routes
    assert (route.lunch_start, route.depart) == (11 * HOUR, 13 * HOUR)


@ANY
@given(problems())
def test_what_is_required_is_left_out_only_with_a_proof(given_):
    given_ = replace(given_, together=())  # a pair without a common hour says that it is no proof
    plan = solve(given_, BRIEFLY)
    must = {one.id for one in given_.visits if one.required} | {p.visit_id for p in given_.pins}
    assert [one for one in plan.unplanned if one.visit_id in must and not one.proved] == []


@ANY
@given(problems())
def test_more_steps_never_give_a_worse_plan(given_):
    values = [solve(given_, Limit(steps=steps)).value for steps in (0, 40, 160)]
    assert values == sorted(values)


def wide(seed):
    """Seven visits and two team-days, or five and three: with all that binds them."""
    chance = np.random.default_rng(seed)
    count, teams, homes = [(2, 1, 7), (1, 2, 6), (3, 1, 5)][seed % 3]
    places = chance.integers(5, 60, (homes + 1, homes + 1))
    np.fill_diagonal(places, 0)
    births = frozenset({Register.BIRTH})
    early, late = Window(7 * HOUR, 9 * HOUR), Window(14 * HOUR, 16 * HOUR)
    visits = tuple(
        visit(
            f"v{n}",
            place=n,
            minutes=int(chance.integers(30, 200)),
            roles=[(), (REGISTRAR,), (POLICE,), (REGISTRAR, POLICE)][chance.integers(4)],
            windows=[(), (early,), (late,), (early, late)][chance.integers(4)],
            registers=births if chance.random() < 0.4 else frozenset(),
            prize=int(chance.integers(20, 200)),
            hamlet_id="ab"[chance.integers(2)],
        )
        for n in range(1, homes + 1)
    )
    people = (person("r1", count=count), person("p1", (POLICE,), count=count))
    if teams == 2:
        people = (*people, person("r2", count=count))
    return problem(
        visits,
        days=days(count, max_teams=teams),
        people=people,
        vehicles=tuple(vehicle(f"m{n}") for n in range(teams)),
        travel={MOTORBIKE: travel(places)},
        links=(Link("v1", "v2", 1, 2),) if count > 1 else (),
        lunch=Lunch(),
    )


@pytest.mark.parametrize("seed", range(6))
def test_seven_visits_are_solved_to_the_best_of_all_plans(seed):
    given_ = wide(seed)
    plan = solve(given_, Limit(steps=3_000), seed=seed)
    assert check(given_, plan) == []
    assert plan.value == exhaustive.best(given_)


def test_a_rule_that_tells_alike_visits_apart_is_refused():
    given_ = problem((visit("a"), visit("b", place=2), visit("c", place=3, roles=(POLICE,))))
    model = Model(given_, deal(given_))
    model.charge([7] * len(model.crews), [0, 1])  # both of a sort: no harm
    model.charge([7] * len(model.crews), [2])
    with pytest.raises(ValueError, match="alike"):
        model.charge([7] * len(model.crews), [0])
    with pytest.raises(ValueError, match="alike"):
        model.forbid([True] * len(model.crews), [1, 2])


def test_a_problem_of_more_than_a_province_is_refused_before_anyone_begins(monkeypatch):
    monkeypatch.setattr(examine, "MOST_VISITS", 2)
    with pytest.raises(Invalid) as refused:
        problem((visit("a"), visit("b"), visit("c")))
    assert refused.value.sentence.facts == {"count": 3, "most": 2}


FIRST, SECOND = (day.on for day in days(2))


@pytest.mark.parametrize(
    ("home", "more", "rule"),
    [
        ({"due_on": FIRST, "release_on": SECOND}, {}, "days"),
        ({"due_on": FIRST}, {"pins": (Pin("v1", SECOND),)}, "pins"),
        ({"windows": (Window(3 * HOUR, 4 * HOUR),)}, {}, "windows"),
        ({"minutes": 20 * 60}, {}, "times"),
        ({"cases": 9}, {"capacity": 1}, "capacity"),
    ],
)
def test_what_contradicts_itself_is_left_out_with_its_reason_and_harms_no_other(home, more, rule):
    other = visit("other", place=2)
    given_ = problem((visit(required=True, **home), other), days=days(2), **more)
    plan = solve(given_, BRIEFLY)
    assert check(given_, plan) == []
    assert [stop.visit_id for route in plan.routes for stop in route.stops] == ["other"]
    assert [(left.visit_id, left.rule, left.proved) for left in plan.unplanned] == [
        ("v1", rule, True)
    ]


def test_when_all_is_required_and_a_day_holds_one_the_others_ask_for_teams():
    # Ten hours a day, four hours each: two fit with one team.
    homes = tuple(visit(f"v{n}", minutes=240, required=True) for n in range(5))
    given_ = problem(homes, people=(person(hours=(DAY,)),), travel={MOTORBIKE: line(2)})
    plan = solve(given_, BRIEFLY)
    assert [len(route.stops) for route in plan.routes] == [2]
    assert {(left.rule, left.proved) for left in plan.unplanned} <= {
        ("teams", True),
        ("hours", True),
    }
    assert len(plan.unplanned) == 3
