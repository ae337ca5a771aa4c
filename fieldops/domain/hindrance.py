"""Hindrances: what a plan must do without for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class HindranceKind(StrEnum):
    """What is not to be had."""

    PERSON = "person"
    VEHICLE = "vehicle"
    FERRY = "ferry"
    HAMLET = "hamlet"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """
    From ``from_on`` to ``to_on``, both inclusive: someone is away, a way is shut.

    ``id`` is that of the person, the vehicle or the hamlet; of a ferry its number in the commune's
    list, from 1.
    """

    kind: HindranceKind
    id: int
    from_on: date
    to_on: date

    def on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.from_on <= day <= self.to_on

    def to_json(self) -> dict[str, Any]:
        """As stored with a request; ``from_json`` gives it back."""
        return {
            "kind": self.kind.value,
            "id": self.id,
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
        }

    @staticmethod
    def from_json(document: dict[str, Any]) -> Hindrance:
        return Hindrance(
            HindranceKind(document["kind"]),
            document["id"],
            date.fromisoformat(document["from_on"]),
            date.fromisoformat(document["to_on"]),
        )
