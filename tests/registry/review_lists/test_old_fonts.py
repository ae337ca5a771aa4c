"""Lists typed before Unicode are read right, or refused; a name is never garbled."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.errors import BadFile
from fieldops.registry.review_lists import old_fonts, read_file
from fieldops.registry.syllables import is_syllable
from tests.registry.review_lists.makers import workbook

NAMES = (
    "Họ và tên",
    "Nguyễn Thị Bảy",
    "Trần Văn Được",
    "Lê Thị Hồng",
    "Võ Thuỳ Dương",
    "Đặng Hữu Phước",
    "ĐƯỜNG ĐẮP",
    "Thạch Sô Phia",
    "Kỹ, Mỹ",
    "Ấp Vàm Hồ 1942",
)
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
_VNI_LINES = """
aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò
oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î
"""
VNI = _VNI_LINES.split()
"""Both fonts letter by letter, in the order of LETTERS: another way of writing the tables down."""


def in_tcvn3(text):
    table = dict(zip(LETTERS, TCVN3, strict=True))
    capitals = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
    return "".join(table.get(c) or capitals.get(c) or table.get(c.lower(), c) for c in text)


def in_vni(text):
    table = dict(zip(LETTERS, VNI, strict=True))
    return "".join(
        table.get(c) or (table[c.lower()].upper() if c.lower() in table else c) for c in text
    )


def misread(text):
    return text.encode().decode("latin-1")


def cells(name, data):
    return [row.cells[0] for row in read_file(name, data)]


def as_csv(names):
    out = StringIO()
    csv.writer(out).writerows([name, "x"] for name in names)
    return out.getvalue()


@pytest.mark.parametrize("font", [in_tcvn3, in_vni, misread])
def test_a_list_in_an_old_font_reads_as_it_was_meant(font):
    typed = [font(name) for name in NAMES]
    assert typed[1] != NAMES[1]
    assert cells("a.xlsx", workbook(*([name] for name in typed))) == list(NAMES)
    assert cells("a.csv", as_csv(typed).encode()) == list(NAMES)


@pytest.mark.parametrize("font", [in_tcvn3, in_vni])
def test_bytes_of_the_old_font_themselves_read_as_well(font):
    assert cells("a.csv", as_csv(map(font, NAMES)).encode("latin-1")) == list(NAMES)


def test_the_sentences_that_the_fonts_tables_are_known_by():
    assert cells("a.csv", "NguyÔn ThÞ B¶y,x\nTrÇn V¨n §­îc,x\n".encode()) == [
        "Nguyễn Thị Bảy",
        "Trần Văn Được",
    ]
    assert cells("a.csv", "Nguyeãn Thò Baûy,x\nTraàn Vaên Ñöôïc,x\n".encode()) == [
        "Nguyễn Thị Bảy",
        "Trần Văn Được",
    ]


def test_old_cells_among_unicode_ones_are_read_each_for_itself():
    names = ["Nguyễn Văn Được", in_tcvn3("Trần Thị Hường"), in_tcvn3("Lê Hữu Đức"), "Phạm Thị Ngọc"]
    assert cells("a.xlsx", workbook(*([name] for name in names))) == [
        "Nguyễn Văn Được",
        "Trần Thị Hường",
        "Lê Hữu Đức",
        "Phạm Thị Ngọc",
    ]


def test_a_cell_that_reads_both_ways_in_a_mixed_file_is_asked_about():
    # “Vâ” is a name by itself, and TCVN3 for Võ.
    names = ["Nguyễn Văn Được", in_tcvn3("Trần Thị Hường Đức Hậu"), "Vâ"]
    with pytest.raises(BadFile) as refused:
        read_file("a.xlsx", workbook(*([name] for name in names)))
    assert refused.value.sentence.facts == {"text": "Vâ", "other": "Võ"}


@pytest.mark.parametrize(
    "garbled",
    [
        "Nguy?n Th¿ B¿y Tr¿n Đưøc¿ Lê¿n",
        "Nguyá»…n Thá‹ Bá£y Trá§n VÄƒn ÄÆ°á£c",  # UTF-8 misread, and bytes lost on the way
        "Ñguýën Çà Øre Þorn Æther Ðung",
    ],
)
def test_what_no_font_explains_is_refused(garbled):
    with pytest.raises(BadFile) as refused:
        read_file("a.csv", f"Ho ten,Ap\n{garbled},A\n".encode())
    assert "phông cũ" in str(refused.value.sentence)


def test_two_odd_words_are_somebodys_typing_and_stay():
    names = ["Nguyễn Thị Bảy", "Lê Thị Müller", "Trần Çetin"]
    assert cells("a.xlsx", workbook(*([name] for name in names))) == names


HEADS = "Ấp,Họ và tên,Năm sinh"


@pytest.mark.parametrize("font", [in_tcvn3, misread])
def test_one_name_copied_in_from_an_old_machine_is_read_as_it_was_meant(font):
    typed = font("Lê Thị Hoa")
    assert typed != "Lê Thị Hoa"
    data = f"{HEADS}\nVàm Hồ,{typed},1942\nVàm Hồ,Nguyễn Văn Được,1940\n".encode()
    assert [row.cells[1] for row in read_file("a.csv", data)][1:] == [
        "Lê Thị Hoa",
        "Nguyễn Văn Được",
    ]


def test_one_name_that_two_fonts_explain_is_asked_about():
    # VNI's "Leâ Thò" is Lê Thị; by TCVN3 it would be Leõ Thũ.
    with pytest.raises(BadFile) as refused:
        read_file("a.csv", f"{HEADS}\nVàm Hồ,{in_vni('Lê Thị Hoa')},1942\n".encode())
    assert set(refused.value.sentence.facts.values()) == {"Lê Thị Hoa", "Leõ Thũ Hoa"}


def test_bytes_with_one_name_of_an_old_font_are_not_taken_for_windows_own():
    def data(name, encoding):
        return f"Ap,Ho va ten\nVam Ho,{name}\n".encode(encoding)

    one = read_file("a.csv", data(in_tcvn3("Lê Thị Hoa"), "latin-1"))
    assert one[1].cells[1] == "Lê Thị Hoa"
    with pytest.raises(BadFile):
        read_file("a.csv", data(in_vni("Lê Thị Hoa"), "latin-1"))
    two = read_file("a.csv", b"Ap,Ho va ten\nVam Ho,L\xea Thi\xf2 Hoa\n")
    assert two[1].cells[1] == "Lê Thị Hoa"


_NAMES = "nguyễn thị bảy trần văn được lê hồng võ thuỳ dương đặng hữu phước ngọc quỳnh khuê mỹ ý"
SYLLABLES = st.sampled_from(tuple(_NAMES.split()))


@given(st.lists(st.lists(SYLLABLES, min_size=2, max_size=5).map(" ".join), min_size=4, max_size=9))
def test_any_list_of_names_comes_back_from_either_font(names):
    names = [*(name.title() for name in names), "Nguyễn Thị Bảy Được"]
    rows = tuple(old_fonts.SheetRow(at, (name,)) for at, name in enumerate(names))
    for font in (in_tcvn3, in_vni):
        typed = tuple(old_fonts.SheetRow(row.line, (font(row.cells[0]),)) for row in rows)
        assert old_fonts.readable(typed) == rows


def test_syllables_are_told_from_garble():
    known = "Nguyễn Được giếng gì gìn Quỳnh Khuỷu nghiêng Hoài Thuỵ Thụy Thạch Phia yêu Ý"
    assert all(map(is_syllable, known.split()))
    garble = "NguyÔn ThÞ B¶y TrÇn §­îc Nguyeãn Baûy Ñöôïc Leâ bb ươươ"
    assert not any(map(is_syllable, garble.split()))
