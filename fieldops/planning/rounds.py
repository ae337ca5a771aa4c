"""Improves searches side by side: anneal for a while, look at the clock, start from the best."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fieldops.planning.limits import Cancelled, Limit
from fieldops.planning.search import Search

ROUNDS = 3
"""Times that all searches start again from the best of them; once where repairs are few."""

FEW = 1_000
"""
Repairs a visit below which they are few, where every visit must be made: one slow round then finds
more than three fast ones.
"""

CHUNKS = 24
"""Looks at the clock (or at the count) over a whole search: reports, cancels, cooling steps."""

LEGS = 2.0
"""A search starts so hot that it often takes a loss of so many usual legs."""

PRIZES = 0.4
"""Or of this part of a usual prize, where that is more."""

COOLER = 50.0
"""How often the last heat goes into the first."""

LONG, LESS_COOL = 30, 20.0
"""Routes of more stops than this still change at such heats: few repairs are not spent below."""

LESS = 0.3
"""Each round starts with this part of the heat that the one before started with."""


def improve(
    searches: list[Search],
    pace: Pace,
    heat: float = 1.0,
    told: Callable[[Search, float], None] | None = None,
    cancelled: Cancelled | None = None,
) -> Search:
    """The search with the best routes once the pace is done; ``told`` hears of it on the way."""
    best = searches[0]
    cooling = Cooling.of(best, heat)
    with ThreadPoolExecutor(len(searches)) as pool:
        while (done := pace.done()) < 1.0 and not (cancelled and cancelled()):
            now = cooling.at(done)
            steps = pace.steps()
            list(pool.map(lambda one, n=steps, h=now: one.anneal(n, h, h), searches))
            pace.made(steps)
            if pace.chunks == 2 and few_repairs(best, pace.whole()):  # the first tells no pace yet
                cooling = cooling.slow(best)
            best = max(searches, key=lambda search: search.score)
            if pace.new_round(cooling.rounds):
                for search in searches:
                    search.start_from(best.best)
            if told:
                told(best, pace.done())
    return best


class Pace:
    """How far a search has come of its limit, and how many steps to make before looking again."""

    def __init__(self, limit: Limit, began: float | None = None, share: float = 1.0) -> None:
        self.limit, self.share = limit, share
        self.began = time.monotonic() if began is None else began
        self.count, self.chunks, self.round, self.speed = 0, 0, 1, 0.0
        self.since = time.monotonic()

    def done(self) -> float:
        """From 0 to 1, by the clock or by the count, whichever is further."""
        done = 0.0
        if self.limit.seconds is not None:
            spent = time.monotonic() - self.began
            done = spent / max(self.limit.seconds * self.share, 1e-9)
        if self.limit.steps is not None:
            done = max(done, self.count / max(self.limit.steps, 1))
        return min(done, 1.0)

    def steps(self) -> int:
        """By count alone: a fixed part. By the clock: what the last pace makes in a part of it."""
        part = self.limit.steps and max(1, -(-self.limit.steps // CHUNKS))
        if self.limit.seconds is None:
            return min(part or 1, (self.limit.steps or 1) - self.count)
        slice_ = min(0.25, self.limit.seconds / CHUNKS)
        timed = max(1, int(self.speed * slice_)) if self.speed else 20
        return min(timed, part) if part else timed

    def made(self, steps: int) -> None:
        """Note the steps just made, and how fast."""
        self.count += steps
        self.chunks += 1
        now = time.monotonic()
        self.speed = steps / max(now - self.since, 1e-6)
        self.since = now

    def whole(self) -> float:
        """The steps of the whole search: the count, or what the last pace makes in the time."""
        if self.limit.seconds is None:
            return float(self.limit.steps or 0)
        timed = self.speed * self.limit.seconds * self.share
        return min(timed, self.limit.steps or timed)

    def new_round(self, rounds: int) -> bool:
        """Whether one of so many rounds has just ended."""
        if self.done() * rounds < self.round:
            return False
        self.round += 1
        return True


def temperatures(search: Search) -> tuple[float, float]:
    """From what heat to what heat to cool, by how far it is here and what visits are worth."""
    hot = max(LEGS * search.usual_leg(), PRIZES * search.usual_gain(), 1.0)
    return hot, hot / COOLER


def few_repairs(search: Search, repairs: float) -> bool:
    """Whether every visit must be made and so many repairs are few for them."""
    must = search.model.must
    return bool(must.all()) and repairs < FEW * len(must)


@dataclass(frozen=True, slots=True)
class Cooling:
    """The heat at each point of a search: from ``hot`` to ``cold`` in each round."""

    hot: float
    cold: float
    rounds: int = ROUNDS

    @classmethod
    def of(cls, search: Search, heat: float) -> Cooling:
        """The cooling for routes like these, which starts at ``heat`` times the usual."""
        hot, cold = temperatures(search)
        return cls(max(cold, heat * hot), cold)

    def slow(self, search: Search) -> Cooling:
        """The same in one round."""
        cold = self.hot / LESS_COOL if search.usual_length() > LONG else self.cold
        return Cooling(self.hot, cold, 1)

    def at(self, done: float) -> float:
        """The heat when so much is done, from 0 to 1."""
        number = min(int(done * self.rounds), self.rounds - 1)
        within = done * self.rounds - number
        top = max(self.cold, self.hot * LESS**number)
        return float(top * (self.cold / top) ** within)
