"""Birth dates as people know them: a year, sometimes a month, sometimes a day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """
    A date of which only the year may be known; 01/01 never stands in for "unknown".

    ``month`` is 1-12 or None; ``day`` is 1-31 or None, and never given without its month.
    Raises ValueError for a day that does not exist (31/02/1950).
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def earliest(self) -> date:
        """The first day it can have been, inclusive."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can have been, inclusive."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [
            self.day and f"{self.day:02}",
            self.month and f"{self.month:02}",
            f"{self.year}",
        ]
        return "/".join(part for part in parts if part)
