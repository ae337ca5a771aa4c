"""
Letters a leader signs: of condolence, and of congratulation on a birth and on a marriage.

The wording is a default of ours, to be changed by the commune: it states nothing of the law, and
says of the person only what the case says. ``{name}``-like places are filled, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldops.papers.nouns import Office
from fieldops.papers.typesetting import Template, typeset

LETTER = Template("letter", 1)


@dataclass(frozen=True, slots=True)
class Wording:
    """
    The words of one letter: its title, to whom, its paragraphs, its closing line.

    Places: ``{office}`` the commune; ``{address}`` ông, bà and so on (``{Address}`` to begin a
    sentence); ``{name}`` the person, ``{second}`` the other of a couple; ``{home}`` where they
    live; ``{on_day}`` the day of the event with its preposition, or nothing.
    """

    title: str
    to: str
    paragraphs: tuple[str, ...]
    closing: str


CONDOLENCE = Wording(
    title="THƯ CHIA BUỒN",
    to="Kính gửi: Gia quyến {address} {name}, {home}",
    paragraphs=(
        "Ủy ban nhân dân {office} vô cùng thương tiếc được tin {address} {name} đã từ "
        "trần{on_day}.",
        "{Address} ra đi là mất mát lớn đối với gia đình, để lại niềm tiếc thương cho bà con "
        "lối xóm. Chúng tôi xin chia sẻ nỗi đau này và gửi tới toàn thể gia quyến lời chia buồn "
        "sâu sắc nhất.",
        "Trong những ngày tang gia bối rối, gia đình cần giúp đỡ việc gì về giấy tờ hộ tịch, cư "
        "trú hay chế độ, xin báo cho trưởng ấp hoặc cán bộ xã. Chúng tôi sẽ đến tận nhà.",
    ),
    closing="Kính mong gia quyến nén đau thương, sớm vượt qua mất mát này.",
)

NEW_MEMBER = Wording(
    title="THƯ CHÚC MỪNG",
    to="Kính gửi: Gia đình cháu {name}, {home}",
    paragraphs=(
        "Thay mặt Ủy ban nhân dân {office}, tôi xin chúc mừng gia đình đón thêm thành viên mới: "
        "cháu {name}{on_day}.",
        "Giấy khai sinh là giấy tờ đầu tiên trong đời của cháu. Mong gia đình giữ gìn cẩn thận và "
        "dùng khi làm các giấy tờ về sau cho cháu.",
    ),
    closing="Kính chúc gia đình mạnh khỏe, hạnh phúc; chúc cháu hay ăn, chóng lớn, ngoan ngoãn.",
)

WEDDING = Wording(
    title="THƯ CHÚC MỪNG",
    to="Kính gửi: {name} và {second}",
    paragraphs=(
        "Thay mặt Ủy ban nhân dân {office}, tôi xin chúc mừng {name} và {second} nên duyên vợ "
        "chồng{on_day}.",
        "Mong hai anh chị luôn thương yêu, tôn trọng và cùng nhau vun đắp gia đình ấm no, tiến bộ, "
        "hiếu thảo với ông bà, cha mẹ, chan hòa với bà con lối xóm.",
    ),
    closing="Chúc hai anh chị trăm năm hạnh phúc!",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """
    One letter. ``on`` is the day of the event, said after ``on_words`` and only when known.

    ``signed_on`` None leaves the day to be written by hand; the signer's name is theirs to add.
    """

    office: Office
    wording: Wording
    name: str
    address: str = "ông/bà"
    second: str = ""
    home: str = ""
    on: date | None = None
    on_words: str = "ngày"
    signed_on: date | None = None

    def pdf(self) -> bytes:
        return typeset(LETTER, self.facts())

    def facts(self) -> dict[str, object]:
        """The letter with its places filled."""
        filled = {
            "title": self.wording.title,
            "to": self._fill(self.wording.to).removesuffix(", "),
            "paragraphs": tuple(map(self._fill, self.wording.paragraphs)),
            "closing": self._fill(self.wording.closing),
        }
        return filled | {"office": self.office, "signed_on": self.signed_on}

    def _fill(self, text: str) -> str:
        """Each place filled once: braces inside a name are not places."""
        values = {
            "office": self.office.name,
            "address": self.address,
            "Address": self.address[:1].upper() + self.address[1:],
            "name": self.name,
            "second": self.second,
            "home": self.home,
            "on_day": f" {self.on_words} {self.on:%d/%m/%Y}" if self.on else "",
        }
        return fill(text, values)


def fill(text: str, values: dict[str, str]) -> str:
    """
    The text with its known places filled; an unknown ``{place}`` stays as it was typed.

    A format string could reach into objects, and wording is typed by people; this cannot.
    """
    parts = text.split("{")
    out = [parts[0]]
    for part in parts[1:]:
        place, brace, rest = part.partition("}")
        out.append(values[place] + rest if brace and place in values else "{" + part)
    return "".join(out)
