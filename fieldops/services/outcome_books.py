"""What the books say where a report arrives, and when that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Result
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes.decide import day_of
from fieldops.outcomes.known import KnownVisit, Standing
from fieldops.outcomes.report import Report
from fieldops.store import outcomes as rows
from fieldops.store.tables import OutcomeRow, VisitRow


@dataclass(frozen=True, slots=True)
class Moment:
    """When something reaches us, and where "today" is."""

    at: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The local day."""
        return self.at.astimezone(self.zone).date()

    def day_of(self, report: Report) -> date:
        """The local day a report counts for."""
        return day_of(report.recorded_at.astimezone(self.zone).date(), self.today)


def known(session: Session, visit: VisitRow) -> KnownVisit:
    """What the books say of the visit, as the rule wants it told."""
    return known_of(visit, rows.standing(session, [visit.id]).get(visit.id, []))


def known_of(visit: VisitRow, stands: Sequence[OutcomeRow]) -> KnownVisit:
    """``known`` where the reports that stand are at hand."""
    return KnownVisit(
        id=visit.id,
        kind=VisitKind(visit.kind),
        state=VisitState(visit.state),
        planned_on=visit.planned_on,
        cases={one.case_id: CaseState(one.case.state) for one in visit.visit_cases},
        standing=standing_of(stands),
    )


def standing_of(stands: Sequence[OutcomeRow]) -> Standing | None:
    """What the reports that stand say, the one that counts first."""
    if not stands:
        return None
    same = [row.id for row in stands if row.result == stands[0].result]
    return Standing(frozenset(same), Result(stands[0].result))
