from datetime import date

import pytest

from fieldops.domain.case import DossierStatus
from fieldops.domain.errors import BadFile
from fieldops.registry.official_compare import Differs, OurRecord, compare
from fieldops.registry.official_lists import OfficialRecord, read_official, status_of

DONE, RETURNED = DossierStatus.PROCESSED, DossierStatus.RETURNED
DAY = date(2026, 11, 20)


def read(*lines):
    return read_official("he-thong.csv", "\n".join(lines).encode())


def test_a_list_is_read_below_its_letterhead():
    records, refused = read(
        "ỦY BAN NHÂN DÂN XÃ,,,",
        "STT,Mã hồ sơ,Số đăng ký,Trạng thái,Ngày đăng ký",
        "1,H31.33-261120-0001,07/2026,Đã xử lý xong,20/11/2026",
        "2,H31.33-261120-0002,8,10,20/11/2026",
    )
    assert refused == ()
    assert records[0] == OfficialRecord(
        3, "H31.33-261120-0001", 7, 2026, "Đã xử lý xong", DONE, DAY
    )
    assert (records[1].number, records[1].year, records[1].status) == (8, 2026, RETURNED)


def test_a_line_that_cannot_be_read_is_named():
    records, refused = read(
        "Mã hồ sơ,Số đăng ký,Ngày đăng ký",
        ",7,20/11/2026",
        "A-1,bảy,20/11/2026",
        "A-2,7,31/02/2026",
        "A-3,7,20/11/2026",
    )
    assert [one.code for one in records] == ["A-3"]
    assert [one.line for one in refused] == [2, 3, 4]


def test_a_list_without_codes_is_refused():
    with pytest.raises(BadFile):
        read("Họ và tên,Năm sinh", "Nguyễn Thị Bảy,1942")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đã trả kết quả", RETURNED),
        ("DA XU LY XONG", DONE),
        ("9", DONE),
        ("Đang xử lý", DossierStatus.IN_PROGRESS),
        ("chuyển liên thông", None),
        ("99", None),
    ],
)
def test_states_are_understood_or_left_alone(text, status):
    assert status_of(text) == status


def theirs(line=2, code="A-1", **kw):
    return OfficialRecord(line, code, **kw)


def ours(case_id=1, code="A-1", **kw):
    given = {"status": DONE, "registration_id": case_id, "number": 7, "on": DAY} | kw
    return OurRecord(case_id, code, **given)


def test_spelling_of_a_code_does_not_matter():
    (pair,) = compare([theirs(code="h31.33 - 0001")], [ours(code="H3133-0001")]).pairs
    assert pair.differs == ()


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ({"number": 8}, (Differs.NUMBER,)),
        ({"status": RETURNED}, (Differs.STATE,)),
        ({"on": date(2026, 11, 19)}, (Differs.DAY,)),
        ({"number": 7, "status": DONE, "on": DAY}, ()),
        ({}, ()),  # a list that says no more than the code
    ],
)
def test_what_differs_is_named(said, differs):
    (pair,) = compare([theirs(**said)], [ours()]).pairs
    assert pair.differs == differs


def test_without_a_code_of_ours_the_number_of_the_year_finds_it():
    (pair,) = compare([theirs(number=7, year=2026)], [ours(code="")]).pairs
    assert pair.differs == (Differs.CODE,)
    two = [ours(1, code=""), ours(2, code="")]  # one in each register: not to be guessed
    assert compare([theirs(number=7, year=2026)], two).pairs == ()


def test_every_line_and_every_entry_has_its_place():
    there = [theirs(2), theirs(3, "A-1"), theirs(4, "B-9", on=DAY)]
    here = [ours(1), ours(2, "A-2", number=8), ours(3, "A-3", number=9, on=date(2026, 1, 2))]
    found = compare(there, here)
    assert [one.ours.case_id for one in found.agree] == [1]
    assert [one.line for one in found.repeated] == [3]
    assert [one.line for one in found.only_there] == [4]
    assert [one.case_id for one in found.only_here] == [2]  # the third is of another time
