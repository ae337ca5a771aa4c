"""A linear programme, and what no solution of it exceeds: proved in whole numbers by its prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver import pywraplp

_FINE = 1_000_000
"""Prices are whole millionths, so that the proof is one sum of whole numbers."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The sum of coefficient × column is at most ``most``."""

    terms: Mapping[int, int]
    most: int
    name: Hashable


class Programme:
    """Maximise base + worth × column, each column from 0 to its most, under the rows."""

    def __init__(self) -> None:
        self.base = 0
        self.worth: list[int] = []
        self.most: list[int] = []
        self.rows: list[_Row] = []

    def column(self, worth: int, most: int = 1) -> int:
        """A new column; returns its number."""
        self.worth.append(worth)
        self.most.append(most)
        return len(self.worth) - 1

    def row(self, terms: Mapping[int, int], most: int = 0, name: Hashable = None) -> None:
        """Ask that the terms add up to at most so much; rows of one name are alike."""
        if terms:
            self.rows.append(_Row(terms, most, name))

    def bound(self, seconds: float) -> int | None:
        """The proved bound; None when the solver found no prices in time."""
        prices = self.prices(seconds)
        return None if prices is None else self.proved(prices)

    def prices(self, seconds: float) -> list[int] | None:
        """The price of each row, in millionths, none below 0; None where not found in time."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.set_time_limit(max(1, int(1000 * seconds)))
        columns = [solver.NumVar(0, most, "") for most in self.most]
        rows: list[Any] = []
        for row in self.rows:
            rows.append(solver.Constraint(-solver.infinity(), row.most))
            for column, factor in row.terms.items():
                rows[-1].SetCoefficient(columns[column], factor)
        for column, worth in zip(columns, self.worth, strict=True):
            solver.Objective().SetCoefficient(column, worth)
        solver.Objective().SetMaximization()
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        return [max(0, round(_FINE * row.dual_value())) for row in rows]

    def named(self, prices: Sequence[int]) -> dict[Hashable, float]:
        """What a unit of the rows of each name costs on average; rows without units add up."""
        paid: dict[Hashable, float] = defaultdict(float)
        units: dict[Hashable, int] = defaultdict(int)
        for row, price in zip(self.rows, prices, strict=True):
            paid[row.name] += price * (row.most or 1) / _FINE
            units[row.name] += row.most
        return {name: cost / (units[name] or 1) for name, cost in paid.items()}

    def proved(self, prices: Sequence[int]) -> int:
        """What no solution exceeds, for any prices of the rows (in millionths, none below 0)."""
        left = [_FINE * worth for worth in self.worth]
        total = _FINE * self.base
        for row, price in zip(self.rows, prices, strict=True):
            total += price * row.most
            for column, factor in row.terms.items():
                left[column] -= price * factor
        total += sum(max(0, each) * most for each, most in zip(left, self.most, strict=True))
        return total // _FINE
