"""The registry of the demo: two communes, their hamlets, and the shipped review lists."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from fieldops.registry.geography import CommunePlace, read_geography
from fieldops.services import review_lists
from fieldops.services.audit import SYSTEM
from fieldops.store import registry as queries
from fieldops.store import scope
from fieldops.store.tables import CommuneRow, HamletRow

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
    """Communes and hamlets of the file that are not there yet."""
    known = {row.code for row in queries.communes(session)}
    hamlets = {(row.commune_code, row.name) for row in queries.hamlets_of_all(session)}
    code = session.info.get("commune_code")
    for place in read_geography(geojson):
        if place.code not in known:
            session.add(_commune(place))
    session.flush()
    for place in read_geography(geojson):
        if code in (None, place.code):
            _load_hamlets(session, place, {n for c, n in hamlets if c == place.code})


def _load_hamlets(session: Session, place: CommunePlace, known: set[str]) -> None:
    rows = [
        HamletRow(
            commune_code=place.code,
            name=hamlet.name,
            old_commune=hamlet.old_commune,
            lat=hamlet.point.lat,
            lon=hamlet.point.lon,
        )
        for hamlet in place.hamlets
        if hamlet.name not in known
    ]
    if session.info.get("commune_code"):
        session.add_all(rows)
        session.flush()
        return
    with scope.inside(session, place.code):
        session.add_all(rows)
        session.flush()


def _commune(place: CommunePlace) -> CommuneRow:
    """The base is the hamlet nearest the middle of the others, until the commune sets its own."""
    lat = sum(h.point.lat for h in place.hamlets) / len(place.hamlets)
    lon = sum(h.point.lon for h in place.hamlets) / len(place.hamlets)
    base = min(place.hamlets, key=lambda h: (h.point.lat - lat) ** 2 + (h.point.lon - lon) ** 2)
    kind, _, name = place.name.partition(" ")
    return CommuneRow(
        code=place.code,
        name=name,
        kind=kind,
        province="thành phố Cần Thơ",
        base_lat=base.point.lat,
        base_lon=base.point.lon,
        outline=[[p.lon, p.lat] for p in (*place.outline, place.outline[0])],
    )


def _load_list(session: Session, path: Path, now: datetime, today: date) -> None:
    row = review_lists.send(session, path.name, path.read_bytes(), SYSTEM, now)
    if review_lists.same_as_before(session, row):
        review_lists.forget(session, row)
        return
    review_lists.apply(session, row, SYSTEM, now, today)
