"""A shortcoming: what was found wrong, who mends it by when, and who saw that it is mended."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """Where a shortcoming was seen."""

    FAMILIES = "families"
    OFFICERS = "officers"
    INSPECTION = "inspection"
    FIGURES = "figures"


class Mending(StrEnum):
    """Where the mending stands. OVERDUE is OPEN past its deadline, which itself is in time."""

    OPEN = "open"
    OVERDUE = "overdue"
    MENDED = "mended"
    VERIFIED = "verified"


def mending(
    deadline: date, mended_on: date | None, verified_on: date | None, today: date
) -> Mending:
    """Mended is not done: another person has to see it."""
    if verified_on:
        return Mending.VERIFIED
    if mended_on:
        return Mending.MENDED
    return Mending.OVERDUE if today > deadline else Mending.OPEN
