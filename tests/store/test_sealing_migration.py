"""What lay in the clear before is sealed by the migration, whole, also a second time, and back."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, stamp, upgrade

from app import create_app
from fieldops.store import keyring, scope
from fieldops.store.db import db
from fieldops.store.tables import CitizenRow, HouseholdRow, ImportRow, OutcomeRow, SealKeyRow
from tests import postgres
from tests.conftest import HOME, config

BLANK = {
    sa.Integer: 0, sa.Float: 0.0, sa.Boolean: False, sa.DateTime: datetime(2026, 1, 1, tzinfo=UTC),
    sa.Date: date(2026, 1, 1), sa.JSON: {}, sa.String: "",
}  # fmt: skip
BODY = {"cases": [{"parents": [{"id_number": "093142009999"}]}], "note": "khuyết tật đặc biệt nặng"}
SECRETS = ("093142001234", "0601234567", "093142009999", "khuyết tật đặc biệt nặng", "Khmer")


def put(connection, table, **values):
    """A row as the version before wrote it: what is not said is blank."""
    known = sa.Table(table, sa.MetaData(), autoload_with=connection)
    for column in known.columns:
        if not column.nullable and column.name not in values and column.name != "id":
            kind = next(k for k in BLANK if isinstance(column.type, k))
            values[column.name] = BLANK[kind]
    return connection.execute(known.insert().values(**values)).inserted_primary_key[0]


def live_in_the_clear(app):
    """A home, a person, a report and a list, at the migration before."""
    with app.app_context():
        upgrade(revision="0017")
        with db.engine.begin() as c:
            put(c, "commune", code=HOME, name="Thử")
            hamlet = put(c, "hamlet", commune_code=HOME, name="Ấp")
            home = put(
                *(c, "household"), commune_code=HOME, hamlet_id=hamlet, head_name="Bảy",
                phone="0601234567", notes=SECRETS[3], search="bay 0601234567 ap",
            )  # fmt: skip
            put(
                *(c, "citizen"), commune_code=HOME, household_id=home, full_name="Bảy",
                id_number="093142001234", ethnicity="Khmer",
            )  # fmt: skip
            put(c, "citizen", commune_code=HOME, household_id=home, full_name="Không Số")
            put(c, "outcome", id="one", commune_code=HOME, body=BODY)
            put(c, "outcome", id="two", commune_code=HOME, body="only words")
            put(c, "import_list", commune_code=HOME, rows=[["Bảy", "093142001234"]])
        db.engine.dispose()


def as_rows_tell(app):
    with app.app_context(), db.Session(db.engine) as session, scope.inside(session, HOME):
        home = session.query(HouseholdRow).one()
        people = session.query(CitizenRow).order_by(CitizenRow.id).all()
        told = [(one.id_number, one.ethnicity) for one in people]
        assert [one.id_number_index is None for one in people] == [False, True]
        assert home.phone_index
        bodies = [one.body for one in session.query(OutcomeRow).order_by(OutcomeRow.id)]
        listed = session.query(ImportRow).one().rows
        found = (home.phone, home.notes, home.search, told, bodies, listed)
        assert session.query(SealKeyRow).count() == 1
    with app.app_context():
        db.engine.dispose()
    return found


TOLD = (
    "0601234567", SECRETS[3], "bay ap", [("093142001234", "Khmer"), ("", "")],
    [BODY, "only words"], [["Bảy", "093142001234"]],
)  # fmt: skip


def walk(app):
    """Up, up once more as if nobody had noted it, and down."""
    live_in_the_clear(app)
    with app.app_context():
        upgrade()
    assert as_rows_tell(app) == TOLD
    with app.app_context():
        downgrade(revision="0018")
        stamp(revision="0017")
        upgrade()
    assert as_rows_tell(app) == TOLD
    with app.app_context():
        downgrade(revision="0017")
        with db.engine.connect() as c:
            home = sa.Table("household", sa.MetaData(), autoload_with=c)
            row = c.execute(sa.select(home)).one()
            outcome = sa.Table("outcome", sa.MetaData(), autoload_with=c)
            bodies = list(c.scalars(sa.select(outcome.c.body).order_by(outcome.c.id)))
        assert (row.phone, row.notes, row.search) == ("0601234567", SECRETS[3], "bay ap 0601234567")
        assert bodies == [BODY, "only words"]
        db.engine.dispose()


def test_rows_are_sealed_twice_over_and_opened_again_on_sqlite(tmp_path):
    walk(create_app(config(tmp_path)))


@pytest.mark.postgres
def test_rows_are_sealed_twice_over_and_opened_again_on_postgresql(tmp_path):
    with postgres.database() as url:
        walk(create_app(config(tmp_path, DATABASE_URL=url)))


def test_the_file_forgets_what_lay_in_it_in_the_clear(tmp_path):
    app = create_app(config(tmp_path))
    live_in_the_clear(app)
    disk = [one for one in tmp_path.iterdir() if one.is_file()]
    assert any(SECRETS[0].encode() in one.read_bytes() for one in disk)
    with app.app_context():
        upgrade(revision="0018")
        db.engine.dispose()
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        held = path.read_bytes()
        assert [one for one in SECRETS if one.encode() in held] == [], path.name


def test_the_first_upgrade_makes_the_keys_and_a_lost_file_is_not_made_anew(tmp_path):
    path = tmp_path / "seal_keys.json"
    app = create_app(config(tmp_path, SEAL_KEYS=path))
    live_in_the_clear(app)
    with app.app_context():
        upgrade(revision="0018")
        assert path.stat().st_mode & 0o077 == 0
        path.unlink()
        stamp(revision="0017")
        with pytest.raises(keyring.CannotOpen):
            upgrade(revision="0018")
        db.engine.dispose()
    assert not path.exists()
