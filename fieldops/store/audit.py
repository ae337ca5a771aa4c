"""Queries over the audit chain."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
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
