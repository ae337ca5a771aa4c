"""
Reads public instances: VRPTW (Solomon, Gehring-Homberger), with prizes, team orienteering.

Each family's judge reads the file's own coordinates and knows nothing of the solvers' matrices.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.tasks import Customer, Fleet, Routes, Task

TENTH = 10
"""VRPTW: ways are Euclidean times ten, cut off; so are all times."""

FINE = 100_000
"""Team orienteering: ways are rounded up to this part of a unit, so that none is too long."""


def vrptw(folder: Path) -> Iterator[Task]:
    """Solomon's and Gehring and Homberger's instances: least way, all customers."""
    best = json.loads((folder / "bks.json").read_text())
    for path in sorted(folder.glob("*.txt")):
        numbers = [[int(word) for word in line.split()] for line in _number_lines(path)]
        (vehicles, capacity), rows = numbers[0], np.array(numbers[1:])
        yield _with_windows("vrptw", path.stem, vehicles, capacity, rows, None, best.get(path.stem))


def _number_lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if re.match(r"^[\d\s]+$", line.strip())]


def _with_windows(
    family: str,
    name: str,
    vehicles: int,
    capacity: int,
    rows: np.ndarray,
    prizes: np.ndarray | None,
    best: float | None,
) -> Task:
    """From rows of (number, x, y, demand, ready, due, service), times in whole units."""
    ways = np.floor(np.hypot(*(rows[:, None, 1:3] - rows[None, :, 1:3]).transpose(2, 0, 1)) * TENTH)
    customers = tuple(
        Customer(
            service=int(row[6]) * TENTH,
            demand=int(row[3]),
            windows=((int(row[4]) * TENTH, int(row[5]) * TENTH),),
            prize=None if prizes is None else int(prizes[at]),
        )
        for at, row in enumerate(rows[1:], 1)
    )
    fleet = Fleet(vehicles, capacity, int(rows[0, 4]) * TENTH, int(rows[0, 5]) * TENTH)
    figure = partial(_distance, rows, vehicles, capacity, prizes)
    return Task(family, name, (ways.astype(np.int32),), customers, (fleet,), figure, best)


def _distance(
    rows: np.ndarray, vehicles: int, capacity: int, prizes: np.ndarray | None, routes: Routes
) -> float:
    """The way in units (prizes: in tenths, with what was not collected); every window is kept."""
    if len(routes) > vehicles:
        raise ValueError("more vehicles than there are")
    total, left = 0, 0 if prizes is None else int(prizes[1:].sum())
    for _, row in routes:
        clock, here, load = int(rows[0, 4]) * TENTH, 0, 0
        for customer in [*row, -1]:
            there = customer + 1
            way = int(math.hypot(*(rows[here, 1:3] - rows[there, 1:3])) * TENTH)
            clock = max(clock + way, int(rows[there, 4]) * TENTH)
            if clock > int(rows[there, 5]) * TENTH:
                raise ValueError(f"customer {customer} is reached too late")
            clock, total, here = clock + int(rows[there, 6]) * TENTH, total + way, there
            load += int(rows[there, 3])
            left -= 0 if prizes is None else int(prizes[there])
        if load > capacity:
            raise ValueError("a vehicle is overloaded")
    return total / TENTH if prizes is None else float(total + left)


def prize_collecting(folder: Path) -> Iterator[Task]:
    """VRPLIB files with prizes: least way and prizes not collected, in tenths."""
    for path in sorted(folder.glob("*.vrp")):
        head, parts = _vrplib(path)
        count = int(head["DIMENSION"])
        rows = np.zeros((count, 7), np.int64)
        rows[:, 1:3] = parts["NODE_COORD"][:, 1:]
        rows[:, 3] = parts["DEMAND"][:, 1]
        rows[:, 4:6] = parts["TIME_WINDOW"][:, 1:]
        rows[1:, 6] = int(head["SERVICE_TIME"])
        prizes = parts["PRIZE"][:, 1] * TENTH
        solved = path.with_suffix(".sol")
        best = float(solved.read_text().split("Cost:")[1].split()[0]) if solved.exists() else None
        vehicles, capacity = int(head["VEHICLES"]), int(head["CAPACITY"])
        yield _with_windows("pcvrptw", path.stem, vehicles, capacity, rows, prizes, best)


def _vrplib(path: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    head: dict[str, str] = {}
    parts: dict[str, list[list[int]]] = {}
    section: list[list[int]] = []
    for line in path.read_text().splitlines():
        if ":" in line:
            name, value = line.split(":", 1)
            head[name.strip()] = value.strip()
        elif "_SECTION" in line:
            section = parts.setdefault(line.strip().removesuffix("_SECTION"), [])
        elif line.strip() not in ("", "EOF"):
            section.append([int(word) for word in line.split()])
    return head, {name: np.array(rows) for name, rows in parts.items() if name != "DEPOT"}


def orienteering(folder: Path) -> Iterator[Task]:
    """Chao's team orienteering: most score, each way from the first point to the last in time."""
    best = json.loads((folder / "best_known.json").read_text())
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text().splitlines()
        teams, longest = int(lines[1].split()[1]), float(lines[2].split()[1])
        points = np.array([[float(word) for word in line.split()] for line in lines[3:] if line])
        yield _orienteering(path, teams, longest, points, best.get(path.name))


def _orienteering(
    path: Path, teams: int, longest: float, points: np.ndarray, best: float | None
) -> Task:
    """Place 0 is left at the first point and come back to at the last: the matrix says so."""
    gaps = points[:, None, :2] - points[None, :, :2]
    exact = np.hypot(gaps[..., 0], gaps[..., 1])
    ways = exact[:-1, :-1].copy()
    ways[1:, 0] = exact[1:-1, -1]
    ways[0, 0] = 0.0
    limit = math.floor(longest * FINE)
    customers = tuple(Customer(0, 0, ((0, limit),), int(point[2])) for point in points[1:-1])
    return Task(
        family="top",
        name=path.stem,
        ways=(np.ceil(ways * FINE - 1e-6).astype(np.int32),),
        customers=customers,
        fleets=(Fleet(teams, 0, 0, limit),),
        figure=partial(_score, points, teams, longest),
        best_known=best,
        most=True,
        way_counts=False,
    )


def _score(points: np.ndarray, teams: int, longest: float, routes: Routes) -> float:
    if len(routes) > teams:
        raise ValueError("more teams than there are")
    for _, row in routes:
        stops = [points[0], *(points[customer + 1] for customer in row), points[-1]]
        way = sum(_apart(one, other) for one, other in pairwise(stops))
        if way > longest + 1e-6:
            raise ValueError(f"a way of {way} in {longest}")
    return float(sum(points[customer + 1][2] for _, row in routes for customer in row))


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


FAMILIES = {"vrptw": vrptw, "pcvrptw": prize_collecting, "top": orienteering}
