"""Visits that a person wants left on a day, or with a team: kept for every later plan."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.domain.visit import OPEN, VisitState
from fieldops.planning import plan_from_json
from fieldops.services import audit, planning
from fieldops.store import planning as store
from fieldops.store.tables import PinRow


def pins(session: Session) -> dict[int, PinRow]:
    """Every pin of the commune, by visit."""
    return store.pins(session)


def hold(
    session: Session,
    actor: audit.Actor,
    plan_id: int,
    visit_id: int,
    now: datetime,
    *,
    team: bool,
) -> None:
    """
    Keep the visit on the day this plan has it, and with its team where ``team``.

    Holding it elsewhere replaces what was held. NotFound: the plan does not make the visit.
    Conflict: it has been made, or need not be any more.
    """
    day, letter = _place(session, plan_id, visit_id)
    visit = store.visits(session, {visit_id}).get(visit_id)
    if visit is None or VisitState(visit.state) not in OPEN:
        raise Conflict(Sentence("Chuyến này đã đi hoặc không còn phải đi nên không giữ được nữa."))
    row = store.pins(session, {visit_id}).get(visit_id)
    if row is None:
        row = PinRow(commune_code=visit.commune_code, visit_id=visit_id, day=day, created_at=now)
        session.add(row)
    row.day, row.team = day, letter if team else ""
    row.created_by, row.created_at = actor.name, now
    session.flush()
    facts = {"day": day.isoformat(), "team": row.team}
    audit.record(session, actor, "visit.held", ("visit", visit_id), now, **facts)


def release(session: Session, actor: audit.Actor, visit_id: int, now: datetime) -> None:
    """Let the planner move the visit again; releasing twice is no error."""
    row = store.pins(session, {visit_id}).get(visit_id)
    if row is not None:
        session.delete(row)
        session.flush()
        audit.record(session, actor, "visit.released", ("visit", visit_id), now)


def _place(session: Session, plan_id: int, visit_id: int) -> tuple[date, str]:
    plan = plan_from_json(planning.plan(session, plan_id).document)
    for route in plan.routes:
        if any(stop.visit_id == str(visit_id) for stop in route.stops):
            return route.day, route.team
    raise NotFound(Sentence("Kế hoạch này không có chuyến đó. Tải lại trang."))
