"""``flask demo plan``: a published plan for this week, made as any plan is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from fieldops.cli.demo import demo_cli
from fieldops.cli.plan_worker import Worker, clock
from fieldops.domain.errors import FieldopsError
from fieldops.services import demo_people, planning, publishing
from fieldops.services.audit import SYSTEM
from fieldops.services.plan_request import PlanRequest
from fieldops.store import scope
from fieldops.store.db import db

SECONDS = 15
"""Enough for 240 homes to be placed well, and for reasons for those left out."""

PROOF_SECONDS = 10
"""What a first start may wait to hear how much better the demo's plan could be."""


@demo_cli.command("plan")
def plan_command() -> None:
    """Publish a plan from today on in each demo commune that has never had one."""
    worker = Worker(lambda: Session(db.engine), clock(), proof_seconds=PROOF_SECONDS)
    for code in demo_people.PEOPLE:
        publish_first_plan(worker, code, current_app.config["TIMEZONE"])


def publish_first_plan(worker: Worker, code: str, zone: str) -> bool:
    """Ask, carry out, publish, each in a transaction of its own; False where there is no need."""
    if not _inside(worker, code, lambda session: _ask(session, worker.clock(), zone)):
        return False
    worker.take_one()
    return _inside(worker, code, lambda session: _publish(session, worker.clock(), zone))


def _inside(worker: Worker, code: str, step: Callable[[Session], bool]) -> bool:
    with worker.sessions() as session, session.begin(), scope.inside(session, code):
        return step(session)


def _ask(session: Session, now: datetime, zone: str) -> bool:
    shelf = planning.shelf(session, page=1)
    if shelf.total or shelf.jobs:
        return False
    today = now.astimezone(ZoneInfo(zone)).date()
    choices = planning.choices(session, today)
    request = PlanRequest(
        from_on=today,
        to_on=choices.to_on,
        staff_ids=tuple(row.id for row in choices.staff),
        vehicle_ids=tuple(row.id for row in choices.vehicles),
        teams=choices.teams,
        seconds=SECONDS,
    )
    try:
        planning.ask(session, SYSTEM, request, now, today)
    except FieldopsError:
        return False  # nothing is due, or everyone is away: a demo may do without
    return True


def _publish(session: Session, now: datetime, zone: str) -> bool:
    drafts = planning.shelf(session, page=1).plans
    if not drafts or not drafts[0].totals["visits"]:
        return False
    today = now.astimezone(ZoneInfo(zone)).date()
    publishing.publish(session, SYSTEM, drafts[0].id, drafts[0].version, now, today)
    return True
