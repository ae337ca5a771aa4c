"""Two households that may be one home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates.score import Evidence, Pair, likely_pairs
from fieldops.registry.names import fold, spell
from fieldops.registry.outline import Point

_NEXT_DOOR = 0.0003
"""Degrees, about 30 m at this latitude: pins set at one door differ by as much."""


@dataclass(frozen=True)
class HomeRecord:
    """A household as far as it tells it apart; ``members`` are folded names of who lives there."""

    id: int
    hamlet_id: int
    head: str
    group: str = ""
    phone: str = ""
    point: Point | None = None
    members: frozenset[str] = frozenset()

    @cached_property
    def folded(self) -> str:
        return fold(self.head)


def homes(records: Iterable[HomeRecord]) -> tuple[Pair, ...]:
    """Pairs that may be one household, the likeliest first."""
    return likely_pairs(records, _keys, lambda a, b: tuple(_evidence(a, b)))


def _keys(one: HomeRecord) -> set[int]:
    found = {hash(("head", one.folded, one.hamlet_id))}
    if one.phone:
        found.add(hash(("phone", one.phone)))
    return found | {hash(("member", name, one.hamlet_id)) for name in one.members}


def _evidence(a: HomeRecord, b: HomeRecord) -> Iterator[Evidence]:
    if spell(a.head) == spell(b.head):
        yield Evidence(Sentence("Tên chủ hộ giống hệt"), 40)
    elif a.folded == b.folded:
        yield Evidence(Sentence("Tên chủ hộ chỉ khác dấu"), 35)
    if shared := len(a.members & b.members):
        yield Evidence(Sentence("{count} người trùng tên", {"count": shared}), min(45, 15 * shared))
    yield from _places(a, b)
    if a.phone and a.phone == b.phone:
        yield Evidence(Sentence("Cùng số điện thoại"), 25)


def _places(a: HomeRecord, b: HomeRecord) -> Iterator[Evidence]:
    if a.hamlet_id != b.hamlet_id:
        yield Evidence(Sentence("Khác ấp"), -20)
        return
    yield Evidence(Sentence("Cùng ấp"), 10)
    groups = fold(a.group), fold(b.group)
    if all(groups):
        same = groups[0] == groups[1]
        yield Evidence(Sentence("Cùng tổ") if same else Sentence("Khác tổ"), 5 if same else -30)
    if a.point and b.point:
        near = max(abs(a.point.lat - b.point.lat), abs(a.point.lon - b.point.lon)) <= _NEXT_DOOR
        said = Sentence("Hai ghim cách nhau dưới 30 m") if near else Sentence("Ghim ở hai nơi")
        yield Evidence(said, 25 if near else -15)
