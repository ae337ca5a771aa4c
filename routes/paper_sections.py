"""The tables of a report as sections of a document: the rows of page and workbook, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import force_locale

from fieldops.papers.office_document import Section, Table
from fieldops.reports.workbook import Column, Kind, Sheet, Value
from fieldops.services.reports import Report
from routes import report_sheets
from routes.formats import day, number

WIDEST = 30
COMMON = 2
"""The first notes of each sheet, commune and period: a document says them once, at its head."""
ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
LONG = 60
"""A column wider than this holds definitions: those stay in the workbook."""


def sections(report: Report, commune: str) -> tuple[str, tuple[Section, ...]]:
    """The period in words, and its sections; Vietnamese, whatever the reader reads."""
    with force_locale("vi"):
        sheets = [one for one in report_sheets.sheets(report, commune) if one.rows]
        told = tuple(_section(roman(at), sheet) for at, sheet in enumerate(sheets, start=1))
        return report_sheets.period_line(report), told


def roman(number: int) -> str:
    """1 to 39 as headings are numbered: "XIV"."""
    return "X" * (number // 10) + ONES[number % 10]


def _section(at: str, sheet: Sheet) -> Section:
    kept = [i for i, column in enumerate(sheet.columns) if column.width <= LONG]
    title = f"{at}. {sheet.title.upper()}"
    notes = tuple(sheet.notes[COMMON:])
    if not kept:
        return Section(title, notes + tuple(_text(row[0], sheet.columns[0]) for row in sheet.rows))
    return Section(title, notes, _table(sheet, kept))


def _table(sheet: Sheet, kept: Sequence[int]) -> Table:
    columns = [sheet.columns[i] for i in kept]
    wide = [min(column.width, WIDEST) for column in columns]
    return Table(
        heads=tuple(column.name for column in columns),
        rows=tuple(tuple(_text(row[i], sheet.columns[i]) for i in kept) for row in sheet.rows),
        widths=tuple(wide),
        numbers=frozenset(at for at, one in enumerate(columns) if one.kind is not Kind.TEXT),
    )


def _text(value: Value, column: Column) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case date():
            return day(value)
        case _:
            return f"{number(value)} %" if column.kind is Kind.PERCENT else number(value)
