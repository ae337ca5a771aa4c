"""
How soon a first checked plan comes, and what the final one is worth.

``make bench-plan`` or ``python -m benchmarks.plan --homes 240 --seconds 20 --seeds 3``. Prints one
line a seed; the communes are invented (``benchmarks.commune``), their seeds apart from any test's.
"""

from __future__ import annotations

import os
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

import click

from benchmarks.commune import Size, commune
from fieldops.planning import Limit, Progress, check, solve

_F = TypeVar("_F", bound=Callable[..., None])

FIRST_SEED = 1_000
"""Tests use seeds below it."""


def sized(command: _F) -> _F:
    """Options for the size of the commune, one for each field of ``Size``."""
    for field in reversed(fields(Size)):
        option = click.option(f"--{field.name}", default=field.default, show_default=True)
        command = option(command)
    return command


@click.command()
@sized
@click.option("--seconds", default=20.0, show_default=True)
@click.option("--seeds", default=3, show_default=True)
def measure(seconds: float, seeds: int, **size: int) -> None:
    """Solve invented communes and print what came of it."""
    click.echo(
        "seed visits first_s first_value final_s final_value planned left proved km MB load rules"
    )
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        _one(Size(**size), seed, seconds)


def _one(size: Size, seed: int, seconds: float) -> None:
    problem = commune(size, seed)
    first: list[tuple[float, int]] = []
    began = time.monotonic()

    def note(progress: Progress) -> None:
        if progress.planned and not first:
            first.append((time.monotonic() - began, progress.value))

    plan = solve(problem, Limit(seconds), seed=seed, report=note)
    spent = time.monotonic() - began
    if check(problem, plan):
        raise SystemExit("the plan breaks a rule")
    first_seconds, first_value = first[0] if first else (spent, plan.value)
    rules = Counter(left.rule for left in plan.unplanned)
    planned = sum(len(route.stops) for route in plan.routes)
    proved = sum(left.proved for left in plan.unplanned)
    click.echo(
        f"{seed} {len(problem.visits)} {first_seconds:.2f} {first_value} {spent:.2f} {plan.value} "
        f"{planned} {len(plan.unplanned)} {proved} {plan.metres / 1000:.0f} "
        f"{megabytes()} {os.getloadavg()[0]:.1f} {dict(rules)}"
    )


def megabytes() -> int:
    """The most memory this process has had at once, libraries and all."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    measure()
