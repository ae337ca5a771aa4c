"""
How much better a plan could be at most, plan and proof within a given time.

``make bench-gap`` or ``python -m benchmarks.gap --homes 200 --seconds 30 --seeds 3``. Prints one
line a seed: the plan's value, what no plan is worth more than, the share between, and the seconds
of both together. The communes are invented (``benchmarks.commune``).
"""

from __future__ import annotations

import os
import time

import click

from benchmarks.commune import Size, commune
from benchmarks.plan import FIRST_SEED, sized
from fieldops.planning import Limit, check, solve
from fieldops.planning.bound import percent_better, prove
from fieldops.planning.warm import warm

PLANNING = 0.7
"""Share of the time that the plan has; the proof has the rest."""


@click.command()
@sized
@click.option("--seconds", default=30.0, show_default=True, help="For plan and proof together.")
@click.option("--seeds", default=3, show_default=True)
def measure(seconds: float, seeds: int, **size: int) -> None:
    """Plan invented communes, prove how good the plans are, and print both."""
    warm()
    click.echo("seed visits value bound better_at_most seconds load")
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        _one(Size(**size), seed, seconds)


def _one(size: Size, seed: int, seconds: float) -> None:
    problem = commune(size, seed)
    began = time.monotonic()
    plan = solve(problem, Limit(PLANNING * seconds), seed=1)
    plan = prove(problem, plan, Limit(seconds - (time.monotonic() - began)))
    spent = time.monotonic() - began
    if check(problem, plan):
        raise SystemExit("the plan breaks a rule")
    better = percent_better(problem, plan)
    share = "no bound" if better is None else f"{better:.2f} %"
    click.echo(
        f"{seed} {len(problem.visits)} {plan.value} {plan.bound} {share} {spent:.1f} "
        f"{os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    measure()
