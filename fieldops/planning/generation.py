"""
Column generation: prices of the rows, the best routes at these prices, and so on (see ``pooled``).

Any prices prove a bound: whatever a plan takes of the rows costs it at most the rows' price, and
each of its routes brings at most what the best route of any kind does beyond its own price. So
every round proves one, and the least of them stands, whenever the rounds end. Prices begin with the
outline's and are held near the best so far: those that jump prove nothing. First routes are judged
by sight, which is quick, then by the clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

from fieldops.domain.people import Role
from fieldops.domain.plan import Plan, Route
from fieldops.planning.limits import Cancelled
from fieldops.planning.master import Master, price_of
from fieldops.planning.pooled import FINE, Pool, Tour
from fieldops.planning.pricing import Judge, Pricing
from fieldops.planning.problem import Problem

NEAR = 0.006
"""By sight until no more than this part of the value is between the master and the bound."""

OFTEN = 4
"""Rounds that must have come so near: held prices may meet the bound by chance."""

ENOUGH = 0.0003
"""By the clock until no more than this part is."""

SETTLED = 3 * ENOUGH
"""Where no more than this part is, prices have come to where they are held, and may go on."""

FIRST_REACH, REACH, WIDEST = 0.1, 0.01, 0.5
"""How far prices may move from the best ones, as a part of themselves: by sight and by the clock
at first, and at most."""

TIGHTER, WIDER, FREER = 0.7, 1.5, 3.0
"""How the reach changes where prices prove nothing, where they do well, where they have settled."""

IDLE = 20
"""Rounds in a row that prove nothing new, after which no more are made."""

LARGEST = 1 << 58
"""Sums stay well inside 64 bits; where weights are so large that they might not, no bound."""


def generated_bound(
    problem: Problem,
    plan: Plan,
    seconds: float,
    cancelled: Cancelled,
    opening: Mapping[Hashable, float] | None = None,
) -> int | None:
    """
    The least bound proved within the time; None where there was none, or no way to one.

    ``opening``: prices to begin with, by the names of the pool's rows; any will do, good ones spare
    most of the rounds.
    """
    until = time.monotonic() + seconds
    pool = Pool(problem)
    if not pool.kinds or too_large(pool):
        return None
    pricing = Pricing(pool)
    if not pricing.grounds.capacity:
        return None

    def over() -> bool:
        return cancelled() or time.monotonic() > until

    rounds = Rounds(pool, pricing, plan, over, until, opening)
    rounds.by_sight()
    rounds.by_the_clock()
    return None if rounds.bound is None else rounds.bound // FINE


def too_large(pool: Pool) -> bool:
    """Whether the weights are so large that a sum over a plan might not be exact."""
    weights = pool.problem.weights
    way = 10_000_000 * weights.travel_second
    each = max([*pool.gain, FINE * way, FINE * weights.hamlet_day, *map(pool.goes_out, pool.kinds)])
    return each * 4 * (len(pool.gain) + 1) > LARGEST


class Rounds:
    """The rounds over one pool: the best bound, its prices, and the master they come from."""

    def __init__(
        self,
        pool: Pool,
        pricing: Pricing,
        plan: Plan,
        over: Callable[[], bool],
        until: float,
        opening: Mapping[Hashable, float] | None = None,
    ) -> None:
        self.pool, self.pricing, self.over, self.until = pool, pricing, over, until
        self.first = planned(pool, pricing, plan)
        self.worth = FINE * max(1, abs(plan.value))
        self.bound: int | None = None
        self.opening = opening or {}
        self.prices: list[int] = []
        self.master = Master(pool, 0)

    def by_sight(self) -> None:
        """
        Rounds with routes by sight, until the bound is near the master.

        Sight does not know of hamlets, so the master must not either: else they never meet.
        """
        self.master.add(self.first)
        prices = [price_of(self.opening.get(name, 0.0)) for name in self.pool.names]
        self._ask(prices, self.pricing.by_sight)
        near = 0
        for left, _ in self._rounds(self.pricing.by_sight, FIRST_REACH):
            near += 0 <= left <= NEAR * self.worth
            if near == OFTEN:
                return

    def by_the_clock(self) -> None:
        """Rounds with routes by the clock, until little is between bound and master."""
        if self.bound is None or self.over():
            return
        self.master = Master(self.pool, self.pool.share)
        self.master.add(self.first)
        self._ask(self.prices, self.pricing.by_the_clock)
        for left, free in self._rounds(self.pricing.by_the_clock, REACH):
            if free and left <= ENOUGH * self.worth:
                return

    def _rounds(self, judge: Judge, reach: float) -> Iterator[tuple[float, bool]]:
        """
        Rounds with the prices held near the best ones, nearer where they prove nothing.

        Yields after each what is between bound and master, and whether holding made no difference.
        """
        idle = 0
        while self.bound is not None and idle < IDLE and not self.over():
            self.master.hold(self.prices, reach)
            solved = self._solve()
            if solved is None:
                return
            value, prices = solved
            before, free = self.bound, self.master.free
            better = self._ask(prices, judge)
            left = self.bound - value
            idle = 0 if better else idle + 1
            if 0 <= left <= SETTLED * self.worth and not free:
                reach *= FREER
            elif not better:
                reach *= TIGHTER
            elif 5 * (before - self.bound) > before - value:
                reach *= WIDER
            reach = min(WIDEST, reach)
            yield left, free

    def _solve(self) -> tuple[float, list[int]] | None:
        return None if self.over() else self.master.solve(self.until - time.monotonic())

    def _ask(self, prices: list[int], judge: Judge) -> bool:
        """Price every job, take the routes it offers, and say whether the bound became better."""
        jobs = self.pricing.jobs(prices)
        found = self.pricing.judged(judge, jobs, self.over)
        for _, tours in found:
            self.master.add(tours)
        if len(found) < len(jobs):
            return False
        proved = bound_of(self.pool, prices, max((top for top, _ in found), default=0))
        better = self.bound is None or proved < self.bound
        if better:
            self.bound, self.prices = proved, prices
        return better


def bound_of(pool: Pool, prices: Sequence[int], top: int) -> int:
    """What the prices prove when no route of any kind brings more than ``top`` beyond them."""
    rows = sum(price * most for price, most in zip(prices, pool.most, strict=True))
    return pool.base + rows + sum(pool.teams) * max(0, top)


def planned(pool: Pool, pricing: Pricing, plan: Plan) -> list[Tour]:
    """The plan's routes as routes of the pool, to start from; without those that break a rule."""
    problem = pool.problem
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    tours = []
    for route in plan.routes:
        if not _possible(pool, route):
            continue
        visits = [index[stop.visit_id] for stop in route.stops]
        vehicle = problem.vehicle[route.vehicle].kind
        ends = [-1, *visits, -1]
        toll = pricing.grounds.toll[vehicle]
        way = sum(int(toll[a, b]) for a, b in pairwise(ends))
        tours.append(Tour(vehicle, tuple(visits), way))
    return tours


def _possible(pool: Pool, route: Route) -> bool:
    """Whether some team of the pool may make all its stops."""
    problem = pool.problem
    known = all(stop.visit_id in problem.visit for stop in route.stops)
    if not known or route.vehicle not in problem.vehicle:
        return False
    asked = (problem.visit[stop.visit_id].roles for stop in route.stops)
    kind = (frozenset[Role]().union(*asked), problem.vehicle[route.vehicle].kind)
    return any((each.roles, each.vehicle) == kind for each in pool.kinds)
