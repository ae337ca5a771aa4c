import io
import re

from openpyxl import load_workbook

from fieldops.domain.people import Role
from tests import makers
from tests.services.test_official import registered

LINES = "Mã hồ sơ,Số đăng ký,Trạng thái,Ngày đăng ký\nA-1,7/2026,9,20/11/2026\nB-9,,9,20/11/2026\n"


def send(client, text=LINES, name="ds.csv", token="one"):
    data = {"file": (io.BytesIO(text.encode()), name), "form_token": token}
    return client.post("/registrations/official/send", data=data)


def test_a_list_is_brought_in_compared_and_resolved(desk, session):
    case_id = registered(session).id
    session.commit()
    registrar = desk(Role.REGISTRAR)
    path = send(registrar).location
    assert send(registrar).location == path
    page = registrar.get(path).text
    assert "Đánh dấu 1 mục đã nhập" in page
    assert "B-9" in page
    registrar.post(f"{path}/enter")
    assert "23/11/2026" in registrar.get(f"/cases/{case_id}").text
    answer = registrar.post(f"{path}/lines/3", data={"decision": "not_ours", "note": ""})
    assert answer.status_code == 302
    assert "Ghi ngắn vì sao" in registrar.get(path).text
    registrar.post(f"{path}/lines/3", data={"decision": "not_ours", "note": "Đất đai"})
    assert "Đất đai" in registrar.get(path).text
    assert registrar.post(f"{path}/lines/3", data={"decision": "gì đó"}).status_code == 302


def test_a_file_that_is_no_list_is_refused(desk):
    registrar = desk(Role.REGISTRAR)
    assert "Không thấy cột" in send(registrar, "Tên\nBảy\n").text
    assert send(registrar, "x", "ds.pdf", "two").status_code == 422


def test_an_inspector_reads_and_changes_nothing(desk, session):
    registered(session)
    session.commit()
    path = send(desk(Role.REGISTRAR)).location
    inspector = desk(Role.INSPECTOR)
    page = inspector.get(path).text
    assert not re.search(r'action="[^"]*(lines|enter)', page)
    assert inspector.post(f"{path}/enter").status_code == 403


def test_the_queue_is_a_workbook_to_work_from(desk, session):
    case = registered(session)
    name = case.citizen.full_name
    makers.household(session)
    session.commit()
    answer = desk(Role.REGISTRAR).get("/registrations/not-entered/export")
    cells = {c.value for row in load_workbook(io.BytesIO(answer.data)).active for c in row}
    assert {"A-1", "07/2026", "20/11/2026", name, "3"} <= cells
