"""The supervisor's page: both facts side by side, and the books follow the one chosen."""

import re

import pytest

from fieldops.store.tables import CaseRow, HoleRow, OutcomeRow, VisitRow
from tests.conftest import OTHER
from tests.outcomes.reports import DEVICE, sent, uuid7
from tests.routes.test_field import make_stop
from tests.routes.test_phone_api import look, push


@pytest.fixture
def visit(session):
    return make_stop(session)


@pytest.fixture
def conflict(as_, visit):
    """The volunteer said nobody was home; the registrar's phone, later, that it was done."""
    push(as_("youth"), sent(1, visit_id=visit.id, result="not_home", note="đi chợ"))
    push(as_("registrar"), sent(2, visit_id=visit.id, note="gặp lúc 11 giờ"))
    return uuid7(2)


def test_an_empty_list_says_so(as_):
    assert "Không còn báo cáo nào" in as_("leader").get("/outcomes").get_data(as_text=True)


def test_both_facts_stand_side_by_side(as_, conflict):
    page = as_("leader").get("/outcomes").get_data(as_text=True)
    assert "gặp lúc 11 giờ" in page
    assert "Không có nhà" in page
    assert "đã khép lại với kết quả khác" in page


def consequences(page):
    """What the page says each choice does, before one is pressed, without its markup."""
    words = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    follow, keep = re.split(r"(?:Giữ bản của|Giữ nguyên sổ)[^:.]* thì:", words)[:2]
    return follow.rpartition(" thì:")[2], keep.partition("Giữ nguyên sổ")[0]


@pytest.mark.parametrize(
    ("first", "second", "becomes"),
    [
        ({"result": "not_home"}, {"result": "done"}, "Đã tiếp nhận"),
        ({"result": "not_home"}, {"result": "refused"}, "tạm giữ, chờ công chức quyết định"),
        ({"result": "refused"}, {"result": "not_home"}, "được xếp lần thăm khác"),
        ({"result": "not_home"}, {"result": "papers_missing"}, "chờ gia đình bổ sung giấy tờ"),
    ],
)
def test_each_choice_says_what_it_does_before_it_is_pressed(
    as_, session, visit, first, second, becomes
):
    push(as_("youth"), sent(1, visit_id=visit.id, **first))
    push(as_("registrar"), sent(2, visit_id=visit.id, **second))
    follow, keep = consequences(as_("leader").get("/outcomes").get_data(as_text=True))
    assert f"hồ sơ của Nguyễn Thị Bảy {becomes}" in follow.replace("thành ", "")
    assert "bản của Người youth 31633 thôi được dùng, vẫn giữ để tra cứu" in follow
    assert "vẫn là Mới đề nghị" in keep
    assert "bản của Người registrar 31633 được giữ để tra cứu" in keep


def test_following_the_report_changes_the_books(as_, session, visit, conflict):
    answer = as_("leader").post(f"/outcomes/{conflict}/follow", data={"note": "đã gọi hỏi"})
    assert answer.location == "/outcomes"
    assert look(session, VisitRow, id=visit.id)[0].state == "done"
    assert look(session, CaseRow, id=visit.case_id)[0].state == "received"
    assert look(session, VisitRow, state="due") == []
    (row,) = look(session, OutcomeRow, id=conflict)
    assert (row.fate, row.review_note) == ("stored", "đã gọi hỏi")


def test_keeping_the_books_keeps_the_report_too(as_, session, visit, conflict):
    as_("leader").post(f"/outcomes/{conflict}/keep", data={"note": "nhầm nhà"})
    assert look(session, VisitRow, id=visit.id)[0].state == "missed"
    (row,) = look(session, OutcomeRow, id=conflict)
    assert (row.fate, row.review_note, row.note) == ("needs_review", "nhầm nhà", "gặp lúc 11 giờ")
    assert "Không còn báo cáo nào" in as_("leader").get("/outcomes").get_data(as_text=True)


