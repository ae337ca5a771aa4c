from datetime import UTC, date, datetime
from pathlib import Path

from fieldops.services import demo_registry
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import HamletRow, HouseholdRow

NOW, TODAY = datetime(2026, 11, 23, 5, tzinfo=UTC), date(2026, 11, 23)


def test_the_demo_loads_once_however_often_it_starts(app, monkeypatch):
    monkeypatch.setattr(
        demo_registry, "LISTS", {"31615": "danh-sach-ra-soat-an-thanh.csv"}
    )  # the smaller list
    with app.app_context(), db.Session(db.engine) as session:
        counts = []
        for _ in range(2):
            demo_registry.load(session, Path("data"), NOW, TODAY)
            session.commit()
            with scope.inside(session, "31615"):
                counts.append(session.query(HouseholdRow).count())
        assert counts[0] == counts[1] > 0
        with scope.inside(session, "31615"):
            # Six of the file; Chợ was there before and stays as it is.
            assert session.query(HamletRow).count() == 6
        with scope.inside(session, "31633"):
            assert session.query(HouseholdRow).count() == 0


def test_what_people_changed_in_the_demo_is_not_wiped(app, monkeypatch):
    monkeypatch.setattr(demo_registry, "LISTS", {"31615": "danh-sach-ra-soat-an-thanh.csv"})
    with app.app_context(), db.Session(db.engine) as session:
        demo_registry.load(session, Path("data"), NOW, TODAY)
        session.commit()
        with scope.inside(session, "31615"):
            first = session.query(HouseholdRow).order_by(HouseholdRow.id).first()
            first.notes = "sửa tay"
            session.commit()
        demo_registry.load(session, Path("data"), NOW, TODAY)
        session.commit()
        with scope.inside(session, "31615"):
            first = session.query(HouseholdRow).order_by(HouseholdRow.id).first()
            assert first.notes == "sửa tay"
