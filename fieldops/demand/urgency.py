"""What comes first: dates the law sets before everything, then need."""

from __future__ import annotations

from datetime import date

from fieldops.demand.facts import CaseFacts
from fieldops.domain.household import Category
from fieldops.domain.timing import Timing, WorkingDays, timing

TIER = 100
"""One step of lateness; need stays below it, so that no need outweighs a date of the law."""
TIERS = {
    Timing.LATE: 3 * TIER,
    Timing.BEHIND: 2 * TIER,
    Timing.TODAY: 2 * TIER,
    Timing.NEAR: 2 * TIER,
    Timing.IN_TIME: TIER,
    Timing.NO_LIMIT: 0,
}
NEED = {
    Category.ALONE: 20,
    Category.DISABLED: 20,
    Category.ELDERLY: 10,
    Category.MERIT: 6,
    Category.POOR: 6,
    Category.HARDSHIP: 6,
    Category.NEAR_POOR: 3,
}
"""Points of need, our own scale: who can neither go nor send anyone comes first."""
WAITING_DAYS_A_POINT = 3
WAITING_MOST = 28


def need(facts: CaseFacts, today: date) -> int:
    """0 to 99: categories, and a point for every third day since the request, at most 28."""
    waited = max(0, (today - facts.requested_on).days) // WAITING_DAYS_A_POINT
    points = sum(NEED.get(category, 0) for category in facts.categories)
    return min(points + min(waited, WAITING_MOST), TIER - 1)


def priority(due: date | None, needs: int, today: date, days: WorkingDays) -> int:
    """0 to 399, higher first: the tier of the date, plus need."""
    return TIERS[timing(due, today, days)] + needs
