"""Plain tables as an Excel workbook that a superior office can open, read and print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | int | float | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may run when a cell's text begins with it (OWASP, CSV injection)."""

NAME_LENGTH = 31  # Excel's limit on a sheet's name


class Kind(StrEnum):
    """How a column's values are written. The number formats ask Excel for Vietnamese (042A)."""

    TEXT = "@"
    COUNT = "[$-42A]#,##0"
    PERCENT = '[$-42A]0.0"%"'
    DAY = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the kind of its values, and its width in characters."""

    name: str
    kind: Kind = Kind.TEXT
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, the lines under the title (period, definitions), and one table."""

    name: str
    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file. Text stays text: a cell that looks like a formula is not one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(_sheet_name(sheet.name)), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    _put(page, 1, 1, sheet.title).font = Font(bold=True, size=14)
    for line, note in enumerate(sheet.notes, start=2):
        _put(page, line, 1, note).font = Font(italic=True, color="FF42474E")
    head = len(sheet.notes) + 3
    for number, column in enumerate(sheet.columns, start=1):
        _heading(_put(page, head, number, column.name))
        page.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(sheet.rows, start=head + 1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            _format(_put(page, line, number, value), column.kind)
    _for_paper(page, head)


def _put(page: Worksheet, row: int, number: int, value: Value) -> Cell:
    if isinstance(value, str):
        value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
    cell = page.cell(row, number)
    assert isinstance(cell, Cell)  # noqa: S101 - only merged cells are otherwise; there are none
    cell.value = value
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _heading(cell: Cell) -> None:
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE8ECF1")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=Side("medium"))


def _format(cell: Cell, kind: Kind) -> None:
    cell.number_format = "General" if kind == Kind.TEXT else kind
    cell.alignment = Alignment(wrap_text=kind == Kind.TEXT, vertical="top")
    cell.border = Border(bottom=Side("hair"))


def _for_paper(page: Worksheet, head: int) -> None:
    """A4 across, one page wide, the heading on every page."""
    page.freeze_panes = f"A{head + 1}"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{head}:{head}"


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:NAME_LENGTH]
