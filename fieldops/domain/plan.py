"""Plans: who goes where on which day, as the solver gives it back and a leader reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.sentences import Sentence
from fieldops.domain.units import Metres, Seconds


@dataclass(frozen=True, slots=True)
class Stop:
    """
    A visit in its place on a route.

    ``arrival``: the vehicle stops as near as it gets. ``start``/``end``: service at the door.
    ``leave``: the vehicle moves on; later than ``end`` when lunch or a wait follows.
    ``metres``: the way from the stop before, or from the base.
    """

    visit_id: str
    arrival: Seconds
    start: Seconds
    end: Seconds
    leave: Seconds
    metres: Metres = 0


@dataclass(frozen=True, slots=True)
class Route:
    """
    One team's day: who goes, by which vehicle, and the stops in order.

    The team leaves the base at ``depart`` and is there again at ``back``. ``lunch_start`` may
    fall before ``depart`` or after ``back``: lunch is then taken at the base. None: no lunch asked.
    ``travel`` counts seconds under way, ferry waits included.
    """

    day: date
    team: str
    people: tuple[str, ...]
    vehicle: str
    depart: Seconds
    back: Seconds
    stops: tuple[Stop, ...]
    lunch_start: Seconds | None = None
    travel: Seconds = 0
    metres: Metres = 0


@dataclass(frozen=True, slots=True)
class Unplanned:
    """
    A visit left out, and why.

    ``rule`` names the binding rule. ``proved``: it was found by really trying (with that rule
    lifted the visit fits, as things stand it does not), not by judging. ``remedy`` is the cheapest
    change found that would fit it; None when none was found.
    """

    visit_id: str
    rule: str
    reason: Sentence
    remedy: Sentence | None = None
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Routes, and the visits left out, each with its reason.

    ``value`` is in the planner's own unit, seconds of travel (see ``Weights``): more is better.
    The same problem, seed, solver and count of steps give the same plan. ``bound``: no plan of the
    problem is worth more, proved; None when no bound was reached.
    """

    routes: tuple[Route, ...]
    unplanned: tuple[Unplanned, ...] = ()
    value: int = 0
    travel: Seconds = 0
    metres: Metres = 0
    seed: int = 0
    solver: str = ""
    solver_version: str = ""
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: which one, where, and the arithmetic. None for what it is not about."""

    rule: str
    sentence: Sentence
    day: date | None = None
    team: str | None = None
    visit_id: str | None = None
