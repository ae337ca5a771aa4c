from io import BytesIO

import pytest
from openpyxl import load_workbook

from fieldops.registry.review_lists import files
from fieldops.store import scope
from fieldops.store.tables import HouseholdRow, ImportRow
from tests.conftest import OTHER
from tests.registry.review_lists.makers import workbook

URL = "/households/lists"
HEADS = ("Ấp", "Chủ hộ", "Người cần hỗ trợ", "Năm sinh", "Nhu cầu")
GOOD = ("Sơn Ton", "Lê Văn Tám", "Nguyễn Thị Bảy", 1942, "khai sinh")
BAD = ("Đâu Đó", "Lê Văn Chín", "=cmd()", "31/02/1950", "CCCD")


def upload(client, *rows, name="ap.xlsx", data=None, token="t1", follow=True):
    body = workbook(HEADS, *rows) if data is None else data
    return client.post(
        URL,
        data={"form_token": token, "file": (BytesIO(body), name)},
        content_type="multipart/form-data",
        follow_redirects=follow,
    )


@pytest.fixture
def leader(as_):
    return as_("leader")


def url_of(session):
    """The page of the one list. Ends the transaction, so that requests can write."""
    found = f"{URL}/{session.query(ImportRow).one().id}"
    session.rollback()
    return found


def test_a_list_is_shown_before_anything_is_written(leader, session):
    page = upload(leader, GOOD, BAD).text
    for words in (
        "Nguyễn Thị Bảy",
        "Ngày sinh 31/02/1950 không có thật",
        "không phải họ tên",
        "Không có ấp “Đâu Đó”",
        "Dòng 3",
    ):
        assert words in page
    assert session.query(HouseholdRow).count() == 0


def test_the_columns_can_be_put_right(leader, session):
    upload(leader, GOOD)
    chosen = {f"column-{i}": "" for i in range(5)}
    chosen |= {"column-0": "hamlet", "column-1": "person"}
    page = leader.post(f"{url_of(session)}/columns", data=chosen, follow_redirects=True).text
    assert session.query(ImportRow).one().mapping == {"0": "hamlet", "1": "person"}
    assert "Lê Văn Tám" in page


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"column-0": "hamlet"}, "Chưa chọn cột nào là họ tên"),
        ({"column-1": "person", "column-2": "person"}, "Hai cột cùng được chọn"),
    ],
)
def test_a_mapping_that_cannot_work_says_so(leader, session, chosen, said):
    upload(leader, GOOD)
    url = f"{url_of(session)}/columns"
    assert said in leader.post(url, data=chosen, follow_redirects=True).text


def test_the_list_is_taken_in_and_says_what_became_of_it(leader, session):
    upload(leader, GOOD, BAD)
    url = url_of(session)
    page = leader.post(f"{url}/apply", data={"form_token": "a"}, follow_redirects=True).text
    assert "Đã nhập danh sách" in page
    assert "Không có ấp “Đâu Đó”" in page
    assert session.query(HouseholdRow).one().head_name == "Lê Văn Tám"


@pytest.mark.parametrize("tokens", [("a", "a"), ("a", "b")])
def test_taken_in_twice_is_taken_in_once(leader, session, tokens):
    upload(leader, GOOD)
    url = url_of(session)
    answers = [leader.post(f"{url}/apply", data={"form_token": token}) for token in tokens]
    assert [answer.location for answer in answers] == [url, url]
    assert session.query(HouseholdRow).count() == 1


def test_the_same_upload_sent_twice_is_one_list(leader, session):
    upload(leader, GOOD)
    upload(leader, GOOD)
    assert session.query(ImportRow).count() == 1


@pytest.mark.parametrize("taken_in", [False, True])
def test_the_refused_rows_can_be_had_as_a_file_that_runs_nothing(leader, session, taken_in):
    upload(leader, GOOD, BAD)
    url = url_of(session)
    if taken_in:
        leader.post(f"{url}/apply", data={"form_token": "a"})
    sheet = load_workbook(BytesIO(leader.get(f"{url}/refused").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:4] == ("Dòng", "Vì sao chưa nhận", "Ấp", "Chủ hộ")
    assert rows[2][0] == "3"
    assert rows[2][4] == "'=cmd()"
    assert len(rows) == 3


def test_a_list_can_be_thrown_away(leader, session):
    upload(leader, GOOD)
    leader.post(f"{url_of(session)}/forget")
    assert session.query(ImportRow).count() == session.query(HouseholdRow).count() == 0


def test_a_list_taken_in_cannot_be_thrown_away(leader, session):
    upload(leader, GOOD)
    url = url_of(session)
    leader.post(f"{url}/apply", data={"form_token": "a"})
    assert leader.post(f"{url}/forget").status_code == 409


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "Chỉ nhận danh sách"),
        ("a.xlsx", b"%PDF-1.7", "Chỉ nhận danh sách"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Chỉ nhận danh sách"),
        ("a.csv", b"\x00\x01\x02" * 99, "không đọc được thành chữ"),
        ("a.csv", ("Ấp,Họ tên\n" + "Sơn Ton,A\n" * 25_000).encode(), "Chia theo ấp"),
        ("a.csv", "chỉ có chữ, không có bảng".encode(), "Không thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(leader, session, name, data, said):
    answer = upload(leader, name=name, data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.query(ImportRow).count() == 0


def test_a_file_too_large_says_what_to_do(leader, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 99)  # the test client leaves large uploads open
    assert "lớn hơn 5 MB" in upload(leader, name="a.csv", data=b"x" * 100).text


def test_no_file_at_all(leader):
    answer = leader.post(URL, data={"form_token": "t"})
    assert "Chọn tệp danh sách." in answer.text


def test_another_communes_list_is_not_found(app, as_):
    from fieldops.store.db import db

    upload(as_("leader", OTHER), GOOD)
    with app.app_context(), db.Session(db.engine) as session, scope.inside(session, OTHER):
        theirs = session.query(ImportRow).one().id
    for path in ("", "/refused"):
        assert as_("leader").get(f"{URL}/{theirs}{path}").status_code == 404
    for path in ("/columns", "/apply", "/forget"):
        assert as_("leader").post(f"{URL}/{theirs}{path}").status_code == 404


@pytest.mark.parametrize("role", ["police", "youth", "hamlet_head", "inspector", "administrator"])
def test_only_leader_and_registrar_send_lists(as_, role):
    assert as_(role).get(URL).status_code == 403
    assert upload(as_(role), GOOD).status_code == 403
