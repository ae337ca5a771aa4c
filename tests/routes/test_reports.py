import io
from datetime import date

import pytest
from openpyxl import load_workbook

from fieldops.domain.people import Role
from fieldops.reports.indicators import INDICATORS
from tests import makers


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
    figures = {row[0].value: row[1].value for row in book["Chỉ tiêu"].iter_rows(min_row=6)}
    assert (figures["Tiếp nhận"], figures["Mới tiếp nhận"], figures["Kỳ trước chuyển sang"]) == (
        2,
        1,
        1,
    )
    hamlet = book["Ấp"]["A6"]
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
