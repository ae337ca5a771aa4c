"""Phones: by their own key, and all of a commune with who used each last."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldops.store.tables import PhoneRow, UserRow


def by_key(session: Session, key: str) -> PhoneRow | None:
    """The phone of that UUID; None when it never came, or only to another commune."""
    return session.scalars(select(PhoneRow).where(PhoneRow.key == key)).first()


def by_id(session: Session, phone_id: int) -> PhoneRow | None:
    """The phone; None when it is not there, or another commune's."""
    return session.scalars(select(PhoneRow).where(PhoneRow.id == phone_id)).first()


def all_with_person(session: Session) -> Sequence[tuple[PhoneRow, str]]:
    """Each phone with the name of who used it last, the latest seen first."""
    found = session.execute(
        select(PhoneRow, UserRow.full_name)
        .join(UserRow, UserRow.id == PhoneRow.last_person_id)
        .order_by(PhoneRow.last_seen_at.desc(), PhoneRow.id)
    )
    return [(row, name) for row, name in found]
