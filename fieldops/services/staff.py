"""Staff who go out, the days they cannot, and the vehicles they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import FIELD_ROLES, Role, Skill
from fieldops.domain.sentences import Sentence
from fieldops.domain.vehicle import VehicleKind
from fieldops.registry.names import sort_key, tidy
from fieldops.registry.phones import local_number
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import people as rows
from fieldops.store import scope
from fieldops.store.tables import AbsenceRow, StaffRow, VehicleRow

MOST_SEATS = 60


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """A person as typed; judged by ``add`` and ``change``."""

    full_name: str
    role: Role
    skills: Sequence[Skill] = ()
    phone: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class VehicleDraft:
    """A vehicle as typed; ``seats`` counts its driver."""

    name: str
    kind: VehicleKind
    seats: int
    active: bool = True


def everyone(session: Session) -> list[StaffRow]:
    """Everyone who can go out, with their absences."""
    return rows.staff(session)


def one(session: Session, staff_id: int, *, to_change: bool = False) -> StaffRow:
    """One person; NotFound when the commune has none of that number."""
    row = rows.staff_member(session, staff_id, to_change=to_change)
    if row is None:
        raise NotFound(Sentence("Không có cán bộ này. Quay lại danh sách nhân sự."))
    return row


def add(session: Session, actor: Actor, draft: StaffDraft, at: datetime) -> StaffRow:
    """Add a person who can go out; Invalid names the field that is wrong."""
    phone = _judged(draft)
    row = StaffRow(
        commune_code=scope.current(session),
        full_name=tidy(draft.full_name),
        role=draft.role,
        skills=sorted(draft.skills),
        phone=phone,
        sort_key=sort_key(draft.full_name),
        active=draft.active,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "staff.added", ("staff", row.id), at, role=draft.role)
    return row


def change(
    session: Session,
    actor: Actor,
    staff_id: int,
    seen_version: int,
    draft: StaffDraft,
    at: datetime,
) -> StaffRow:
    """Change a person; Conflict when someone else changed them since."""
    row = one(session, staff_id, to_change=True)
    phone = _judged(draft)
    if row.version != seen_version:
        _changed_meanwhile()
    row.full_name, row.role = tidy(draft.full_name), draft.role
    row.skills, row.phone = sorted(draft.skills), phone
    row.sort_key, row.active = sort_key(draft.full_name), draft.active
    row.version += 1
    session.flush()
    audit.record(
        session, actor, "staff.changed", ("staff", row.id), at, role=row.role, active=row.active
    )
    return row


def add_absence(
    session: Session,
    actor: Actor,
    staff_id: int,
    days: tuple[date, date],
    reason: str,
    at: datetime,
) -> list[date]:
    """
    Note that a person cannot go out from the first to the last day, inclusive.

    Gives the days on which a published plan still counts on them, for the leader to re-plan.
    """
    row = one(session, staff_id, to_change=True)
    from_on, to_on = days
    if to_on < from_on:
        raise Invalid(Sentence("Ngày cuối trước ngày đầu. Sửa lại một trong hai."), field="to_on")
    if any(a.from_on <= to_on and from_on <= a.to_on for a in row.absences):
        raise Invalid(
            Sentence("Những ngày này trùng với một lần vắng đã ghi. Xóa lần cũ trước."),
            field="from_on",
        )
    row.absences.append(
        AbsenceRow(commune_code=row.commune_code, from_on=from_on, to_on=to_on, reason=tidy(reason))
    )
    session.flush()
    facts = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    audit.record(session, actor, "absence.added", ("staff", row.id), at, **facts)
    return rows.promised_days(session, staff_id, from_on, to_on)


def remove_absence(session: Session, actor: Actor, absence_id: int, at: datetime) -> int:
    """Take an absence back; gives the person's id."""
    row = rows.absence(session, absence_id)
    if row is None or row.staff_id is None:
        raise NotFound(Sentence("Lần vắng này không còn. Tải lại trang."))
    staff_id = row.staff_id
    session.delete(row)
    session.flush()
    facts = {"from_on": row.from_on.isoformat(), "to_on": row.to_on.isoformat()}
    audit.record(session, actor, "absence.removed", ("staff", staff_id), at, **facts)
    return staff_id


def vehicles(session: Session) -> list[VehicleRow]:
    """Every vehicle of the commune."""
    return rows.vehicles(session)


def vehicle(session: Session, vehicle_id: int, *, to_change: bool = False) -> VehicleRow:
    """One vehicle; NotFound when the commune has none of that number."""
    row = rows.vehicle(session, vehicle_id, to_change=to_change)
    if row is None:
        raise NotFound(Sentence("Không có phương tiện này. Quay lại danh sách phương tiện."))
    return row


def add_vehicle(session: Session, actor: Actor, draft: VehicleDraft, at: datetime) -> VehicleRow:
    """Add a vehicle; Invalid names the field that is wrong."""
    _judge_vehicle(draft)
    row = VehicleRow(
        commune_code=scope.current(session),
        name=tidy(draft.name),
        kind=draft.kind,
        seats=draft.seats,
        active=draft.active,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "vehicle.added", ("vehicle", row.id), at, kind=draft.kind)
    return row


def change_vehicle(
    session: Session,
    actor: Actor,
    vehicle_id: int,
    seen_version: int,
    draft: VehicleDraft,
    at: datetime,
) -> VehicleRow:
    """Change a vehicle; Conflict when someone else changed it since."""
    row = vehicle(session, vehicle_id, to_change=True)
    _judge_vehicle(draft)
    if row.version != seen_version:
        _changed_meanwhile()
    row.name, row.kind = tidy(draft.name), draft.kind
    row.seats, row.active = draft.seats, draft.active
    row.version += 1
    session.flush()
    facts = {"kind": row.kind, "seats": row.seats, "active": row.active}
    audit.record(session, actor, "vehicle.changed", ("vehicle", row.id), at, **facts)
    return row


def _judged(draft: StaffDraft) -> str:
    """The phone as it is kept; Invalid for anything wrong with the draft."""
    if not tidy(draft.full_name):
        raise Invalid(Sentence("Nhập họ và tên."), field="full_name")
    if draft.role not in FIELD_ROLES:
        raise Invalid(
            Sentence("Chỉ công chức hộ tịch, công an và đoàn viên đi xuống ấp."), field="role"
        )
    if not draft.phone.strip():
        return ""
    phone = local_number(draft.phone)
    if phone is None:
        raise Invalid(Sentence("Số điện thoại phải có 10 chữ số, bắt đầu bằng 0."), field="phone")
    return phone


def _judge_vehicle(draft: VehicleDraft) -> None:
    if not tidy(draft.name):
        raise Invalid(Sentence("Đặt tên để nhận ra xe, ví dụ biển số."), field="name")
    if not 1 <= draft.seats <= MOST_SEATS:
        raise Invalid(
            Sentence("Số chỗ kể cả người lái phải từ 1 đến {most}.", {"most": MOST_SEATS}),
            field="seats",
        )


def _changed_meanwhile() -> NoReturn:
    raise Conflict(Sentence("Người khác vừa sửa mục này. Tải lại trang rồi sửa trên bản mới nhất."))
