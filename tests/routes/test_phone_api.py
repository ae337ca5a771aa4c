"""The phone contract over HTTP: what old phones rely on."""

import gzip
import json
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from fieldops.domain.people import Role
from fieldops.services import following
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import CaseRow, EpochRow, HoleRow, OutcomeRow, UserRow, VisitRow
from tests import makers
from tests.conftest import HOME, NOON, OTHER
from tests.outcomes.reports import DEVICE, handed, sent, uuid7

MONDAY = date(2026, 11, 23)


class Planned(NamedTuple):
    """Ids only: rows read again would hold the database against the requests."""

    id: int
    case_id: int
    household_id: int


def planned(session, row):
    found = Planned(row.id, row.visit_cases[0].case_id, row.household_id)
    session.commit()
    return found


@pytest.fixture
def visit(session):
    """An intake on today's route of the registrar and the volunteer."""
    person = makers.citizen(session, makers.household(session), id_number="000000000000")
    row = makers.visit(session, makers.case(session, person))
    team = [makers.staff_of(session, role) for role in (Role.REGISTRAR, Role.YOUTH)]
    makers.route(session, row, members=team)
    return planned(session, row)


@pytest.fixture
def delivery(session):
    """A paper ready to be handed over."""
    person = makers.citizen(session, makers.household(session))
    case = makers.case(
        session, person, state="processed", received_on=date(2026, 11, 18), processed_on=MONDAY
    )
    row = makers.visit(session, case, kind="delivery")
    makers.route(session, row, members=[makers.staff_of(session, Role.REGISTRAR)])
    return planned(session, row)


def push(client, *items, **more):
    return client.post("/api/v1/outcomes", json={"schema": 1, "outcomes": list(items)} | more)


def packed(client, body):
    return client.post(
        "/api/v1/outcomes",
        data=body,
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )


def fates(answer):
    return [one["fate"] for one in answer.json["answers"]]


def look(session, table, **by):
    """The rows as pages show them, the books in step; detached, so that nothing stays locked."""
    following.follow(session, ZoneInfo("Asia/Ho_Chi_Minh"))
    session.commit()
    rows = session.query(table).filter_by(**by).all()
    session.expunge_all()
    session.rollback()
    return rows


def state_of(session, visit):
    return look(session, VisitRow, id=visit.id)[0].state


def case_of(session, visit):
    return look(session, CaseRow, id=visit.case_id)[0]


class TestRouteSheet:
    def test_it_is_the_document_of_the_contract(self, as_, visit):
        sheet = as_("registrar").get("/api/v1/route-sheet").json
        assert sheet["schema"] == 1
        assert sheet["day"] == "2026-11-23"
        stop = sheet["route"]["stops"][0]
        assert (stop["visit_id"], stop["kind"], stop["state"]) == (visit.id, "intake", "due")
        assert stop["people"][0]["id_number"] == "000000000000"

    def test_a_volunteer_never_gets_an_id_number(self, as_, visit):
        told = as_("youth").get("/api/v1/route-sheet").get_data(as_text=True)
        assert "Nguyễn Thị Bảy" in json.loads(told)["route"]["stops"][0]["home"]["head_name"]
        assert "000000000000" not in told

    def test_another_day_another_commune_no_route(self, as_, visit):
        assert as_("youth").get("/api/v1/route-sheet?on=2026-11-24").json["route"] is None
        assert as_("youth", OTHER).get("/api/v1/route-sheet").json["route"] is None

    @pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "2027-01-01"])
    def test_a_day_that_cannot_be_is_said(self, as_, day):
        answer = as_("youth").get(f"/api/v1/route-sheet?on={day}")
        assert answer.status_code == 422
        assert answer.json["message"]


