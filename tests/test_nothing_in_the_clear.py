"""Every byte the server wrote, after the demo and a team's report, holds nothing that is sealed."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.photo_files import PhotoFiles
from fieldops.store.sealed import FIELDS
from fieldops.store.tables import OutcomeRow
from tests import makers
from tests.conftest import HOME, NOON, config
from tests.outcomes.reports import sent
from tests.routes.test_photos import PICTURE

NUMBERS = ("093142001234", "093142005678")
PHONE, NOTE = "0609998887", "nằm một chỗ, không nói được"
PARENTS = [{"name": "Lê Văn Mẫu", "id_number": NUMBERS[1]}]
ALSO_CLEAR = {"met_name", "ethnicity", "papers", "missing_papers", "rows", "refused", "resolved"}
"""Names and names of papers stand in other columns too, by decision (ADR 20); short words."""


@pytest.fixture
def app(tmp_path):
    """The demo, by the real path."""
    made = create_app(config(tmp_path))
    with made.app_context():
        upgrade()
        answer = made.test_cli_runner().invoke(args=["demo", "load"])
        assert answer.exit_code == 0, answer.output
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def live(app):
    """A person with everything, a report with a declaration, one nobody can read, and a photo."""
    with app.app_context(), scope.inside(db.session, HOME):
        session = db.session
        home = makers.household(session, phone=PHONE, notes=NOTE)
        person = makers.citizen(session, home, id_number=NUMBERS[0], ethnicity="Khmer")
        case = makers.case(session, person, informant_phone=PHONE, notes=NOTE)
        visit = makers.visit(session, case)
        body = sent(1, visit.id, note=NOTE) | {"parents": PARENTS}
        for key, told in (("one", body), ("two", {"unreadable": [NOTE, PARENTS]})):
            session.add(
                OutcomeRow(id=key, commune_code=HOME, received_at=NOON, body=told, note=NOTE)
            )
        files = PhotoFiles.of(app.config["VAR"], HOME)
        files.keep("kept", PICTURE)
        files.append("coming", 0, PICTURE[:1000])
        session.commit()
    return files


def told_by_rows(app):
    """What the rows tell that lies sealed, long enough to be found by no accident."""
    found = set()
    with app.app_context():
        for code in ("31615", HOME):
            with scope.inside(db.session, code):
                for row_class, fields in FIELDS.items():
                    for row in db.session.query(row_class):
                        told = (getattr(row, f.name) for f in fields if f.name not in ALSO_CLEAR)
                        found |= {one for one in told if isinstance(one, str) and len(one) >= 8}
    return found


def leaks(folder, secrets):
    """Secrets found in any file, the write-ahead log too, also as JSON writes them."""
    shapes = {shape: one for one in secrets for shape in (one.encode(), ascii(one)[1:-1].encode())}
    return [
        (str(path.relative_to(folder)), told)
        for path in folder.rglob("*")
        if path.is_file()
        for held in [path.read_bytes()]
        for shape, told in shapes.items()
        if shape in held
    ]


def test_after_the_demo_a_report_and_a_photo_no_file_holds_what_is_sealed(app, tmp_path):
    files = live(app)
    secrets = told_by_rows(app)
    assert {*NUMBERS[:1], PHONE, NOTE} <= secrets
    assert len(secrets) > 100  # the demo's telephones and notes
    assert any(path.name.endswith("-wal") for path in tmp_path.iterdir())
    assert leaks(tmp_path, secrets | {NUMBERS[1]}) == []
    for path in files.folder.iterdir():
        assert PICTURE[200:260] not in path.read_bytes()
    for path in (tmp_path / "results").rglob("*.pdf"):
        assert b"%PDF" not in path.read_bytes()
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        db.session.remove()
        db.engine.dispose()
    assert leaks(tmp_path, secrets | {NUMBERS[1]}) == []  # the log taken into the file


def test_the_search_would_find_a_value_that_lies_in_the_clear(app, tmp_path):
    live(app)
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE household SET address_note = :note"), {"note": PHONE})
        db.engine.dispose()
    assert ("test.sqlite", PHONE) in leaks(tmp_path, {PHONE})
