"""People and homes that stand in the books twice: shown with the reasons, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeAlias, cast

from sqlalchemy.orm import Session

from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates import (
    HomeRecord,
    Judge,
    Kind,
    Pair,
    PersonRecord,
    homes,
    people,
)
from fieldops.registry.names import fold
from fieldops.services import audit, clocks, registry
from fieldops.services.audit import Actor
from fieldops.services.clocks import Born
from fieldops.store import duplicates as rows
from fieldops.store import registry as households
from fieldops.store import scope
from fieldops.store.duplicates import Shown
from fieldops.store.tables import ApartRow, CaseRow, CitizenRow, HouseholdRow, MergeRow

Row: TypeAlias = CitizenRow | HouseholdRow

SHOWN = 100
"""Pairs on the page; whoever has settled those sees the next."""
LATEST = 20

PARTS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.PERSON: {
        "name": ("full_name",),
        "alias": ("alias",),
        "birth": ("birth_year", "birth_month", "birth_day"),
        "sex": ("sex",),
        "id_number": ("id_number",),
        "relation": ("relation_to_head",),
        "phone": ("phone", "phone_owner"),
        "language": ("language",),
        "ethnicity": ("ethnicity",),
    },
    Kind.HOME: {
        "head": ("head_name",),
        "hamlet": ("hamlet_id",),
        "group": ("group_no",),
        "address": ("address_note",),
        "pin": ("lat", "lon", "pin_accuracy_m", "pin_source", "pin_set_by", "pin_set_at"),
        "access": ("access", "access_minutes", "access_note"),
        "phone": ("phone", "phone_owner"),
        "notes": ("notes",),
    },
}
"""What is chosen as one thing when two records become one, and the columns it is kept in."""


@dataclass(frozen=True, slots=True)
class Double(Generic[Shown]):
    """A pair with its two records, in the order of their ids."""

    pair: Pair
    one: Shown
    other: Shown


@dataclass(frozen=True, slots=True)
class Doubles:
    """What may stand in the books twice; ``people`` and ``homes`` hold SHOWN at most."""

    people: Sequence[Double[CitizenRow]]
    homes: Sequence[Double[HouseholdRow]]
    people_count: int
    homes_count: int
    merges: Sequence[MergeRow]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the records agree or differ in; ``of_one`` and ``of_other`` as the columns hold."""

    name: str
    of_one: tuple[Any, ...]
    of_other: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        return self.of_one != self.of_other

    @property
    def takes_other(self) -> bool:
        """Whether only the other record knows it."""
        return not any(self.of_one) and any(self.of_other)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two records compared; ``pair`` explains why, and is None where nothing speaks for it."""

    kind: Kind
    one: Row
    other: Row
    parts: Sequence[Part]
    pair: Pair | None
    cases_of_one: Sequence[CaseRow]
    cases_of_other: Sequence[CaseRow]

    @property
    def asked_twice(self) -> list[CaseRow]:
        """Cases of the second record for what the first has a case for as well."""
        asked = {case.procedure for case in self.cases_of_one}
        return [case for case in self.cases_of_other if case.procedure in asked]


@dataclass(frozen=True, slots=True)
class People:
    """
    Everybody by id, as far as it tells them apart; ``here`` are the ids of who lives here.

    ``judge`` remembers whom it compared.
    """

    records: Mapping[int, PersonRecord]
    here: Set[int]
    judge: Judge = field(default_factory=Judge)

    @property
    def living_here(self) -> Iterator[PersonRecord]:
        return (self.records[one] for one in self.here)


def known_people(session: Session, ids: Sequence[int] | None = None) -> People:
    """Everybody the commune knows, or these."""
    records: dict[int, PersonRecord] = {}
    here: set[int] = set()
    for row in rows.people(session, ids):
        records[row.id] = _person(row)
        if row.here:
            here.add(row.id)
    return People(records, here)


def found(session: Session, known: People) -> Doubles:
    """All pairs nobody has settled yet, the likeliest first, and the latest merges."""
    same_people = unsettled(session, Kind.PERSON, people(known.living_here, known.judge))
    same_homes = unsettled(session, Kind.HOME, homes(_home_records(session, known)))
    return Doubles(
        with_rows(session, CitizenRow, same_people),
        with_rows(session, HouseholdRow, same_homes),
        len(same_people),
        len(same_homes),
        rows.merges(session, LATEST),
    )


def _home_records(session: Session, known: People) -> Iterator[HomeRecord]:
    members: defaultdict[int, set[str]] = defaultdict(set)
    for one in known.living_here:
        members[one.household_id].add(one.folded)
    found = cast(Sequence[HouseholdRow], rows.homes(session))  # columns of the same names
    return (_home_record(row, members[row.id]) for row in found)


def compare_people(session: Session, citizen_id: int, twin_id: int) -> SideBySide:
    """Two people side by side. Raises NotFound."""
    one, other = record(session, Kind.PERSON, citizen_id), record(session, Kind.PERSON, twin_id)
    if one is other or not isinstance(one, CitizenRow) or not isinstance(other, CitizenRow):
        raise NotFound(_NOT_THERE)
    pairs = people(known_people(session, [one.id, other.id]).records.values())
    cases = (rows.cases_of_person(session, row.id) for row in (one, other))
    return _compared(Kind.PERSON, one, other, pairs, *cases)


def compare_homes(session: Session, household_id: int, twin_home_id: int) -> SideBySide:
    """Two homes side by side. Raises NotFound."""
    one, other = record(session, Kind.HOME, household_id), record(session, Kind.HOME, twin_home_id)
    if one is other or not isinstance(one, HouseholdRow) or not isinstance(other, HouseholdRow):
        raise NotFound(_NOT_THERE)
    pairs = homes([_home_record(row, _members(row)) for row in (one, other)])
    cases = (households.cases_of(session, [row.id]) for row in (one, other))
    return _compared(Kind.HOME, one, other, pairs, *cases)


def record(session: Session, kind: Kind, record_id: int) -> Row:
    """A person or a home that is in use. Raises NotFound."""
    row: Row | None
    if kind is Kind.PERSON:
        row = rows.person(session, record_id)
    else:
        row = households.household(session, record_id, None)
    if row is None:
        raise NotFound(_NOT_THERE)
    return row


def keep_apart(
    session: Session, kind: Kind, ids: tuple[int, int], actor: Actor, now: datetime
) -> None:
    """Note that the two are two: the pair is not shown again. Saying it twice is once."""
    for each in ids:
        record(session, kind, each)
    note_apart(session, kind, ids, actor, now)


def note_apart(
    session: Session, kind: Kind, ids: tuple[int, int], actor: Actor, now: datetime
) -> None:
    """As ``keep_apart``, of two records that are known to be there."""
    one, other = sorted(ids)
    if (one, other) in rows.apart(session, kind):
        return
    session.add(
        ApartRow(
            commune_code=scope.current(session),
            kind=kind.value,
            one_id=one,
            other_id=other,
            said_by=actor.name,
            said_at=now,
        )
    )
    audit.record(
        session, actor, f"{kind.value}.kept_apart", (_SUBJECT[kind], one), now, other=other
    )


def unsettled(session: Session, kind: Kind, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs nobody called two."""
    settled = rows.apart(session, kind)
    return [pair for pair in pairs if (pair.one, pair.other) not in settled]


