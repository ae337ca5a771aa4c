"""Queries over what a plan is made from, and over plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from fieldops.domain.plan_job import UNDER_WAY, PlanState
from fieldops.domain.visit import OPEN, VisitState
from fieldops.store import scope
from fieldops.store.tables import (
    CommuneRow,
    HamletRow,
    HouseholdRow,
    PinRow,
    PlanJobRow,
    PlanRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    VehicleRow,
    VisitCaseRow,
    VisitRow,
)

_OPEN = [state.value for state in OPEN]


def open_visits(session: Session) -> list[VisitRow]:
    """Every open visit with its home, the hours there and its cases, by id."""
    return list(session.scalars(_visits().where(VisitRow.state.in_(_OPEN))))


def loose_visits(session: Session) -> list[date | None]:
    """The last days of due visits that no published plan holds."""
    query = select(VisitRow.due_on).where(
        VisitRow.state == VisitState.DUE.value, VisitRow.planned_on.is_(None)
    )
    return list(session.scalars(query))


def visits(session: Session, ids: Collection[int]) -> dict[int, VisitRow]:
    """Visits with their homes and cases, by id."""
    return {row.id: row for row in session.scalars(_visits().where(VisitRow.id.in_(ids)))}


def visits_listed(session: Session, ids: Collection[int]) -> dict[int, VisitRow]:
    """Visits with the homes they go to, by id: what an overview of hundreds of them shows."""
    query = select(VisitRow).where(VisitRow.id.in_(ids))
    home = joinedload(VisitRow.household, innerjoin=True)
    unseen = (VisitRow.reason, VisitRow.roles, VisitRow.skills, VisitRow.registers)
    query = query.options(home, *(defer(column) for column in unseen))
    return {row.id: row for row in session.scalars(query)}


def _visits() -> Any:
    home = selectinload(VisitRow.household)
    return (
        select(VisitRow)
        .order_by(VisitRow.id)
        .options(
            home.selectinload(HouseholdRow.home_hours),
            selectinload(VisitRow.visit_cases).joinedload(VisitCaseRow.case),
        )
    )


def staff(session: Session, ids: Collection[int] | None = None) -> list[StaffRow]:
    """Active staff with their absences, in order of role and name; only those named, if any are."""
    query = select(StaffRow).options(selectinload(StaffRow.absences)).where(StaffRow.active)
    if ids is not None:
        query = query.where(StaffRow.id.in_(ids))
    return list(session.scalars(query.order_by(StaffRow.role, StaffRow.sort_key, StaffRow.id)))


def staff_names(session: Session, ids: Collection[int]) -> dict[int, StaffRow]:
    """Staff by id, those no longer active too: old plans name them."""
    return {row.id: row for row in session.scalars(select(StaffRow).where(StaffRow.id.in_(ids)))}


def vehicles(session: Session, ids: Collection[int] | None = None) -> list[VehicleRow]:
    """Active vehicles by name; only those named, if any are."""
    query = select(VehicleRow).where(VehicleRow.active)
    if ids is not None:
        query = query.where(VehicleRow.id.in_(ids))
    return list(session.scalars(query.order_by(VehicleRow.kind, VehicleRow.name)))


def vehicle_names(session: Session, ids: Collection[int]) -> dict[int, VehicleRow]:
    """Vehicles by id, those no longer active too."""
    query = select(VehicleRow).where(VehicleRow.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def hamlets(session: Session) -> list[HamletRow]:
    """The hamlets of the commune by name."""
    return list(session.scalars(select(HamletRow).order_by(HamletRow.name)))


def routes(session: Session, from_on: date, to_on: date) -> list[RouteRow]:
    """The routes teams follow on these days (both inclusive), with people and stops."""
    query = (
        select(RouteRow)
        .where(RouteRow.active, RouteRow.day.between(from_on, to_on))
        .order_by(RouteRow.day, RouteRow.team)
        .options(
            selectinload(RouteRow.members).joinedload(RouteMemberRow.staff),
            selectinload(RouteRow.stops),
            joinedload(RouteRow.vehicle),
        )
    )
    return list(session.scalars(query))


def published_days(session: Session, from_on: date, to_on: date) -> list[date]:
    """The days on which teams follow a published plan, both ends inclusive."""
    query = select(RouteRow.day).where(RouteRow.active, RouteRow.day.between(from_on, to_on))
    return sorted(set(session.scalars(query)))


def job(session: Session, job_id: int) -> PlanJobRow | None:
    """A job of this commune."""
    return session.scalars(select(PlanJobRow).where(PlanJobRow.id == job_id)).first()


def jobs_without_plan(session: Session, limit: int = 5) -> list[PlanJobRow]:
    """The latest jobs that have made no plan (yet), newest first."""
    query = (
        select(PlanJobRow)
        .outerjoin(PlanRow, PlanRow.job_id == PlanJobRow.id)
        .where(PlanRow.id.is_(None))
        .order_by(PlanJobRow.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def job_under_way(session: Session) -> PlanJobRow | None:
    """The job waiting or running, if one is."""
    states = [state.value for state in UNDER_WAY]
    query = select(PlanJobRow).where(PlanJobRow.state.in_(states)).order_by(PlanJobRow.id)
    return session.scalars(query).first()


def plan(session: Session, plan_id: int) -> PlanRow | None:
    """A plan of this commune with its job."""
    query = select(PlanRow).options(joinedload(PlanRow.job)).where(PlanRow.id == plan_id)
    return session.scalars(query).first()


def plan_of_job(session: Session, job_id: int) -> PlanRow | None:
    """The plan a job made."""
    return session.scalars(select(PlanRow).where(PlanRow.job_id == job_id)).first()


def plans(session: Session, limit: int, offset: int = 0) -> list[PlanRow]:
    """Plans, newest first."""
    query = select(PlanRow).options(joinedload(PlanRow.job)).order_by(PlanRow.id.desc())
    return list(session.scalars(query.limit(limit).offset(offset)))


def count_plans(session: Session) -> int:
    """How many plans there are."""
    return session.scalar(select(func.count()).select_from(PlanRow)) or 0


def jobs_followed(session: Session) -> list[PlanJobRow]:
    """The jobs of the plans that teams follow, oldest first."""
    query = (
        select(PlanJobRow)
        .join(PlanRow, PlanRow.job_id == PlanJobRow.id)
        .where(PlanRow.state == PlanState.PUBLISHED.value)
        .order_by(PlanRow.published_at, PlanRow.id)
    )
    return list(session.scalars(query))


def last_day(session: Session, from_on: date) -> date | None:
    """The last day on which a team follows a route, if there is one from that day on."""
    query = select(func.max(RouteRow.day)).where(RouteRow.active, RouteRow.day >= from_on)
    return session.scalar(query)


def plan_followed_last(session: Session, from_on: date) -> PlanRow | None:
    """The plan of the last route that is followed from that day on."""
    query = (
        select(PlanRow)
        .join(RouteRow, RouteRow.plan_id == PlanRow.id)
        .options(joinedload(PlanRow.job))
        .where(RouteRow.active, RouteRow.day >= from_on)
        .order_by(RouteRow.day.desc(), PlanRow.id.desc())
    )
    return session.scalars(query).first()


def hold(session: Session) -> None:
    """Nobody else publishes in this commune until the transaction ends."""
    code = scope.current(session)
    session.execute(select(CommuneRow.code).where(CommuneRow.code == code).with_for_update())


def next_version(session: Session) -> int:
    """One above that of every plan of the commune: phones see each publication as newer."""
    return (session.scalar(select(func.max(PlanRow.version))) or 0) + 1


def pins(session: Session, visit_ids: Collection[int] | None = None) -> dict[int, PinRow]:
    """Where people want visits left, by visit; only those named, if any are."""
    query = select(PinRow)
    if visit_ids is not None:
        query = query.where(PinRow.visit_id.in_(visit_ids))
    return {row.visit_id: row for row in session.scalars(query)}


def move_plan(
    session: Session, plan_id: int, version: int, states: tuple[PlanState, PlanState], **values: Any
) -> bool:
    """
    Compare and set: from the first state to the second, if the plan is as it was seen.

    A published plan is newer than every plan before it, so that phones see it is.
    """
    before, after = states
    newer = next_version(session) if after is PlanState.PUBLISHED else PlanRow.version + 1
    done = session.execute(
        update(PlanRow)
        .where(PlanRow.id == plan_id, PlanRow.version == version, PlanRow.state == before.value)
        .values(state=after.value, version=newer, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def retire_routes(session: Session, from_on: date, to_on: date, plan_id: int | None = None) -> int:
    """
    End the routes of these days (both inclusive), of one plan or all; how many there were.

    Their open visits are free again.
    """
    ending = select(RouteRow.id).where(RouteRow.active, RouteRow.day.between(from_on, to_on))
    if plan_id is not None:
        ending = ending.where(RouteRow.plan_id == plan_id)
    ids = list(session.scalars(ending))
    _free(session, select(StopRow.visit_id).where(StopRow.route_id.in_(ids)))
    _set(session, update(RouteRow).where(RouteRow.id.in_(ids)).values(active=False))
    return len(ids)


def retire_route(session: Session, route_id: int) -> None:
    """End one route; its open visits are free again."""
    _free(session, select(StopRow.visit_id).where(StopRow.route_id == route_id))
    _set(session, update(RouteRow).where(RouteRow.id == route_id).values(active=False))


def take_out(session: Session, visit_ids: Collection[int]) -> None:
    """Remove these visits from the routes that teams follow."""
    active = select(RouteRow.id).where(RouteRow.active)
    statement = delete(StopRow).where(
        StopRow.visit_id.in_(visit_ids), StopRow.route_id.in_(active.scalar_subquery())
    )
    session.execute(statement.execution_options(synchronize_session=False))


def set_planned(session: Session, day: date, visit_ids: Iterable[int]) -> None:
    """Mark open visits as planned on that day."""
    _set(
        session,
        update(VisitRow)
        .where(VisitRow.id.in_(list(visit_ids)), VisitRow.state.in_(_OPEN))
        .values(planned_on=day),
    )


def close_plans_without_routes(session: Session) -> None:
    """Published plans that no route of is followed any more are superseded."""
    followed = select(RouteRow.plan_id).where(RouteRow.active)
    _set(
        session,
        update(PlanRow)
        .where(PlanRow.state == PlanState.PUBLISHED.value, PlanRow.id.not_in(followed))
        .values(state=PlanState.SUPERSEDED.value, version=PlanRow.version + 1),
    )


def _free(session: Session, visit_ids: Any) -> None:
    _set(
        session,
        update(VisitRow)
        .where(VisitRow.id.in_(visit_ids), VisitRow.state.in_(_OPEN))
        .values(planned_on=None),
    )


def _set(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
    session.expire_all()
