"""Queries over communes, hamlets, households, the people in them, and lists on their way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from fieldops.domain.case import CLOSED
from fieldops.domain.household import Category
from fieldops.store import scope
from fieldops.store.sealed import blind
from fieldops.store.search import holds, nearness
from fieldops.store.tables import (
    CaseRow,
    CategoryRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    ImportRow,
    VisitRow,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Which households a list shows. ``words`` are folded, and each must be found, or else ``code``
    in a dossier code, or ``phone``, a whole number; names as ``spelled`` come first; ``reach`` is
    the one hamlet the reader may see, None for the whole commune.
    """

    words: tuple[str, ...] = ()
    spelled: str = ""
    code: str = ""
    phone: str = ""
    hamlet_id: int | None = None
    category: Category | None = None
    access: str = ""
    open_need: bool = False
    reach: int | None = None


def communes(session: Session) -> list[CommuneRow]:
    """All communes; they are no secret."""
    return list(session.scalars(select(CommuneRow).order_by(CommuneRow.code)))


def hamlets(session: Session, reach: int | None = None) -> list[HamletRow]:
    """The hamlets of the commune, or the one within reach, by name."""
    query = select(HamletRow).order_by(HamletRow.name)
    return list(session.scalars(query if reach is None else query.where(HamletRow.id == reach)))


def hamlets_of_all(session: Session) -> list[HamletRow]:
    """Hamlets of every commune: names and points on the map, nothing about anybody."""
    query = select(HamletRow).order_by(HamletRow.id).execution_options(all_communes=True)
    return list(session.scalars(query))


def count(session: Session, wanted: Wanted) -> int:
    """How many households the list has."""
    return (
        session.scalar(select(func.count()).select_from(_wanted(session, wanted).subquery())) or 0
    )


def page(session: Session, wanted: Wanted, offset: int, limit: int) -> list[HouseholdRow]:
    """Households by given name in Vietnamese order, with people and categories read along."""
    query = _wanted(session, wanted).order_by(
        *_first(wanted), HouseholdRow.sort_key, HouseholdRow.id
    )
    return list(session.scalars(query.offset(offset).limit(limit).options(*_WITH_PEOPLE)).unique())


def everyone(session: Session, wanted: Wanted) -> list[HouseholdRow]:
    """All households the list has, whole: with people, categories and hours."""
    query = _wanted(session, wanted)
    query = query.order_by(HouseholdRow.hamlet_id, HouseholdRow.sort_key, HouseholdRow.id)
    whole = query.options(*_WITH_PEOPLE, selectinload(HouseholdRow.home_hours))
    return list(session.scalars(whole).unique())


def household(session: Session, household_id: int, reach: int | None) -> HouseholdRow | None:
    """One household, unless it is out of reach or not there; the two look the same."""
    row = session.get(HouseholdRow, household_id)
    if row is None or row.archived_at or (reach is not None and row.hamlet_id != reach):
        return None
    return row


def cases_of(session: Session, household_ids: Sequence[int]) -> list[CaseRow]:
    """Cases of the households, the latest first."""
    query = select(CaseRow).where(CaseRow.household_id.in_(household_ids))
    return list(session.scalars(query.order_by(CaseRow.requested_on.desc(), CaseRow.id.desc())))


def open_needs(session: Session, household_ids: Sequence[int]) -> dict[int, int]:
    """Household → number of its cases that are not closed."""
    query = (
        select(CaseRow.household_id, func.count())
        .where(CaseRow.household_id.in_(household_ids), CaseRow.state.not_in(CLOSED))
        .group_by(CaseRow.household_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def visits_of(session: Session, household_id: int) -> list[VisitRow]:
    """Visits of a household, the latest first."""
    query = select(VisitRow).where(VisitRow.household_id == household_id)
    return list(session.scalars(query.order_by(VisitRow.id.desc())))


def pins(session: Session, reach: int | None) -> list[tuple[float, float]]:
    """Where known homes stand: points alone, without whose they are."""
    query = select(HouseholdRow.lat, HouseholdRow.lon).where(
        HouseholdRow.lat.is_not(None), HouseholdRow.archived_at.is_(None)
    )
    if reach is not None:
        query = query.where(HouseholdRow.hamlet_id == reach)
    return [
        (lat, lon) for lat, lon in session.execute(query) if lat is not None and lon is not None
    ]


def figures_by_hamlet(session: Session, reach: int | None) -> dict[int, int]:
    """Hamlet → number of its households."""
    query = select(HouseholdRow.hamlet_id, func.count()).where(HouseholdRow.archived_at.is_(None))
    if reach is not None:
        query = query.where(HouseholdRow.hamlet_id == reach)
    counted = session.execute(query.group_by(HouseholdRow.hamlet_id))
    return {row[0]: row[1] for row in counted}


def lists(session: Session) -> list[ImportRow]:
    """Review lists sent in, the latest first."""
    return list(session.scalars(select(ImportRow).order_by(ImportRow.id.desc()).limit(50)))


def applied_before(session: Session, sha256: str) -> ImportRow | None:
    """The last list with this very content that was taken in."""
    query = select(ImportRow).where(ImportRow.sha256 == sha256, ImportRow.state == "applied")
    return session.scalars(query.order_by(ImportRow.id.desc())).first()


_WITH_PEOPLE = (selectinload(HouseholdRow.citizens), selectinload(HouseholdRow.categories))


def _wanted(session: Session, wanted: Wanted) -> Select[HouseholdRow]:
    query = select(HouseholdRow).where(HouseholdRow.archived_at.is_(None))
    if wanted.words:
        found = [and_(*holds(HouseholdRow.search, wanted.words))]
        if wanted.code:
            found.append(_has_code(wanted.code))
        if wanted.phone:
            found.append(has_phone(session, wanted.phone))
        query = query.where(or_(*found))
    for hamlet_id in (wanted.hamlet_id, wanted.reach):
        if hamlet_id is not None:
            query = query.where(HouseholdRow.hamlet_id == hamlet_id)
    if wanted.access:
        query = query.where(HouseholdRow.access == wanted.access)
    if wanted.category:
        query = query.where(
            HouseholdRow.categories.any(CategoryRow.category == wanted.category.value)
        )
    if wanted.open_need:
        of_this = CaseRow.household_id == HouseholdRow.id
        query = query.where(
            select(CaseRow.id).where(of_this, CaseRow.state.not_in(CLOSED)).exists()
        )
    return query


def _first(wanted: Wanted) -> list[ColumnElement[int]]:
    return [nearness(HouseholdRow, wanted.words, wanted.spelled)] if wanted.words else []


def has_phone(session: Session, number: str) -> ColumnElement[bool]:
    """The number is the home's, or one of its people's; looked up without opening any."""
    code = scope.current(session)
    of_home, of_person = (blind(table, "phone", code, number) for table in ("household", "citizen"))
    of_this = CitizenRow.household_id == HouseholdRow.id
    holder = select(CitizenRow.id).where(of_this, CitizenRow.phone_index == of_person).exists()
    return or_(HouseholdRow.phone_index == of_home, holder)


def _has_code(code: str) -> ColumnElement[bool]:
    """One of its cases has the text in its dossier code."""
    of_this = CaseRow.household_id == HouseholdRow.id
    return (
        select(CaseRow.id)
        .where(of_this, CaseRow.dossier_code.icontains(code, autoescape=True))
        .exists()
    )
