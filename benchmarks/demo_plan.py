"""
The demo's two weeks, by the real path: ``python -m benchmarks.demo_plan``.

Loads the demo (240 households in xã Cù Lao Dung) into a database of its own, asks for ten working
days with four teams and the form's twenty seconds as a leader would, lets one worker carry it out,
and prints when the first and the final checked plan were there, and the proof of how good it is,
counted from the button.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import create_app
from fieldops.cli.demo import load_demo
from fieldops.cli.plan_worker import POLL_SECONDS, Worker, clock
from fieldops.services import planning
from fieldops.services.audit import SYSTEM
from fieldops.services.plan_request import PlanRequest
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import PlanJobRow, PlanRow

COMMUNE, SECONDS, TEAMS = "31633", 17, 4
"""Seventeen seconds of thinking is what the form calls twenty seconds of waiting."""


def main() -> None:
    """Print one line a figure."""
    with tempfile.TemporaryDirectory() as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            load_demo()
            db.session.remove()
            measure()


def measure() -> None:
    """Ask, carry out, tell."""
    worker = Worker(lambda: Session(db.engine), clock())
    pressed_at = worker.clock()
    today = pressed_at.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    pressed = time.monotonic()
    with worker.sessions() as session, session.begin(), scope.inside(session, COMMUNE):
        ask(session, worker, today)
    asked = time.monotonic() - pressed
    worker.take_one()
    total = time.monotonic() - pressed
    with worker.sessions() as session, scope.inside(session, COMMUNE):
        tell(session, pressed_at, asked, total)


def ask(session: Session, worker: Worker, today: date) -> None:
    """The form as it comes, everybody ticked."""
    choices = planning.choices(session, today)
    request = PlanRequest(
        from_on=choices.from_on,
        to_on=choices.to_on,
        staff_ids=tuple(row.id for row in choices.staff),
        vehicle_ids=tuple(row.id for row in choices.vehicles),
        teams=TEAMS,
        seconds=SECONDS,
    )
    planning.ask(session, SYSTEM, request, worker.clock(), today)


def tell(session: Session, pressed_at: datetime, asked: float, total: float) -> None:
    """What the job and its plan say."""
    job = session.query(PlanJobRow).one()
    plan = session.query(PlanRow).one()
    first = job.progress[0]
    print(f"asked (problem built, job stored)  {asked:6.1f} s")
    print(f"waiting for the worker, at most    {POLL_SECONDS:6.1f} s")
    print(
        f"first checked plan                 {asked + first['at']:6.1f} s  value {first['value']:,}"
    )
    stored = (plan.created_at - pressed_at).total_seconds()
    print(f"final checked plan stored          {stored:6.1f} s  value {plan.totals['value']:,}")
    print(f"proof stored                       {total:6.1f} s")
    sums = plan.totals
    planned, left = sums["visits"], sums["left_out"]
    print(f"visits planned {planned}, left out {left}, in {sums['team_days']} team-days")


if __name__ == "__main__":
    main()
