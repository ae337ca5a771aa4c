"""Queries over shortcomings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
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
