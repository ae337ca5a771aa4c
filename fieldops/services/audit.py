"""Audit: who did what, in a hash chain per commune that shows any later change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from fieldops.store import audit as entries
from fieldops.store import scope
from fieldops.store.tables import AuditRow

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a login, or the system itself (``id`` None)."""

    id: int | None
    name: str


SYSTEM = Actor(None, "fieldops")


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: tuple[str, int | str],
    at: datetime,
    **facts: Any,
) -> None:
    """
    Add one entry: ``action`` like "household.changed", ``subject`` like ("household", 12).

    ``facts`` are ids, states and counts. Names, numbers of papers, health never go in.
    """
    commune = scope.current(session)
    seq, before = session.info.get(_LAST, {}).get(commune) or _end(session)
    row = AuditRow(
        commune_code=commune,
        seq=seq + 1,
        at=at.astimezone(UTC),  # sealed as it is stored and read back
        actor_id=actor.id,
        actor=actor.name,
        action=action,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        facts=facts,
        hash="",
    )
    row.hash = seal(row, before)
    session.add(row)
    session.info[_LAST] = {commune: (row.seq, row.hash)}


_LAST = "audit.last"
"""The end of the chain as this transaction made it: many entries in one need not read it again."""


def _end(session: Session) -> tuple[int, str]:
    session.flush()  # the end of the chain is asked for beneath the session
    return entries.last(session) or (0, GENESIS)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, *_: Any) -> None:
    """Others may write from here on, or what was written is undone (a savepoint's too)."""
    session.info.pop(_LAST, None)


def seal(row: AuditRow, before: str) -> str:
    """The hash of an entry: over its own content and the hash before it."""
    content = [
        before,
        row.commune_code,
        row.seq,
        row.at.isoformat(),
        row.actor_id,
        row.actor,
        row.action,
        row.subject_type,
        row.subject_id,
        row.facts,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_at(session: Session) -> int | None:
    """The ``seq`` of the first entry that does not follow from the one before; None if all do."""
    before, expected = GENESIS, 1
    for row in entries.chain(session):
        if row.seq != expected or row.hash != seal(row, before):
            return expected
        before, expected = row.hash, expected + 1
    return None
