"""The versions of procedures a commune added, read once in a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.tables import CaseRow, ProcedureVersionRow

_KEY = "procedure_versions"


def versions(session: Session) -> Sequence[ProcedureVersionRow]:
    """All added versions of the commune, oldest day first; kept until the transaction ends."""
    code = scope.current(session)
    kept = session.info.get(_KEY)
    if kept is None or kept[0] != code:
        query = select(ProcedureVersionRow).order_by(
            ProcedureVersionRow.valid_from, ProcedureVersionRow.id
        )
        with session.no_autoflush:
            kept = session.info[_KEY] = (code, session.scalars(query).all())
    found: Sequence[ProcedureVersionRow] = kept[1]
    return found


def add(session: Session, row: ProcedureVersionRow) -> None:
    """Add a version."""
    session.add(row)
    session.flush()
    forget(session)


def remove(session: Session, row: ProcedureVersionRow) -> None:
    """Take a version out."""
    session.delete(row)
    session.flush()
    forget(session)


def forget(session: Session) -> None:
    """Read the versions anew when they are next asked for."""
    session.info.pop(_KEY, None)


def get(session: Session, version_id: int) -> ProcedureVersionRow | None:
    """One added version."""
    query = select(ProcedureVersionRow).where(ProcedureVersionRow.id == version_id)
    return session.scalars(query).first()


def received_since(session: Session, procedure: str, day: date) -> int:
    """How many dossiers of the procedure were received on the day or later."""
    query = select(func.count(CaseRow.id)).where(
        CaseRow.procedure == procedure, CaseRow.received_on >= day
    )
    return session.scalar(query) or 0


@event.listens_for(Session, "after_transaction_end")
def _forget_with_the_transaction(session: Session, _transaction: object) -> None:
    forget(session)
