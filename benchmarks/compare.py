"""
Our kernel, PyVRP, VROOM and OR-Tools side by side: the same seconds, two cores, one judge.

``make bench`` or ``python -m benchmarks.compare [--quick] [--family F] [--instances FOLDER]``. Each
run has a process of its own; a solver that uses one core gets two seeds at once and its better
answer counts. What has been measured stays in ``benchmarks/results/*.json`` and is not measured
again without ``--again``; the table and the pictures are made from there.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click

from benchmarks import commune_tasks, ours
from benchmarks.instances import FAMILIES
from benchmarks.machine import RESULTS, machine
from benchmarks.peers import PEERS
from benchmarks.report import report
from benchmarks.tasks import Task, judge
from fieldops.planning.limits import Limit

SHARED = Path("../shared/instances")
SECONDS = {"vrptw": 30.0, "pcvrptw": 60.0, "top": 10.0, "commune": 30.0}
QUICKER = 3.0
"""``--quick`` gives so many times fewer seconds, to so few tasks of a family:"""
QUICK_TASKS = {"vrptw": 4, "pcvrptw": 1, "top": 4, "commune": 3}
OURS = "fieldops"
PACKAGES = {"PyVRP": "pyvrp", "VROOM": "pyvroom", "OR-Tools": "ortools", OURS: "numba"}
SEEDS = {OURS: (1,), "VROOM": (1,), "PyVRP": (1, 2), "OR-Tools": (1, 2)}
"""Ours and VROOM use both cores in one run; the others get one core for each of two seeds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One solver on one task; ``figure`` None: it found nothing that the judge accepts."""

    family: str
    task: str
    customers: int
    solver: str
    version: str
    seeds: tuple[int, ...]
    allowed: float
    figures: tuple[float | None, ...]
    figure: float | None
    gap: float | None
    best_known: float | None
    most: bool
    seconds: float
    megabytes: int
    trouble: str
    load: float
    on: str


@click.command()
@click.option("--quick", is_flag=True, help="A few tasks of each family, a third of the seconds.")
@click.option("--family", multiple=True, type=click.Choice(list(SECONDS)), help="Only these.")
@click.option("--instances", type=click.Path(path_type=Path), default=SHARED, show_default=True)
@click.option("--again", is_flag=True, help="Measure again what has been measured.")
@click.option("--only-report", is_flag=True, help="Make the table from what has been measured.")
def main(
    quick: bool, family: tuple[str, ...], instances: Path, again: bool, only_report: bool
) -> None:
    """Measure, and write the table and the pictures."""
    RESULTS.mkdir(exist_ok=True)
    for name in () if only_report else family or SECONDS:
        _family(name, instances, quick, again)
    click.echo(report(RESULTS, machine()))


def _family(name: str, instances: Path, quick: bool, again: bool) -> None:
    path = RESULTS / f"{'quick-' if quick else ''}{name}.json"
    known = json.loads(path.read_text()) if path.exists() and not again else []
    done = {(row["task"], row["solver"]) for row in known}
    seconds = SECONDS[name] / (QUICKER if quick else 1.0)
    for task in _tasks(name, instances, quick):
        for solver in (OURS, *PEERS):
            if (task.name, solver) not in done and not (name == "pcvrptw" and solver == "VROOM"):
                found = measure(task.family, task.name, instances, solver, seconds)
                click.echo(f"{found.task:12} {found.solver:10} {found.figure} {found.trouble}")
                known.append(asdict(found))
                path.write_text(json.dumps(known, indent=1) + "\n")


def _tasks(name: str, instances: Path, quick: bool) -> list[Task]:
    tasks = list(_all_tasks(name, instances))
    if not quick:
        return tasks
    step = max(1, len(tasks) // QUICK_TASKS[name])
    return tasks[::step][: QUICK_TASKS[name]]


def _all_tasks(name: str, instances: Path) -> Iterator[Task]:
    if name == "commune":
        yield from commune_tasks.communes(seeds=1)
    elif (instances / name).is_dir():
        yield from FAMILIES[name](instances / name)
    else:
        click.echo(f"no instances of {name} in {instances}")


def measure(family: str, task: str, instances: Path, solver: str, seconds: float) -> Measured:
    """Let the solver work in processes of its own, and judge what it answers."""
    seeds = SEEDS[solver]
    jobs = [(family, task, str(instances), solver, seconds, seed) for seed in seeds]
    load = os.getloadavg()[0]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(seeds), mp_context=spawn, max_tasks_per_child=1) as pool:
        answers = list(pool.map(_run, jobs))
    figures = tuple(answer["figure"] for answer in answers)
    first = answers[0]
    made = [figure for figure in figures if figure is not None]
    gaps = [answer["gap"] for answer in answers if answer["gap"] is not None]
    best = (max if first["most"] else min)(made) if made else None
    return Measured(
        family=family,
        task=task,
        customers=first["customers"],
        solver=solver,
        version=version(PACKAGES[solver]),
        seeds=seeds,
        allowed=seconds,
        figures=figures,
        figure=best,
        gap=min(gaps, default=None),
        best_known=first["best_known"],
        most=first["most"],
        seconds=round(max(answer["seconds"] for answer in answers), 1),
        megabytes=max(answer["megabytes"] for answer in answers),
        trouble="; ".join(sorted({answer["trouble"] for answer in answers} - {""})),
        load=round(load, 1),
        on=date.today().isoformat(),  # noqa: DTZ011
    )


def _run(job: tuple[str, str, str, str, float, int]) -> dict[str, object]:
    """In the child: read the task, solve it, judge it."""
    family, name, instances, solver, seconds, seed = job
    task = next(one for one in _all_tasks(family, Path(instances)) if one.name == name)
    _warm(task, solver)
    began = time.monotonic()
    figure, trouble = None, ""
    try:
        figure = _solve(task, solver, seconds, seed)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
    return {
        "figure": figure,
        "gap": None if figure is None else task.gap(figure),
        "trouble": trouble,
        "seconds": time.monotonic() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "customers": len(task.customers),
        "best_known": task.best_known,
        "most": task.most,
    }


def _warm(task: Task, solver: str) -> None:
    """Load the compiled kernel, all of it, as set-up and the running worker have."""
    if solver == OURS and task.family != "commune":
        ours.solve(task, Limit(steps=2), 1)


def _solve(task: Task, solver: str, seconds: float, seed: int) -> float:
    if solver != OURS:
        return judge(task, PEERS[solver](task, seconds, seed))
    if task.family == "commune":
        return commune_tasks.value_of_ours(task, seconds, seed)
    return judge(task, ours.solve(task, Limit(seconds=seconds), seed))


if __name__ == "__main__":
    main()
