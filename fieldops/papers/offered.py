"""Which papers a case can be given, from where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldops.domain.case import CaseState, Register
from fieldops.domain.partial_date import PartialDate

NEWBORN = timedelta(days=365)
"""A letter to welcome a new member is for a child born within a year of it: our own measure."""

BEFORE_RESULT = frozenset({CaseState.REQUESTED, CaseState.SUPPLEMENT, CaseState.RECEIVED})
WITH_RESULT = frozenset({CaseState.PROCESSED, CaseState.HANDED_OVER})
STOPPED = frozenset({CaseState.WITHDRAWN, CaseState.REFUSED})


class CasePaper(StrEnum):
    """A paper of one case; the value stands in addresses and in the audit."""

    DECLARATION = "declaration"
    ASSISTED_DECLARATION = "assisted-declaration"
    RECEIPT = "receipt"
    HANDOVER = "handover"
    CONDOLENCE = "condolence"
    NEW_MEMBER = "new-member"
    SUPPLEMENT = "supplement-request"
    APOLOGY = "apology"
    ENVELOPE = "envelope"


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What decides: the register the case ends in, its state, whether a dossier is taken at the
    door and a result brought back, when a child was born, whether papers
    are awaited, and whether the office apologised.
    """

    register: Register | None
    state: CaseState
    has_intake: bool
    has_return: bool
    birth: PartialDate | None = None
    awaits_papers: bool = False
    apologised: bool = False


def offered(case: Standing, today: date) -> tuple[CasePaper, ...]:
    """The papers in the order they are needed; none once a case is withdrawn or refused."""
    if case.state in STOPPED:
        return ()
    papers: list[CasePaper] = []
    if case.state in BEFORE_RESULT:
        if case.register:
            papers += [CasePaper.DECLARATION, CasePaper.ASSISTED_DECLARATION]
        if case.has_intake and case.has_return:
            papers.append(CasePaper.RECEIPT)
    elif case.has_return:
        papers.append(CasePaper.HANDOVER)
    if case.awaits_papers:
        papers.append(CasePaper.SUPPLEMENT)
    if case.apologised:
        papers.append(CasePaper.APOLOGY)
    if case.register == Register.DEATH:
        papers.append(CasePaper.CONDOLENCE)
    if case.register == Register.BIRTH and _is_newborn(case.birth, today):
        papers.append(CasePaper.NEW_MEMBER)
    return (*papers, CasePaper.ENVELOPE)


def _is_newborn(birth: PartialDate | None, today: date) -> bool:
    return birth is not None and today - NEWBORN <= birth.earliest <= today
