"""What an intake would gain by its deliveries, for each day it may be made: known beforehand."""

from __future__ import annotations

from fieldops.planning.kernel.compiled import compiled, inner
from fieldops.planning.kernel.data import UNDELIVERED, Data, State
from fieldops.planning.kernel.routes import best_position_in, falls_due, has_room, stay


@compiled
def look_out(data: Data, state: State, intake: int) -> None:
    """
    Fill in ``state.outlook``: for each day what an intake made then gains by its deliveries.

    Each delivery counts where it does best within its days, as if the intake took no room; one that
    is worth nothing there is left out, and owed where it falls due.
    """
    for day in range(len(state.outlook)):
        state.outlook[day] = 0
    for k in range(data.delivery_from[intake], data.delivery_from[intake + 1]):
        delivery = data.deliveries[k]
        best_by_day(data, state, delivery)
        for day in range(len(state.outlook)):
            worth = best_after(data, state, delivery, day)
            due = data.numbers[UNDELIVERED] if falls_due(data, day, delivery) else 0
            state.outlook[day] += max(worth, -due)


@inner
def best_by_day(data: Data, state: State, delivery: int) -> None:
    """What the delivery is worth on each day, where it does best; no less than what it may owe."""
    least, sort = -data.numbers[UNDELIVERED], data.alike[delivery]
    for day in range(len(state.by_day)):
        state.by_day[day] = least
    for k in range(data.option_from[sort], data.option_from[sort + 1]):
        slot = data.options[k]
        day, twin = data.day[slot], data.twin[slot]
        if twin >= 0 and state.size[slot] == 0 and state.size[twin] == 0:
            continue
        fixed = stay(data, state, slot, delivery)
        if fixed > state.by_day[day] and has_room(data, state, slot, delivery):
            best = state.by_day[day]
            state.by_day[day] = best_position_in(data, state, slot, delivery, fixed, best, 0.0)[0]


@inner
def best_after(data: Data, state: State, delivery: int, intake_day: int) -> int:
    """What the delivery is worth on the best of its days after an intake on that day."""
    best = -data.numbers[UNDELIVERED]
    for day in range(len(state.by_day)):
        lag = data.ordinal[day] - data.ordinal[intake_day]
        if data.least[delivery] <= lag <= data.greatest[delivery]:
            best = max(best, state.by_day[day])
    return int(best)
