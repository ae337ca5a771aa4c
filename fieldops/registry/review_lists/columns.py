"""The columns a review list can have, and the many headings hamlets give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from fieldops.registry.names import fold, tidy


class Column(StrEnum):
    """What a column of a list says; the value names it in forms and in stored mappings."""

    HAMLET = "hamlet"
    OLD_COMMUNE = "old_commune"
    GROUP = "group"
    HEAD = "head"
    PERSON = "person"
    ALIAS = "alias"
    RELATION = "relation"
    BIRTH = "birth"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    PHONE_OWNER = "phone_owner"
    CATEGORIES = "categories"
    DECISION = "decision"
    NEEDS = "needs"
    ACCESS = "access"
    HOURS = "hours"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POINT = "point"
    DIRECTIONS = "directions"
    NOTE = "note"


TITLES: Mapping[Column, str] = {
    Column.HAMLET: "Ấp",
    Column.OLD_COMMUNE: "Xã cũ",
    Column.GROUP: "Tổ",
    Column.HEAD: "Họ và tên chủ hộ",
    Column.PERSON: "Họ và tên người cần hỗ trợ",
    Column.ALIAS: "Tên thường gọi",
    Column.RELATION: "Quan hệ với chủ hộ",
    Column.BIRTH: "Ngày, tháng, năm sinh",
    Column.SEX: "Giới tính",
    Column.ETHNICITY: "Dân tộc",
    Column.LANGUAGE: "Ngôn ngữ",
    Column.ID_NUMBER: "Số CCCD/định danh",
    Column.PHONE: "Số điện thoại",
    Column.PHONE_OWNER: "Điện thoại của ai",
    Column.CATEGORIES: "Đối tượng",
    Column.DECISION: "Số quyết định",
    Column.NEEDS: "Nhu cầu",
    Column.ACCESS: "Đường vào",
    Column.HOURS: "Giờ ở nhà",
    Column.LATITUDE: "Vĩ độ",
    Column.LONGITUDE: "Kinh độ",
    Column.POINT: "Tọa độ",
    Column.DIRECTIONS: "Chỉ đường",
    Column.NOTE: "Ghi chú",
}
"""How this product itself heads each column, and names it where a person picks one."""

SENSITIVE = frozenset(
    {Column.ID_NUMBER, Column.ETHNICITY, Column.CATEGORIES, Column.DECISION, Column.NOTE}
)
"""Written only for readers who may see ID numbers, ethnicity and health."""

_HEADINGS: Sequence[tuple[Column, str]] = (
    (Column.PHONE_OWNER, r"(dien thoai|sdt|so dt) (cua ai|cua)|chu so|chu dien thoai"),
    (Column.PHONE, r"dien thoai|\bsdt\b|\bdt\b|so dt|di dong|lien he|lien lac"),
    (Column.ID_NUMBER, r"cccd|cmnd|can cuoc|so dinh danh|so giay to|chung minh"),
    (Column.OLD_COMMUNE, r"xa (tt )?(cu|truoc)|don vi cu"),
    (Column.RELATION, r"quan he"),
    (Column.ALIAS, r"thuong goi|ten khac|ten goi|biet danh|bi danh"),
    (Column.HEAD, r"chu ho|dai dien ho"),
    (
        Column.PERSON,
        r"nguoi (can|duoc|huong|khuyet tat|cao tuoi)|^ho (va )?(chu dem va )?ten"
        r"|ten doi tuong|^ten$",
    ),
    (Column.BIRTH, r"nam sinh|ngay sinh|thang nam sinh|ngay thang|sinh nam|^sinh$|^ns$"),
    (Column.SEX, r"gioi tinh|^gioi$|^gt$|^phai$|nam nu"),
    (Column.ETHNICITY, r"dan toc"),
    (Column.LANGUAGE, r"ngon ngu|tieng"),
    (Column.DECISION, r"quyet dinh|so qd|^qd"),
    (Column.NEEDS, r"nhu cau|thu tuc|can lam|noi dung|yeu cau|de nghi|viec can"),
    (Column.CATEGORIES, r"doi tuong|^dien|thuoc dien|hoan canh|loai ho|chinh sach"),
    (Column.HOURS, r"gio o nha|gio co nha|co nha|o nha|thoi gian|gio gap|khi nao"),
    (Column.LATITUDE, r"vi do|^lat|latitude"),
    (Column.LONGITUDE, r"kinh do|^l(o)?ng|^lon|longitude"),
    (Column.POINT, r"toa do|dinh vi|\bgps\b|vi tri"),
    (Column.DIRECTIONS, r"chi duong|cach di|dia chi|cho o|noi o|dac diem"),
    (Column.ACCESS, r"duong vao|phuong tien|duong di|loi vao|tiep can"),
    (Column.HAMLET, r"^ap\b|\bap$|^khu vuc|dia ban|thon"),
    (Column.GROUP, r"^to\b|to dan pho|to nhan dan|to so|^nhom$"),
    (Column.NOTE, r"ghi chu|luu y|chu thich|^gc$"),
)
"""Headings, folded. The first that fits wins, so the narrower ones stand above the wider."""

_PATTERNS = tuple((column, re.compile(pattern)) for column, pattern in _HEADINGS)
_EXACT = {fold(title): column for column, title in TITLES.items()}


def recognise(heading: str) -> Column | None:
    """The column a heading stands for; None for one that says nothing known (STT, Chữ ký)."""
    folded = fold(heading)
    if not folded:
        return None
    if exact := _EXACT.get(folded):
        return exact
    return next((column for column, pattern in _PATTERNS if pattern.search(folded)), None)


def guess(headings: Sequence[str]) -> dict[int, Column]:
    """Index of each heading that is understood; where two claim one column, the first keeps it."""
    mapping: dict[int, Column] = {}
    for index, heading in enumerate(headings):
        column = recognise(tidy(heading))
        if column and column not in mapping.values():
            mapping[index] = column
    if Column.PERSON not in mapping.values():
        mapping |= _second_name(headings, mapping)
    return mapping


def _second_name(headings: Sequence[str], mapping: Mapping[int, Column]) -> dict[int, Column]:
    """A second heading with "họ tên" in it names the person, when one names the head."""
    for index, heading in enumerate(headings):
        if index not in mapping and "ten" in fold(heading).split():
            return {index: Column.PERSON}
    return {}
