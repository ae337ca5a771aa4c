"""The cells of a row turned into values; what cannot be read is named, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldops.domain.facts import Label
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.sentences import Sentence
from fieldops.registry.births import UnreadableBirth, explain_birth, read_birth
from fieldops.registry.hours import (
    ClosesBeforeOpening,
    HomeWindow,
    UnreadableHours,
    read_hours,
)
from fieldops.registry.names import fold
from fieldops.registry.outline import Point
from fieldops.registry.phones import Phone, bad_phone, read_phone
from fieldops.registry.review_lists import words
from fieldops.registry.review_lists.columns import TITLES, Column
from fieldops.registry.review_lists.sheets import Cell, shown

_NAME = re.compile(r"[^\W\d_]+(?:[ .’'()\-]+[^\W\d_]+)*[.)]?")
_LONGEST = 120
_SHOWN = 60  # characters of a cell that a sentence repeats
_NOTHING = frozenset({"", "khong", "ko", "khong co", "chua co", "x"})


class Cells:
    """
    One row under its mapping. ``problems`` gathers every reason to refuse it, ``doubts`` every
    word that was not understood; such words go into the note, so that nothing is lost.
    """

    def __init__(self, cells: Mapping[Column, Cell], today: date) -> None:
        self._cells = cells
        self._today = today
        self.problems: list[Sentence] = []
        self.doubts: list[Sentence] = []
        self.leftover: list[str] = []

    def text(self, column: Column) -> str:
        """The text of the cell; one that a spreadsheet guards by an apostrophe loses it."""
        text = shown(self._cells.get(column))
        return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text

    def name(self, column: Column) -> str:
        text = self.text(column)
        if text and (len(text) > _LONGEST or not _NAME.fullmatch(text)):
            self._refuse(Sentence("“{name}” không phải họ tên.", {"name": text[:_SHOWN]}))
        return text

    def birth(self) -> PartialDate | None:
        text = self.text(Column.BIRTH)
        try:
            return read_birth(self._cells.get(Column.BIRTH), self._today)
        except UnreadableBirth as error:
            self._refuse(explain_birth(error, text[:_SHOWN]))
        return None

    def phone(self) -> Phone | None:
        text = self.text(Column.PHONE)
        if fold(text) in _NOTHING:
            return None
        if (phone := read_phone(text)) is None:
            self._refuse(bad_phone(text[:_SHOWN]))
            return None
        if len(re.findall(r"\d", text)) > 12:
            self.leftover.append(f"ĐT: {text}")
        return Phone(phone.number, self.text(Column.PHONE_OWNER) or phone.owner)

    def id_number(self) -> str:
        text = self.text(Column.ID_NUMBER)
        digits = re.sub(r"[ .\-]", "", text)
        if isinstance(self._cells.get(Column.ID_NUMBER), int | float) and len(digits) == 11:
            digits = "0" + digits  # a spreadsheet drops the first 0
        if fold(text) in _NOTHING:
            return ""
        if not re.fullmatch(r"\d{12}|\d{9}", digits):
            self._refuse(Sentence("Số giấy tờ phải có 12 chữ số (CCCD) hoặc 9 chữ số (CMND)."))
        return digits

    def hours(self) -> tuple[HomeWindow, ...]:
        text = self.text(Column.HOURS)
        try:
            return read_hours(text)
        except ClosesBeforeOpening:
            self._refuse(
                Sentence("Giờ ở nhà “{text}” kết thúc trước khi bắt đầu.", {"text": text[:_SHOWN]})
            )
        except UnreadableHours:
            self._doubt(Column.HOURS, text)
        return ()

    def point(self) -> Point | None:
        given = [self.text(Column.LATITUDE), self.text(Column.LONGITUDE)]
        if both := self.text(Column.POINT):
            given = re.split(r"\s*[,;]\s+|\s+|(?<=\d),(?=\d{3}\.)", both)
        if not any(given):
            return None
        numbers = [_degrees(text) for text in given]
        if len(numbers) != 2 or None in numbers:
            self._refuse(
                Sentence(
                    "Không đọc được tọa độ “{text}”. Ghi cả vĩ độ và kinh độ: 9,6123 và 106,1987.",
                    {"text": " ".join(given)[:_SHOWN]},
                )
            )
            return None
        lat, lon = sorted(float(n or 0) for n in numbers)  # in Vietnam latitude is the smaller
        return Point(lat, lon)

    def listed(self, column: Column) -> Any:
        """Categories or needs, in the order of their enum."""
        read = words.read_categories if column is Column.CATEGORIES else words.read_needs
        text = self.text(column)
        understood = read("" if fold(text) in _NOTHING else text)
        for phrase in understood.unknown:
            self._doubt(column, phrase)
        return understood.found

    def word(self, column: Column) -> Any:
        """Sex or language, or None."""
        text = self.text(column)
        found = words.read_sex(text) if column is Column.SEX else words.read_language(text)
        if text and found is None:
            self._doubt(column, text)
        return found

    def _refuse(self, sentence: Sentence) -> None:
        self.problems.append(sentence)

    def _doubt(self, column: Column, text: str) -> None:
        self.leftover.append(f"{TITLES[column]}: {text}")
        self.doubts.append(
            Sentence(
                "Cột {column}: chưa hiểu “{text}”; chép vào ghi chú.",
                {"column": Label(TITLES[column]), "text": text[:_SHOWN]},
            )
        )


def _degrees(text: str) -> float | None:
    try:
        degrees = float(text.replace(",", ".").rstrip("°NEBĐ "))
    except ValueError:
        return None
    return degrees if -180 <= degrees <= 180 else None
