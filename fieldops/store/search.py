"""Queries behind the one search box, and how a name is found in any list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from fieldops.store import scope
from fieldops.store.sealed import blind
from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow

Named: TypeAlias = type[HouseholdRow] | type[CitizenRow]


def households(
    session: Session, folded: Sequence[str], spelled: str, hamlet_id: int | None, limit: int
) -> list[HouseholdRow]:
    """
    Households whose search text holds every folded word, the names as ``spelled`` first; only of
    the hamlet when one is given.
    """
    query = (
        select(HouseholdRow)
        .where(*holds(HouseholdRow.search, folded), HouseholdRow.archived_at.is_(None))
        .order_by(nearness(HouseholdRow, folded, spelled), HouseholdRow.sort_key)
        .limit(limit)
    )
    if hamlet_id is not None:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return list(session.scalars(query))


def citizens(
    session: Session, folded: Sequence[str], spelled: str, hamlet_id: int | None, limit: int
) -> list[CitizenRow]:
    """People whose names hold every word, as ``households``."""
    query = (
        select(CitizenRow)
        .join(HouseholdRow, HouseholdRow.id == CitizenRow.household_id)
        .options(selectinload(CitizenRow.household))
        .where(
            *holds(CitizenRow.search, folded),
            HouseholdRow.archived_at.is_(None),
            CitizenRow.merged_into.is_(None),
        )
        .order_by(nearness(CitizenRow, folded, spelled), CitizenRow.sort_key)
        .limit(limit)
    )
    if hamlet_id is not None:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return list(session.scalars(query))


def by_number(
    session: Session, id_number: str, phone: str, hamlet_id: int | None, limit: int
) -> list[CitizenRow]:
    """
    People of that ID number, or whose phone or home's phone it is; "" asks for neither.

    By blind indexes: no number is opened to find one.
    """
    query = (
        select(CitizenRow)
        .join(HouseholdRow, HouseholdRow.id == CitizenRow.household_id)
        .options(selectinload(CitizenRow.household))
        .where(
            CitizenRow.id.in_(union_all(*_of_number(scope.current(session), id_number, phone))),
            HouseholdRow.archived_at.is_(None),
            CitizenRow.merged_into.is_(None),
        )
        .order_by(CitizenRow.sort_key)
        .limit(limit)
    )
    if hamlet_id is not None:
        query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    return list(session.scalars(query))


def _of_number(code: str, id_number: str, phone: str) -> Iterator[Select[int]]:
    """Each way a number belongs to somebody; apart, so that each goes by its own index."""
    if id_number:
        number = blind("citizen", "id_number", code, id_number)
        yield select(CitizenRow.id).where(CitizenRow.id_number_index == number)
    if phone:
        own = blind("citizen", "phone", code, phone)
        yield select(CitizenRow.id).where(CitizenRow.phone_index == own)
        home = HouseholdRow.phone_index == blind("household", "phone", code, phone)
        yield select(CitizenRow.id).join(CitizenRow.household).where(home)


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


def holds(column: InstrumentedAttribute[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """That the folded text holds every word, in any order, also inside longer ones."""
    return [column.contains(word, autoescape=True) for word in words]


def nearness(table: Named, folded: Sequence[str], spelled: str) -> ColumnElement[int]:
    """
    0 where the words follow each other as typed, 1 where each stands as typed, 2 where words
    begin like those asked for, 3 where they are only inside.
    """
    typed = [f" {word} " for word in spelled.split()]
    begun = [f" {word}" for word in folded]
    return case(
        (table.spelled.contains(spelled, autoescape=True), 0),
        (_all(table.spelled, typed), 1),
        (_all(literal(" ") + table.search, begun), 2),
        else_=3,
    )


def _all(
    text: ColumnElement[str] | InstrumentedAttribute[str], parts: Sequence[str]
) -> ColumnElement[bool]:
    return and_(*(text.contains(part, autoescape=True) for part in parts))
