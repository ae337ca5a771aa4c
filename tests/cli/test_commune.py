import json
import re
from pathlib import Path

import pytest

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import AuditRow, CommuneRow, HamletRow, UserRow

PLACES = json.loads(Path("data/hamlets.geojson").read_text(encoding="utf-8"))
THEIRS = ["--administrator", "Võ Thị Mẫu", "--username", "quantri.moi"]


@pytest.fixture
def file(tmp_path):
    """Invented commune 99999: the shape of a real one, and its hamlets."""
    text = json.dumps(PLACES, ensure_ascii=False)
    path = tmp_path / "places.geojson"
    path.write_text(text.replace("31633", "99999").replace("Cù Lao Dung", "Mẫu"), encoding="utf-8")
    return path


@pytest.fixture
def run(app):
    return lambda *args: app.test_cli_runner().invoke(args=["commune", *map(str, args)])


def rows_of(session, code, table):
    with scope.inside(session, code):
        return session.query(table).filter_by(commune_code=code).count()


def hamlets_in(file, code):
    return sum(
        f["properties"].get("commune") == code for f in json.loads(file.read_text())["features"]
    )


def test_a_commune_is_founded_with_its_hamlets_and_first_administrator(app, run, file):
    answer = run("add", file, "--code", "99999", *THEIRS)
    assert answer.exit_code == 0, answer.output
    with app.app_context(), db.Session(db.engine) as session:
        commune = session.get(CommuneRow, "99999")
        assert (commune.kind, commune.name, commune.province) == ("xã", "Mẫu", "thành phố Cần Thơ")
        assert rows_of(session, "99999", HamletRow) == hamlets_in(file, "99999") > 0
        first = session.query(UserRow).filter_by(username="quantri.moi").one()
        assert (first.role, first.commune_code) == (Role.ADMINISTRATOR, "99999")
        assert first.password_is_one_time
        assert rows_of(session, "99999", AuditRow) == 2  # founded, login added
    assert "99999  xã Mẫu: quantri.moi" in run("list").output


def test_founded_twice_it_stays_as_it_was(app, run, file):
    run("add", file, "--code", "99999", *THEIRS)
    again = run(
        "add", file, "--code", "99999", "--administrator", "Ai", "--username", "quantri.hai"
    )
    assert again.exit_code == 1
    assert "99999 đã có" in again.output
    with app.app_context(), db.Session(db.engine) as session:
        assert session.query(UserRow).filter_by(username="quantri.hai").count() == 0


def test_a_name_that_is_taken_founds_nothing(app, run, file):
    run("add", file, "--code", "99999", *THEIRS)
    file.write_text(file.read_text(encoding="utf-8").replace("99999", "99998"), encoding="utf-8")
    answer = run("add", file, "--code", "99998", *THEIRS)
    assert "đã có người dùng" in answer.output
    with app.app_context(), db.Session(db.engine) as session:
        assert session.get(CommuneRow, "99998") is None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: "{", "is not GeoJSON"),
        (lambda text: text.replace('"province"', '"tinh"'), "lacks 'province'"),
        (lambda text: text.replace("99999", "12345"), "has no commune 99999. It has: 12345"),
        (lambda text: text.replace('"commune": "99999"', '"commune": "1"'), "không có ấp nào"),
    ],
)
def test_a_file_that_will_not_do_is_told_what_it_lacks(app, run, file, spoil, said):
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    answer = run("add", file, "--code", "99999", *THEIRS)
    assert answer.exit_code == 1
    assert said in answer.output
    with app.app_context(), db.Session(db.engine) as session:
        assert session.get(CommuneRow, "99999") is None


def test_an_administrator_who_lost_the_password_is_let_in_again(app, run, file):
    first = run("add", file, "--code", "99999", *THEIRS).output
    answer = run("password", "quantri.moi")
    assert answer.exit_code == 0
    old, new = (re.search(r"password (\S+)", text).group(1) for text in (first, answer.output))
    assert old != new
    client = app.test_client()
    client.post("/login", data={"username": "quantri.moi", "password": new})
    assert client.get("/").location == "/people/users/me/password"


def test_nobody_but_an_administrator_gets_a_password_this_way(run, app, session):
    name = session.query(UserRow.username).filter_by(role=Role.LEADER).first().username
    session.rollback()
    answer = run("password", name)
    assert answer.exit_code == 1
    assert "Không có quản trị nào" in answer.output
