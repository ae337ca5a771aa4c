"""Routes and what they are worth: putting a visit in, taking it out, and the score of doing so."""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import fits, reschedule, time_from
from fieldops.planning.kernel.compiled import compiled, copied, inlined, inner
from fieldops.planning.kernel.data import (
    BASE,
    CAPACITY,
    HAMLET_DAY,
    LAST,
    LEAST_CREW,
    NEVER,
    PERSON,
    TRAVEL,
    UNDELIVERED,
    Array,
    Data,
    Snapshot,
    State,
)


def empty(data: Data, longest: int) -> State:
    """No visit planned yet; routes have room for ``longest`` stops."""
    slots, visits, days = len(data.day), len(data.place), len(data.ordinal)
    hamlets = int(data.hamlet.max(initial=-1)) + 1
    state = State(
        route=np.zeros((slots, longest), np.int32),
        size=np.zeros(slots, np.int64),
        spot=np.full((slots, longest + 2), data.numbers[BASE], np.int32),
        leg=np.zeros((slots, longest + 1), np.int32),
        early=np.zeros((slots, longest + 1, 2), np.int32),
        late=np.zeros((slots, longest + 1, 2), np.int32),
        slot=np.full(visits, -1, np.int64),
        load=np.zeros(slots, np.int64),
        hamlet_day=np.zeros((hamlets, days), np.int32),
        carried=np.zeros((slots, data.books.shape[1]), np.int32),
        asked=np.zeros((slots, data.asks.shape[1]), np.int32),
        touched=np.zeros(slots, np.uint8),
        score=np.zeros(1, np.int64),
        bag=np.zeros(visits + 1, np.int64),
        keys=np.zeros(visits + 1, np.float64),
        outlook=np.zeros(days, np.int64),
        by_day=np.zeros(days, np.int64),
        doomed=np.zeros(longest, np.int64),
        position=np.zeros(visits, np.int64),
        before=np.zeros((slots, longest + 1), np.int64),
        ends=np.zeros(2 * longest, np.int64),
    )
    for slot in range(slots):
        reschedule(data, state, slot)
    return state


@inlined
def falls_due(data: Data, day: int, visit: int) -> bool:
    """Whether the delivery of an intake made on ``day`` has its last lawful day in the horizon."""
    return bool(data.ordinal[day] + data.greatest[visit] <= data.numbers[LAST])


@copied
def allowed(data: Data, state: State, slot: int, visit: int) -> bool:
    """Whether the slot may take the visit as things stand: its day after intake, cases, books."""
    intake = data.intake[visit]
    if intake >= 0:
        if state.slot[intake] < 0:
            return False
        lag = data.ordinal[data.day[slot]] - data.ordinal[data.day[state.slot[intake]]]
        if lag < data.least[visit] or lag > data.greatest[visit]:
            return False
    return has_room(data, state, slot, visit)


@inlined
def has_room(data: Data, state: State, slot: int, visit: int) -> bool:
    """Whether the slot has room for the stop and its cases, and may have its books that day."""
    if state.size[slot] >= state.route.shape[1]:
        return False
    if state.load[slot] + data.cases[visit] > data.numbers[CAPACITY]:
        return False
    day = data.day[slot]
    for book in range(data.books.shape[1]):
        if data.books[visit, book]:
            for other in range(data.day_from[day], data.day_from[day + 1]):
                if other != slot and state.carried[other, book] > 0:
                    return False
    return True


@copied
def standing(data: Data, state: State, slot: int, visit: int) -> int:
    """What the visit is worth on that slot besides the way; the visit itself is not planned."""
    worth, intake = stay(data, state, slot, visit), data.intake[visit]
    if intake >= 0:
        other = state.slot[intake]
        if data.signed[visit]:
            worth -= data.strangers[other, slot]
        if falls_due(data, data.day[other], visit):
            worth += data.numbers[UNDELIVERED]
    return int(worth - owed(data, slot, visit))


@inlined
def stay(data: Data, state: State, slot: int, visit: int) -> int:
    """The same by itself: without the way, and without the other visit that it is linked with."""
    day, worth = data.day[slot], data.gain[visit] - data.cost[slot, data.alike[visit]]
    if state.size[slot] == 0:
        worth -= data.team_cost[slot]
    if state.hamlet_day[data.hamlet[visit], day] == 0:
        worth -= data.numbers[HAMLET_DAY]
    return int(worth - more_people(data, state, slot, visit))


