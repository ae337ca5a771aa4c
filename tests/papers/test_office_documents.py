"""DOCX in the layout of administrative documents, read back as Word would read it."""

import io
import unicodedata
from datetime import date

import pytest
from docx import Document

from fieldops.papers.office_document import Section, Table
from fieldops.papers.outreach_plan import CIRCULAR_UNTIL, OutreachPlan, TeamDay
from fieldops.papers.period_report import PeriodReport
from tests.papers.makers import OFFICE


def plan(**kw):
    days = (
        TeamDay(
            date(2026, 11, 25), "A", ("Trần Thị Thử", "Lê Văn Mẫu"), "Xe máy 1", {"Sơn Ton": 4}
        ),
        TeamDay(date(2026, 11, 26), "A", ("Trần Thị Thử",), "Vỏ lãi", {"Vàm Hồ": 2, "Sơn Ton": 1}),
    )
    given = {
        "office": OFFICE,
        "from_on": date(2026, 11, 25),
        "to_on": date(2026, 12, 4),
        "days": days,
        "left_out": {"Vàm Hồ": 3},
    }
    return OutreachPlan(**given | kw)


def report(**kw):
    table = Table(("Chỉ tiêu", "Số lượng"), (("Tiếp nhận", "12"),), (120, 40), frozenset({1}))
    given = {
        "office": OFFICE,
        "period": "Từ 01/11/2026 đến 30/11/2026, tính cả hai ngày.",
        "made_on": date(2026, 11, 23),
        "sections": (Section("I. CHỈ TIÊU", ("Một câu.",), table),),
    }
    return PeriodReport(**given | kw)


def text_of(content):
    """Every paragraph, of the body and of the tables, in the order of the file."""
    document = Document(io.BytesIO(content))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{{{W}}}t"))
        for paragraph in document.element.body.iter(f"{{{W}}}p")
    )


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("made", [plan, report])
def test_it_has_the_parts_a_leader_signs(made):
    text = text_of(made().docx())
    for part in (
        "ỦY BAN NHÂN DÂN",
        "XÃ CÙ LAO DUNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ......../",
        "Cù Lao Dung, ngày ...... tháng ...... năm 2026",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ):
        assert part in text, part


def test_the_plan_counts_what_its_table_holds():
    text = text_of(plan().docx())
    # 4 visits on the first day, 2 + 1 on the second
    assert "2 ngày đi, 1 đội, 7 chuyến thăm tại 2 ấp" in text
    assert "thứ Tư 25/11" in text
    assert "Vàm Hồ (2), Sơn Ton (1)" in text
    assert "Còn 3 chuyến thăm chưa xếp được" in text


def test_a_plan_that_leaves_nobody_out_says_so():
    assert "Không có." in text_of(plan(left_out={}).docx())


def test_under_the_new_law_the_basis_is_left_to_write():
    assert "04/2020/TT-BTP" in text_of(plan().docx())
    later = plan(from_on=CIRCULAR_UNTIL, to_on=date(2027, 3, 12))
    assert "04/2020/TT-BTP" not in text_of(later.docx())


def test_the_head_of_a_table_stands_on_each_page():
    xml = Document(io.BytesIO(plan().docx())).element.xml
    assert xml.count("w:tblHeader") == 1


def test_names_are_text_and_composed():
    name = unicodedata.normalize("NFD", "Nguyễn <w:p/> & “Bảy”") + "\x0b"
    day = TeamDay(date(2026, 11, 25), "A", (name,), "", {"Sơn Ton": 1})
    assert "Nguyễn <w:p/> & “Bảy”" in text_of(plan(days=(day,)).docx())


def test_the_file_tells_nothing_of_who_made_it():
    about = Document(io.BytesIO(report().docx())).core_properties
    assert (about.author, about.comments, about.created.year) == ("xã Cù Lao Dung", "", 2026)


def of_columns(count, *more):
    heads = tuple(f"Cột {n}" for n in range(count))
    return Section(f"{count} cột", *more, table=Table(heads, (heads,), (30, *[14] * (count - 1))))


def test_a_wide_table_stands_sideways_and_the_signature_upright():
    made = report(sections=(of_columns(8), of_columns(9), of_columns(12), of_columns(3))).docx()
    document = Document(io.BytesIO(made))
    pages = [(one.page_width.mm, one.page_height.mm) for one in document.sections]
    upright, sideways = (210, 297), (297, 210)
    # 9 and 12 columns share their turned pages; what follows is upright again
    assert [tuple(map(round, page)) for page in pages] == [upright, sideways, upright]
    first, *rest = [one.different_first_page_header_footer for one in document.sections]
    assert (first, set(rest)) == (True, {False})  # every page but the first has its number


@pytest.mark.parametrize(("count", "room"), [(8, 160), (9, 247), (12, 247)])
def test_columns_fill_the_page_and_not_more(count, room):
    made = report(sections=(of_columns(count),)).docx()
    table = Document(io.BytesIO(made)).tables[1]
    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert room - count <= sum(widths) <= room
    # "chuyển" and "nghiệm" bold at 10 points are 11 mm, with a millimetre on either side
    assert min(widths) >= 13


def test_a_table_of_many_columns_is_written_smaller():
    sizes = {}
    for count in (6, 7):
        heads = tuple(f"Cột {n}" for n in range(count))
        table = Table(heads, (heads,), (20,) * count)
        made = report(sections=(Section("I", (), table),)).docx()
        cell = Document(io.BytesIO(made)).tables[1].cell(0, 0)
        sizes[count] = cell.paragraphs[0].runs[0].font.size.pt
    assert sizes == {6: 12, 7: 10}
