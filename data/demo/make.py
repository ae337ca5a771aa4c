"""Writes the two demo review lists again: ``python data/demo/make.py``. Everyone is invented."""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from fieldops.registry.geography import CommunePlace, HamletPlace, read_geography  # noqa: E402 (path first)
from fieldops.registry.outline import Point, distance_to_edge, within  # noqa: E402 (path first)

SEED = 20_261_121
XLSX = HERE / "danh-sach-ra-soat.xlsx"
CSV = HERE / "danh-sach-ra-soat-an-thanh.csv"

KINH = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Phan",
    "Trương",
    "Mai",
    "Cao",
    "Đinh",
]
KHMER = """
Thạch Sơn Kim Lâm Danh Kiên Châu Lý
""".split()
HOA = """
Quách Lâm Trần Tạ Lý Vương Ong
""".split()
WOMEN = [
    "Bảy",
    "Út",
    "Hoa",
    "Lan",
    "Sáu",
    "Tư",
    "Năm",
    "Chín",
    "Hường",
    "Đẹp",
    "Nở",
    "Cúc",
    "Mười",
    "Liễu",
    "Sương",
    "Xuân",
    "Ánh",
    "Thuỷ",
    "Nguyệt",
    "Gấm",
    "Lựu",
    "Hạnh",
    "Dung",
    "Hai",
    "Ngọc",
    "Bé",
    "Ba",
    "Tám",
    "Huệ",
    "Thơm",
    "Điệp",
    "Phụng",
    "Loan",
    "Ân",
    "Đào",
]
MEN = [
    "Hai",
    "Tâm",
    "Được",
    "Hùng",
    "Phước",
    "Bảy",
    "Thành",
    "Lực",
    "Sang",
    "Mười",
    "Đạt",
    "Cần",
    "Khánh",
    "Tư",
    "Nhân",
    "Út",
    "Hoàng",
    "Bình",
    "Dũng",
    "Đời",
    "Sơn",
    "Ên",
    "Chiến",
    "Lợi",
    "Tấn",
    "Ba",
    "Giàu",
    "Ẩn",
    "Nghĩa",
    "Vinh",
    "Quới",
    "Tám",
]
KHMER_WOMEN = ("Thị Sa Rinh", "Thị Pha", "Thị Sóc Kha", "Sa Ry", "Thị Sà Von", "Thị Chanh Đa")
KHMER_MEN = ("Sóc", "Sa Vương", "Phol", "Sà Rên", "Rít Thy", "Hoàng Đa Ra")
HOA_WOMEN = ("Tố Hà", "Muối", "Ngọc Hia", "Mỹ Lìn")
HOA_MEN = ("Chấn Phát", "Hưng", "Tài Lộc", "Xiếu")
WAYS = {
    "ô tô": ("ô tô", "đường nhựa, ô tô vào được"),
    "xe máy": ("xe máy", "đường đal, đi xe máy", "Honda"),
    "đi bộ": ("qua cầu ván", "xe máy rồi đi bộ", "lối mòn sau vườn mía"),
    "xuồng": ("xuồng", "đi ghe theo con nước lớn"),
}
HOURS = ("sáng", "chiều", "sau 14h", "7h-10h30", "T2, T4, T6 sáng", "cả ngày", "buổi chiều", "CN")
BIRTH = ("Đăng ký khai sinh", "làm khai sinh", "KS", "chưa có giấy khai sinh", "xin khai sinh")
BIRTH_PAPERS = ("khai sinh cho người đã có giấy tờ", "Khai sinh (đã có giấy tờ)")
OTHERS = ("Làm căn cước", "CCCD", "đăng ký thường trú", "chứng thực chữ ký", "nhận kết quả tại nhà")
NOTES = ("", "", "", "", "lãng tai, nói to", "không biết chữ", "con đi làm xa", "chó dữ, gọi trước")
DIRECTIONS = (
    "",
    "",
    "sau chùa, qua cầu ván",
    "đối diện trường học cũ",
    "cuối đường đal",
    "gần bến đò",
    "giữa rẫy mía",
    "cạnh tiệm tạp hoá",
)


@dataclass(frozen=True)
class Person:
    name: str
    head: str
    hamlet: HamletPlace
    group: int
    alias: str
    birth: object
    sex: str
    phone: str
    categories: str
    need: str
    way: str
    hours: str
    point: Point | None
    language: str
    directions: str
    note: str
    first: bool


