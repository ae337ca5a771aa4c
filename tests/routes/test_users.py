import re
import uuid

import pytest

from fieldops.domain.people import Role
from fieldops.store.tables import AuditRow, UserRow
from tests import makers
from tests.conftest import HOME, OTHER

NEW = {"username": "hoa.lt", "full_name": "Lê Thị Hoa", "role": "leader"}
NOBODY = {"staff_id": "0", "hamlet_id": "0"}
OWN = {
    "current": "mat-khau-thu-nghiem",
    "password": "một câu dài dễ nhớ",
    "again": "một câu dài dễ nhớ",
}


def form(base=NEW, **changes):
    return base | NOBODY | {"form_token": str(uuid.uuid4())} | changes


def login(session, role=None, commune=HOME, **where):
    """A login's columns as they stand; the lock of reading is given back."""
    where |= {"role": role} if role else {}
    row = session.query(UserRow).filter_by(commune_code=commune, **where).one_or_none()
    found = row and {column.key: getattr(row, column.key) for column in UserRow.__table__.columns}
    session.rollback()
    return found


MINE = "/people/users/me/password"


def shown_password(page):
    return re.search(r'class="one-time"[^>]*>([^<]+)<', page).group(1)


def log_in(app, username, password):
    client = app.test_client()
    client.post("/login", data={"username": username, "password": password})
    return client.get("/")


def test_a_new_login_works_with_the_password_shown_once(app, as_, session):
    answer = as_(Role.ADMINISTRATOR).post("/people/users/new", data=form())
    password = shown_password(answer.text)
    assert log_in(app, "hoa.lt", password).location == MINE
    assert password not in as_(Role.ADMINISTRATOR).get("/people/users").text


