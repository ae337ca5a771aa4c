"""The demo: two communes with invented people, each station bringing its own part."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from fieldops.services import demo_cases, demo_logins, demo_office, demo_people, demo_registry
from fieldops.store import scope
from fieldops.store.result_files import ResultFiles


def load(
    session: Session, data: Path, var: Path, password_hash: str, now: datetime, today: date
) -> None:
    """Bring in what is missing; what is there stays. ``var`` takes files. The caller commits."""
    demo_registry.load(session, data, now, today)
    for code in demo_logins.PLACES:
        with scope.inside(session, code):
            demo_people.load(session, now, today)
            demo_logins.load(session, password_hash)
            demo_cases.load(session, now, today)
            demo_office.load(session, ResultFiles.of(var, code), now, today)
