"""
Route ends: two teams of one day each make the rest of the other's route, where that is worth more.

The 2-opt* move of Potvin and Rousseau (1995). A string of stops is short beside a long route, so no
ruin takes half of one; here a cut before two stops exchanges all that comes after.
"""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import reschedule, retreat
from fieldops.planning.kernel.compiled import compiled, inlined, inner, plain
from fieldops.planning.kernel.data import CAPACITY, FORBIDDEN, TRAVEL, Data, State
from fieldops.planning.kernel.routes import allowed, append, take

CLOSE = 20
"""Neighbours of a visit that a route may be cut beside."""


@compiled
def exchange_ends(data: Data, state: State, count: int) -> None:
    """Beside each planned visit among the first ``count`` of the bag, the best exchange, if any."""
    for slot in range(len(state.size)):
        number(data, state, slot)
    for k in range(count):
        if state.slot[state.bag[k]] >= 0:
            exchange_beside(data, state, state.bag[k])


@inlined
def number(data: Data, state: State, slot: int) -> None:
    """Write down the position of each of the slot's visits, and the cases before it."""
    cases = 0
    for position in range(state.size[slot]):
        visit = state.route[slot, position]
        state.position[visit], state.before[slot, position] = position, cases
        cases += data.cases[visit]
    state.before[slot, state.size[slot]] = cases


@inner
def exchange_beside(data: Data, state: State, visit: int) -> None:
    """
    Cut the visit's route before or after it, another beside one near by, where that saves most.

    One of the new legs is shorter than the one it replaces, so neighbours farther than that are not
    looked at: they come nearest first.
    """
    slot, at = state.slot[visit], state.position[visit]
    forth, back = data.toll[data.kind[slot], data.place[visit]], data.back[data.kind[slot]]
    come, go = state.leg[slot, at], state.leg[slot, at + 1]
    best, cut, other, other_cut = 0, at, slot, at
    near = data.near[visit]
    for k in range(1, min(CLOSE, len(near))):
        on, to = forth[data.place[near[k]]], back[data.place[visit], data.place[near[k]]]
        if on >= go and to >= come:
            break
        beside = state.slot[near[k]]
        if beside < 0 or beside == slot or not alike(data, slot, beside):
            continue
        there = state.position[near[k]]
        if on < go:
            saved = saving(data, state, slot, at + 1, beside, there)
            if saved > best and may_pay(data, state, slot, at + 1, beside, there):
                best, cut, other, other_cut = saved, at + 1, beside, there
        if to < come:
            saved = saving(data, state, slot, at, beside, there + 1)
            if saved > best and may_pay(data, state, slot, at, beside, there + 1):
                best, cut, other, other_cut = saved, at, beside, there + 1
    if other != slot:
        exchange(data, state, slot, cut, other, other_cut)


@inlined
def alike(data: Data, slot: int, other: int) -> bool:
    """Whether both go out on one day by the same kind of vehicle."""
    return bool(data.day[slot] == data.day[other] and data.kind[slot] == data.kind[other])


@inlined
def saving(data: Data, state: State, slot: int, cut: int, other: int, other_cut: int) -> int:
    """How much shorter the way is with ends exchanged, and what a team saves that stays at home."""
    toll, mine, theirs = data.toll[data.kind[slot]], state.spot[slot], state.spot[other]
    there = np.int64(toll[mine[cut], theirs[other_cut + 1]])
    back = np.int64(toll[theirs[other_cut], mine[cut + 1]])
    shorter = state.leg[slot, cut] + state.leg[other, other_cut] - there - back
    saved = shorter * data.numbers[TRAVEL]
    if cut == 0 and other_cut == state.size[other]:
        saved += data.team_cost[slot]
    if other_cut == 0 and cut == state.size[slot]:
        saved += data.team_cost[other]
    return int(saved)


