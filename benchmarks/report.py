"""Makes the table and the pictures from what has been measured."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt

mpl.use("svg")

TITLES = {
    "vrptw": "VRPTW (gap to best known)",
    "pcvrptw": "VRPTW with prizes (gap to best known)",
    "top": "Team orienteering (gap to best known)",
    "commune": "Communes (value)",
}
Rows = list[dict[str, Any]]


def report(results: Path, machine: str) -> str:
    """Write ``comparison.md`` and pictures beside the results; returns the table."""
    parts = [
        "# Comparison\n",
        "Made by `make bench`; see `benchmarks/README.md` for the reading.\n",
    ]
    parts.append(f"This machine: {machine}.\n")
    for path in sorted(results.glob("*.json")):
        rows: Rows = json.loads(path.read_text())
        family = path.stem.removeprefix("quick-")
        if rows and family in TITLES:
            quick = " – quick" if path.stem.startswith("quick-") else ""
            parts += [f"## {TITLES[family]}{quick}\n", _table(rows)]
            picture = results / f"{path.stem}.svg"
            _picture(rows, TITLES[family], picture)
            parts.append(f"![{TITLES[family]}]({picture.name})\n")
    text = "\n".join(parts)
    (results / "comparison.md").write_text(text)
    return text


def _table(rows: Rows) -> str:
    """One line a task, one column a solver, means below."""
    solvers = list(dict.fromkeys(row["solver"] for row in rows))
    by_task: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        by_task[row["task"]][row["solver"]] = row
    first = rows[0]
    days = sorted({row["on"] for row in rows})
    versions = ", ".join(
        f"{solver} {next(r['version'] for r in rows if r['solver'] == solver)}"
        for solver in solvers
        if solver != "fieldops"
    )
    load = max(row["load"] for row in rows)
    lines = [
        f"{first['allowed']:g} s, 2 cores, {', '.join(days)}, load before a run at most {load}; "
        f"{versions}; seed 1, PyVRP and OR-Tools the better of seeds 1 and 2.\n",
        f"| task | {' | '.join(solvers)} | peak MB |",
        "|---" * (len(solvers) + 2) + "|",
    ]
    for task, found in by_task.items():
        cells = [_cell(found.get(solver)) for solver in solvers]
        memory = " / ".join(str(found[s]["megabytes"]) if s in found else "–" for s in solvers)
        lines.append(f"| {task} | {' | '.join(cells)} | {memory} |")
    if first["best_known"] is not None:
        cells = [_mean([found.get(solver) for found in by_task.values()]) for solver in solvers]
        lines.append(f"| **mean** | {' | '.join(cells)} | |")
    else:
        lines += _ratios(by_task)
    return "\n".join(lines) + "\n"


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return "–"
    if row["figure"] is None:
        return "none"
    late = f" ({row['seconds']:.0f} s)" if row["seconds"] > 1.2 * row["allowed"] + 1 else ""
    if row["gap"] is None:
        return f"{row['figure']:,.0f}{late}"
    return f"{100 * row['gap']:.2f} %{late}"


def _mean(rows: list[dict[str, Any] | None]) -> str:
    gaps = [row["gap"] for row in rows if row and row["gap"] is not None]
    if not gaps:
        return "–"
    missing = len(rows) - len(gaps)
    return f"{100 * sum(gaps) / len(gaps):.2f} %" + (f" ({missing} none)" if missing else "")


def _ratios(by_task: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    """Ours against the better of PyVRP and VROOM."""
    lines = []
    for task, found in by_task.items():
        peers = [found[s]["figure"] for s in ("PyVRP", "VROOM") if s in found]
        known = [figure for figure in peers if figure is not None]
        if known and "fieldops" in found and found["fieldops"]["figure"]:
            ratio = found["fieldops"]["figure"] / max(known)
            lines.append(f"\n{task}: {ratio:.3f} × the better of PyVRP and VROOM.")
    return lines


def _picture(rows: Rows, title: str, path: Path) -> None:
    solvers = list(dict.fromkeys(row["solver"] for row in rows))
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    figure, axes = plt.subplots(figsize=(max(5, 1.1 * len(tasks)), 3.4))
    width = 0.8 / len(solvers)
    for number, solver in enumerate(solvers):
        found = {row["task"]: row for row in rows if row["solver"] == solver}
        heights = [_height(found.get(task), rows) for task in tasks]
        places = [at + number * width for at in range(len(tasks))]
        axes.bar(places, heights, width, label=solver)
    axes.set_xticks([at + 0.4 - width / 2 for at in range(len(tasks))], tasks, rotation=30)
    known = rows[0]["best_known"] is not None
    axes.set_ylabel("% worse than best known" if known else "% of the best value")
    if not known:
        axes.set_ylim(bottom=80)
    axes.set_title(title)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _height(row: dict[str, Any] | None, rows: Rows) -> float:
    if row is None or row["figure"] is None:
        return 0.0
    if row["gap"] is not None:
        return 100 * max(row["gap"], 0.0)
    best = max(r["figure"] for r in rows if r["task"] == row["task"] and r["figure"])
    return 100 * float(row["figure"]) / float(best)
