"""Two records of one person, or of one home, made one; and taken apart again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.registry.duplicates import Kind
from fieldops.services import audit, demand, registry
from fieldops.services.audit import Actor
from fieldops.services.duplicates import PARTS, Row, SideBySide, record
from fieldops.store import duplicates as rows
from fieldops.store import scope
from fieldops.store.tables import (
    CaseRow,
    CategoryRow,
    CitizenRow,
    HouseholdRow,
    MergeRow,
    VisitRow,
)

Moved: TypeAlias = CitizenRow | CaseRow | VisitRow | CategoryRow
_TABLES: Mapping[str, type[Moved]] = {
    "citizen": CitizenRow,
    "case": CaseRow,
    "visit": VisitRow,
    "category": CategoryRow,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Keep the first of the two; ``from_other`` names the parts taken from the second."""

    from_other: Collection[str]
    seen: tuple[int, int]
    """The versions of both records that the person looked at."""


def merge(
    session: Session, sides: SideBySide, wish: Wish, actor: Actor, now: datetime, today: date
) -> MergeRow:
    """
    Give all of the second record to the first. Nothing is deleted: the second is set aside.

    Raises Conflict when either was changed since it was looked at, and when families have been
    promised a visit that would change its home.
    """
    kept, gone = sides.one, sides.other
    _promised(session, kept, gone, sides.cases_of_other)
    for row, seen in zip((kept, gone), wish.seen, strict=True):
        if not rows.claim(session, row, seen):
            raise Conflict(_CHANGED)
    columns = [c for part in wish.from_other for c in PARTS[sides.kind].get(part, ())]
    before = _plain(kept, columns)
    for column in columns:
        setattr(kept, column, getattr(gone, column))
    after = _plain(kept, columns)
    made = MergeRow(
        commune_code=scope.current(session),
        kind=sides.kind.value,
        kept_id=kept.id,
        gone_id=gone.id,
        moved=_take(session, kept, gone, now),
        before=before,
        after=after,
        merged_by=actor.name,
        merged_at=now,
    )
    session.add(made)
    session.flush()
    _settle(session, (kept, gone), today, now)
    _note(session, "merged", made, actor, now)
    return made


def undo(session: Session, merge_id: int, actor: Actor, now: datetime, today: date) -> MergeRow:
    """
    Take a merge back: rows that moved go home, parts that nobody changed since are as before.

    Doing it twice does it once. Raises NotFound, and Conflict while a later merge builds on it.
    """
    made = session.get(MergeRow, merge_id)
    if made is None:
        raise NotFound(Sentence("Không tìm thấy lần gộp này. Xem lại danh sách đã gộp."))
    if made.undone_at is not None:
        return made
    if rows.later_merge(session, made) is not None:
        raise Conflict(_BUILT_ON)
    kept, gone = _both(session, made)
    for column, value in made.before.items():
        if _plain(kept, [column])[column] == made.after[column]:
            setattr(kept, column, _rich(column, value))
    _give_back(session, made, gone)
    made.undone_at = now
    session.flush()
    _settle(session, (kept, gone), today, now)
    _note(session, "merge_undone", made, actor, now)
    return made


def _promised(session: Session, kept: Row, gone: Row, cases: Collection[CaseRow]) -> None:
    """Visits are made to homes: one already promised to a home does not change it silently."""
    if _home_of(kept) == _home_of(gone):
        return
    visits = rows.planned_visits(session, [case.id for case in cases])
    if visits and visits[0].planned_on:
        raise Conflict(
            Sentence(
                "Nhà {name} đã hẹn chuyến ngày {day}. Gộp sau chuyến ấy, "
                "hoặc bỏ chuyến khỏi kế hoạch trước.",
                {"name": visits[0].household.head_name, "day": visits[0].planned_on},
            )
        )


def _take(session: Session, kept: Row, gone: Row, now: datetime) -> dict[str, Any]:
    """Move what belongs to the second record; what moved, by table, and how the second stood."""
    if isinstance(gone, CitizenRow):
        moved = _take_person(session, kept.id, _home_of(kept), gone.id)
        stood = {"moved_at": gone.moved_at.isoformat() if gone.moved_at else None}
        gone.merged_into, gone.moved_at = kept.id, now
        return {name: _ids(found) for name, found in moved.items()} | stood
    gone.archived_at = now
    return {name: _ids(found) for name, found in _take_home(session, kept.id, gone.id).items()}


