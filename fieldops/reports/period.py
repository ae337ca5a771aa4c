"""The days a report speaks of, and the day it was looked at."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldops.domain.errors import Invalid
from fieldops.domain.sentences import Sentence

LONGEST_DAYS = 3700  # ten years: longer is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Period:
    """
    The days from ``start_on`` to ``end_on``, both inclusive.

    Raises Invalid when it ends before it starts or is longer than ten years.
    """

    start_on: date
    end_on: date

    def __post_init__(self) -> None:
        if self.end_on < self.start_on:
            raise Invalid(
                Sentence(
                    "Kỳ báo cáo kết thúc {end} trước khi bắt đầu {start}. Chọn lại hai ngày.",
                    {"start": self.start_on, "end": self.end_on},
                ),
                field="end_on",
            )
        if (self.end_on - self.start_on).days > LONGEST_DAYS:
            raise Invalid(
                Sentence("Kỳ báo cáo dài quá mười năm. Chọn lại hai ngày."), field="start_on"
            )

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start_on <= day <= self.end_on


@dataclass(frozen=True, slots=True)
class Window:
    """
    A period as it can be told today: nothing after ``seen_on`` has happened yet.

    ``seen_on`` is the last day of the period, or today where the period still runs.
    """

    start_on: date
    seen_on: date

    def within(self, day: date | None) -> bool:
        """Whether the day is given and in the window, ends inclusive."""
        return day is not None and self.start_on <= day <= self.seen_on

    def before(self, day: date | None) -> bool:
        """Whether the day is given and before the first day of the window."""
        return day is not None and day < self.start_on

    def by_now(self, day: date | None) -> bool:
        """Whether the day is given and not after the window's last day."""
        return day is not None and day <= self.seen_on


def window(period: Period, today: date) -> Window:
    """
    The part of the period that has happened by today, today inclusive.

    Raises Invalid for a period that lies wholly in the future.
    """
    if period.start_on > today:
        raise Invalid(
            Sentence(
                "Kỳ báo cáo bắt đầu {start}, sau hôm nay {today}. Chọn một kỳ đã bắt đầu.",
                {"start": period.start_on, "today": today},
            ),
            field="start_on",
        )
    return Window(period.start_on, min(period.end_on, today))


class Preset(StrEnum):
    """The periods people ask for by name."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"


def preset_period(preset: Preset, today: date) -> Period:
    """The named period that holds today (or, for last month, the month before)."""
    match preset:
        case Preset.THIS_MONTH:
            return _months(today.year, today.month, today.month)
        case Preset.LAST_MONTH:
            last = today.replace(day=1) - timedelta(days=1)
            return _months(last.year, last.month, last.month)
        case Preset.THIS_QUARTER:
            first = 3 * ((today.month - 1) // 3) + 1
            return _months(today.year, first, first + 2)
        case Preset.THIS_YEAR:
            return _months(today.year, 1, 12)


def _months(year: int, first: int, last: int) -> Period:
    end = calendar.monthrange(year, last)[1]
    return Period(date(year, first, 1), date(year, last, end))
