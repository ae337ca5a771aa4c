import re

from fieldops.domain.people import Role
from fieldops.store.tables import CaseRow, LaneRow
from tests import makers

CALL = {
    "via": "hotline",
    "caller": "Kiều Văn Thử",
    "phone": "0900000123",
    "person": "Kiều Thị Mẫu",
    "birth": "1941",
    "procedure": "mobile_birth",
    "form_token": "call-1",
}


def told(session, **more):
    return CALL | {"hamlet_id": makers.first_hamlet(session).id} | more


def test_a_call_is_taken_once_and_its_case_says_how_it_came(desk, session):
    registrar = desk(Role.REGISTRAR)
    data = told(session)
    first = registrar.post("/cases/intake", data=data)
    assert first.status_code == 302
    assert registrar.post("/cases/intake", data=data).location == first.location
    assert session.query(CaseRow).count() == 1
    assert "Gọi điện" in registrar.get(first.location).text


def test_a_name_that_is_known_is_asked_about_first(desk, session):
    home = makers.household(session, search="kieu thi mau")
    person = makers.citizen(session, home, full_name="Kiều Thị Mẫu")
    person_id, data = person.id, told(session)
    session.commit()
    registrar = desk(Role.REGISTRAR)
    page = registrar.post("/cases/intake", data=data)
    assert "đã có người cùng tên" in page.text
    assert session.query(CaseRow).count() == 0
    registrar.post("/cases/intake", data=data | {"who": str(person_id)})
    assert session.query(CaseRow).one().citizen_id == person_id


def test_what_is_wrong_is_said_and_nothing_is_lost(desk, session):
    page = desk(Role.REGISTRAR).post(
        "/cases/intake", data=told(session, phone="", birth="31/02/1950")
    )
    assert page.status_code == 422
    assert "31/02/1950" in page.text
    assert "Kiều Thị Mẫu" in page.text


def test_the_lane_draws_and_ends_numbers(desk, session):
    registrar = desk(Role.REGISTRAR)
    data = {"matter": "copy", "assisted": "y", "form_token": "ticket"}
    for _ in range(2):
        assert registrar.post("/cases/lane/draw", data=data).status_code == 302
    page = registrar.get("/cases/lane").text
    assert "Số 1" in page
    path = re.search(r'action="(/cases/lane/\d+/done)"', page)[1]
    registrar.post(path)
    assert session.query(LaneRow).one().done_at is not None
    assert "1 việc đã xong, 1 đúng ngày hẹn" in registrar.get("/cases/lane").text
    assert desk(Role.INSPECTOR).get("/cases/lane").status_code == 200


def test_the_lane_says_what_it_costs(desk):
    page = re.sub(r"<[^>]+>", "", desk(Role.REGISTRAR).get("/cases/lane").text)
    assert "Đăng ký khai sinh tại trụ sở (1.001193): đăng ký đúng hạn không thu" in page
    assert "Cấp bản sao trích lục hộ tịch (2.000635): 8.000 đ" in page
    assert "(2.000815): 2.000 đ · tính theo trang" in page


def test_the_roster_holds_people_at_the_office(desk, session):
    staff = makers.staff_of(session, Role.REGISTRAR)
    staff_id, name = staff.id, staff.full_name
    leader = desk(Role.LEADER)
    data = {"lead": "0", "desk": [staff_id], "form_token": "duty"}
    answer = leader.post("/people/roster/2026-11-23", data=data)
    assert answer.location == "/people/roster?week=2026-11-23"
    assert name in leader.get("/people/roster?week=2026-11-23").text
    twice = leader.post(
        "/people/roster/2026-11-23",
        data={"lead": "0", "desk": [staff_id], "write": [staff_id], "form_token": "x"},
    )
    assert twice.status_code == 422
    assert desk(Role.REGISTRAR).get("/people/roster/2026-11-23").status_code == 403
