"""Queries over papers already given and electronic results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldops.store.tables import CaseRow, GivenPaperRow, ResultFileRow


def given_by(session: Session, citizen_ids: Collection[int]) -> Sequence[GivenPaperRow]:
    """The papers these people have given, the oldest first."""
    query = select(GivenPaperRow).where(GivenPaperRow.citizen_id.in_(citizen_ids))
    return session.scalars(query.order_by(GivenPaperRow.given_on, GivenPaperRow.id)).all()


def results_of(session: Session, case_id: int) -> Sequence[ResultFileRow]:
    """The electronic results of a case, the last one first."""
    query = select(ResultFileRow).where(ResultFileRow.case_id == case_id)
    return session.scalars(query.order_by(ResultFileRow.added_at.desc(), ResultFileRow.id)).all()


def result(session: Session, file_id: str) -> ResultFileRow | None:
    """One electronic result."""
    return session.scalars(select(ResultFileRow).where(ResultFileRow.id == file_id)).first()


def handed_over(session: Session) -> Sequence[tuple[int, date]]:
    """The cases whose paper is in hand, with its day, in the order of their numbers."""
    query = select(CaseRow.id, CaseRow.handed_over_on).where(CaseRow.handed_over_on.is_not(None))
    return [(case_id, day) for case_id, day in session.execute(query.order_by(CaseRow.id)) if day]
