"""The invented commune of ``benchmarks.sync``: homes with a birth each, and logins for phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login.utils import _create_identifier as session_identifier_generator
from flask_migrate import upgrade
from sqlalchemy import insert
from sqlalchemy.orm import Session

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    UserRow,
    VisitCaseRow,
    VisitRow,
)

CODE = "31633"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Where the commune's days begin: between midnight there and in UTC its date is another."""
AGENT, LOCAL = "fieldops-bench", {"REMOTE_ADDR": "127.0.0.1"}


@dataclass
class Phone:
    """One login on one device; ``visits`` it has yet to report."""

    cookie: str
    visits: list[int]
    device: str = field(default_factory=lambda: str(uuid4()))
    seq: int = 0


def filled(app: Flask, sending: Sequence[int], routed: Sequence[int]) -> list[Phone]:
    """A login for each number of visits to report: first those without, then with a route today."""
    with app.app_context():
        upgrade()
        session = db.session()
        with scope.inside(session, CODE):
            hamlet = _commune(session)
            each = [*sending, *routed]
            visits = _visits(session, hamlet, sum(each))
            people = _people(session, len(each))
            found = []
            for n, (user, staff_id) in enumerate(people):
                mine, visits = visits[: each[n]], visits[each[n] :]
                if n >= len(sending):
                    _route(session, staff_id, mine)
                found.append(Phone(_cookie(app, user), mine))
            session.commit()
        db.session.remove()
        db.engine.dispose()
    return found


def _commune(session: Session) -> int:
    square = [[106.1, 9.4], [106.3, 9.4], [106.3, 9.7], [106.1, 9.7], [106.1, 9.4]]
    row = CommuneRow(code=CODE, name="Thử tải", base_lat=9.6, base_lon=106.2, outline=square)
    session.add(row)
    session.flush()
    hamlet = HamletRow(commune_code=CODE, name="Ấp Thử", lat=9.59, lon=106.22)
    session.add(hamlet)
    session.flush()
    return hamlet.id


def _visits(session: Session, hamlet_id: int, count: int) -> list[int]:
    """Homes with one person, one birth to register and one intake due each."""
    today = datetime.now(HERE).date()
    homes = [
        HouseholdRow(commune_code=CODE, hamlet_id=hamlet_id, head_name=f"Nhà {n}")
        for n in range(count)
    ]
    _keep(session, homes)
    people = [
        CitizenRow(commune_code=CODE, household_id=home.id, full_name="Người", birth_year=1990)
        for home in homes
    ]
    _keep(session, people)
    cases = [
        CaseRow(
            commune_code=CODE,
            household_id=one.household_id,
            citizen_id=one.id,
            procedure="mobile_birth",
            requested_on=today - timedelta(days=7),
        )
        for one in people
    ]
    _keep(session, cases)
    visits = [
        VisitRow(commune_code=CODE, household_id=one.household_id, kind="intake") for one in cases
    ]
    _keep(session, visits)
    links = [
        {"commune_code": CODE, "visit_id": visit.id, "case_id": case.id}
        for visit, case in zip(visits, cases, strict=True)
    ]
    session.execute(insert(VisitCaseRow.__table__), [link | {"result": ""} for link in links])
    ids = [visit.id for visit in visits]
    session.expunge_all()
    return ids


def _keep(session: Session, rows: list) -> None:
    session.add_all(rows)
    session.flush()


def _people(session: Session, count: int) -> list[tuple[str, int]]:
    staff = [
        StaffRow(commune_code=CODE, full_name=f"Người {n}", role=Role.YOUTH) for n in range(count)
    ]
    _keep(session, staff)
    users = [
        UserRow(
            commune_code=CODE,
            username=f"nguoi{n}",
            full_name=one.full_name,
            role=Role.YOUTH,
            staff_id=one.id,
            password="x",  # noqa: S106 - nobody logs in with it: the cookies are made here
            fs_uniquifier=f"unique-{n}",
        )
        for n, one in enumerate(staff)
    ]
    _keep(session, users)
    return [(user.fs_uniquifier, one.id) for user, one in zip(users, staff, strict=True)]


def _route(session: Session, staff_id: int, visits: list[int]) -> None:
    day = datetime.now(HERE).date()
    row = RouteRow(commune_code=CODE, day=day, team="A", depart=25_200, back=61_200)
    row.members = [RouteMemberRow(commune_code=CODE, staff_id=staff_id)]
    row.stops = [
        StopRow(
            commune_code=CODE,
            visit_id=visit,
            position=at,
            arrival=27_000 + 1000 * at,
            start=27_000 + 1000 * at,
            end=27_600 + 1000 * at,
            metres=900,
        )
        for at, visit in enumerate(visits, start=1)
    ]
    session.add(row)


def _cookie(app: Flask, user: str) -> str:
    """As a login from this machine leaves it: with the mark of the browser it was made in."""
    client = app.test_client()
    with app.test_request_context(headers={"User-Agent": AGENT}, environ_base=LOCAL):
        mark = session_identifier_generator()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["_id"] = user, True, mark
    found = client.get_cookie("session")
    assert found is not None
    return f"session={found.value}"
