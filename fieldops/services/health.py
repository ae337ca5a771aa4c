"""Health: what is up, for monitors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from fieldops.domain.errors import CannotOpen
from fieldops.services import keys
from fieldops.store import health


def report(session: Session, now: datetime) -> dict[str, Any]:
    """``database`` up or down, its migration, ``keys`` that open it or not, the planning queue."""
    try:
        beat = health.last_heartbeat(session)
        return {
            "database": "up",
            "migration": health.migration(session),
            "keys": _keys(session),
            "plan_jobs_waiting": health.jobs_waiting(session),
            "planner_last_seen_s": round((now - beat).total_seconds()) if beat else None,
        }
    except SQLAlchemyError:
        session.rollback()
        return {"database": "down"}


def _keys(session: Session) -> str:
    try:
        keys.check(session)
    except CannotOpen:
        return "missing"
    return "ready"
