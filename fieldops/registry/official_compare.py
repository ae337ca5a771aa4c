"""Our books against what the official systems say, line by line; nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldops.domain.case import DossierStatus
from fieldops.registry.official_lists import OfficialRecord, same_code


class Differs(StrEnum):
    """In what two records of one case differ."""

    CODE = "code"  # found by its number: we have no code, or another
    NUMBER = "number"
    STATE = "state"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class OurRecord:
    """A case of ours as the official systems would tell it; ``number`` is of its register entry."""

    case_id: int
    code: str
    status: DossierStatus
    registration_id: int | None = None
    number: int | None = None
    on: date | None = None
    is_entered: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One case on both sides; empty ``differs``: they agree."""

    theirs: OfficialRecord
    ours: OurRecord
    differs: tuple[Differs, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Every line of theirs is in one of the first three; ``repeated`` are codes said twice."""

    pairs: tuple[Pair, ...]
    only_there: tuple[OfficialRecord, ...]
    repeated: tuple[OfficialRecord, ...]
    only_here: tuple[OurRecord, ...]

    @property
    def agree(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if not pair.differs)

    @property
    def differ(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.differs)


def compare(theirs: Sequence[OfficialRecord], ours: Iterable[OurRecord]) -> Compared:
    """
    Pair by dossier code; a line without a code of ours by entry number and year, if that is one.

    ``only_here`` are our register entries of the days the list speaks of that it does not have.
    """
    books = _Books(list(ours))
    pairs: list[Pair] = []
    alone: list[OfficialRecord] = []
    repeated: list[OfficialRecord] = []
    seen: set[str] = set()
    for one in theirs:
        if same_code(one.code) in seen:
            repeated.append(one)
            continue
        seen.add(same_code(one.code))
        found = books.find(one)
        if found is None:
            alone.append(one)
        else:
            pairs.append(Pair(one, found, _differences(one, found)))
    rest = books.others({pair.ours.case_id for pair in pairs}, theirs)
    return Compared(tuple(pairs), tuple(alone), tuple(repeated), rest)


class _Books:
    """Our records, to be found by code or number."""

    def __init__(self, ours: list[OurRecord]) -> None:
        self._ours = ours
        self._by_code = {same_code(one.code): one for one in ours if one.code}
        self._by_number: dict[tuple[int, int], list[OurRecord]] = {}
        for one in ours:
            if one.number and one.on:
                self._by_number.setdefault((one.number, one.on.year), []).append(one)

    def find(self, one: OfficialRecord) -> OurRecord | None:
        if found := self._by_code.get(same_code(one.code)):
            return found
        if one.number is None or one.year is None:
            return None
        same = [our for our in self._by_number.get((one.number, one.year), []) if not our.code]
        return same[0] if len(same) == 1 else None

    def others(self, found: set[int], theirs: Sequence[OfficialRecord]) -> tuple[OurRecord, ...]:
        days = sorted(one.on for one in theirs if one.on)
        return tuple(
            one
            for one in self._ours
            if one.case_id not in found
            and one.on is not None
            and (not days or days[0] <= one.on <= days[-1])
        )


def _differences(theirs: OfficialRecord, ours: OurRecord) -> tuple[Differs, ...]:
    unlike = {
        Differs.CODE: same_code(theirs.code) != same_code(ours.code),
        Differs.NUMBER: theirs.number is not None and theirs.number != ours.number,
        Differs.STATE: theirs.status is not None and theirs.status != ours.status,
        Differs.DAY: theirs.on is not None and ours.on is not None and theirs.on != ours.on,
    }
    return tuple(kind for kind, is_so in unlike.items() if is_so)
