"""Gives the planner's kernel a routing task: its own arrays, and the rounds that ``solve`` runs."""

from __future__ import annotations

import numpy as np

from benchmarks.tasks import Routes, Task
from fieldops.planning.geometry import near_by, turned
from fieldops.planning.kernel.data import FORBIDDEN, NO_LUNCH, NO_WAY, Data
from fieldops.planning.limits import Limit
from fieldops.planning.model import hull_of, options_of
from fieldops.planning.rounds import Pace, improve
from fieldops.planning.search import Search

MUST = 10_000_000
"""Gain of a customer who must be visited: more than any detour."""


class Bare:
    """What the search asks of a model, where there is no problem of a commune behind it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.must = np.array([customer.prize is None for customer in task.customers], bool)

    def longest(self) -> int:
        """No route has more stops than this."""
        return min(len(self.task.customers), 400)


def solve(task: Task, limit: Limit, seed: int, searches: int = 2) -> Routes:
    """Routes found within the limit by so many searches side by side."""
    data, model = arrays(task), Bare(task)
    pace = Pace(limit, share=0.97)
    first = Search(model, data, seed)  # type: ignore[arg-type]
    first.open()
    twins = [Search(model, data, seed + n) for n in range(1, searches)]  # type: ignore[arg-type]
    for twin in twins:
        twin.start_from(first.best)
    best = improve([first, *twins], pace)
    rows = ((slot, best.best.route[slot, :size]) for slot, size in enumerate(best.best.size))
    return [(slot, [int(v) for v in row]) for slot, row in rows if len(row)]


def arrays(task: Task) -> Data:
    """The task as the kernel's numbers: one day, a slot for each vehicle."""
    customers, fleets = task.customers, task.fleets
    ways = np.stack(task.ways)
    ways = ways.astype(np.uint16 if ways.max() < NO_WAY else np.int32)
    back = turned(ways)
    slots = [fleet for fleet in fleets for _ in range(fleet.count)]
    count = len(customers)
    places = np.arange(1, count + 1)
    every = np.ones(count, bool)
    may = np.array([every if fleet.may is None else fleet.may for fleet in slots])
    cost = np.where(may, 0, FORBIDDEN).astype(np.int64)
    option_from, options = options_of(cost, np.ones(len(slots), bool))
    widest = max(len(customer.windows) for customer in customers)
    windows = np.zeros((count, 1, widest, 2), np.int32)
    windows[..., 0] = 1
    for c, customer in enumerate(customers):
        windows[c, 0, : len(customer.windows)] = customer.windows
    nothing = np.zeros(count, np.int64)
    capacity = min((fleet.capacity for fleet in fleets), default=0) or 1 << 40
    prizes = [MUST if customer.prize is None else customer.prize for customer in customers]
    return Data(
        seconds=ways,
        toll=ways,
        back=back,
        ferries=np.zeros((0, 4), np.int64),
        sails=np.zeros((0, 1, 1), np.int64),
        place=places,
        service=np.array([customer.service for customer in customers]),
        access=nothing,
        cases=np.array([customer.demand for customer in customers]),
        hamlet=nothing,
        gain=np.array(prizes, np.int64) * task.point,
        windows=windows,
        hull=hull_of(windows),
        intake=nothing - 1,
        least=nothing,
        greatest=nothing,
        signed=nothing.astype(np.uint8),
        delivery_from=np.zeros(count + 1, np.int64),
        deliveries=np.zeros(0, np.int64),
        books=np.zeros((count, 0), np.uint8),
        asks=np.zeros((count, 0), np.uint8),
        near=near_by(ways, back, places),
        day=np.zeros(len(slots), np.int64),
        kind=np.array([fleet.kind for fleet in slots]),
        start=np.array([fleet.start for fleet in slots]),
        end=np.array([fleet.end for fleet in slots]),
        twin=np.arange(len(slots)) - 1,
        ordinal=np.zeros(1, np.int64),
        cost=cost,
        alike=np.arange(count),
        option_from=option_from,
        options=options,
        team_cost=np.array([fleet.fixed for fleet in slots]),
        strangers=np.zeros((len(slots), len(slots)), np.int64),
        day_from=np.array([0, len(slots)]),
        numbers=np.array([0, NO_LUNCH, 0, 0, capacity, 1, 0, 0, 0, 0, 0, ways.max() + 1]),
    )