def people(random: Random, commune: CommunePlace, households: int) -> Iterator[Person]:
    """``households`` homes spread over the hamlets, one to three people each."""
    heads: set[tuple[str, str]] = set()
    for index in range(households):
        hamlet = commune.hamlets[index * len(commune.hamlets) // households]
        kind = random.choices(("kinh", "khmer", "hoa"), (83, 13, 4))[0]
        head = name(random, kind, random.choice("fm"))
        while (hamlet.name, head) in heads:
            head = name(random, kind, random.choice("fm"))
        heads.add((hamlet.name, head))
        yield from home(random, commune, hamlet, kind, head)


def home(random: Random, commune: CommunePlace, hamlet: HamletPlace, kind: str, head: str):
    size = random.choices((1, 2, 3), (78, 18, 4))[0]
    point = spot(random, commune, hamlet) if random.random() < 0.85 else None
    way = random.choices(tuple(WAYS), (10, 68, 13, 9))[0]
    shared = {
        "head": head,
        "hamlet": hamlet,
        "group": random.randint(1, 12),
        "way": random.choice(WAYS[way]),
        "hours": random.choice(HOURS) if random.random() < 0.35 else "",
        "point": point,
        "language": {"khmer": "Khmer", "hoa": "Hoa"}.get(kind, "") if random.random() < 0.7 else "",
        "directions": random.choice(DIRECTIONS),
    }
    names = [head if random.random() < 0.6 else "", *[""] * (size - 1)]
    taken: set[str] = set()
    for number, known in enumerate(names):
        sex = "f" if (" Thị " in known or (not known and random.random() < 0.6)) else "m"
        one = known or name(random, kind, sex)
        while one in taken or (one == head and not known):
            one = name(random, kind, sex)
        taken.add(one)
        yield person(random, one, sex, first=number == 0, shared=shared)


def person(random: Random, one: str, sex: str, *, first: bool, shared: dict) -> Person:
    year = random.choices((1938, 1948, 1958, 1985, 2020), (26, 34, 20, 12, 8))[0]
    year += random.randint(-6, 5)
    need = random.choices(
        (random.choice(BIRTH), random.choice(BIRTH_PAPERS), "Khai tử", random.choice(OTHERS)),
        (52, 14, 8, 26),
    )[0]
    if random.random() < 0.12 and need in BIRTH:
        need += " + CCCD"
    alias = one.split()[-1] if random.random() < 0.2 else ""
    return Person(
        name=one,
        alias=random.choice(("Hai", "Ba", "Tư", "Năm", "Sáu", "Út")) if alias else "",
        birth=birth(random, year),
        sex={"f": "Nữ", "m": "Nam"}[sex],
        phone=phone(random) if random.random() < 0.7 else "",
        categories=categories(random, year),
        need=need,
        note=random.choice(NOTES),
        first=first,
        **shared,
    )


def name(random: Random, kind: str, sex: str) -> str:
    if kind == "khmer":
        return f"{random.choice(KHMER)} {random.choice(KHMER_WOMEN if sex == 'f' else KHMER_MEN)}"
    if kind == "hoa":
        return f"{random.choice(HOA)} {random.choice(HOA_WOMEN if sex == 'f' else HOA_MEN)}"
    middle = (
        random.choice(("Thị", "Thị", "Thị Kim", "Thị Ngọc"))
        if sex == "f"
        else random.choice(("Văn", "Văn", "Hữu", "Thanh", "Minh", "Công"))
    )
    return f"{random.choice(KINH)} {middle} {random.choice(WOMEN if sex == 'f' else MEN)}"


def birth(random: Random, year: int) -> object:
    day, month = random.randint(1, 28), random.randint(1, 12)
    return random.choices(
        (
            year,
            str(year),
            f"{month}/{year}",
            f"{day:02}/{month:02}/{year}",
            datetime(year, month, day),
            f"00/00/{year}",
            f"khoảng {year}",
            f"{day}.{month}.{year}",
        ),
        (34, 14, 10, 16, 12, 5, 4, 5),
    )[0]


def phone(random: Random) -> str:
    digits = f"060{random.randint(0, 9_999_999):07}"
    owner = random.choice(("", "", " (con gái)", " (con trai)", " (cháu)"))
    written = random.choice(
        (
            digits,
            f"{digits[:4]}.{digits[4:7]}.{digits[7:]}",
            f"{digits[:4]} {digits[4:7]} {digits[7:]}",
            f"+84{digits[1:]}",
        )
    )
    return written + owner


def categories(random: Random, year: int) -> str:
    old = 2026 - year >= 60
    found = [random.choice(("cao tuổi", "người cao tuổi", "NCT"))] if old else []
    if random.random() < 0.4:
        found.append(random.choice(("hộ nghèo", "Hộ cận nghèo", "HN", "cận nghèo")))
    if random.random() < 0.3:
        found.append(random.choice(("khuyết tật", "khuyết tật nặng", "KT")))
    if old and random.random() < 0.25:
        found.append("neo đơn")
    if random.random() < 0.07:
        found.append(random.choice(("gia đình chính sách", "thương binh")))
    return random.choice((", ", "; ", " + ")).join(found or ["hoàn cảnh khó khăn"])


def spot(random: Random, commune: CommunePlace, hamlet: HamletPlace) -> Point:
    """A point near the hamlet's and well inside the outline, which runs mid-river."""
    margin = min(900.0, 0.7 * distance_to_edge(hamlet.point, commune.outline))
    while True:
        point = Point(
            round(random.gauss(hamlet.point.lat, 0.0065), 5),
            round(random.gauss(hamlet.point.lon, 0.0065), 5),
        )
        inside = within(point, commune.outline)
        if inside and distance_to_edge(point, commune.outline) > margin:
            return point


def untidy(random: Random, text: str) -> str:
    """Names as people type them: capitals, decomposed accents, spaces too many."""
    match random.choices(("", "caps", "nfd", "spaces", "lower"), (76, 7, 8, 6, 3))[0]:
        case "caps":
            return text.upper()
        case "nfd":
            return unicodedata.normalize("NFD", text)
        case "spaces":
            return "  ".join(text.split()) + " "
        case "lower":
            return text.lower()
    return text


def cu_lao_dung_rows(random: Random, commune: CommunePlace) -> Iterator[list[object]]:
    above = None
    for number, one in enumerate(people(random, commune, 240), start=1):
        merged = not one.first and random.random() < 0.6
        hamlet: object = random.choice((one.hamlet.name, f"Ấp {one.hamlet.name}"))
        if random.random() < 0.04:
            hamlet = f"{one.hamlet.name} ({one.hamlet.old_commune})"
        if above == one.hamlet.name and random.random() < 0.1:
            hamlet = "nt"
        above = one.hamlet.name
        yield [
            number,
            None if merged else hamlet,
            None if merged else random.choice((one.group, f"Tổ {one.group}", f"{one.group:02}")),
            None if merged else one.head if not one.first else untidy(random, one.head),
            untidy(random, one.name),
            one.sex,
            one.birth,
            one.categories,
            one.need,
            one.phone or None,
            one.alias or None,
            one.way if one.first else None,
            one.directions if one.first else None,
            one.point.lat if one.point and one.first else None,
            one.point.lon if one.point and one.first else None,
            one.hours if one.first else None,
            one.language or None,
            one.note or None,
        ]


WRONG: list[list[object]] = [
    # hamlet, group, head, person, sex, birth, categories, need, phone, …, lat, lon, hours
    ["Vàm Hồ", 3, "Lê Văn Mẫu Một", None, "Nam", "31/02/1950", "cao tuổi", "khai sinh", None],
    ["Vàm Hố Lớn", 1, "Trần Thị Mẫu Hai", None, "Nữ", 1944, "cao tuổi", "khai sinh", None],
    ["Sơn Ton", 2, "Phạm Văn Mẫu Ba", None, "Nam", 1951, "hộ nghèo", "CCCD", "0601 234"],
    ["An Nghiệp", 5, "Võ Thị Mẫu Tư", None, "Nữ", 1939, "neo đơn", "KS", None, 9.55, 106.35],
    ["An Nghiệp", 5, "Võ Thị Mẫu Năm", None, "Nữ", 1939, "neo đơn", "KS", None, 9.7, 106.12],
    ["Sơn Ton", 4, "Bùi Văn Mẫu Sáu", None, "Nam", "12/3/25", "KT", "KS", None],
    ["Bình Du B", 6, None, None, "Nữ", 1940, "cao tuổi", "khai sinh", None],
    ["Bình Du B", 6, "=HYPERLINK(1)", None, "Nữ", 2031, "hộ nghèo", "khai sinh", "060"],
    ["Văn Tố B", 7, "Đỗ Thị Mẫu Bảy", None, "Nữ", 1947, "cao tuổi", "khai sinh"]
    + [None, None, None, "11h-7h"],
]
"""Rows that are wrong on purpose, each in its own way."""

COLUMNS = [
    "STT",
    "Ấp",
    "Tổ",
    "Họ và tên chủ hộ",
    "Họ và tên người cần hỗ trợ",
    "Giới tính",
    "Ngày, tháng, năm sinh",
    "Đối tượng (diện)",
    "Nhu cầu",
    "SĐT liên hệ",
    "Tên thường gọi",
    "Đường vào",
    "Chỉ đường",
    "Toạ độ",
    "",
    "Giờ ở nhà",
    "Ngôn ngữ",
    "Ghi chú",
]
SAMPLE = "DỮ LIỆU MẪU – mọi người trong danh sách này là hư cấu"


def write_xlsx(commune: CommunePlace) -> None:
    random = Random(SEED)
    rows = list(cu_lao_dung_rows(random, commune))
    for place, wrong in enumerate(WRONG):
        hamlet, group, head, one, sex, born, category, need, phone_no, *rest = wrong
        lat, lon, hours = [*rest, None, None, None][:3]
        row = [None, hamlet, group, head, one, sex, born, category, need, phone_no, *[None] * 3]
        rows.insert(own_household(rows, 14 + 29 * place), [*row, lat, lon, hours, None, None])
    rows.insert(own_household(rows, 200), list(rows[own_household(rows, 150)]))
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 11, 21)
    sheet = book.active
    sheet.title = "Rà soát"
    sheet.append(["ỦY BAN NHÂN DÂN XÃ CÙ LAO DUNG"])
    sheet.append(["DANH SÁCH RÀ SOÁT NGƯỜI CẦN HỖ TRỢ HỘ TỊCH TẠI NHÀ"])
    sheet.append([SAMPLE])
    sheet.append([])
    sheet.append(COLUMNS)
    sheet.append([None] * 13 + ["Vĩ độ", "Kinh độ"])
    sheet.append([f"({n})" for n in range(1, len(COLUMNS) + 1)])
    sheet.merge_cells("A2:R2")
    sheet.merge_cells("N5:O5")
    for column in "ABCDEFGHIJKLMPQR":
        sheet.merge_cells(f"{column}5:{column}6")
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate([number, *row[1:]], start=1):
            cell = sheet.cell(7 + number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    sheet.append([])
    sheet.append([None, "Tổng cộng:", None, len(rows)])
    sheet.append([None, None, None, None, None, None, None, None, "Người lập danh sách"])
    dress(sheet)
    book.save(XLSX)


def own_household(rows: list[list[object]], at: int) -> int:
    """The next row that names its hamlet itself, so that nothing leans on the row above it."""
    return next(i for i in range(at, len(rows)) if rows[i][1] not in (None, "nt"))


def dress(sheet) -> None:
    for row in (1, 2, 3, 5, 6):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=row >= 5)
    widths = (6, 20, 8, 24, 24, 9, 14, 26, 28, 22, 12, 24, 24, 10, 10, 18, 10, 22)
    for letter, width in zip("ABCDEFGHIJKLMNOPQR", widths, strict=True):
        sheet.column_dimensions[letter].width = width


