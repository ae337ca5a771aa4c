"""
Quarantine: what could not be read is kept as it came, and taken in once a server can read it.

So it goes when a phone is newer than its server, as after a server was put back to the version
before. The row in quarantine stays as it is; what it says becomes a report of its own.
"""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldops.outcomes.reading import Unreadable, read
from fieldops.services import audit, outcomes
from fieldops.services.audit import SYSTEM, Actor
from fieldops.services.outcome_books import Moment
from fieldops.store import outcomes as rows
from fieldops.store import scope
from fieldops.store.tables import OutcomeRow

NOTE = "Máy chủ bản mới đã đọc được báo cáo này và nhận vào."
"""What stands beside the row, as a supervisor's note would."""

log = logging.getLogger(__name__)


def read_again(session: Session, at: datetime, zone: ZoneInfo) -> int:
    """
    Take in what this server can read by now, of every commune; returns how many.

    Each counts as of the moment it came, in the name of who sent it; where it came again since,
    once. What a supervisor has settled is left alone. The session is in no commune.
    """
    taken = 0
    for commune in rows.communes_with_quarantined(session):
        with scope.inside(session, commune):
            taken += sum(_read_again(session, row, at, zone) for row in rows.quarantined(session))
            session.flush()
    return taken


def _read_again(session: Session, row: OutcomeRow, at: datetime, zone: ZoneInfo) -> bool:
    """What nobody foresaw in one of them must not keep the others, or the server, from going on."""
    if isinstance(read(row.body), Unreadable):
        return False
    try:
        with session.begin_nested():
            _take_in(session, row, at, zone)
    except Exception:
        log.exception("a report in quarantine could not be taken in")
        return False
    return True


def _take_in(session: Session, row: OutcomeRow, at: datetime, zone: ZoneInfo) -> None:
    sender = Actor(row.recorded_by, row.recorded_by_name)
    verdict = outcomes.record(session, sender, row.body, Moment(row.received_at, zone))
    row.reviewed_by, row.reviewed_at, row.review_note = SYSTEM.name, at, NOTE
    subject = ("outcome", row.id)
    audit.record(session, SYSTEM, "outcome.read_again", subject, at, fate=verdict.fate.value)
