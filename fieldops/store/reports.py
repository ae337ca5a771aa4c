"""Queries behind the reports: flat rows, and only the columns that are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from fieldops.domain.visit import VisitState
from fieldops.store.tables import (
    ApologyRow,
    CaseRow,
    CategoryRow,
    CitizenRow,
    HamletRow,
    HouseholdRow,
    RegistrationRow,
    ResultFileRow,
    SupplementRow,
    VisitRow,
)

Found: TypeAlias = Row[*tuple[Any, ...]]
"""A row of the columns its query names."""


def cases(session: Session) -> Sequence[Found]:
    """Every case of the commune with its hamlet, the person's sex, and its register entry."""
    return session.execute(
        select(
            CaseRow.id,
            CaseRow.household_id,
            CaseRow.citizen_id,
            CaseRow.procedure,
            CaseRow.state,
            CaseRow.channel,
            CaseRow.requested_on,
            CaseRow.received_on,
            CaseRow.received_time,
            CaseRow.processed_on,
            CaseRow.handed_over_on,
            CaseRow.closed_on,
            CaseRow.verification_days,
            CaseRow.event_on,
            CaseRow.official_entered_on,
            HamletRow.name.label("hamlet"),
            CitizenRow.sex,
            CitizenRow.birth_year,
            CitizenRow.birth_month,
            CitizenRow.birth_day,
            RegistrationRow.register,
            RegistrationRow.registered_on,
        )
        .join(HouseholdRow, HouseholdRow.id == CaseRow.household_id)
        .join(HamletRow, HamletRow.id == HouseholdRow.hamlet_id)
        .join(CitizenRow, CitizenRow.id == CaseRow.citizen_id)
        .outerjoin(RegistrationRow, RegistrationRow.case_id == CaseRow.id)
        .order_by(CaseRow.id)
    ).all()


def pauses(session: Session) -> Sequence[Found]:
    """Every time a clock stood still for papers."""
    return session.execute(
        select(SupplementRow.case_id, SupplementRow.asked_on, SupplementRow.answered_on)
        .where(SupplementRow.paused)
        .order_by(SupplementRow.id)
    ).all()


def first_apologies(session: Session) -> dict[int, date]:
    """By case, the first day the office apologised."""
    first = func.min(ApologyRow.apologised_on)
    query = select(ApologyRow.case_id, first).group_by(ApologyRow.case_id)
    return {case_id: day for case_id, day in session.execute(query)}  # noqa: C416 - rows, not pairs


def first_results(session: Session) -> dict[int, datetime]:
    """By case, when the first electronic result was attached."""
    first = func.min(ResultFileRow.added_at)
    query = select(ResultFileRow.case_id, first).group_by(ResultFileRow.case_id)
    return {case_id: at for case_id, at in session.execute(query)}  # noqa: C416 - rows, not pairs


def categories(session: Session) -> Sequence[Found]:
    """Every category of the commune, of a household or of one person in it."""
    return session.execute(
        select(
            CategoryRow.household_id,
            CategoryRow.citizen_id,
            CategoryRow.category,
            CategoryRow.to_on,
        )
    ).all()


def visits(session: Session) -> Sequence[Found]:
    """The days of every visit that was due, planned or made."""
    return session.execute(
        select(VisitRow.planned_on, VisitRow.made_on, VisitRow.result, VisitRow.due_on).where(
            VisitRow.state.not_in((VisitState.VOID, VisitState.EXPECTED))
        )
    ).all()
