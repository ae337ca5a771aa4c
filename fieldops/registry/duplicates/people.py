"""Two rows about one person: written down twice, once by a nickname, once by a slip of the pen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates.score import CERTAIN, Evidence, Pair, likely_pairs, pair_key
from fieldops.registry.names import fold, spell

_A_SLIP = 2
"""Letters by which two names may differ and still be one name misspelt."""


@dataclass(frozen=True)
class PersonRecord:
    """A person as far as it tells them apart; empty text and None are unknown."""

    id: int
    household_id: int
    hamlet_id: int
    name: str
    alias: str = ""
    sex: str | None = None
    birth: PartialDate | None = None
    id_number: str = ""
    phone: str = ""

    @cached_property
    def folded(self) -> str:
        return fold(self.name)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(sorted(self.folded.split()))

    @cached_property
    def keys(self) -> frozenset[int]:
        """Where another row about the same person would stand too."""
        return frozenset(map(hash, _keys(self)))

    @cached_property
    def spelled(self) -> str:
        return spell(self.name)

    @cached_property
    def folded_alias(self) -> str:
        return fold(self.alias)


def people(records: Iterable[PersonRecord], judge: Judge | None = None) -> tuple[Pair, ...]:
    """Pairs that may be one person, the likeliest first."""
    return likely_pairs(records, lambda one: one.keys, judge or evidence)


class Judge:
    """``evidence``, remembered: those who are compared as people are compared again by cases."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Evidence, ...]] = {}

    def __call__(self, a: PersonRecord, b: PersonRecord) -> tuple[Evidence, ...]:
        both = pair_key(a.id, b.id)
        if (known := self._known.get(both)) is None:
            known = self._known[both] = evidence(a, b)
        return known


def _keys(one: PersonRecord) -> Iterator[Hashable]:
    year = one.birth.year if one.birth else None
    if one.id_number:
        yield "id", one.id_number
    yield "home", one.household_id
    yield "name", one.words, year
    yield "name", one.words, "hamlet", one.hamlet_id
    if year is not None:
        for word in {one.words[0], one.words[-1]} if one.words else ():
            yield "slip", word, one.hamlet_id, year
    if one.phone:
        yield "phone", one.phone


def evidence(a: PersonRecord, b: PersonRecord) -> tuple[Evidence, ...]:
    """What speaks for and against; nothing where neither name nor number agrees."""
    name = _name(a, b)
    if name is None and not (a.id_number and a.id_number == b.id_number):
        return ()  # most pairs of a block: neither name nor number agrees
    return tuple(_evidence(a, b, name or Evidence(Sentence("Khác họ tên"), -40)))


def _evidence(a: PersonRecord, b: PersonRecord, name: Evidence) -> Iterator[Evidence]:
    yield from _numbers(a, b)
    yield name
    if a.folded_alias and a.folded_alias == b.folded_alias:
        yield Evidence(Sentence("Cùng tên thường gọi"), 10)
    yield from _births(a, b)
    if a.sex and b.sex and a.sex != b.sex:
        yield Evidence(Sentence("Khác giới tính"), -40)
    yield from _places(a, b)


def _places(a: PersonRecord, b: PersonRecord) -> Iterator[Evidence]:
    if a.household_id == b.household_id:
        yield Evidence(Sentence("Cùng một hộ"), 15)
    elif a.hamlet_id == b.hamlet_id:
        yield Evidence(Sentence("Cùng ấp"), 10)
    if a.phone and a.phone == b.phone and a.household_id != b.household_id:
        yield Evidence(Sentence("Cùng số điện thoại"), 15)


def _numbers(a: PersonRecord, b: PersonRecord) -> Iterator[Evidence]:
    """An old number of nine digits and a new one of twelve may belong to one person."""
    if a.id_number and a.id_number == b.id_number:
        yield Evidence(Sentence("Cùng số giấy tờ"), CERTAIN)
    elif a.id_number and b.id_number and len(a.id_number) == len(b.id_number):
        yield Evidence(Sentence("Khác số giấy tờ"), -60)


def _name(a: PersonRecord, b: PersonRecord) -> Evidence | None:
    """How the names agree, the strongest way; None when they do not."""
    if a.folded == b.folded:
        if a.spelled == b.spelled:
            return Evidence(Sentence("Họ tên giống hệt"), 40)
        return Evidence(Sentence("Họ tên chỉ khác dấu"), 35)
    if a.words == b.words:
        return Evidence(Sentence("Họ tên cùng các chữ, khác thứ tự"), 30)
    if a.folded == b.folded_alias or b.folded == a.folded_alias:
        return Evidence(Sentence("Tên này là tên thường gọi bên kia"), 30)
    if _is_slip(a.folded, b.folded):
        return Evidence(Sentence("Họ tên gần giống"), 25)
    return None


def _is_slip(one: str, other: str) -> bool:
    most = min(_A_SLIP, len(one) // 5)
    if abs(len(one) - len(other)) > most:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most


def _births(a: PersonRecord, b: PersonRecord) -> Iterator[Evidence]:
    if a.birth is None or b.birth is None:
        return
    years = abs(a.birth.year - b.birth.year)
    if years == 0 and _agree(a.birth, b.birth):
        whole = a.birth.day is not None and b.birth.day is not None
        if whole:
            yield Evidence(Sentence("Cùng ngày sinh"), 40)
        else:
            yield Evidence(Sentence("Cùng năm sinh {year}", {"year": str(a.birth.year)}), 20)
    elif years <= 1:
        yield Evidence(Sentence("Ngày sinh gần nhau"), 5)
    else:
        yield Evidence(Sentence("Năm sinh khác nhau {years} năm", {"years": years}), -40)


def _agree(a: PartialDate, b: PartialDate) -> bool:
    """Whether both, of one year, can be one day: what one leaves open the other may know."""
    if a.month is None or b.month is None:
        return True
    return a.month == b.month and (a.day is None or b.day is None or a.day == b.day)
