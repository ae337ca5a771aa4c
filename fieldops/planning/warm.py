"""Compiles the kernel at set-up, ``python -m fieldops.planning.warm``: not while a leader waits."""

from __future__ import annotations

from datetime import date

from fieldops.domain.units import HOUR
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning.bound import prove
from fieldops.planning.limits import Limit
from fieldops.planning.matrix import Square
from fieldops.planning.problem import Link, Person, Problem, Shift, Travel, Vehicle, Visit, WorkDay
from fieldops.planning.solver import solve

ENDLESS = float(HOUR)
"""Seconds: a proof that runs out of time while its functions are compiled leaves some for later."""


def warm() -> None:
    """Plan a household of two visits, which calls every compiled function and keeps its code."""
    table = Square([[0, 60], [60, 0]])
    visits = [
        Visit(id=name, household_id="h", hamlet_id="h", place=1, service=HOUR)
        for name in ("intake", "delivery")
    ]
    problem = Problem(
        days=tuple(WorkDay(date(2026, 11, 23 + n), n, 1) for n in range(3)),
        people=(Person("p", frozenset(), (Shift(7 * HOUR, 17 * HOUR),) * 3),),
        vehicles=(Vehicle("v", VehicleKind.MOTORBIKE, 2),),
        visits=tuple(visits),
        travel={VehicleKind.MOTORBIKE: Travel(table, table)},
        links=(Link("intake", "delivery", 1, 2),),
    )
    plan = solve(problem, Limit(steps=24))
    prove(problem, plan, Limit(seconds=ENDLESS))


if __name__ == "__main__":
    warm()
