"""What the kernel reads and writes: arrays of numbers, indexed by visit, slot, day and place."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
"""An array of whole numbers; its shape is in brackets beside it."""

FORBIDDEN = 1 << 60
"""A cost that no gain outweighs: this visit may not be made from this slot."""

NO_WAY = (1 << 16) - 1
"""In the tables of the way: none leads there. A leg of 18 h or more is none either."""

NEVER = 1 << 30
"""A time that never comes; ``-NEVER`` is one that has always passed."""

# Rows of ``Data.numbers``.
BASE, LUNCH, LUNCH_EARLIEST, LUNCH_LATEST, CAPACITY = range(5)
TRAVEL, HAMLET_DAY, UNDELIVERED, LAST, PERSON, LEAST_CREW, NONE = range(5, 12)
NO_LUNCH = -1


class Data(NamedTuple):
    """A problem with its teams formed. A slot is one team on one day; times are seconds."""

    seconds: Array  # [kind, place, place] in 16 bits, ``numbers[NONE]`` where no road leads
    toll: Array  # [kind, place, place] seconds as costed: ferries without their wait
    back: Array  # [kind, place, place] the same the other way: what it costs to come from there
    ferries: Array  # [ferry, (from, to, crossing, bit mask of the kinds it boards)]
    sails: Array  # [ferry, day, departure], ascending, padded with NEVER
    place: Array  # [visit]
    service: Array  # [visit]
    access: Array  # [visit]
    cases: Array  # [visit]
    hamlet: Array  # [visit]
    gain: Array  # [visit]
    windows: Array  # [visit, day, window, (first, last start)], ascending; unused ones are (1, 0)
    hull: Array  # [visit, day, (first, last start)] over all windows of the day
    intake: Array  # [visit], -1 for a visit that delivers nothing
    least: Array  # [visit] working days after the intake
    greatest: Array  # [visit]
    signed: Array  # [visit] 1 where the registrar of the intake should come again
    delivery_from: Array  # [visit + 1] where the visit's deliveries begin in ``deliveries``
    deliveries: Array
    books: Array  # [visit, register] 1 where the register must be brought
    asks: Array  # [visit, role] 1 where someone of that role must be in the team
    near: Array  # [visit, k] the visits nearest by, itself first
    day: Array  # [slot]
    kind: Array  # [slot]
    start: Array  # [slot] leaves the base not before
    end: Array  # [slot] is back by
    twin: Array  # [slot] the slot before it on its day that is the same in all, -1 for none
    ordinal: Array  # [day]
    alike: Array  # [visit] the number of those that every slot treats alike: its sort
    cost: Array  # [slot, sort], FORBIDDEN where such visits may not be
    option_from: Array  # [sort + 1] where the slots of that sort begin in ``options``
    options: Array
    team_cost: Array  # [slot] of going out at all, with the least crew
    strangers: Array  # [slot, slot] cost where the two share no registrar
    day_from: Array  # [day + 1] where the day's slots begin; slots are in the order of days
    numbers: Array  # see the names above


class State(NamedTuple):
    """Routes being changed, and what is kept up to date with them."""

    route: Array  # [slot, position] visits in order
    size: Array  # [slot]
    spot: Array  # [slot, position + 2] the place of each stop, between the base and the base
    leg: Array  # [slot, position + 1] toll from each of these places to the next
    early: Array  # [slot, position + 1, (lunch to come, lunch taken)] earliest end of service
    late: Array  # [slot, position + 1, (lunch to come, lunch taken)] latest arrival
    slot: Array  # [visit], -1 unplanned
    load: Array  # [slot] cases
    hamlet_day: Array  # [hamlet, day] stops there
    carried: Array  # [slot, register] stops that need the register
    asked: Array  # [slot, role] stops that ask for the role
    touched: Array  # [slot] 1 where changed since the last decision
    score: Array  # [1]
    bag: Array  # [visit + 1] what a ruin has removed, and what joins the repair
    keys: Array  # [visit + 1] sort keys of the bag
    outlook: Array  # [day] what the visit being planned then gains by its deliveries, else 0
    by_day: Array  # [day] what a delivery is worth there at best, while that is looked for
    doomed: Array  # [position] the string being removed
    position: Array  # [visit] where in its route it was when ends were last exchanged
    before: Array  # [slot, position + 1] cases before each position, as of then too
    ends: Array  # [2 * position] what two routes exchange, while they do


class Snapshot(NamedTuple):
    """Routes set aside, with their times."""

    route: Array
    size: Array
    spot: Array
    leg: Array
    early: Array
    late: Array
    score: Array
