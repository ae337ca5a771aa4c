"""What the books say of a visit at the moment a report of it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Result
from fieldops.domain.visit import VisitKind, VisitState


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for a visit, and the reports that say it: stored, and not corrected."""

    ids: frozenset[str]
    result: Result


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """``cases`` by id; ``planned_on`` is the day of the plan now published, if any."""

    id: int
    kind: VisitKind
    state: VisitState
    planned_on: date | None
    cases: dict[int, CaseState]
    standing: Standing | None = None
