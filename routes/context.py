"""What a view may ask of its request: the session, the clock, the person, the commune."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, request
from flask_security import current_user
from sqlalchemy.orm import Session

from fieldops.domain.people import Role
from fieldops.services import following
from fieldops.services.audit import Actor
from fieldops.store import scope, turns
from fieldops.store.db import db
from fieldops.store.tables import CommuneRow


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking. ``hamlet_id`` is set for a hamlet head, ``staff_id`` for one who goes out."""

    id: int
    name: str
    role: Role
    commune_code: str
    staff_id: int | None
    hamlet_id: int | None


def now() -> datetime:
    """The instant, in UTC; tests set the clock with the config key ``NOW``."""
    clock = current_app.config.get("NOW")
    return clock() if clock else datetime.now(UTC)


def today() -> date:
    """The local day."""
    return now().astimezone(zone()).date()


def clock_time() -> int:
    """The local time of day, in seconds after midnight."""
    local = now().astimezone(zone())
    return local.hour * 3600 + local.minute * 60 + local.second


def zone() -> ZoneInfo:
    """The zone in which days begin and end."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def session() -> Session:
    """The session of the request, held inside the person's commune."""
    return db.session()


def person() -> Person:
    """The one who is logged in; only for views that need a permission."""
    user = current_user
    return Person(
        id=user.id,
        name=user.full_name,
        role=Role(user.role),
        commune_code=user.commune_code,
        staff_id=user.staff_id,
        hamlet_id=user.hamlet_id,
    )


def actor() -> Actor:
    """The one who is logged in, as the audit names them."""
    return Actor(person().id, person().name)


def commune() -> CommuneRow | None:
    """The person's commune; None before login."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    if "commune" not in g:
        g.commune = session().get_one(CommuneRow, current_user.commune_code)
    row: CommuneRow = g.commune
    return row


TAKES_REPORTS = "phone_api.push_outcomes"
"""The one view that needs no books in step: it sees to those it asks."""

PATIENCE, LONG_PATIENCE = 2.0, 30.0
"""Seconds a page, and a change, waits for the books to follow what phones sent."""


@contextmanager
def turn() -> Iterator[None]:
    """
    One's turn at writing; what was read before is let go, and what is not committed after.

    On SQLite, all who write wait for each other in a queue.
    """
    session().rollback()
    held = turns.take(current_app.config["VAR"]) if db.engine.name == "sqlite" else None
    try:
        yield
    finally:
        if held:
            session().rollback()
            held.close()


def begin() -> None:
    """
    Run before each request: reads take no write lock, and the session enters the commune.

    What is sent is read to its end first: a phone on a thin line must not hold the lock meanwhile.
    """
    scope.leave(session())
    if request.method not in ("GET", "HEAD"):
        request.get_data(parse_form_data=True)
    _only_read()
    if current_user.is_authenticated:
        scope.enter(session(), current_user.commune_code)
        if request.endpoint == TAKES_REPORTS:
            session().expunge_all()  # who asks is known: nothing of it is read again
            session().rollback()
        elif following.count(session()):
            _catch_up()


def _only_read() -> None:
    """A page never writes, and a batch not before its turn."""
    if request.method in ("GET", "HEAD") or request.endpoint == TAKES_REPORTS:
        session().connection(execution_options={"read_only": True})


def _catch_up() -> None:
    """Let the books follow what phones sent, before anybody reads or changes them."""
    reads = request.method in ("GET", "HEAD")
    until = time.monotonic() + (PATIENCE if reads else LONG_PATIENCE)
    while following.count(session()) and time.monotonic() < until:
        with turn():
            following.follow(session(), zone())
            session().commit()
    g.behind = following.count(session())
    session().rollback()
    _only_read()


def behind() -> int:
    """How many reports of the commune the books have yet to follow; 0 but in a rush."""
    return int(g.get("behind", 0))