@inlined
def more_people(data: Data, state: State, slot: int, visit: int) -> int:
    """What it costs to send people for roles that the slot's other stops do not ask for."""
    before = after = 0
    for role in range(data.asks.shape[1]):
        there = state.asked[slot, role] > 0
        before += there
        after += there or data.asks[visit, role] > 0
    least = data.numbers[LEAST_CREW]
    return int((max(least, after) - max(least, before)) * data.numbers[PERSON])


@copied
def owed(data: Data, slot: int, visit: int) -> int:
    """What planning the intake costs until its deliveries are planned too."""
    total = 0
    for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
        if falls_due(data, data.day[slot], data.deliveries[k]):
            total += data.numbers[UNDELIVERED]
    return total


@inlined
def detour(data: Data, state: State, slot: int, position: int, visit: int) -> int:
    """What the way to the visit costs, before that position."""
    kind, at = data.kind[slot], data.place[visit]
    here, there = state.spot[slot, position], state.spot[slot, position + 1]
    longer = np.int64(data.toll[kind, here, at]) - state.leg[slot, position]
    return int((longer + data.toll[kind, at, there]) * data.numbers[TRAVEL])


@compiled
def best_place(data: Data, state: State, visit: int, blink: float) -> tuple[int, int, int]:
    """
    The worth, slot and position where the visit does best; slot -1 when it fits nowhere.

    What it owes by its deliveries is left out, but for what ``state.outlook`` knows of them.

    Each position is overlooked with probability ``blink``, so that the search doesn't repeat
    itself.
    """
    best, best_slot, best_position = -NEVER * NEVER, -1, -1
    sort = data.alike[visit]
    for k in range(data.option_from[sort], data.option_from[sort + 1]):
        slot = data.options[k]
        twin = data.twin[slot]
        if twin >= 0 and state.size[slot] == 0 and state.size[twin] == 0:
            continue
        if not allowed(data, state, slot, visit):
            continue
        fixed = standing(data, state, slot, visit) + owed(data, slot, visit)
        fixed += state.outlook[data.day[slot]]
        if fixed > best:
            worth, position = best_position_in(data, state, slot, visit, fixed, best, blink)
            if position >= 0:
                best, best_slot, best_position = worth, slot, position
    return best, best_slot, best_position


@inlined
def first_before(late: Array, size: int, end: int) -> int:
    """
    The first position whose stop may be reached as late as ``end``; ``size + 1`` for none.

    The latest times of a route never go down from stop to stop.
    """
    first, last = 0, size + 1
    while first < last:
        middle = (first + last) // 2
        if max(late[middle, 0], late[middle, 1]) < end:
            first = middle + 1
        else:
            last = middle
    return first


@copied
def best_position_in(
    data: Data, state: State, slot: int, visit: int, fixed: int, best: int, blink: float
) -> tuple[int, int]:
    """
    The worth and position in the slot's route, where it is above ``best``; else position -1.

    Positions before stops that must be reached sooner than the visit could end are passed over.
    Most others fall to a glance at the clock: even without a wait the way there and on takes longer
    than the route has to spare.
    """
    kind, at, day = data.kind[slot], data.place[visit], data.day[slot]
    forth, back = data.toll[kind, at], data.back[kind, at]
    spot, leg, early, late = state.spot[slot], state.leg[slot], state.early[slot], state.late[slot]
    opens, closes = data.hull[visit, day, 0], data.hull[visit, day, 1]
    access, service = data.access[visit], data.service[visit]
    travel, budget, found = data.numbers[TRAVEL], fixed - best, -1
    size = state.size[slot]
    for position in range(first_before(late, size, opens + service), size + 1):
        here, there = spot[position], spot[position + 1]
        to, on = np.int64(back[here]), np.int64(forth[there])
        longer = (to + on - leg[position]) * travel
        if longer >= budget:
            continue
        left = min(early[position, 0], early[position, 1])
        if left > closes:
            break
        start = max(left + to + access, opens)
        latest = max(late[position, 0], late[position, 1])
        if start > closes or start + service + on > latest:
            continue
        if not fits(data, state, slot, position, visit):
            continue
        if blink <= 0 or np.random.random() >= blink:
            budget, found = longer, position
    return fixed - budget, found


