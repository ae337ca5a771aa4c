"""
The rule of docs/phone-contract.md: what becomes of a report, and what it does.

Each question below is asked in the order of that table; the first that answers decides. Nothing
here looks at a clock or a database, so the same report over the same books always ends the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fieldops.domain.case import CaseState
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.sentences import Sentence
from fieldops.domain.visit import OPEN, VisitKind, VisitState
from fieldops.outcomes.known import KnownVisit
from fieldops.outcomes.report import CaseReport, CaseResult, Report

AHEAD, BEHIND = timedelta(days=1), timedelta(days=14)
"""How far a phone's clock may be from ours before a person looks at its dates."""


class CaseAct(StrEnum):
    """What a report does to one case. The holds wait for the registrar to decide."""

    RECEIVE = "receive"
    TRY_AGAIN = "try_again"
    WAIT_FOR_PAPERS = "wait_for_papers"
    HAND_OVER = "hand_over"
    HOLD_REFUSED = "hold_refused"
    HOLD_MOVED = "hold_moved"
    HOLD_OTHER = "hold_other"


@dataclass(frozen=True, slots=True)
class Effect:
    """What was found for each case of the visit, and an act for each that changes by it."""

    results: dict[int, Result]
    acts: dict[int, CaseAct]


@dataclass(frozen=True, slots=True)
class Decision:
    """The fate, why where it needs saying, and the effect (None: the books stay as they are)."""

    fate: Fate
    reason: Sentence | None = None
    effect: Effect | None = None


def decide(
    report: Report, visit: KnownVisit | None, *, received_at: datetime, made_on: date
) -> Decision:
    """What becomes of the report; ``made_on`` is its local day (``day_of``)."""
    if visit is None:
        return _review(Sentence("Không tìm thấy chuyến thăm này trong xã."))
    if reason := _clock_is_off(report, received_at):
        return _review(reason)
    if reason := _names_a_strange_case(report, visit):
        return _review(reason)
    if report.supersedes is not None:
        if reason := _cannot_correct(report, visit):
            return _review(reason)
    elif visit.state not in OPEN:
        return _closed(report, visit)
    for reason in _doubts(report, visit, made_on):
        return _review(reason)
    return Decision(Fate.STORED, effect=effect_of(report, visit))


def day_of(recorded_on: date, received_on: date) -> date:
    """The local day a report counts for: a phone ahead of its time does not make tomorrow."""
    return min(recorded_on, received_on)


def effect_of(report: Report, visit: KnownVisit) -> Effect:
    """The effect by the second table of the contract, for every case it is still open to."""
    results, acts = {}, {}
    for case_id, state in visit.cases.items():
        results[case_id] = found = _found(report, case_id)
        act = _act(visit.kind, found, report.result)
        if _is_open_to(state, act):
            acts[case_id] = act
    return Effect(results, acts)


def cannot_follow(report: Report, visit: KnownVisit) -> Sentence | None:
    """Why a supervisor cannot let the books follow a report that waits; None when they can."""
    if reason := _names_a_strange_case(report, visit):
        return reason
    if visit.state is VisitState.EXPECTED:
        return Sentence("Đăng ký và ghi số trước, rồi ghi việc trao giấy ở trang Hồ sơ.")
    undoes = visit.standing is not None and visit.standing.result is Result.DONE
    if undoes and report.result is not Result.DONE:
        return Sentence("Muốn rút lại một việc đã ghi “Xong”, sửa ở trang Hồ sơ.")
    if report.result is Result.DONE and not effect_of(report, visit).acts:
        return Sentence("Các hồ sơ của chuyến này không còn chờ việc ấy.")
    return None


def _found(report: Report, case_id: int) -> Result:
    """What was found for one case: its own word where the visit was made, else the visit's."""
    said = report.about(case_id)
    if said is None or report.result is not Result.DONE:
        return report.result
    return _OF_CASE[said.result]


_OF_CASE = {
    CaseResult.DONE: Result.DONE,
    CaseResult.PAPERS_MISSING: Result.PAPERS_MISSING,
    CaseResult.REFUSED: Result.REFUSED,
    CaseResult.NOT_DONE: Result.OTHER,
}


