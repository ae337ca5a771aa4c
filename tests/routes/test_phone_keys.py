"""Phones about themselves: known, ended, their keys opened again, their sealed outbox taken."""

import json
from datetime import timedelta

import pytest

from fieldops.store.db import db
from fieldops.store.tables import AuditRow, OutcomeRow, PhoneRow, UserRow, VisitRow
from tests.conftest import HOME, NOON, OTHER
from tests.outcomes import phones
from tests.outcomes.reports import sent
from tests.routes.test_field import make_stop
from tests.routes.test_phone_api import after_a_start, copied, fates, look, put_back, sql

__all__ = ["sql"]  # a fixture

PHONE = "0b5394aa-0000-4000-8000-000000000001"


@pytest.fixture
def visit(session):
    return make_stop(session)


def greet(client, unsent=None, phone=PHONE):
    said = {"schema": 1, "phone": phone, "unsent": unsent, "version": "ABCD1234"}
    return client.post("/api/v1/phones", json=said)


def logged_in(app, role, ago=timedelta(0)):
    """The login as if the password was given that long ago."""
    with app.app_context():
        user = db.session.scalars(db.select(UserRow).filter_by(role=role, commune_code=HOME)).one()
        user.current_login_at = NOON - ago
        db.session.commit()
        db.session.remove()


def sealed(client, *outcomes, **more):
    """A file from the phone of whoever ``client`` is."""
    office = greet(client).json
    escrow = phones.escrow(office["office"], office["slip"], **more)
    return phones.file((escrow, [phones.item(one) for one in outcomes]))


def audited(session):
    return [row.action for row in look(session, AuditRow)]


class TestHello:
    def test_a_phone_is_written_down_with_who_holds_it(self, as_, session):
        said = greet(as_("registrar"), unsent=3).json
        assert (said["state"], said["now"]) == ("active", int(NOON.timestamp() * 1000))
        assert said["idle_minutes"] == 30
        (row,) = look(session, PhoneRow)
        assert (row.key, row.unsent, row.app_version) == (PHONE, 3, "ABCD1234")
        assert row.last_person_id == said["person"]
        assert audited(session) == ["phone.first_seen"]

    def test_the_next_person_on_it_is_its_last_and_no_second_phone(self, as_, session):
        greet(as_("registrar"), unsent=3)
        youth = greet(as_("youth")).json["person"]
        (row,) = look(session, PhoneRow)
        assert (row.last_person_id, row.unsent) == (youth, 3)

    def test_the_same_browser_in_two_communes_is_a_phone_of_each(self, as_, session):
        greet(as_("registrar"))
        greet(as_("registrar", OTHER))
        assert len(look(session, PhoneRow)) == 1

    @pytest.mark.parametrize("body", [None, {}, {"schema": 1, "phone": "x"}, {"schema": 2}, []])
    def test_what_is_no_greeting_is_said_so(self, as_, body):
        answer = as_("youth").post("/api/v1/phones", json=body)
        assert (answer.status_code, answer.json["code"]) == (400, "phone.not_readable")


class TestEnding:
    def test_an_ended_phone_is_told_and_its_work_is_still_taken(self, as_, session, visit):
        registrar = as_("registrar")
        file = sealed(registrar, sent(1, visit_id=visit.id))
        phone_id = look(session, PhoneRow)[0].id
        as_("leader").post(f"/people/phones/{phone_id}/end")
        assert greet(registrar).json["state"] == "ended"
        assert fates(registrar.post("/api/v1/outbox", json=file)) == ["stored"]
        registrar.post("/api/v1/phones/wiped", json={"schema": 1, "phone": PHONE})
        assert registrar.get("/field").status_code == 302, "the login on it ends with it"
        assert look(session, PhoneRow)[0].wiped_at == NOON
        assert {"phone.ended", "phone.wiped", "outbox.handed_in"} <= set(audited(session))

    def test_ending_twice_writes_one_entry(self, as_, session):
        greet(as_("registrar"))
        phone_id = look(session, PhoneRow)[0].id
        for _ in range(2):
            as_("leader").post(f"/people/phones/{phone_id}/end")
        assert audited(session).count("phone.ended") == 1

    def test_a_phone_ended_by_mistake_is_let_in_again(self, as_, session):
        greet(as_("registrar"))
        phone_id = look(session, PhoneRow)[0].id
        as_("leader").post(f"/people/phones/{phone_id}/end")
        as_("administrator").post(f"/people/phones/{phone_id}/readmit")
        assert greet(as_("registrar")).json["state"] == "active"

    def test_a_phone_that_was_not_ended_cannot_say_it_is_wiped(self, as_, session):
        greet(as_("registrar"))
        as_("registrar").post("/api/v1/phones/wiped", json={"schema": 1, "phone": PHONE})
        assert look(session, PhoneRow)[0].wiped_at is None

    def test_the_page_lists_phones_with_their_last_person(self, as_, session):
        assert "Chưa có máy nào" in as_("leader").get("/people/phones").get_data(as_text=True)
        greet(as_("registrar"), unsent=2)
        page = as_("leader").get("/people/phones").get_data(as_text=True)
        assert "0B53" in page
        assert "Đang dùng" in page


