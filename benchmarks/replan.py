"""
Planning again: a team lost and urgent visits; how soon, and how many homes get another day.

``python -m benchmarks.replan`` solves an invented commune, takes the people of the fullest team of
the second day away from that day, adds urgent visits (required, due by the fourth day) at homes of
chance, and plans again from the plan in force. One line a seed; every plan has passed ``check()``.
Of the visits planned both times (kept) it tells how many got another day: those whose place still
stood, and those who lost it with the team; the share counts both.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace

import click
import numpy as np

from benchmarks.commune import Size, commune
from benchmarks.plan import FIRST_SEED, megabytes
from fieldops.domain.people import Role
from fieldops.domain.plan import Plan
from fieldops.domain.units import MINUTE
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import ChangeKind, Limit, Mode, Problem, Visit, check, replan, solve
from fieldops.planning.warm import warm

LOST_ON, DUE = 1, 3
"""The days, from 0, of the lost team and by which the urgent visits are due."""


@click.command()
@click.option("--homes", default=600, show_default=True)
@click.option("--days", default=10, show_default=True)
@click.option("--teams", default=6, show_default=True)
@click.option("--urgent", default=12, show_default=True)
@click.option("--before", "first", default=20.0, show_default=True, help="Seconds of the first.")
@click.option("--seconds", default=0.9, show_default=True, help="Seconds given to the second.")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), default="move")
@click.option("--seeds", default=3, show_default=True)
def main(
    homes: int,
    days: int,
    teams: int,
    urgent: int,
    first: float,
    seconds: float,
    mode: str,
    seeds: int,
) -> None:
    """Print one line a seed."""
    warm()
    columns = (
        "seed visits kept stood_other_day % dropped lost_other_day urgent_in urgent seconds "
        "proved left MB load"
    )
    click.echo(columns)
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        size = Size(homes, days, teams, max(1, teams // 2), teams, 2 * teams)
        before = solve(commune(size, seed), Limit(first), seed=seed)
        now, added = changed(commune(size, seed), before, urgent, seed)
        _again(now, before, Mode(mode), seconds, seed, added)


def _again(
    now: Problem, before: Plan, mode: Mode, seconds: float, seed: int, added: set[str]
) -> None:
    began = time.monotonic()
    found = replan(now, before, mode, Limit(seconds), seed=seed)
    spent = time.monotonic() - began
    if check(found.problem, found.plan):
        raise SystemExit("the plan breaks a rule")
    planned = {stop.visit_id for route in found.plan.routes for stop in route.stops}
    kept = [placed for placed in found.problem.published if placed.visit_id in planned]
    lost = {one.visit_id for one in kept} & set(found.displaced)
    days = [one.visit_id for one in found.changes if one.kind is ChangeKind.OTHER_DAY]
    moved = len(days) - len(lost.intersection(days))
    dropped = sum(change.kind is ChangeKind.DROPPED for change in found.changes)
    proved = sum(left.proved for left in found.plan.unplanned)
    click.echo(
        f"{seed} {len(now.visits)} {len(kept)} {moved} {100 * len(days) / len(kept):.1f} {dropped} "
        f"{len(lost.intersection(days))} {len(planned & added)} {len(added)} {spent:.2f} "
        f"{proved} {len(found.plan.unplanned)} {megabytes()} {os.getloadavg()[0]:.1f}"
    )


def changed(problem: Problem, before: Plan, urgent: int, seed: int) -> tuple[Problem, set[str]]:
    """The problem after the bad news, and the ids of the urgent visits."""
    lost_on = problem.days[LOST_ON].on
    routes = [route for route in before.routes if route.day == lost_on]
    ill = set(max(routes, key=lambda route: len(route.stops)).people)
    people = [
        replace(one, hours=(*one.hours[:LOST_ON], None, *one.hours[LOST_ON + 1 :]))
        if one.id in ill
        else one
        for one in problem.people
    ]
    on_land = [v for v in problem.visits if VehicleKind.MOTORBIKE in v.reached_by]
    homes = np.random.default_rng(seed).choice(len(on_land), urgent, replace=False)
    news = [_urgent(problem, on_land[int(home)]) for home in homes]
    visits = (*problem.visits, *news)
    return replace(problem, people=tuple(people), visits=visits), {one.id for one in news}


def _urgent(problem: Problem, home: Visit) -> Visit:
    """A death at that home: a registrar, half an hour, any time of the day, due soon."""
    return Visit(
        id=f"{home.id}-urgent",
        household_id=home.household_id,
        hamlet_id=home.hamlet_id,
        place=home.place,
        service=30 * MINUTE,
        roles=frozenset({Role.REGISTRAR}),
        reached_by=home.reached_by,
        access=home.access,
        due_on=problem.days[DUE].on,
        prize=300,
        required=True,
    )


if __name__ == "__main__":
    main()
