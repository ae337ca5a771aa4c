"""A list as rows of cells, whatever file it came in, with the limits every file keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import tidy

Cell: TypeAlias = str | int | float | date | None

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
"""A commune has some ten thousand people; a longer list is not a review list."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``line`` is the row number the person sees in their own program, from 1."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> dict[int, Cell]:
        return {i: cell for i, cell in enumerate(self.cells) if cell is not None}


def gather(rows: Iterable[Iterable[object]]) -> tuple[SheetRow, ...]:
    """
    The rows that hold anything, text as it came. Raises BadFile past MOST_ROWS, without reading on.
    """
    kept: list[SheetRow] = []
    for row in _filled(rows):
        if len(kept) == MOST_ROWS:
            raise BadFile(_TOO_LONG)
        kept.append(row)
    if not kept:
        raise BadFile(_EMPTY)
    return tuple(kept)


def shown(cell: Cell) -> str:
    """The cell as text: whole numbers without a point, dates as dd/mm/yyyy."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year}"
        case float() if cell.is_integer():
            return str(int(cell))
    return tidy(str(cell))


def _filled(rows: Iterable[Iterable[object]]) -> Iterator[SheetRow]:
    for line, row in enumerate(rows, start=1):
        cells = [_clean(value) for value in row][:MOST_COLUMNS]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield SheetRow(line, tuple(cells))


def _clean(value: object) -> Cell:
    match value:
        case bool():
            return str(value)
        case datetime():
            return value.date()
        case int() | float() | date():
            return value
        case None:
            return None
    return str(value) if tidy(str(value)) else None


_TOO_LONG = Sentence(
    "Tệp có hơn {limit} dòng. Chia theo ấp thành nhiều tệp rồi tải từng tệp.",
    {"limit": MOST_ROWS},
)
_EMPTY = Sentence("Tệp không có dòng nào. Kiểm tra lại tệp rồi tải lên.")
