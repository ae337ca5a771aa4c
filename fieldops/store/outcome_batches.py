"""
What taking a batch in asks of the database: few statements, and no row object for any of them.

The hot path when phones come home together. Core statements are not narrowed by ``scope``: each
of these names its commune itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.sealed import written
from fieldops.store.tables import CaseRow, OutcomeRow, ToFollowRow, VisitCaseRow, VisitRow

_OUTCOME: Any = OutcomeRow.__table__
_VISIT: Any = VisitRow.__table__
_LINK: Any = VisitCaseRow.__table__
_CASE: Any = CaseRow.__table__
_MARK: Any = ToFollowRow.__table__


@dataclass(slots=True)
class Book:
    """A visit as it stands, and of each of its cases the state and days."""

    visit_id: int
    household_id: int
    kind: str
    state: str
    planned_on: date | None
    cases: dict[int, tuple[str, date, date | None]] = field(default_factory=dict)


_KNOWN = select(_OUTCOME.c.id).where(_OUTCOME.c.id.in_(bindparam("ids", expanding=True)))


def known_ids(session: Session, ids: Collection[str]) -> set[str]:
    """Which of these ids are taken: an id stands for one outcome in the whole database."""
    return set(session.connection().scalars(_KNOWN, {"ids": list(ids)}))


_BOOKS = (
    select(
        _VISIT.c.id,
        _VISIT.c.household_id,
        _VISIT.c.kind,
        _VISIT.c.state,
        _VISIT.c.planned_on,
        _CASE.c.id,
        _CASE.c.state,
        _CASE.c.requested_on,
        _CASE.c.processed_on,
    )
    .join_from(_VISIT, _LINK, _LINK.c.visit_id == _VISIT.c.id, isouter=True)
    .join(_CASE, _CASE.c.id == _LINK.c.case_id, isouter=True)
    .where(
        _VISIT.c.id.in_(bindparam("ids", expanding=True)),
        _VISIT.c.commune_code == bindparam("commune"),
    )
    .order_by(_VISIT.c.id, _CASE.c.id)
    .with_for_update(of=_VISIT)
)


def books(session: Session, visit_ids: Collection[int]) -> dict[int, Book]:
    """The visits, held against other reports of them until the transaction ends."""
    found: dict[int, Book] = {}
    asked = {"ids": list(visit_ids), "commune": scope.current(session)}
    for *visit, case_id, state, asked_on, made_on in session.connection().execute(_BOOKS, asked):
        book = found.setdefault(visit[0], Book(*visit))
        if case_id is not None:
            book.cases[case_id] = (state, asked_on, made_on)
    return found


_BEHIND = (
    select(_MARK.c.household_id, _MARK.c.commune_code)
    .where(_MARK.c.household_id.in_(bindparam("homes", expanding=True)))
    .distinct()
)


def behind(session: Session, household_ids: Collection[int]) -> set[int]:
    """
    The homes among these whose books have yet to follow a report.

    To be asked once their visits are held: what another server stored meanwhile is seen then. The
    commune is compared here: asked of SQLite it reads every mark of the commune instead of those
    of the homes, and they are many when phones come home together.
    """
    found = session.connection().execute(_BEHIND, {"homes": list(household_ids)})
    here = scope.current(session)
    return {home for home, commune in found if commune == here}


_PUT, _MARKED = insert(_OUTCOME), insert(_MARK)


def put(session: Session, outcomes: Sequence[Mapping[str, Any]], homes: Mapping[str, int]) -> bool:
    """
    Keep the outcomes; ``homes`` by outcome id where the books have yet to follow.

    False, and nothing kept, where another took one of them at the same moment. SQLite lets one
    writer in at a time, so that nobody can.
    """
    connection, commune = session.connection(), scope.current(session)
    marks = [
        {"outcome_id": key, "household_id": home, "commune_code": commune}
        for key, home in homes.items()
    ]
    alone = connection.dialect.name == "sqlite"
    try:
        with nullcontext() if alone else connection.begin_nested():
            connection.execute(_PUT, [written(OutcomeRow, dict(one)) for one in outcomes])
            if marks:
                connection.execute(_MARKED, marks)
    except IntegrityError:
        if alone:
            raise
        return False
    return True
