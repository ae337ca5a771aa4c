"""
Two routes change days: the homes of either are visited when the other's were, as far as that goes.

No string of stops finds such a change: each home by itself would come to a day on which nobody else
is near, and pay for the way there and for the hamlet alone.
"""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.compiled import copied, inlined, plain
from fieldops.planning.kernel.data import FORBIDDEN, NEVER, Data, State
from fieldops.planning.kernel.routes import allowed, best_position_in, put, standing
from fieldops.planning.kernel.ruin import remove


@copied
def change_days(data: Data, state: State) -> int:
    """
    Draw two slots and change their stops; returns how many are in the bag, 0 when nothing changed.

    The bag gets all stops of both, and the deliveries of their intakes. Those that fit stand on the
    other slot, the rest wait to be planned. Slots of one day are left as they are.
    """
    count, slots = plain(0), len(state.size)
    one, other = np.random.randint(slots), np.random.randint(slots)
    if data.day[one] == data.day[other]:
        return count
    stops = list_stops(state, one, 0)
    both = list_stops(state, other, stops)
    for k in range(both):
        if state.slot[state.ends[k]] >= 0:
            count = remove(data, state, count, state.ends[k])
    for slot in range(slots):
        if state.touched[slot]:
            reschedule(data, state, slot)
    for k in range(both):
        settle(data, state, other if k < stops else one, state.ends[k])
    return count


@inlined
def list_stops(state: State, slot: int, count: int) -> int:
    """Add the slot's stops to a list of so many in ``state.ends``; returns its new length."""
    for position in range(state.size[slot]):
        state.ends[count + position] = state.route[slot, position]
    return int(count + state.size[slot])


@inlined
def settle(data: Data, state: State, slot: int, visit: int) -> None:
    """Plan the visit where it does best on that slot, whatever it is worth there, if it may be."""
    if data.cost[slot, data.alike[visit]] >= FORBIDDEN or not allowed(data, state, slot, visit):
        return
    fixed, any_loss = standing(data, state, slot, visit), -NEVER * NEVER
    _, position = best_position_in(data, state, slot, visit, fixed, any_loss, 0.0)
    if position >= 0:
        put(data, state, slot, position, visit)
