"""Signs of life in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from fieldops.store.tables import PlanJobRow

ALL = {"all_communes": True}


def migration(session: Session) -> str | None:
    """The migration the tables are at; None where they came another way."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def jobs_waiting(session: Session) -> int:
    """Planning jobs nobody has taken, of all communes."""
    query = select(func.count()).select_from(PlanJobRow).where(PlanJobRow.state == "queued")
    return session.scalar(query, execution_options=ALL) or 0


def last_heartbeat(session: Session) -> datetime | None:
    """The last sign of life of any planner worker."""
    return session.scalar(select(func.max(PlanJobRow.heartbeat_at)), execution_options=ALL)
