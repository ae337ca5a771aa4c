"""The weekly review of each officer, from published routes and what was reported of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.outcome import Result
from fieldops.domain.timing import WorkingDays
from fieldops.reports.officers import OfficerWeek, StopFact, officer_weeks
from fieldops.services import clocks
from fieldops.store import officers as rows
from fieldops.store.tables import RegistrationRow, StaffRow

IDLE = OfficerWeek(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Officer:
    """
    A person's week; ``registered`` counts entries written under their name, ``written_late``
    those of them written after the day by which the register must be.
    """

    row: StaffRow
    week: OfficerWeek
    registered: int
    written_late: int


def review(session: Session, monday: date, today: date) -> list[Officer]:
    """The week that begins on ``monday``: who is active, and who did something in it."""
    sunday = monday + timedelta(days=6)
    weeks = officer_weeks(map(_fact, rows.stops(session, monday, sunday)), today)
    days, entries = clocks.calendar(session), rows.registrations(session, monday, sunday)
    wrote = Counter(one.registered_by for one in entries)
    late = Counter(one.registered_by for one in entries if _is_late(one, days))
    everyone = [
        Officer(row, weeks.get(row.id, IDLE), wrote[row.full_name], late[row.full_name])
        for row in rows.staff(session)
    ]
    return [one for one in everyone if one.row.active or one.week.planned or one.registered]


def _is_late(entry: RegistrationRow, days: WorkingDays) -> bool:
    """Written after the law's day for the register; papers still missing hold that day up."""
    case = entry.case
    law = clocks.law_of(case, clocks.rule_of(case, entry.registered_on), days)
    return law is not None and entry.registered_on > law.ready_by


def _fact(found: rows.Found) -> StopFact:
    result = Result(found.result) if found.result else None
    return StopFact(found.staff_id, found.day, found.due_on, result, found.made_on, found.attempt)