def with_rows(session: Session, table: type[Shown], pairs: Sequence[Pair]) -> list[Double[Shown]]:
    """The first SHOWN pairs with their rows."""
    first = pairs[:SHOWN]
    known = rows.whole(session, table, {one for pair in first for one in (pair.one, pair.other)})
    return [Double(pair, known[pair.one], known[pair.other]) for pair in first]


def _compared(
    kind: Kind,
    one: Row,
    other: Row,
    pairs: Sequence[Pair],
    cases_of_one: Sequence[CaseRow],
    cases_of_other: Sequence[CaseRow],
) -> SideBySide:
    parts = [
        Part(name, *(tuple(getattr(row, column) for column in columns) for row in (one, other)))
        for name, columns in PARTS[kind].items()
    ]
    pair = pairs[0] if pairs else None
    return SideBySide(kind, one, other, parts, pair, cases_of_one, cases_of_other)


def _person(row: rows.Found) -> PersonRecord:
    return PersonRecord(
        id=row.id,
        household_id=row.household_id,
        hamlet_id=row.hamlet_id,
        name=row.full_name,
        alias=row.alias,
        sex=row.sex,
        birth=clocks.birth_of(cast(Born, row)),
        id_number=row.id_number,
        phone=row.phone,
    )


def _members(row: HouseholdRow) -> set[str]:
    return {fold(one.full_name) for one in row.citizens if one.moved_at is None}


def _home_record(row: HouseholdRow, members: Set[str]) -> HomeRecord:
    return HomeRecord(
        id=row.id,
        hamlet_id=row.hamlet_id,
        head=row.head_name,
        group=row.group_no,
        phone=row.phone,
        point=registry.point_of(row),
        members=frozenset(members),
    )


_SUBJECT = {Kind.PERSON: "citizen", Kind.HOME: "household", Kind.CASE: "case"}
_NOT_THERE = Sentence("Không tìm thấy hai bản ghi này. Có thể đã gộp rồi; xem lại danh sách trùng.")
