"""
Time along a route: earliest forward, latest backward, with a lunch that moves.

Two times are kept at each point: with lunch to come, and with lunch taken. Leaving later never
arrives sooner, so for either there is one latest time from which the rest of the route can be made.
"""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.compiled import compiled, inlined, inner
from fieldops.planning.kernel.data import (
    LUNCH,
    LUNCH_EARLIEST,
    LUNCH_LATEST,
    NEVER,
    NO_LUNCH,
    NONE,
    Data,
    State,
)


@inlined
def road(data: Data, kind: int, here: int, there: int) -> int:
    """Seconds by road, NEVER for none; wide enough to reckon with."""
    seconds = np.int64(data.seconds[kind, here, there])
    return seconds if seconds < data.numbers[NONE] else NEVER  # type: ignore[return-value]


@inlined
def reach(data: Data, slot: int, here: int, there: int, leave: int) -> int:
    """The soonest arrival at place ``there``; NEVER when there is no way any more."""
    kind, day = data.kind[slot], data.day[slot]
    direct = road(data, kind, here, there)
    soonest = leave + direct if direct < NEVER else NEVER
    for ferry in range(data.ferries.shape[0]):
        to = road(data, kind, here, data.ferries[ferry, 0])
        off = road(data, kind, data.ferries[ferry, 1], there)
        if to == NEVER or off == NEVER or not data.ferries[ferry, 3] >> kind & 1:
            continue
        for departure in data.sails[ferry, day]:
            if departure >= leave + to:
                soonest = min(soonest, departure + data.ferries[ferry, 2] + off)
                break
    return min(soonest, NEVER)


@inlined
def leave_by(data: Data, slot: int, here: int, there: int, arrival: int) -> int:
    """The latest time to leave ``here`` and be at ``there`` by ``arrival``; -NEVER for none."""
    kind, day = data.kind[slot], data.day[slot]
    direct = road(data, kind, here, there)
    latest = arrival - direct if direct < NEVER else -NEVER
    for ferry in range(data.ferries.shape[0]):
        to = road(data, kind, here, data.ferries[ferry, 0])
        off = road(data, kind, data.ferries[ferry, 1], there)
        if to == NEVER or off == NEVER or not data.ferries[ferry, 3] >> kind & 1:
            continue
        for departure in data.sails[ferry, day]:
            if departure + data.ferries[ferry, 2] + off <= arrival:
                latest = max(latest, departure - to)
    return max(latest, -NEVER)


@inlined
def serve(data: Data, slot: int, visit: int, arrival: int) -> int:
    """The earliest end of service for a team that arrives then; NEVER when no window is left."""
    ready = arrival + data.access[visit]
    day = data.day[slot]
    for window in range(data.windows.shape[2]):
        if ready <= data.windows[visit, day, window, 1]:
            opens = data.windows[visit, day, window, 0]
            if opens <= data.windows[visit, day, window, 1]:
                return int(max(ready, opens) + data.service[visit])
    return NEVER


@inlined
def arrive_by(data: Data, slot: int, visit: int, end: int) -> int:
    """The latest arrival that still ends service by ``end``; -NEVER when there is none."""
    start = end - data.service[visit]
    day, latest = data.day[slot], -NEVER
    for window in range(data.windows.shape[2]):
        opens, closes = data.windows[visit, day, window, 0], data.windows[visit, day, window, 1]
        if opens <= closes and start >= opens:
            latest = max(latest, min(start, closes) - data.access[visit])
    return latest


@inlined
def advance(data: Data, slot: int, here: int, visit: int, hungry: int, fed: int) -> tuple[int, int]:
    """From the earliest leaving times at ``here`` to the earliest ends of service at the visit."""
    there = data.place[visit]
    next_hungry, next_fed = NEVER, NEVER
    if fed < NEVER:
        next_fed = serve(data, slot, visit, reach(data, slot, here, there, fed))
    length, closes = data.numbers[LUNCH], data.numbers[LUNCH_LATEST]
    if length == NO_LUNCH or hungry >= NEVER:
        return next_hungry, next_fed
    arrival = reach(data, slot, here, there, hungry)
    next_hungry = serve(data, slot, visit, arrival)
    eaten = max(hungry, data.numbers[LUNCH_EARLIEST]) + length
    if eaten <= closes:
        next_fed = min(next_fed, serve(data, slot, visit, reach(data, slot, here, there, eaten)))
    eaten = max(arrival, data.numbers[LUNCH_EARLIEST]) + length
    if eaten <= closes:
        next_fed = min(next_fed, serve(data, slot, visit, eaten))
    return next_hungry, next_fed


