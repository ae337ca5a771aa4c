"""Outcomes: takes what phones send, once each, decides what it does, and never loses one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.case import CaseState
from fieldops.domain.errors import FieldopsError
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.sentences import Sentence
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes.decide import Decision, day_of, decide
from fieldops.outcomes.known import KnownVisit, Standing
from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import Report
from fieldops.services import outcome_effects
from fieldops.services.audit import Actor
from fieldops.services.outcome_effects import Scene
from fieldops.store import outcomes as rows
from fieldops.store import scope
from fieldops.store.tables import OutcomeRow, VisitRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one outcome: ``id`` as it was sent, ``reason`` where it needs saying."""

    id: str | None
    fate: Fate
    reason: Sentence | None = None


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


def record(session: Session, actor: Actor, item: Any, moment: Moment) -> Verdict:
    """
    Keep one outcome, let the books follow it, and say what became of it.

    Sent again it changes nothing. Never raises for what the item says: what cannot be read is
    quarantined, what no longer fits waits for a supervisor.
    """
    report = read(item)
    if isinstance(report, Unreadable):
        return _quarantine(session, actor, report, moment)
    key = str(report.id)
    if rows.by_id(session, key) is not None:
        return Verdict(key, Fate.ALREADY)
    visit = rows.visit(session, report.visit_id)
    decision = _carried_out(session, actor, report, visit, moment)
    if not _kept(session, row_of(session, actor, report, decision, moment)):
        return Verdict(key, Fate.ALREADY)
    return Verdict(key, decision.fate, decision.reason)


def known(session: Session, visit: VisitRow) -> KnownVisit:
    """What the books say of the visit, as the rule wants it told."""
    return known_of(visit, rows.standing(session, [visit.id]).get(visit.id, []))


def known_of(visit: VisitRow, stands: Sequence[OutcomeRow]) -> KnownVisit:
    """``known`` where the reports that stand are at hand."""
    same = [row.id for row in stands if row.result == stands[0].result]
    return KnownVisit(
        id=visit.id,
        kind=VisitKind(visit.kind),
        state=VisitState(visit.state),
        planned_on=visit.planned_on,
        cases={one.case_id: CaseState(one.case.state) for one in visit.visit_cases},
        standing=Standing(frozenset(same), Result(stands[0].result)) if stands else None,
    )


def _carried_out(
    session: Session, actor: Actor, report: Report, visit: VisitRow | None, moment: Moment
) -> Decision:
    """The decision, with its effect in the books; where they refuse it, a supervisor decides."""
    about = known(session, visit) if visit is not None else None
    made_on = moment.day_of(report)
    decision = decide(report, about, received_at=moment.at, made_on=made_on)
    if decision.effect is None or visit is None:
        return decision
    try:
        with session.begin_nested():
            scene = Scene(session, actor, visit, report, made_on, moment.today, moment.at)
            outcome_effects.apply([(scene, decision.effect)])
    except FieldopsError as error:
        return Decision(Fate.NEEDS_REVIEW, error.sentence)
    return decision


def row_of(
    session: Session, actor: Actor, report: Report, decision: Decision, moment: Moment
) -> OutcomeRow:
    """The outcome as it is kept."""
    met, point = report.met, report.point
    return OutcomeRow(
        id=str(report.id),
        commune_code=scope.current(session),
        visit_id=report.visit_id,
        plan_id=report.plan_id,
        seen_version=report.plan_version,
        result=report.result,
        met_name=met.name if met else "",
        met_relation=(met.relation if met else "")[:60],
        body=report.model_dump(mode="json", by_alias=True),
        note=report.note,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        accuracy_m=point.accuracy_m if point else None,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
        device_id=str(report.device_id),
        device_seq=report.seq,
        schema=report.schema_no,
        recorded_at=report.recorded_at,
        received_at=moment.at,
        supersedes=str(report.supersedes) if report.supersedes else None,
        fate=decision.fate,
        fate_reason=decision.reason.to_json() if decision.reason else None,
    )


def _quarantine(session: Session, actor: Actor, sent: Unreadable, moment: Moment) -> Verdict:
    if rows.by_id(session, sent.key) is not None:
        return Verdict(sent.sent_id, Fate.ALREADY)
    row = OutcomeRow(
        id=sent.key,
        commune_code=scope.current(session),
        body=sent.content,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
        device_id=sent.device_id,
        device_seq=sent.seq,
        received_at=moment.at,
        fate=Fate.QUARANTINED,
        fate_reason=sent.reason.to_json(),
    )
    kept = _kept(session, row)
    return Verdict(sent.sent_id, Fate.QUARANTINED if kept else Fate.ALREADY, sent.reason)


def _kept(session: Session, row: OutcomeRow) -> bool:
    """False when the same outcome arrived at the same moment by another way."""
    session.flush()  # whatever else was to be written must not be taken for a doubled outcome
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
