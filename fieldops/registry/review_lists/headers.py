"""Where the table of a list begins: below titles, under a heading of one row or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists import parts
from fieldops.registry.review_lists.columns import Column, guess
from fieldops.registry.review_lists.sheets import SheetRow, shown

_SEARCHED = 30
"""Rows: letterheads and titles of hamlets take ten at most."""

_NUMBERING = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A list taken apart: what stood above, the headings, the guessed mapping, the rows."""

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    mapping: dict[int, Column]
    rows: tuple[SheetRow, ...]


def find_table(rows: Sequence[SheetRow]) -> Table:
    """
    The best heading among the first rows, and everything under it.

    A second heading row (under a merged cell) is taken in when it names columns that the first
    does not; columns that name parts of one thing are made one (``parts``). Raises BadFile when no
    row names both a person and something else.
    """
    best: tuple[int, int, tuple[str, ...]] | None = None
    for at in range(min(len(rows), _SEARCHED)):
        for height in (1, 2):
            headings = _headings(rows[at : at + height])
            score = 4 * len(_useful(headings)) - height
            if best is None or score > 4 * len(_useful(best[2])) - best[1]:
                best = (at, height, headings) if at + height <= len(rows) else best
    if best is None or len(_useful(best[2])) < 2:
        raise BadFile(_NO_HEADING)
    return _cut(rows, *best[:2])


def _cut(rows: Sequence[SheetRow], at: int, height: int) -> Table:
    if at + height < len(rows) and parts.are_parts(rows[at + height]):
        height += 1
    below = rows[at + height :]
    if below and _is_numbering(below[0]):
        below = below[1:]
    width = max(len(row.cells) for row in rows[at : at + height])
    heads = [[_heading(row, i) for i in range(width)] for row in rows[at : at + height]]
    headings, below = parts.join(heads, below)
    titles = (shown(cell) for row in rows[:at] for cell in row.filled.values())
    return Table(tuple(titles), headings, guess(headings), below)


def _useful(headings: Sequence[str]) -> dict[int, Column]:
    mapping = guess(headings)
    named = {Column.HEAD, Column.PERSON} & set(mapping.values())
    return mapping if named else {}


def _headings(rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """The headings, the lower word first where the merged cell above names a group of columns."""
    width = max(len(row.cells) for row in rows)
    if len(rows) == 1:
        return tuple(_heading(rows[0], i) for i in range(width))
    upper, lower = rows
    return tuple(_heading(lower, i) or _heading(upper, i) for i in range(width))


def _heading(row: SheetRow, index: int) -> str:
    """Headings are words, short ones; numbers and dates are not."""
    cell = row.cells[index] if index < len(row.cells) else None
    return cell if isinstance(cell, str) and len(cell) <= 80 else ""


def _is_numbering(row: SheetRow) -> bool:
    """The line of (1) (2) (3) that official forms print under the headings."""
    cells = [shown(cell) for cell in row.filled.values()]
    return len(cells) > 2 and all(_NUMBERING.fullmatch(cell) for cell in cells)


_NO_HEADING = Sentence(
    "Không thấy dòng tiêu đề. Danh sách cần một dòng ghi tên cột, trong đó có “Họ và tên” và “Ấp”."
)
