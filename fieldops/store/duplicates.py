"""Queries over people and homes that may be one, and over what was made one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, lazyload

from fieldops.domain.case import CaseState
from fieldops.store.sealed import column, opened
from fieldops.store.tables import (
    ApartRow,
    CaseRow,
    CategoryRow,
    CitizenRow,
    HouseholdRow,
    MergeRow,
    VisitCaseRow,
    VisitRow,
)

Found: TypeAlias = Any
"""A row of the columns its query names, those that lie sealed opened."""

Shown = TypeVar("Shown", CitizenRow, HouseholdRow, CaseRow)

_NUMBERS = ("id_number", "phone")
_STOPPED = (CaseState.WITHDRAWN.value, CaseState.REFUSED.value)


def people(session: Session, ids: Sequence[int] | None = None) -> Iterable[Found]:
    """
    What tells people apart, of everybody or of these; ``here``: they live here still.

    Columns alone: a commune has twenty thousand people, and a page shows a hundred pairs.
    """
    here = CitizenRow.moved_at.is_(None) & HouseholdRow.archived_at.is_(None)
    query = select(
        CitizenRow.id,
        CitizenRow.household_id,
        HouseholdRow.hamlet_id,
        CitizenRow.full_name,
        CitizenRow.alias,
        CitizenRow.sex,
        CitizenRow.birth_year,
        CitizenRow.birth_month,
        CitizenRow.birth_day,
        *(column(CitizenRow, name).label(name) for name in _NUMBERS),
        here.label("here"),
    ).join(CitizenRow.household)
    asked = query if ids is None else query.where(CitizenRow.id.in_(ids))
    return opened(session.execute(asked), CitizenRow, *_NUMBERS)


def homes(session: Session) -> Sequence[Found]:
    """What tells homes that are lived in apart, but for who lives there."""
    query = select(
        HouseholdRow.id,
        HouseholdRow.hamlet_id,
        HouseholdRow.head_name,
        HouseholdRow.group_no,
        column(HouseholdRow, "phone").label("phone"),
        HouseholdRow.lat,
        HouseholdRow.lon,
    ).where(HouseholdRow.archived_at.is_(None))
    return list(opened(session.execute(query), HouseholdRow, "phone"))


def event_cases(session: Session, procedures: Collection[str]) -> Iterable[Found]:
    """What tells cases of these procedures apart that nobody took back or refused."""
    query = select(
        CaseRow.id,
        CaseRow.citizen_id,
        CaseRow.procedure,
        CaseRow.event_on,
        CaseRow.dossier_code,
        CaseRow.informant_name,
        column(CaseRow, "informant_phone").label("informant_phone"),
    ).where(CaseRow.procedure.in_(procedures), CaseRow.state.not_in(_STOPPED))
    return opened(session.execute(query), CaseRow, "informant_phone")


def whole(session: Session, table: type[Shown], ids: Collection[int]) -> dict[int, Shown]:
    """These rows by id, with the home each page names them by."""
    homes_too = {
        CitizenRow: [joinedload(CitizenRow.household)],
        CaseRow: [
            joinedload(CaseRow.citizen),
            joinedload(CaseRow.household),
            lazyload(CaseRow.supplements),
        ],
    }
    query = select(table).where(table.id.in_(ids)).options(*homes_too.get(table, []))
    return {row.id: row for row in session.scalars(query)}


def person(session: Session, citizen_id: int) -> CitizenRow | None:
    """One person who is merged into nobody."""
    row = session.get(CitizenRow, citizen_id)
    return row if row and row.merged_into is None and row.household.archived_at is None else None


def apart(session: Session, kind: str) -> set[tuple[int, int]]:
    """Pairs found to be two, the lower id first."""
    query = select(ApartRow.one_id, ApartRow.other_id).where(ApartRow.kind == kind)
    return {(one, other) for one, other in session.execute(query)}


def merges(session: Session, limit: int) -> list[MergeRow]:
    """Merges that stand, the latest first."""
    query = select(MergeRow).where(MergeRow.undone_at.is_(None))
    return list(session.scalars(query.order_by(MergeRow.id.desc()).limit(limit)))


def later_merge(session: Session, merge: MergeRow) -> MergeRow | None:
    """A later merge that still stands and has to do with either record."""
    ids = (merge.kept_id, merge.gone_id)
    query = select(MergeRow).where(
        MergeRow.id > merge.id,
        MergeRow.undone_at.is_(None),
        MergeRow.kind == merge.kind,
        MergeRow.kept_id.in_(ids) | MergeRow.gone_id.in_(ids),
    )
    return session.scalars(query.limit(1)).first()


def cases_of_person(session: Session, citizen_id: int) -> list[CaseRow]:
    """All cases of a person, closed ones too."""
    return list(session.scalars(select(CaseRow).where(CaseRow.citizen_id == citizen_id)))


def categories_of_person(session: Session, citizen_id: int) -> list[CategoryRow]:
    """Grounds of one person."""
    return list(session.scalars(select(CategoryRow).where(CategoryRow.citizen_id == citizen_id)))


def of_home(
    session: Session, household_id: int
) -> tuple[list[CitizenRow], list[CaseRow], list[VisitRow], list[CategoryRow]]:
    """Whatever belongs to a home: people, cases, visits, grounds."""
    tables = (CitizenRow, CaseRow, VisitRow, CategoryRow)
    found = [
        list(session.scalars(select(table).where(table.household_id == household_id)))
        for table in tables
    ]
    return found[0], found[1], found[2], found[3]  # type: ignore[return-value]


def planned_visits(session: Session, case_ids: Sequence[int]) -> list[VisitRow]:
    """Visits to come that a published plan holds and that serve any of these cases."""
    serving = select(VisitCaseRow.visit_id).where(VisitCaseRow.case_id.in_(case_ids))
    query = select(VisitRow).where(
        VisitRow.id.in_(serving), VisitRow.planned_on.is_not(None), VisitRow.closed_at.is_(None)
    )
    return list(session.scalars(query.order_by(VisitRow.planned_on)))


def claim(session: Session, row: CitizenRow | HouseholdRow, seen: int) -> bool:
    """Take the record at the version that was seen; False when somebody changed it meanwhile."""
    table = type(row)
    done = session.execute(
        update(table)
        .where(table.id == row.id, table.version == seen)
        .values(version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.refresh(row, ["version"])
    return True


def standing(session: Session) -> list[MergeRow]:
    """Every merge that stands, the oldest first."""
    query = select(MergeRow).where(MergeRow.undone_at.is_(None))
    return list(session.scalars(query.order_by(MergeRow.id)))
