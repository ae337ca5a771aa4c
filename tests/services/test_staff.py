from datetime import UTC, date, datetime

import pytest

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import Role, Skill
from fieldops.domain.vehicle import VehicleKind
from fieldops.services import staff
from fieldops.services.audit import Actor
from fieldops.services.staff import StaffDraft, VehicleDraft
from fieldops.store.tables import (
    AuditRow,
    PlanJobRow,
    PlanRow,
    RouteMemberRow,
    RouteRow,
)
from tests.conftest import HOME

LEADER = Actor(1, "Người lãnh đạo")
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOA = StaffDraft("Lê  Thị Hoa", Role.REGISTRAR, (Skill.KHMER,), "0912 345 678")
DEC_1, DEC_3, DEC_5 = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 5)


def test_a_person_is_kept_tidy(session):
    row = staff.add(session, LEADER, HOA, NOW)
    assert (row.full_name, row.phone, row.skills) == ("Lê Thị Hoa", "0912345678", ["khmer"])


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (StaffDraft("  ", Role.POLICE), "full_name"),
        (StaffDraft("Lê Hoa", Role.INSPECTOR), "role"),
        (StaffDraft("Lê Hoa", Role.POLICE, phone="12345"), "phone"),
    ],
)
def test_a_wrong_draft_names_its_field(session, draft, field):
    with pytest.raises(Invalid) as refused:
        staff.add(session, LEADER, draft, NOW)
    assert refused.value.field == field


def test_people_are_sorted_by_given_name_and_those_who_left_come_last(session):
    for name, active in (("Trần Văn Út", True), ("Lê Thị Ánh", True), ("Võ An", False)):
        staff.add(session, LEADER, StaffDraft(name, Role.POLICE, active=active), NOW)
    named = [row.full_name for row in staff.everyone(session) if row.sort_key]
    assert named == ["Lê Thị Ánh", "Trần Văn Út", "Võ An"]


def test_the_second_of_two_writers_is_told(session):
    row = staff.add(session, LEADER, HOA, NOW)
    staff.change(session, LEADER, row.id, 0, StaffDraft("Lê Thị Hoa", Role.POLICE), NOW)
    with pytest.raises(Conflict):
        staff.change(session, LEADER, row.id, 0, HOA, NOW)
    assert row.role == Role.POLICE


def test_absences_may_not_overlap_nor_end_before_they_begin(session):
    row = staff.add(session, LEADER, HOA, NOW)
    staff.add_absence(session, LEADER, row.id, (DEC_1, DEC_3), "phép", NOW)
    with pytest.raises(Invalid) as overlap:
        staff.add_absence(session, LEADER, row.id, (DEC_3, DEC_5), "", NOW)
    with pytest.raises(Invalid) as backwards:
        staff.add_absence(session, LEADER, row.id, (date(2026, 12, 9), DEC_5), "", NOW)
    assert (overlap.value.field, backwards.value.field) == ("from_on", "to_on")


def test_an_absence_tells_the_days_a_published_plan_counts_on_the_person(session):
    row = staff.add(session, LEADER, HOA, NOW)
    job = PlanJobRow(commune_code=HOME, request={}, problem={}, created_by="x", created_at=NOW)
    session.add(job)
    session.flush()
    plan = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=DEC_1,
        to_on=DEC_5,
        state="published",
        document={},
        created_at=NOW,
    )
    session.add(plan)
    session.flush()
    for day, active in ((DEC_1, True), (DEC_3, False)):
        route = RouteRow(
            commune_code=HOME, plan_id=plan.id, day=day, team="A", depart=0, back=1, active=active
        )
        route.members = [RouteMemberRow(commune_code=HOME, staff_id=row.id)]
        session.add(route)
    session.flush()
    assert staff.add_absence(session, LEADER, row.id, (DEC_1, DEC_5), "", NOW) == [DEC_1]


def test_an_absence_taken_back_is_gone_and_stands_in_the_audit(session):
    row = staff.add(session, LEADER, HOA, NOW)
    staff.add_absence(session, LEADER, row.id, (DEC_1, DEC_3), "phép", NOW)
    assert staff.remove_absence(session, LEADER, row.absences[0].id, NOW) == row.id
    session.refresh(row)
    assert row.absences == []
    last = session.query(AuditRow).order_by(AuditRow.seq.desc()).first()
    assert last.facts == {"from_on": "2026-12-01", "to_on": "2026-12-03"}


def test_a_vehicle_needs_a_name_and_a_seat(session):
    with pytest.raises(Invalid) as nameless:
        staff.add_vehicle(session, LEADER, VehicleDraft(" ", VehicleKind.CAR, 4), NOW)
    with pytest.raises(Invalid) as seatless:
        staff.add_vehicle(session, LEADER, VehicleDraft("Xe 1", VehicleKind.CAR, 0), NOW)
    assert (nameless.value.field, seatless.value.field) == ("name", "seats")


def test_a_vehicle_changed_meanwhile_is_told(session):
    row = staff.add_vehicle(session, LEADER, VehicleDraft("Xe 1", VehicleKind.CAR, 4), NOW)
    draft = VehicleDraft("Xe 1", VehicleKind.CAR, 7)
    staff.change_vehicle(session, LEADER, row.id, 0, draft, NOW)
    with pytest.raises(Conflict):
        staff.change_vehicle(session, LEADER, row.id, 0, draft, NOW)


@pytest.mark.parametrize("look", [staff.one, staff.vehicle])
def test_what_is_not_there_is_not_found(session, look):
    with pytest.raises(NotFound):
        look(session, 999)
