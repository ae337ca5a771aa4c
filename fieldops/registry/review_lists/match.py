"""Sets a list against what the registry knows: what is new, what changes, what stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold, tidy
from fieldops.registry.review_lists.columns import Column
from fieldops.registry.review_lists.listing import Listed, group_key, new_needs


class Verdict(StrEnum):
    """What taking a row in would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Known:
    """
    A person the registry has, in the shape of a row. ``pinned_by_hand``: the household's point was
    set by someone who was there, and no list moves it. ``also``: the same person as records said
    that were merged away; a list that still says so means this one.
    """

    household_id: int
    citizen_id: int
    listed: Listed
    pinned_by_hand: bool = False
    also: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """
    Where one row goes. Without ``household_id`` it opens a household, shared by all rows with the
    same ``home``; without ``citizen_id`` it adds a person. ``changes`` are the columns it fills.
    """

    row: Listed
    verdict: Verdict
    household_id: int | None = None
    citizen_id: int | None = None
    changes: tuple[Column, ...] = ()
    why: Sentence | None = None

    @property
    def home(self) -> tuple[str, str, str]:
        return self.row.home_key


def match(rows: Iterable[Listed], known: Iterable[Known]) -> tuple[Match, ...]:
    """
    One match a row, in order. Nothing is deleted by a list, and an empty cell blanks nothing.

    A household is the same when hamlet and head agree, and the group where both name one; without
    heads, when the hamlet has one such person. A person is the same by name and year of birth.
    """
    index = _Index(known)
    return tuple(_match(row, index) for row in rows)


@dataclass(frozen=True, slots=True)
class _Told:
    """A known person under one of the ways they may be told of."""

    known: Known
    listed: Listed


_Tellings: TypeAlias = dict[tuple[str, str], list[_Told]]


@dataclass(slots=True)
class _Index:
    """Known people by head and by own name, within a hamlet."""

    known: Iterable[Known]
    by_head: _Tellings = field(default_factory=lambda: defaultdict(list))
    by_name: _Tellings = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for one in self.known:
            for listed in (one.listed, *one.also):
                self.by_head[listed.hamlet, fold(listed.head)].append(_Told(one, listed))
                self.by_name[listed.hamlet, fold(listed.name)].append(_Told(one, listed))


def _match(row: Listed, index: _Index) -> Match:
    people = index.by_head[row.hamlet, fold(row.head or row.name)]
    people = [one for one in people if _same_group(row, one.listed)]
    same = _each_once(one for one in people if _same_person(row, one.listed))
    if not row.head and not same:
        named = index.by_name[row.hamlet, fold(row.name)]
        same = _each_once(one for one in named if _same_person(row, one.listed))
    if len(same) == 1:
        return _compare(_as_kept(row, same[0]), same[0].known)
    homes = {one.known.household_id for one in same or people}
    if len(same) > 1 or len(homes) > 1:
        return Match(row, Verdict.AMBIGUOUS, why=_ambiguous(row, max(len(same), len(homes))))
    return Match(row, Verdict.NEW, next(iter(homes), None))


def _each_once(told: Iterable[_Told]) -> list[_Told]:
    """One telling of each person, the first: their own before those of merged records."""
    first: dict[tuple[int, int], _Told] = {}
    for one in told:
        first.setdefault((one.known.household_id, one.known.citizen_id), one)
    return list(first.values())


def _as_kept(row: Listed, told: _Told) -> Listed:
    """The row with what a merge dropped in the words that were kept: it says nothing new."""
    kept, dropped = told.known.listed, told.listed
    if kept is dropped:
        return row
    changed = {
        name: getattr(kept, name)
        for name in ("hamlet", "head", "name", "birth", "group", "id_number")
        if _says_the_same(getattr(row, name), getattr(dropped, name))
    }
    return replace(row, **changed)


def _says_the_same(given: Any, dropped: Any) -> bool:
    if isinstance(given, PartialDate) and isinstance(dropped, PartialDate):
        return given.year == dropped.year
    return bool(given) and not _adds(given, dropped)


def _same_group(row: Listed, other: Listed) -> bool:
    mine, theirs = group_key(row.group), group_key(other.group)
    return not mine or not theirs or mine == theirs


def _same_person(row: Listed, other: Listed) -> bool:
    if fold(row.name) != fold(other.name):
        return False
    return not row.birth or not other.birth or row.birth.year == other.birth.year


def _compare(row: Listed, known: Known) -> Match:
    changes = tuple(_changes(row, known))
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return Match(row, verdict, known.household_id, known.citizen_id, changes)


_PLAIN: Sequence[tuple[str, Column]] = (
    ("group", Column.GROUP),
    ("alias", Column.ALIAS),
    ("relation", Column.RELATION),
    ("sex", Column.SEX),
    ("ethnicity", Column.ETHNICITY),
    ("language", Column.LANGUAGE),
    ("id_number", Column.ID_NUMBER),
    ("access", Column.ACCESS),
    ("access_note", Column.ACCESS),
    ("hours", Column.HOURS),
    ("directions", Column.DIRECTIONS),
)


def _changes(row: Listed, known: Known) -> Iterable[Column]:
    had = known.listed
    differing = [column for name, column in _PLAIN if _adds(getattr(row, name), getattr(had, name))]
    if row.birth and refines(row.birth, had.birth):
        differing.append(Column.BIRTH)
    if row.phone and (had.phone is None or row.phone.number != had.phone.number):
        differing.append(Column.PHONE)
    if row.phone and row.phone.owner and had.phone and row.phone.owner != had.phone.owner:
        differing.append(Column.PHONE_OWNER)
    if set(row.categories) - set(had.categories):
        differing.append(Column.CATEGORIES)
    if _parts(row.decision) - _parts(had.decision):
        differing.append(Column.DECISION)
    if new_needs(row.needs, had.needs):
        differing.append(Column.NEEDS)
    if row.point and row.point != had.point and not known.pinned_by_hand:
        differing.append(Column.POINT)
    if row.note and tidy(row.note) not in tidy(had.note):
        differing.append(Column.NOTE)
    return dict.fromkeys(differing)


def _adds(given: Any, had: Any) -> bool:
    """Whether the row says something else; groups, decisions and words by their folded text."""
    if isinstance(given, str) and isinstance(had, str):
        return bool(given) and group_key(given) != group_key(had)
    return bool(given) and given != had


def _parts(decisions: str) -> set[str]:
    return {fold(part) for part in decisions.split(";")} - {""}


def refines(given: PartialDate, had: PartialDate | None) -> bool:
    """
    Whether the given date knows more, or something else. A bare year never replaces a full date.
    """
    if had is None:
        return True
    if given.earliest <= had.earliest and had.latest <= given.latest:
        return False
    return given != had


def _ambiguous(row: Listed, count: int) -> Sentence:
    return Sentence(
        "Có {count} nơi trong ấp {hamlet} cùng tên này. Ghi thêm tổ và năm sinh để phân biệt.",
        {"count": count, "hamlet": row.hamlet},
    )
