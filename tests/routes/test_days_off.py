import uuid
from datetime import date

import pytest

from fieldops.domain.commune import OwnDay
from fieldops.domain.people import Role
from fieldops.services import cases, clocks, settings
from fieldops.store.tables import AuditRow
from tests import makers
from tests.conftest import HOME, OTHER

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


def form(**changes):
    token = {"form_token": str(uuid.uuid4()), "version": "0", "confirmed": "1"}
    return {"off_on": "27/11/2026", "name": "Nghỉ tránh lũ", "reach": "all"} | token | changes


def own(session):
    found = settings.current(session).own_days
    session.rollback()
    return found


@pytest.fixture
def promised(session):
    """Received on Friday 20/11: working days 23, 25, 26, 27, 30 (the 24th is a holiday)."""
    person = makers.citizen(session, makers.household(session))
    case = makers.case(session, person, state="received", received_on=date(2026, 11, 20))
    session.commit()
    return case.id


def deliver_by(session, case_id):
    case = cases.take(session, case_id)
    rule = clocks.rule_of(case, TODAY)
    found = clocks.law_of(case, rule, clocks.calendar(session)).deliver_by
    session.rollback()
    return found


def test_the_year_is_listed_with_where_each_day_is_from(as_):
    page = as_(Role.LEADER).get("/settings/days?year=2026").text
    assert "Mùng hai Tết Nguyên Đán" in page
    assert "Thứ Bảy, 22/08/2026" in page
    assert "cả nước" in page
    assert "Tết Nguyên Đán" in as_(Role.ADMINISTRATOR).get("/settings/days?year=2027").text


def test_whom_it_moves_is_seen_before_it_is_saved(desk, session, promised):
    answer = desk(Role.LEADER).post("/settings/days", data=form(confirmed=""))
    assert "1 trên 1 hồ sơ đang giải quyết đổi ngày hẹn trả" in answer.text
    assert "30/11/2026" in answer.text
    assert "01/12/2026" in answer.text
    assert own(session) == ()
    assert deliver_by(session, promised) == date(2026, 11, 30)


def test_a_day_for_all_moves_the_date_and_is_in_the_audit(desk, session, promised):
    assert desk(Role.LEADER).post("/settings/days", data=form()).status_code == 302
    assert own(session) == (OwnDay(FRIDAY, name="Nghỉ tránh lũ"),)
    assert deliver_by(session, promised) == date(2026, 12, 1)
    entry = session.query(AuditRow).filter_by(action="days.added").one()
    assert entry.facts == {"on": "2026-11-27", "worked": False}


def test_a_day_of_the_office_s_own_leaves_what_was_promised(desk, session, promised):
    client = desk(Role.LEADER)
    seen = client.post("/settings/days", data=form(reach="new", confirmed=""))
    assert "Không ngày hẹn nào đổi: 1 hồ sơ" in seen.text
    client.post("/settings/days", data=form(reach="new"))
    assert deliver_by(session, promised) == date(2026, 11, 30)
    assert own(session) == (OwnDay(FRIDAY, name="Nghỉ tránh lũ", receipts_from=TOMORROW),)


def test_a_swap_is_two_days_at_once(desk, session, promised):
    desk(Role.LEADER).post("/settings/days", data=form(worked_on="28/11/2026"))
    assert [(day.on, day.worked) for day in own(session)] == [(FRIDAY, False), (SATURDAY, True)]
    assert deliver_by(session, promised) == date(2026, 11, 30)  # 23, 25, 26, 28, 30


def test_a_day_taken_back_keeps_what_was_promised_by_it_or_not_as_asked(desk, session, promised):
    client = desk(Role.LEADER)
    client.post("/settings/days", data=form())
    page = client.get("/settings/days/1/remove").text
    assert "Không ngày hẹn nào đổi" in page
    assert "1 trên 1 hồ sơ" in client.get("/settings/days/1/remove?reach=all").text
    client.post("/settings/days/1/remove", data=form(version="1", reach="new"))
    assert own(session) == (OwnDay(FRIDAY, name="Nghỉ tránh lũ", receipts_to=TODAY),)
    assert deliver_by(session, promised) == date(2026, 12, 1)
    client.post("/settings/days/1/remove", data=form(version="2", reach="all"))
    assert own(session) == ()
    assert deliver_by(session, promised) == date(2026, 11, 30)
    assert session.query(AuditRow).filter_by(action="days.removed").count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"off_on": ""}, "Nhập ngày nghỉ, ngày làm bù, hoặc cả hai."),
        ({"off_on": "31/02/2026"}, "Ngày này không có thật"),
        ({"off_on": "28/11/2026"}, "Ngày 28/11/2026 vốn đã nghỉ."),
        ({"off_on": "24/11/2026"}, "Ngày 24/11/2026 vốn đã nghỉ."),
        ({"worked_on": "26/11/2026"}, "Ngày 26/11/2026 vốn là ngày làm việc."),
        ({"name": "x" * 121}, "Viết ngắn lại"),
        ({"reach": "ai cũng được"}, "Chưa lưu được"),
    ],
)
def test_what_cannot_be_is_told_and_not_stored(desk, session, wrong, sentence):
    answer = desk(Role.LEADER).post("/settings/days", data=form(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert own(session) == ()


def test_a_day_already_there_and_a_page_grown_old_are_told(desk, session):
    client = desk(Role.LEADER)
    client.post("/settings/days", data=form())
    assert "vốn đã nghỉ" in client.post("/settings/days", data=form(version="1")).text
    old = client.post("/settings/days", data=form(off_on="26/11/2026"))
    assert "Người khác vừa sửa thiết lập" in old.text
    assert len(own(session)) == 1


def test_sent_twice_is_done_once(desk, session):
    client, twice = desk(Role.LEADER), form()
    assert [client.post("/settings/days", data=twice).status_code for _ in range(2)] == [302, 302]
    assert len(own(session)) == 1


def test_a_day_that_is_not_there_is_not_found_nor_is_that_of_another_commune(desk, session):
    desk(Role.LEADER, OTHER).post("/settings/days", data=form())
    assert desk(Role.LEADER, HOME).get("/settings/days/1/remove").status_code == 404


def test_others_do_not_get_in_and_strangers_log_in_first(as_, client):
    assert as_(Role.REGISTRAR).get("/settings/days").status_code == 403
    assert as_(Role.INSPECTOR).post("/settings/days", data=form()).status_code == 403
