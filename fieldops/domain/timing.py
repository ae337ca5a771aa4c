"""Due, near, late: said once, so that every page and every report says the same."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

NEAR_WORKING_DAYS = 2
"""A date is near when at most this many working days are left. Ours, no law: time to act."""


class Timing(StrEnum):
    """
    How a case or visit stands against its date.

    LATE: a date of the law, or the one promised to the family, has passed. BEHIND: only the
    office's own step is late; the promise can still be kept. ``civil.clocks`` says which is which.
    """

    LATE = "late"
    BEHIND = "behind"
    TODAY = "today"
    NEAR = "near"
    IN_TIME = "in_time"
    NO_LIMIT = "no_limit"


class WorkingDays(Protocol):
    """A calendar of working days; ``civil.WorkCalendar`` is the real one."""

    def is_working(self, day: date, /) -> bool: ...

    def on_or_after(self, day: date, /) -> date: ...

    def after(self, day: date, count: int, /) -> date: ...

    def count(self, start: date, end: date, /) -> int: ...

    def at_receipt(self, received_on: date, /) -> WorkingDays: ...


def is_late(due: date | None, today: date) -> bool:
    """``due`` is the last good day, inclusive; without one nothing is ever late."""
    return due is not None and due < today


def timing(due: date | None, today: date, days: WorkingDays) -> Timing:
    """``due`` is the last good day, inclusive: late begins the day after it; never BEHIND."""
    if due is None:
        return Timing.NO_LIMIT
    if due <= today:
        return Timing.LATE if is_late(due, today) else Timing.TODAY
    near = due < days.after(today, NEAR_WORKING_DAYS + 1)
    return Timing.NEAR if near else Timing.IN_TIME
