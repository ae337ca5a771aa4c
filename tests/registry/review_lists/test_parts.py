"""Headings over two or three columns, as hamlets' forms have them: read whole, or refused."""

import pytest

from fieldops.domain.errors import BadFile
from fieldops.domain.household import Sex
from fieldops.domain.partial_date import PartialDate
from tests.registry.review_lists.makers import judged, said, table


def people(read):
    return [(row.name, row.birth, row.sex) for row in read.good]


@pytest.mark.parametrize("numbering", [(), (("(1)", "(2)", "(3)", "(4)", "(5)"),)])
def test_a_year_of_birth_under_nam_or_nu_tells_the_sex_as_well(numbering):
    read = judged(
        (None, None, "Nam", "Nữ", None),
        *numbering,
        ("Vàm Hồ", "Nguyễn Thị Bảy", None, 1942, "Kinh"),
        ("Vàm Hồ", "Trần Văn Út", "3/1940", None, "Kinh"),
        ("Vàm Hồ", "Lê Văn Tám", None, None, "Hoa"),
        heads=("Ấp", "Họ và tên", "Năm sinh", None, "Dân tộc"),
    )
    assert people(read) == [
        ("Nguyễn Thị Bảy", PartialDate(1942), Sex.FEMALE),
        ("Trần Văn Út", PartialDate(1940, 3), Sex.MALE),
        ("Lê Văn Tám", None, None),
    ]
    assert [row.ethnicity for row in read.good] == ["Kinh", "Kinh", "Hoa"]


def test_a_year_under_both_is_refused_and_named():
    read = judged(
        (None, None, "Nam", "Nữ"),
        ("Vàm Hồ", "Nguyễn Thị Bảy", 1940, 1942),
        heads=("Ấp", "Họ và tên", "Năm sinh", None),
    )
    assert read.good == ()
    assert "Không đọc được ngày sinh" in said(read)[0][1]
    assert read.problems[0].sentence.facts == {"text": "1940; 1942"}


def test_a_cross_under_nam_or_nu_is_the_sex():
    read = judged(
        (None, None, None, "Nam", "Nữ"),
        ("Vàm Hồ", "Nguyễn Thị Bảy", 1942, None, "x"),
        ("Vàm Hồ", "Trần Văn Út", 1940, "x", None),
        heads=("Ấp", "Họ và tên", "Năm sinh", "Giới tính", None),
    )
    assert [row.sex for row in read.good] == [Sex.FEMALE, Sex.MALE]
    assert [row.birth.year for row in read.good] == [1942, 1940]
    assert [row.note for row in read.good] == ["", ""]


@pytest.mark.parametrize("three", [True, False])
def test_day_month_and_year_in_columns_of_their_own(three):
    names = ("Ngày", "Tháng", "Năm") if three else ("Tháng", "Năm")
    gaps = (None,) * (len(names) - 1)
    days = [(12, 3, 1942), (None, "03", 1942), (None, None, 1942), (None, None, None)]
    read = judged(
        (None, None, *names),
        *(
            ("Vàm Hồ", f"Lê Thị {name}", *day[-len(names) :])
            for name, day in zip("ABCD", days, strict=True)
        ),
        heads=("Ấp", "Họ và tên", "Ngày, tháng, năm sinh", *gaps),
    )
    first = PartialDate(1942, 3, 12) if three else PartialDate(1942, 3)
    births = [first, PartialDate(1942, 3), PartialDate(1942), None]
    assert [row.birth for row in read.good] == births


@pytest.mark.parametrize(
    "heads",
    [
        ("Họ và chữ lót", None, "Tên"),
        ("Họ và tên đệm", None, "Tên"),
        ("Họ lót", None, "Tên"),
        ("Họ", "Tên đệm", "Tên"),
        ("Họ", "Chữ lót", "Tên"),
    ],
)
def test_a_name_in_two_or_three_columns_is_one_name(heads):
    parts = ("Nguyễn", "Thị", "Bảy") if heads[1] else ("Nguyễn Thị", "Bảy")
    read = judged(("Vàm Hồ", *parts, 1942), heads=("Ấp", *filter(None, heads), "Năm sinh"))
    assert people(read) == [("Nguyễn Thị Bảy", PartialDate(1942), None)]


def test_the_head_of_the_household_in_two_columns_under_one_heading():
    read = judged(
        (None, "Họ và chữ lót", "Tên", None),
        ("Vàm Hồ", "Trần Văn", "Út", "Nguyễn Thị Bảy"),
        heads=("Ấp", "Họ và tên chủ hộ", None, "Người cần hỗ trợ"),
    )
    assert [(row.head, row.name) for row in read.good] == [("Trần Văn Út", "Nguyễn Thị Bảy")]


def test_half_a_name_in_a_column_without_a_heading_is_refused_not_dropped():
    rows = [("Vàm Hồ", "Nguyễn Thị", "Bảy", 1942), ("Vàm Hồ", "Trần Văn", "Út", 1940)]
    with pytest.raises(BadFile) as refused:
        table(*rows, heads=("Ấp", "Họ và tên", None, "Năm sinh"))
    assert refused.value.sentence.facts == {"heading": "Họ và tên"}


def test_a_mark_now_and_then_right_of_the_name_is_no_half_of_it():
    rows = [("Vàm Hồ", "Nguyễn Thị Bảy", None, 1942), ("Vàm Hồ", "Trần Văn Út", "ốm", 1940)]
    found = table(*rows, heads=("Ấp", "Họ và tên", None, "Năm sinh"))
    assert found.rows[1].cells[1] == "Trần Văn Út"


def test_three_rows_of_headings():
    read = judged(
        (None, "Họ và tên", "Năm sinh", None),
        (None, None, "Nam", "Nữ"),
        ("Vàm Hồ", "Nguyễn Thị Bảy", None, 1942),
        heads=("Ấp", "Thông tin cá nhân", None, None),
    )
    assert people(read) == [("Nguyễn Thị Bảy", PartialDate(1942), Sex.FEMALE)]


def test_those_who_sign_a_list_are_not_on_it():
    read = judged(
        ("Vàm Hồ", "Lê Thị Hoa", 1942),
        (None, "Tổng cộng: 1 người", None),
        (None, "Người lập bảng", None),
        (None, "Trần Văn Út", None),
        heads=("Ấp", "Họ và tên", "Năm sinh"),
    )
    assert [row.name for row in read.good] == ["Lê Thị Hoa"]
    assert read.skipped == (3, 4, 5)
