"""The master: the best mix of the routes known so far; its prices say which to look for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ortools.linear_solver import pywraplp

from fieldops.planning.pooled import FINE, Pool, Tour

LEEWAY = 1000 * FINE
"""A price may move by its part of this much at least, where it is small or nothing itself."""

MOST_PRICE = 1 << 50
"""No price is taken for more than this."""


FROM_LAST = "use_preprocessing: false use_scaling: false"
"""
Each solution starts from the one before. With GLOP's preprocessing it takes a third longer, and
now and then ends as abnormal, with which the proof would end too.
"""


class Master:
    """A linear programme over the routes added; prices near ``about`` once it is held there."""

    def __init__(self, pool: Pool, share: int) -> None:
        self.pool, self.share = pool, share
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.SetSolverSpecificParametersAsString(FROM_LAST)
        self._rows: list[Any] = [
            self._lp.Constraint(-self._lp.infinity(), most) for most in pool.most
        ]
        self._lp.Objective().SetMaximization()
        self._lp.Objective().SetOffset(pool.base / FINE)
        self.tours: set[Tour] = set()
        self._held = [row for row in range(len(pool.most)) if row != pool.team_row]
        self._slack: list[tuple[Any, Any]] = []

    def add(self, tours: Sequence[Tour]) -> None:
        """Add the routes that are not there yet."""
        for tour in tours:
            if tour not in self.tours:
                self.tours.add(tour)
                worth, rows = self.pool.column(tour, self.share)
                self._column(worth / FINE, rows, sum(self.pool.teams))

    def _column(self, worth: float, rows: dict[int, int], most: float) -> Any:
        column = self._lp.NumVar(0, most, "")
        self._lp.Objective().SetCoefficient(column, worth)
        for row, times in rows.items():
            self._rows[row].SetCoefficient(column, times)
        return column

    def hold(self, about: Sequence[int], part: float) -> None:
        """
        Keep each price within that part of itself from ``about``: prices that jump prove nothing.

        For a fee a row may be overdrawn, for less than that it may be sold; both end where the
        prices have found their place (a box step; Marsten, Hogan and Blankenship, 1975). The price
        of a team-day is free: it takes up what routes bring beyond the others, as the bound does.
        """
        if not self._slack:
            most = self._lp.infinity()
            self._slack = [
                (self._column(0, {row: -1}, most), self._column(0, {row: 1}, most))
                for row in self._held
            ]
        for (over, sold), middle in zip(self._slack, (about[r] for r in self._held), strict=True):
            reach = part * max(middle, LEEWAY)
            self._lp.Objective().SetCoefficient(over, -(middle + reach) / FINE)
            self._lp.Objective().SetCoefficient(sold, max(0.0, middle - reach) / FINE)

    @property
    def free(self) -> bool:
        """Whether the last solution would be the same with the prices held nowhere."""
        held = (slack for pair in self._slack for slack in pair if self._price(slack))
        return all(slack.solution_value() < 1e-6 for slack in held)

    def _price(self, column: Any) -> float:
        return float(self._lp.Objective().GetCoefficient(column))

    def solve(self, seconds: float) -> tuple[float, list[int]] | None:
        """Its value and the prices of the rows, in ``FINE``; None when not solved in that time."""
        self._lp.set_time_limit(max(1, int(1000 * seconds)))
        if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        prices = [price_of(row.dual_value()) for row in self._rows]
        return FINE * self._lp.Objective().Value(), prices


def price_of(dual: float) -> int:
    """A price in whole ``FINE``, none below 0, none above the most."""
    return min(max(0, round(FINE * dual)), MOST_PRICE)
