"""The audit for reading: filtered, in pages, and whether its chain still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldops.services import audit
from fieldops.store import audit as entries
from fieldops.store.tables import AuditRow

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: days inclusive, an action's whole name, a subject's number; empty is all."""

    from_on: date | None = None
    to_on: date | None = None
    action: str = ""
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of entries, newest first; ``first`` and ``last`` count rows from 1."""

    entries: Sequence[AuditRow]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1


def page(session: Session, wanted: Wanted, number: int, zone: ZoneInfo) -> Page:
    """The page of that number, counted from 1; the last one where there are not so many."""
    query = entries.Query(
        since=_midnight(wanted.from_on, zone),
        before=_midnight(wanted.to_on and wanted.to_on + timedelta(days=1), zone),
        action=wanted.action,
        subject_id=wanted.subject_id,
    )
    total = entries.count(session, query)
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    found = entries.some(session, query, (number - 1) * PER_PAGE, PER_PAGE)
    return Page(found, number, pages, total)


def broken_at(session: Session) -> int | None:
    """The number of the first entry that was tampered with or taken out; None when none was."""
    return audit.broken_at(session)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None
