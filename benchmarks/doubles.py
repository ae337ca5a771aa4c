"""
The page of what stands in the books twice, at 20,000 records: ``python -m benchmarks.doubles``.

Fills a database of its own with invented people, four to a home, each with a case of a birth or a
death, one in fifty written down a second time elsewhere. Then asks the page as a registrar and
prints the whole request: the median of five by the clock and in processor time.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import create_app
from benchmarks import people
from fieldops.domain.people import Role
from fieldops.registry.names import fold, sort_key, spell
from fieldops.services.demo_registry import load_places
from fieldops.store import registry, scope
from fieldops.store.db import db
from fieldops.store.tables import CaseRow, CitizenRow, HouseholdRow, UserRow

PEOPLE, A_HOME, TWICE, TIMES, SEED = 20_000, 4, 50, 5, 1000
COMMUNE, PAGE = "31633", "/households/duplicates"
LAST_DAY = date(2026, 11, 22)


def main() -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            load_places(db.session, Path("data/hamlets.geojson"))
            with scope.inside(db.session, COMMUNE):
                fill(db.session, random.Random(SEED))  # noqa: S311 (the same people again)
                registrar = _registrar(db.session)
                db.session.commit()
        clock, processor = zip(*ask(app, registrar), strict=True)
    print(f"{PEOPLE} people, {PEOPLE // A_HOME} homes, {PEOPLE} cases, seed {SEED}")
    print(f"{statistics.median(clock):.2f} s, {statistics.median(processor):.2f} s of processor")


def fill(session: Session, draw: random.Random) -> None:
    """Homes, people, and a case of each."""
    hamlets = [row.id for row in registry.hamlets(session)]
    persons = [_person(draw, at) for at in range(PEOPLE)]
    for one in draw.sample(persons, PEOPLE // TWICE):
        twin = draw.choice(persons)
        twin |= {key: one[key] for key in one.keys() - {"household_id"}}
    homes = [
        {"hamlet_id": draw.choice(hamlets), "group_no": str(draw.randint(1, 9))}
        | {"id": at + 1, **_named("head_name", persons[at * A_HOME]["full_name"])}
        for at in range(PEOPLE // A_HOME)
    ]
    cases = [_case(draw, at, one) for at, one in enumerate(persons)]
    for table, rows in ((HouseholdRow, homes), (CitizenRow, persons), (CaseRow, cases)):
        session.execute(insert(table), [{"commune_code": COMMUNE, **row} for row in rows])


def _person(draw: random.Random, at: int) -> dict[str, Any]:
    day = LAST_DAY - timedelta(days=draw.randrange(95 * 365))
    whole = draw.random() < 0.7
    return _named("full_name", people.name(draw)) | {
        "household_id": at // A_HOME + 1,
        "sex": draw.choice(["female", "male"]),
        "birth_year": day.year,
        "birth_month": day.month if whole else None,
        "birth_day": day.day if whole else None,
        "id_number": f"{at:012}" if draw.random() < 0.5 else "",
    }


def _named(column: str, name: str) -> dict[str, Any]:
    keys = {"search": fold(name), "spelled": spell(name), "sort_key": sort_key(name)}
    return {column: name} | keys


def _case(draw: random.Random, at: int, one: dict[str, Any]) -> dict[str, Any]:
    died = draw.random() < 0.3
    asked = LAST_DAY - timedelta(days=draw.randrange(365))
    return {
        "household_id": one["household_id"],
        "citizen_id": at + 1,
        "procedure": "mobile_death" if died else "mobile_birth",
        "event_on": asked - timedelta(days=draw.randrange(15)) if died else None,
        "requested_on": asked,
        "steps_done": {},
    }


def _registrar(session: Session) -> str:
    row = UserRow(
        commune_code=COMMUNE,
        username="registrar",
        full_name="Registrar",
        role=Role.REGISTRAR.value,
        password="-",  # noqa: S106 (nobody logs in by it)
        fs_uniquifier="registrar",
    )
    session.add(row)
    return row.fs_uniquifier


def ask(app: Flask, registrar: str) -> list[tuple[float, float]]:
    """Seconds by the clock and of the processor, each of TIMES requests."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = registrar, True
    return [_timed(client) for _ in range(TIMES)]


def _timed(client: FlaskClient) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    answer = client.get(PAGE)
    assert answer.status_code == 200, answer.status
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
