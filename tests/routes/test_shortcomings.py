import re
from datetime import date

from fieldops.domain.people import Role
from fieldops.store.tables import ShortcomingRow, UserRow
from tests.conftest import HOME

PATH = "/reports/shortcomings"


def found(client, session, owner=Role.REGISTRAR, issue="Trả giấy chậm ở Vàm Hồ"):
    owner = session.query(UserRow).filter_by(role=owner, commune_code=HOME).one().id
    data = {
        "issue": issue, "source": "families", "owner_id": owner,
        "deadline": "30/11/2026", "form_token": issue,
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{PATH}/new", data=data).location == PATH
    return session.query(ShortcomingRow).filter_by(issue=issue).one().id


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


def test_a_police_officer_mends_what_was_given_to_them_and_sees_no_other(desk, session):
    leader, police = desk(Role.LEADER), desk(Role.POLICE)
    other = found(leader, session)
    mine = found(leader, session, Role.POLICE, "Thiếu xác nhận cư trú")
    assert "1 điều giao cho bạn khắc phục, hạn sớm nhất 30/11/2026" in police.get("/").text
    page = police.get(PATH).text
    assert "Thiếu xác nhận cư trú" in page
    assert "Trả giấy chậm" not in page
    for _ in range(2):
        police.post(f"{PATH}/{mine}/mended", data={"how": "Xác nhận trong ngày"})
    assert police.post(f"{PATH}/{other}/mended", data={"how": "Xong"}).status_code == 404
    assert police.post(f"{PATH}/{mine}/verified", data={"holds": "yes"}).status_code == 403
    assert "Chờ người khác xác nhận." in police.get(PATH).text
    assert "giao cho bạn khắc phục" not in police.get("/").text
    leader.post(f"{PATH}/{mine}/verified", data={"holds": "yes"})
    assert "đã xác nhận ngày 23/11/2026" in police.get(PATH).text


def test_what_is_overdue_is_said_on_the_first_page(desk, session):
    number = found(desk(Role.LEADER), session, Role.POLICE)
    # Given in time, for 30/11/2026; the day on the wall is 23/11/2026.
    session.get(ShortcomingRow, number).deadline = date(2026, 11, 22)
    session.commit()
    page = desk(Role.POLICE).get("/").text
    assert "1 điều giao cho bạn khắc phục, hạn sớm nhất 22/11/2026 đã qua." in page


def test_a_form_with_faults_keeps_what_was_typed(desk):
    answer = desk(Role.LEADER).post(f"{PATH}/new", data={"issue": "Chậm", "deadline": "sai"})
    assert answer.status_code == 422
    assert "Chậm" in answer.text
