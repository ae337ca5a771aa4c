"""Queries over review rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from fieldops.store.tables import CaseRow, HouseholdRow, ReviewHamletRow, ReviewRoundRow


def rounds(session: Session) -> Sequence[ReviewRoundRow]:
    """Every round with its hamlets, the newest first."""
    query = select(ReviewRoundRow).options(selectinload(ReviewRoundRow.hamlets))
    return session.scalars(
        query.order_by(ReviewRoundRow.asked_on.desc(), ReviewRoundRow.id.desc())
    ).all()


def get(session: Session, round_id: int) -> ReviewRoundRow | None:
    """One round with its hamlets."""
    query = select(ReviewRoundRow).where(ReviewRoundRow.id == round_id)
    return session.scalars(query.options(selectinload(ReviewRoundRow.hamlets))).first()


def hamlet_to_answer(session: Session, round_id: int, hamlet_id: int) -> ReviewHamletRow | None:
    """A hamlet's place in a round, held until the transaction ends."""
    query = select(ReviewHamletRow).where(
        ReviewHamletRow.round_id == round_id, ReviewHamletRow.hamlet_id == hamlet_id
    )
    return session.scalars(query.with_for_update(of=ReviewHamletRow)).first()


def requested_since(session: Session, since: date) -> dict[int, int]:
    """How many needs were taken in from ``since`` on, inclusive, by hamlet."""
    query = (
        select(HouseholdRow.hamlet_id, func.count(CaseRow.id))
        .join(HouseholdRow, HouseholdRow.id == CaseRow.household_id)
        .where(CaseRow.requested_on >= since)
        .group_by(HouseholdRow.hamlet_id)
    )
    return {hamlet: count for hamlet, count in session.execute(query)}  # noqa: C416 - rows
