import pytest

from fieldops.domain.errors import BadFile
from fieldops.registry.review_lists import Column
from fieldops.registry.review_lists.columns import TITLES, recognise
from tests.registry.review_lists.makers import table


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Ấp", Column.HAMLET),
        ("Địa bàn ấp", Column.HAMLET),
        ("Xã/TT cũ", Column.OLD_COMMUNE),
        ("Tổ số", Column.GROUP),
        ("HỌ VÀ TÊN CHỦ HỘ", Column.HEAD),
        ("Họ và tên", Column.PERSON),
        ("Họ, chữ đệm và tên", Column.PERSON),
        ("Họ tên người cần hỗ trợ", Column.PERSON),
        ("Ngày, tháng, năm sinh", Column.BIRTH),
        ("Năm sinh", Column.BIRTH),
        ("Phái", Column.SEX),
        ("Dân tộc", Column.ETHNICITY),
        ("CCCD/CMND", Column.ID_NUMBER),
        ("Số định danh cá nhân", Column.ID_NUMBER),
        ("SĐT", Column.PHONE),
        ("Số điện thoại liên hệ", Column.PHONE),
        ("Điện thoại của ai", Column.PHONE_OWNER),
        ("Đối tượng (diện)", Column.CATEGORIES),
        ("Thuộc diện", Column.CATEGORIES),
        ("Nhu cầu", Column.NEEDS),
        ("Đường vào", Column.ACCESS),
        ("Giờ ở nhà", Column.HOURS),
        ("Vĩ độ", Column.LATITUDE),
        ("Kinh độ", Column.LONGITUDE),
        ("Toạ độ GPS", Column.POINT),
        ("Ghi chú", Column.NOTE),
        ("Tên thường gọi", Column.ALIAS),
        ("Quan hệ với chủ hộ", Column.RELATION),
        ("STT", None),
        ("Chữ ký", None),
        ("", None),
    ],
)
def test_headings_in_all_habits(heading, column):
    assert recognise(heading) is column


@pytest.mark.parametrize("column", Column)
def test_what_we_write_we_know_again(column):
    assert recognise(TITLES[column]) is column


def test_the_heading_is_found_below_titles():
    found = table(
        ("Vàm Hồ", "Nguyễn Thị Bảy", 1942),
        before=[("UBND XÃ CÙ LAO DUNG",), ("DANH SÁCH RÀ SOÁT NGƯỜI CAO TUỔI",), ()],
    )
    assert found.titles == ("UBND XÃ CÙ LAO DUNG", "DANH SÁCH RÀ SOÁT NGƯỜI CAO TUỔI")
    assert [row.line for row in found.rows] == [5]


def test_a_heading_of_two_rows_under_a_merged_cell_and_its_line_of_numbers():
    found = table(
        (None, None, "Vĩ độ", "Kinh độ"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("Vàm Hồ", "Nguyễn Thị Bảy", 9.52, 106.23),
        heads=("Ấp", "Họ và tên", "Toạ độ", None),
    )
    assert list(found.mapping.values()) == [
        Column.HAMLET,
        Column.PERSON,
        Column.LATITUDE,
        Column.LONGITUDE,
    ]
    assert [row.line for row in found.rows] == [4]


def test_the_second_name_is_the_person_where_the_first_is_the_head():
    found = table(("A", "B"), heads=("Tên chủ hộ", "Tên thành viên khó khăn"))
    assert list(found.mapping.values()) == [Column.HEAD, Column.PERSON]


def test_a_list_without_headings_is_refused():
    with pytest.raises(BadFile):
        table(("Vàm Hồ", "Nguyễn Thị Bảy", 1942), heads=("Một", "Hai", "Ba"))
