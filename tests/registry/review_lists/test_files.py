import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from fieldops.domain.errors import BadFile
from fieldops.registry.review_lists import files, read_file, sheets, workbooks
from tests.registry.review_lists.makers import workbook

ROW = ("Vàm Hồ", "Nguyễn Thị Bảy", 1942)


def refusal(name, data):
    with pytest.raises(BadFile) as error:
        read_file(name, data)
    return error.value.sentence.template


def zipped(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def test_a_workbook_is_read_with_the_line_numbers_people_see():
    rows = read_file("a.xlsx", workbook(("Ấp", "Họ tên"), (), ROW))
    assert [(row.line, row.cells) for row in rows] == [(1, ("Ấp", "Họ tên")), (3, ROW)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_every_usual_encoding_and_delimiter(encoding, delimiter):
    lines = [delimiter.join(map(str, line)) for line in (("Ấp", "Họ tên", "Năm"), ROW, ROW)]
    rows = read_file("a.csv", "\r\n".join(lines).encode(encoding))
    assert rows[1].cells == ("Vàm Hồ", "Nguyễn Thị Bảy", "1942")


def test_windows_1258_keeps_its_tones():
    # The code page writes ễ as ê + combining tilde (0xDE), ị as i + dot below (0xF2).
    data = b"H\xf4\xcc,Nguy\xea\xden Thi\xf2 Ba\xd2y\n"
    assert read_file("a.csv", data)[0].cells == ("Hồ", "Nguyễn Thị Bảy")


def book_of(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


LIST = [("Ấp", "Họ tên", "Năm sinh"), ROW]


def test_a_list_on_each_of_two_pages_is_refused_and_none_is_left_out():
    data = book_of(Ấp_Vàm_Hồ=LIST, Ấp_Sơn_Ton=LIST)
    with pytest.raises(BadFile) as error:
        read_file("a.xlsx", data)
    assert error.value.sentence.facts == {"sheets": "“Ấp Vàm Hồ”, “Ấp Sơn Ton”"}


def test_the_page_with_the_list_is_read_wherever_it_stands():
    data = book_of(Bìa=[("DANH SÁCH RÀ SOÁT",)], Danh_sách=LIST, Ghi_chú=[("Gọi ông Út",)])
    assert [row.cells for row in read_file("a.xlsx", data)] == LIST


def test_lines_that_end_as_on_an_old_mac_and_characters_nobody_sees():
    rows = read_file("a.csv", "Ấp,Họ tên\rVàm\u00a0Hồ,Lê\u200b Thị\u00a0Hoa\ufeff\r".encode())
    assert rows[1].cells == ("Vàm Hồ", "Lê Thị Hoa")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.xlsx", b"%PDF-1.7 ..."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("a.xlsx", b"Ho ten,Ap\nA,B\n"),
        ("a.xlsx", zipped(word__document_xml="<w/>")),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", zipped(xl__workbook_xml="<not><closed>")),
        ("a.csv", workbook(ROW)),
        ("a.csv", b"\x00\x01\x02\x03" * 50),
        ("a.csv", b"  \n "),
        ("a.xlsx", b""),
        ("a", b"Ho ten"),
    ],
)
def test_a_file_that_is_not_what_its_name_claims_is_refused(name, data):
    assert refusal(name, data)


def test_a_locked_workbook_is_told_apart():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "mật khẩu" in refusal("a.xlsx", data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(workbooks, "load_workbook", None)  # not even opened
    bomb = zipped(xl__workbook_xml="<w/>", xl__sheet1_xml=b"0" * (workbooks.MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert "quá lớn" in refusal("a.xlsx", bomb)


def test_entities_that_multiply_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    assert refusal("a.xlsx", zipped(**{"[Content_Types]_xml": laughs}, xl__workbook_xml=laughs))


def test_too_many_bytes(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert "lớn hơn" in refusal("a.csv", b"x" * 11)


def test_fifty_thousand_rows_are_refused_with_what_to_do():
    data = ("Ap,Ho ten\n" + "Vam Ho,Nguyen Van A\n" * 50_000).encode()
    assert "Chia theo ấp" in refusal("a.csv", data)


def test_the_most_rows_are_taken():
    data = ("Vam Ho,Nguyen Van A\n" * sheets.MOST_ROWS).encode()
    assert len(read_file("a.csv", data)) == sheets.MOST_ROWS