class TestOutcomes:
    def test_a_done_intake_receives_the_case_and_closes_the_visit(self, as_, session, visit):
        answer = push(as_("registrar"), sent(visit_id=visit.id))
        assert fates(answer) == ["stored"]
        assert state_of(session, visit) == "done"
        case = case_of(session, visit)
        assert (case.state, case.received_on) == ("received", MONDAY)

    def test_sent_twice_it_is_stored_once(self, as_, session, visit):
        client = as_("registrar")
        assert fates(push(client, sent(visit_id=visit.id))) == ["stored"]
        assert fates(push(client, sent(visit_id=visit.id))) == ["already"]
        assert len(look(session, OutcomeRow)) == 1

    def test_twice_in_one_batch_too(self, as_, session, visit):
        one = sent(visit_id=visit.id)
        assert fates(push(as_("registrar"), one, one)) == ["stored", "already"]

    def test_one_bad_item_does_not_fail_the_others(self, as_, session, visit):
        items = [{"nonsense": True}, "text", sent(2, visit_id=visit.id), sent(3, visit_id=999)]
        answer = push(as_("registrar"), *items)
        assert answer.status_code == 200
        assert fates(answer) == ["quarantined", "quarantined", "stored", "needs_review"]
        assert len(look(session, OutcomeRow)) == 4

    def test_what_cannot_be_read_is_kept_whole_and_once(self, as_, session):
        push(as_("youth"), {"id": "x", "secret": [1]})
        assert fates(push(as_("youth"), {"secret": [1], "id": "x"})) == ["already"]
        (row,) = look(session, OutcomeRow)
        assert row.body == {"id": "x", "secret": [1]}

    @pytest.mark.parametrize(
        "poison",
        [
            {"note": "a\x00b"},
            {"note": "\ud800"},
            {"visit_id": 10**30},
            {"seq": 2**31},
            {"plan_id": -1},
            {"recorded_at": "0001-01-01T00:00:00+14:00"},
            {"device_id": "\x00"},
            {"met": {"name": "\x00"}},
            {"cases": [{"case_id": 2**63, "result": "done"}]},
        ],
    )
    def test_what_no_database_would_keep_poisons_no_batch(self, as_, session, visit, poison):
        items = [sent(1, visit_id=visit.id) | poison, sent(2, visit_id=visit.id)]
        assert fates(push(as_("registrar"), *items)) == ["quarantined", "stored"]
        kept = look(session, OutcomeRow, fate="quarantined")[0].body
        assert all(kept[name] == value for name, value in poison.items())

    def test_not_home_makes_a_second_try_due(self, as_, session, visit):
        push(as_("youth"), sent(visit_id=visit.id, result="not_home", note="đi chợ"))
        assert state_of(session, visit) == "missed"
        (again,) = look(session, VisitRow, state="due")
        assert (again.household_id, again.attempt) == (visit.household_id, 2)

    def test_not_home_corrected_to_done_takes_the_second_try_back(self, as_, session, visit):
        client = as_("registrar")
        push(client, sent(1, visit_id=visit.id, result="not_home"))
        assert fates(push(client, sent(2, visit_id=visit.id, supersedes=uuid7(1)))) == ["stored"]
        assert state_of(session, visit) == "done"
        assert look(session, VisitRow, kind="intake", state="due") == []

    def test_papers_missing_are_told_to_the_office(self, as_, session, visit):
        said = {"case_id": visit.case_id, "result": "papers_missing", "missing": "giấy chứng sinh"}
        push(as_("registrar"), sent(visit_id=visit.id, result="papers_missing", cases=[said]))
        case = case_of(session, visit)
        assert (case.state, case.missing_papers) == ("supplement", "giấy chứng sinh")

    def test_a_refusal_waits_for_the_registrar(self, as_, session, visit):
        push(as_("youth"), sent(visit_id=visit.id, result="refused"))
        assert case_of(session, visit).held == "refused"

    def test_a_paper_is_handed_over_to_a_name(self, as_, session, delivery):
        said = handed(delivery.case_id, "Trần Văn Út", "fingerprint", read_aloud=True)
        answer = push(as_("registrar"), sent(visit_id=delivery.id, cases=[said]))
        assert fates(answer) == ["stored"]
        assert case_of(session, delivery).state == "handed_over"

    def test_a_fingerprint_without_reading_aloud_waits_for_review(self, as_, session, delivery):
        said = handed(delivery.case_id, mark="fingerprint")
        answer = push(as_("registrar"), sent(visit_id=delivery.id, cases=[said]))
        assert fates(answer) == ["needs_review"]
        assert "đọc" in answer.json["answers"][0]["message"]
        assert state_of(session, delivery) == "due"
        assert case_of(session, delivery).state == "processed"

    def test_two_phones_that_disagree_are_both_kept(self, as_, session, visit):
        push(as_("youth"), sent(1, visit_id=visit.id, result="not_home"))
        assert fates(push(as_("registrar"), sent(2, visit_id=visit.id))) == ["needs_review"]
        assert len(look(session, OutcomeRow)) == 2
        assert state_of(session, visit) == "missed"

    def test_another_communes_visit_is_nobodys(self, as_, session, visit):
        assert fates(push(as_("registrar", OTHER), sent(visit_id=visit.id))) == ["needs_review"]
        assert state_of(session, visit) == "due"
        scope.leave(session)
        with scope.inside(session, OTHER):
            assert [row.visit_id for row in look(session, OutcomeRow)] == [visit.id]
        scope.enter(session, HOME)

    def test_the_answer_names_the_holes_in_a_devices_sequence(self, as_, visit):
        answer = push(as_("youth"), sent(1, visit_id=1), sent(4, visit_id=1))
        assert answer.json["missing"] == {DEVICE: [2, 3]}

    def test_what_it_takes_for_itself_may_be_missing(self, as_, session):
        """A phone says it sent three; two of them never came."""
        device = {"id": DEVICE, "last": 3, "lost": []}
        answer = push(as_("youth"), sent(2, visit_id=1), device=device)
        assert answer.json["missing"] == {DEVICE: [1, 3]}
        found = look(session, HoleRow)
        assert [(row.seq, row.person_name) for row in found] == [
            (1, found[0].person_name),
            (3, "Người youth 31633"),
        ]

    def test_a_hole_is_closed_by_what_fills_it_and_a_lost_one_is_asked_for_once(self, as_, session):
        client = as_("youth")
        push(client, sent(4, visit_id=1))
        filled = push(client, sent(3, visit_id=1), device={"id": DEVICE, "last": 4, "lost": [2]})
        assert filled.json["missing"] == {DEVICE: [1]}
        rows = {row.seq: row.lost_at for row in look(session, HoleRow)}
        assert rows == {1: None, 2: NOON}
        push(client, sent(1, visit_id=1), sent(2, visit_id=1))
        assert look(session, HoleRow) == []

    def test_holes_without_end_are_told_in_parts(self, as_, session):
        device = {"id": DEVICE, "last": 2**31 - 1, "lost": []}
        answer = push(as_("youth"), sent(2**31 - 1, visit_id=1), device=device)
        assert answer.json["missing"] == {DEVICE: list(range(1, 201))}

    def test_what_could_not_be_read_leaves_no_hole(self, as_):
        odd = {"schema": 7, "device_id": DEVICE, "seq": 1, "id": "x"}
        assert push(as_("youth"), odd, sent(2, visit_id=1)).json["missing"] == {}

    @pytest.mark.parametrize("device", [3, {"id": "x"}, {"id": DEVICE, "last": -1}, [], None])
    def test_a_device_that_cannot_be_read_holds_no_outcome_up(self, as_, visit, device):
        answer = push(as_("registrar"), sent(visit_id=visit.id), device=device)
        assert fates(answer) == ["stored"]

    def test_a_phone_may_ask_with_nothing_to_send(self, as_):
        answer = push(as_("youth"), device={"id": DEVICE, "last": 1, "lost": []})
        assert answer.json["answers"] == []
        assert answer.json["missing"] == {DEVICE: [1]}

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"\xff",
            b'{"schema": 1, "outcomes": [NaN]}',
            b'{"schema": 1}',
            b'{"outcomes": 3}',
        ],
    )
    def test_what_is_no_batch_is_said_so(self, as_, body):
        answer = as_("youth").post("/api/v1/outcomes", data=body, content_type="application/json")
        assert (answer.status_code, answer.json["code"]) == (400, "phone.not_a_batch")

    def test_nobody_sends_what_another_person_recorded(self, as_, session, visit):
        batch = {"schema": 1, "outcomes": [sent(visit_id=visit.id)]}
        others = {"Fieldops-Person": "999"}
        answer = as_("registrar").post("/api/v1/outcomes", json=batch, headers=others)
        assert (answer.status_code, answer.json["code"]) == (409, "phone.other_person")
        assert look(session, OutcomeRow) == []

    def test_more_than_a_batch_holds_is_to_be_halved(self, as_):
        answer = push(as_("youth"), *({"n": n} for n in range(101)))
        assert (answer.status_code, answer.json["code"]) == (413, "phone.too_many")

    def test_a_packed_batch_is_read(self, as_, visit):
        body = json.dumps({"schema": 1, "outcomes": [sent(visit_id=visit.id)]}).encode()
        assert fates(packed(as_("registrar"), gzip.compress(body))) == ["stored"]

    def test_a_bomb_is_not_unpacked(self, as_):
        answer = packed(as_("youth"), gzip.compress(b" " * 50_000_000))
        assert (answer.status_code, answer.json["code"]) == (413, "phone.too_many")

    @pytest.mark.parametrize("body", [b"not packed", gzip.compress(b"{", mtime=0)[:-9], b""])
    def test_what_does_not_unpack_is_no_batch(self, as_, body):
        assert packed(as_("youth"), body).status_code == 400

    def test_depth_without_end_is_no_batch(self, as_):
        body = b'{"schema": 1, "outcomes": ' + b"[" * 100_000
        answer = as_("youth").post("/api/v1/outcomes", data=body, content_type="application/json")
        assert answer.status_code == 400

    def test_a_form_is_no_batch(self, as_, visit):
        answer = as_("youth").post("/api/v1/outcomes", data={"outcomes": "[]"})
        assert answer.status_code == 400


