"""Queries behind the sheets for many homes: results on their way, entries to be signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from fieldops.domain.case import CaseState
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    HouseholdRow,
    RegistrationRow,
    VisitCaseRow,
    VisitRow,
)


def results_on_their_way(session: Session) -> Sequence[CaseRow]:
    """Cases with a result not yet handed over, by home and then by name."""
    query = (
        select(CaseRow)
        .where(CaseRow.state == CaseState.PROCESSED.value)
        .join(CaseRow.citizen)
        .join(CaseRow.household)
        .options(contains_eager(CaseRow.citizen), contains_eager(CaseRow.household))
        .order_by(HouseholdRow.hamlet_id, HouseholdRow.sort_key, CitizenRow.sort_key, CaseRow.id)
    )
    return session.scalars(query).unique().all()


def entries_of(session: Session, case_ids: Collection[int], register: str) -> list[RegistrationRow]:
    """The entries of these cases in one register, by year and number."""
    query = (
        select(RegistrationRow)
        .where(RegistrationRow.case_id.in_(case_ids), RegistrationRow.register == register)
        .order_by(RegistrationRow.year, RegistrationRow.entry_no)
    )
    return list(session.scalars(query))


def planned_days(session: Session, case_ids: Collection[int]) -> dict[int, date]:
    """For each case with an open visit in a published plan, the day of that visit."""
    query = (
        select(VisitCaseRow.case_id, VisitRow.planned_on)
        .join(VisitRow, VisitRow.id == VisitCaseRow.visit_id)
        .where(
            VisitCaseRow.case_id.in_(case_ids),
            VisitRow.planned_on.is_not(None),
            VisitRow.closed_at.is_(None),
        )
        .order_by(VisitRow.planned_on.desc())
    )
    return {case: day for case, day in session.execute(query) if day is not None}


def citizen(session: Session, citizen_id: int) -> CitizenRow | None:
    """The person with their home."""
    query = (
        select(CitizenRow)
        .where(CitizenRow.id == citizen_id)
        .join(CitizenRow.household)
        .options(contains_eager(CitizenRow.household))
    )
    return session.scalars(query).unique().first()
