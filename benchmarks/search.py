"""
Search among 50,000 invented people on SQLite: ``python -m benchmarks.search``.

Fills a database of its own, asks the search box's service for names as people type them (whole, in
part, without diacritics, swapped), then for whole ID numbers, which lie sealed, and prints the
median and the 95th percentile of each; then what opening 20,000 numbers costs a list of doubles.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import create_app
from benchmarks import people
from fieldops.domain.people import Role
from fieldops.registry.names import fold, sort_key, spell
from fieldops.services import search
from fieldops.services.demo_registry import load_places
from fieldops.services.home import Asker
from fieldops.store import registry, scope
from fieldops.store.db import db
from fieldops.store.sealed import written
from fieldops.store.tables import CitizenRow, HouseholdRow

PEOPLE, A_HOME, QUERIES, SEED = 50_000, 4, 400, 1000
OPENED = 20_000
COMMUNE = "31633"


def main() -> None:
    """Fill, ask, print."""
    draw = random.Random(SEED)  # noqa: S311 (a benchmark wants the same people again)
    with tempfile.TemporaryDirectory() as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR"})
        with app.app_context():
            upgrade()
            load_places(db.session, Path("data/hamlets.geojson"))
            with scope.inside(db.session, COMMUNE):
                names = fill(db.session, draw)
                db.session.commit()
                print(f"{PEOPLE} people, {QUERIES} queries, seed {SEED}")
                tell("names", [ask(db.session, typed(draw, names)) for _ in range(QUERIES)])
                numbers = [number(draw.randrange(PEOPLE)) for _ in range(QUERIES)]
                tell("ID numbers", [ask_number(db.session, one) for one in numbers])
                print(f"opening {OPENED} ID numbers: {open_numbers(db.session):.2f} s of processor")


def tell(what: str, times: list[float]) -> None:
    """The median and the 95th percentile."""
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
    print(f"{what}: median {middle:.1f} ms, p95 {late:.1f} ms")


def fill(session: Session, draw: random.Random) -> list[str]:
    """The people of the commune, four to a home; their names."""
    hamlets = registry.hamlets(session)
    names = [people.name(draw) for _ in range(PEOPLE)]
    homes = [
        {"id": at + 1, "hamlet_id": hamlets[at % len(hamlets)].id, **_keys(names[at * A_HOME])}
        for at in range(PEOPLE // A_HOME)
    ]
    for at, home in enumerate(homes):
        home["head_name"] = names[at * A_HOME]
        home["search"] = fold(" ".join(names[at * A_HOME : (at + 1) * A_HOME]))
    session.execute(insert(HouseholdRow), [{"commune_code": COMMUNE, **home} for home in homes])
    session.execute(
        insert(CitizenRow.__table__), [_citizen(at, name) for at, name in enumerate(names)]
    )
    return names


def _citizen(at: int, name: str) -> dict[str, Any]:
    row = {"id": at + 1, "household_id": at // A_HOME + 1, "full_name": name, "alias": ""}
    blank = dict.fromkeys(("relation_to_head", "phone_owner", "ethnicity", "phone"), "")
    told = {"commune_code": COMMUNE, "language": "vi", "version": 0, "id_number": number(at)}
    return written(CitizenRow, row | blank | told | _keys(name))


def number(at: int) -> str:
    """The ID number of the person in that place."""
    return f"0931{at:08}"


def _keys(name: str) -> dict[str, str]:
    return {"search": fold(name), "spelled": spell(name), "sort_key": sort_key(name)}


def typed(draw: random.Random, names: list[str]) -> str:
    """A name as somebody types it into the box."""
    words = draw.choice(names).split()
    kind = draw.randrange(4)
    if kind == 0:
        return " ".join(words)
    if kind == 1:
        return fold(" ".join(words[1:]))
    if kind == 2:
        return words[-1]
    return f"{words[-1]} {words[0]}"


def ask(session: Session, text: str) -> float:
    """Milliseconds for one search."""
    session.expunge_all()
    began = time.perf_counter()
    search.find(session, Asker(Role.LEADER, None, None), text)
    return 1000 * (time.perf_counter() - began)


def ask_number(session: Session, text: str) -> float:
    """Milliseconds for one search by ID number, which finds one person."""
    session.expunge_all()
    began = time.perf_counter()
    found = search.find_number(session, Asker(Role.REGISTRAR, None, None), text)
    assert found.count == 1
    return 1000 * (time.perf_counter() - began)


def open_numbers(session: Session) -> float:
    """Seconds of processor for opening the numbers of rows that are already read."""
    session.expunge_all()
    rows = session.scalars(select(CitizenRow).limit(OPENED)).all()
    began = time.process_time()
    assert all(row.id_number for row in rows)
    return time.process_time() - began


if __name__ == "__main__":
    main()
