"""Queries behind the weekly review: the stops of each person, and what was registered by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from fieldops.store.tables import (
    CaseRow,
    RegistrationRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    VisitRow,
)

Found: TypeAlias = Row[*tuple[Any, ...]]


def stops(session: Session, from_on: date, to_on: date) -> Sequence[Found]:
    """Each stop of each member of a published route of these days, both inclusive."""
    query = (
        select(
            RouteMemberRow.staff_id,
            RouteRow.day,
            VisitRow.due_on,
            VisitRow.result,
            VisitRow.made_on,
            VisitRow.attempt,
        )
        .join(RouteRow, RouteRow.id == RouteMemberRow.route_id)
        .join(StopRow, StopRow.route_id == RouteRow.id)
        .join(VisitRow, VisitRow.id == StopRow.visit_id)
        .where(RouteRow.active, RouteRow.day.between(from_on, to_on))
    )
    return session.execute(query).all()


def registrations(session: Session, from_on: date, to_on: date) -> Sequence[RegistrationRow]:
    """Entries written on these days, both inclusive, with their cases."""
    query = (
        select(RegistrationRow)
        .where(RegistrationRow.registered_on.between(from_on, to_on))
        .options(joinedload(RegistrationRow.case).selectinload(CaseRow.supplements))
    )
    return session.scalars(query).all()


def staff(session: Session) -> Sequence[StaffRow]:
    """Everyone who goes out or went out, by role and name."""
    query = select(StaffRow).order_by(StaffRow.role, StaffRow.sort_key, StaffRow.id)
    return session.scalars(query).all()