@pytest.fixture
def sql(database_url, tmp_path):
    if not database_url.startswith("sqlite"):
        pytest.skip("a backup here is a copy of the file")
    return tmp_path / "test.sqlite"


def after_a_start(make_app):
    app = make_app()
    client = app.test_client()
    with app.app_context():
        user = db.session.query(UserRow).filter_by(username=f"youth.{HOME}").one()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
        db.session.remove()
    epoch = push(client).json["epoch"]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return epoch


def copied(app, sql):
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return sql.read_bytes()


def put_back(app, sql, backup):
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for rest in ("-wal", "-shm"):
        sql.with_name(sql.name + rest).unlink(missing_ok=True)
    sql.write_bytes(backup)


class TestEpoch:
    """A database put back from a backup is another epoch, noticed when the server starts."""

    def test_it_stays_the_same_from_batch_to_batch_and_start_to_start(self, as_, make_app, session):
        first = push(as_("youth"), sent(1, visit_id=1)).json["epoch"]
        assert push(as_("youth"), sent(2, visit_id=1)).json["epoch"] == first
        assert after_a_start(make_app) == first
        assert len(look(session, EpochRow)) == 1

    def test_the_route_sheet_tells_it_too(self, as_, visit):
        assert as_("youth").get("/api/v1/route-sheet").json["epoch"] is None  # no batch ever
        told = push(as_("youth")).json["epoch"]
        assert as_("youth").get("/api/v1/route-sheet").json["epoch"] == told

    def test_a_backup_from_before_the_last_batch_begins_a_new_one(self, app, as_, make_app, sql):
        first = push(as_("youth"), sent(1, visit_id=1)).json["epoch"]
        backup = copied(app, sql)
        push(as_("youth"), sent(2, visit_id=1))
        put_back(app, sql, backup)
        second = after_a_start(make_app)
        assert second != first
        assert after_a_start(make_app) == second, "and only once"
        put_back(app, sql, backup)
        assert after_a_start(make_app) not in (first, second), "put back twice"

    def test_an_empty_database_in_place_of_a_full_one_begins_a_new_one(
        self, app, as_, make_app, sql
    ):
        empty = copied(app, sql)
        first = push(as_("youth"), sent(1, visit_id=1)).json["epoch"]
        put_back(app, sql, empty)
        assert after_a_start(make_app) != first
