"""Cases: one person, one procedure, from the request to the paper in hand."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Procedure(StrEnum):
    """
    The procedures a team can carry to a home, and those of the same-day lane at the office.

    Times, fees and codes are in ``civil``, dated.
    """

    MOBILE_BIRTH = "mobile_birth"
    MOBILE_DEATH = "mobile_death"
    BIRTH_WITH_PAPERS = "birth_with_papers"
    BIRTH_AGAIN = "birth_again"
    DEATH_AGAIN = "death_again"
    ID_CARD = "id_card"
    RESIDENCE = "residence"
    TEMPORARY_RESIDENCE = "temporary_residence"
    RESIDENCE_END = "residence_end"
    CERTIFIED_SIGNATURE = "certified_signature"
    CERTIFIED_COPY = "certified_copy"
    COURIER_RETURN = "courier_return"
    OFFICE_BIRTH = "office_birth"
    OFFICE_DEATH = "office_death"
    EXTRACT_COPY = "extract_copy"


BIRTHS = frozenset({Procedure.MOBILE_BIRTH, Procedure.BIRTH_WITH_PAPERS, Procedure.BIRTH_AGAIN})
DEATHS = frozenset({Procedure.MOBILE_DEATH, Procedure.DEATH_AGAIN})
AGAIN = frozenset({Procedure.BIRTH_AGAIN, Procedure.DEATH_AGAIN})
"""An event that was registered before and whose register and papers are lost."""


AT_OFFICE = frozenset({Procedure.OFFICE_BIRTH, Procedure.OFFICE_DEATH, Procedure.EXTRACT_COPY})
"""Done at once for who comes: no case of ours, no visit."""


class Register(StrEnum):
    """The civil registers. A paper one can be in one place at a time."""

    BIRTH = "birth"
    DEATH = "death"


class CaseState(StrEnum):
    """
    Where a case stands for the commune. The official status code follows from it.

    REQUESTED (asked for, nothing received) → RECEIVED (dossier taken at the door) → PROCESSED
    (registered or otherwise finished at the office) → HANDED_OVER (the paper is in hand: closed).
    SUPPLEMENT: papers are missing. WITHDRAWN and REFUSED close the case without a paper.
    """

    REQUESTED = "requested"
    RECEIVED = "received"
    SUPPLEMENT = "supplement"
    PROCESSED = "processed"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


CLOSED = frozenset({CaseState.HANDED_OVER, CaseState.WITHDRAWN, CaseState.REFUSED})


def case_code(case_id: int) -> str:
    """How people name a case of ours among themselves: HS00042. Not the official dossier code."""
    return f"HS{case_id:05}"


class Hold(StrEnum):
    """Why an open case waits for the registrar to decide, and is in nobody's plan meanwhile."""

    REFUSED = "refused"  # the family said no at the door
    MOVED = "moved"
    OTHER = "other"


class Ground(StrEnum):
    """
    Why a case is served at home (Thông tư 04/2020/TT-BTP, art. 24).

    For a birth: the parents are disabled, ill or held, and no other relative can go. For a death:
    no relatives, or they live elsewhere, are old, weak or disabled. Else by the commune's decision.
    """

    DISABLED = "disabled"
    ILL = "ill"
    DETAINED = "detained"
    NO_RELATIVES = "no_relatives"
    OLD_OR_WEAK = "old_or_weak"
    DECISION = "decision"


class DossierStatus(IntEnum):
    """The official dossier status codes (DOMAIN §4, secondary source)."""

    SUBMITTED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROGRESS = 4
    SUPPLEMENT_ASKED = 5
    FEE_DUE = 6
    WITHDRAWN = 7
    STOPPED = 8
    PROCESSED = 9
    RETURNED = 10


class Channel(IntEnum):
    """How a request reached the commune."""

    DIRECT = 1
    ONLINE = 2
    POST = 3
