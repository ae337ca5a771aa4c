"""How long a solver may look, and what it says while it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fieldops.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Limit:
    """
    When to stop: after ``seconds`` by the clock, or after ``steps`` of the search.

    With ``steps`` alone the clock is never looked at, and the same problem, seed and steps give the
    same plan. With both, whichever comes first. Raises ValueError when neither is given.
    """

    seconds: float | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        if self.seconds is None and self.steps is None:
            raise ValueError("a limit needs seconds or steps")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is found so far: the best plan, checked, and how far the search has come (0 to 1)."""

    plan: Plan
    planned: int
    unplanned: int
    done: float

    @property
    def value(self) -> int:
        """The value of the best plan so far."""
        return self.plan.value


Report: TypeAlias = Callable[[Progress], None]
Cancelled: TypeAlias = Callable[[], bool]
