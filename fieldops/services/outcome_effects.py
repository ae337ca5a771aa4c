"""What a report does to its visit and its cases, through the services that own them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.case import Hold
from fieldops.domain.visit import OPEN, VisitState
from fieldops.outcomes.decide import CaseAct, Effect
from fieldops.outcomes.report import Report
from fieldops.services import cases, registration, visits
from fieldops.services.audit import Actor
from fieldops.services.registration import Receipt
from fieldops.store.tables import VisitRow

HOLDS = {
    CaseAct.HOLD_REFUSED: Hold.REFUSED,
    CaseAct.HOLD_MOVED: Hold.MOVED,
    CaseAct.HOLD_OTHER: Hold.OTHER,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A report being carried out: by whom, on which visit, for which day, and when."""

    session: Session
    actor: Actor
    visit: VisitRow
    report: Report
    made_on: date
    today: date
    at: datetime


def apply(scene: Scene, effect: Effect) -> None:
    """
    Close the visit as found, then do to each case what the report says of it.

    A correction opens the visit again first and lets go of what the earlier report held. Raises
    the errors of the services it calls; the caller holds a savepoint.
    """
    visit = scene.visit
    if VisitState(visit.state) not in OPEN:
        visit.state = VisitState.DUE
        scene.session.flush()
    visits.finish(scene.session, visit.id, effect.results, scene.made_on, scene.at)
    for one in visit.visit_cases:
        if one.case_id in effect.acts and one.case.held:
            cases.release(scene.session, scene.actor, one.case_id, scene.today, scene.at)
    for act in CaseAct:
        some = [case_id for case_id, wanted in effect.acts.items() if wanted is act]
        if some:
            _do(scene, act, some)


def _do(scene: Scene, act: CaseAct, case_ids: list[int]) -> None:
    session, actor, today, at = scene.session, scene.actor, scene.today, scene.at
    match act:
        case CaseAct.RECEIVE:
            cases.record_intake(session, actor, case_ids, scene.made_on, today, at)
        case CaseAct.TRY_AGAIN:
            cases.not_met(session, actor, case_ids, today, at)
        case CaseAct.WAIT_FOR_PAPERS:
            for case_id in case_ids:
                missing = _missing(scene.report, case_id)
                cases.papers_missing(session, actor, [case_id], missing, today, at)
        case CaseAct.HAND_OVER:
            for case_id in case_ids:
                _hand_over(scene, case_id)
        case _:
            cases.hold(session, actor, case_ids, HOLDS[act], today, at)


def _hand_over(scene: Scene, case_id: int) -> None:
    registration.hand_over(
        scene.session,
        scene.actor,
        case_id,
        scene.made_on,
        _receipt(scene.report, case_id),
        scene.today,
        scene.at,
        visit_id=scene.visit.id,
        outcome_id=str(scene.report.id),
    )


def _missing(report: Report, case_id: int) -> str:
    said = report.about(case_id)
    return (said.missing if said else "") or report.note


def _receipt(report: Report, case_id: int) -> Receipt:
    """Who got the paper; the rule has seen to it that the report says so."""
    said = report.about(case_id)
    if said is None or said.handover is None:
        return Receipt("")
    paper = said.handover
    return Receipt(paper.received_by, paper.relation, paper.mark.value, paper.read_aloud)
