import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldops.domain.case import Procedure
from fieldops.domain.errors import BadFile
from fieldops.domain.household import Access, Category, Language, Sex
from fieldops.domain.partial_date import PartialDate
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone
from fieldops.registry.review_lists import Column, Table, judge
from fieldops.registry.review_lists.sheets import gather
from tests.registry.review_lists.makers import GROUND, TODAY, judged, only, said, table

HA = ("Ấp", "Họ và tên")


def test_a_whole_row():
    row = only(
        *("Ấp Vàm Hồ", "Tổ 3", "Lê Văn Tám", "Nguyễn Thị Bảy", "Bảy Đẹt", "mẹ", "3/1942", "Nữ"),
        *("Khmer", "0912.345.678 (con gái)", "Hộ nghèo, neo đơn", "KS + CCCD", "qua cầu ván"),
        *("sáng", "9,52", "106,23", "lãng tai"),
        heads=(
            *("Ấp", "Tổ", "Chủ hộ", "Người cần hỗ trợ", "Tên thường gọi", "Quan hệ", "Năm sinh"),
            *("Giới tính", "Ngôn ngữ", "SĐT", "Diện", "Nhu cầu", "Đường vào", "Giờ ở nhà"),
            *("Vĩ độ", "Kinh độ", "Ghi chú"),
        ),
    )
    assert (row.line, row.hamlet, row.group) == (2, "Vàm Hồ", "3")
    assert (row.head, row.name, row.alias) == ("Lê Văn Tám", "Nguyễn Thị Bảy", "Bảy Đẹt")
    assert (row.birth, row.sex) == (PartialDate(1942, 3), Sex.FEMALE)
    assert (row.language, row.phone) == (Language.KHMER, Phone("0912345678", "con gái"))
    assert row.categories == (Category.POOR, Category.ALONE)
    assert row.needs == (Procedure.MOBILE_BIRTH, Procedure.ID_CARD)
    assert (row.access, row.access_note) == (Access.FOOT, "qua cầu ván")
    assert [(w.opens, w.closes) for w in row.hours] == [(7 * 3600, 11 * 3600)]
    assert (row.point, row.note) == (Point(9.52, 106.23), "lãng tai")


@pytest.mark.parametrize(
    "hamlet",
    [
        "Bình Du B",
        "ấp bình du b",
        "BINH DU B",
        "Bình Du B (An Thạnh 2)",
        "Bình Du B - xã An Thạnh 2",
    ],
)
def test_a_hamlet_by_any_of_its_names(hamlet):
    assert only(hamlet, "Lê Văn Tám", heads=HA).hamlet == "Bình Du B"
    assert only(unicodedata.normalize("NFD", hamlet), "Lê Văn Tám", heads=HA).hamlet == "Bình Du B"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("Vàm Hố Lớn", "Lê Văn Tám"), "Không có ấp “{hamlet}” trong {commune}. Có phải “{near}”?"),
        (("Đâu Đó", "Lê Văn Tám"), "Không có ấp “{hamlet}” trong {commune}."),
        (("An Lạc", "Lê Văn Tám"), "Ấp “{hamlet}” thuộc {place}, không thuộc {commune}."),
        (
            ("Vàm Hồ (Đại Ân 1)", "Lê Văn Tám"),
            "Ấp {hamlet} thuộc xã cũ {old}, không phải “{said}”.",
        ),
        ((None, "Lê Văn Tám", 1942), "Thiếu tên ấp."),
        (("Vàm Hồ", "=cmd()"), "“{name}” không phải họ tên."),
        (
            ("Vàm Hồ", "Lê Văn Tám", "31/02/1950"),
            "Ngày sinh {text} không có thật. Sửa lại cho đúng.",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells, why):
    assert said(judged(cells, heads=(*HA, "Năm sinh"))) == [(2, why)]


def test_every_problem_of_a_row_is_named_at_once_and_the_good_rows_are_kept():
    read = judged(
        ("Đâu Đó", "Lê Văn Tám", "2031", "12", "12345", "9,9", "11h-7h"),
        ("Vàm Hồ", "Lê Văn Chín", "1950", None, None, None, None),
        heads=(*HA, "Năm sinh", "SĐT", "CCCD", "Vĩ độ", "Giờ ở nhà"),
    )
    assert len(read.problems) == 6
    assert read.bad_lines == (2,)
    assert [row.name for row in read.good] == ["Lê Văn Chín"]


@pytest.mark.parametrize(
    ("lat", "lon"), [(9.40, 106.40), (9.70, 106.12), ("chín", "106,2"), (9.52, None)]
)
def test_a_point_outside_the_commune_or_unreadable_refuses_the_row(lat, lon):
    read = judged(("Vàm Hồ", "Lê Văn Tám", lat, lon), heads=(*HA, "Vĩ độ", "Kinh độ"))
    assert len(read.problems) == 1


@pytest.mark.parametrize("cell", ["9.52, 106.23", "9,52 106,23", "106.23; 9.52", "9.52 106.23"])
def test_a_point_in_one_cell_either_way_round(cell):
    assert only("Vàm Hồ", "Lê Văn Tám", cell, heads=(*HA, "Toạ độ")).point == Point(9.52, 106.23)