def test_the_books_are_kept_only_with_a_reason(as_, session, conflict):
    client = as_("leader")
    client.post(f"/outcomes/{conflict}/keep", data={"note": "  "})
    assert "Ghi lý do" in client.get("/outcomes").get_data(as_text=True)
    assert look(session, OutcomeRow, id=conflict)[0].reviewed_at is None


def test_decided_twice_it_is_decided_once(as_, session, conflict):
    client = as_("leader")
    client.post(f"/outcomes/{conflict}/follow", data={"note": "một"})
    client.post(f"/outcomes/{conflict}/keep", data={"note": "hai"})
    assert look(session, OutcomeRow, id=conflict)[0].review_note == "một"


def test_what_was_done_is_not_taken_back_here(as_, session, visit):
    push(as_("registrar"), sent(1, visit_id=visit.id))
    push(as_("youth"), sent(2, visit_id=visit.id, result="not_home"))
    client = as_("leader")
    assert "Muốn rút lại" in client.get("/outcomes").get_data(as_text=True)
    client.post(f"/outcomes/{uuid7(2)}/follow")
    assert look(session, VisitRow, id=visit.id)[0].state == "done"


def test_what_could_not_be_read_is_shown_and_kept(as_, session):
    push(as_("youth"), {"id": "x", "schema": 9})
    page = as_("leader").get("/outcomes").get_data(as_text=True)
    assert "chưa biết phiên bản" in page
    (row,) = look(session, OutcomeRow)
    client = as_("leader")
    client.post(f"/outcomes/{row.id}/follow")
    client.post(f"/outcomes/{row.id}/keep", data={"note": "máy thử"})
    assert look(session, OutcomeRow)[0].review_note == "máy thử"


def test_another_communes_report_is_not_found(as_, session, conflict):
    for act in ("follow", "keep"):
        answer = as_("leader", OTHER).post(f"/outcomes/{conflict}/{act}", data={"note": "x"})
        assert answer.status_code == 404
    assert look(session, OutcomeRow, id=conflict)[0].reviewed_at is None


def test_a_volunteer_reviews_nothing(as_, conflict):
    assert as_("youth").get("/outcomes").status_code == 403
    assert as_("youth").post(f"/outcomes/{conflict}/keep").status_code == 403


@pytest.fixture
def hole(as_, session, visit):
    """The volunteer's phone sent its second report; its first never came, and is lost there."""
    client = as_("youth")
    push(client, sent(2, visit_id=visit.id, result="not_home"))
    push(client, device={"id": DEVICE, "last": 2, "lost": [1]})
    return look(session, HoleRow)[0].id


def test_a_report_that_never_came_is_seen_after_one_sync(as_, hole):
    page = as_("leader").get("/outcomes").get_data(as_text=True)
    assert "Người youth" in page
    assert "báo cáo số 1" in page
    assert "không còn giữ" in page


def test_what_was_found_out_about_it_is_kept(as_, session, hole):
    client = as_("leader")
    client.post(f"/outcomes/holes/{hole}/settle", data={"note": " "})
    assert "báo cáo số 1" in client.get("/outcomes").get_data(as_text=True)
    client.post(f"/outcomes/holes/{hole}/settle", data={"note": "ghi nhầm rồi xóa máy"})
    client.post(f"/outcomes/holes/{hole}/settle", data={"note": "lần hai"})
    assert "báo cáo số 1" not in client.get("/outcomes").get_data(as_text=True)
    assert look(session, HoleRow)[0].note == "ghi nhầm rồi xóa máy"


def test_it_is_only_the_communes_own(as_, hole):
    assert as_("leader", OTHER).post(f"/outcomes/holes/{hole}/settle").status_code == 404
    assert "báo cáo số 1" not in as_("leader", OTHER).get("/outcomes").get_data(as_text=True)
    assert as_("youth").post(f"/outcomes/holes/{hole}/settle").status_code == 403
