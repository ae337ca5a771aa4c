"""Outcomes: put in once, read back, and never changed but for what was decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldops.domain.outcome import Fate
from fieldops.store.tables import OutcomeRow


def by_id(session: Session, outcome_id: str) -> OutcomeRow | None:
    """The outcome; None when it never came, or is another commune's."""
    return session.scalars(select(OutcomeRow).where(OutcomeRow.id == outcome_id)).first()


def standing(session: Session, visit_ids: Iterable[int]) -> dict[int, OutcomeRow]:
    """Per visit the report that stands: stored, and corrected by none that is stored."""
    rows = session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.visit_id.in_(set(visit_ids)), OutcomeRow.fate == Fate.STORED)
        .order_by(OutcomeRow.received_at, OutcomeRow.id)
    ).all()
    corrected = {row.supersedes for row in rows}
    stands: dict[int, OutcomeRow] = {}
    for row in rows:
        if row.id not in corrected and row.visit_id is not None:
            stands.setdefault(row.visit_id, row)
    return stands


def of_visit(session: Session, visit_id: int) -> Sequence[OutcomeRow]:
    """All reports of a visit, in the order they came."""
    return session.scalars(
        select(OutcomeRow)
        .where(OutcomeRow.visit_id == visit_id)
        .order_by(OutcomeRow.received_at, OutcomeRow.id)
    ).all()


def waiting(session: Session) -> Sequence[OutcomeRow]:
    """Reports a supervisor has yet to decide about, oldest first."""
    return session.scalars(
        select(OutcomeRow)
        .where(
            OutcomeRow.fate.in_((Fate.NEEDS_REVIEW, Fate.QUARANTINED)),
            OutcomeRow.reviewed_at.is_(None),
        )
        .order_by(OutcomeRow.received_at, OutcomeRow.id)
    ).all()


def count_waiting(session: Session) -> int:
    """How many reports ``waiting`` would give."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OutcomeRow)
            .where(
                OutcomeRow.fate.in_((Fate.NEEDS_REVIEW, Fate.QUARANTINED)),
                OutcomeRow.reviewed_at.is_(None),
            )
        )
        or 0
    )


def sequence_of(session: Session, device_id: str) -> list[int]:
    """The sequence numbers that came from a device, ascending."""
    numbers = session.scalars(
        select(OutcomeRow.device_seq)
        .where(OutcomeRow.device_id == device_id, OutcomeRow.device_seq.is_not(None))
        .distinct()
        .order_by(OutcomeRow.device_seq)
    )
    return [number for number in numbers if number is not None]
