"""Keys by command: made once, checked, one more, everything under it."""

import json

import pytest
from sqlalchemy import select

from fieldops.store import keyring, scope
from fieldops.store.db import db
from fieldops.store.tables import CitizenRow
from tests import makers
from tests.conftest import HOME, KEYS

NUMBER = "093142001234"
CITIZEN = CitizenRow.__table__


@pytest.fixture
def path(tmp_path):
    yield tmp_path / "own.json"
    keyring.use(KEYS)


@pytest.fixture
def app(make_app, path):
    return make_app(SEAL_KEYS=path)


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["keys", *args])


@pytest.fixture
def bay(run, app):
    """The number of a person kept under the first key."""
    assert run("make").exit_code == 0
    with app.app_context(), scope.inside(db.session, HOME):
        row = makers.citizen(db.session, makers.household(db.session), id_number=NUMBER)
        found = row.id
        db.session.commit()
    return found


def raw(app, row_id):
    with app.app_context(), db.engine.connect() as connection:
        return connection.scalar(select(CITIZEN.c.id_number).where(CITIZEN.c.id == row_id))


def told(app, row_id):
    with app.app_context(), scope.inside(db.session, HOME):
        return db.session.get(CitizenRow, row_id).id_number


def test_made_once_for_their_owner_alone(run, path):
    assert run("make").exit_code == 0
    first = path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert run("make").exit_code == 0
    assert path.read_text() == first


def test_a_key_is_added_and_the_old_one_still_opens(run, app, path, bay):
    before = keyring.load(path)
    assert run("rotate").exit_code == 0
    after = keyring.load(path)
    assert path.stat().st_mode & 0o077 == 0
    assert before.keys.items() < after.keys.items()
    assert (after.current != before.current, after.index) == (True, before.index)
    assert keyring.key_of(raw(app, bay)) == before.current
    assert told(app, bay) == NUMBER


def test_everything_is_sealed_anew_once(run, app, path, bay):
    run("rotate")
    assert "1 rows" in run("reseal").output
    assert keyring.key_of(raw(app, bay)) == keyring.load(path).current
    assert told(app, bay) == NUMBER
    assert "0 rows" in run("reseal").output
    assert "2 keys" in run("check").output


def test_a_server_that_still_runs_opens_what_the_new_key_sealed(run, app, path, bay):
    held = keyring.ring()
    run("rotate")
    run("reseal")
    keyring._held.ring = held  # as a process that started before
    assert told(app, bay) == NUMBER


def test_a_lost_file_is_named_and_not_made_anew(run, app, path, bay):
    copy = path.read_text()
    path.unlink()
    keyring.use(path)
    for command in ("check", "make", "rotate", "reseal"):
        answer = run(command)
        assert (answer.exit_code, type(answer.exception)) == (1, SystemExit)
        assert "tệp khoá" in answer.output
        assert not path.exists()
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["keys"]) == (503, "missing")
    path.write_text(copy)
    assert run("check").exit_code == 0
    assert app.test_client().get("/healthz").json["keys"] == "ready"


@pytest.mark.parametrize(
    "wrong",
    ["", "{}", "[]", "no json", '{"format": "fieldops.keys/1", "current": "x", "keys": {}}'],
)
def test_a_file_that_is_none_is_named(run, path, bay, wrong):
    path.write_text(wrong)
    keyring.use(path)
    answer = run("check")
    assert (answer.exit_code, type(answer.exception)) == (1, SystemExit)
    assert "không đọc được" in answer.output


def test_another_servers_file_is_named_by_the_key_it_lacks(run, path, bay):
    mine = keyring.load(path).current
    path.unlink()
    keyring.make(path)
    keyring.use(path)
    answer = run("check")
    assert answer.exit_code == 1
    assert mine in answer.output


def test_a_key_of_the_same_name_that_is_another_is_found(run, path, bay):
    said = json.loads(path.read_text())
    said["keys"][said["current"]] = said["index"]
    path.write_text(json.dumps(said))
    keyring.use(path)
    assert run("check").exit_code == 1


def test_the_ring_shows_no_key_in_a_log(path):
    ring = keyring.make(path)
    assert not any(repr(key) in repr(ring) for key in (*ring.keys.values(), ring.index))
