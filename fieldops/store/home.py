"""Queries behind "Hôm nay": small counts and the few rows that need someone first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, case, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Fate
from fieldops.domain.visit import VisitState
from fieldops.store import scope
from fieldops.store.base import Base
from fieldops.store.tables import (
    CaseRow,
    HamletRow,
    HouseholdRow,
    OutcomeRow,
    PlanRow,
    RegistrationRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    UserRow,
    VisitRow,
)

Found: TypeAlias = Row[*tuple[Any, ...]]


def due_days(session: Session, until: date) -> Sequence[Found]:
    """Visits due up to the day, inclusive: ``due_on`` and ``visits``, by day."""
    return session.execute(
        select(VisitRow.due_on, func.count().label("visits"))
        .where(VisitRow.state == VisitState.DUE, VisitRow.due_on <= until)
        .group_by(VisitRow.due_on)
    ).all()


def unplanned(session: Session) -> int:
    """Visits to be made, with or without a day of the law, that no published plan holds."""
    due = VisitRow.state == VisitState.DUE
    return _count(session, VisitRow, due, VisitRow.planned_on.is_(None))


def most_urgent(session: Session, until: date, limit: int) -> list[VisitRow]:
    """The first visits due up to the day, inclusive, soonest first."""
    return list(
        session.scalars(
            select(VisitRow)
            .options(selectinload(VisitRow.household))
            .where(VisitRow.state == VisitState.DUE, VisitRow.due_on <= until)
            .order_by(VisitRow.due_on, VisitRow.priority.desc(), VisitRow.id)
            .limit(limit)
        )
    )


def draft_plans(session: Session, today: date) -> list[PlanRow]:
    """Plans made and not published whose last day has not passed, newest first."""
    return list(
        session.scalars(
            select(PlanRow)
            .where(PlanRow.state == "draft", PlanRow.to_on >= today)
            .order_by(PlanRow.created_at.desc())
            .limit(5)
        )
    )


def outcomes_to_review(session: Session) -> int:
    """Reports from the field that a person has to look at."""
    held = (Fate.NEEDS_REVIEW, Fate.QUARANTINED)
    return _count(session, OutcomeRow, OutcomeRow.fate.in_(held), OutcomeRow.reviewed_at.is_(None))


def not_entered(session: Session) -> tuple[int, date | None]:
    """Register entries not yet in the official systems: how many, and the oldest one's day."""
    row = session.execute(
        select(func.count(), func.min(RegistrationRow.registered_on))
        .select_from(RegistrationRow)
        .join(CaseRow, CaseRow.id == RegistrationRow.case_id)
        .where(CaseRow.official_entered_on.is_(None))
    ).one()
    return row[0], row[1]


def to_hand_over(session: Session) -> int:
    """Papers that are ready and not yet in the family's hands."""
    return _count(session, CaseRow, CaseRow.state == CaseState.PROCESSED)


def routes_on(session: Session, day: date, staff_id: int | None = None) -> Sequence[Found]:
    """Teams out that day: ``id``, ``team``, ``depart``, ``stops``, and of them ``closed``."""
    closed = func.sum(case((VisitRow.state == VisitState.DUE, 0), else_=1))
    query = (
        select(
            RouteRow.id,
            RouteRow.team,
            RouteRow.depart,
            func.count(StopRow.id).label("stops"),
            closed.label("closed"),
        )
        .join(StopRow, StopRow.route_id == RouteRow.id)
        .join(VisitRow, VisitRow.id == StopRow.visit_id)
        .where(RouteRow.day == day, RouteRow.active)
        .group_by(RouteRow.id, RouteRow.team, RouteRow.depart)
        .order_by(RouteRow.team)
    )
    if staff_id is not None:
        mine = select(RouteMemberRow.route_id).where(RouteMemberRow.staff_id == staff_id)
        query = query.where(RouteRow.id.in_(mine))
    return session.execute(query).all()


def idle_users(session: Session, before: datetime) -> list[UserRow]:
    """Active logins not used since the instant, or never, by name."""
    return list(
        session.scalars(
            select(UserRow)
            .where(
                UserRow.commune_code == scope.current(session),
                UserRow.active,
                or_(UserRow.current_login_at.is_(None), UserRow.current_login_at < before),
            )
            .order_by(UserRow.username)
        )
    )


def of_hamlet(session: Session, hamlet_id: int) -> tuple[str, int, int]:
    """A hamlet's name, its households, and its requests still waiting for a visit."""
    here = HouseholdRow.hamlet_id == hamlet_id
    homes = _count(session, HouseholdRow, here, HouseholdRow.archived_at.is_(None))
    waiting = session.scalar(
        select(func.count())
        .select_from(CaseRow)
        .join(HouseholdRow, HouseholdRow.id == CaseRow.household_id)
        .where(here, CaseRow.state == CaseState.REQUESTED)
    )
    return session.get_one(HamletRow, hamlet_id).name, homes, waiting or 0


def has_any(session: Session, table: type[HouseholdRow | StaffRow | PlanRow]) -> bool:
    """Whether the commune has a row of this kind at all."""
    return bool(session.scalar(select(exists(select(table.id)))))


def _count(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
