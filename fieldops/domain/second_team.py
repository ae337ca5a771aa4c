"""A home that needs two teams at once: why, who the second one is, and at which visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fieldops.domain.people import Role
from fieldops.domain.units import MINUTE, Seconds
from fieldops.domain.visit import VisitKind


class SecondWhy(StrEnum):
    """What the second team is for. ``INTERPRETING``: it brings the language, the first need not."""

    LIFT = "lift"
    HARD_CASE = "hard_case"
    INTERPRETING = "interpreting"


class SecondAt(StrEnum):
    """The visits it comes to."""

    EACH = "each"
    INTAKE = "intake"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class SecondTeam:
    """
    Asked for by ``asked_by`` on ``asked_on``: it starts with the first team and stays ``seconds``.

    ``roles`` must be in it; none means anybody. ``note`` is for the desk alone.
    """

    why: SecondWhy
    at: SecondAt = SecondAt.EACH
    roles: frozenset[Role] = frozenset()
    seconds: Seconds = 30 * MINUTE
    note: str = ""
    asked_by: str = ""
    asked_on: date | None = None

    def comes_to(self, kind: VisitKind) -> bool:
        """Whether it is asked for at a visit of that kind; a paper merely brought needs none."""
        if kind is VisitKind.COURIER:
            return False
        return self.at is SecondAt.EACH or self.at.value == kind.value

    def to_json(self) -> dict[str, Any]:
        """As stored with the household; ``from_json`` gives it back."""
        return {
            "why": self.why.value,
            "at": self.at.value,
            "roles": sorted(self.roles),
            "seconds": self.seconds,
            "note": self.note,
            "asked_by": self.asked_by,
            "asked_on": self.asked_on.isoformat() if self.asked_on else None,
        }

    @staticmethod
    def from_json(document: dict[str, Any]) -> SecondTeam:
        asked_on = document.get("asked_on")
        return SecondTeam(
            SecondWhy(document["why"]),
            SecondAt(document["at"]),
            frozenset(map(Role, document["roles"])),
            document["seconds"],
            document.get("note", ""),
            document.get("asked_by", ""),
            date.fromisoformat(asked_on) if asked_on else None,
        )
