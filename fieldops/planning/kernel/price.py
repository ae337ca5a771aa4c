"""
The best route of one kind of team at given prices: labels grow stop by stop, the worse ones fall.

A label forgets visits that are far away (ng-routes; Baldacci, Mingozzi and Roberti, 2011), so a
route may come to one twice: the best of these is worth as much as the best proper route, or more.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fieldops.planning.kernel.compiled import compiled, inlined, inner, plain
from fieldops.planning.kernel.data import NEVER, NO_LUNCH, Array

START, END, LENGTH, EARLIEST, LATEST, CAPACITY, SHARE = range(7)
"""Entries of ``Ground.numbers``."""

NOTHING = -(1 << 60)


class Ground(NamedTuple):
    """Where one kind of team may go. A spot is a visit it may make; the last place is the base."""

    seconds: Array  # [spot + 1, spot + 1] the least time under way
    toll: Array  # [spot + 1, spot + 1] what the way costs, in the unit of the prices
    access: Array  # [spot]
    service: Array  # [spot]
    windows: Array  # [spot, window, (first, last start)], ascending; unused ones are (1, 0)
    load: Array  # [spot] cases; all 0 where there is no capacity
    hamlet: Array  # [spot] a bit for the hamlet
    bit: Array  # [spot, spot] the bit by which the first remembers the second, or -1; 0: itself
    near: Array  # [spot, bit] the other way round
    numbers: Array  # see the names above


class Labels(NamedTuple):
    """Routes begun, each the one before it and a spot; and lists of them, best first."""

    spot: Array  # [label]
    load: Array
    hungry: Array  # the earliest end of service with lunch to come
    fed: Array  # and with lunch taken
    profit: Array
    memory: Array  # bits of the visits not to be made again
    hamlets: Array  # bits of the hamlets charged for
    before: Array
    next: Array
    dead: Array
    head: Array  # [spot, load] the first of a list, -1 for none; label 0 is in none
    best: Array  # [spot] the best label that ends there and is back in time, or -1
    worth: Array  # [spot] what it is worth, back at the base


def labels(spots: int, capacity: int, most: int) -> Labels:
    """Room for so many labels."""
    return Labels(
        spot=np.zeros(most, np.int32),
        load=np.zeros(most, np.int32),
        hungry=np.zeros(most, np.int32),
        fed=np.zeros(most, np.int32),
        profit=np.zeros(most, np.int64),
        memory=np.zeros(most, np.uint64),
        hamlets=np.zeros(most, np.uint64),
        before=np.zeros(most, np.int32),
        next=np.zeros(most, np.int32),
        dead=np.zeros(most, np.uint8),
        head=np.full((spots, capacity + 1), -1, np.int32),
        best=np.full(spots, -1, np.int32),
        worth=np.full(spots, NOTHING, np.int64),
    )


class Ahead(NamedTuple):
    """What any route may still gain after a spot with so much load left, at whatever hour."""

    most: Array  # [spot, load left]
    first: Array  # [spot, load left] the spot to go to next for that, -1 for the base
    other: Array  # [spot, load left] the most by going anywhere else next
    second: Array  # [spot, load left] the spot to go to next for that


def ahead(spots: int, capacity: int) -> Ahead:
    """Room for what lies ahead."""
    shape = (spots, capacity + 1)
    most, other = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    return Ahead(most, np.zeros(shape, np.int32), other, np.zeros(shape, np.int32))


@inlined
def same(ground: Ground, spot: int, other: int) -> bool:
    """Whether a route makes only one of the two: they are one, or an intake and its delivery."""
    return spot >= 0 and other >= 0 and ground.bit[spot, other] == 0


@inlined
def beyond(ground: Ground, ahead: Ahead, spot: int, left: int, here: int) -> int:
    """The most after the spot for a route that comes from ``here`` and does not turn straight."""
    if same(ground, here, ahead.first[spot, left]):
        return int(ahead.other[spot, left])
    return int(ahead.most[spot, left])


@compiled
def look_ahead(ground: Ground, gain: Array, ahead: Ahead) -> None:
    """
    Fill in what lies ahead, from little load left to much: every spot's load is 1 or more.

    No hours, no hamlets; two visits in turn are not counted again and again, three may be.
    """
    base = len(gain)
    for left in range(ahead.most.shape[1]):
        for here in range(base):
            most, other, first, second = -ground.toll[here, base], NOTHING, -1, -1
            for spot in range(base):
                less = left - ground.load[spot]
                if less < 0 or same(ground, here, spot):
                    continue
                way = ground.toll[here, spot]
                worth = gain[spot] - way + beyond(ground, ahead, spot, less, here)
                if worth > most:
                    if not same(ground, first, spot):
                        other, second = most, first
                    most, first = worth, spot
                elif worth > other and not same(ground, first, spot):
                    other, second = worth, spot
            ahead.most[here, left], ahead.first[here, left] = most, first
            ahead.other[here, left], ahead.second[here, left] = max(other, NOTHING), second


@inlined
def serve(ground: Ground, spot: int, arrival: int) -> int:
    """The earliest end of service for a team that arrives then; NEVER when no window is left."""
    ready = arrival + ground.access[spot]
    for window in range(ground.windows.shape[1]):
        if ready <= ground.windows[spot, window, 1]:
            opens = ground.windows[spot, window, 0]
            if opens <= ground.windows[spot, window, 1]:
                return int(max(ready, opens) + ground.service[spot])
    return NEVER


@inlined
def advance(ground: Ground, here: int, spot: int, hungry: int, fed: int) -> tuple[int, int]:
    """From the earliest leaving times ``here`` to the earliest ends of service at the spot."""
    way = ground.seconds[here, spot]
    next_hungry, next_fed = NEVER, NEVER
    if fed < NEVER:
        next_fed = serve(ground, spot, fed + way)
    length, closes = ground.numbers[LENGTH], ground.numbers[LATEST]
    if length == NO_LUNCH or hungry >= NEVER:
        return next_hungry, next_fed
    next_hungry = serve(ground, spot, hungry + way)
    eaten = max(hungry, ground.numbers[EARLIEST]) + length
    if eaten <= closes:
        next_fed = min(next_fed, serve(ground, spot, eaten + way))
    eaten = max(hungry + way, ground.numbers[EARLIEST]) + length
    if eaten <= closes:
        next_fed = min(next_fed, serve(ground, spot, eaten))
    return next_hungry, next_fed


@inlined
def home(ground: Ground, spot: int, hungry: int, fed: int) -> bool:
    """Whether the team can be back in time, with its lunch."""
    way, end = ground.seconds[spot, len(ground.load)], ground.numbers[END]
    if fed + way <= end:
        return True
    length, closes = ground.numbers[LENGTH], ground.numbers[LATEST]
    if length == NO_LUNCH or hungry >= NEVER:
        return False
    back = hungry + way
    if back <= end and max(back, ground.numbers[EARLIEST]) + length <= closes:
        return True
    eaten = max(hungry, ground.numbers[EARLIEST]) + length
    return bool(eaten <= closes and eaten + way <= end)


@inlined
def bits(mask: np.uint64) -> int:
    """How many bits are set."""
    count = 0
    while mask:
        mask &= mask - np.uint64(1)
        count += 1
    return count


@inlined
def beats(ground: Ground, labels: Labels, one: int, two: int) -> bool:
    """Whether whatever the second label may become, the first may too, and is worth as much."""
    if labels.fed[one] > labels.fed[two] or labels.hungry[one] > labels.hungry[two]:
        return False
    if labels.profit[one] < labels.profit[two]:
        return False
    if labels.memory[one] & ~labels.memory[two]:
        return False
    paid = labels.hamlets[two] & ~labels.hamlets[one]
    if paid == 0:
        return True
    lead = labels.profit[one] - labels.profit[two]
    return bool(lead >= bits(paid) * ground.numbers[SHARE])


@inner
def stands(ground: Ground, labels: Labels, new: int) -> bool:
    """Whether the new label is beaten by none; those it beats fall."""
    spot, load, profit = labels.spot[new], labels.load[new], labels.profit[new]
    for less in range(load + 1):
        one = labels.head[spot, less]
        while one >= 0 and labels.profit[one] >= profit:
            if beats(ground, labels, one, new):
                return False
            one = labels.next[one]
    for more in range(load, labels.head.shape[1]):
        last, one = -1, labels.head[spot, more]
        while one >= 0:
            following = labels.next[one]
            if labels.profit[one] <= profit and beats(ground, labels, new, one):
                labels.dead[one] = 1
                if last < 0:
                    labels.head[spot, more] = following
                else:
                    labels.next[last] = following
            else:
                last = one
            one = following
    return True


@inner
def enlist(labels: Labels, new: int) -> None:
    """Put the label into its list, best first."""
    spot, load, profit = labels.spot[new], labels.load[new], labels.profit[new]
    last, one = -1, labels.head[spot, load]
    while one >= 0 and labels.profit[one] > profit:
        last, one = one, labels.next[one]
    labels.next[new] = one
    if last < 0:
        labels.head[spot, load] = new
    else:
        labels.next[last] = new


@inner
def remembered(ground: Ground, here: int, spot: int, memory: np.uint64) -> np.uint64:
    """What is remembered at the spot: what was remembered ``here`` and is near, and itself."""
    kept = np.uint64(1) << np.uint64(ground.bit[spot, spot])
    place = 0
    while memory:
        if memory & np.uint64(1):
            bit = ground.bit[spot, ground.near[here, place]]
            if bit >= 0:
                kept |= np.uint64(1) << np.uint64(bit)
        memory >>= np.uint64(1)
        place += 1
    return kept


@inner
def grow(
    ground: Ground, gain: Array, ahead: Ahead, labels: Labels, one: int, count: int, bar: int
) -> int:
    """Add what the label may become at each next spot; the new count, -1 when labels run out."""
    base, capacity = len(gain), ground.numbers[CAPACITY]
    here, load, memory, hamlets = base, 0, np.uint64(0), np.uint64(0)
    hungry, fed, profit = labels.hungry[one], labels.fed[one], labels.profit[one]
    if one > 0:
        here, load = labels.spot[one], labels.load[one]
        memory, hamlets = labels.memory[one], labels.hamlets[one]
    for spot in range(base):
        left = capacity - load - ground.load[spot]
        if left < 0:
            continue
        worth = profit + gain[spot] - ground.toll[here, spot]
        if not hamlets & ground.hamlet[spot]:
            worth -= ground.numbers[SHARE]
        if worth + beyond(ground, ahead, spot, left, here if one > 0 else -1) <= bar:
            continue
        bit = ground.bit[here, spot] if one > 0 else -1
        if bit >= 0 and memory >> np.uint64(bit) & np.uint64(1):
            continue
        then_hungry, then_fed = advance(ground, here, spot, hungry, fed)
        if min(then_hungry, then_fed) + ground.seconds[spot, base] > ground.numbers[END]:
            continue
        if count == len(labels.spot):
            return -1
        labels.spot[count], labels.load[count] = spot, capacity - left
        labels.hungry[count], labels.fed[count] = then_hungry, then_fed
        labels.profit[count] = worth
        labels.memory[count] = remembered(ground, here, spot, memory)
        labels.hamlets[count] = hamlets | ground.hamlet[spot]
        labels.before[count], labels.dead[count] = one, 0
        if stands(ground, labels, count):
            enlist(labels, count)
            count += 1
    return count


@inner
def set_out(ground: Ground, labels: Labels, fixed: int) -> None:
    """
    The first label: at the base, with nothing done yet and the team paid for.

    Lunch may be over before the team's hours: who begins at one has eaten.
    """
    start, length = ground.numbers[START], ground.numbers[LENGTH]
    labels.head[:] = -1
    labels.best[:] = -1
    labels.worth[:] = NOTHING
    labels.profit[0], labels.before[0], labels.dead[0] = -fixed, -1, 0
    labels.hungry[0], labels.fed[0] = NEVER, start
    if length != NO_LUNCH:
        labels.hungry[0] = start
        labels.fed[0] = max(start, ground.numbers[EARLIEST] + length)


@compiled
def best_routes(
    ground: Ground, gain: Array, fixed: int, ahead: Ahead, labels: Labels, share: float
) -> int:
    """
    The best routes by their last spot, into ``labels.best``; returns what no route is worth more
    than, at least 0.

    Routes worth less than ``share`` of the best may be missed. -1 when the labels run out: then
    nothing is known.
    """
    base, top, bar = len(gain), 0, plain(0)
    set_out(ground, labels, fixed)
    begin, end = 0, plain(1)
    while begin < end:
        count = end
        for one in range(begin, end):
            if labels.dead[one]:
                continue
            known = count
            count = grow(ground, gain, ahead, labels, one, count, bar)
            if count < 0:
                return -1
            for new in range(known, count):
                spot = labels.spot[new]
                total = labels.profit[new] - ground.toll[spot, base]
                if total > labels.worth[spot] and home(
                    ground, spot, labels.hungry[new], labels.fed[new]
                ):
                    labels.worth[spot], labels.best[spot] = total, new
                    top = max(top, total)
                    bar = max(bar, int(share * top))
        begin, end = end, count
    return top
