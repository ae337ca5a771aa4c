from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.office import Matter, Post
from fieldops.domain.people import Role
from fieldops.services import lane, roster
from fieldops.services.audit import Actor
from fieldops.services.plan_problem import absent_on
from fieldops.services.plan_request import outreach_days
from fieldops.store import communes
from fieldops.store.tables import UserRow
from tests import makers
from tests.conftest import HOME

MONDAY = date(2026, 12, 7)
AT = datetime(2026, 12, 7, 2, tzinfo=UTC)
WHO = Actor(None, "Người thử")


def special(session, **weekdays):
    settings = replace(CommuneSettings(), **weekdays)
    communes.current(session).settings = settings.to_json()
    session.flush()
    return settings


def leader(session):
    return session.query(UserRow).filter_by(role=Role.LEADER, commune_code=HOME).one()


def put(session, *staff, post=Post.DESK, lead=None, on=MONDAY):
    ids = [one.id for one in staff]
    return roster.set_day(session, WHO, on, lead, {post: ids}, AT)


def test_no_team_goes_out_on_days_without_appointment_or_writing(session):
    settings = special(session, no_appointment_weekdays=(0,), no_writing_weekdays=(2,))
    days = outreach_days(settings, MONDAY, MONDAY + timedelta(days=6))
    assert [day.weekday() for day in days] == [1, 3, 4]
    assert CommuneSettings.from_json(settings.to_json()) == settings


def test_whoever_is_on_duty_does_not_go_out_that_day(session):
    registrar = makers.staff_of(session, Role.REGISTRAR)
    assert not absent_on(registrar, MONDAY)
    put(session, registrar)
    assert absent_on(registrar, MONDAY)
    assert not absent_on(registrar, MONDAY + timedelta(days=1))
    put(session)  # nobody any more
    assert not absent_on(registrar, MONDAY)


def test_a_special_day_says_who_is_lacking(session):
    special(session, no_appointment_weekdays=(0,))
    monday, tuesday, *_ = roster.week(session, MONDAY)
    assert (monday.lacks_lead, monday.lacks_registrar) == (True, True)
    assert not tuesday.lacks_lead
    put(session, makers.staff_of(session, Role.REGISTRAR), lead=leader(session).id)
    monday = roster.week(session, MONDAY)[0]
    assert (monday.lacks_lead, monday.lacks_registrar) == (False, False)
    assert monday.at(Post.LEAD) == [leader(session).full_name]


def test_one_person_has_one_post(session):
    one = makers.staff_of(session, Role.REGISTRAR)
    with pytest.raises(Invalid):
        roster.set_day(session, WHO, MONDAY, None, {Post.DESK: [one.id], Post.WRITE: [one.id]}, AT)


def test_a_plan_that_sends_them_out_is_told(session):
    one = makers.staff_of(session, Role.REGISTRAR)
    case = makers.case(session, makers.citizen(session, makers.household(session)))
    makers.route(session, makers.visit(session, case), members=[one], day=MONDAY)
    assert put(session, one) == [one.full_name]


def test_the_lane_numbers_each_day_from_one(session):
    numbers = [lane.draw(session, WHO, Matter.COPY, False, AT).number for _ in range(3)]
    tomorrow = AT + timedelta(days=1)
    assert numbers == [1, 2, 3]
    assert lane.draw(session, WHO, Matter.COPY, False, tomorrow).number == 1


@pytest.mark.parametrize(
    ("hour", "minute", "promised"),
    [
        (14, 59, MONDAY),
        (15, 0, MONDAY),  # three o'clock itself is not after three, as in the table of dates
        (15, 1, MONDAY + timedelta(days=1)),
    ],
)
def test_after_three_it_may_be_the_next_working_day(session, hour, minute, promised):
    local = datetime(2026, 12, 7, hour, minute, 30, tzinfo=UTC)
    assert lane.draw(session, WHO, Matter.BIRTH, False, local).promised_on == promised


def test_friday_after_three_is_promised_for_monday_and_stands_there(session):
    friday = datetime(2026, 12, 11, 16, tzinfo=UTC)
    row = lane.draw(session, WHO, Matter.BIRTH, True, friday)
    on = date(2026, 12, 14)
    assert row.promised_on == on
    assert [one.id for one in lane.lane(session, on, lambda at: at.date()).waiting] == [row.id]
    lane.finish(session, WHO, row.id, datetime(2026, 12, 15, 2, tzinfo=UTC))
    seen = lane.lane(session, on, lambda at: at.date())
    assert (len(seen.done), seen.kept) == (1, 0)


def test_no_number_on_a_sunday_and_none_that_is_not_there(session):
    with pytest.raises(Conflict):
        lane.draw(session, WHO, Matter.COPY, False, datetime(2026, 12, 6, 9, tzinfo=UTC))
    with pytest.raises(NotFound):
        lane.finish(session, WHO, 999_999, AT)