@compiled
def retreat(data: Data, slot: int, here: int, there: int, hungry: int, fed: int) -> tuple[int, int]:
    """From the latest arrivals at ``there`` to the latest leaving times at ``here``."""
    before_fed = leave_by(data, slot, here, there, fed)
    length = data.numbers[LUNCH]
    if length == NO_LUNCH:
        return -NEVER, before_fed
    before_hungry = leave_by(data, slot, here, there, hungry)
    opens, closes = data.numbers[LUNCH_EARLIEST], data.numbers[LUNCH_LATEST]
    leave = min(closes, before_fed) - length
    if leave >= opens:
        before_hungry = max(before_hungry, leave)
    arrival = min(closes, fed) - length
    if arrival >= opens:
        before_hungry = max(before_hungry, leave_by(data, slot, here, there, arrival))
    return before_hungry, before_fed


@compiled
def place_at(data: Data, state: State, slot: int, position: int) -> int:
    """The place of a position of the route; before the first and after the last: the base."""
    return int(state.spot[slot, position + 1])


@compiled
def reschedule(data: Data, state: State, slot: int) -> None:
    """Bring the route's earliest and latest times up to date."""
    size, start, end = state.size[slot], data.start[slot], data.end[slot]
    early, late = state.early[slot], state.late[slot]
    early[0, 0], early[0, 1] = NEVER, start
    late[size, 0], late[size, 1] = -NEVER, end
    if data.numbers[LUNCH] != NO_LUNCH:
        early[0, 0] = start
        early[0, 1] = max(start, data.numbers[LUNCH_EARLIEST] + data.numbers[LUNCH])
        late[size, 0] = min(end, data.numbers[LUNCH_LATEST] - data.numbers[LUNCH])
    time_from(data, state, slot, 0, size - 1, False)


@inner
def time_from(data: Data, state: State, slot: int, first: int, last: int, settled: bool) -> None:
    """
    Earliest times of the stops from ``first`` on, latest times of those up to ``last``.

    ``settled``: the others' times are right for the stops they had beside them, so one that comes
    out as it was leaves the rest as it is.
    """
    size, spot, early, late = (
        state.size[slot],
        state.spot[slot],
        state.early[slot],
        state.late[slot],
    )
    for p in range(first, size):
        visit = state.route[slot, p]
        hungry, fed = advance(data, slot, spot[p], visit, early[p, 0], early[p, 1])
        if settled and p > first and early[p + 1, 0] == hungry and early[p + 1, 1] == fed:
            break
        early[p + 1, 0], early[p + 1, 1] = hungry, fed
    for p in range(last, -1, -1):
        visit = state.route[slot, p]
        hungry, fed = retreat(data, slot, spot[p + 1], spot[p + 2], late[p + 1, 0], late[p + 1, 1])
        hungry, fed = arrive_by(data, slot, visit, hungry), arrive_by(data, slot, visit, fed)
        if settled and p < last and late[p, 0] == hungry and late[p, 1] == fed:
            break
        late[p, 0], late[p, 1] = hungry, fed


@inlined
def fits(data: Data, state: State, slot: int, position: int, visit: int) -> bool:
    """Whether the visit can be made before that position, with all later stops still in time."""
    early, late = state.early[slot, position], state.late[slot, position]
    here = place_at(data, state, slot, position - 1)
    hungry, fed = advance(data, slot, here, visit, early[0], early[1])
    there = place_at(data, state, slot, position)
    latest = retreat(data, slot, data.place[visit], there, late[0], late[1])
    return bool(hungry <= latest[0] or fed <= latest[1])
