"""What demand is told of a case: facts and dates only; the law behind them is ``civil``'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.case import CaseState, Register
from fieldops.domain.facts import Label
from fieldops.domain.household import Category
from fieldops.domain.outcome import Result
from fieldops.domain.people import Role, Skill
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import Seconds
from fieldops.domain.visit import VisitKind


@dataclass(frozen=True, slots=True)
class Call:
    """
    What one case takes of a call at the home.

    ``first`` is its time when it is the only case there, ``further`` when it follows another.
    """

    kind: VisitKind
    first: Seconds
    further: Seconds
    roles: frozenset[Role] = frozenset()
    registers: frozenset[Register] = frozenset()


@dataclass(frozen=True, slots=True)
class Try:
    """
    A visit that was made for the case and did not do what it came for.

    ``told``: when neighbours said that someone will be home; none where they were not asked.
    """

    kind: VisitKind
    on: date
    result: Result
    told: tuple[ToldHours, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """
    One case as demand sees it.

    ``paper`` is what the family gets. ``register_by``: last day to register the event in time.
    ``ready_by`` and ``deliver_by`` run once the dossier is received. ``ready_days`` and
    ``within_days`` say the same, in working days, before that. ``tries`` in order of day.
    ``made_intake`` is the visit that took the dossier in; ``papers_by`` the day the family means
    to have the papers it lacks. All dates inclusive.
    """

    case_id: int
    household_id: int
    state: CaseState
    paper: Label
    requested_on: date
    intake: Call | None = None
    hand_over: Call | None = None
    ready_days: int = 0
    within_days: int = 0
    register_by: date | None = None
    ready_by: date | None = None
    deliver_by: date | None = None
    processed_on: date | None = None
    held: bool = False
    skills: frozenset[Skill] = frozenset()
    categories: frozenset[Category] = frozenset()
    tries: tuple[Try, ...] = ()
    made_intake: int | None = None
    papers_by: date | None = None
