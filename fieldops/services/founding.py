"""Founding: a commune's first rows, from which its own administrator goes on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import Role
from fieldops.domain.sentences import Sentence
from fieldops.registry.geography import CommunePlace, HamletPlace
from fieldops.services import audit, people
from fieldops.services.audit import SYSTEM
from fieldops.services.people import UserDraft
from fieldops.store import communes, registry, scope
from fieldops.store import people as logins
from fieldops.store.tables import CommuneRow, HamletRow, UserRow


def found(
    session: Session, place: CommunePlace, first: UserDraft, password_hash: str, at: datetime
) -> UserRow:
    """
    The commune, its hamlets and its first administrator, who adds everybody else.

    Conflict where the commune is there already; Invalid for a commune without hamlets. The
    session must be in no commune; the caller commits.
    """
    if place.code in {row.code for row in registry.communes(session)}:
        raise Conflict(Sentence("Xã {code} đã có trong cơ sở dữ liệu này.", {"code": place.code}))
    if not place.hamlets:
        raise Invalid(Sentence("Tệp không có ấp nào của xã {code}.", {"code": place.code}))
    add_commune(session, place)
    with scope.inside(session, place.code):
        add_hamlets(session, place)
        audit.record(session, SYSTEM, "commune.founded", ("commune", place.code), at)
        login = people.add_user(session, SYSTEM, first, password_hash, at)
        session.flush()
    return login


def founded(session: Session) -> list[tuple[CommuneRow, list[UserRow]]]:
    """Every commune, by code, with its active administrators."""
    return [(row, logins.administrators(session, row.code)) for row in registry.communes(session)]


def let_in_again(session: Session, username: str, password_hash: str, at: datetime) -> None:
    """A one-time password for an active administrator; NotFound for anybody else."""
    row = people.by_username(session, username)
    if row is None or row.role != Role.ADMINISTRATOR or not row.active:
        raise NotFound(Sentence("Không có quản trị nào tên {username}.", {"username": username}))
    with scope.inside(session, row.commune_code):
        people.reset_password(session, SYSTEM, row.id, password_hash, at)
        session.flush()


def add_commune(session: Session, place: CommunePlace) -> None:
    """The commune; its teams start from the most central hamlet until it sets its own base."""
    base = _most_central(place.hamlets).point
    kind, _, name = place.name.partition(" ")
    row = CommuneRow(
        code=place.code,
        name=name,
        kind=kind,
        province=place.province,
        base_lat=base.lat,
        base_lon=base.lon,
        outline=[[p.lon, p.lat] for p in (*place.outline, place.outline[0])],
    )
    session.add(row)
    session.flush()


def add_hamlets(session: Session, place: CommunePlace) -> None:
    """Those that are not there yet; the session is inside the commune."""
    known = {row.name for row in communes.hamlets(session)}
    session.add_all(_row(place, hamlet) for hamlet in place.hamlets if hamlet.name not in known)
    session.flush()


def _row(place: CommunePlace, hamlet: HamletPlace) -> HamletRow:
    return HamletRow(
        commune_code=place.code,
        name=hamlet.name,
        old_commune=hamlet.old_commune,
        lat=hamlet.point.lat,
        lon=hamlet.point.lon,
    )


def _most_central(hamlets: tuple[HamletPlace, ...]) -> HamletPlace:
    lat = sum(one.point.lat for one in hamlets) / len(hamlets)
    lon = sum(one.point.lon for one in hamlets) / len(hamlets)
    return min(hamlets, key=lambda one: (one.point.lat - lat) ** 2 + (one.point.lon - lon) ** 2)
