from datetime import UTC, date, datetime

import pytest

from fieldops.domain.case import Procedure
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.office import Via
from fieldops.domain.partial_date import PartialDate
from fieldops.services import calls
from fieldops.services.audit import Actor
from fieldops.services.calls import Call
from fieldops.store.tables import CitizenRow, HouseholdRow, VisitRow
from tests import makers

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(None, "Người thử")


def call(session, **kw):
    given = {
        "via": Via.HOTLINE,
        "procedure": Procedure.MOBILE_BIRTH,
        "person": "Kiều Thị Mẫu",
        "hamlet_id": makers.first_hamlet(session).id,
        "birth": PartialDate(1941),
        "caller": "Kiều Văn Thử",
        "phone": "0900 000 123",
    }
    return Call(**given | kw)


def test_a_call_becomes_a_home_a_person_a_need_and_a_visit(session):
    row = calls.take(session, WHO, call(session), None, TODAY, AT)
    home = row.household
    assert (home.head_name, home.phone, home.phone_owner) == (
        "Kiều Thị Mẫu", "0900000123", "Kiều Văn Thử",
    )  # fmt: skip
    assert (row.citizen.full_name, row.citizen.birth_year) == ("Kiều Thị Mẫu", 1941)
    assert (row.informant_name, row.informant_phone) == ("Kiều Văn Thử", "0900000123")
    assert calls.way_in(session, row.id).via == "hotline"
    assert session.query(VisitRow).filter_by(household_id=home.id, kind="intake").count() == 1


def test_someone_known_is_offered_and_not_entered_twice(session):
    known = makers.citizen(
        session, makers.household(session, search="kieu thi mau"), full_name="Kiều Thị Mẫu"
    )
    told = call(session, person="kieu thi mau")
    assert [one.id for one in calls.alike(session, told)] == [known.id]
    row = calls.take(session, WHO, told, known, TODAY, AT)
    assert row.citizen_id == known.id
    assert session.query(CitizenRow).count() == session.query(HouseholdRow).count() == 1
    with pytest.raises(Conflict):
        calls.take(session, WHO, told, known, TODAY, AT)


def test_the_same_name_in_another_hamlet_is_somebody_else(session):
    elsewhere = makers.hamlet(session, name="Vàm Hồ")
    home = makers.household(session, hamlet=elsewhere, search="kieu thi mau")
    makers.citizen(session, home, full_name="Kiều Thị Mẫu")
    assert calls.alike(session, call(session)) == []


@pytest.mark.parametrize("phone", ["", "12345"])
def test_a_caller_can_be_called_back(session, phone):
    with pytest.raises(Invalid) as error:
        calls.take(session, WHO, call(session, phone=phone), None, TODAY, AT)
    assert error.value.field == "phone"


def test_who_comes_to_the_office_needs_no_telephone(session):
    row = calls.take(session, WHO, call(session, via=Via.WALK_IN, phone=""), None, TODAY, AT)
    assert [one.case_id for one, _ in calls.latest(session)] == [row.id]
