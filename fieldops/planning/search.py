"""One search over routes, the teams being given; its best routes by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from fieldops.domain.plan import Route
from fieldops.domain.units import HOUR
from fieldops.planning import rules
from fieldops.planning.geometry import NEAREST
from fieldops.planning.kernel import routes as kernel
from fieldops.planning.kernel import search
from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.data import BASE, TRAVEL, Array, Data, Snapshot, State
from fieldops.planning.kernel.ruin import STRING, remove_string
from fieldops.planning.model import Model
from fieldops.planning.problem import Problem
from fieldops.planning.schedule import Tour, schedule
from fieldops.planning.team_model import Crew

PRESSED = ((1, 40), (3, 40), *[(STRING, NEAREST)] * 3)
"""
How long a string may go to make room for one visit, around how many of the nearest stops; long ones
are drawn by chance, so they are tried again.
"""

CALLED_BACK = PRESSED[2:]
"""The same for a visit that has another day than its own: a stop or two seldom make room there."""


def posted(problem: Problem, crews: Sequence[Crew], lifted: str | None = None) -> Model:
    """The model with every rule asked of it but the one ``lifted``."""
    model = Model(problem, crews)
    for rule in rules.POSTED:
        if lifted != rule.NAME:
            rule.post(model)
    return model


class Search:
    """Routes of one model being improved by one thread; ``best`` are the best it has seen."""

    def __init__(self, model: Model, data: Data, seed: int) -> None:
        self.model = model
        self.data = data
        self.seed = seed
        self.state: State = kernel.empty(data, model.longest())
        self.kept: Snapshot = kernel.snapshot(self.state)
        self.best: Snapshot = kernel.snapshot(self.state)
        self._runs = 0
        self._loaded: Snapshot | None = None

    @property
    def score(self) -> int:
        """The kernel's score of the best routes."""
        return int(self.best.score[0])

    def load(self, rows: Sequence[Sequence[int]]) -> None:
        """Stand on these routes: visits by index, slot by slot, all of which can be made."""
        where = {v: slot for slot, row in enumerate(rows) for v in row}
        for visit in sorted(where, key=lambda v: self.data.intake[v] >= 0):
            row = rows[where[visit]]
            before = row[: row.index(visit)]
            position = sum(self.state.slot[other] >= 0 for other in before)
            kernel.put(self.data, self.state, where[visit], position, visit)
        for slot in range(len(rows)):
            reschedule(self.data, self.state, slot)
        kernel.keep(self.state, self.kept)
        kernel.copy(self.kept, self.best)
        self._loaded = kernel.snapshot(self.state)

    def reopen(self, chance: np.random.Generator) -> None:
        """From the routes loaded, put in the others in an order of chance; keep what is better."""
        if self._loaded is not None:
            self.start_from(self._loaded)
            loose = chance.permutation(np.flatnonzero(self.state.slot < 0))
            order = loose[np.argsort(self.data.intake[loose] >= 0, kind="stable")]
            search.open_greedily(self.data, self.state, order, 1)
            self._keep_better()

    def press(self, visits: Sequence[int]) -> None:
        """
        Make room for each of the visits that is left out: near stops go, and come back after.

        One stop first, then longer strings: who has been told a day is moved as little as can be.
        """
        slot = self.state.slot
        for visit, near, longest in self._neighbours(visits, PRESSED):
            if slot[visit] < 0 <= slot[near]:
                self._swap_in(visit, near, longest)
        self._keep_better()

    def call_back(self, days: Mapping[int, int], over: Callable[[], bool]) -> None:
        """From the best routes, make room on the day given for each visit that is not there."""
        self.start_from(self.best)
        away = [visit for visit, day in days.items() if self._day(visit) != day]
        for visit, near, longest in self._neighbours(away, CALLED_BACK):
            if self._day(visit) != days[visit] == self._day(near):
                self._swap_in(visit, near, longest)
                if over():
                    break
        self._keep_better()

    def _day(self, visit: int) -> int:
        """The day on which the visit is planned; -1 for none."""
        slot = self.state.slot[visit]
        return int(self.data.day[slot]) if slot >= 0 else -1

    def _neighbours(
        self, visits: Iterable[int], tries: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int]]:
        """Each visit with those near by and how long a string around them may go, try by try."""
        search.seed_chance(self.seed)
        for visit in visits:
            for longest, most in tries:
                for near in self.data.near[visit, :most]:
                    yield visit, near, longest

    def _swap_in(self, visit: int, near: int, longest: int) -> None:
        """Try the visit in place of a string around ``near``; as before where it isn't better."""
        data, state = self.data, self.state
        count = remove_string(data, state, 0, near, longest)
        if state.slot[visit] >= 0:
            alone = self.data.near.dtype.type(visit)
            count = remove_string(data, state, count, alone, 1)
        for slot in np.flatnonzero(state.touched):
            reschedule(data, state, int(slot))
        loose = np.sort(state.bag[:count])
        wanted = loose[np.argsort(-data.gain[loose], kind="stable")]
        search.open_greedily(data, state, np.array([visit, *wanted]), 1)
        if state.score[0] > self.kept.score[0]:
            kernel.keep(state, self.kept)
        else:
            kernel.restore(data, state, self.kept)

    def _keep_better(self) -> None:
        kernel.keep(self.state, self.kept)
        if self.kept.score[0] > self.best.score[0]:
            kernel.copy(self.kept, self.best)

    def open(self) -> None:
        """Plan greedily in several orders, deliveries with their intakes, and keep the best."""
        nothing = kernel.snapshot(self.state)
        first, *rest = self._orders()
        for order, hope in ((first, search.ANY), (first, 1), *((order, 1) for order in rest)):
            self.start_from(nothing)
            search.open_greedily(self.data, self.state, order, hope)
            self._keep_better()
        self.start_from(self.best)

    def _orders(self) -> list[Array]:
        """Most wanted first; most wanted for the time it takes; fewest slots first; far first."""
        data = self.data
        choices = np.diff(data.option_from)[data.alike]
        ready = (data.intake < 0) | (self.state.slot[data.intake] >= 0)
        first = np.flatnonzero((choices > 0) & ready)
        follow = np.bincount(data.intake[data.deliveries], minlength=len(choices))
        stay = (data.service + data.access + HOUR // 2) * (1 + follow)
        far = data.toll[:, data.numbers[BASE], data.place].min(axis=0).astype(np.int64)
        keys = (-data.gain, -data.gain // stay, choices, -far)
        return [first[np.lexsort((-data.gain[first], key[first]))] for key in keys]

    def anneal(self, steps: int, hot: float, cold: float) -> None:
        """Make ``steps`` repairs, cooling from ``hot`` to ``cold``."""
        if not len(self.data.place) or not len(self.data.options):
            return
        self._runs += 1
        search.seed_chance((self.seed * 1_000_003 + self._runs) % (1 << 31))
        search.anneal(self.data, self.state, self.kept, self.best, steps, hot, cold)

    def usual_leg(self) -> float:
        """What a leg of the best routes costs on average."""
        legs = [self.best.leg[slot, : size + 1] for slot, size in enumerate(self.best.size) if size]
        tolls = np.concatenate(legs) if legs else np.zeros(1)
        return float(tolls.mean() * self.data.numbers[TRAVEL])

    def usual_length(self) -> float:
        """The stops of a route that is used, on average; 0 without one."""
        used = self.best.size[self.best.size > 0]
        return float(used.mean()) if len(used) else 0.0

    def usual_gain(self) -> float:
        """The median gain of the visits that may be left out, 0 without one."""
        gains = self.data.gain[~self.model.must]
        return float(np.median(gains)) if len(gains) else 0.0

    def start_from(self, routes: Snapshot) -> None:
        """Stand where another search of the same model has come to."""
        self.state.touched[:] = 1
        kernel.restore(self.data, self.state, routes)
        kernel.copy(routes, self.kept)
        if routes.score[0] > self.best.score[0]:
            kernel.copy(routes, self.best)

    def routes(self) -> list[Route]:
        """The best routes by the clock."""
        rows = [self.best.route[slot, :size].tolist() for slot, size in enumerate(self.best.size)]
        made = (self.route_of(slot, row) for slot, row in enumerate(rows) if row)
        return [route for route in made if route is not None]

    def route_of(self, slot: int, row: Sequence[int]) -> Route | None:
        """The slot's route through these visits by the clock; None when it can't be made."""
        model, crew = self.model, self.model.crews[slot]
        visits = tuple(model.problem.visits[v] for v in row)
        start, end = int(model.start[slot]), int(model.end[slot])
        day, team = model.dates[slot], model.letters[slot]
        tour = Tour(day, team, crew.people, crew.vehicle, start, end, visits)
        return schedule(model.problem, tour)
