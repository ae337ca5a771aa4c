import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from fieldops.domain.people import Role
from fieldops.reports import figures
from fieldops.reports.indicators import INDICATORS
from fieldops.services import reports
from routes.paper_sections import roman
from tests import makers
from tests.papers.test_office_documents import text_of as docx_text


@pytest.fixture
def some_cases(session):
    """One received this month and one carried over, at the hamlet "=Ấp": a name Excel might run."""
    there = makers.hamlet(session, name="=Ấp")
    home = makers.household(session, hamlet=there)
    for received_on in (date(2026, 11, 9), date(2026, 10, 9)):
        person = makers.citizen(session, home)
        makers.case(session, person, state="received", received_on=received_on)
    session.commit()


@pytest.mark.parametrize("role", [Role.LEADER, Role.REGISTRAR, Role.INSPECTOR])
def test_those_who_answer_for_figures_read_them(as_, some_cases, role):
    page = as_(role).get("/reports").text
    assert "Đã đối chiếu: mọi tổng đều bằng các phần cộng lại." in page
    assert "Từ 01/11/2026 đến 30/11/2026; kỳ chưa hết, số liệu đến 23/11/2026." in page


@pytest.mark.parametrize("role", [Role.POLICE, Role.YOUTH, Role.HAMLET_HEAD, Role.ADMINISTRATOR])
def test_others_do_not(as_, role):
    client = as_(role)
    assert client.get("/reports").status_code == 403
    assert client.get("/reports/workbook").status_code == 403


def test_every_definition_stands_on_the_page_or_in_the_workbook(as_, some_cases):
    book = load_workbook(io.BytesIO(as_(Role.LEADER).get("/reports/workbook").data))
    told = {row[4].value for row in book.worksheets[0].iter_rows()}
    assert {one.definition.template for one in INDICATORS} <= told


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("period=last_month", "Từ 01/10/2026 đến 31/10/2026, tính cả hai ngày."),
        ("period=this_year", "Từ 01/01/2026 đến 31/12/2026; kỳ chưa hết"),
        ("period=khong-co", "Từ 01/11/2026"),
        ("start_on=2026-11-09&end_on=2026-11-09", "Từ 09/11/2026 đến 09/11/2026"),
    ],
)
def test_any_period_can_be_asked_for(as_, query, line):
    answer = as_(Role.LEADER).get(f"/reports?{query}")
    assert answer.status_code == 200
    assert line in answer.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("start_on=2026-11-09&end_on=2026-11-01", "kết thúc 01/11/2026 trước khi bắt đầu"),
        ("start_on=2026-12-01&end_on=2026-12-31", "sau hôm nay 23/11/2026"),
        ("start_on=2026-11-01", "Chọn đủ ngày đầu kỳ và ngày cuối kỳ"),
        ("start_on=hôm+qua&end_on=2026-11-09", "Chọn đủ ngày đầu kỳ và ngày cuối kỳ"),
    ],
)
def test_a_period_that_cannot_be_is_told(as_, query, sentence):
    client = as_(Role.LEADER)
    answer = client.get(f"/reports?{query}")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert client.get(f"/reports/workbook?{query}").status_code == 422


def test_the_workbook_holds_the_same_figures_as_the_page(as_, some_cases):
    answer = as_(Role.LEADER).get("/reports/workbook?period=this_month")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="bao-cao-20261101-20261123.xlsx"'
    )
    book = load_workbook(io.BytesIO(answer.data))
    told = {row[0].value: row[1].value for row in book["Chỉ tiêu"].iter_rows(min_row=6)}
    assert (told["Tiếp nhận"], told["Mới tiếp nhận"], told["Kỳ trước chuyển sang"]) == (
        2,
        1,
        1,
    )
    hamlet = book["Ấp – Một cửa"]["A6"]
    assert (hamlet.value, hamlet.data_type) == ("=Ấp", "s")


def test_contradicting_dates_are_told_on_the_page(as_, session):
    person = makers.citizen(session, makers.household(session))
    makers.case(
        session,
        person,
        state="processed",
        received_on=date(2026, 11, 9),
        processed_on=date(2026, 11, 3),
    )
    session.commit()
    page = as_(Role.LEADER).get("/reports").text
    assert "Có số liệu chưa khớp" in page
    assert "1 hồ sơ có ngày không theo thứ tự" in page


@pytest.fixture
def forged(monkeypatch):
    """26 cases too many in one total: what one of the source articles printed."""

    def count(cases, window):
        true = figures.count(cases, window)
        return replace(true, total={**true.total, "new": true.total["new"] + 26})

    monkeypatch.setattr(reports, "count", count)


TOLD = "Tiếp nhận: các phần cộng lại được 28, tổng ghi 2, lệch 26."
DATES = {"start_on": "2026-11-01", "end_on": "2026-11-30"}


def test_a_report_that_does_not_add_up_says_so_before_its_figures(as_, some_cases, forged):
    leader = as_(Role.LEADER)
    page = leader.get("/reports").text
    assert page.index("Có số liệu chưa khớp") < page.index("Khai sinh đã đăng ký")
    assert TOLD in page
    assert "mọi tổng đều bằng các phần cộng lại" not in page
    book = load_workbook(io.BytesIO(leader.get("/reports/workbook").data))
    first = [row[0].value or "" for row in book.worksheets[0].iter_rows()]
    assert any(line.startswith(TOLD) for line in first)
    document = docx_text(leader.post("/papers/report", data=DATES).data)
    assert "I. ĐỐI CHIẾU CÁC TỔNG" in document
    assert TOLD in document


def test_the_document_to_sign_has_every_table_of_the_workbook(as_, some_cases):
    leader = as_(Role.LEADER)
    query = "&".join(f"{name}={day}" for name, day in DATES.items())
    book = load_workbook(io.BytesIO(leader.get(f"/reports/workbook?{query}").data))
    document = docx_text(leader.post("/papers/report", data=DATES).data)
    titles = [page["A1"].value.upper() for page in book.worksheets]
    assert len(titles) > 12
    assert [title for title in titles if title not in document] == []
    assert f"{roman(len(titles))}. ĐỐI CHIẾU CÁC TỔNG" in document


def test_sections_are_counted_as_offices_count_them():
    told = {1: "I", 4: "IV", 9: "IX", 10: "X", 14: "XIV", 20: "XX", 39: "XXXIX"}
    assert {number: roman(number) for number in told} == told
