"""Queries over registrations: waiting to be written, written, not yet entered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager

from fieldops.domain.case import CaseState
from fieldops.store.tables import CaseRow, RegistrationRow


def entry(session: Session, register: str, year: int, number: int) -> RegistrationRow | None:
    """The entry of that number in the commune's register of that year."""
    query = select(RegistrationRow).where(
        RegistrationRow.register == register,
        RegistrationRow.year == year,
        RegistrationRow.entry_no == number,
    )
    return session.scalars(query).first()


def last_number(session: Session, register: str, year: int) -> int:
    """The highest entry number of the year known here; 0 when there is none."""
    query = select(func.max(RegistrationRow.entry_no)).where(
        RegistrationRow.register == register, RegistrationRow.year == year
    )
    return session.scalar(query) or 0


def last_volume(session: Session, register: str, year: int) -> str:
    """The volume last written in; empty when there is none yet."""
    query = (
        select(RegistrationRow.volume)
        .where(RegistrationRow.register == register, RegistrationRow.year == year)
        .order_by(RegistrationRow.entry_no.desc())
        .limit(1)
    )
    return session.scalar(query) or ""


def waiting(session: Session, procedures: Collection[str]) -> Sequence[CaseRow]:
    """Received cases of these procedures that are not yet processed, the oldest receipt first."""
    query = (
        select(CaseRow)
        .where(CaseRow.state == CaseState.RECEIVED.value, CaseRow.procedure.in_(procedures))
        .join(CaseRow.citizen)
        .join(CaseRow.household)
        .options(contains_eager(CaseRow.citizen), contains_eager(CaseRow.household))
        .order_by(CaseRow.received_on, CaseRow.id)
    )
    return session.scalars(query).unique().all()


def all_of(
    session: Session, register: str = "", year: int | None = None
) -> Sequence[RegistrationRow]:
    """Entries with case and person, the newest first."""
    query = _with_case().order_by(
        RegistrationRow.year.desc(), RegistrationRow.registered_on.desc(), RegistrationRow.id.desc()
    )
    if register:
        query = query.where(RegistrationRow.register == register)
    if year:
        query = query.where(RegistrationRow.year == year)
    return session.scalars(query).unique().all()


def not_entered(session: Session) -> Sequence[RegistrationRow]:
    """Entries not yet typed into the official systems, the oldest first."""
    query = _with_case().where(CaseRow.official_entered_on.is_(None))
    query = query.order_by(RegistrationRow.registered_on, RegistrationRow.id)
    return session.scalars(query).unique().all()


def _with_case() -> Select[RegistrationRow]:
    return (
        select(RegistrationRow)
        .join(RegistrationRow.case)
        .join(CaseRow.citizen)
        .join(CaseRow.household)
        .options(
            contains_eager(RegistrationRow.case).options(
                contains_eager(CaseRow.citizen), contains_eager(CaseRow.household)
            )
        )
    )


def years(session: Session) -> Sequence[int]:
    """Years that have entries, the newest first."""
    query = select(RegistrationRow.year).distinct().order_by(RegistrationRow.year.desc())
    return session.scalars(query).all()


def get(session: Session, registration_id: int) -> RegistrationRow | None:
    """One entry with its case."""
    query = _with_case().where(RegistrationRow.id == registration_id)
    return session.scalars(query).unique().first()
