"""Queries behind demand: open cases and visits of homes, and what was tried there before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from fieldops.domain.outcome import Result
from fieldops.domain.visit import OPEN, VisitKind, VisitState
from fieldops.store.cases import OPEN_STATES
from fieldops.store.tables import CaseRow, HouseholdRow, VisitCaseRow, VisitRow

_OPEN = tuple(state.value for state in OPEN)

Made: TypeAlias = tuple[int, int, str, date | None, str, list[dict[str, Any]]]
"""Case, visit, kind, day, result, and what neighbours told there."""


def open_cases(session: Session, household_ids: Collection[int] | None) -> Sequence[CaseRow]:
    """Open cases of these homes (None: of all), with person, home and categories."""
    query = (
        select(CaseRow)
        .where(CaseRow.state.in_(OPEN_STATES))
        .join(CaseRow.household)
        .where(HouseholdRow.archived_at.is_(None))
        .options(
            joinedload(CaseRow.citizen),
            contains_eager(CaseRow.household).selectinload(HouseholdRow.categories),
        )
        .order_by(CaseRow.id)
    )
    if household_ids is not None:
        query = query.where(CaseRow.household_id.in_(household_ids))
    return session.scalars(query).unique().all()


def open_visits(session: Session, household_ids: Collection[int] | None) -> Sequence[VisitRow]:
    """Open visits of these homes (None: of all), with their cases."""
    query = select(VisitRow).where(VisitRow.state.in_(_OPEN)).order_by(VisitRow.id)
    if household_ids is not None:
        query = query.where(VisitRow.household_id.in_(household_ids))
    return session.scalars(query.options(selectinload(VisitRow.visit_cases))).unique().all()


def made_for(session: Session, household_ids: Collection[int] | None) -> Sequence[Made]:
    """The visits made to these homes, case by case, in order of day."""
    query = (
        select(
            VisitCaseRow.case_id,
            VisitRow.id,
            VisitRow.kind,
            VisitRow.made_on,
            func.coalesce(func.nullif(VisitCaseRow.result, ""), VisitRow.result),
            VisitRow.told,
        )
        .join(VisitRow, VisitRow.id == VisitCaseRow.visit_id)
        .where(VisitRow.state.in_((VisitState.DONE.value, VisitState.MISSED.value)))
        .order_by(VisitRow.made_on, VisitRow.id)
    )
    if household_ids is not None:
        query = query.where(VisitRow.household_id.in_(household_ids))
    return [tuple(row) for row in session.execute(query)]


def visit(session: Session, visit_id: int) -> VisitRow | None:
    """One visit with its cases."""
    query = select(VisitRow).where(VisitRow.id == visit_id)
    return session.scalars(query.options(selectinload(VisitRow.visit_cases))).unique().first()


def due(session: Session, kind: str = "", hamlet_id: int | None = None) -> Sequence[VisitRow]:
    """Visits that are due, with home and cases, the most urgent first."""
    query = select(VisitRow).where(VisitRow.state == VisitState.DUE.value)
    if kind:
        query = query.where(VisitRow.kind == kind)
    if hamlet_id:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return session.scalars(_shown(query)).unique().all()


def _shown(query: Select[VisitRow]) -> Select[VisitRow]:
    return (
        query.join(VisitRow.household)
        .options(
            contains_eager(VisitRow.household),
            selectinload(VisitRow.visit_cases)
            .joinedload(VisitCaseRow.case)
            .joinedload(CaseRow.citizen),
        )
        .order_by(VisitRow.priority.desc(), VisitRow.due_on, VisitRow.id)
    )


def expected_count(session: Session) -> int:
    """Returns that wait for their intake or for the office."""
    query = select(func.count(VisitRow.id)).where(VisitRow.state == VisitState.EXPECTED.value)
    return session.scalar(query) or 0


def made_intake(rows: Sequence[Made]) -> dict[int, int]:
    """For each case the visit that took its dossier in."""
    return {
        case_id: visit_id
        for case_id, visit_id, kind, _, result, _ in rows
        if kind == VisitKind.INTAKE and result == Result.DONE
    }
