"""Routes and what they are worth: putting a visit in, taking it out, and the score of doing so."""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import fits, place_at, reschedule
from fieldops.planning.kernel.compiled import compiled
from fieldops.planning.kernel.data import (
    CAPACITY,
    HAMLET_DAY,
    LAST,
    LEAST_CREW,
    NEVER,
    PERSON,
    TRAVEL,
    UNDELIVERED,
    Data,
    Snapshot,
    State,
)


def empty(data: Data, longest: int) -> State:
    """No visit planned yet; routes have room for ``longest`` stops."""
    slots, visits, days = len(data.day), len(data.place), len(data.ordinal)
    hamlets = int(data.hamlet.max(initial=-1)) + 1
    state = State(
        route=np.zeros((slots, longest), np.int64),
        size=np.zeros(slots, np.int64),
        early=np.zeros((slots, longest + 1, 2), np.int64),
        late=np.zeros((slots, longest + 1, 2), np.int64),
        slot=np.full(visits, -1, np.int64),
        load=np.zeros(slots, np.int64),
        hamlet_day=np.zeros((hamlets, days), np.int32),
        carried=np.zeros((slots, data.books.shape[1]), np.int32),
        asked=np.zeros((slots, data.asks.shape[1]), np.int32),
        touched=np.zeros(slots, np.uint8),
        score=np.zeros(1, np.int64),
    )
    for slot in range(slots):
        reschedule(data, state, slot)
    return state


@compiled
def falls_due(data: Data, day: int, visit: int) -> bool:
    """Whether the delivery of an intake made on ``day`` has its last lawful day in the horizon."""
    return bool(data.ordinal[day] + data.greatest[visit] <= data.numbers[LAST])


@compiled
def allowed(data: Data, state: State, slot: int, visit: int) -> bool:
    """Whether the slot may take the visit as things stand: its day after intake, cases, books."""
    if state.size[slot] >= state.route.shape[1]:
        return False
    if state.load[slot] + data.cases[visit] > data.numbers[CAPACITY]:
        return False
    day, intake = data.day[slot], data.intake[visit]
    if intake >= 0:
        if state.slot[intake] < 0:
            return False
        lag = data.ordinal[day] - data.ordinal[data.day[state.slot[intake]]]
        if lag < data.least[visit] or lag > data.greatest[visit]:
            return False
    for book in range(data.books.shape[1]):
        if data.books[visit, book]:
            for other in range(data.day_from[day], data.day_from[day + 1]):
                if other != slot and state.carried[other, book] > 0:
                    return False
    return True


@compiled
def standing(data: Data, state: State, slot: int, visit: int) -> int:
    """What the visit is worth on that slot besides the way; the visit itself is not planned."""
    day, worth = data.day[slot], data.gain[visit] - data.cost[slot, visit]
    if state.size[slot] == 0:
        worth -= data.team_cost[slot]
    if state.hamlet_day[data.hamlet[visit], day] == 0:
        worth -= data.numbers[HAMLET_DAY]
    intake = data.intake[visit]
    if intake >= 0:
        other = state.slot[intake]
        if data.signed[visit]:
            worth -= data.strangers[other, slot]
        if falls_due(data, data.day[other], visit):
            worth += data.numbers[UNDELIVERED]
    return int(worth - owed(data, slot, visit) - more_people(data, state, slot, visit))


@compiled
def more_people(data: Data, state: State, slot: int, visit: int) -> int:
    """What it costs to send people for roles that the slot's other stops do not ask for."""
    before = after = 0
    for role in range(data.asks.shape[1]):
        there = state.asked[slot, role] > 0
        before += there
        after += there or data.asks[visit, role] > 0
    least = data.numbers[LEAST_CREW]
    return int((max(least, after) - max(least, before)) * data.numbers[PERSON])


@compiled
def owed(data: Data, slot: int, visit: int) -> int:
    """What planning the intake costs until its deliveries are planned too."""
    total = 0
    for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
        if falls_due(data, data.day[slot], data.deliveries[k]):
            total += data.numbers[UNDELIVERED]
    return total


@compiled
def detour(data: Data, state: State, slot: int, position: int, visit: int) -> int:
    """What the way to the visit costs, before that position."""
    kind, at = data.kind[slot], data.place[visit]
    here, there = place_at(data, state, slot, position - 1), place_at(data, state, slot, position)
    longer = data.toll[kind, here, at] + data.toll[kind, at, there]
    if state.size[slot] > 0:
        longer -= data.toll[kind, here, there]
    return int(longer * data.numbers[TRAVEL])


