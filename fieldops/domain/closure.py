"""Closures: a ferry that stops or the way into a hamlet that is cut, on days the commune names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fieldops.domain.hindrance import Hindrance, HindranceKind

CLOSED_WAYS = frozenset({HindranceKind.FERRY, HindranceKind.HAMLET})
"""Of what a plan may have to do without, the ways: true for every plan, whoever makes it."""


@dataclass(frozen=True, slots=True)
class Closure:
    """
    A way shut for the days of ``hindrance``, both inclusive: every plan until then goes round it.

    ``reason`` as it was told, ``said_by`` and ``said_on`` who made it known, and when.
    """

    hindrance: Hindrance
    reason: str = ""
    said_by: str = ""
    said_on: date | None = None

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.hindrance.to_on < today

    def covers(self, other: Hindrance) -> bool:
        """Whether it says of the same way all that ``other`` says, and maybe more days."""
        mine = self.hindrance
        same = (mine.kind, mine.id) == (other.kind, other.id)
        return same and mine.from_on <= other.from_on and other.to_on <= mine.to_on

    def ended(self, today: date) -> Closure | None:
        """The closure as one open again from ``today`` on; None where it had not begun."""
        if self.hindrance.from_on >= today:
            return None
        return replace(self, hindrance=replace(self.hindrance, to_on=today - timedelta(days=1)))

    def to_json(self) -> dict[str, Any]:
        """As stored with the settings; ``from_json`` gives it back."""
        said_on = self.said_on.isoformat() if self.said_on else None
        said = {"reason": self.reason, "said_by": self.said_by, "said_on": said_on}
        return self.hindrance.to_json() | said

    @staticmethod
    def from_json(document: dict[str, Any]) -> Closure:
        said_on = document.get("said_on")
        return Closure(
            Hindrance.from_json(document),
            document.get("reason", ""),
            document.get("said_by", ""),
            date.fromisoformat(said_on) if said_on else None,
        )
