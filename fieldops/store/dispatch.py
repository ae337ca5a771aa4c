"""Published routes as a team sees them: with homes, people, cases, and what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from fieldops.store import scope
from fieldops.store.tables import (
    CaseRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    PlanRow,
    RouteMemberRow,
    RouteRow,
    StopRow,
    VisitCaseRow,
    VisitRow,
)


def commune(session: Session) -> CommuneRow:
    """The commune the session is inside."""
    return session.get_one(CommuneRow, scope.current(session))


def route_on(session: Session, staff_id: int, day: date) -> RouteRow | None:
    """The active route the person goes on that day, everything on it loaded."""
    return session.scalars(
        _mine(staff_id).where(RouteRow.active, RouteRow.day == day).options(*_everything())
    ).first()


def route_holding(session: Session, staff_id: int, day: date, visit_id: int) -> RouteRow | None:
    """The person's latest route of that day with the visit on it, replaced ones too."""
    return session.scalars(
        _mine(staff_id)
        .join(StopRow, StopRow.route_id == RouteRow.id)
        .where(RouteRow.day == day, StopRow.visit_id == visit_id)
        .order_by(None)
        .order_by(RouteRow.active.desc(), RouteRow.id.desc())
        .options(*_everything())
    ).first()


def teams_beside(session: Session, route: RouteRow) -> dict[int, str]:
    """The team of the same day that meets this one at a home, by the visit."""
    query = (
        select(StopRow.visit_id, RouteRow.team)
        .join(RouteRow, RouteRow.id == StopRow.route_id)
        .where(
            RouteRow.active,
            RouteRow.day == route.day,
            RouteRow.id != route.id,
            StopRow.visit_id.in_([stop.visit_id for stop in route.stops]),
        )
    )
    return {visit_id: team for visit_id, team in session.execute(query)}  # noqa: C416 - rows


def hamlets(session: Session) -> Sequence[HamletRow]:
    """The commune's hamlets."""
    return session.scalars(select(HamletRow).order_by(HamletRow.id)).all()


def plan_version(session: Session, plan_id: int | None) -> int:
    """How often the plan was changed; 0 where a route belongs to none."""
    return session.scalar(select(PlanRow.version).where(PlanRow.id == plan_id)) or 0


def next_day(session: Session, staff_id: int, after: date) -> date | None:
    """The first day after the given one with a route for the person."""
    later = _mine(staff_id).where(RouteRow.active, RouteRow.day > after)
    return session.scalar(later.with_only_columns(RouteRow.day).limit(1))


def _mine(staff_id: int) -> Select[RouteRow]:
    return (
        select(RouteRow)
        .join(RouteMemberRow, RouteMemberRow.route_id == RouteRow.id)
        .where(RouteMemberRow.staff_id == staff_id)
        .order_by(RouteRow.day)
    )


def _everything() -> tuple[ExecutableOption, ...]:
    visit = selectinload(RouteRow.stops).joinedload(StopRow.visit)
    home = visit.joinedload(VisitRow.household)
    case = visit.selectinload(VisitRow.visit_cases).joinedload(VisitCaseRow.case)
    return (
        joinedload(RouteRow.vehicle),
        selectinload(RouteRow.members).joinedload(RouteMemberRow.staff),
        home.selectinload(HouseholdRow.citizens),
        home.selectinload(HouseholdRow.home_hours),
        case.joinedload(CaseRow.citizen),
    )
