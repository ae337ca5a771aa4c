import re

from fieldops.domain.people import Role
from fieldops.store.tables import ReviewRoundRow
from tests import makers

ROUND = {"title": "Rà soát tháng 12", "answer_by": "30/11/2026", "form_token": "one"}


def begin(client, session, **more):
    ids = [makers.first_hamlet(session).id, makers.hamlet(session, name="Vàm Hồ").id]
    session.commit()
    answer = client.post("/households/rounds/new", data=ROUND | {"hamlets": ids} | more)
    return answer.location, ids


def test_a_round_is_asked_once_and_its_reminder_names_hamlets_only(desk, session):
    makers.citizen(session, makers.household(session))
    leader = desk(Role.LEADER)
    path, ids = begin(leader, session)
    assert leader.post("/households/rounds/new", data=ROUND | {"hamlets": ids}).location == path
    assert session.query(ReviewRoundRow).count() == 1
    page = leader.get(path).text
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]
    assert "còn 2 trên 2 ấp chưa trả lời, hạn 30/11/2026" in text
    assert "Sơn Ton, Vàm Hồ" in text
    assert "Nguyễn Thị Bảy" not in text


def test_a_hamlet_head_sees_and_answers_their_own(desk, session):
    path, (own, other) = begin(desk(Role.LEADER), session)
    head = desk(Role.HAMLET_HEAD)
    assert path in head.get("/").text
    page = head.get(path).text
    assert "Sơn Ton" in page
    assert "Vàm Hồ" not in page
    assert head.post(f"{path}/hamlets/{other}", data={"reply": "nobody"}).status_code == 404
    sent = head.post(f"{path}/hamlets/{own}", data={"reply": "nobody", "form_token": "a"})
    assert sent.location == path
    assert "Không có ai" in head.get(path).text
    assert path not in head.get("/").text


def test_what_is_wrong_is_said_beside_it(desk, session):
    leader = desk(Role.LEADER)
    path, (own, _) = begin(leader, session)
    answer = leader.post(f"{path}/hamlets/{own}", data={"reply": "list", "people": "0"})
    assert answer.status_code == 422
    assert "Ghi số người trong danh sách" in answer.text
    wrong = leader.post("/households/rounds/new", data=ROUND | {"form_token": "two"})
    assert wrong.status_code == 422
    assert "Chọn ít nhất một ấp." in wrong.text


def test_only_those_who_take_lists_in_ask(as_):
    for role in (Role.HAMLET_HEAD, Role.POLICE, Role.INSPECTOR):
        assert as_(role).get("/households/rounds/new").status_code == 403
        assert as_(role).get("/households/rounds").status_code == 200
