"""
The search: ruin a few neighbouring strings of stops, put the visits back, keep what is good enough.

Slack induction by string removals (Christiaens and Vanden Berghe, 2020) under simulated annealing,
with unplanned visits near by joining each repair, and deliveries following their intakes. Now and
then two routes change days instead. Where routes are long, their ends are exchanged after it.
"""

from __future__ import annotations

import numpy as np

from fieldops.planning.kernel.clock import reschedule
from fieldops.planning.kernel.compiled import compiled, inlined, inner, plain
from fieldops.planning.kernel.data import BASE, NEVER, Array, Data, Snapshot, State
from fieldops.planning.kernel.days import change_days
from fieldops.planning.kernel.ends import exchange_ends
from fieldops.planning.kernel.outlook import look_out
from fieldops.planning.kernel.routes import best_place, copy, detour, keep, put, restore, take
from fieldops.planning.kernel.ruin import STRING, ruin, usual_length

JOINING = 8
"""Unplanned visits near the ruin that may come in with the repair."""

SELDOM, OFTEN, MANY = 0.05, 0.5, 60
"""
The chance that a repair is a bold one, and while bold ones gain more for their work than others: so
many unplanned visits may come in, and a team goes out for one of them whatever it costs. Where each
home is far, only many together pay for the way.
"""

FADES = 0.9995
"""What of gains and work is remembered from one repair of a kind to the next."""

CHANGED = 0.06
"""Chance that two routes change days before a repair, in place of a ruin."""

BLINK = 0.01
"""Chance to overlook a position (the paper's β)."""

LONG = 2 * STRING
"""Where routes have so many stops on average, ends are exchanged too: no string reaches them."""

FORGIVEN = 1.5
"""
Heats of way, on average, that a repair forgives each visit it puts in. The search takes a loss
now and then; a repair that never did would leave out all that pays only beside others.
"""

ANY = 2
"""Hope without a bound."""


@compiled
def seed_chance(seed: int) -> None:
    """Set the kernel's own source of chance, in this thread."""
    np.random.seed(seed)


@compiled
def anneal(
    data: Data,
    state: State,
    kept: Snapshot,
    best: Snapshot,
    steps: int,
    hot: float,
    cold: float,
) -> None:
    """
    Make ``steps`` repairs, cooling from ``hot`` to ``cold``.

    ``kept`` are the routes the search stands at and ``state`` equals them before and after.
    """
    cooling = (cold / hot) ** (1.0 / max(steps, 1))
    heat = hot
    bold_gain = bold_work = usual_gain = usual_work = 1.0
    for _ in range(steps):
        count = change_days(data, state) if np.random.random() < CHANGED else plain(0)
        pays = bold_gain * usual_work > usual_gain * bold_work
        bold = count == 0 and np.random.random() < (OFTEN if pays else SELDOM)
        if count == 0:
            count = ruin(data, state, MANY if bold else JOINING)
        forgiven = int(-FORGIVEN * heat * np.log(np.random.random()))
        recreate(data, state, count, BLINK, forgiven, bold)
        if usual_length(state) >= LONG:
            exchange_ends(data, state, count)
        gain = max(0, state.score[0] - best.score[0])
        if bold:
            bold_gain, bold_work = FADES * bold_gain + gain, FADES * bold_work + count
        else:
            usual_gain, usual_work = FADES * usual_gain + gain, FADES * usual_work + count
        if state.score[0] > kept.score[0] + heat * np.log(np.random.random()):
            keep(state, kept)
            if kept.score[0] > best.score[0]:
                copy(kept, best)
        else:
            restore(data, state, kept)
        heat *= cooling


@inlined
def recreate(data: Data, state: State, count: int, blink: float, forgiven: int, bold: bool) -> None:
    """
    Plan the visits of the bag where each is worth most, if it is worth anything.

    ``bold``: the first for which a team must go out goes at any loss; the rest may make it good.
    """
    weigh(data, state, count)
    sort(state.bag, state.keys, count)
    hope, far = np.random.randint(2), np.random.randint(2)
    for k in range(count):
        visit, before = state.bag[k], state.score[0]
        if state.slot[visit] < 0:
            plan(data, state, visit, blink, forgiven, ANY if bold else hope, far)
        bold = bold and state.score[0] >= before


@inner
def weigh(data: Data, state: State, count: int) -> None:
    """Sort keys for the bag, by one of several orders drawn at random; the least goes first."""
    order = np.random.randint(9)
    for k in range(count):
        visit, key = state.bag[k], np.random.random()
        if order >= 8:
            key -= data.service[visit]
        elif order >= 7:
            kind = data.alike[visit]
            key += data.option_from[kind + 1] - data.option_from[kind]
        elif order >= 5:
            far = np.int64(data.toll[0, data.numbers[BASE], data.place[visit]])
            key += far if order == 6 else -far
        elif order >= 3:
            key -= data.gain[visit]
        state.keys[k] = key


@inner
def sort(bag: Array, keys: Array, count: int) -> None:
    """Bring the bag into the order of its keys; it is short."""
    for k in range(1, count):
        visit, key, at = bag[k], keys[k], k
        while at > 0 and keys[at - 1] > key:
            bag[at], keys[at] = bag[at - 1], keys[at - 1]
            at -= 1
        bag[at], keys[at] = visit, key


@inlined
def plan(
    data: Data, state: State, visit: int, blink: float, forgiven: int, hope: int, far: int
) -> bool:
    """
    Plan the visit and its deliveries where they are worth most; False when left out.

    So much of the way there is ``forgiven``: others may come to share it. With ``hope`` 1 a team
    may go out for a visit that does not pay for it alone, with ``ANY`` for one that does not pay
    for the way either. With ``far`` an intake goes where it does best together with its
    deliveries, else by itself.
    """
    before = state.score[0]
    far = far and data.delivery_from[visit + 1] > data.delivery_from[visit]
    if far:
        look_out(data, state, visit)
    worth, slot, position = best_place(data, state, visit, blink)
    if far:
        state.outlook[:] = 0
    if slot < 0:
        return False
    credit = min(forgiven, detour(data, state, slot, position, visit))
    if state.size[slot] == 0:
        credit += NEVER * NEVER if hope == ANY else hope * data.team_cost[slot]
    if worth + credit <= 0:
        return False
    put(data, state, slot, position, visit)
    for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
        delivery = data.deliveries[k]
        worth, slot, position = best_place(data, state, delivery, blink)
        if slot >= 0 and worth > 0:
            put(data, state, slot, position, delivery)
    if state.score[0] + credit < before:
        withdraw(data, state, visit)
        return False
    return True


@inner
def withdraw(data: Data, state: State, visit: int) -> None:
    """Take the visit and its deliveries out again."""
    for k in range(data.delivery_from[visit], data.delivery_from[visit + 1]):
        if state.slot[data.deliveries[k]] >= 0:
            slot = state.slot[data.deliveries[k]]
            take(data, state, data.deliveries[k])
            reschedule(data, state, slot)
    slot = state.slot[visit]
    take(data, state, visit)
    reschedule(data, state, slot)


@compiled
def open_greedily(data: Data, state: State, order: Array, hope: int) -> None:
    """Plan the visits in the order given, each where it is worth most; ``hope`` as in ``plan``."""
    for visit in order:
        if state.slot[visit] < 0:
            plan(data, state, visit, 0.0, plain(0), hope, plain(1))
