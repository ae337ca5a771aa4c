import re

from fieldops.domain.people import Role
from fieldops.store.tables import ShortcomingRow, UserRow
from tests.conftest import HOME

PATH = "/reports/shortcomings"


def found(client, session):
    owner = session.query(UserRow).filter_by(role=Role.REGISTRAR, commune_code=HOME).one().id
    data = {
        "issue": "Trả giấy chậm ở Vàm Hồ", "source": "families", "owner_id": owner,
        "deadline": "30/11/2026", "form_token": "one",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{PATH}/new", data=data).location == PATH
    return session.query(ShortcomingRow).one().id


def test_from_found_to_verified_by_another(desk, session):
    leader, registrar = desk(Role.LEADER), desk(Role.REGISTRAR)
    number = found(leader, session)
    registrar.post(f"{PATH}/{number}/mended", data={"how": "Xếp thêm chuyến thứ Năm"})
    page = registrar.get(PATH).text
    assert "Chờ người khác xác nhận." in page
    registrar.post(f"{PATH}/{number}/verified", data={"holds": "yes"})
    assert "Người khắc phục không tự xác nhận" in registrar.get(PATH).text
    leader.post(f"{PATH}/{number}/verified", data={"holds": "yes"})
    assert "đã xác nhận ngày 23/11/2026" in leader.get(PATH).text


def test_an_inspector_reads_and_cannot_write(desk, session):
    found(desk(Role.LEADER), session)
    inspector = desk(Role.INSPECTOR)
    page = inspector.get(PATH).text
    assert "Trả giấy chậm" in page
    assert not re.search(r'method="post" action="/reports', page)
    assert inspector.get(f"{PATH}/new").status_code == 403


def test_a_form_with_faults_keeps_what_was_typed(desk):
    answer = desk(Role.LEADER).post(f"{PATH}/new", data={"issue": "Chậm", "deadline": "sai"})
    assert answer.status_code == 422
    assert "Chậm" in answer.text
