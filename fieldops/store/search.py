"""Queries behind the one search box."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow


def households(
    session: Session, words: list[str], hamlet_id: int | None, limit: int
) -> list[HouseholdRow]:
    """Households whose search text holds every word; only of the hamlet when one is given."""
    query = (
        select(HouseholdRow)
        .where(*_all_words(HouseholdRow.search, words), HouseholdRow.archived_at.is_(None))
        .order_by(HouseholdRow.sort_key)
        .limit(limit)
    )
    if hamlet_id is not None:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return list(session.scalars(query))


def citizens(
    session: Session, words: list[str], hamlet_id: int | None, limit: int
) -> list[CitizenRow]:
    """People whose names hold every word; only of the hamlet when one is given."""
    query = (
        select(CitizenRow)
        .join(HouseholdRow, HouseholdRow.id == CitizenRow.household_id)
        .options(selectinload(CitizenRow.household))
        .where(*_all_words(CitizenRow.search, words), HouseholdRow.archived_at.is_(None))
        .order_by(CitizenRow.sort_key)
        .limit(limit)
    )
    if hamlet_id is not None:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return list(session.scalars(query))


def cases(session: Session, code: str, limit: int) -> list[CaseRow]:
    """Cases whose dossier code holds the text, newest first."""
    return list(
        session.scalars(
            select(CaseRow)
            .options(selectinload(CaseRow.citizen))
            .where(CaseRow.dossier_code.icontains(code, autoescape=True))
            .order_by(CaseRow.id.desc())
            .limit(limit)
        )
    )


def _all_words(column: InstrumentedAttribute[str], words: list[str]) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in words]
