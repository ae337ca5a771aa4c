"""
Routing tasks that every solver measured here can be given, and the judge of what they answer.

Place 0 is where vehicles start and end; customer ``c`` (from 0) is at place ``c + 1``. Ways, times,
prizes and the objective are whole numbers of the task's own ``unit``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Routes = Sequence[tuple[int, Sequence[int]]]
"""Of each vehicle used, its number and its customers in order."""


@dataclass(frozen=True, slots=True)
class Customer:
    """``prize`` is None where the customer must be visited; windows say when service may start."""

    service: int
    demand: int
    windows: tuple[tuple[int, int], ...]
    prize: int | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    """``count`` vehicles of one kind that may visit the customers marked in ``may``."""

    count: int
    capacity: int
    start: int
    end: int
    kind: int = 0
    fixed: int = 0
    may: NDArray[np.bool_] | None = None
    pause: tuple[int, int, int] | None = None
    """Length, earliest start and latest end of the break, for solvers that know breaks."""


@dataclass(frozen=True)
class Task:
    """Least way, less the prizes collected. ``ways``: one matrix for each kind of vehicle."""

    family: str
    name: str
    ways: tuple[NDArray[np.integer[Any]], ...]
    customers: tuple[Customer, ...]
    fleets: tuple[Fleet, ...]
    figure: Callable[[Routes], float]
    """The family's own judge: what routes are worth by its convention; ValueError if bad."""
    best_known: float | None = None
    most: bool = False
    """Whether a larger figure is the better one."""
    way_counts: bool = True
    """False where only the prizes count."""
    notes: tuple[str, ...] = field(default=())

    @property
    def optional(self) -> bool:
        """Whether customers may be left out."""
        return any(customer.prize is not None for customer in self.customers)

    @property
    def point(self) -> int:
        """A unit of prize against the way: where only prizes count, more than any leg."""
        return 1 if self.way_counts else int(max(way.max() for way in self.ways)) + 1

    def gap(self, figure: float) -> float | None:
        """By how much the figure is worse than the best known, as a share of it."""
        if self.best_known is None:
            return None
        worse = self.best_known - figure if self.most else figure - self.best_known
        return worse / self.best_known


def judge(task: Task, routes: Routes) -> float:
    """The figure of the routes by the task's own judge, after what holds for every task."""
    seen = [customer for _, row in routes for customer in row]
    if len(seen) != len(set(seen)):
        raise ValueError("a customer is visited twice")
    if not task.optional and len(seen) != len(task.customers):
        raise ValueError(f"{len(task.customers) - len(seen)} customers are not visited")
    if len({vehicle for vehicle, _ in routes}) != len(routes):
        raise ValueError("a vehicle is used twice")
    return task.figure(routes)
