"""A team's day on paper holds what the team needs, and nothing a volunteer may not carry."""

from datetime import date

import pytest

from fieldops.domain.errors import NotFound
from fieldops.services.day_sheets import day_sheet
from fieldops.store.tables import CitizenRow, VisitRow
from tests import makers
from tests.papers.reading import text_of
from tests.services.plan_makers import MONDAY, home_to_visit, registrar
from tests.services.test_papers import DESK
from tests.services.test_publishing import draft

FIELD = "https://xa.example/field"


def test_the_sheet_has_homes_hours_people_and_tasks(session):
    visit = home_to_visit(session, "Nguyễn Thị Bảy")
    plan = draft(session, makers.vehicle(session, "Xe máy 1"), (MONDAY, visit))
    text = text_of(day_sheet(session, DESK, plan.id, MONDAY, "A", FIELD).content)
    assert "đội A, thứ Hai 23/11/2026" in text
    assert registrar(session).full_name in text
    assert "8:00" in text
    assert "2,4 km" in text
    assert "Nhận hồ sơ" in text
    assert "– giấy khai sinh: " in text


def test_it_holds_no_id_number_and_no_birth(session):
    visit = home_to_visit(session)
    citizen = session.query(CitizenRow).one()
    citizen.id_number, citizen.ethnicity = "000000000009", "Khmer"
    session.get(VisitRow, visit.id).household.notes = "bệnh"
    session.flush()
    plan = draft(session, makers.vehicle(session), (MONDAY, visit))
    text = text_of(day_sheet(session, DESK, plan.id, MONDAY, "A", FIELD).content)
    for kept in ("000000000009", "Khmer", "bệnh", "1942"):
        assert kept not in text


TUESDAY_MORNING = {"weekdays": [1, 2], "start": 7 * 3600, "end": 11 * 3600}
ANY_WHOLE_DAY = {"weekdays": [], "start": 0, "end": 24 * 3600}


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ({}, ""),
        ({"attempt": 2}, "Đến lần thứ 2"),
        (
            {"attempt": 2, "told": [TUESDAY_MORNING], "told_binds": True},
            "Đến lần thứ 2 Hàng xóm nói có nhà: thứ Ba, thứ Tư 7:00–11:00",
        ),
        (
            {"attempt": 3, "told": [TUESDAY_MORNING, ANY_WHOLE_DAY]},
            "Đến lần thứ 3 Hàng xóm nói có nhà: thứ Ba, thứ Tư 7:00–11:00; mọi ngày "
            "(không xếp theo giờ ấy được)",
        ),
    ],
)
def test_a_second_try_says_so_and_what_neighbours_told(session, again, said):
    visit = home_to_visit(session, **again)
    plan = draft(session, makers.vehicle(session), (MONDAY, visit))
    text = text_of(day_sheet(session, DESK, plan.id, MONDAY, "A", FIELD).content)
    shown = " ".join(text.split())
    assert said in shown
    assert ("lần thứ" in shown, "Hàng xóm" in shown) == (bool(again), "told" in again)


def test_a_day_without_that_team_is_not_found(session):
    plan = draft(session, makers.vehicle(session), (MONDAY, home_to_visit(session)))
    for day, team in [(date(2026, 11, 26), "A"), (MONDAY, "B")]:
        with pytest.raises(NotFound):
            day_sheet(session, DESK, plan.id, day, team, FIELD)
