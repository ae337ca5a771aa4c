"""Case states in one table: which act moves which state to which, and the official code of each."""

from __future__ import annotations

from enum import StrEnum

from fieldops.civil.procedures import ProcedureRule
from fieldops.domain.case import CaseState, DossierStatus
from fieldops.domain.errors import Conflict
from fieldops.domain.sentences import Sentence


class Act(StrEnum):
    """What someone does to a case."""

    RECEIVE = "receive"
    ASK_SUPPLEMENT = "ask_supplement"
    PROCESS = "process"
    HAND_OVER = "hand_over"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    REOPEN_REQUEST = "reopen_request"
    REOPEN_DOSSIER = "reopen_dossier"
    REOPEN_WAITING = "reopen_waiting"


UNDOING = frozenset({Act.REOPEN_REQUEST, Act.REOPEN_DOSSIER, Act.REOPEN_WAITING})
"""Acts that take back a withdrawal or refusal."""

_S, _A = CaseState, Act

MOVES: dict[tuple[CaseState, Act], CaseState] = {
    (_S.REQUESTED, _A.RECEIVE): _S.RECEIVED,
    (_S.REQUESTED, _A.ASK_SUPPLEMENT): _S.SUPPLEMENT,
    (_S.REQUESTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.REQUESTED, _A.REFUSE): _S.REFUSED,
    (_S.SUPPLEMENT, _A.RECEIVE): _S.RECEIVED,
    (_S.SUPPLEMENT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.SUPPLEMENT, _A.REFUSE): _S.REFUSED,
    (_S.RECEIVED, _A.ASK_SUPPLEMENT): _S.SUPPLEMENT,
    (_S.RECEIVED, _A.PROCESS): _S.PROCESSED,
    (_S.RECEIVED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.RECEIVED, _A.REFUSE): _S.REFUSED,
    (_S.PROCESSED, _A.HAND_OVER): _S.HANDED_OVER,
    # undoing a withdrawal or refusal made by mistake: back to where the dossier was
    (_S.WITHDRAWN, _A.REOPEN_REQUEST): _S.REQUESTED,
    (_S.WITHDRAWN, _A.REOPEN_DOSSIER): _S.RECEIVED,
    (_S.REFUSED, _A.REOPEN_REQUEST): _S.REQUESTED,
    (_S.REFUSED, _A.REOPEN_DOSSIER): _S.RECEIVED,
    (_S.WITHDRAWN, _A.REOPEN_WAITING): _S.SUPPLEMENT,
    (_S.REFUSED, _A.REOPEN_WAITING): _S.SUPPLEMENT,
}
"""What is not here is not allowed. A registered case is never withdrawn: the entry stands."""


def first_state(rule: ProcedureRule) -> CaseState:
    """A courier's paper is ready when the case begins; all else begins as a request."""
    return CaseState.PROCESSED if rule.intake is None else CaseState.REQUESTED


def move(state: CaseState, act: Act) -> CaseState:
    """The state after the act; raises Conflict with a sentence when the act is not allowed."""
    try:
        return MOVES[state, act]
    except KeyError:
        raise Conflict(_refusal(act)) from None


def reopening(*, received: bool, waiting: bool) -> Act:
    """The act that brings a closed case back to where its dossier was, papers awaited or not."""
    if waiting:
        return Act.REOPEN_WAITING
    return Act.REOPEN_DOSSIER if received else Act.REOPEN_REQUEST


def allowed(state: CaseState) -> frozenset[Act]:
    """The acts the state allows."""
    return frozenset(act for start, act in MOVES if start == state)


def official_status(state: CaseState, *, received: bool, verifying: bool = False) -> DossierStatus:
    """
    The official dossier status code (DOMAIN §4).

    ``received``: a dossier was taken at some time; a refusal before that is "not accepted" (3),
    after it "stopped" (8). ``verifying``: the police were asked, so the dossier is "in progress".
    """
    if state == CaseState.REFUSED:
        return DossierStatus.STOPPED if received else DossierStatus.NOT_ACCEPTED
    if state == CaseState.RECEIVED and verifying:
        return DossierStatus.IN_PROGRESS
    return _CODES[state]


_CODES = {
    CaseState.REQUESTED: DossierStatus.SUBMITTED,
    CaseState.RECEIVED: DossierStatus.ACCEPTED,
    CaseState.SUPPLEMENT: DossierStatus.SUPPLEMENT_ASKED,
    CaseState.PROCESSED: DossierStatus.PROCESSED,
    CaseState.HANDED_OVER: DossierStatus.RETURNED,
    CaseState.WITHDRAWN: DossierStatus.WITHDRAWN,
}


def _refusal(act: Act) -> Sentence:
    match act:
        case Act.RECEIVE:
            return Sentence("Hồ sơ này đã được tiếp nhận hoặc đã đóng. Tải lại trang để xem.")
        case Act.PROCESS:
            return Sentence("Hồ sơ này chưa được tiếp nhận hoặc đã xử lý xong. Tải lại trang.")
        case Act.HAND_OVER:
            return Sentence("Hồ sơ này chưa có kết quả để trao. Đăng ký xong rồi mới trao.")
        case _:
            return Sentence("Trạng thái hồ sơ đã thay đổi nên không làm được việc này nữa.")
