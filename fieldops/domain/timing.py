"""Due, near, late: said once, so that every page and every report says the same."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

NEAR_WORKING_DAYS = 2
"""A date is near when at most this many working days are left. Ours, no law: time to act."""


class Timing(StrEnum):
    """How a case or visit stands against its date."""

    LATE = "late"
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


def timing(due: date | None, today: date, days: WorkingDays) -> Timing:
    """``due`` is the last good day, inclusive: late begins the day after it."""
    if due is None:
        return Timing.NO_LIMIT
    if due <= today:
        return Timing.TODAY if due == today else Timing.LATE
    near = due < days.after(today, NEAR_WORKING_DAYS + 1)
    return Timing.NEAR if near else Timing.IN_TIME
