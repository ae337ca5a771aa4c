"""Seconds and metres from every place to every other, for one kind of vehicle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fieldops.domain.units import Seconds
from fieldops.travel.distance import great_circles, metres_between
from fieldops.travel.network import Link, Mode, Place

NO_WAY: Seconds = -1
"""In place of seconds, where no way leads."""

Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Matrices:
    """
    ``seconds[i, j]`` and ``metres[i, j]`` from place i to place j: whole, read-only, zero diagonal.

    They need not be symmetric. Where no way leads, seconds are ``NO_WAY`` and metres 0.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]


@lru_cache(maxsize=64)
def matrices(mode: Mode, links: tuple[Link, ...], places: tuple[Place, ...]) -> Matrices:
    """
    The matrices of one mode over the links given; those that do not board it are passed by.

    A link costs its usual wait and its crossing, whatever its timetable says. A pure function of
    its arguments, so it is cached by their content.
    """
    if mode.afloat:
        return _whole(mode, _direct(mode, places, places))
    boarding = tuple(link for link in links if mode.vehicle in link.vehicles)
    return _whole(mode, _over_land(mode, places, boarding))


class _Ways(NamedTuple):
    """Seconds and metres of the best known way for each pair; infinite where there is none."""

    seconds: Cells
    metres: Cells


def _direct(mode: Mode, starts: Sequence[Place], ends: Sequence[Place]) -> _Ways:
    circles = great_circles([p.at for p in starts], [p.at for p in ends])
    return _Ways(circles * mode.seconds_per_metre, circles * mode.detour)


def _by_road(mode: Mode, starts: Sequence[Place], ends: Sequence[Place]) -> _Ways:
    """Within an islet; infinite seconds between two."""
    ways = _direct(mode, starts, ends)
    apart = np.array([[a.islet != b.islet for b in ends] for a in starts], dtype=bool)
    return _Ways(np.where(apart.reshape(ways.seconds.shape), np.inf, ways.seconds), ways.metres)


def _over_land(mode: Mode, places: Sequence[Place], links: Sequence[Link]) -> _Ways:
    """The faster of the road and the best chain of links, for each pair of places."""
    piers = [end for link in links for end in link.ends]
    between = _between_piers(mode, piers, links)
    outward = _by_road(mode, places, piers)
    to_pier = _through(outward, between, best=outward)
    by_road = _by_road(mode, places, places)
    return _through(to_pier, _by_road(mode, piers, places), best=by_road)


def _between_piers(mode: Mode, piers: Sequence[Place], links: Sequence[Link]) -> _Ways:
    """Fastest ways between link ends; the ends of link k are piers 2k and 2k + 1."""
    ways = _by_road(mode, piers, piers)
    for k, link in enumerate(links):
        pair = ([2 * k, 2 * k + 1], [2 * k + 1, 2 * k])
        ways.seconds[pair] = link.wait + link.seconds
        ways.metres[pair] = metres_between(link.ends[0].at, link.ends[1].at)
    return _closed(ways)


def _closed(ways: _Ways) -> _Ways:
    """Floyd and Warshall: each turn reads what the turn before wrote. Piers are few."""
    for via in range(len(ways.seconds)):
        ways = _better(ways, ways, ways, via)
    return ways


def _through(first: _Ways, then: _Ways, best: _Ways) -> _Ways:
    """For each pair the better of ``best`` and ``first`` followed by ``then``, by any pier."""
    for via in range(len(then.seconds)):
        best = _better(first, then, best, via)
    return best


def _better(first: _Ways, then: _Ways, best: _Ways, via: int) -> _Ways:
    seconds = first.seconds[:, [via]] + then.seconds[[via], :]
    metres = first.metres[:, [via]] + then.metres[[via], :]
    faster = seconds < best.seconds
    return _Ways(np.where(faster, seconds, best.seconds), np.where(faster, metres, best.metres))


def _whole(mode: Mode, ways: _Ways) -> Matrices:
    """Whole numbers, seconds rounded up so that nobody is promised to arrive before they can."""
    seconds = np.ceil(np.where(ways.seconds > 0, ways.seconds + mode.boarding, 0.0))
    reached = np.isfinite(seconds)
    metres = np.where(reached, np.rint(ways.metres), 0.0)
    return Matrices(_frozen(np.where(reached, seconds, NO_WAY)), _frozen(metres))


def _frozen(cells: Cells) -> NDArray[np.int32]:
    whole = cells.astype(np.int32)
    np.fill_diagonal(whole, 0)
    whole.setflags(write=False)
    return whole
