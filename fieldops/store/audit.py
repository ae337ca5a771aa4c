"""Queries over the audit chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fieldops.store.tables import AuditRow


def last(session: Session) -> AuditRow | None:
    """The newest entry of the commune."""
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).first()


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
