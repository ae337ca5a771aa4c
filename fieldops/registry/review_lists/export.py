"""Writes people as a review list that reads back as the same, and runs nothing when opened."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from fieldops.registry.hours import write_hours
from fieldops.registry.names import tidy
from fieldops.registry.review_lists import words
from fieldops.registry.review_lists.columns import SENSITIVE, TITLES, Column
from fieldops.registry.review_lists.listing import Listed

_FORMULA = ("=", "+", "-", "@")
_ORDER = tuple(column for column in Column if column is not Column.POINT)


def columns(*, sensitive: bool) -> tuple[Column, ...]:
    """The columns written, in order; those only some may read are left out for the others."""
    return tuple(c for c in _ORDER if sensitive or c not in SENSITIVE)


def cells(listed: Listed, old_commune: str) -> dict[Column, str]:
    """Each column's text, which the readers of ``cells`` give back as the same value."""
    phone, point = listed.phone, listed.point
    return {
        Column.HAMLET: listed.hamlet,
        Column.OLD_COMMUNE: old_commune,
        Column.GROUP: listed.group,
        Column.HEAD: listed.head,
        Column.PERSON: listed.name,
        Column.ALIAS: listed.alias,
        Column.RELATION: listed.relation,
        Column.BIRTH: str(listed.birth or ""),
        Column.SEX: words.SEX_TITLES[listed.sex] if listed.sex else "",
        Column.ETHNICITY: listed.ethnicity,
        Column.LANGUAGE: words.LANGUAGE_TITLES[listed.language] if listed.language else "",
        Column.ID_NUMBER: listed.id_number,
        Column.PHONE: phone.number if phone else "",
        Column.PHONE_OWNER: phone.owner if phone else "",
        Column.CATEGORIES: words.write_words(listed.categories, words.CATEGORY_TITLES),
        Column.DECISION: listed.decision,
        Column.NEEDS: words.write_words(listed.needs, words.NEED_TITLES),
        Column.ACCESS: words.write_access(listed.access, listed.access_note)
        if listed.access
        else listed.access_note,
        Column.HOURS: write_hours(listed.hours),
        Column.LATITUDE: str(point.lat) if point else "",
        Column.LONGITUDE: str(point.lon) if point else "",
        Column.DIRECTIONS: listed.directions,
        Column.NOTE: tidy(listed.note),
    }


def write_workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx of text cells only: a cell that begins with = is words, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.freeze_panes = "A3"
    for index, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(12, min(34, len(head) + 6))
    sheet.append([_cell(sheet, title, Font(bold=True, size=13))])
    sheet.append([_cell(sheet, head, Font(bold=True)) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, as Excel wants it; text that would run is led by an apostrophe."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_guarded(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def heads(chosen: Sequence[Column]) -> list[str]:
    """The headings of the columns, which the import knows again."""
    return [TITLES[column] for column in chosen]


def _cell(sheet: Any, text: str, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value=_guarded(text))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top")
    if font:
        cell.font = font
    return cell


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
