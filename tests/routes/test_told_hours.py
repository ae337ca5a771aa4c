"""From what neighbours said at a closed door to the windows of the second try, and its pages."""

from datetime import date

import pytest

from fieldops.domain.people import Role
from fieldops.domain.visit import VisitKind
from fieldops.services.plan_problem import build
from fieldops.store.tables import CommuneRow, VisitRow
from tests import makers
from tests.conftest import HOME
from tests.outcomes.reports import sent, uuid7
from tests.routes.test_field import Recorder
from tests.routes.test_phone_api import fates, look, planned, push
from tests.services.plan_makers import TODAY, hours, request

SEVEN, NINE, ELEVEN, TWO, FIVE = (hour * 3600 for hour in (7, 9, 11, 14, 17))
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
ON_THURSDAY = [{"weekdays": [3], "start": SEVEN, "end": ELEVEN}]
WORDS = "Hàng xóm nói có nhà: thứ Năm 7:00–11:00"
YIELDS = "vướng hạn luật định hoặc ngày nghỉ"


@pytest.fixture
def case(session):
    """An intake on Monday's route, nothing in the law that hurries."""
    return makers.case(session, makers.citizen(session, makers.household(session)))


def on_route(session, case):
    row = makers.visit(session, case)
    team = [makers.staff_of(session, role) for role in (Role.REGISTRAR, Role.YOUTH)]
    makers.route(session, row, members=team)
    return row


@pytest.fixture
def visit(session, case):
    return planned(session, on_route(session, case))


def closed_door(client, visit, number=1, told=ON_THURSDAY, **more):
    item = sent(number, visit_id=visit.id, result="not_home", home_when=told, **more)
    return fates(push(client, item))


def second(session):
    """The second try as the books have it."""
    return look(session, VisitRow, state="due", attempt=2)


def windows(session):
    """(day, from, until) of the second try in a plan of this week; service takes its seconds."""
    commune = session.get(CommuneRow, HOME)
    visits = build(session, commune, request(session), TODAY).visits
    (found,) = (one for one in visits if one.kind is VisitKind.INTAKE)
    session.rollback()
    return {(one.on, one.start, one.end + found.service) for one in found.windows}


def test_the_second_try_is_planned_when_neighbours_said(as_, session, visit):
    assert closed_door(as_("youth"), visit) == ["stored"]
    (again,) = second(session)
    assert (again.told, again.told_binds) == (ON_THURSDAY, True)
    # This week's Thursday, and the one after it, which keeps the rest of this week closed.
    days = {(THURSDAY, SEVEN, ELEVEN), (date(2026, 12, 3), SEVEN, ELEVEN)}
    assert windows(session) == days


def test_within_the_hours_the_home_itself_keeps(as_, session, case):
    row = on_route(session, case)
    hours(session, row, NINE, FIVE)
    visit = planned(session, row)
    closed_door(as_("youth"), visit)
    second(session)
    days = {(THURSDAY, NINE, ELEVEN), (date(2026, 12, 3), NINE, ELEVEN)}
    assert windows(session) == days


def test_the_law_does_not_wait(as_, session, visit):
    # Thursday was told, but Wednesday turns out to be the last day.
    closed_door(as_("youth"), visit)
    second(session)
    session.query(VisitRow).filter_by(attempt=2).update({"due_on": WEDNESDAY})
    session.commit()
    assert windows(session) == set()  # any time


def test_a_day_nobody_works_is_said_but_does_not_bind(as_, session, visit, desk):
    closed_door(as_("youth"), visit, told=[{"weekdays": [6], "start": 0, "end": 86_400}])
    (again,) = second(session)
    assert not again.told_binds
    assert windows(session) == set()
    page = desk("leader").get("/demand").text
    assert "Hàng xóm nói có nhà: Chủ nhật. " in page
    assert YIELDS in page


def test_a_correction_brings_other_hours_or_none(as_, session, visit):
    client = as_("youth")
    closed_door(client, visit)
    friday = [{"weekdays": [4], "start": TWO, "end": FIVE}]
    assert closed_door(client, visit, 2, friday, supersedes=uuid7(1)) == ["stored"]
    assert [one.told for one in second(session)] == [friday]
    assert closed_door(client, visit, 3, [], supersedes=uuid7(2)) == ["stored"]
    assert [(one.told, one.told_binds) for one in second(session)] == [([], False)]


def test_hours_count_only_where_nobody_was_met(as_, session, visit):
    item = sent(visit_id=visit.id, result="other", note="mưa to", home_when=ON_THURSDAY)
    assert fates(push(as_("youth"), item)) == ["stored"]
    assert [one.told for one in look(session, VisitRow, id=visit.id)] == [[]]


@pytest.mark.parametrize(
    "told",
    [
        [{"weekdays": [7], "start": SEVEN, "end": ELEVEN}],
        [{"weekdays": [3], "start": ELEVEN, "end": ELEVEN}],
        [{"weekdays": [3], "start": SEVEN, "end": 86_401}],
        [{"weekdays": [3], "start": SEVEN}],
        [{"weekdays": [3], "start": SEVEN, "end": ELEVEN, "surprise": 1}],
        ON_THURSDAY * 15,
    ],
)
def test_what_is_no_time_is_kept_unread(as_, session, visit, told):
    assert closed_door(as_("youth"), visit, told=told) == ["quarantined"]
    assert second(session) == []


def test_the_desk_and_the_next_team_are_told(as_, session, visit, desk):
    closed_door(as_("youth"), visit)
    (again,) = second(session)
    team = [makers.staff_of(session, Role.YOUTH)]
    makers.route(session, session.get(VisitRow, again.id), members=team, day=THURSDAY)
    session.commit()
    assert WORDS in desk("leader").get("/demand").text
    assert WORDS in desk("registrar").get(f"/cases/{visit.case_id}").text
    assert WORDS in as_("youth").get(f"/field/stops/{again.id}?on={THURSDAY}").text
    sheet = as_("youth").get(f"/api/v1/route-sheet?on={THURSDAY}").json
    assert sheet["route"]["stops"][0]["told"] == ON_THURSDAY
    assert sheet["day_parts"] == [{"start": SEVEN, "end": ELEVEN}, {"start": 48_600, "end": FIVE}]


def test_asked_on_the_screen_of_a_closed_door_alone(as_, session, visit):
    thumb = Recorder(as_("youth"), visit.id)
    thumb.press("next", result="moved")
    assert "home_day" not in thumb.text()
    thumb = Recorder(as_("youth"), visit.id)
    thumb.press("next", result="not_home")
    assert "Buổi chiều, 13:30 – 17:00" in thumb.text()
    thumb.press("next", home_day="3", home_part="25200-39600")
    assert "thứ Năm 7:00–11:00" in thumb.text()
    thumb.press("save")
    (again,) = second(session)
    assert again.told == ON_THURSDAY
