"""Publishing: routes laid out once, older ones replaced, nobody's change trodden on."""

from datetime import date

import pytest

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.plan import Plan, Route, Stop
from fieldops.planning import plan_to_json
from fieldops.services import publishing
from fieldops.store import planning
from fieldops.store.tables import (
    AbsenceRow,
    PlanJobRow,
    PlanRow,
    RouteRow,
    StopRow,
    VehicleRow,
    VisitRow,
)
from tests import makers
from tests.conftest import HOME, NOON
from tests.services.plan_makers import FRIDAY, LEADER, MONDAY, TODAY, home_to_visit, registrar

THURSDAY = date(2026, 11, 26)
EIGHT = 8 * 3600


@pytest.fixture
def vehicle(session):
    return makers.vehicle(session)


def draft(session, vehicle, *days_and_visits, from_on=MONDAY, to_on=FRIDAY):
    """A draft with one route of one stop for each ``(day, visit)``."""
    routes = tuple(
        Route(
            day=day,
            team="A",
            people=(str(registrar(session).id),),
            vehicle=str(vehicle.id),
            depart=EIGHT - 600,
            back=EIGHT + 3600,
            stops=(Stop(str(visit.id), EIGHT, EIGHT, EIGHT + 1800, EIGHT + 1800, 1200),),
            lunch_start=11 * 3600,
            metres=2400,
        )
        for day, visit in days_and_visits
    )
    job = PlanJobRow(commune_code=HOME, request={}, problem={}, created_by="", created_at=NOON)
    session.add(job)
    session.flush()
    row = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=from_on,
        to_on=to_on,
        document=plan_to_json(Plan(routes)),
        totals={"lunch": 3600},
        created_at=NOON,
    )
    session.add(row)
    session.flush()
    return row


def publish(session, plan, version=0, today=TODAY):
    return publishing.publish(session, LEADER, plan.id, version, NOON, today)


def followed(session):
    """(day, visit) of every stop that teams follow."""
    routes = planning.routes(session, date(2026, 1, 1), date(2027, 1, 1))
    return [(route.day, stop.visit_id) for route in routes for stop in route.stops]


def test_a_published_plan_becomes_routes_and_planned_visits(session, vehicle):
    visit = home_to_visit(session)
    plan = publish(session, draft(session, vehicle, (MONDAY, visit)))
    assert (plan.state, plan.published_at, plan.published_by) == ("published", NOON, LEADER.name)
    (route,) = session.query(RouteRow).all()
    assert (route.team, route.depart, route.lunch_start, route.lunch_end) == (
        "A",
        EIGHT - 600,
        11 * 3600,
        12 * 3600,
    )
    assert [member.staff_id for member in route.members] == [registrar(session).id]
    assert followed(session) == [(MONDAY, visit.id)]
    assert session.get(VisitRow, visit.id).planned_on == MONDAY


def test_publishing_twice_is_publishing_once(session, vehicle):
    plan = draft(session, vehicle, (MONDAY, home_to_visit(session)))
    publish(session, plan)
    publish(session, plan)
    assert session.query(RouteRow).count() == 1


def test_a_plan_that_changed_since_it_was_seen_is_not_published(session, vehicle):
    plan = draft(session, vehicle, (MONDAY, home_to_visit(session)))
    with pytest.raises(Conflict):
        publish(session, plan, version=7)
    assert session.query(RouteRow).count() == 0


def test_a_new_plan_replaces_the_old_one_on_its_days_only(session, vehicle):
    early, late = home_to_visit(session), home_to_visit(session)
    old = publish(session, draft(session, vehicle, (MONDAY, early), (FRIDAY, late)))
    publish(session, draft(session, vehicle, (THURSDAY, late), from_on=THURSDAY))
    assert followed(session) == [(MONDAY, early.id), (THURSDAY, late.id)]
    assert session.get(PlanRow, old.id).state == "published"


def test_a_plan_none_of_whose_routes_is_followed_is_superseded(session, vehicle):
    visit = home_to_visit(session)
    old = publish(session, draft(session, vehicle, (MONDAY, visit)))
    publish(session, draft(session, vehicle, (THURSDAY, visit)))
    assert session.get(PlanRow, old.id).state == "superseded"
    assert followed(session) == [(THURSDAY, visit.id)]


