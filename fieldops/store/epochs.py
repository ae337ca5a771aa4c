"""The lives of this database, and how many outcomes it holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldops.store.tables import EpochRow, OutcomeRow

ALL = {"all_communes": True}


_LATEST = select(EpochRow.__table__.c.id).order_by(EpochRow.__table__.c.number.desc()).limit(1)


def latest(session: Session) -> str | None:
    """The epoch the database says it is in; None where none ever began."""
    found: str | None = session.connection().scalar(_LATEST)
    return found


def begin(session: Session, epoch: str, at: datetime) -> None:
    """From now on the database is in this epoch."""
    session.add(EpochRow(id=epoch, began_at=at))
    session.flush()


def outcomes_kept(session: Session) -> int:
    """How many outcomes the database holds, of all communes: it never grows less by itself."""
    query = select(func.count()).select_from(OutcomeRow)
    return session.scalar(query, execution_options=ALL) or 0
