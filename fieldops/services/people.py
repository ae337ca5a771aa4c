"""People: logins and the staff behind them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fieldops.store import people
from fieldops.store.tables import UserRow


def by_username(session: Session, username: str) -> UserRow | None:
    """The login of that name (lower case), of whichever commune."""
    return people.user_by_username(session, username)


def demo_logins(session: Session) -> list[UserRow]:
    """The invented logins of the demo, by commune and name."""
    return people.demo_users(session)
