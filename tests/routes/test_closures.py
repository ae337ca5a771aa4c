"""The page of closures: told once, kept by every plan, ended, and never another commune's."""

import uuid
from datetime import date, timedelta

import pytest

from fieldops.domain.people import Role
from fieldops.services import settings
from fieldops.store.tables import AuditRow, CommuneRow
from tests import makers
from tests.conftest import HOME, NOON, OTHER

FERRY = {
    "name": "Phà Thử", "lat_from": 9.59, "lon_from": 106.23, "lat_to": 9.60, "lon_to": 106.24,
    "crossing": 600, "to_islet": "Cồn Thử",
}  # fmt: skip


@pytest.fixture
def hamlet(session):
    """Two ferries and the commune's first hamlet: its id."""
    commune = session.get_one(CommuneRow, HOME)
    commune.settings = {"ferries": [FERRY, FERRY | {"name": "Phà Hai"}]}
    found = makers.first_hamlet(session).id
    session.commit()
    return found


def form(**changes):
    given = {"what": "ferry:1", "from_on": "23/11/2026", "to_on": "27/11/2026", "version": "0"}
    return given | {"reason": "nước lên", "form_token": str(uuid.uuid4())} | changes


def kept(session):
    found = settings.current(session).closures
    session.rollback()
    return found


def test_a_ferry_that_stops_is_listed_with_its_days_why_and_who_said_so(desk, session, hamlet):
    client = desk(Role.LEADER)
    assert "Mọi phà và đường đang đi được" in client.get("/settings/closures").text
    assert client.post("/settings/closures", data=form()).status_code == 302
    page = client.get("/settings/closures").text
    for said in ("Phà Thử", "23/11/2026 – 27/11/2026", "nước lên", f"Người leader {HOME}"):
        assert said in page
    facts = session.query(AuditRow).filter_by(action="closure.told").one().facts
    assert facts == {"kind": "ferry", "id": 1, "from_on": "2026-11-23", "to_on": "2026-11-27"}


def test_a_way_to_a_hamlet_is_shut_by_whoever_makes_plans(desk, session, hamlet):
    answer = desk(Role.REGISTRAR).post("/settings/closures", data=form(what=f"hamlet:{hamlet}"))
    assert answer.status_code == 302
    assert kept(session)[0].hindrance.id == hamlet


def test_both_forms_of_a_plan_say_what_is_shut(desk, session, hamlet):
    client = desk(Role.LEADER)
    client.post("/settings/closures", data=form(what=f"hamlet:{hamlet}"))
    assert "kế hoạch nào cũng tránh" in client.get("/plans/new").text


def test_opened_again_it_ends_yesterday_and_stands_among_those_that_are_over(
    app, desk, session, hamlet
):
    client = desk(Role.LEADER)
    client.post("/settings/closures", data=form())
    app.config["NOW"] = lambda: NOON + timedelta(days=2)  # Wednesday 25/11
    assert client.post("/settings/closures/1/end", data={"version": "1"}).status_code == 302
    assert kept(session)[0].hindrance.to_on == date(2026, 11, 24)
    assert "Đã qua (1)" in client.get("/settings/closures").text
    assert client.post("/settings/closures/1/end", data={"version": "1"}).status_code == 302
    assert session.query(AuditRow).filter_by(action="closure.ended").count() == 1


def test_one_that_never_began_is_gone(desk, session, hamlet):
    client = desk(Role.LEADER)
    client.post("/settings/closures", data=form(from_on="25/11/2026"))
    client.post("/settings/closures/1/end", data={"version": "1"})
    assert kept(session) == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Chọn phà, cầu hoặc ấp nào."),
        ({"what": "person:1"}, "Chọn phà, cầu hoặc ấp nào."),
        ({"what": "ferry:9"}, "không còn trong danh sách"),
        ({"from_on": ""}, "Nhập ngày đầu"),
        ({"to_on": "31/02/2027"}, "Ngày này không có thật"),
        ({"from_on": "28/11/2026"}, "đứng trước ngày đầu 28/11/2026"),
        ({"from_on": "16/11/2026", "to_on": "20/11/2026"}, "20/11/2026 đã qua"),
        ({"reason": "x" * 121}, "Viết ngắn lại"),
        ({"version": "7"}, "Người khác vừa sửa thiết lập"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(desk, session, hamlet, wrong, sentence):
    sent = form(**wrong)
    answer = desk(Role.LEADER).post("/settings/closures", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["from_on"]}"' in answer.text
    assert kept(session) == ()


def test_what_is_known_already_is_not_told_again(desk, session, hamlet):
    client = desk(Role.LEADER)
    client.post("/settings/closures", data=form())
    again = client.post("/settings/closures", data=form(from_on="24/11/2026", version="1"))
    assert "đã ghi là đóng" in again.text
    assert len(kept(session)) == 1


def test_sent_twice_is_kept_once(desk, session, hamlet):
    client, twice = desk(Role.LEADER), form()
    assert [client.post("/settings/closures", data=twice).status_code for _ in "ab"] == [302, 302]
    assert len(kept(session)) == 1


def test_a_ferry_taken_out_takes_its_closures_along_and_the_next_one_keeps_its_own(
    desk, session, hamlet
):
    client = desk(Role.LEADER)
    client.post("/settings/closures", data=form())
    client.post("/settings/closures", data=form(what="ferry:2", version="1"))
    client.post("/settings/ferries/1/remove", data={"version": "2"})
    assert [one.hindrance.id for one in kept(session)] == [1]
    assert "Phà Hai" in client.get("/settings/closures").text


def test_a_closure_that_is_not_there_is_not_found_nor_is_that_of_another_commune(
    desk, session, hamlet
):
    desk(Role.LEADER, HOME).post("/settings/closures", data=form())
    assert desk(Role.LEADER, OTHER).post("/settings/closures/1/end").status_code == 404
    assert len(kept(session)) == 1


def test_others_do_not_get_in_and_strangers_log_in_first(as_, client, hamlet):
    assert as_(Role.POLICE).get("/settings/closures").status_code == 403
    assert as_(Role.INSPECTOR).post("/settings/closures", data=form()).status_code == 403
    assert client.get("/settings/closures").status_code == 302