def test_sent_twice_there_is_one_login_and_no_second_password(as_, session):
    client, once = as_(Role.ADMINISTRATOR), form()
    client.post("/people/users/new", data=once)
    answer = client.post("/people/users/new", data=once)
    assert answer.status_code == 302
    assert session.query(UserRow).filter_by(username="hoa.lt").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"username": "hòa"}, "Tên đăng nhập từ 3 ký tự"),
        ({"username": "leader.31633"}, "đã có người dùng"),
        ({"role": "hamlet_head"}, "Chọn ấp mà trưởng ấp phụ trách."),
        ({"role": "emperor"}, "Chưa lưu được"),
        ({"hamlet_id": "abc"}, "Chưa lưu được"),
        ({"full_name": ""}, "Nhập họ và tên."),
    ],
)
def test_what_is_wrong_is_told_and_no_login_is_made(as_, session, wrong, sentence):
    answer = as_(Role.ADMINISTRATOR).post("/people/users/new", data=form(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert login(session, username="hoa.lt") is None


def test_a_login_is_changed_but_its_name_stays(as_, session):
    police = login(session, Role.POLICE)
    sent = form(username="other", full_name="Tên Mới", role="inspector")
    as_(Role.ADMINISTRATOR).post(f"/people/users/{police['id']}", data=sent)
    now = login(session, id=police["id"])
    assert (now["username"], now["full_name"], now["role"]) == (
        police["username"],
        "Tên Mới",
        "inspector",
    )
    assert now["staff_id"] is None


def test_one_shut_out_is_out_at_once(as_, session):
    police = as_(Role.POLICE)
    assert police.get("/").status_code == 200
    user_id = login(session, Role.POLICE)["id"]
    as_(Role.ADMINISTRATOR).post(f"/people/users/{user_id}/active")
    assert police.get("/").status_code == 302
    as_(Role.ADMINISTRATOR).post(f"/people/users/{user_id}/active")
    assert login(session, Role.POLICE)["active"]


def test_the_only_administrator_cannot_shut_themselves_out(as_, session):
    user_id = login(session, Role.ADMINISTRATOR)["id"]
    answer = as_(Role.ADMINISTRATOR).post(f"/people/users/{user_id}/active")
    assert answer.status_code == 409
    assert "quản trị duy nhất" in answer.text


def test_a_reset_password_replaces_the_old_one_everywhere(app, as_, session):
    police = as_(Role.POLICE)
    user = login(session, Role.POLICE)
    answer = as_(Role.ADMINISTRATOR).post(f"/people/users/{user['id']}/password")
    assert police.get("/").status_code == 302
    assert log_in(app, user["username"], "mat-khau-thu-nghiem").status_code == 302
    assert log_in(app, user["username"], shown_password(answer.text)).location == MINE


@pytest.fixture
def newcomer(app, as_):
    """Somebody at a device, logged in with the password that was shown once."""
    answer = as_(Role.ADMINISTRATOR).post("/people/users/new", data=form())
    client, password = app.test_client(), shown_password(answer.text)
    client.post("/login", data={"username": "hoa.lt", "password": password})
    return client, password


def test_a_password_somebody_else_has_seen_lets_in_to_set_ones_own_and_no_further(newcomer):
    client, _ = newcomer
    for path in ("/", "/households", "/field"):
        assert client.get(path).location == MINE
    page = client.get(MINE)
    assert page.status_code == 200
    assert 'href="/households' not in page.text
    assert client.post("/households/new", data=form()).location == MINE


def test_a_phone_takes_it_for_no_login_and_keeps_what_it_has(newcomer):
    client, _ = newcomer
    assert client.post("/api/v1/outcomes", json={}).status_code == 401


def test_once_it_is_set_all_is_open_and_stays_so(newcomer):
    client, password = newcomer
    own = {"current": password, "password": "con thuyền qua sông", "again": "con thuyền qua sông"}
    assert client.post(MINE, data=form(own)).location == "/"
    assert client.get("/").status_code == 200


def test_the_one_time_password_cannot_be_ones_own(newcomer, session):
    client, password = newcomer
    answer = client.post(
        MINE, data=form({"current": password, "password": password, "again": password})
    )
    assert answer.status_code == 422
    assert "phải khác mật khẩu đang dùng" in answer.text
    assert login(session, username="hoa.lt")["password_is_one_time"]


def test_the_password_stands_in_no_audit(as_, session):
    answer = as_(Role.ADMINISTRATOR).post("/people/users/new", data=form())
    entries = session.query(AuditRow).all()
    assert [entry.action for entry in entries] == ["user.added"]
    assert shown_password(answer.text) not in str([entry.facts for entry in entries])


def test_one_s_own_password_is_changed_and_the_other_devices_are_logged_out(app, as_, session):
    here, there = as_(Role.YOUTH), as_(Role.YOUTH)
    username = login(session, Role.YOUTH)["username"]
    assert here.post("/people/users/me/password", data=form(OWN)).location == "/"
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert log_in(app, username, OWN["password"]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"current": "sai"}, "Mật khẩu đang dùng không đúng."),
        ({"again": "khác hẳn câu trên"}, "Hai lần nhập mật khẩu mới khác nhau."),
        ({"password": "ngắn", "again": "ngắn"}, "ít nhất 14 ký tự"),
        ({"password": ""}, "Nhập mật khẩu mới."),
    ],
)
def test_a_wrong_change_of_password_changes_nothing(as_, session, wrong, sentence):
    answer = as_(Role.YOUTH).post("/people/users/me/password", data=form(OWN, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert login(session, Role.YOUTH)["password"] == OWN["current"]


@pytest.mark.parametrize("path", ["", "/password", "/active"])
def test_another_commune_s_login_is_not_found(as_, session, path):
    theirs = login(session, Role.LEADER, OTHER)["id"]
    answer = as_(Role.ADMINISTRATOR).post(f"/people/users/{theirs}{path}", data=form())
    assert answer.status_code == 404


def test_only_an_administrator_manages_logins(as_):
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert as_(role).get("/people/users").status_code == 403
        assert as_(role).post("/people/users/new", data=form()).status_code == 403


def test_a_member_of_staff_is_offered_by_name(as_, session):
    makers.staff(session, full_name="Trần Văn Út")
    session.commit()
    assert "Trần Văn Út – Công chức" in as_(Role.ADMINISTRATOR).get("/people/users/new").text
