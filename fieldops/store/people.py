"""Queries over logins and staff."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldops.store.tables import UserRow


def user_by_username(session: Session, username: str) -> UserRow | None:
    """A login by its name; logins are looked up before any commune is known."""
    return session.scalars(select(UserRow).where(UserRow.username == username)).first()


def demo_users(session: Session) -> list[UserRow]:
    """Logins marked as demo, in order of commune and id."""
    query = select(UserRow).where(UserRow.demo).order_by(UserRow.commune_code.desc(), UserRow.id)
    return list(session.scalars(query))
