"""Outcomes: takes what phones send, once each, decides what it does, and never loses one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.errors import FieldopsError
from fieldops.domain.outcome import Fate
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.decide import Decision, decide
from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import Report
from fieldops.services import following, outcome_effects
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment, known
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
    if visit and following.follow(session, moment.zone, [visit.household_id]):
        visit = rows.visit(session, report.visit_id)
    decision = _carried_out(session, actor, report, visit, moment)
    row = OutcomeRow(**values_of(scope.current(session), actor, report, decision, moment))
    if not _kept(session, row):
        return Verdict(key, Fate.ALREADY)
    return Verdict(key, decision.fate, decision.reason)


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


def values_of(
    commune_code: str, actor: Actor, report: Report, decision: Decision, moment: Moment
) -> dict[str, Any]:
    """The outcome as it is kept, column by column."""
    met, point = report.met, report.point
    return {
        "id": str(report.id),
        "commune_code": commune_code,
        "visit_id": report.visit_id,
        "plan_id": report.plan_id,
        "seen_version": report.plan_version,
        "result": report.result.value,
        "met_name": met.name if met else "",
        "met_relation": (met.relation if met else "")[:60],
        "body": report.model_dump(mode="json", by_alias=True),
        "note": report.note,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "accuracy_m": point.accuracy_m if point else None,
        "recorded_by": actor.id,
        "recorded_by_name": actor.name,
        "device_id": str(report.device_id),
        "device_seq": report.seq,
        "schema": report.schema_no,
        "recorded_at": report.recorded_at,
        "received_at": moment.at,
        "supersedes": str(report.supersedes) if report.supersedes else None,
        "fate": decision.fate.value,
        "fate_reason": decision.reason.to_json() if decision.reason else None,
        "reviewed_by": "",
        "reviewed_at": None,
        "review_note": "",
    }


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
