"""One session, one commune: reads and writes of another commune's rows do not happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

from sqlalchemy import ClauseElement, FromClause, Table, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.visitors import iterate

from fieldops.store.base import Base, OfCommune

_KEY = "commune_code"


class OutOfScope(Exception):
    """A programming error: a row of one commune met a session of another, or of none."""


def enter(session: Session, commune_code: str) -> None:
    """Hold the session inside the commune from now on; entering another one is refused."""
    if session.info.get(_KEY, commune_code) != commune_code:
        raise OutOfScope(f"session is already inside {session.info[_KEY]}")
    session.info[_KEY] = commune_code


def leave(session: Session) -> None:
    """End the hold, and forget every row that was read inside it."""
    session.info.pop(_KEY, None)
    session.expunge_all()


@contextmanager
def inside(session: Session, commune_code: str) -> Iterator[Session]:
    """``enter`` for the length of a block."""
    enter(session, commune_code)
    try:
        yield session
    finally:
        leave(session)


def current(session: Session) -> str:
    """The commune the session is inside; raises OutOfScope when there is none."""
    code = session.info.get(_KEY)
    if code is None:
        raise OutOfScope("no commune was entered")
    return str(code)


@event.listens_for(Session, "do_orm_execute")
def _hold_reads(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or not _touches_communes(state):
        return
    code = current(state.session)
    criteria = with_loader_criteria(
        OfCommune, lambda cls: cls.commune_code == code, include_aliases=True
    )
    state.statement = state.statement.options(criteria)


def _touches_communes(state: ORMExecuteState) -> bool:
    """Any table of a commune anywhere in the statement, subqueries too."""
    if state.execution_options.get("all_communes", False):
        return False
    held = _held_tables()
    return any(
        part in held
        for part in iterate(cast(ClauseElement, state.statement))
        if isinstance(part, Table)
    )


@cache
def _held_tables() -> frozenset[FromClause]:
    return frozenset(
        m.local_table for m in Base.registry.mappers if issubclass(m.class_, OfCommune)
    )


@event.listens_for(Session, "before_flush")
def _hold_writes(session: Session, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OfCommune) and row.commune_code != current(session):
            raise OutOfScope(f"{type(row).__name__} of {row.commune_code}")
