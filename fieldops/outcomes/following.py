"""
Which reports the books may follow a moment later, after their sender was answered.

Only where nothing can stand against it when its turn comes: the answer "stored" must stay true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fieldops.domain.case import CaseState
from fieldops.outcomes.decide import CaseAct, Effect
from fieldops.outcomes.report import Mark, Report


@dataclass(frozen=True, slots=True)
class CaseDays:
    """``requested_on``, and ``processed_on`` once its paper is made."""

    requested_on: date
    processed_on: date | None = None


def may_wait(
    report: Report,
    effect: Effect,
    states: Mapping[int, CaseState],
    days: Mapping[int, CaseDays],
    made_on: date,
) -> bool:
    """
    Whether the books are sure to take the effect as it stands.

    A correction undoes what other reports did, so it never waits. ``made_on``: the report's day.
    """
    return report.supersedes is None and all(
        _is_sure(report, act, case_id, states[case_id], days[case_id], made_on)
        for case_id, act in effect.acts.items()
    )


def _is_sure(
    report: Report, act: CaseAct, case_id: int, state: CaseState, days: CaseDays, made_on: date
) -> bool:
    match act:
        case CaseAct.RECEIVE:
            return state is CaseState.REQUESTED and days.requested_on <= made_on
        case CaseAct.WAIT_FOR_PAPERS:
            said = report.about(case_id)
            words = (said.missing if said else "") or report.note
            return state is CaseState.REQUESTED and bool(words.strip())
        case CaseAct.HAND_OVER:
            ready = days.processed_on or days.requested_on
            return ready <= made_on and _is_signed(report, case_id)
        case _:
            return True


def _is_signed(report: Report, case_id: int) -> bool:
    said = report.about(case_id)
    paper = said.handover if said else None
    if paper is None or not paper.received_by.strip():
        return False
    return paper.mark is Mark.SIGNATURE or paper.read_aloud
