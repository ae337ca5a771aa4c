"""Phones: known when they keep something, and ended by the office when they are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import phones, scope
from fieldops.store.tables import PhoneRow

FRESH = timedelta(minutes=1)
"""A phone that opens page after page is written down once a minute."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a phone says of itself. ``unsent``: reports waiting on it, of anybody; None: unsaid."""

    key: str
    unsent: int | None = None
    version: str = ""


def hello(session: Session, actor: Actor, said: Hello, at: datetime) -> PhoneRow:
    """Write down that the phone is here, in this person's hand."""
    row = phones.by_key(session, said.key)
    if row is None:
        return _first(session, actor, said, at)
    news = (actor.id, said.version) != (row.last_person_id, row.app_version)
    news = news or said.unsent not in (None, row.unsent)
    if news or at - row.last_seen_at >= FRESH:
        row.last_seen_at, row.app_version = at, said.version
        row.last_person_id = actor.id or row.last_person_id
        row.unsent = row.unsent if said.unsent is None else said.unsent
        session.flush()
    return row


def _first(session: Session, actor: Actor, said: Hello, at: datetime) -> PhoneRow:
    row = PhoneRow(
        commune_code=scope.current(session),
        key=said.key,
        last_person_id=actor.id or 0,
        first_seen_at=at,
        last_seen_at=at,
        app_version=said.version,
        unsent=said.unsent,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # two pages of one phone came at the same time
        return phones.by_key(session, said.key) or row
    audit.record(session, actor, "phone.first_seen", ("phone", row.id), at)
    return row


def everyone(session: Session) -> Sequence[tuple[PhoneRow, str]]:
    """Each phone with who used it last, the latest seen first."""
    return phones.all_with_person(session)


def phone(session: Session, phone_id: int) -> PhoneRow:
    """One phone of the commune; NotFound for any other."""
    row = phones.by_id(session, phone_id)
    if row is None:
        raise NotFound(Sentence("Không có điện thoại này. Quay lại danh sách điện thoại."))
    return row


def end(session: Session, actor: Actor, phone_id: int, at: datetime) -> PhoneRow:
    """At its next contact the phone hands over what is unsent, then wipes itself."""
    row = phone(session, phone_id)
    if row.ended_at is None:
        row.ended_at, row.ended_by, row.wiped_at = at, actor.name, None
        session.flush()
        audit.record(session, actor, "phone.ended", ("phone", row.id), at, unsent=row.unsent)
    return row


def readmit(session: Session, actor: Actor, phone_id: int, at: datetime) -> PhoneRow:
    """Let an ended phone pack days again."""
    row = phone(session, phone_id)
    if row.ended_at is not None:
        row.ended_at, row.ended_by, row.wiped_at = None, "", None
        session.flush()
        audit.record(session, actor, "phone.readmitted", ("phone", row.id), at)
    return row


def wiped(session: Session, actor: Actor, key: str, at: datetime) -> None:
    """The phone says that its packs and keys are gone; only of one that was ended is it kept."""
    row = phones.by_key(session, key)
    if row is not None and row.ended_at is not None and row.wiped_at is None:
        row.wiped_at = at
        session.flush()
        audit.record(session, actor, "phone.wiped", ("phone", row.id), at)
