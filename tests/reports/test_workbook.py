import io
from datetime import date

import pytest
from openpyxl import load_workbook

from fieldops.reports.workbook import Column, Kind, Sheet, workbook

COLUMNS = (
    Column("Ấp"),
    Column("Số hồ sơ", Kind.COUNT),
    Column("Tỷ lệ", Kind.PERCENT),
    Column("Ngày", Kind.DAY),
)


def sheet(*rows, name="Báo cáo", notes=("Từ 01/11/2026 đến 30/11/2026",)):
    return Sheet(name, "Số liệu một cửa", notes, COLUMNS, rows)


def opened(*sheets):
    return load_workbook(io.BytesIO(workbook(sheets)))


def test_what_was_written_is_read_back():
    page = opened(sheet(("Vàm Hồ", 1234, 84.3, date(2026, 11, 21)))).active
    assert page["A1"].value == "Số liệu một cửa"
    assert page["A2"].value == "Từ 01/11/2026 đến 30/11/2026"
    assert [cell.value for cell in page[4]] == ["Ấp", "Số hồ sơ", "Tỷ lệ", "Ngày"]
    assert page["A5"].value == "Vàm Hồ"
    assert (page["B5"].value, page["C5"].value) == (1234, 84.3)
    assert page["D5"].value.date() == date(2026, 11, 21)


def test_numbers_and_dates_are_written_the_vietnamese_way():
    page = opened(sheet(("Vàm Hồ", 1234, 84.3, date(2026, 11, 21)))).active
    assert page["B5"].number_format == "[$-42A]#,##0"
    assert page["D5"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1"])
def test_a_cell_that_looks_like_a_formula_stays_text(text):
    cell = opened(sheet((text, 1, 1.0, None))).active["A5"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text


def test_characters_excel_cannot_hold_are_left_out():
    assert opened(sheet(("Vàm\x00 Hồ", 1, 1.0, None))).active["A5"].value == "Vàm Hồ"


def test_sheet_names_fit_excel():
    assert opened(sheet(name="Theo ấp / theo diện: tất cả các thủ tục")).sheetnames == [
        "Theo ấp   theo diện  tất cả các"
    ]


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="argument"):
        workbook([sheet(("Vàm Hồ", 1))])
