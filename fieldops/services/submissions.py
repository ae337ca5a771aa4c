"""Forms taken in once: the first answer is remembered, and given to whoever repeats the form."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.tables import SubmissionRow


def answer_to(session: Session, token: str, user_id: int) -> str | None:
    """Where the answer to this form is, if this person sent it before."""
    row = session.get(SubmissionRow, token)
    return row.location if row and row.user_id == user_id else None


def remember(session: Session, token: str, user_id: int, location: str, at: datetime) -> None:
    """Remember the answer; a token that came twice at once fails at the commit of the second."""
    session.add(
        SubmissionRow(
            commune_code=scope.current(session),
            token=token,
            user_id=user_id,
            location=location,
            created_at=at,
        )
    )