def test_a_visit_that_moves_into_a_plan_leaves_the_route_of_the_other(session, vehicle):
    visit, stays = home_to_visit(session), home_to_visit(session)
    first = draft(session, vehicle, (MONDAY, visit), (FRIDAY, stays))
    second = draft(session, vehicle, (THURSDAY, visit), from_on=THURSDAY, to_on=THURSDAY)
    publish(session, first)
    publish(session, second)
    assert followed(session) == [(THURSDAY, visit.id), (FRIDAY, stays.id)]


def test_a_visit_left_out_of_the_new_plan_is_free_again(session, vehicle):
    dropped, kept = home_to_visit(session), home_to_visit(session)
    publish(session, draft(session, vehicle, (MONDAY, dropped)))
    publish(session, draft(session, vehicle, (MONDAY, kept)))
    assert session.get(VisitRow, dropped.id).planned_on is None


def test_a_visit_closed_since_is_left_out_of_its_route(session, vehicle):
    done, open_ = home_to_visit(session), home_to_visit(session)
    plan = draft(session, vehicle, (MONDAY, done), (THURSDAY, open_))
    done.state = "done"
    publish(session, plan)
    assert followed(session) == [(THURSDAY, open_.id)]


def test_who_is_absent_by_now_stops_it_by_name_and_day(session, vehicle):
    plan = draft(session, vehicle, (THURSDAY, home_to_visit(session)))
    row = AbsenceRow(
        commune_code=HOME, staff_id=registrar(session).id, from_on=THURSDAY, to_on=THURSDAY
    )
    session.add(row)
    session.flush()
    session.expire_all()
    with pytest.raises(Conflict) as error:
        publish(session, plan)
    assert error.value.sentence.facts == {"name": registrar(session).full_name, "day": THURSDAY}


def test_who_goes_out_no_longer_stops_it(session, vehicle):
    plan = draft(session, vehicle, (THURSDAY, home_to_visit(session)))
    registrar(session).active = False
    with pytest.raises(Conflict, match="không còn trong danh sách"):
        publish(session, plan)


def test_a_vehicle_no_longer_used_stops_it(session, vehicle):
    plan = draft(session, vehicle, (THURSDAY, home_to_visit(session)))
    session.get(VehicleRow, vehicle.id).active = False
    with pytest.raises(Conflict, match="không còn dùng"):
        publish(session, plan)


def test_days_gone_by_are_not_laid_out(session, vehicle):
    gone, to_come = home_to_visit(session), home_to_visit(session)
    publish(session, draft(session, vehicle, (MONDAY, gone), (FRIDAY, to_come)), today=THURSDAY)
    assert followed(session) == [(FRIDAY, to_come.id)]


def test_a_plan_all_of_whose_days_are_past_is_refused(session, vehicle):
    plan = draft(session, vehicle, (MONDAY, home_to_visit(session)))
    with pytest.raises(Invalid):
        publish(session, plan, today=date(2026, 12, 1))


def test_withdrawing_frees_what_is_to_come_and_keeps_what_was(session, vehicle):
    gone, to_come = home_to_visit(session), home_to_visit(session)
    plan = publish(session, draft(session, vehicle, (MONDAY, gone), (FRIDAY, to_come)))
    for _ in range(2):  # the second time changes nothing
        publishing.withdraw(session, LEADER, plan.id, plan.version, NOON, THURSDAY)
    assert followed(session) == [(MONDAY, gone.id)]
    assert session.get(VisitRow, to_come.id).planned_on is None
    assert session.get(PlanRow, plan.id).state == "withdrawn"
    assert session.query(StopRow).count() == 2


def test_a_draft_cannot_be_withdrawn(session, vehicle):
    plan = draft(session, vehicle, (MONDAY, home_to_visit(session)))
    with pytest.raises(Conflict):
        publishing.withdraw(session, LEADER, plan.id, 0, NOON, TODAY)


def test_a_plan_of_another_commune_is_not_there(session):
    with pytest.raises(NotFound):
        publishing.publish(session, LEADER, 999, 0, NOON, TODAY)