def _act(kind: VisitKind, found: Result, overall: Result) -> CaseAct:
    """A case merely left for another day (not done in a visit that was) is tried again."""
    if found is Result.DONE:
        return CaseAct.RECEIVE if kind is VisitKind.INTAKE else CaseAct.HAND_OVER
    if found is Result.PAPERS_MISSING and kind is VisitKind.INTAKE:
        return CaseAct.WAIT_FOR_PAPERS
    if found is Result.OTHER and overall is Result.DONE:
        return CaseAct.TRY_AGAIN
    return _WITHOUT_RESULT[found]


_WITHOUT_RESULT = {
    Result.NOT_HOME: CaseAct.TRY_AGAIN,
    Result.REFUSED: CaseAct.HOLD_REFUSED,
    Result.MOVED: CaseAct.HOLD_MOVED,
    Result.PAPERS_MISSING: CaseAct.HOLD_OTHER,
    Result.OTHER: CaseAct.HOLD_OTHER,
}


_BEFORE_INTAKE = frozenset({CaseState.REQUESTED, CaseState.SUPPLEMENT})
_STILL_OPEN = _BEFORE_INTAKE | {CaseState.RECEIVED, CaseState.PROCESSED}


def _is_open_to(state: CaseState, act: CaseAct) -> bool:
    match act:
        case CaseAct.RECEIVE | CaseAct.WAIT_FOR_PAPERS:
            return state in _BEFORE_INTAKE
        case CaseAct.HAND_OVER:
            return state is CaseState.PROCESSED
        case _:
            return state in _STILL_OPEN


def _clock_is_off(report: Report, received_at: datetime) -> Sentence | None:
    if -BEHIND <= report.recorded_at - received_at <= AHEAD:
        return None
    return Sentence("Đồng hồ của máy có thể sai: máy ghi ngày {day}.", {"day": _day(report)})


def _day(report: Report) -> date:
    return report.recorded_at.date()


def _names_a_strange_case(report: Report, visit: KnownVisit) -> Sentence | None:
    if all(one.case_id in visit.cases for one in report.cases):
        return None
    return Sentence("Báo cáo nói tới hồ sơ không thuộc chuyến thăm này.")


def _cannot_correct(report: Report, visit: KnownVisit) -> Sentence | None:
    standing = visit.standing
    if standing is None or str(report.supersedes) not in standing.ids:
        return Sentence("Bản được sửa không còn là bản đang dùng của chuyến thăm này.")
    if standing.result is Result.DONE and report.result is not Result.DONE:
        return Sentence("Bản sửa rút lại một kết quả “Xong”; xã có thể đã làm tiếp.")
    return None


def _closed(report: Report, visit: KnownVisit) -> Decision:
    """Two phones of one team saying the same is one fact told twice."""
    if visit.standing is not None and visit.standing.result is report.result:
        return Decision(Fate.STORED, Sentence("Cả đội đã báo cùng một kết quả."))
    return _review(Sentence("Chuyến thăm này đã khép lại với kết quả khác."))


def _doubts(report: Report, visit: KnownVisit, made_on: date) -> Iterator[Sentence]:
    if visit.state is VisitState.EXPECTED:
        yield Sentence("Chưa đăng ký xong nên chưa có giấy để trao ở chuyến này.")
    if report.result is Result.DONE:
        yield from _not_possible(report, visit)
    elif report.result in _LEAVES_A_LATER_DAY and visit.planned_on and visit.planned_on > made_on:
        yield Sentence("Kế hoạch đã dời chuyến này sang {day}.", {"day": visit.planned_on})


_LEAVES_A_LATER_DAY = frozenset({Result.NOT_HOME, Result.PAPERS_MISSING, Result.OTHER})


def _not_possible(report: Report, visit: KnownVisit) -> Iterator[Sentence]:
    correcting = report.supersedes is not None
    for case_id, state in visit.cases.items():
        said = report.about(case_id)
        act = _act(visit.kind, _found(report, case_id), report.result)
        if not _is_open_to(state, act) and not correcting:
            yield Sentence("Một hồ sơ của chuyến này đã được xã làm khác đi trong lúc đội đi.")
        if act is CaseAct.HAND_OVER and not _says_who(said):
            yield Sentence("Báo cáo chưa nói ai đã nhận giấy.")


def _says_who(said: CaseReport | None) -> bool:
    return said is not None and said.handover is not None


def _review(reason: Sentence) -> Decision:
    return Decision(Fate.NEEDS_REVIEW, reason)