@compiled
def put(data: Data, state: State, slot: int, position: int, visit: int) -> None:
    """Plan the visit there."""
    state.score[0] += standing(data, state, slot, visit)
    state.score[0] -= detour(data, state, slot, position, visit)
    row, size, spot, leg = state.route[slot], state.size[slot], state.spot[slot], state.leg[slot]
    early, late = state.early[slot], state.late[slot]
    late[size + 1, 0], late[size + 1, 1] = late[size, 0], late[size, 1]
    spot[size + 2] = spot[size + 1]
    for p in range(size, position, -1):
        row[p], spot[p + 1], leg[p + 1] = row[p - 1], spot[p], leg[p]
        early[p + 1, 0], early[p + 1, 1] = early[p, 0], early[p, 1]
        late[p, 0], late[p, 1] = late[p - 1, 0], late[p - 1, 1]
    row[position], spot[position + 1] = visit, data.place[visit]
    measure(data, state, slot, position)
    measure(data, state, slot, position + 1)
    state.size[slot] = size + 1
    note(data, state, slot, visit, 1)
    time_from(data, state, slot, position, position, True)


@inlined
def measure(data: Data, state: State, slot: int, position: int) -> None:
    """Bring the toll of the leg to that position up to date."""
    here, there = state.spot[slot, position], state.spot[slot, position + 1]
    state.leg[slot, position] = data.toll[data.kind[slot], here, there]


@compiled
def put_back(data: Data, state: State, slot: int, position: int, visit: int) -> None:
    """Load a visit of a finished plan at the end of its route; times follow by ``reschedule``."""
    state.route[slot, position] = visit
    state.size[slot] = position + 1
    state.spot[slot, position + 1] = data.place[visit]
    state.spot[slot, position + 2] = data.numbers[BASE]
    measure(data, state, slot, position)
    measure(data, state, slot, position + 1)
    note(data, state, slot, visit, 1)


def lay(data: Data, state: State, slot: int, row: Array) -> None:
    """Lay the visits out as the slot's route for its times alone: nothing else is counted."""
    size = len(row)
    state.route[slot, :size], state.size[slot] = row, size
    state.spot[slot, 1 : size + 1] = data.place[row]
    state.spot[slot, size + 1] = data.numbers[BASE]
    reschedule(data, state, slot)


@inlined
def append(data: Data, state: State, slot: int, visit: int) -> None:
    """Plan the visit at the end of the route; times follow by ``reschedule``."""
    state.score[0] += standing(data, state, slot, visit)
    state.score[0] -= detour(data, state, slot, state.size[slot], visit)
    put_back(data, state, slot, state.size[slot], visit)


@compiled
def take(data: Data, state: State, visit: int) -> None:
    """
    Take the visit out of its route; its deliveries must be out already.

    The route's times are left as they were, until ``reschedule``.
    """
    slot = state.slot[visit]
    row, spot, leg = state.route[slot], state.spot[slot], state.leg[slot]
    size, position = state.size[slot], 0
    while row[position] != visit:
        position += 1
    for p in range(position, size - 1):
        row[p], spot[p + 1], leg[p + 1] = row[p + 1], spot[p + 2], leg[p + 2]
    spot[size] = spot[size + 1]
    state.size[slot] = size - 1
    measure(data, state, slot, position)
    if size == 1:
        leg[0] = 0
    note(data, state, slot, visit, -1)
    state.score[0] -= standing(data, state, slot, visit)
    state.score[0] += detour(data, state, slot, position, visit)


@inlined
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
    return Snapshot(
        state.route.copy(),
        state.size.copy(),
        state.spot.copy(),
        state.leg.copy(),
        state.early.copy(),
        state.late.copy(),
        state.score.copy(),
    )


@inner
def copy_row(source: State | Snapshot, to: State | Snapshot, slot: int) -> None:
    """Copy one slot's stops, ways and times."""
    size = source.size[slot]
    to.size[slot] = size
    to.spot[slot, size + 1] = source.spot[slot, size + 1]
    for p in range(size):
        to.route[slot, p] = source.route[slot, p]
    for p in range(size + 1):
        to.spot[slot, p], to.leg[slot, p] = source.spot[slot, p], source.leg[slot, p]
        for fed in range(2):
            to.early[slot, p, fed] = source.early[slot, p, fed]
            to.late[slot, p, fed] = source.late[slot, p, fed]


@compiled
def keep(state: State, kept: Snapshot) -> None:
    """Set the changed routes aside in ``kept``."""
    for slot in range(len(state.size)):
        if state.touched[slot]:
            copy_row(state, kept, slot)
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
            copy_row(kept, state, slot)
            for p in range(kept.size[slot]):
                note(data, state, slot, kept.route[slot, p], 1)
            state.touched[slot] = 0
    state.score[0] = kept.score[0]


@compiled
def copy(source: Snapshot, target: Snapshot) -> None:
    """Make ``target`` the same routes as ``source``."""
    for slot in range(len(source.size)):
        copy_row(source, target, slot)
    target.score[0] = source.score[0]
