"""What a report does to its visit and its cases, through the services that own them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.case import Hold
from fieldops.domain.visit import OPEN, VisitState
from fieldops.outcomes.decide import CaseAct, Effect
from fieldops.outcomes.report import Report
from fieldops.services import cases, demand, registration, supplements, visits
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


Played = Sequence[tuple[Scene, Effect]]


def apply(played: Played) -> None:
    """
    Close each visit as found, then do to its cases what the report says of them.

    A correction opens the visit again first and lets go of what the earlier report held. The
    scenes are of different visits and one moment. Raises the errors of the services it calls; the
    caller holds a savepoint.
    """
    if not played:
        return
    scene = played[0][0]
    with demand.once(scene.session, scene.today, scene.at):
        for one, effect in played:
            _close(one, effect)
        scene.session.flush()
        for one, effect in played:
            _let_go(one, effect)
        for act in CaseAct:
            _do(act, played)


def _close(scene: Scene, effect: Effect) -> None:
    if VisitState(scene.visit.state) not in OPEN:
        scene.visit.state = VisitState.DUE
    told = [one.told() for one in scene.report.home_when]
    visits.close(scene.visit, effect.results, scene.made_on, scene.at, told)


def _let_go(scene: Scene, effect: Effect) -> None:
    for one in scene.visit.visit_cases:
        if one.case_id in effect.acts and one.case.held:
            cases.release(scene.session, scene.actor, one.case_id, scene.today, scene.at)


def _do(act: CaseAct, played: Played) -> None:
    """One act on all its cases: by day where that counts, alone where a word goes with it."""
    wanted = [
        (scene, case_id)
        for scene, effect in played
        for case_id, one in effect.acts.items()
        if one is act
    ]
    if not wanted:
        return
    match act:
        case CaseAct.RECEIVE:
            for day in sorted({scene.made_on for scene, _ in wanted}):
                _receive([one for one in wanted if one[0].made_on == day])
        case CaseAct.TRY_AGAIN:
            session, actor, today, at = _whose(wanted)
            cases.not_met(session, actor, [case_id for _, case_id in wanted], today, at)
        case CaseAct.WAIT_FOR_PAPERS:
            for scene, case_id in wanted:
                missing = _missing(scene.report, case_id)
                session, actor, today, at = _whose(wanted)
                supplements.papers_missing(session, actor, [case_id], missing, today, at)
        case CaseAct.HAND_OVER:
            for scene, case_id in wanted:
                _hand_over(scene, case_id)
        case _:
            session, actor, today, at = _whose(wanted)
            ids = [case_id for _, case_id in wanted]
            cases.hold(session, actor, ids, HOLDS[act], today, at)


Wanted = Sequence[tuple[Scene, int]]


def _whose(wanted: Wanted) -> tuple[Session, Actor, date, datetime]:
    scene = wanted[0][0]
    return scene.session, scene.actor, scene.today, scene.at


def _receive(wanted: Wanted) -> None:
    session, actor, today, at = _whose(wanted)
    ids = [case_id for _, case_id in wanted]
    cases.record_intake(session, actor, ids, wanted[0][0].made_on, today, at)


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
