"""Planning again: what must not move stays where it was, and what changes is told."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldops.domain.units import HOUR
from fieldops.planning import (
    ChangeKind,
    Limit,
    Link,
    Mode,
    Pin,
    Placed,
    Shift,
    Window,
    changes,
    check,
    replan,
    solve,
)
from fieldops.planning.published import in_force
from fieldops.planning.replanning import KEPT
from fieldops.planning.value import placements, value
from tests.planning.generated import problems, visits
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
    travel,
    vehicle,
    visit,
)

BRIEFLY = Limit(steps=80)
MODES = st.sampled_from(list(Mode))


def where(plan):
    return {name: (route.day, route.team) for name, route in placements(plan).items()}


def order(plan, only):
    return {
        (route.day, route.team): [s.visit_id for s in route.stops if s.visit_id in only]
        for route in plan.routes
    }


@st.composite
def disturbed(draw):
    """A problem, the plan in force, and the same problem after something has happened."""
    first = replace(draw(problems()), published=(), pins=())
    before = solve(first, Limit(steps=40))
    gone = {v.id for v in first.visits if draw(st.integers(0, 5)) == 0}
    horizon = [day.on for day in first.days]
    new = [
        replace(draw(visits(n, first.days)), id=f"new{n}")
        for n in range(10, 10 + draw(st.integers(0, 3)))
    ]
    people = tuple(
        replace(one, hours=tuple(None if draw(st.integers(0, 4)) == 0 else h for h in one.hours))
        for one in first.people
    )
    kept = tuple(v for v in first.visits if v.id not in gone)
    links = tuple(link for link in first.links if not gone & {link.intake_id, link.delivery_id})
    pins = [
        Pin(v.id, draw(st.sampled_from([None, *horizon])), unmoved=v.id in where(before))
        for v in kept
        if draw(st.integers(0, 4)) == 0
    ]
    pairs = tuple(two for two in first.together if not gone & {two.first_id, two.second_id})
    after = replace(first, visits=(*kept, *new), links=links, together=pairs, people=people)
    return before, replace(in_force(after, before), pins=tuple(pins))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(disturbed(), MODES)
def test_any_plan_made_again_passes_every_rule_and_pins_never_move(drawn, mode):
    before, now = drawn
    found = replan(now, before, mode, BRIEFLY)
    assert check(found.problem, found.plan) == []
    assert found.plan.value == value(found.problem, found.plan)
    assert all(left.rule and left.reason.template for left in found.plan.unplanned)
    assert found == replan(now, before, mode, BRIEFLY)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(disturbed())
def test_keeping_the_days_changes_no_day(drawn):
    before, now = drawn
    moved_by_hand = {pin.visit_id for pin in now.pins if pin.on is not None}
    after = where(replan(now, before, Mode.KEEP_DAYS, BRIEFLY).plan)
    for name, (day, _) in where(before).items():
        if name in after and name not in moved_by_hand:
            assert after[name][0] == day


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(disturbed())
def test_only_inserting_moves_nothing_that_stands(drawn):
    before, now = drawn
    found = replan(now, before, Mode.INSERT, BRIEFLY)
    after = where(found.plan)
    stand = {name for name in where(before) if name in now.visit} - set(found.displaced)
    assert {name: after.get(name) for name in stand} == {n: where(before)[n] for n in stand}
    was, is_now = order(before, stand), order(found.plan, stand)
    assert {post: row for post, row in was.items() if row} == {
        post: row for post, row in is_now.items() if row
    }


def busy(homes=24, count=3):
    """Homes on a line, three teams of registrar and police a day, days that are nearly full."""
    people = [person(f"r{n}", (REGISTRAR,), count=count) for n in range(3)]
    people += [person(f"p{n}", (POLICE,), count=count) for n in range(3)]
    needs = [(REGISTRAR,), (REGISTRAR, POLICE), (POLICE,)]
    return problem(
        tuple(visit(f"v{n}", place=n, minutes=70, roles=needs[n % 3]) for n in range(1, homes + 1)),
        days=days(count, max_teams=3),
        people=tuple(people),
        vehicles=tuple(vehicle(f"m{n}") for n in range(3)),
        travel={MOTORBIKE: line(homes + 1, 3)},
    )


def without(given_, names, day):
    """The problem with these people absent on that day."""
    return replace(
        given_,
        people=tuple(
            replace(
                one,
                hours=tuple(
                    None if one.id in names and d == day else h for d, h in enumerate(one.hours)
                ),
            )
            for one in given_.people
        ),
    )


def test_with_nothing_new_nothing_changes():
    given_ = problem((visit("v1"), visit("v2", place=2)), days=days(2))
    before = solve(given_, BRIEFLY)
    for mode in Mode:
        found = replan(given_, before, mode, BRIEFLY)
        assert (found.changes, found.displaced) == ((), ())
        assert where(found.plan) == where(before)


@pytest.fixture(scope="module")
def lost_team():
    """A planned week, then one team ill and four urgent visits come in."""
    given_ = busy()
    before = solve(given_, Limit(steps=600))
    lost = before.routes[0]
    urgent = [
        visit(f"u{n}", place=n * 5, minutes=30, roles=(REGISTRAR,), prize=1000) for n in range(1, 5)
    ]
    after = without(given_, lost.people, given_.day_index[lost.day])
    return before, in_force(replace(after, visits=(*after.visits, *urgent)), before)


def test_after_a_lost_team_fewer_visits_change_than_by_planning_anew(lost_team):
    before, now = lost_team
    cold = changes(now, solve(now, Limit(steps=600)))
    for mode in Mode:
        found = replan(now, before, mode, Limit(steps=600))
        assert check(now, found.plan) == []
        assert len(found.changes) < len(cold)
        assert {"u1", "u2", "u3", "u4"} <= set(where(found.plan))


def test_who_is_ill_is_replaced_and_the_team_keeps_its_letter_and_stops():
    both = (REGISTRAR, POLICE)
    people = (person("r1"), person("p1", (POLICE,)), person("r2"), person("y1", (YOUTH,)))
    given_ = problem((visit("v1", roles=both),), people=people)
    before = solve(given_, BRIEFLY)
    (ill,) = [name for name in before.routes[0].people if name.startswith("r")]
    found = replan(without(given_, {ill}, 0), before, Mode.INSERT, BRIEFLY)
    assert found.changes == ()
    (other,) = {"r1", "r2"} - {ill}
    assert set(found.plan.routes[0].people) == {other, "p1"}


def test_a_visit_whose_day_is_full_keeps_its_day_or_is_left_out_with_that_reason():
    # One team a day; at 5 hours a visit a day of 10 hours takes one.
    given_ = problem((visit("v1", minutes=300),), days=days(2, 1), people=(person(count=2),))
    on = [day.on for day in given_.days]
    before = solve(replace(given_, pins=(Pin("v1", on[0]),)), BRIEFLY)
    urgent = visit("u", minutes=300, prize=900, due_on=on[0])
    now = replace(given_, visits=(*given_.visits, urgent))
    kept = replan(now, before, Mode.KEEP_DAYS, BRIEFLY)
    assert where(kept.plan) == {"u": (on[0], "A")}
    (left,) = kept.plan.unplanned
    assert (left.rule, left.reason.facts["day"], left.reason.facts["other"]) == (KEPT, on[0], on[1])
    moved = replan(now, before, Mode.MOVE, BRIEFLY)
    assert where(moved.plan) == {"u": (on[0], "A"), "v1": (on[1], "A")}
    inserted = replan(now, before, Mode.INSERT, BRIEFLY)
    assert where(inserted.plan) == {"v1": (on[0], "A")}


def test_what_is_required_takes_the_place_of_what_is_not_at_once():
    # A day of ten hours is full with three visits of three hours.
    homes = tuple(visit(f"v{n}", minutes=180, prize=100 + n) for n in range(3))
    given_ = problem(homes, days=days(1, 1), people=(person(),))
    before = solve(given_, BRIEFLY)
    assert len(where(before)) == 3
    urgent = visit("u", minutes=180, required=True)
    now = replace(given_, visits=(*homes, urgent))
    for mode in (Mode.MOVE, Mode.KEEP_DAYS):
        found = replan(now, before, mode, Limit(steps=1))
        assert set(where(found.plan)) == {"u", "v1", "v2"}


def test_a_day_that_is_past_holds_nothing():
    given_ = problem((visit("v1"),), days=days(2))
    on = [day.on for day in given_.days]
    before = solve(replace(given_, pins=(Pin("v1", on[0]),)), BRIEFLY)
    people = tuple(replace(one, hours=one.hours[1:]) for one in given_.people)
    now = replace(given_, days=given_.days[1:], people=people)
    for mode in Mode:
        found = replan(now, before, mode, BRIEFLY)
        assert where(found.plan) == {"v1": (on[1], "A")}
        assert [change.kind for change in found.changes] == [ChangeKind.OTHER_DAY]


def test_a_delivery_does_not_stand_without_its_intake():
    given_ = problem(
        (visit("in", roles=(REGISTRAR,)), visit("out")),
        days=days(3),
        links=(Link("in", "out", 2, 2),),
    )
    before = solve(given_, BRIEFLY)
    assert len(where(before)) == 2
    # No registrar on Monday: the intake goes to Tuesday, two days after which no day is left.
    found = replan(without(given_, {"r1"}, 0), before, Mode.INSERT, BRIEFLY)
    assert where(found.plan) == {"in": (given_.days[1].on, "A")}
    assert set(found.displaced) == {"in", "out"}
    assert [change.kind.value for change in found.changes] == ["dropped", "other_day"]


def test_fewer_hours_lose_the_stop_that_is_worth_least():
    prizes = {"v1": 200, "v2": 90, "v3": 300}
    given_ = problem(
        tuple(visit(name, minutes=120, prize=prize) for name, prize in prizes.items()),
        days=days(1, 1),
        people=(person(),),
    )
    before = solve(given_, BRIEFLY)
    # 4 hours 20 minutes and the way leave room for two of the three.
    short = replace(
        given_, people=(replace(person(), hours=(Shift(DAY.start, DAY.start + 5 * HOUR),)),)
    )
    found = replan(short, before, Mode.INSERT, BRIEFLY)
    assert set(where(found.plan)) == {"v1", "v3"}
    assert found.displaced == ("v2",)


def test_a_stop_stands_only_by_the_ways_there_are():
    """No way leads from the base to the far home; it was reached from the near one, now made."""
    near, far = visit("near", place=1), visit("far", place=2)
    ways = {MOTORBIKE: travel([[0, 10, -1], [10, 0, 10], [10, 10, 0]])}
    first = problem((near, far), people=(person(),), travel=ways)
    before = solve(first, BRIEFLY)
    assert [stop.visit_id for stop in before.routes[0].stops] == ["near", "far"]
    found = replan(replace(first, visits=(far,)), before, Mode.INSERT, BRIEFLY)
    assert found.displaced == ("far",)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_shorter_day_loses_one_stop_and_not_the_route(mode):
    """Homes one to four hours off: 8 h under way and 4 × 30 min are the 10 h there are."""
    homes = tuple(visit(f"v{n}", place=n, prize=300) for n in range(1, 5))
    first = problem(homes, travel={MOTORBIKE: line(5, 60)}, people=(person(),))
    before = solve(first, BRIEFLY)
    assert len(where(before)) == 4
    # 9 h: without the farthest it takes 6 h and 3 × 30 min; without another, half an hour too long.
    short = replace(first, people=(person(hours=(Shift(DAY.start, DAY.start + 9 * HOUR),)),))
    found = replan(short, before, mode, BRIEFLY)
    assert found.displaced == ("v4",)
    assert set(where(found.plan)) == {"v1", "v2", "v3"}


def test_what_is_done_keeps_its_minute_by_a_pin_and_a_window():
    given_ = problem((visit("v1"), visit("v2", place=2)), days=days(1, 1))
    before = solve(given_, BRIEFLY)
    done = before.routes[0].stops[0]
    at_that_minute = (Window(done.start, done.start),)
    homes = tuple(
        replace(v, windows=at_that_minute) if v.id == done.visit_id else v for v in given_.visits
    )
    now = in_force(replace(given_, visits=(*homes, visit("u", place=1))), before)
    now = replace(now, pins=(Pin(done.visit_id, unmoved=True),))
    found = replan(now, before, Mode.MOVE, BRIEFLY)
    (stop,) = [s for s in found.plan.routes[0].stops if s.visit_id == done.visit_id]
    assert stop.start == done.start
    assert "u" in where(found.plan)


def test_changes_are_told_gravest_first():
    given_ = problem(tuple(visit(f"v{n}") for n in range(5)), days=days(2))
    on = [day.on for day in given_.days]
    plan = solve(replace(given_, pins=tuple(Pin(f"v{n}", on[0], "A") for n in range(4))), BRIEFLY)
    plan = replace(
        plan,
        routes=tuple(
            replace(r, stops=tuple(s for s in r.stops if s.visit_id != "v4")) for r in plan.routes
        ),
    )
    published = (
        Placed("v1", on[0], "A"),
        Placed("v2", on[0], "B"),
        Placed("v3", on[1], "A"),
        Placed("v4", on[1], "A"),
    )
    found = changes(replace(given_, published=published), plan)
    assert [(change.visit_id, change.kind.value) for change in found] == [
        ("v4", "dropped"),
        ("v3", "other_day"),
        ("v2", "other_team"),
        ("v0", "new"),
    ]
    assert found[1].sentence.facts["old_day"] == on[1]
    assert (found[3].before, found[3].after.day) == (None, on[0])


def test_an_empty_plan_in_force_is_a_plan_made_anew():
    given_ = problem((visit("v1"),))
    nothing = solve(replace(given_, visits=()), BRIEFLY)
    for mode in Mode:
        assert set(where(replan(given_, nothing, mode, BRIEFLY).plan)) == {"v1"}