class TestForgottenPin:
    def test_the_key_is_given_back_after_the_password(self, app, as_):
        client = as_("registrar")
        envelope = sealed(client)["boxes"][0]["escrow"]
        logged_in(app, "registrar")
        answer = client.post("/api/v1/phones/key", json={"schema": 1, "escrow": envelope})
        assert answer.json["key"] == phones.b64(phones.DATA_KEY)

    @pytest.mark.parametrize("ago", [None, timedelta(minutes=11)])
    def test_holding_the_phone_is_not_enough(self, app, as_, ago):
        client = as_("registrar")
        envelope = sealed(client)["boxes"][0]["escrow"]
        if ago:
            logged_in(app, "registrar", ago)
        answer = client.post("/api/v1/phones/key", json={"schema": 1, "escrow": envelope})
        assert (answer.status_code, answer.json["code"]) == (403, "phone.log_in_again")

    def test_nobody_opens_the_key_of_another(self, app, as_):
        envelope = sealed(as_("registrar"))["boxes"][0]["escrow"]
        logged_in(app, "youth")
        answer = as_("youth").post("/api/v1/phones/key", json={"schema": 1, "escrow": envelope})
        assert (answer.status_code, answer.json["code"]) == (422, "phone.not_ours")


class TestHandingIn:
    def hand_in(self, client, file):
        import io

        data = {"file": (io.BytesIO(json.dumps(file).encode()), "cho-gui.json")}
        answer = client.post("/outcomes/hand-in", data=data)
        return answer.status_code, answer.get_data(as_text=True)

    def test_it_counts_for_who_recorded_it_not_for_who_hands_it_in(self, as_, session, visit):
        file = sealed(as_("youth"), sent(1, visit_id=visit.id, result="not_home"))
        status, page = self.hand_in(as_("leader"), file)
        assert status == 200
        assert "1 trên 1 mục" in page
        assert "Nguyễn Thị Bảy" in page  # whose home the report is about
        (row,) = look(session, OutcomeRow)
        with_login = look(session, UserRow, id=row.recorded_by)[0]
        assert with_login.role == "youth"
        assert look(session, VisitRow, id=visit.id)[0].state == "missed"

    def test_a_second_time_and_the_phone_itself_later_change_nothing(self, as_, session, visit):
        one = sent(1, visit_id=visit.id)
        file = sealed(as_("registrar"), one)
        for _ in range(2):
            self.hand_in(as_("leader"), file)
        answer = as_("registrar").post("/api/v1/outcomes", json={"schema": 1, "outcomes": [one]})
        assert fates(answer) == ["already"]
        assert len(look(session, OutcomeRow)) == 1
        facts = [row.facts for row in look(session, AuditRow, action="outbox.handed_in")]
        assert facts == [
            {"kept": 1, "already": 0, "refused": 0},
            {"kept": 0, "already": 1, "refused": 0},
        ]

    def test_a_forged_box_takes_nothing_from_an_honest_one(self, as_, session, visit):
        honest = sealed(as_("registrar"), sent(1, visit_id=visit.id))
        office = greet(as_("registrar")).json["office"]
        forged = phones.escrow(office, "WzEsICJ4Il0.00")
        file = phones.file((forged, [phones.item(sent(2, visit_id=visit.id))]))
        file["boxes"] += honest["boxes"]
        _, page = self.hand_in(as_("leader"), file)
        assert "không phải do điện thoại đã đăng ký" in page
        assert len(look(session, OutcomeRow)) == 1

    def test_a_file_of_another_commune_is_sent_there(self, as_, session, visit):
        file = sealed(as_("registrar", OTHER), sent(1, visit_id=visit.id))
        _, page = self.hand_in(as_("leader"), file)
        assert "người ở xã khác" in page
        assert look(session, OutcomeRow) == []

    def test_a_damaged_item_is_named_and_the_others_are_taken(self, as_, session, visit):
        file = sealed(as_("registrar"), sent(1, visit_id=visit.id), sent(2, visit_id=visit.id))
        file["boxes"][0]["items"][0]["sealed"] = "AAAA"
        _, page = self.hand_in(as_("leader"), file)
        assert "bị hỏng" in page
        assert "1 trên 2 mục" in page

    def test_what_is_no_such_file_is_said_so(self, as_):
        status, page = self.hand_in(as_("leader"), {"some": "file"})
        assert status == 422
        assert "không phải tệp chờ gửi" in page
        assert as_("leader").post("/outcomes/hand-in", data={}).status_code == 422

    def test_it_is_not_for_everybody(self, as_):
        assert as_("youth").get("/outcomes/hand-in").status_code == 403
        assert as_("leader").get("/outcomes/hand-in").status_code == 200


