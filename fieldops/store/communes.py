"""Queries over communes and their settings."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.tables import CommuneRow, HamletRow


def current(session: Session) -> CommuneRow:
    """The commune the session is inside."""
    return session.get_one(CommuneRow, scope.current(session))


def replace_settings(session: Session, settings: dict[str, Any], seen_version: int) -> bool:
    """Write the settings if they are still as the caller saw them; False when they are not."""
    done = session.execute(
        update(CommuneRow)
        .where(CommuneRow.code == scope.current(session), CommuneRow.version == seen_version)
        .values(settings=settings, version=CommuneRow.version + 1)
    )
    return cast(CursorResult[Any], done).rowcount == 1


def hamlets(session: Session) -> list[HamletRow]:
    """The hamlets of the commune, by name."""
    return list(session.scalars(select(HamletRow).order_by(HamletRow.name)))
