"""
Invented communes reduced to what every solver can say: windows, roles, due days, lunch, prizes.

No deliveries, registers or hamlet days; the teams are those that the planner forms, given to all.
The judge is the planner's independent ``check()`` and the value counted from the plan alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.commune import Size, commune
from benchmarks.tasks import Customer, Fleet, Routes, Task
from fieldops.domain.units import HOUR
from fieldops.domain.visit import VisitKind
from fieldops.planning import Limit, Problem, Weights, check, solve
from fieldops.planning.kernel.data import FORBIDDEN
from fieldops.planning.model import Model
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.solver import Work, as_plan

SIZES = {
    homes: Size(homes, 10, teams, max(1, teams // 2), teams, 2 * teams)
    for homes, teams in ((200, 2), (600, 6), (2000, 16))
}
FIRST_SEED = 1_000
PLAIN = Weights(hamlet_day=0, person_day=0, undelivered=0, uneven_day=0, other_registrar=0)


def communes(seeds: int) -> Iterator[Task]:
    """One task a size and seed."""
    for size in SIZES.values():
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            yield commune_task(size, seed)


def plain(size: Size, seed: int) -> Problem:
    """The commune without what only our planner knows."""
    full = commune(size, seed)
    visits = [
        replace(visit, registers=frozenset())
        for visit in full.visits
        if visit.kind is not VisitKind.DELIVERY
    ]
    return replace(full, visits=tuple(visits), links=(), weights=PLAIN)


def commune_task(size: Size, seed: int) -> Task:
    """The plain commune with its teams formed, as a routing task."""
    problem = plain(size, seed)
    model = Work(problem, Limit(steps=1), 1, None, None).open()[0].model
    data = model.data()
    lunch = problem.lunch
    fleets = tuple(
        Fleet(
            count=1,
            capacity=problem.capacity or 1 << 30,
            start=int(data.start[slot]),
            end=int(data.end[slot]),
            kind=int(data.kind[slot]),
            fixed=PLAIN.team_day,
            may=data.cost[slot, data.alike] < FORBIDDEN,
            pause=(lunch.length, lunch.earliest, lunch.latest) if lunch else None,
        )
        for slot in range(len(model.crews))
    )
    customers = tuple(
        Customer(
            service=visit.access + visit.service,
            demand=visit.cases,
            windows=tuple(
                (one.start - visit.access, one.end - visit.access) for one in visit.windows
            )
            or ((0, 24 * HOUR),),
            prize=visit.prize * PLAIN.prize_point,
        )
        for visit in problem.visits
    )
    return Task(
        family="commune",
        name=f"{size.homes}-{seed}",
        ways=tuple(data.toll),
        customers=customers,
        fleets=fleets,
        figure=Judge(model),
        most=True,
    )


class Judge:
    """Makes a plan of the routes by the clock, checks it, and counts its value."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, routes: Routes) -> float:
        problem = self.model.problem
        made = [self._route(slot, list(row)) for slot, row in routes]
        plan = as_plan(problem, [route for route in made if route], 1)
        wrong = check(problem, plan)
        if wrong:
            raise ValueError(f"the plan breaks a rule: {wrong[0]}")
        return float(plan.value)

    def _route(self, slot: int, row: list[int]):
        """The route; a solver without breaks loses the visits that lunch leaves no time for."""
        problem, crew = self.model.problem, self.model.crews[slot]
        start, end = int(self.model.start[slot]), int(self.model.end[slot])
        day, letter = self.model.dates[slot], self.model.letters[slot]
        while row:
            visits = tuple(problem.visits[v] for v in row)
            tour = Tour(day, letter, crew.people, crew.vehicle, start, end, visits)
            route = schedule(problem, tour)
            if route:
                return route
            row.remove(min(row, key=lambda v: problem.visits[v].prize))
        return None


def value_of_ours(task: Task, seconds: float, seed: int) -> float:
    """The planner's own entry: ``solve``, teams formed and reasons sought within the seconds."""
    judge = task.figure
    assert isinstance(judge, Judge)
    problem = judge.model.problem
    plan = solve(problem, Limit(seconds), seed=seed)
    if check(problem, plan):
        raise ValueError("the plan breaks a rule")
    return float(plan.value)


def names(sizes: Sequence[int]) -> list[str]:
    """The first task of each size."""
    return [f"{homes}-{FIRST_SEED}" for homes in sizes]