def test_leaving_ends_the_login(as_):
    client = as_("youth")
    assert client.post("/api/v1/leave", json={"schema": 1}).status_code == 200
    assert client.get("/field").status_code == 302


def test_the_lock_needs_no_login_and_alone_may_run_webassembly(client, as_):
    answer = client.get("/field/lock")
    assert answer.status_code == 200
    assert "'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    assert "wasm" not in as_("youth").get("/field").headers["Content-Security-Policy"]


def test_a_phone_page_says_whose_it_is_and_the_time(as_):
    headers = as_("youth").get("/field").headers
    assert headers["Fieldops-Now"] == str(int(NOON.timestamp() * 1000))


def test_the_titles_of_phone_pages_name_nobody(as_, session, visit):
    client = as_("registrar")
    for path in ("", "/record", "/record?whole=1"):
        page = client.get(f"/field/stops/{visit.id}{path}").get_data(as_text=True)
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Nguyễn" not in title, path


class TestPutBackFromABackup:
    """What came sealed is counted as a batch is, so that losing it is noticed, and told."""

    def handed_over(self, as_, file):
        return as_("registrar").post("/api/v1/outbox", json=file).json

    def handed_in(self, as_, file):
        TestHandingIn().hand_in(as_("leader"), file)

    @pytest.mark.parametrize("way", [handed_over, handed_in])
    def test_a_backup_from_before_it_came_is_another_epoch(
        self, app, as_, make_app, visit, sql, way
    ):
        file = sealed(as_("registrar"), sent(1, visit_id=visit.id))
        first = greet(as_("registrar")).json["epoch"]
        backup = copied(app, sql)
        way(self, as_, file)
        put_back(app, sql, backup)
        assert after_a_start(make_app) != first

    @pytest.mark.parametrize("way", [handed_over, handed_in])
    def test_what_was_not_kept_or_came_twice_is_not_counted(
        self, app, as_, make_app, visit, sql, way
    ):
        file = sealed(as_("registrar"), sent(1, visit_id=visit.id))
        way(self, as_, file)
        first = greet(as_("registrar")).json["epoch"]
        damaged = sealed(as_("registrar"), sent(2, visit_id=visit.id))
        damaged["boxes"][0]["items"][0]["sealed"] = "AAAA"
        for again in (file, damaged):
            way(self, as_, again)
        assert after_a_start(make_app) == first

    def test_the_greeting_and_the_answer_tell_the_epoch(self, as_, visit):
        file = sealed(as_("registrar"), sent(1, visit_id=visit.id))
        told = greet(as_("registrar")).json["epoch"]
        assert self.handed_over(as_, file)["epoch"] == told
        batch = as_("registrar").post("/api/v1/outcomes", json={"schema": 1, "outcomes": []})
        assert batch.json["epoch"] == told
