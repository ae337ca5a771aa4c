"""Lists out of the official systems: dossier code, entry number, state and day, as they say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldops.domain.case import DossierStatus
from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold, tidy
from fieldops.registry.review_lists.files import read_file
from fieldops.registry.review_lists.sheets import Cell, SheetRow, shown

_SEARCHED = 30
"""Rows: a letterhead takes ten at most."""
_NUMBER = re.compile(r"(\d{1,5})(?:\s*/\s*(\d{4}))?")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:\D.*)?")


class Said(StrEnum):
    """What a column of the list holds."""

    CODE = "code"
    NUMBER = "number"
    STATE = "state"
    DAY = "day"


_HEADINGS: dict[Said, tuple[str, ...]] = {
    Said.CODE: ("ma ho so", "so ho so", "ma dossier"),
    Said.NUMBER: ("so dang ky", "so dk", "so quyen", "so vao so"),
    Said.STATE: ("trang thai", "tinh trang", "ket qua xu ly"),
    Said.DAY: ("ngay dang ky", "ngay xu ly", "ngay co ket qua", "ngay hoan thanh"),
}

_STATES: dict[DossierStatus, tuple[str, ...]] = {
    DossierStatus.RETURNED: ("da tra ket qua", "da tra"),
    DossierStatus.PROCESSED: ("da xu ly xong", "da xu ly", "hoan thanh", "co ket qua"),
    DossierStatus.SUPPLEMENT_ASKED: ("yeu cau bo sung", "cho bo sung", "bo sung"),
    DossierStatus.WITHDRAWN: ("cong dan rut", "rut ho so", "da rut"),
    DossierStatus.STOPPED: ("dung xu ly",),
    DossierStatus.NOT_ACCEPTED: ("khong duoc tiep nhan", "tu choi"),
    DossierStatus.IN_PROGRESS: ("dang xu ly", "dang giai quyet"),
    DossierStatus.ACCEPTED: ("duoc tiep nhan", "da tiep nhan"),
    DossierStatus.SUBMITTED: ("moi dang ky",),
}


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """One line of the list. ``state`` is as written; ``status`` None where it is not understood."""

    line: int
    code: str
    number: int | None = None
    year: int | None = None
    state: str = ""
    status: DossierStatus | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that stays out, and why."""

    line: int
    why: Sentence


def read_official(
    name: str, data: bytes
) -> tuple[tuple[OfficialRecord, ...], tuple[RefusedLine, ...]]:
    """The lines of an .xlsx or .csv; BadFile for one without codes, or that is none of the two."""
    rows = read_file(name, data)
    at, columns = _heading(rows)
    records: list[OfficialRecord] = []
    refused: list[RefusedLine] = []
    for row in rows[at + 1 :]:
        said = {kind: _cell(row, index) for kind, index in columns.items()}
        found = _record(row.line, said)
        if isinstance(found, OfficialRecord):
            records.append(found)
        elif found:
            refused.append(RefusedLine(row.line, found))
    return tuple(records), tuple(refused)


def _heading(rows: Sequence[SheetRow]) -> tuple[int, dict[Said, int]]:
    for at, row in enumerate(rows[:_SEARCHED]):
        columns: dict[Said, int] = {}
        for index, cell in row.filled.items():
            if (kind := _kind(fold(shown(cell)))) and kind not in columns:
                columns[kind] = index
        if Said.CODE in columns:
            return at, columns
    raise BadFile(
        Sentence(
            "Không thấy cột “Mã hồ sơ”. Tệp cần một dòng tiêu đề có Mã hồ sơ, và nếu có: Số đăng"
            " ký, Trạng thái, Ngày đăng ký."
        )
    )


def _kind(heading: str) -> Said | None:
    if len(heading) > 40:
        return None
    for kind, words in _HEADINGS.items():
        if any(word in heading for word in words):
            return kind
    return None


def _cell(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _record(line: int, said: dict[Said, Cell]) -> OfficialRecord | Sentence | None:
    """The record; a sentence where it cannot be one; None for a line with nothing of it."""
    texts = {kind: shown(cell) for kind, cell in said.items()}
    if not any(texts.values()):
        return None
    if not texts[Said.CODE]:
        return Sentence("Không có mã hồ sơ.")
    on, wrong = _day(said.get(Said.DAY))
    if wrong:
        return wrong
    number, year, wrong = _number(texts.get(Said.NUMBER, ""))
    if wrong:
        return wrong
    state = texts.get(Said.STATE, "")
    return OfficialRecord(
        line, texts[Said.CODE][:60], number, year or (on.year if on and number else None),
        state[:60], status_of(state), on,
    )  # fmt: skip


def _day(cell: Cell) -> tuple[date | None, Sentence | None]:
    if isinstance(cell, date):
        return cell, None
    text = shown(cell)
    if not text:
        return None, None
    found = _DAY.fullmatch(text)
    try:
        day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day), None
    except ValueError:
        return None, Sentence("Ngày “{text}” không có thật.", {"text": text[:40]})


def _number(text: str) -> tuple[int | None, int | None, Sentence | None]:
    if not text:
        return None, None, None
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None, None, Sentence("Số đăng ký “{text}” không đọc được.", {"text": text[:40]})
    return int(found[1]), int(found[2]) if found[2] else None, None


def status_of(text: str) -> DossierStatus | None:
    """The status a word or number stands for; None for one that is not understood."""
    said = fold(text)
    if said.isdigit() and int(said) in set(DossierStatus):
        return DossierStatus(int(said))
    for status, words in _STATES.items():
        if any(word in said for word in words):
            return status
    return None


def same_code(text: str) -> str:
    """The form in which two spellings of one dossier code are equal."""
    return re.sub(r"[\s.]", "", tidy(text)).upper()
