"""At given prices of the rows: what no route is worth more than, and the best routes there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, pairwise
from queue import SimpleQueue

import numpy as np

from fieldops.domain.case import Register
from fieldops.planning.kernel import price
from fieldops.planning.kernel.data import Array
from fieldops.planning.pooled import Grounds, Pool, PoolKind, Tour

NO = -(1 << 56)
"""The gain of a visit that the team may not make for want of a register."""

MANY = 40
"""Routes taken from one job: more slow the master down, fewer make more rounds."""

LABELS = 300_000
"""Routes begun that there is room for; a job that needs more is judged by sight."""

HALF = 0.5
"""Routes worth less than this part of the best are not looked for."""


DESKS = 2
"""Jobs at a time, one a core."""


@dataclass(frozen=True, slots=True)
class Job:
    """Teams of one kind that carry some registers: the cost of going out, the gain of each spot."""

    kind: int
    fixed: int
    gain: Array
    can: frozenset[int]


Judged = tuple[int, list[Tour]]
"""What no route is worth more than, and the best ones."""

Judge = Callable[[Job], Judged]


class Desk:
    """Room for one job at a time, used again and again, by the number of its spots."""

    def __init__(self, pool: Pool, capacity: int) -> None:
        sizes = {len(kind.spots) for kind in pool.kinds}
        self.ahead = {size: price.ahead(size, capacity) for size in sizes}
        self.labels = {size: price.labels(size, capacity, LABELS) for size in sizes}


class Pricing:
    """The pricing of one pool; as many jobs at a time as there are desks."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.grounds = pool, Grounds(pool)
        self._desks: SimpleQueue[Desk] = SimpleQueue()
        for _ in range(DESKS):
            self._desks.put(Desk(pool, self.grounds.capacity))

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        desk = self._desks.get()
        try:
            yield desk
        finally:
            self._desks.put(desk)

    def judged(self, judge: Judge, jobs: Sequence[Job], over: Callable[[], bool]) -> list[Judged]:
        """The jobs judged side by side; fewer than there are once it is over."""
        with ThreadPoolExecutor(DESKS) as hands:
            found = hands.map(lambda job: None if over() else judge(job), jobs)
            return [each for each in found if each is not None]

    def jobs(self, prices: Sequence[int]) -> list[Job]:
        """Every kind with every choice of registers, but those that another can but do better."""
        found = [job for kind in range(len(self.pool.kinds)) for job in self._jobs(kind, prices)]
        return [
            job
            for n, job in enumerate(found)
            if not any(self._covers(other, job, m < n) for m, other in enumerate(found) if m != n)
        ]

    def _jobs(self, number: int, prices: Sequence[int]) -> Iterator[Job]:
        pool, kind = self.pool, self.pool.kinds[number]
        takes = pool.rows_of(kind.roles, kind.vehicle, kind.crew)
        fixed = pool.goes_out(kind) + sum(prices[row] * times for row, times in takes.items())
        gain = [
            pool.gain[v] - sum(prices[row] * times for row, times in pool.along[v])
            for v in kind.spots
        ]
        needed = {book for v in kind.spots for book in pool.books_of(v)}
        dear = sorted(book for book in needed if prices[pool.book_row[book]])
        for carried in _choices(dear):
            left = set(dear) - set(carried)
            can = frozenset(v for v in kind.spots if not pool.books_of(v) & left)
            cost = fixed + sum(prices[pool.book_row[book]] for book in carried)
            gains = [each if v in can else NO for v, each in zip(kind.spots, gain, strict=True)]
            if can:
                yield Job(number, cost, np.array(gains, np.int64), can)

    def _covers(self, job: Job, other: Job, first: bool) -> bool:
        """Whether whatever route the other may make, this one makes for no more."""
        mine, its = self.pool.kinds[job.kind], self.pool.kinds[other.kind]
        hours = mine.start <= its.start and mine.end >= its.end
        if mine.vehicle != its.vehicle or not hours or job.fixed > other.fixed:
            return False
        alike = (job.fixed, job.can, mine.start, mine.end)
        return job.can >= other.can and (
            first or alike != (other.fixed, other.can, its.start, its.end)
        )

    def by_sight(self, job: Job) -> Judged:
        """Quick, and too kind: no route by any hours is worth more; the best that look so."""
        with self._desk() as desk:
            return self._by_sight(job, desk)

    def _by_sight(self, job: Job, desk: Desk) -> Judged:
        kind, ground = self.pool.kinds[job.kind], self.grounds.ground[job.kind]
        ahead = desk.ahead[len(kind.spots)]
        price.look_ahead(ground, job.gain, ahead)
        worth = _seen(ground, job, ahead)
        best = [int(spot) for spot in np.argsort(-worth)[:MANY] if worth[spot] > 0]
        tours = [self._tour(kind, job, _follow(ground, ahead, spot)) for spot in best]
        return max(0, int(worth.max())), tours

    def by_the_clock(self, job: Job) -> Judged:
        """What no route within its hours is worth more than, and the best; or, by sight, more."""
        with self._desk() as desk:
            return self._by_the_clock(job, desk)

    def _by_the_clock(self, job: Job, desk: Desk) -> Judged:
        kind, ground = self.pool.kinds[job.kind], self.grounds.ground[job.kind]
        ahead, labels = desk.ahead[len(kind.spots)], desk.labels[len(kind.spots)]
        price.look_ahead(ground, job.gain, ahead)
        seen = max(0, int(_seen(ground, job, ahead).max()))
        top = price.best_routes(ground, job.gain, job.fixed, ahead, labels, HALF)
        best = [int(spot) for spot in np.argsort(-labels.worth)[:MANY] if labels.worth[spot] > 0]
        tours = [self._tour(kind, job, _back(labels, int(labels.best[s]))) for s in best]
        return (seen if top < 0 else min(seen, top)), tours

    def _tour(self, kind: PoolKind, job: Job, spots: list[int]) -> Tour:
        toll = self.grounds.ground[job.kind].toll
        ends = [-1, *spots, -1]
        way = sum(int(toll[here, then]) for here, then in pairwise(ends))
        return Tour(kind.vehicle, tuple(kind.spots[spot] for spot in spots), way)


def _choices(books: list[Register]) -> Iterator[tuple[Register, ...]]:
    """All of the registers, then fewer and fewer, none last."""
    for size in range(len(books), -1, -1):
        yield from combinations(books, size)


def _seen(ground: price.Ground, job: Job, ahead: price.Ahead) -> Array:
    """What the best route from each first spot on is worth, by sight."""
    most, spots = ground.numbers[price.CAPACITY], np.arange(len(job.gain))
    fits = ground.load <= most
    worth = job.gain - ground.toll[-1, :-1] - job.fixed
    return np.where(fits, worth + ahead.most[spots, np.where(fits, most - ground.load, 0)], NO)


def _follow(ground: price.Ground, ahead: price.Ahead, spot: int) -> list[int]:
    """The route that was seen ahead, from its first spot on."""
    left, before, route = int(ground.numbers[price.CAPACITY] - ground.load[spot]), -1, [spot]
    while True:
        then = ahead.first[spot, left]
        if then >= 0 and before >= 0 and ground.bit[before, then] == 0:
            then = ahead.second[spot, left]
        if then < 0:
            return route
        before, spot = spot, int(then)
        left -= int(ground.load[spot])
        route.append(spot)


def _back(labels: price.Labels, label: int) -> list[int]:
    """The route of a label, from its first spot on."""
    route: list[int] = []
    while label > 0:
        route.append(int(labels.spot[label]))
        label = int(labels.before[label])
    return route[::-1]
