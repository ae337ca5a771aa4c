"""What a view may ask of its request: the session, the clock, the person, the commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, request
from flask_security import current_user
from sqlalchemy.orm import Session

from fieldops.domain.people import Role
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


def end(_error: BaseException | None) -> None:
    """Run after each request: whoever waits for the phones' turn may go on."""
    if turn := g.pop("turn", None):
        db.session.remove()
        turn.close()


def begin() -> None:
    """
    Run before each request: reads take no write lock, and the session enters the commune.

    What is sent is read to its end first: a phone on a thin line must not hold the lock meanwhile.
    """
    scope.leave(session())
    if request.method not in ("GET", "HEAD"):
        request.get_data(parse_form_data=True)
    if request.endpoint == "phone_api.push_outcomes" and db.engine.name == "sqlite":
        g.turn = turns.take(current_app.config["VAR"])
    if request.method in ("GET", "HEAD"):
        session().connection(execution_options={"read_only": True})
    if current_user.is_authenticated:
        scope.enter(session(), current_user.commune_code)
