"""Photos: announced once, found by their phone's id, listed on the case they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.photo import PhotoFate
from fieldops.store.tables import PhotoRow, VisitCaseRow


def by_id(session: Session, photo_id: str) -> PhotoRow | None:
    """The photo; None when it was never announced, or is another commune's."""
    return session.scalars(select(PhotoRow).where(PhotoRow.id == photo_id)).first()


def held(session: Session, photo_id: str) -> PhotoRow | None:
    """The same, held against other requests until the transaction ends."""
    query = select(PhotoRow).where(PhotoRow.id == photo_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).first()


def add(session: Session, row: PhotoRow) -> PhotoRow | None:
    """The row, or the one that was there first; None where another commune has the id."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return by_id(session, row.id)
    return row


def of_case(session: Session, case_id: int) -> Sequence[PhotoRow]:
    """What is kept of a case, oldest first: photos of visits that were made for it."""
    return session.scalars(
        select(PhotoRow)
        .join(
            VisitCaseRow,
            (VisitCaseRow.visit_id == PhotoRow.visit_id)
            & (VisitCaseRow.case_id == PhotoRow.case_id),
        )
        .where(PhotoRow.case_id == case_id, PhotoRow.fate == PhotoFate.STORED)
        .order_by(PhotoRow.taken_at, PhotoRow.id)
    ).all()
