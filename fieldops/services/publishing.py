"""Publishing: a draft becomes the routes that teams follow; withdrawing takes them back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan import Route, Stop
from fieldops.domain.plan_job import PlanState
from fieldops.domain.sentences import Sentence
from fieldops.domain.visit import OPEN, VisitState
from fieldops.planning import plan_from_json
from fieldops.services import audit, plan_standing, staff
from fieldops.services.plan_names import helps, id_of
from fieldops.services.plan_problem import absent_on
from fieldops.services.plan_request import PlanRequest
from fieldops.services.planning import plan as plan_of
from fieldops.store import planning
from fieldops.store.tables import PlanRow, RouteMemberRow, RouteRow, StaffRow, StopRow


def publish(
    session: Session, actor: audit.Actor, plan_id: int, version: int, now: datetime, today: date
) -> PlanRow:
    """
    Make the draft the plan that teams follow, from today on.

    It replaces every published route of its days. Visits that were closed since it was made are
    left out of their routes. Publishing what is published changes nothing. Conflict: the plan is no
    longer as it was seen, a person or vehicle in it is no longer to be had, or it was made again
    from routes that have been replaced since. Invalid: it is past.
    """
    planning.hold(session)
    plan = plan_of(session, plan_id)
    if plan.state == PlanState.PUBLISHED.value:
        return plan
    routes = [route for route in _routes(plan) if route.day >= today]
    if not routes:
        raise Invalid(Sentence("Mọi ngày của kế hoạch này đã qua. Lập kế hoạch mới."))
    lost = _examine_standing(session, plan, today)
    _examine_staff(session, routes)
    _examine_vehicles(session, routes)
    _move(session, plan, version, PlanState.DRAFT, PlanState.PUBLISHED, now, actor)
    for row in lost:
        planning.retire_route(session, row.id)
    planning.retire_routes(session, max(plan.from_on, today), plan.to_on)
    _lay_out(session, plan, routes)
    _note_absences(session, actor, plan, now)
    planning.close_plans_without_routes(session)
    facts = {"routes": len(routes), "stops": sum(len(route.stops) for route in routes)}
    audit.record(session, actor, "plan.published", ("plan", plan_id), now, **facts)
    return plan_of(session, plan_id)


def withdraw(
    session: Session, actor: audit.Actor, plan_id: int, version: int, now: datetime, today: date
) -> PlanRow:
    """
    Take the plan's routes back, from today on; its visits wait for another plan.

    Days gone by stay as they were. Withdrawing what is withdrawn changes nothing.
    """
    plan = plan_of(session, plan_id)
    if plan.state == PlanState.WITHDRAWN.value:
        return plan
    _move(session, plan, version, PlanState.PUBLISHED, PlanState.WITHDRAWN, now, actor)
    ended = planning.retire_routes(session, max(plan.from_on, today), plan.to_on, plan_id)
    audit.record(session, actor, "plan.withdrawn", ("plan", plan_id), now, routes=ended)
    return plan_of(session, plan_id)


def _examine_standing(session: Session, plan: PlanRow, today: date) -> list[RouteRow]:
    """
    The routes of earlier days that a plan made again takes back; none for a plan made anew.

    Conflict when the routes it was made from are no longer those that teams follow, or when a team
    that it still moves has been at a home today.
    """
    if not plan.job.request.get("mark"):
        return []
    request = PlanRequest.from_json(plan.job.request)
    routes = plan_standing.routes(session, request)
    if plan_standing.mark(routes) != request.mark:
        raise Conflict(
            Sentence(
                "Từ khi lập bản xếp lại này, kế hoạch các đội đang theo đã bị thay đổi nên không"
                " công bố chồng lên được. Mở kế hoạch đang công bố rồi xếp lại lần nữa."
            )
        )
    todays = [row for row in routes if row.day == today]
    if plan_standing.begun(session, todays):
        raise Conflict(
            Sentence(
                "Từ khi lập bản xếp lại này, hôm nay đã có đội đến nhà dân. Xếp lại lần nữa: những"
                " chuyến của hôm nay sẽ được giữ nguyên."
            )
        )
    return [row for row in routes if row.day < request.from_on]


def _note_absences(session: Session, actor: audit.Actor, plan: PlanRow, now: datetime) -> None:
    """Who could not go by the accepted plan is away from now on for every other plan too."""
    said = plan.job.request.get("hindrances", ())
    for one in (Hindrance.from_json(each) for each in said):
        if one.kind is HindranceKind.PERSON:
            with suppress(Invalid, NotFound):  # known already, or gone from the list
                days = (one.from_on, one.to_on)
                staff.add_absence(session, actor, one.id, days, "", now)


def _routes(plan: PlanRow) -> tuple[Route, ...]:
    return plan_from_json(plan.document).routes


def _move(
    session: Session,
    plan: PlanRow,
    version: int,
    before: PlanState,
    after: PlanState,
    now: datetime,
    actor: audit.Actor,
) -> None:
    values: dict[str, Any] = {}
    if after is PlanState.PUBLISHED:
        values = {"published_at": now, "published_by": actor.name}
    if not planning.move_plan(session, plan.id, version, (before, after), **values):
        raise Conflict(
            Sentence(
                "Kế hoạch này vừa được người khác công bố, rút lại hoặc thay thế. Tải lại trang để"
                " xem."
            )
        )
    session.expire_all()


def _examine_staff(session: Session, routes: list[Route]) -> None:
    """Everyone in the plan still goes out and has not reported absent since."""
    ids = {int(person) for route in routes for person in route.people}
    known = {row.id: row for row in planning.staff(session, ids)}
    for route in routes:
        for person in map(int, route.people):
            if person not in known:
                raise Conflict(_gone(session, person))
            if absent_on(known[person], route.day):
                raise Conflict(_absent(known[person], route.day))


def _gone(session: Session, staff_id: int) -> Sentence:
    row = planning.staff_names(session, {staff_id}).get(staff_id)
    return Sentence(
        "{name} không còn trong danh sách người đi cơ sở. Lập lại kế hoạch với người khác.",
        {"name": row.full_name if row else "?"},
    )


def _absent(row: StaffRow, day: date) -> Sentence:
    return Sentence(
        "{name} đã báo vắng ngày {day}. Lập lại kế hoạch cho những ngày còn lại.",
        {"name": row.full_name, "day": day},
    )


def _examine_vehicles(session: Session, routes: list[Route]) -> None:
    ids = {int(route.vehicle) for route in routes}
    if missing := ids - {row.id for row in planning.vehicles(session, ids)}:
        row = planning.vehicle_names(session, missing).get(min(missing))
        raise Conflict(
            Sentence(
                "Phương tiện {name} không còn dùng. Lập lại kế hoạch với phương tiện khác.",
                {"name": row.name if row else "?"},
            )
        )


def _lay_out(session: Session, plan: PlanRow, routes: list[Route]) -> None:
    ids = {id_of(stop.visit_id) for route in routes for stop in route.stops}
    still_open = {
        id_ for id_, row in planning.visits(session, ids).items() if VisitState(row.state) in OPEN
    }
    planning.take_out(session, still_open)
    for route in routes:
        stops = [stop for stop in route.stops if id_of(stop.visit_id) in still_open]
        if stops:
            session.add(_route_row(plan, route, stops))
            session.flush()
            planning.set_planned(session, route.day, [id_of(stop.visit_id) for stop in stops])


def _route_row(plan: PlanRow, route: Route, stops: list[Stop]) -> RouteRow:
    row = RouteRow(
        commune_code=plan.commune_code,
        plan_id=plan.id,
        day=route.day,
        team=route.team,
        vehicle_id=int(route.vehicle),
        depart=route.depart,
        back=route.back,
        lunch_start=route.lunch_start,
        lunch_end=None if route.lunch_start is None else route.lunch_start + plan.totals["lunch"],
        metres=route.metres,
        travel_seconds=route.travel,
    )
    row.members = [
        RouteMemberRow(commune_code=plan.commune_code, staff_id=int(person))
        for person in route.people
    ]
    row.stops = [_stop_row(plan, stop, at) for at, stop in enumerate(stops, start=1)]
    return row


def _stop_row(plan: PlanRow, stop: Stop, position: int) -> StopRow:
    return StopRow(
        commune_code=plan.commune_code,
        visit_id=id_of(stop.visit_id),
        helps=helps(stop.visit_id),
        position=position,
        arrival=stop.arrival,
        start=stop.start,
        end=stop.end,
        metres=stop.metres,
    )
