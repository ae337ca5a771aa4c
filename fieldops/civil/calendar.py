"""The working days of a commune: Vietnamese public holidays, weekends, swaps, its own days off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
SATURDAY = 5
LOOK_AHEAD = 3660
"""Days searched before giving up: ten years closed is a mistake in the settings, not a holiday."""


@dataclass(frozen=True, slots=True)
class Swap:
    """
    A working day moved: the office closes on ``off_on`` and works on ``worked_on`` instead.

    The state moves days like this around long holidays (Mon 31/08/2026 off, Sat 22/08/2026
    worked); those it has announced are known already, a commune adds only what is its own.
    """

    off_on: date
    worked_on: date

    def __post_init__(self) -> None:
        if self.off_on == self.worked_on:
            raise ValueError("a swap needs two different days")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """
    Which days count as working days in one commune.

    The first of these that speaks of a day decides it: the commune's ``days_off``, its
    ``swaps``, the swaps announced by the state, public holidays, the weekend.
    """

    days_off: frozenset[date] = frozenset()
    swaps: frozenset[Swap] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.days_off or any(swap.off_on == day for swap in self.swaps):
            return False
        if any(swap.worked_on == day for swap in self.swaps):
            return True
        closed, worked = _national(day.year)
        return day in worked or (day.weekday() < SATURDAY and day not in closed)

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        return next(self._working_from(day))

    def after(self, day: date, count: int) -> date:
        """
        The ``count``-th working day after ``day``, which is itself never counted.

        This is how the law counts: received on Thursday, "one working day" ends on Friday.
        """
        if count < 1:
            raise ValueError("count working days from 1")
        days = self._working_from(day + DAY)
        for _ in range(count - 1):
            next(days)
        return next(days)

    def count(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.count(end, start)
        span = (start + DAY * step for step in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in span)

    def _working_from(self, day: date) -> Iterator[date]:
        closed_for = 0
        while closed_for < LOOK_AHEAD:
            if self.is_working(day):
                closed_for = 0
                yield day
            day, closed_for = day + DAY, closed_for + 1
        raise ValueError("the calendar has no working day in ten years")


@cache
def _national(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """
    Public holidays of the year, and the weekend days worked in exchange for one.

    Source: PyPI ``holidays`` (Labour Code 2019, art. 112; Tết by the Vietnamese lunar calendar;
    swaps as the state announced them). The neighbours are read too: a swap may cross New Year.
    """
    known = holidays.country_holidays("VN", years=range(year - 1, year + 2))
    closed = frozenset(day for day in known if day.year == year)
    worked: set[date] = getattr(known, "weekend_workdays", set())
    return closed, frozenset(day for day in worked if day.year == year)