@compiled
def best_place(data: Data, state: State, visit: int, blink: float) -> tuple[int, int, int]:
    """
    The worth, slot and position where the visit does best; slot -1 when it fits nowhere.

    Each position is overlooked with probability ``blink``, so that the search doesn't repeat
    itself.
    """
    best, best_slot, best_position = -NEVER * NEVER, -1, -1
    for k in range(data.option_from[visit], data.option_from[visit + 1]):
        slot = data.options[k]
        if not allowed(data, state, slot, visit):
            continue
        fixed = standing(data, state, slot, visit) + owed(data, slot, visit)
        if fixed <= best:
            continue
        for position in range(state.size[slot] + 1):
            if blink > 0 and np.random.random() < blink:
                continue
            worth = fixed - detour(data, state, slot, position, visit)
            if worth > best and fits(data, state, slot, position, visit):
                best, best_slot, best_position = worth, slot, position
    return best, best_slot, best_position


@compiled
def put(data: Data, state: State, slot: int, position: int, visit: int) -> None:
    """Plan the visit there."""
    state.score[0] += standing(data, state, slot, visit)
    state.score[0] -= detour(data, state, slot, position, visit)
    row, size = state.route[slot], state.size[slot]
    for p in range(size, position, -1):
        row[p] = row[p - 1]
    row[position] = visit
    state.size[slot] = size + 1
    note(data, state, slot, visit, 1)
    reschedule(data, state, slot)


@compiled
def take(data: Data, state: State, visit: int) -> None:
    """Take the visit out of its route; its deliveries must be out already."""
    slot = state.slot[visit]
    row, size, position = state.route[slot], state.size[slot], 0
    while row[position] != visit:
        position += 1
    for p in range(position, size - 1):
        row[p] = row[p + 1]
    state.size[slot] = size - 1
    note(data, state, slot, visit, -1)
    reschedule(data, state, slot)
    state.score[0] -= standing(data, state, slot, visit)
    state.score[0] += detour(data, state, slot, position, visit)


@compiled
def note(data: Data, state: State, slot: int, visit: int, sign: int) -> None:
    """Count the visit in (1) or out (-1) of the slot."""
    state.slot[visit] = slot if sign > 0 else -1
    state.load[slot] += sign * data.cases[visit]
    state.hamlet_day[data.hamlet[visit], data.day[slot]] += sign
    for book in range(data.books.shape[1]):
        if data.books[visit, book]:
            state.carried[slot, book] += sign
    for role in range(data.asks.shape[1]):
        state.asked[slot, role] += sign * data.asks[visit, role]
    state.touched[slot] = 1


def snapshot(state: State) -> Snapshot:
    """A copy of the routes."""
    return Snapshot(state.route.copy(), state.size.copy(), state.score.copy())


@compiled
def keep(state: State, kept: Snapshot) -> None:
    """Set the changed routes aside in ``kept``."""
    for slot in range(len(state.size)):
        if state.touched[slot]:
            kept.size[slot] = state.size[slot]
            for p in range(state.size[slot]):
                kept.route[slot, p] = state.route[slot, p]
            state.touched[slot] = 0
    kept.score[0] = state.score[0]


@compiled
def restore(data: Data, state: State, kept: Snapshot) -> None:
    """Bring the changed routes back to what was kept."""
    for slot in range(len(state.size)):
        if state.touched[slot]:
            for p in range(state.size[slot]):
                note(data, state, slot, state.route[slot, p], -1)
    for slot in range(len(state.size)):
        if state.touched[slot]:
            state.size[slot] = kept.size[slot]
            for p in range(kept.size[slot]):
                state.route[slot, p] = kept.route[slot, p]
                note(data, state, slot, kept.route[slot, p], 1)
            reschedule(data, state, slot)
            state.touched[slot] = 0
    state.score[0] = kept.score[0]


@compiled
def copy(source: Snapshot, target: Snapshot) -> None:
    """Make ``target`` the same routes as ``source``."""
    for slot in range(len(source.size)):
        target.size[slot] = source.size[slot]
        for p in range(source.size[slot]):
            target.route[slot, p] = source.route[slot, p]
    target.score[0] = source.score[0]
