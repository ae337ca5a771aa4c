import uuid
from datetime import date

import pytest

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.tables import AbsenceRow, StaffRow, VehicleRow
from tests import makers
from tests.conftest import HOME, OTHER

STAFF = {"full_name": "Lê Thị Hoa", "role": "registrar", "skills": ["khmer"], "active": "y"}
VEHICLE = {"name": "Vỏ lãi 1", "kind": "boat", "seats": "6", "active": "y"}


def form(base, **changes):
    return base | {"form_token": str(uuid.uuid4()), "version": "0"} | changes


@pytest.fixture
def hoa(session):
    staff_id = makers.staff(session, "Lê Thị Hoa").id
    session.commit()
    return staff_id


def named(session, table, **where):
    """How many rows match; the lock of reading is given back."""
    count = session.query(table).filter_by(**where).count()
    session.rollback()
    return count


def test_a_person_is_added_and_listed(as_, session):
    client = as_(Role.LEADER)
    assert client.post("/people/staff/new", data=form(STAFF, phone="0912345678")).status_code == 302
    page = client.get("/people").text
    assert "Lê Thị Hoa" in page
    assert "Nói tiếng Khmer" in page


def test_sent_twice_a_person_is_added_once(as_, session):
    client, once = as_(Role.LEADER), form(STAFF)
    locations = [client.post("/people/staff/new", data=once).location for _ in range(2)]
    assert locations[0] == locations[1]
    assert named(session, StaffRow, full_name="Lê Thị Hoa") == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": " "}, "Nhập họ và tên."),
        ({"role": ""}, "Chọn vai trò."),
        ({"phone": "12345"}, "Số điện thoại phải có 10 chữ số"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(as_, session, wrong, sentence):
    sent = form(STAFF, **{"phone": "0912345678"} | wrong)
    answer = as_(Role.LEADER).post("/people/staff/new", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["phone"]}"' in answer.text
    assert named(session, StaffRow, full_name="Lê Thị Hoa") == 0


def test_a_person_is_changed_but_not_from_an_old_page(as_, hoa):
    client = as_(Role.LEADER)
    change = form(STAFF, role="police")
    assert client.post(f"/people/staff/{hoa}", data=change).location == "/people"
    late = client.post(f"/people/staff/{hoa}", data=form(STAFF))
    assert late.status_code == 409
    assert "Người khác vừa sửa" in late.text


def test_one_who_left_is_no_longer_going_out(as_, session, hoa):
    gone = {key: value for key, value in form(STAFF).items() if key != "active"}
    as_(Role.LEADER).post(f"/people/staff/{hoa}", data=gone)
    assert named(session, StaffRow, id=hoa, active=False) == 1


def test_an_absence_is_noted_and_taken_back(as_, session, hoa):
    client = as_(Role.LEADER)
    days = {"from_on": "2026-12-01", "to_on": "2026-12-03", "reason": "phép"}
    client.post(f"/people/staff/{hoa}/absences", data=form(days))
    assert "01/12/2026 – 03/12/2026" in client.get("/people").text
    absence_id = session.query(AbsenceRow).one().id
    session.rollback()
    client.post(f"/people/absences/{absence_id}/remove")
    assert named(session, AbsenceRow) == 0


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"from_on": "2026-12-03", "to_on": "2026-12-01"}, "Ngày cuối trước ngày đầu."),
        ({"from_on": "", "to_on": "2026-12-01"}, "Chọn ngày đầu."),
        ({"from_on": "31/02/2026", "to_on": "2026-12-01"}, "Chưa lưu được"),
    ],
)
def test_an_absence_that_cannot_be_is_told(as_, session, hoa, days, sentence):
    answer = as_(Role.LEADER).post(f"/people/staff/{hoa}/absences", data=form(days))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert named(session, AbsenceRow) == 0


def test_a_vehicle_is_added_and_changed(as_, session):
    client = as_(Role.ADMINISTRATOR)
    assert client.post("/people/vehicles/new", data=form(VEHICLE)).location == "/people/vehicles"
    boat = session.query(VehicleRow).one().id
    session.rollback()
    client.post(f"/people/vehicles/{boat}", data=form(VEHICLE, seats="8"))
    assert named(session, VehicleRow, seats=8, version=1) == 1
    assert client.post(f"/people/vehicles/{boat}", data=form(VEHICLE)).status_code == 409


@pytest.mark.parametrize("seats", ["0", "61", "hai", ""])
def test_a_vehicle_with_impossible_seats_is_refused(as_, session, seats):
    answer = as_(Role.LEADER).post("/people/vehicles/new", data=form(VEHICLE, seats=seats))
    assert answer.status_code == 422
    assert named(session, VehicleRow) == 0


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.POLICE, Role.YOUTH, Role.INSPECTOR])
def test_others_do_not_manage_people(as_, role):
    assert as_(role).get("/people").status_code == 403
    assert as_(role).post("/people/staff/new", data=form(STAFF)).status_code == 403


def test_another_commune_s_people_and_vehicles_are_not_found(as_, session):
    session.info.clear()
    with scope.inside(session, OTHER):
        theirs, car = makers.staff(session), makers.vehicle(session)
        absence = AbsenceRow(commune_code=OTHER, from_on=date(2026, 12, 1), to_on=date(2026, 12, 1))
        theirs.absences.append(absence)
        session.flush()
        paths = [
            f"/people/staff/{theirs.id}",
            f"/people/staff/{theirs.id}/absences",
            f"/people/absences/{absence.id}/remove",
            f"/people/vehicles/{car.id}",
        ]
        session.commit()
    scope.enter(session, HOME)
    for path in paths:
        assert as_(Role.LEADER).post(path, data=form(STAFF)).status_code == 404, path
