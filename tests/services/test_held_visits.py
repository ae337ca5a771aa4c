"""Visits held where a person wants them, and places looked for among what is published."""

import pytest

from fieldops.domain.errors import Conflict, NotFound
from fieldops.services import plan_pins, planning, publishing, replanning
from fieldops.services.plan_request import PlanRequest
from tests.conftest import NOON
from tests.services.plan_makers import LEADER, TODAY, home_to_visit, registrar
from tests.services.replan_makers import (
    SEVEN,
    THURSDAY,
    WEDNESDAY,
    again,
    find,
    problem_of,
    two_days,
    vehicle,
)


def hold(session, plan, visit, *, team=False):
    plan_pins.hold(session, LEADER, plan.id, visit.id, NOON, team=team)


def test_a_visit_held_in_place_is_pinned_in_every_later_problem(session):
    plan, (sixth, ninth, _) = two_days(session)
    hold(session, plan, sixth)
    hold(session, plan, ninth, team=True)
    pins = {pin.visit_id: pin for pin in problem_of(session, again(session, plan)).pins}
    assert (pins[str(sixth.id)].on, pins[str(sixth.id)].team) == (THURSDAY, None)
    assert (pins[str(ninth.id)].on, pins[str(ninth.id)].team) == (THURSDAY, "A")


def test_a_visit_held_on_a_later_day_is_no_part_of_an_earlier_plan(session):
    plan, visits = two_days(session)
    hold(session, plan, visits[2])
    publishing.withdraw(session, LEADER, plan.id, plan.version, NOON, TODAY)
    request = PlanRequest(
        WEDNESDAY, THURSDAY, (registrar(session).id,), (vehicle(session).id,), 2, 1
    )
    job = planning.ask(session, LEADER, request, NOON, TODAY)
    assert str(visits[2].id) not in problem_of(session, job).visit


def test_holding_elsewhere_replaces_and_releasing_twice_is_no_error(session):
    plan, (sixth, *_) = two_days(session)
    hold(session, plan, sixth)
    hold(session, plan, sixth, team=True)
    assert plan_pins.pins(session)[sixth.id].team == "A"
    for _ in range(2):
        plan_pins.release(session, LEADER, sixth.id, NOON)
    assert plan_pins.pins(session) == {}


def test_what_the_plan_does_not_make_or_what_is_made_cannot_be_held(session):
    plan, (sixth, *_) = two_days(session)
    with pytest.raises(NotFound):
        hold(session, plan, home_to_visit(session))
    sixth.state = "done"
    session.flush()
    with pytest.raises(Conflict):
        hold(session, plan, sixth)


def test_places_are_looked_for_among_what_is_published_and_that_one_visit(session):
    _, visits = two_days(session)
    wanted, _other = home_to_visit(session, "Mới"), home_to_visit(session, "Cũng mới")
    job = find(session, wanted)
    assert set(problem_of(session, job).visit) == {str(v.id) for v in (*visits, wanted)}
    assert (job.request["visit_id"], job.request["mode"]) == (wanted.id, "insert")


def test_there_must_be_a_plan_and_the_visit_must_be_loose(session):
    wanted = home_to_visit(session)
    with pytest.raises(Conflict):
        find(session, wanted)
    with pytest.raises(NotFound):
        replanning.find_places(session, LEADER, 999, NOON, TODAY, SEVEN)
    _, visits = two_days(session)
    with pytest.raises(Conflict):
        find(session, visits[0])
