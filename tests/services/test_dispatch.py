"""A team's day as its people may see it."""

from datetime import UTC, date, datetime

import pytest

from fieldops.domain.errors import Invalid
from fieldops.domain.people import Role
from fieldops.services import dispatch
from fieldops.store.tables import HomeHoursRow
from tests import makers

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def sheet(session, staff, day=MONDAY, sensitive=True):
    return dispatch.route_sheet(
        session, staff and staff.id, day, sensitive=sensitive, today=MONDAY, now=NOW
    )


@pytest.fixture
def youth(session):
    return makers.staff_of(session, Role.YOUTH)


@pytest.fixture
def stops(session, youth):
    """Two homes on Monday's route of the volunteer."""
    visits = []
    for name in ("Nguyễn Thị Bảy", "Thạch Sơn"):
        home = makers.household(session, name, notes="yếu, nằm một chỗ", access="boat")
        person = makers.citizen(session, home, name, id_number="000000000000")
        visits.append(makers.visit(session, makers.case(session, person)))
    makers.route(session, *visits, members=[youth])
    return visits


def test_the_stops_come_in_the_order_of_the_route(session, youth, stops):
    route = sheet(session, youth).route
    assert [stop.home.head_name for stop in route.stops] == ["Nguyễn Thị Bảy", "Thạch Sơn"]
    assert [stop.start for stop in route.stops] == [28800, 32400]
    assert [member.role for member in route.members] == [Role.YOUTH]


def test_a_stop_says_what_to_have_ready(session, youth, stops):
    (case,) = sheet(session, youth).route.stops[0].cases
    assert case.paper == "giấy khai sinh"
    assert "giấy chứng sinh" in [paper.name for paper in case.papers]


def test_a_delivery_asks_for_no_papers(session, youth):
    person = makers.citizen(session, makers.household(session))
    case = makers.case(session, person, state="processed", received_on=MONDAY)
    makers.route(session, makers.visit(session, case, kind="delivery"), members=[youth])
    assert sheet(session, youth).route.stops[0].cases[0].papers == ()


def test_a_volunteer_gets_no_id_number_no_birth_and_no_notes(session, youth, stops):
    told = sheet(session, youth, sensitive=False).model_dump_json()
    assert "000000000000" not in told
    assert "1942" not in told
    assert "nằm một chỗ" not in told


def test_who_may_read_them_gets_them(session, youth, stops):
    stop = sheet(session, youth).route.stops[0]
    assert stop.people[0].id_number == "000000000000"
    assert stop.people[0].birth == "1942"
    assert stop.home.notes == "yếu, nằm một chỗ"


def test_a_home_without_a_pin_stands_at_its_hamlet_and_says_so(session, youth, stops):
    home = sheet(session, youth).route.stops[0].home
    assert (home.place.lat, home.place.lon) == (9.59, 106.22)
    assert home.pin == "hamlet"


def test_only_the_hours_of_that_weekday_are_told(session, youth, stops):
    code = stops[0].commune_code
    stops[0].household.home_hours = [
        HomeHoursRow(commune_code=code, weekday=0, start=25200, end=36000),
        HomeHoursRow(commune_code=code, weekday=1, start=50400, end=57600),
    ]
    session.flush()
    hours = sheet(session, youth).route.stops[0].home.hours
    assert [(one.start, one.end) for one in hours] == [(25200, 36000)]


def test_who_moved_away_or_died_is_not_at_home(session, youth, stops):
    makers.citizen(session, stops[0].household, "Trần Văn Út", died_on=date(2026, 10, 1))
    assert [p.name for p in sheet(session, youth).route.stops[0].people] == ["Nguyễn Thị Bảy"]


def test_someone_elses_route_is_not_mine(session, stops):
    police = makers.staff_of(session, Role.POLICE)
    assert sheet(session, police).route is None


def test_a_withdrawn_route_is_not_shown(session, youth, stops):
    makers.route(session, members=[youth], day=TUESDAY, active=False)
    assert sheet(session, youth, TUESDAY).route is None


def test_the_next_day_out_is_told(session, youth, stops):
    makers.route(session, members=[youth], day=date(2026, 11, 26))
    assert sheet(session, youth).next_day == date(2026, 11, 26)


def test_a_login_that_goes_nowhere_has_an_empty_day(session):
    assert sheet(session, None).route is None


def test_nobody_looks_further_than_two_weeks_ahead(session, youth):
    with pytest.raises(Invalid):
        sheet(session, youth, date(2026, 12, 8))
