"""Free words of review lists: why someone needs a visit, what for, and how to get there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fieldops.domain.case import Procedure
from fieldops.domain.household import Access, Category, Language, Sex
from fieldops.registry.names import fold, tidy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Understood(Generic[T]):
    """What was recognised, in the order of its enum, and the phrases that were not."""

    found: tuple[T, ...]
    unknown: tuple[str, ...]


_SEPARATORS = re.compile(r"[,;+/&\n.•]+| - | – |\bvà\b", re.IGNORECASE)

CATEGORY_WORDS: Sequence[tuple[str, Category]] = (
    (
        r"(nguoi )?co cong(?: (?:voi )?cach mang)?|(gia dinh )?chinh sach|thuong binh|benh binh"
        r"|liet si|me (viet nam anh hung|vnah)|ncc|gdcs",
        Category.MERIT,
    ),
    (r"(ho )?can ngheo|hcn", Category.NEAR_POOR),
    (r"(ho )?ngheo|hn", Category.POOR),
    (r"(hoan canh )?(dac biet )?kho khan|hckk|kk", Category.HARDSHIP),
    (r"khuyet tat|khiem thi|khiem thinh|cam diec|tan tat|nkt|kt", Category.DISABLED),
    (r"(co )?(don than )?neo don|song mot minh|o mot minh|don chiec", Category.ALONE),
    (r"cao tuoi|gia yeu|lon tuoi|nct|(nguoi |ong |ba )?gia(?! dinh)", Category.ELDERLY),
)

NEED_WORDS: Sequence[tuple[str, Procedure]] = (
    (
        r"(dang ky )?(giay )?(khai sinh|ks) (cho nguoi )?(da )?co (ho so )?giay to( ca nhan)?",
        Procedure.BIRTH_WITH_PAPERS,
    ),
    (r"dang ky lai (giay )?(khai sinh|ks)", Procedure.BIRTH_AGAIN),
    (r"dang ky lai (giay )?(khai tu|chung tu|kt)", Procedure.DEATH_AGAIN),
    (r"khai sinh|ks", Procedure.MOBILE_BIRTH),
    (r"khai tu|chung tu|bao tu|kt", Procedure.MOBILE_DEATH),
    (r"can cuoc( cong dan)?|cccd|cmnd", Procedure.ID_CARD),
    (r"xoa (dang ky )?(thuong tru|cu tru|ho khau)", Procedure.RESIDENCE_END),
    (r"tam tru", Procedure.TEMPORARY_RESIDENCE),
    (r"(cu|thuong) tru|nhap (ho )?khau|ho khau", Procedure.RESIDENCE),
    (r"(chung thuc )?(chu ky|diem chi)", Procedure.CERTIFIED_SIGNATURE),
    (r"(tra|nhan|giao) (ket qua|giay|ho so)( tai nha)?", Procedure.COURIER_RETURN),
)

_CATEGORY_FILLER = (
    r"ho|dien|nguoi|gia dinh|thuoc|la|co|doi tuong|dac biet|nang|nhe|rat|vua|bi|loai|muc do"
    r"|\d+ tuoi|tu|tren|tro len|thuoc dien|gd|than nhan|con|vo|chong|\d"
)
_NEED_FILLER = (
    r"(xin |can |muon )?(lam|cap|dang ky|nhan|mo|xin|can)( moi| lan dau)?|chua co|chua duoc|chua"
    r"|giay|the|so|luu dong|tai nha|cho (con|chau|me|cha|vo|chong|ba|ong)|moi|bi mat|doi|cap lai"
)
_NOT_OURS = re.compile(r"\b(cap lai|sao y|ban sao|trich luc ban sao|ket hon)\b")
"""What no list asks for: naming it must not open another. Copies are asked for at the desk."""

CATEGORY_TITLES = {
    Category.POOR: "hộ nghèo",
    Category.NEAR_POOR: "hộ cận nghèo",
    Category.DISABLED: "khuyết tật",
    Category.ELDERLY: "cao tuổi",
    Category.ALONE: "neo đơn",
    Category.MERIT: "người có công",
    Category.HARDSHIP: "hoàn cảnh khó khăn",
}
NEED_TITLES = {
    Procedure.MOBILE_BIRTH: "khai sinh",
    Procedure.MOBILE_DEATH: "khai tử",
    Procedure.BIRTH_WITH_PAPERS: "khai sinh cho người đã có giấy tờ",
    Procedure.ID_CARD: "căn cước",
    Procedure.RESIDENCE: "thường trú",
    Procedure.CERTIFIED_SIGNATURE: "chứng thực chữ ký",
    Procedure.COURIER_RETURN: "trả kết quả tại nhà",
    Procedure.BIRTH_AGAIN: "đăng ký lại khai sinh",
    Procedure.DEATH_AGAIN: "đăng ký lại khai tử",
    Procedure.TEMPORARY_RESIDENCE: "tạm trú",
    Procedure.RESIDENCE_END: "xóa đăng ký thường trú",
}
ACCESS_TITLES = {
    Access.CAR: "ô tô",
    Access.MOTORBIKE: "xe máy",
    Access.FOOT: "đi bộ",
    Access.BOAT: "xuồng",
}
SEX_TITLES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
LANGUAGE_TITLES = {Language.VIETNAMESE: "Việt", Language.KHMER: "Khmer", Language.HOA: "Hoa"}
"""How each value is written in a list: the words above read it back."""

_ACCESS_WORDS: Sequence[tuple[Access, str]] = (
    (Access.BOAT, r"xuong|ghe|vo lai|\bdo\b|thuyen|duong thuy|duong song"),
    (Access.FOOT, r"di bo|cau van|cau khi|cau tre|loi mon|duong dat nho|cau nho"),
    (Access.MOTORBIKE, r"xe may|honda|duong dal|duong dan sinh|duong be tong nho|xe 2 banh"),
    (Access.CAR, r"\bo to\b|oto|xe hoi|duong lon|duong nhua|xe 4 banh"),
)
"""From the hardest way in to the easiest: the last stretch decides."""

_ACCESS_BY_TITLE = {fold(title): kind for kind, title in ACCESS_TITLES.items()}

_SEX_WORDS = {"nam": Sex.MALE, "trai": Sex.MALE, "nu": Sex.FEMALE, "gai": Sex.FEMALE}
_LANGUAGE_WORDS = {
    "viet": Language.VIETNAMESE,
    "kinh": Language.VIETNAMESE,
    "khmer": Language.KHMER,
    "kho me": Language.KHMER,
    "khome": Language.KHMER,
    "hoa": Language.HOA,
    "trieu chau": Language.HOA,
}


def read_categories(text: str) -> Understood[Category]:
    """``Hộ nghèo, người già neo đơn`` → poor, elderly, alone."""
    return _read(text, CATEGORY_WORDS, _CATEGORY_FILLER, tuple(Category))


def read_needs(text: str) -> Understood[Procedure]:
    """``Làm KS + CCCD`` → birth, ID card. What no team does at a home is left unknown."""
    return _read(text, NEED_WORDS, _NEED_FILLER, tuple(Procedure), _NOT_OURS)


def read_access(text: str) -> tuple[Access | None, str]:
    """
    The hardest way in that the words name, and the words where they say more than that.

    ``xe máy`` → motorbike; ``qua cầu ván sau chùa`` → on foot, and the words;
    ``xe máy: qua cầu ván`` → motorbike, for whoever wrote it knew better.
    """
    lead, _, rest = text.partition(":")
    if named := _ACCESS_BY_TITLE.get(fold(lead)):
        return named, tidy(rest)
    folded = fold(text)
    kinds = (kind for kind, words in _ACCESS_WORDS if re.search(words, folded))
    return next(kinds, None), tidy(text)


def write_access(access: Access, note: str) -> str:
    """The words that ``read_access`` gives back as the same two."""
    return f"{ACCESS_TITLES[access]}: {note}" if note else ACCESS_TITLES[access]


def read_sex(text: str) -> Sex | None:
    """``Nam``, ``nữ``; None for anything else."""
    return _SEX_WORDS.get(fold(text))


def read_language(text: str) -> Language | None:
    """``Khmer``, ``tiếng Hoa``; None for anything else."""
    return _LANGUAGE_WORDS.get(fold(text).removeprefix("tieng ").removeprefix("nguoi "))


def write_words(values: Iterable[T], titles: dict[T, str]) -> str:
    """The words that are read back as the same values."""
    return ", ".join(titles[value] for value in titles if value in set(values))


def _read(
    text: str,
    words: Sequence[tuple[str, T]],
    filler: str,
    order: Sequence[T],
    not_ours: re.Pattern[str] | None = None,
) -> Understood[T]:
    found: set[T] = set()
    unknown: list[str] = []
    for phrase in filter(fold, _SEPARATORS.split(text)):
        if not_ours and not_ours.search(fold(phrase)):
            unknown.append(tidy(phrase))
            continue
        here, rest = _consume(fold(phrase), words)
        found |= here
        if not here or re.sub(rf"\b({filler})\b", " ", rest).strip():
            unknown.append(tidy(phrase))
    return Understood(tuple(v for v in order if v in found), tuple(unknown))


def _consume(phrase: str, words: Sequence[tuple[str, T]]) -> tuple[set[T], str]:
    """The values whose words stand in the phrase, and the phrase without them."""
    found = set()
    for pattern, value in words:
        phrase, count = re.subn(rf"\b({pattern})\b", " ", phrase)
        if count:
            found.add(value)
    return found, phrase