def test_words_not_understood_go_to_the_note_and_are_named():
    read = judged(
        ("Vàm Hồ", "Lê Văn Tám", "hộ nghèo; thợ hàn", "KS; đăng ký kết hôn", "sáng đi chợ"),
        heads=(*HA, "Diện", "Nhu cầu", "Giờ ở nhà"),
    )
    [row] = read.good
    assert row.needs == (Procedure.MOBILE_BIRTH,)  # no team carries a marriage
    assert row.hours == ()
    assert len(read.remarks) == 3
    assert all(word in row.note for word in ("thợ hàn", "đăng ký kết hôn", "sáng đi chợ"))


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        ("đăng ký lại khai sinh", Procedure.BIRTH_AGAIN),
        ("Đăng ký lại KS", Procedure.BIRTH_AGAIN),
        ("đăng ký lại khai tử", Procedure.DEATH_AGAIN),
        ("tạm trú", Procedure.TEMPORARY_RESIDENCE),
        ("xóa thường trú", Procedure.RESIDENCE_END),
        ("xóa đăng ký thường trú", Procedure.RESIDENCE_END),
        ("thường trú", Procedure.RESIDENCE),
        ("nhập khẩu", Procedure.RESIDENCE),
    ],
)
def test_what_is_like_another_procedure_is_read_as_its_own(cell, need):
    [row] = judged(("Vàm Hồ", "Lê Văn Tám", cell), heads=(*HA, "Nhu cầu")).good
    assert row.needs == (need,)


def test_a_spreadsheet_that_dropped_the_first_zeros():
    row = only("Vàm Hồ", "Lê Văn Tám", 912345678, 93083001234, heads=(*HA, "SĐT", "CCCD"))
    assert (row.phone.number, row.id_number) == ("0912345678", "093083001234")


def test_dittos_merged_cells_and_sections():
    read = judged(
        (None, "Ấp Sơn Ton", None, None),
        ("1", "Lê Văn Tám", "Lê Thị Một", "KS"),
        ("2", None, "Lê Thị Hai", "nt"),  # the head's cell is merged over two rows
        ("3", "Võ Văn Ba", None, '"'),
        (None, "Ấp Vàm Hồ", None, None),
        ("4", "Võ Văn Tư", None, "CCCD"),
        (None, "Tổng cộng: 4", None, None),
        (None, None, None, "Người lập danh sách"),
        heads=("STT", "Chủ hộ", "Người cần hỗ trợ", "Nhu cầu"),
    )
    assert [(r.hamlet, r.head, r.name) for r in read.good] == [
        ("Sơn Ton", "Lê Văn Tám", "Lê Thị Một"),
        ("Sơn Ton", "Lê Văn Tám", "Lê Thị Hai"),
        ("Sơn Ton", "Võ Văn Ba", "Võ Văn Ba"),
        ("Vàm Hồ", "Võ Văn Tư", "Võ Văn Tư"),
    ]
    assert all(row.needs for row in read.good)
    assert read.problems == ()


def test_a_list_of_one_hamlet_names_it_in_the_title():
    read = judged(
        ("Lê Văn Tám", 1942),
        heads=("Họ và tên", "Năm sinh"),
        before=[("DANH SÁCH NGƯỜI CAO TUỔI ẤP VÀM HỒ",)],
    )
    assert read.good[0].hamlet == "Vàm Hồ"


def test_the_second_row_about_one_person_is_named_as_a_repeat():
    read = judged(
        ("Vàm Hồ", "Lê Văn Tám", 1942),
        ("vam ho", "LÊ VĂN TÁM", "3/1942"),
        ("Vàm Hồ", "Lê Văn Tám", 1975),  # another man of that name
    )
    assert [row.line for row in read.good] == [2, 4]
    [problem] = read.problems
    assert (problem.line, problem.sentence.facts) == (3, {"line": 2})


def test_rows_of_one_household_that_differ_on_the_way_in_follow_the_first():
    read = judged(
        ("Vàm Hồ", "Lê Văn Tám", "Lê Thị Một", "xe máy"),
        ("Vàm Hồ", "Lê Văn Tám", "Lê Thị Hai", "xuồng"),
        heads=("Ấp", "Chủ hộ", "Người cần hỗ trợ", "Đường vào"),
    )
    assert [row.access for row in read.good] == [Access.MOTORBIKE, None]
    assert [remark.line for remark in read.remarks] == [3]


def test_a_mapping_without_a_name_is_refused():
    one = table(("Vàm Hồ", "Lê Văn Tám", 1942))
    with pytest.raises(BadFile):
        judge(one, {0: one.mapping[0]}, GROUND, TODAY)


@settings(deadline=None)
@example([None, None, float("inf"), float("nan"), 1e300])
@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats()), max_size=9))
def test_no_row_whatever_it_holds_breaks_the_reading(cells):
    mapping = dict(
        enumerate(
            [
                *(Column.HAMLET, Column.HEAD, Column.BIRTH, Column.PHONE, Column.ID_NUMBER),
                *(Column.HOURS, Column.POINT, Column.NEEDS, Column.CATEGORIES),
            ]
        )
    )
    try:
        rows = gather([["Vàm Hồ", "Lê Văn Tám"], cells])
    except BadFile:
        return
    read = judge(Table((), (), mapping, rows), mapping, GROUND, TODAY)
    assert len(read.good) + len(read.bad_lines) + len(read.skipped) == len(rows)
