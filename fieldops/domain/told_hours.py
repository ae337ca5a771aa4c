"""When neighbours say that someone will be home, after a visit that met nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldops.domain.units import Seconds

ANY_DAY = frozenset(range(7))
"""Monday is 0."""


@dataclass(frozen=True, slots=True)
class ToldHours:
    """
    Someone is said to be home from ``start`` until ``end`` on these weekdays.

    Monday is 0; no weekday means any day. Clock times in seconds after local midnight.
    """

    weekdays: tuple[int, ...]
    start: Seconds
    end: Seconds

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> ToldHours:
        """As ``to_json`` and the phone contract's ``home_when`` write it."""
        return ToldHours(tuple(document["weekdays"]), document["start"], document["end"])

    def to_json(self) -> dict[str, Any]:
        return {"weekdays": list(self.weekdays), "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class HomeHours:
    """Someone is home from ``start`` until ``end`` on that weekday; None is any day."""

    weekday: int | None
    start: Seconds
    end: Seconds


def meets(told: Iterable[ToldHours], weekdays: Collection[int]) -> bool:
    """Whether any of the hours falls on one of these weekdays."""
    return any(set(one.weekdays or ANY_DAY) & set(weekdays) for one in told)


def hours_to_come(
    told: Sequence[ToldHours], own: Sequence[HomeHours], possible: Collection[int]
) -> list[HomeHours]:
    """
    The hours to come at: told by neighbours, and the home's own; none at all means any time.

    What both say, where a possible weekday is among it. Else what was told: it is the fresher
    word, and the try that failed was made within the home's own hours. Where that leaves no
    possible weekday either, the law does not wait for neighbours: the home's own hours.
    """
    spoken = [HomeHours(day, one.start, one.end) for one in told for day in one.weekdays or [None]]
    for hours in (_both(spoken, own) if own else spoken, spoken):
        if any(one.weekday is None or one.weekday in possible for one in hours) and possible:
            return hours
    return list(own)


def _both(told: Iterable[HomeHours], own: Sequence[HomeHours]) -> list[HomeHours]:
    """Where a told window and an own one overlap, on the day the narrower one names."""
    found = []
    for one in told:
        for other in own:
            if None not in (one.weekday, other.weekday) and one.weekday != other.weekday:
                continue
            day = other.weekday if one.weekday is None else one.weekday
            start, end = max(one.start, other.start), min(one.end, other.end)
            if start < end:
                found.append(HomeHours(day, start, end))
    return found
