"""What speaks for two records being one, and against it, in points that a person can add up."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Protocol, TypeVar

from fieldops.domain.sentences import Sentence


class Kind(StrEnum):
    """What a pair is a pair of."""

    PERSON = "person"
    HOME = "home"
    CASE = "case"


LIKELY, CERTAIN = 60, 100
"""
Points from which a pair is shown, and from which it is called certain. Our own scale: a name alone
(35) or a name and a year (55) is not enough in a commune of a hundred Nguyễn Thị Bảy; with the
hamlet (10) it is worth a look.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing two records agree or disagree in. Points below zero speak against."""

    said: Sentence
    points: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one: ids in rising order, the strongest evidence first."""

    one: int
    other: int
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.evidence)

    @property
    def is_certain(self) -> bool:
        return self.points >= CERTAIN


class Record(Protocol):
    """Anything with a number of its own."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=Record)

_BITS = 40
"""More than an id has: two of them make one number."""


def pair_key(one: int, other: int) -> int:
    """The two ids as one number, whichever comes first."""
    return one << _BITS | other if one < other else other << _BITS | one


def likely_pairs(
    records: Iterable[R],
    keys: Callable[[R], Collection[int]],
    judge: Callable[[R, R], Sequence[Evidence]],
) -> tuple[Pair, ...]:
    """
    The pairs of LIKELY points or more, the likeliest first. Only records that share one of their
    ``keys``, each given once, are compared: twenty thousand records have two hundred million pairs.
    Keys are hashes, which are lighter than what they stand for; two that are equal by chance cost a
    comparison.
    """
    with _collector_at_rest():
        judged = ((a, b, judge(a, b)) for a, b in _met(_blocks(records, keys)))
        return ranked(_pair(a, b, told) for a, b, told in judged if _points(told) >= LIKELY)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """
    Nothing here makes a cycle, and looking for cycles among so many records took half the time.

    Whoever found the collector at work sets it to work again, also where two of these overlap.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()


def ranked(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The likeliest first."""
    return tuple(sorted(pairs, key=lambda pair: (-pair.points, pair.one, pair.other)))


def _blocks(records: Iterable[R], keys: Callable[[R], Collection[int]]) -> Iterable[Sequence[R]]:
    blocks: defaultdict[int, list[R]] = defaultdict(list)
    for record in records:
        for key in keys(record):
            blocks[key].append(record)
    return blocks.values()


def _met(blocks: Iterable[Sequence[R]]) -> Iterator[tuple[R, R]]:
    """Each two records that stand in a block together, once."""
    met: set[int] = set()
    for block in blocks:
        for a, b in combinations(block, 2):
            both = pair_key(a.id, b.id)
            if both not in met:
                met.add(both)
                yield a, b


def _points(evidence: Sequence[Evidence]) -> int:
    return sum(part.points for part in evidence) if evidence else 0


def _pair(a: R, b: R, evidence: Sequence[Evidence]) -> Pair:
    told = tuple(sorted(evidence, key=lambda part: -abs(part.points)))
    return Pair(min(a.id, b.id), max(a.id, b.id), told)
