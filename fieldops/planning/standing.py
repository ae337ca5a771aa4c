"""Which stops of the published routes still stand: those of each route that its team can make."""

from __future__ import annotations

from collections import Counter

import numpy as np

from fieldops.planning.kernel import routes as kernel
from fieldops.planning.kernel.clock import place_at, retreat
from fieldops.planning.kernel.data import BASE, CAPACITY, FORBIDDEN, Data

Rows = list[list[int]]
"""The visits of each slot, in order, by index."""


def standing(data: Data, longest: int, rows: Rows) -> Rows:
    """
    The rows without the stops that cannot stay; the others keep their team, day and order.

    Where a route must lose something, it loses what is worth least and makes room enough.
    """
    state = kernel.empty(data, max(longest, 1, *map(len, rows), 1))
    may = data.cost < FORBIDDEN
    rows = [[v for v in row if may[slot, data.alike[v]]] for slot, row in enumerate(rows)]

    def in_time(slot: int, row: list[int]) -> bool:
        kernel.lay(data, state, slot, np.array(row, np.int64))
        there = place_at(data, state, slot, 0)
        early, late = state.early[slot, 0], state.late[slot, 0]
        latest = retreat(data, slot, data.numbers[BASE], there, late[0], late[1])
        return not row or bool(early[0] <= latest[0] or early[1] <= latest[1])

    def least(slot: int, row: list[int]) -> int:
        """The stop to lose: one that leaves the others in time, if any; of these the cheapest."""
        enough = [v for v in row if in_time(slot, [other for other in row if other != v])]
        return min(enough or row, key=lambda v: int(data.gain[v]))

    while True:
        lost = _without_intake(data, rows) | _second_books(data, rows)
        for slot, row in enumerate(rows):
            if len(row) > longest or sum(data.cases[v] for v in row) > data.numbers[CAPACITY]:
                lost.add(min(row, key=lambda v: int(data.gain[v])))
            elif not in_time(slot, row):
                lost.add(least(slot, row))
        if not lost:
            return rows
        rows = [[v for v in row if v not in lost] for row in rows]


def _without_intake(data: Data, rows: Rows) -> set[int]:
    """Deliveries whose intake stands no more, or not the lawful number of days before."""
    on = {v: int(data.ordinal[data.day[slot]]) for slot, row in enumerate(rows) for v in row}

    def alone(v: int) -> bool:
        intake = int(data.intake[v])
        lag = on[v] - on.get(intake, on[v] + 1)
        return intake >= 0 and not max(0, data.least[v]) <= lag <= data.greatest[v]

    return {v for v in on if alone(v)}


def _second_books(data: Data, rows: Rows) -> set[int]:
    """Visits that need a register which another team of that day carries for more visits."""
    lost: set[int] = set()
    for book in range(data.books.shape[1]):
        carried = Counter(
            {slot: sum(data.books[v, book] for v in r) for slot, r in enumerate(rows)}
        )
        keeper: dict[int, int] = {}
        for slot, count in carried.most_common():
            if count and keeper.setdefault(int(data.day[slot]), slot) != slot:
                lost |= {v for v in rows[slot] if data.books[v, book]}
    return lost
