"""Queries over the office: intake, duty, the same-day lane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, joinedload

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.tables import DutyRow, IntakeRow, LaneRow, StaffRow, UserRow


def intake_of(session: Session, case_id: int) -> IntakeRow | None:
    """How the case came in, if it was called in or brought."""
    return session.scalars(select(IntakeRow).where(IntakeRow.case_id == case_id)).first()


def intakes(session: Session, limit: int) -> Sequence[IntakeRow]:
    """The latest, the newest first."""
    query = select(IntakeRow).order_by(IntakeRow.taken_at.desc(), IntakeRow.case_id.desc())
    return session.scalars(query.limit(limit)).all()


def duties(session: Session, from_on: date, to_on: date) -> Sequence[DutyRow]:
    """Who is on duty from one day to another, both inclusive, with their names."""
    query = (
        select(DutyRow)
        .where(DutyRow.on.between(from_on, to_on))
        .options(joinedload(DutyRow.staff), joinedload(DutyRow.user))
        .order_by(DutyRow.on, DutyRow.post, DutyRow.id)
    )
    return session.scalars(query).unique().all()


def clear_duties(session: Session, on: date) -> None:
    """Nobody is on duty that day any more."""
    code = scope.current(session)
    session.execute(delete(DutyRow).where(DutyRow.commune_code == code, DutyRow.on == on))


def leaders(session: Session) -> Sequence[UserRow]:
    """Leaders who may log in, by name."""
    query = select(UserRow).where(
        UserRow.commune_code == scope.current(session),
        UserRow.role == Role.LEADER.value,
        UserRow.active,
    )
    return session.scalars(query.order_by(UserRow.full_name)).all()


def staff(session: Session) -> Sequence[StaffRow]:
    """Active staff by role and name."""
    query = select(StaffRow).where(StaffRow.active)
    return session.scalars(query.order_by(StaffRow.role, StaffRow.sort_key, StaffRow.id)).all()


def lane(session: Session, on: date) -> Sequence[LaneRow]:
    """The tickets to be done on a day: drawn that day or promised for it, in order."""
    query = select(LaneRow).where(or_(LaneRow.on == on, LaneRow.promised_on == on))
    return session.scalars(query.order_by(LaneRow.on, LaneRow.number)).all()


def next_number(session: Session, on: date) -> int:
    """The number after the last one drawn that day."""
    return (session.scalar(select(func.max(LaneRow.number)).where(LaneRow.on == on)) or 0) + 1


def ticket(session: Session, lane_id: int) -> LaneRow | None:
    """One ticket, held until the transaction ends."""
    return session.scalars(select(LaneRow).where(LaneRow.id == lane_id).with_for_update()).first()
