"""The working days of a commune: Vietnamese public holidays, weekends, swaps, its own days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from fieldops.domain.commune import OwnDay

DAY = timedelta(days=1)
SATURDAY = 5
LOOK_AHEAD = 3660
"""Days searched before giving up: ten years closed is a mistake in the settings, not a holiday."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """
    Which days count as working days in one commune.

    A swap is one day of each kind: the office closes on one of ``days_off`` and works on one of
    ``days_worked`` instead. Those the state announced for everybody (Mon 31/08/2026 off, Sat
    22/08/2026 worked) are known already. The first of these that speaks of a day decides it:
    ``days_off``, ``days_worked``, the state's swaps and public holidays, the weekend.

    ``own``: the same days with the receipts each counts for; ``at_receipt`` reads them.
    """

    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    own: tuple[OwnDay, ...] = ()

    @staticmethod
    def of(own: Iterable[OwnDay]) -> WorkCalendar:
        """The calendar the office works by now: days taken back are days like others again."""
        kept = tuple(own)
        return _by(kept, [day for day in kept if day.receipts_to is None])

    def at_receipt(self, received_on: date) -> WorkCalendar:
        """The calendar by which a dossier received that day is counted."""
        return _by(self.own, [day for day in self.own if day.counts_for(received_on)], self)

    def is_working(self, day: date) -> bool:
        if day in self.days_off:
            return False
        closed, worked = _national(day.year)
        if day in self.days_worked or day in worked:
            return True
        return day.weekday() < SATURDAY and day not in closed

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


def _by(
    own: tuple[OwnDay, ...], counted: Sequence[OwnDay], base: WorkCalendar | None = None
) -> WorkCalendar:
    if base is not None and not own:
        return base  # made of plain days, which count for everybody
    return WorkCalendar(
        frozenset(day.on for day in counted if not day.worked),
        frozenset(day.on for day in counted if day.worked),
        own,
    )


@dataclass(frozen=True, slots=True)
class PublicDay:
    """A day off of the whole country, or a weekend day it works instead (``worked``)."""

    on: date
    worked: bool
    name: str


def public_days(year: int, language: str = "vi") -> list[PublicDay]:
    """The days of ``_national`` with their names, in Vietnamese or in English, by date."""
    words = {"vi": "vi", "en": "en_US"}[language]
    known = holidays.country_holidays("VN", years=year, language=words)
    closed, worked = _national(year)
    off = [PublicDay(day, False, known.get(day, "")) for day in closed]
    return sorted([*off, *(PublicDay(day, True, "") for day in worked)], key=lambda one: one.on)


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