def write_csv(commune: CommunePlace) -> None:
    random = Random(SEED + 1)
    heads = (
        "TT;Họ tên người khuyết tật, cao tuổi;Năm sinh;Phái;Chủ hộ;Địa bàn ấp;Xã/TT cũ;Tổ số;"
        "Điện thoại;Thuộc diện;Cần làm thủ tục gì;Vị trí GPS;Giờ có nhà;Phương tiện vào;Lưu ý"
    )
    with CSV.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow([f"Danh sách rà soát xã An Thạnh ({SAMPLE})"])
        writer.writerow(heads.split(";"))
        for number, one in enumerate(people(random, commune, 40), start=1):
            born = one.birth.strftime("%d/%m/%Y") if isinstance(one.birth, datetime) else one.birth
            spot_text = f"{one.point.lat}, {one.point.lon}" if one.point and one.first else ""
            hours, way = (one.hours, one.way) if one.first else ("", "")
            place = [one.head, one.hamlet.name, one.hamlet.old_commune, one.group]
            who = [number, untidy(random, one.name), born, one.sex]
            what = [one.phone, one.categories, one.need, spot_text, hours, way, one.note]
            writer.writerow([*who, *place, *what])
        writer.writerow([41, "Lê Văn Mẫu", "30/2/1948", "Nam", "", "Chợ", "", 1, "", "NCT", "KS"])
        writer.writerow([42, "Hồ Thị Mẫu", "1948", "Nữ", "", "Sơn Ton", "", 1, "", "NCT", "KS"])


if __name__ == "__main__":
    communes = {
        commune.code: commune for commune in read_geography(HERE.parent / "hamlets.geojson")
    }
    write_xlsx(communes["31633"])
    write_csv(communes["31615"])