def _take_person(
    session: Session, kept_id: int, home_id: int, gone_id: int
) -> dict[str, Sequence[Moved]]:
    """Cases, and grounds that the kept person lacks; a ground both have stays with the second."""
    had = {one.category for one in rows.categories_of_person(session, kept_id)}
    cases = rows.cases_of_person(session, gone_id)
    held = rows.categories_of_person(session, gone_id)
    grounds = [one for one in held if one.category not in had]
    moving: list[Any] = [*cases, *grounds]
    for row in moving:
        row.citizen_id, row.household_id = kept_id, home_id
    return {"case": cases, "category": grounds}


def _take_home(session: Session, kept_id: int, gone_id: int) -> dict[str, Sequence[Moved]]:
    """Everybody and everything of the second home; its grounds unless the first has the same."""
    people, cases, visits, held = rows.of_home(session, gone_id)
    had = {one.category for one in rows.of_home(session, kept_id)[3] if one.citizen_id is None}
    grounds = [one for one in held if one.citizen_id is not None or one.category not in had]
    moving: list[Any] = [*people, *cases, *visits, *grounds]
    for row in moving:
        row.household_id = kept_id
    return {"citizen": people, "case": cases, "visit": visits, "category": grounds}


def _give_back(session: Session, made: MergeRow, gone: Row) -> None:
    """Only what still stands where the merge put it: what was moved on since stays."""
    for name, table in _TABLES.items():
        for row_id in made.moved.get(name, []):
            row: Any = session.get(table, row_id)
            if row is not None and _stands_with(row, made):
                row.household_id = _home_of(gone)
                if isinstance(gone, CitizenRow):
                    row.citizen_id = gone.id
    if isinstance(gone, CitizenRow):
        moved_at = made.moved.get("moved_at")
        gone.merged_into = None
        gone.moved_at = datetime.fromisoformat(moved_at) if moved_at else None
    else:
        gone.archived_at = None
    gone.version += 1


def _stands_with(row: Any, made: MergeRow) -> bool:
    holder = row.citizen_id if made.kind == Kind.PERSON.value else row.household_id
    return bool(holder == made.kept_id)


def _both(session: Session, made: MergeRow) -> tuple[Row, Row]:
    kept = record(session, Kind(made.kind), made.kept_id)
    gone: CitizenRow | HouseholdRow | None
    if isinstance(kept, CitizenRow):
        gone = session.get(CitizenRow, made.gone_id)
    else:
        gone = session.get(HouseholdRow, made.gone_id)
    if gone is None:
        raise NotFound(Sentence("Không tìm thấy lần gộp này. Xem lại danh sách đã gộp."))
    kept.version += 1
    return kept, gone


def _settle(session: Session, both: tuple[Row, Row], today: date, now: datetime) -> None:
    """What follows from who lives where: search, order, and the visits that are due."""
    homes = sorted({_home_of(row) for row in both})
    session.flush()
    session.expire_all()
    for home_id in homes:
        home = session.get(HouseholdRow, home_id)
        if home is not None:
            registry.index(home)
    demand.refresh(session, homes, today, now)


def _home_of(row: Row) -> int:
    return row.household_id if isinstance(row, CitizenRow) else row.id


def _ids(found: Collection[Any]) -> list[int]:
    return [row.id for row in found]


def _plain(row: Row, columns: Collection[str]) -> dict[str, Any]:
    """Columns as JSON keeps them: an instant as text."""
    values = {column: getattr(row, column) for column in columns}
    return {c: v.isoformat() if isinstance(v, datetime) else v for c, v in values.items()}


def _rich(column: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and column.endswith("_at") else value


def _note(session: Session, what: str, made: MergeRow, actor: Actor, now: datetime) -> None:
    subject = "citizen" if made.kind == Kind.PERSON.value else "household"
    moved = {name: len(ids) for name, ids in made.moved.items() if isinstance(ids, list)}
    audit.record(
        *(session, actor, f"{made.kind}.{what}", (subject, made.kept_id), now),
        other=made.gone_id,
        moved=moved,
    )


_CHANGED = Sentence("Có người vừa sửa một trong hai bản ghi. Xem lại rồi gộp.")
_BUILT_ON = Sentence("Có lần gộp sau dựa trên lần này. Tách lần gộp sau trước.")
