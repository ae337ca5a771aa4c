"""What families are asked about the service, in four questions, and how an answer came in."""

from __future__ import annotations

from enum import StrEnum


class Satisfaction(StrEnum):
    """How content a family is on the whole. VERY and CONTENT count as satisfied."""

    VERY = "very"
    CONTENT = "content"
    SO_SO = "so_so"
    NOT = "not"


SATISFIED = frozenset({Satisfaction.VERY, Satisfaction.CONTENT})


class Reply(StrEnum):
    """An answer to a plain question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class SurveyChannel(StrEnum):
    """How an answer came in. The value stands in the ticket."""

    QR = "q"  # the family's own phone, by the code on the handover receipt
    PHONE = "p"  # the team's phone, handed over for a minute
    SPOKEN = "s"  # told to an officer, who typed it
