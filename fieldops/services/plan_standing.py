"""The routes that teams follow now, as what a plan made again starts from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.plan import Plan, Route, Stop
from fieldops.domain.units import Seconds
from fieldops.services.plan_names import name_of
from fieldops.services.plan_request import PlanRequest
from fieldops.store import planning
from fieldops.store.tables import RouteRow, StopRow


def routes(session: Session, request: PlanRequest) -> list[RouteRow]:
    """Those of the request's days, and those of earlier days whose team can not go after all."""
    found = planning.routes(session, request.from_on, request.to_on)
    early = [day for day, _ in request.lost if day < request.from_on]
    if early:
        lost = set(request.lost)
        before = planning.routes(session, min(early), max(early))
        found = [row for row in before if (row.day, row.team) in lost] + found
    return found


def as_plan(rows: Iterable[RouteRow]) -> Plan:
    """The routes as the planner reads them; what they left out is not known any more."""
    return Plan(tuple(_route(row) for row in rows))


def _route(row: RouteRow) -> Route:
    return Route(
        day=row.day,
        team=row.team,
        people=tuple(str(member.staff_id) for member in row.members),
        vehicle=str(row.vehicle_id or 0),
        depart=row.depart,
        back=row.back,
        stops=tuple(
            Stop(_name(stop), stop.arrival, stop.start, stop.end, stop.end, stop.metres)
            for stop in row.stops
        ),
        lunch_start=row.lunch_start,
        travel=row.travel_seconds,
        metres=row.metres,
    )


def _name(stop: StopRow) -> str:
    return name_of(stop.visit_id, helps=stop.helps)


def mark(rows: Sequence[RouteRow]) -> str:
    """A mark that changes when any of the routes is replaced, ended or loses a stop."""
    lines = sorted(f"{row.id}:{[stop.visit_id for stop in row.stops]}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def begun(session: Session, rows: Iterable[RouteRow]) -> set[int]:
    """The routes, by id, on which a team has been at a home already."""
    stops = {stop.visit_id: row.id for row in rows for stop in row.stops}
    known = planning.visits(session, stops.keys())
    return {stops[id_] for id_, row in known.items() if row.made_on is not None}


def gone(session: Session, today: date, at: Seconds) -> list[RouteRow]:
    """Today's routes whose team has left, by the clock or because it was at a home."""
    rows = planning.routes(session, today, today)
    out = begun(session, rows)
    return [row for row in rows if row.depart <= at or row.id in out]
