"""Outcomes the books have yet to follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from fieldops.store.tables import OutcomeRow, ToFollowRow

ALL = {"all_communes": True}


def first(
    session: Session, household_ids: Collection[int] | None, most: int
) -> Sequence[tuple[ToFollowRow, OutcomeRow]]:
    """The earliest of these homes (None: of all), held against whoever else would follow them."""
    query = (
        select(ToFollowRow, OutcomeRow)
        .join(OutcomeRow, OutcomeRow.id == ToFollowRow.outcome_id)
        .order_by(ToFollowRow.id)
        .limit(most)
        .with_for_update(of=ToFollowRow)
    )
    if household_ids is not None:
        query = query.where(ToFollowRow.household_id.in_(household_ids))
    return [(mark, row) for mark, row in session.execute(query)]


def drop(session: Session, marks: Collection[int]) -> None:
    """These are followed."""
    session.execute(delete(ToFollowRow).where(ToFollowRow.id.in_(marks)))


def count(session: Session) -> int:
    """How many of the commune's reports the books have yet to follow."""
    return session.scalar(select(func.count()).select_from(ToFollowRow)) or 0


def communes(session: Session) -> Sequence[str]:
    """The communes whose books are behind, in order of their codes."""
    query = select(ToFollowRow.commune_code).distinct().order_by(ToFollowRow.commune_code)
    return session.scalars(query, execution_options=ALL).all()
