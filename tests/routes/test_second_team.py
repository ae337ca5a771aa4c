"""The page that asks for a second team at a home: who may, what is said, and both teams' phones."""

import uuid

import pytest

from fieldops.domain.people import Role
from fieldops.store.tables import AuditRow, HouseholdRow
from tests import makers
from tests.conftest import OTHER
from tests.services.plan_makers import TODAY

FORM = {"why": "lift", "at": "each", "roles": ["youth"], "minutes": "30", "version": "0"}


@pytest.fixture
def home(session):
    row = makers.household(session)
    makers.citizen(session, row)
    session.commit()
    return row.id


def form(**changes):
    return FORM | {"note": "", "form_token": str(uuid.uuid4())} | changes


def kept(session, home):
    session.expire_all()
    found = session.get(HouseholdRow, home).second_team
    session.rollback()
    return found


def test_it_is_asked_for_shown_and_taken_back(desk, session, home):
    client = desk(Role.REGISTRAR)
    assert "Một đội là đủ" in client.get(f"/households/{home}").text
    sent = form(note="giường lớn")
    assert client.post(f"/households/{home}/second-team", data=sent).status_code == 302
    page = client.get(f"/households/{home}").text
    for said in ("khiêng, đỡ", "Đoàn viên thanh niên", "30 phút", "giường lớn", "23/11/2026"):
        assert said in page
    assert kept(session, home)["why"] == "lift"
    again = client.get(f"/households/{home}/second-team").text
    assert 'value="lift" id="why-0" checked' in again
    answer = client.post(f"/households/{home}/second-team/remove", data={"version": "1"})
    assert answer.status_code == 302
    assert not kept(session, home)
    actions = {one.action for one in session.query(AuditRow)}
    assert {"household.second_team", "household.one_team"} <= actions


def test_the_note_is_for_those_who_plan(desk, session, home):
    desk(Role.LEADER).post(f"/households/{home}/second-team", data=form(note="giường lớn"))
    page = desk(Role.POLICE).get(f"/households/{home}").text
    assert "khiêng, đỡ" in page
    assert "giường lớn" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"why": ""}, "Chọn một lý do."),
        ({"why": "interpreting"}, "Chưa ghi ai trong hộ này nói tiếng khác"),
        ({"at": "sometimes"}, "Chưa lưu được"),
        ({"roles": ["leader"]}, "Chưa lưu được"),
        ({"minutes": "2"}, "từ 5 đến 240 phút"),
        ({"minutes": "lâu"}, "Chưa lưu được"),
        ({"note": "x" * 201}, "Viết ngắn lại"),
        ({"version": "7"}, "Người khác vừa sửa hộ này"),
    ],
)
def test_what_cannot_be_is_told_and_not_stored(desk, session, home, wrong, sentence):
    answer = desk(Role.LEADER).post(f"/households/{home}/second-team", data=form(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not kept(session, home)


def test_sent_twice_is_asked_once(desk, session, home):
    client, twice = desk(Role.LEADER), form()
    path = f"/households/{home}/second-team"
    assert [client.post(path, data=twice).status_code for _ in "ab"] == [302, 302]
    assert session.query(AuditRow).filter_by(action="household.second_team").count() == 1


def test_another_commune_s_home_and_none_at_all_are_not_found(desk, session, home):
    client = desk(Role.LEADER, OTHER)
    assert client.get(f"/households/{home}/second-team").status_code == 404
    assert client.post(f"/households/{home}/second-team/remove").status_code == 404
    assert desk(Role.LEADER).get("/households/999999/second-team").status_code == 404


def test_others_do_not_get_in_and_strangers_log_in_first(desk, client, home):
    for role in (Role.HAMLET_HEAD, Role.POLICE, Role.INSPECTOR):
        assert desk(role).post(f"/households/{home}/second-team", data=form()).status_code == 403
    assert client.get(f"/households/{home}/second-team").status_code == 302


@pytest.fixture
def meeting(desk, session, home):
    """Both teams at the home today at eight, team B to help; the visit's id."""
    desk(Role.LEADER).post(f"/households/{home}/second-team", data=form())
    row = session.get(HouseholdRow, home)
    visit = makers.visit(session, makers.case(session, row.citizens[0]))
    other = makers.citizen(session, makers.household(session, "Nhà Sau"), "Người Nhà Sau")
    after = makers.visit(session, makers.case(session, other))
    makers.route(session, visit, members=[makers.staff_of(session, Role.REGISTRAR)], day=TODAY)
    youth = makers.staff_of(session, Role.YOUTH)
    second = makers.route(session, visit, after, members=[youth], day=TODAY, team="B")
    second.stops[0].helps = True
    session.commit()
    return visit.id


def test_the_first_team_s_phone_says_who_comes_to_help(desk, meeting):
    client = desk(Role.REGISTRAR)
    assert "Đội B cùng đến giúp: việc nặng" in client.get("/field").text
    page = client.get(f"/field/stops/{meeting}").text
    assert "Đội B đến cùng lúc để giúp" in page
    assert "Ghi kết quả" in page


def test_the_second_team_s_phone_counts_its_own_homes_and_leaves_the_record_to_the_first(
    desk, meeting
):
    client = desk(Role.YOUTH)
    day = client.get("/field").text
    assert "Giúp đội A: việc nặng" in day
    assert "0/1" in day
    assert "Điểm tiếp: 2. Nhà Sau" in day
    page = client.get(f"/field/stops/{meeting}").text
    assert "Đội A làm và ghi hồ sơ" in page
    assert "Đội A không ghi được?" in page
