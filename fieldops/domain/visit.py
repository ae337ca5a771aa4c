"""Visits: one call at one home, for all the cases there that need the same step."""

from __future__ import annotations

from enum import StrEnum


class VisitKind(StrEnum):
    """What the team comes for."""

    INTAKE = "intake"
    DELIVERY = "delivery"
    COURIER = "courier"  # a paper that needs no signature in a register


class VisitState(StrEnum):
    """
    EXPECTED: a delivery whose intake is still to come; planned with it, due only once registered.
    DUE: to be made. DONE, MISSED (a second try is a new visit), VOID (not needed) are final.
    """

    EXPECTED = "expected"
    DUE = "due"
    DONE = "done"
    MISSED = "missed"
    VOID = "void"


OPEN = frozenset({VisitState.EXPECTED, VisitState.DUE})