@inlined
def may_pay(data: Data, state: State, slot: int, cut: int, other: int, other_cut: int) -> bool:
    """Whether a glance at clock and cases speaks against it neither here nor there."""
    more = state.load[other] - state.before[other, other_cut]
    more -= state.load[slot] - state.before[slot, cut]
    most = data.numbers[CAPACITY]
    if state.load[slot] + more > most or state.load[other] - more > most:
        return False
    soon = soon_enough(data, state, slot, cut, other, other_cut)
    return soon and soon_enough(data, state, other, other_cut, slot, cut)


@inlined
def soon_enough(data: Data, state: State, slot: int, cut: int, other: int, other_cut: int) -> bool:
    """Whether the team is in time for the other's end when it neither waits nor has lunch."""
    left = min(state.early[slot, cut, 0], state.early[slot, cut, 1])
    latest = max(state.late[other, other_cut, 0], state.late[other, other_cut, 1])
    here, there = state.spot[slot, cut], state.spot[other, other_cut + 1]
    return bool(left + np.int64(data.toll[data.kind[slot], here, there]) <= latest)


@compiled
def exchange(data: Data, state: State, slot: int, cut: int, other: int, other_cut: int) -> bool:
    """Exchange the stops from either cut on; as before, and False, where it is not worth more."""
    mine, theirs = state.size[slot] - cut, state.size[other] - other_cut
    if max(cut + theirs, other_cut + mine) > state.route.shape[1]:
        return False
    if not may_leave(data, state, slot, cut, other):
        return False
    if not may_leave(data, state, other, other_cut, slot):
        return False
    before = state.score[0]
    good = swap(data, state, slot, cut, other, other_cut)
    if not good or state.score[0] <= before:
        swap(data, state, slot, cut, other, other_cut)
        return False
    number(data, state, slot)
    number(data, state, other)
    return True


@inner
def may_leave(data: Data, state: State, slot: int, cut: int, other: int) -> bool:
    """
    Whether the other team may make the stops from the cut on, all other stops left aside.

    An intake whose delivery is planned stays: the delivery would have to be planned anew.
    """
    for position in range(cut, state.size[slot]):
        visit = state.route[slot, position]
        if data.cost[other, data.alike[visit]] >= FORBIDDEN:
            return False
        for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
            if state.slot[data.deliveries[k]] >= 0:
                return False
    return True


@inner
def swap(data: Data, state: State, slot: int, cut: int, other: int, other_cut: int) -> bool:
    """Exchange the stops from either cut on; whether all rules hold. Twice undoes itself."""
    begin, middle = plain(0), state.route.shape[1]
    mine = cut_off(data, state, slot, cut, begin)
    theirs = cut_off(data, state, other, other_cut, middle)
    here = hang_on(data, state, slot, middle, theirs)
    there = hang_on(data, state, other, begin, mine)
    return here and there


@inner
def cut_off(data: Data, state: State, slot: int, cut: int, into: int) -> int:
    """Take the stops from the cut on into ``state.ends``, from ``into`` on; how many they are."""
    count = state.size[slot] - cut
    for k in range(count):
        state.ends[into + k] = state.route[slot, cut + k]
    for k in range(count - 1, -1, -1):
        take(data, state, state.ends[into + k])
    return int(count)


@inner
def hang_on(data: Data, state: State, slot: int, first: int, count: int) -> bool:
    """Put so many visits of ``state.ends`` at the end of the route; whether all rules hold."""
    good = True
    for k in range(first, first + count):
        good = allowed(data, state, slot, state.ends[k]) and good
        append(data, state, slot, state.ends[k])
    reschedule(data, state, slot)
    return good and comes_home(data, state, slot)


@inner
def comes_home(data: Data, state: State, slot: int) -> bool:
    """Whether the route as scheduled ends in time."""
    size, spot = state.size[slot], state.spot[slot]
    early, late = state.early[slot, size], state.late[slot, size]
    latest = retreat(data, slot, spot[size], spot[size + 1], late[0], late[1])
    return bool(early[0] <= latest[0] or early[1] <= latest[1])
