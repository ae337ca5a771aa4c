"""The registry of the demo: two communes, their hamlets, and the shipped review lists."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from fieldops.registry.geography import read_geography
from fieldops.services import founding, review_lists
from fieldops.services.audit import SYSTEM
from fieldops.store import registry as queries
from fieldops.store import scope

LISTS = {"31633": "danh-sach-ra-soat.xlsx", "31615": "danh-sach-ra-soat-an-thanh.csv"}
"""Commune → its list in ``data/demo``."""


def load(session: Session, data: Path, now: datetime, today: date) -> None:
    """
    Bring both communes in, with the people of their lists, by the same import that offices use.

    What is there already stays as it is, so it may run at every start. The session must be in no
    commune; the caller commits.
    """
    load_places(session, data / "hamlets.geojson")
    for code, name in LISTS.items():
        with scope.inside(session, code):
            _load_list(session, data / "demo" / name, now, today)
            session.flush()


def load_places(session: Session, geojson: Path) -> None:
    """Communes and hamlets of the file that are not there yet; the session is in no commune."""
    known = {row.code for row in queries.communes(session)}
    for place in read_geography(geojson):
        if place.code not in known:
            founding.add_commune(session, place)
        with scope.inside(session, place.code):
            founding.add_hamlets(session, place)


def _load_list(session: Session, path: Path, now: datetime, today: date) -> None:
    row = review_lists.send(session, path.name, path.read_bytes(), SYSTEM, now)
    if review_lists.same_as_before(session, row):
        review_lists.forget(session, row)
        return
    review_lists.apply(session, row, SYSTEM, now, today)
