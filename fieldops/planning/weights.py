"""What a plan is worth: named weights, all in one unit, seconds of travel."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

_Weight = Annotated[int, Field(ge=0, le=100_000_000)]


@dataclass(config=ConfigDict(strict=True, extra="forbid"), frozen=True, slots=True)
class Weights:
    """
    The leader's preferences: what one unit of each thing is worth in seconds of travel.

    The defaults keep the order of preference: legal dates and need, fewer team-days, less travel,
    fewer days per hamlet, the same registrar on both visits, fair load, few changes.
    """

    prize_point: _Weight = 100
    """Gained per point of a planned visit's prize."""

    required: _Weight = 1_000_000
    """Gained besides by each planned visit that is required or pinned."""

    undelivered: _Weight = 15_000
    """Lost per planned intake whose delivery is due within the horizon, and not planned."""

    late_day: _Weight = 1_000
    """Lost per working day after the due day, for visits that may be late."""

    team_day: _Weight = 3_600
    """Lost per team that goes out on a day."""

    person_day: _Weight = 900
    """Lost per person who goes out on a day."""

    travel_second: _Weight = 1
    """Lost per second under way."""

    hamlet_day: _Weight = 600
    """Lost per hamlet and day on which some team comes there."""

    other_registrar: _Weight = 900
    """Lost per intake and delivery, both planned, that share no registrar."""

    uneven_day: _Weight = 300
    """Lost per role and day out by which the busiest of the role exceeds the least busy."""

    moved_team: _Weight = 400
    """Lost per visit planned on its published day with another team."""

    moved_day: _Weight = 1_500
    """Lost per visit planned on another day than was published."""

    dropped: _Weight = 3_000
    """Lost per published visit left out: the home was told a day, and gets none."""
