"""Queries over the audit chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, text
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.tables import AuditRow

_AUDIT: Any = AuditRow.__table__
_LAST = (
    select(_AUDIT.c.seq, _AUDIT.c.hash)
    .where(_AUDIT.c.commune_code == bindparam("commune"))
    .order_by(_AUDIT.c.seq.desc())
    .limit(1)
)

_HOLD = text("SELECT pg_advisory_xact_lock(hashtext('audit ' || :commune))")
"""Others wait here until the transaction ends: two entries never get one number."""


def last(session: Session) -> tuple[int, str] | None:
    """``seq`` and ``hash`` of the newest entry of the commune, to which only the asker may add."""
    asked = {"commune": scope.current(session)}
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(_HOLD, asked)
    found = connection.execute(_LAST, asked).first()
    return (found[0], found[1]) if found else None


def chain(session: Session) -> Iterator[AuditRow]:
    """All entries of the commune, oldest first."""
    yield from session.scalars(
        select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=500)
    )


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries: instants from ``since``, inclusive, to ``before``, exclusive; empty is all."""

    since: datetime | None = None
    before: datetime | None = None
    action: str = ""
    subject_id: str = ""


def count(session: Session, query: Query) -> int:
    """How many entries match."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_where(query))) or 0


def some(session: Session, query: Query, skip: int, limit: int) -> list[AuditRow]:
    """Matching entries, newest first."""
    found = select(AuditRow).where(*_where(query)).order_by(AuditRow.seq.desc())
    return list(session.scalars(found.offset(skip).limit(limit)))


def _where(query: Query) -> list[ColumnElement[bool]]:
    return [
        *([AuditRow.at >= query.since] if query.since else []),
        *([AuditRow.at < query.before] if query.before else []),
        *([AuditRow.action == query.action] if query.action else []),
        *([AuditRow.subject_id == query.subject_id] if query.subject_id else []),
    ]
