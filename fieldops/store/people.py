"""Queries over logins, the staff behind them, and their vehicles."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.tables import (
    AbsenceRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    UserRow,
    VehicleRow,
)


def user_by_username(session: Session, username: str) -> UserRow | None:
    """A login by its name; logins are looked up before any commune is known."""
    return session.scalars(select(UserRow).where(UserRow.username == username)).first()


def demo_users(session: Session) -> list[UserRow]:
    """Logins marked as demo, in order of commune and id."""
    query = select(UserRow).where(UserRow.demo).order_by(UserRow.commune_code.desc(), UserRow.id)
    return list(session.scalars(query))


def users(session: Session) -> list[UserRow]:
    """Every login of the commune the session is inside, by name."""
    query = select(UserRow).where(UserRow.commune_code == scope.current(session))
    return list(session.scalars(query.order_by(UserRow.active.desc(), UserRow.username)))


def user(session: Session, user_id: int) -> UserRow | None:
    """A login of this commune; logins are no rows of a commune to the scope, so we ask here."""
    row = session.get(UserRow, user_id)
    return row if row and row.commune_code == scope.current(session) else None


def user_of_staff(session: Session, staff_id: int) -> UserRow | None:
    """The login of a person who goes out."""
    return session.scalars(select(UserRow).where(UserRow.staff_id == staff_id)).first()


def administrators(session: Session, commune_code: str) -> list[UserRow]:
    """Those of the commune who can still log in, by name."""
    query = select(UserRow).where(
        UserRow.commune_code == commune_code, UserRow.role == Role.ADMINISTRATOR, UserRow.active
    )
    return list(session.scalars(query.order_by(UserRow.username)))


def staff(session: Session) -> list[StaffRow]:
    """Everyone who can go out, with their absences; those still active first, then by name."""
    return list(
        session.scalars(
            select(StaffRow)
            .options(selectinload(StaffRow.absences))
            .order_by(StaffRow.active.desc(), StaffRow.sort_key, StaffRow.id)
        )
    )


def staff_member(session: Session, staff_id: int, *, to_change: bool = False) -> StaffRow | None:
    """One person who can go out; ``to_change`` holds the row until the commit."""
    return session.get(StaffRow, staff_id, with_for_update=to_change or None)


def absence(session: Session, absence_id: int) -> AbsenceRow | None:
    """One absence."""
    return session.get(AbsenceRow, absence_id)


def vehicles(session: Session) -> list[VehicleRow]:
    """Every vehicle; those in use first, then by name."""
    query = select(VehicleRow).order_by(VehicleRow.active.desc(), VehicleRow.name, VehicleRow.id)
    return list(session.scalars(query))


def vehicle(session: Session, vehicle_id: int, *, to_change: bool = False) -> VehicleRow | None:
    """One vehicle; ``to_change`` holds the row until the commit."""
    return session.get(VehicleRow, vehicle_id, with_for_update=to_change or None)


def promised_days(session: Session, staff_id: int, from_on: date, to_on: date) -> list[date]:
    """Days, ends inclusive, on which a published route counts on the person."""
    query = (
        select(RouteRow.day)
        .join(RouteMemberRow, RouteMemberRow.route_id == RouteRow.id)
        .where(
            RouteMemberRow.staff_id == staff_id,
            RouteRow.active,
            RouteRow.day.between(from_on, to_on),
        )
        .order_by(RouteRow.day)
    )
    return list(session.scalars(query.distinct()))


def first_staff(session: Session, role: str) -> StaffRow | None:
    """The person of that role who has been here longest."""
    query = select(StaffRow).where(StaffRow.role == role, StaffRow.active).order_by(StaffRow.id)
    return session.scalars(query).first()
