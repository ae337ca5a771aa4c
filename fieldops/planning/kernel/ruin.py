"""The ruin: strings of neighbouring stops leave a few routes, and a few that wait come along."""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.compiled import copied, inlined, inner, plain
from fieldops.planning.kernel.data import Array, Data, State
from fieldops.planning.kernel.routes import take

REMOVED = 10
"""Visits that a ruin removes on average (the paper's c̄)."""

STRING = 10
"""The longest string that a ruin removes from one route (the paper's L max)."""

SPLIT = 0.5
"""Chance that a string keeps one of its stops in the middle (the paper's α)."""


@inlined
def ruin(data: Data, state: State, most: int) -> int:
    """Remove strings near a random visit; the bag gets them and ``most`` unplanned ones near by."""
    centre = np.random.randint(len(data.place))
    longest, strings = sizes(state)
    count, joining = plain(0), 0
    near, bag = data.near[centre], state.bag
    for visit in near:
        if strings == 0:
            break
        slot = state.slot[visit]
        if slot >= 0 and not state.touched[slot]:
            strings -= 1
            count = remove_string(data, state, count, visit, longest)
    for slot in range(len(state.size)):
        if state.touched[slot]:
            reschedule(data, state, slot)
    for visit in near:
        if joining == most:
            break
        if state.slot[visit] < 0 and not contains(bag, count, visit):
            bag[count] = visit
            count, joining = count + 1, joining + 1
    return count


@inner
def sizes(state: State) -> tuple[int, int]:
    """How long strings may be, and from how many routes to remove one."""
    longest = max(1, min(STRING, usual_length(state)))
    most = 4.0 * REMOVED / (1.0 + longest) - 1.0
    return longest, int(1 + np.random.random() * most)


@inner
def usual_length(state: State) -> int:
    """The stops of a route that is used, on average, rounded down; 0 without one."""
    used = stops = 0
    for size in state.size:
        used += size > 0
        stops += size
    return int(stops // max(used, 1))


@inner
def contains(bag: Array, count: int, visit: int) -> bool:
    """Whether the visit is among the first ``count`` of the bag."""
    there = False
    for k in range(count):
        there = there or bag[k] == visit
    return there


@copied
def remove_string(data: Data, state: State, count: int, visit: int, longest: int) -> int:
    """Remove a string of stops around the visit into the bag; returns the bag's new count."""
    slot = state.slot[visit]
    size = state.size[slot]
    length = 1 + np.random.randint(min(longest, size))
    span = length
    if length > 1 and length < size and np.random.random() < SPLIT:
        span = length + 1
    at = 0
    while state.route[slot, at] != visit:
        at += 1
    lowest, highest = max(0, at - span + 1), min(at, size - span)
    first = lowest + np.random.randint(highest - lowest + 1)
    spared = first + np.random.randint(span) if span > length else -1
    doomed = state.doomed
    for k in range(span):
        doomed[k] = state.route[slot, first + k]
    for k in range(span):
        if first + k != spared and state.slot[doomed[k]] >= 0:
            count = remove(data, state, count, doomed[k])
    return count


@inner
def remove(data: Data, state: State, count: int, visit: int) -> int:
    """Remove a visit, and first its deliveries, into the bag."""
    for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
        delivery = data.deliveries[k]
        if state.slot[delivery] >= 0:
            take(data, state, delivery)
            state.bag[count] = delivery
            count += 1
    take(data, state, visit)
    state.bag[count] = visit
    return count + 1
