import re
from datetime import date

import pytest

from fieldops.domain.case import Procedure
from fieldops.services.procedure_rules import rule_for
from fieldops.store.tables import ProcedureVersionRow
from tests import makers

NEW = "/settings/procedures/mobile_birth/new"
TYPED = {
    "valid_from": "01/01/2027",
    "source": "12/2026/NQ-HĐND",
    "code": "1.003583",
    "name": "Đăng ký khai sinh lưu động",
    "paper": "giấy khai sinh",
    "working_days": "4",
    "ready_days": "2",
    "verification_days": "0",
    "event_days": "60",
    "fee": "8000",
    "exemptions": "hộ nghèo",
    "papers": "tờ khai đăng ký khai sinh\ngiấy chứng sinh | giấy cam đoan về việc sinh\n\n",
    "steps": "Đăng ký thường trú",
    "register": "birth",
    "may_be_written": "y",
    "intake_roles": ["registrar"],
    "intake_minutes": "30",
    "intake_further": "15",
    "hand_over_roles": ["registrar"],
    "hand_over_minutes": "15",
    "hand_over_further": "8",
}


def send(client, token="t", **changes):
    return client.post(NEW, data=TYPED | {"form_token": token} | changes)


def hidden(page):
    """What the preview would send on."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    fields += re.findall(r'<textarea name="([^"]+)" hidden>([^<]*)</textarea>', page)
    return [(name, value) for name, value in fields if name != "csrf_token"]


@pytest.mark.parametrize("role", ["leader", "administrator"])
def test_the_table_shows_every_procedure(role, as_):
    page = as_(role).get("/settings/procedures").text
    for name in Procedure:
        assert f"/settings/procedures/{name}/new" in page
    assert "từ 01/03/2027" in page  # the law to come is there


def test_a_version_without_a_source_says_so_in_english_too(as_):
    client = as_("administrator")
    client.post("/language", data={"language": "en"})
    page = client.get("/settings/procedures").text
    assert "built in" in page
    assert "Project-Id-Version" not in page  # what an empty text is translated to


def test_the_form_begins_with_what_holds_today(as_):
    page = as_("leader").get(NEW).text
    assert "giấy chứng sinh | văn bản của người làm chứng | giấy cam đoan về việc sinh" in page
    assert 'value="1.003583"' in page


def test_a_version_is_seen_before_it_is_stored(session, desk):
    client = desk("administrator")
    page = send(client).text
    assert "Hồ sơ nhận từ ngày 01/01/2027 theo bản này" in page
    assert "8.000 đ" in page
    assert session.query(ProcedureVersionRow).count() == 0
    answer = client.post(NEW, data=dict_of(hidden(page)))
    assert answer.location == "/settings/procedures"
    session.rollback()
    rule = rule_for(session, Procedure.MOBILE_BIRTH, date(2027, 1, 1))
    assert (rule.fee.dong, rule.working_days, rule.exemptions) == (8000, 4, "hộ nghèo")
    assert [one.name.text for one in rule.papers] == [
        "tờ khai đăng ký khai sinh",
        "giấy chứng sinh",
    ]
    assert [one.text for one in rule.papers[1].substitutes] == ["giấy cam đoan về việc sinh"]
    assert rule.may_be_written
    assert "12/2026/NQ-HĐND" in client.get("/settings/procedures").text


def dict_of(pairs):
    found = {"form_token": ["t"]}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_sent_twice_is_one_version(session, desk):
    client = desk("leader")
    data = dict_of(hidden(send(client).text))
    assert client.post(NEW, data=data).location == client.post(NEW, data=data).location
    session.rollback()
    assert session.query(ProcedureVersionRow).count() == 1


def test_one_may_go_back_from_the_preview_and_nothing_is_lost(desk):
    client = desk("leader")
    data = dict_of(hidden(send(client).text)) | {"mend": "1"}
    page = client.post(NEW, data=data).text
    assert "Xem trước" in page
    assert 'value="8000"' in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"valid_from": "31/02/2027"}, "Ngày này không có thật"),
        ({"working_days": "99"}, "Từ 0 đến 60 ngày làm việc"),
        ({"ready_days": "5"}, "Mốc ký phải trong thời hạn"),
        ({"name": "a{b}"}, "ngoặc nhọn"),
        ({"intake_roles": ["police"]}, "phải có công chức hộ tịch"),
        ({"source": ""}, "Ghi số văn bản"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(session, desk, changes, told):
    answer = send(desk("leader"), **changes)
    assert answer.status_code == 422
    assert told in answer.text
    assert "12/2026" in answer.text or "source" in changes
    assert session.query(ProcedureVersionRow).count() == 0


def test_not_from_a_day_on_which_cases_were_received(session, desk):
    person = makers.citizen(session, makers.household(session))
    makers.case(session, person, state="received", received_on=date(2026, 11, 20))
    session.commit()
    page = send(desk("leader"), valid_from="20/11/2026").text
    assert "Đã nhận 1 hồ sơ từ ngày 20/11/2026" in page


def test_an_added_version_is_taken_out_again(session, desk):
    client = desk("leader")
    client.post(NEW, data=dict_of(hidden(send(client).text)))
    session.rollback()
    (row,) = session.query(ProcedureVersionRow)
    where = f"/settings/procedures/versions/{row.id}/remove"
    assert where in client.get("/settings/procedures").text
    assert client.post(where).location == "/settings/procedures"
    session.rollback()
    assert session.query(ProcedureVersionRow).count() == 0


def test_an_unknown_procedure_is_not_found(as_):
    assert as_("leader").get("/settings/procedures/khong-co/new").status_code == 404
