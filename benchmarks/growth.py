"""
How the planner grows: value, seconds and memory against the number of homes.

``python -m benchmarks.growth [--again] [--most 10000]`` (part of ``make bench``). Each size has a
process of its own, so its memory is its own. What has been measured stays in
``benchmarks/results/growth.json``; ``growth.md`` and ``growth.svg`` are made from there.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import click

from benchmarks.commune import Size, commune
from benchmarks.machine import RESULTS, machine
from benchmarks.plan import FIRST_SEED, megabytes
from fieldops.planning import Limit, Progress, check, solve
from fieldops.planning.solver import SOLVER, VERSION
from fieldops.planning.warm import warm


@dataclass(frozen=True, slots=True)
class Step:
    """So many homes, and the days, teams and seconds they get."""

    homes: int
    days: int
    teams: int
    seconds: float

    @property
    def size(self) -> Size:
        """A registrar for every second team, a police officer and two volunteers for each."""
        half = max(1, self.teams // 2)
        return Size(self.homes, self.days, self.teams, half, self.teams, 2 * self.teams)


STEPS = (
    Step(200, 10, 2, 20.0),
    Step(600, 10, 6, 20.0),
    Step(2_000, 10, 16, 30.0),
    Step(5_000, 20, 20, 120.0),
    Step(10_000, 20, 40, 300.0),
)


@dataclass(frozen=True, slots=True)
class Grown:
    """What one size came to. Seconds are by the clock, ``megabytes`` the most the process had."""

    homes: int
    visits: int
    team_days: int
    allowed: float
    first_seconds: float
    first_value: int
    seconds: float
    value: int
    planned: int
    left: int
    proved: int
    megabytes: int
    seed: int
    solver: str
    ortools: str
    load: float
    on: str
    machine: str


@click.command()
@click.option("--again", is_flag=True, help="Measure again what has been measured.")
@click.option("--most", default=10_000, show_default=True, help="Homes of the largest size.")
@click.option("--only-report", is_flag=True, help="Make the table from what has been measured.")
def main(again: bool, most: int, only_report: bool) -> None:
    """Measure, and write the table and the picture."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "growth.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    for step in () if only_report else STEPS:
        known = any(row["homes"] == step.homes for row in rows)
        if step.homes <= most and (again or not known):
            rows = [row for row in rows if row["homes"] != step.homes]
            rows = sorted([*rows, asdict(measure(step))], key=lambda row: row["homes"])
            path.write_text(json.dumps(rows, indent=1) + "\n")
    click.echo(report(rows))


def measure(step: Step) -> Grown:
    """Solve the size in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        return pool.submit(_solve, step, FIRST_SEED).result()


def _solve(step: Step, seed: int) -> Grown:
    warm()
    problem = commune(step.size, seed)
    load, first = os.getloadavg()[0], list[tuple[float, int]]()
    began = time.monotonic()

    def note(progress: Progress) -> None:
        if progress.planned and not first:
            first.append((time.monotonic() - began, progress.value))

    plan = solve(problem, Limit(step.seconds), seed=seed, report=note)
    spent = time.monotonic() - began
    if check(problem, plan):
        raise SystemExit("the plan breaks a rule")
    return Grown(
        homes=step.homes,
        visits=len(problem.visits),
        team_days=step.days * step.teams,
        allowed=step.seconds,
        first_seconds=round(first[0][0], 2),
        first_value=first[0][1],
        seconds=round(spent, 1),
        value=plan.value,
        planned=sum(len(route.stops) for route in plan.routes),
        left=len(plan.unplanned),
        proved=sum(left.proved for left in plan.unplanned),
        megabytes=megabytes(),
        seed=seed,
        solver=f"{SOLVER} {VERSION}",
        ortools=version("ortools"),
        load=round(load, 1),
        on=date.today().isoformat(),  # noqa: DTZ011
        machine=machine(),
    )


def report(rows: list[dict[str, Any]]) -> str:
    """Write ``growth.md`` and ``growth.svg`` beside the results; returns the table."""
    lines = [
        "# Growth\n",
        "Made by `python -m benchmarks.growth`; every plan has passed `check()`.\n",
        *sorted({f"{row['machine']}, OR-Tools {row['ortools']}, {row['on']}.\n" for row in rows}),
        "| homes | visits | team-days | first plan | value | final plan, of | value | planned "
        "| left out, proved | peak MB | load |",
        "|---" * 11 + "|",
    ]
    lines += [
        f"| {row['homes']:,} | {row['visits']:,} | {row['team_days']} | {row['first_seconds']} s "
        f"| {row['first_value']:,} | {row['seconds']} s, {row['allowed']:g} s | {row['value']:,} "
        f"| {row['planned']:,} | {row['left']:,}, {row['proved']:,} | {row['megabytes']} "
        f"| {row['load']} |"
        for row in rows
    ]
    picture(rows)
    text = "\n".join([*lines, "\n![Growth](growth.svg)\n"])
    (RESULTS / "growth.md").write_text(text)
    return text


def picture(rows: list[dict[str, Any]]) -> None:
    """Value, seconds and memory against homes, each on an axis of its own."""
    import matplotlib as mpl  # noqa: PLC0415  (not in the child whose memory is measured)

    mpl.use("svg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    homes = [row["homes"] for row in rows]
    figure, (worth, clock, memory) = plt.subplots(1, 3, figsize=(11, 3.2))
    worth.plot(homes, [row["first_value"] / 1e6 for row in rows], "o--", label="first plan")
    worth.plot(homes, [row["value"] / 1e6 for row in rows], "o-", label="final plan")
    worth.set_title("value, millions")
    clock.plot(homes, [row["first_seconds"] for row in rows], "o--", label="first plan")
    clock.plot(homes, [row["seconds"] for row in rows], "o-", label="final plan")
    clock.set_yscale("log")
    clock.set_title("seconds")
    memory.plot(homes, [row["megabytes"] for row in rows], "o-", label="peak")
    memory.set_title("MB")
    for axes in (worth, clock, memory):
        axes.set_xlabel("homes")
        axes.legend(fontsize=8)
    for axes in (worth, memory):
        axes.set_ylim(bottom=0)
    figure.tight_layout()
    figure.savefig(RESULTS / "growth.svg", metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
