"""What speaks for two records being one, and against it, in points that a person can add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Protocol, TypeVar

from fieldops.domain.sentences import Sentence


class Kind(StrEnum):
    """What a pair is a pair of."""

    PERSON = "person"
    HOME = "home"


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


def likely_pairs(
    records: Iterable[R],
    keys: Callable[[R], Iterable[Hashable]],
    judge: Callable[[R, R], Sequence[Evidence]],
) -> tuple[Pair, ...]:
    """
    The pairs of LIKELY points or more, the likeliest first. Only records that share one of their
    ``keys`` are compared: twenty thousand records have two hundred million pairs.
    """
    blocks: defaultdict[Hashable, list[R]] = defaultdict(list)
    for record in records:
        for key in set(keys(record)):
            blocks[key].append(record)
    compared: dict[tuple[int, int], Pair] = {}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            ids = (a.id, b.id) if a.id < b.id else (b.id, a.id)
            if ids not in compared:
                compared[ids] = _pair(ids, judge(a, b))
    found = (pair for pair in compared.values() if pair.points >= LIKELY)
    return tuple(sorted(found, key=lambda pair: (-pair.points, pair.one, pair.other)))


def _pair(ids: tuple[int, int], evidence: Sequence[Evidence]) -> Pair:
    return Pair(*ids, tuple(sorted(evidence, key=lambda part: -abs(part.points))))
