"""Queries over shortcomings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from fieldops.store import scope
from fieldops.store.tables import ShortcomingRow, UserRow

_PEOPLE = (
    joinedload(ShortcomingRow.owner),
    joinedload(ShortcomingRow.mender),
    joinedload(ShortcomingRow.verifier),
)


def all_of(session: Session) -> Sequence[ShortcomingRow]:
    """Every shortcoming with its people: not verified first, by deadline."""
    query = select(ShortcomingRow).options(*_PEOPLE)
    return session.scalars(
        query.order_by(
            ShortcomingRow.verified_on.is_not(None), ShortcomingRow.deadline, ShortcomingRow.id
        )
    ).all()


def to_mend(session: Session, owner_id: int) -> tuple[int, date | None]:
    """What the owner has not mended yet: how many, and the earliest deadline."""
    row = session.execute(
        select(func.count(), func.min(ShortcomingRow.deadline)).where(
            ShortcomingRow.owner_id == owner_id, ShortcomingRow.mended_on.is_(None)
        )
    ).one()
    return row[0], row[1]


def get(session: Session, shortcoming_id: int) -> ShortcomingRow | None:
    """One shortcoming, held until the transaction ends."""
    query = select(ShortcomingRow).where(ShortcomingRow.id == shortcoming_id)
    return session.scalars(query.with_for_update(of=ShortcomingRow)).first()


def owners(session: Session, roles: Sequence[str]) -> Sequence[UserRow]:
    """Active logins of these roles, by name."""
    query = select(UserRow).where(
        UserRow.commune_code == scope.current(session), UserRow.active, UserRow.role.in_(roles)
    )
    return session.scalars(query.order_by(UserRow.full_name)).all()
