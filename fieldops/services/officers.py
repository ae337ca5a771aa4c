"""The weekly review of each officer, from published routes and what was reported of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.outcome import Result
from fieldops.reports.officers import OfficerWeek, StopFact, officer_weeks
from fieldops.store import officers as rows
from fieldops.store.tables import StaffRow

IDLE = OfficerWeek(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Officer:
    """A person's week; ``registered`` counts entries written under their name."""

    row: StaffRow
    week: OfficerWeek
    registered: int


def review(session: Session, monday: date, today: date) -> list[Officer]:
    """The week that begins on ``monday``: who is active, and who did something in it."""
    sunday = monday + timedelta(days=6)
    weeks = officer_weeks(map(_fact, rows.stops(session, monday, sunday)), today)
    wrote = rows.registered(session, monday, sunday)
    everyone = [
        Officer(row, weeks.get(row.id, IDLE), wrote.get(row.full_name, 0))
        for row in rows.staff(session)
    ]
    return [one for one in everyone if one.row.active or one.week.planned or one.registered]


def _fact(found: rows.Found) -> StopFact:
    result = Result(found.result) if found.result else None
    return StopFact(found.staff_id, found.day, found.due_on, result, found.made_on)
