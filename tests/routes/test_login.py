"""Coming in, being kept out, and reading in another language."""

import pytest

from app import create_app
from fieldops.domain.people import Role
from tests import makers

PASSWORD = "mat-khau-thu-nghiem"


def log_in(client, username="leader.31633", password=PASSWORD, **query):
    form = {"username": username, "password": password}
    return client.post("/login", data=form, query_string=query)


def text(answer):
    return answer.get_data(as_text=True)


def test_a_known_person_comes_in(client):
    assert log_in(client).location == "/"


def test_the_name_may_be_typed_in_capitals(client):
    assert log_in(client, username=" Leader.31633 ").status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"password": "sai"}, {"username": "khong.co"}, {"username": "disabled"}]
)
def test_who_is_kept_out_learns_only_that(client, session, wrong):
    makers.login(session, Role.LEADER, username="disabled", active=False)
    session.commit()
    answer = log_in(client, **wrong)
    assert answer.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text(answer)
    assert "does not exist" not in text(answer)


@pytest.mark.parametrize("missing", ["username", "password"])
def test_an_empty_field_is_named(client, missing):
    assert "Nhập" in text(log_in(client, **{missing: ""}))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org"])
def test_nobody_is_sent_to_another_site(client, elsewhere):
    assert "example.org" not in (log_in(client, next=elsewhere).location or "")
    answer = client.post("/language", data={"language": "en", "next": elsewhere})
    assert answer.location == "/"


def test_passwords_are_kept_as_argon2_unless_a_test_says_otherwise(tmp_path):
    assert create_app({"VAR": tmp_path}).config["SECURITY_PASSWORD_HASH"] == "argon2"


def test_the_language_stays_chosen(client):
    client.post("/language", data={"language": "en", "next": "/login"})
    assert '<html lang="en">' in text(client.get("/login"))


def test_an_unknown_language_changes_nothing(client):
    client.post("/language", data={"language": "xx"})
    assert '<html lang="vi">' in text(client.get("/login"))


def test_logging_out_ends_it(as_):
    client = as_("leader")
    client.post("/logout")
    assert client.get("/khong-co-trang-nay").status_code == 404
    with client.session_transaction() as cookie:
        assert "_user_id" not in cookie


def test_guessing_is_slowed(make_app):
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    answers = [log_in(client, password="sai").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
