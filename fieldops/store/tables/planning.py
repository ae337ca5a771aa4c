"""Planning jobs, the plans they made, and the published routes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.tables.cases import VisitRow
from fieldops.store.tables.people import StaffRow, VehicleRow


class PlanJobRow(OfCommune, Base, kw_only=True):
    """
    One request for a plan. A worker holds it by a lease; ``fence`` grows at each claim.

    A result is written only where ``fence`` is still the claimer's own, in one transaction with
    the plan, so a worker that comes back late changes nothing. ``before`` is the plan in force that
    a plan made again starts from; ``offers`` are the places found for one more visit.
    """

    __tablename__ = "plan_job"
    __table_args__ = (Index("ix_plan_job_state_lease", "state", "lease_until"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, deferred=True
    )
    offers: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, deferred=True
    )
    limit_seconds: Mapped[int] = mapped_column(default=20)
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(80), default="")
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    heartbeat_at: Mapped[datetime | None] = mapped_column(default=None)
    cancel: Mapped[str] = mapped_column(String(8), default="")  # "", "keep" or "drop"
    progress: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class PlanRow(OfCommune, Base, kw_only=True):
    """
    A checked plan: draft, published or superseded. ``job_id`` is unique: one job, one plan.

    ``version`` grows whenever the plan changes state; published, above that of every plan before.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    job_id: Mapped[int] = mapped_column(ForeignKey("plan_job.id"), unique=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    document: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    totals: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=0)

    job: Mapped[PlanJobRow] = relationship(init=False)
    routes: Mapped[list[RouteRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="(RouteRow.day, RouteRow.team)"
    )


class RouteRow(OfCommune, Base, kw_only=True):
    """One team's day of a published plan. Times are seconds after local midnight."""

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("plan_id", "day", "team"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), default=None)
    day: Mapped[date] = mapped_column(index=True)
    team: Mapped[str] = mapped_column(String(4))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"), default=None)
    depart: Mapped[int]
    back: Mapped[int]
    lunch_start: Mapped[int | None] = mapped_column(default=None)
    lunch_end: Mapped[int | None] = mapped_column(default=None)
    metres: Mapped[int] = mapped_column(default=0)
    travel_seconds: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    vehicle: Mapped[VehicleRow | None] = relationship(init=False)
    members: Mapped[list[RouteMemberRow]] = relationship(init=False, cascade="all, delete-orphan")
    stops: Mapped[list[StopRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="StopRow.position"
    )


class RouteMemberRow(OfCommune, Base, kw_only=True):
    """A person on a team that day."""

    __tablename__ = "route_member"

    route_id: Mapped[int | None] = mapped_column(
        ForeignKey("route.id"), primary_key=True, nullable=False, default=None
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)

    staff: Mapped[StaffRow] = relationship(init=False)


class StopRow(OfCommune, Base, kw_only=True):
    """
    A visit in its place on a route. Service runs from ``start`` to ``end``.

    ``helps``: this team is the second one there; the stop of the first is on another route.
    """

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("route_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id"), default=None)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    arrival: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    metres: Mapped[int] = mapped_column(default=0)
    helps: Mapped[bool] = mapped_column(default=False)

    visit: Mapped[VisitRow] = relationship(init=False)


class PinRow(OfCommune, Base, kw_only=True):
    """A visit that a person wants on that day, and with that team where ``team`` is not ""."""

    __tablename__ = "visit_pin"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    day: Mapped[date]
    team: Mapped[str] = mapped_column(String(4), default="")
    created_by: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
