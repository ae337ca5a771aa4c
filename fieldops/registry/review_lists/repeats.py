"""What a row leaves to the rows above it: ditto marks, merged cells, headings of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldops.registry.names import fold
from fieldops.registry.review_lists.columns import Column
from fieldops.registry.review_lists.places import Ground
from fieldops.registry.review_lists.sheets import Cell, SheetRow, shown

_DITTO_WORDS = frozenset({"nt", "n t", "nhu tren", "nhu tren nt"})
_DITTO_MARKS = frozenset({'"', "”", "“", "''", '""', "〃", "″", "-nt-"})
_HOME = (Column.HAMLET, Column.GROUP, Column.HEAD)
_FOOTER = re.compile(
    r"^(tong( cong| so)?|cong|nguoi lap|truong ap|xac nhan|tm|kt|ghi chu|luu y|ngay \d|.*ky ten"
    r"|.*ghi ro ho ten|.* ngay \d+ thang)\b"
)


_SIGNING = re.compile(r"^(nguoi lap|truong ap|xac nhan|tm|kt|.*ky ten|.*ghi ro ho ten)\b")


@dataclass(slots=True)
class Filler:
    """
    Walks a list downwards and fills in what each row says only by standing where it stands.

    ``hamlet`` is what the title or the last section heading named.
    """

    ground: Ground
    mapping: Mapping[int, Column]
    hamlet: str = ""
    skipped: list[int] = field(default_factory=list)
    _above: dict[Column, Cell] = field(default_factory=dict)
    _signing: bool = False

    def rows(self, rows: Sequence[SheetRow]) -> Iterator[tuple[int, dict[Column, Cell]]]:
        """Line and filled cells of each row that is about a person."""
        for row in rows:
            cells = self._dittos(self._mapped(row))
            if self._is_heading(row) or self._is_signature(row) or not _about_someone(cells):
                self.skipped.append(row.line)
                continue
            self._above = self._inherit(cells)
            yield row.line, self._above

    def _is_signature(self, row: SheetRow) -> bool:
        """Names under "người lập", "trưởng ấp" are of those who signed the list."""
        texts = [fold(shown(cell)) for cell in row.filled.values()]
        if len(texts) > 2:
            self._signing = False
        elif any(_SIGNING.match(text) for text in texts):
            self._signing = True
        return self._signing

    def _mapped(self, row: SheetRow) -> dict[Column, Cell]:
        return {self.mapping[i]: cell for i, cell in row.filled.items() if i in self.mapping}

    def _dittos(self, cells: dict[Column, Cell]) -> dict[Column, Cell]:
        return {
            column: self._above.get(column) if _is_ditto(cell) else cell
            for column, cell in cells.items()
        }

    def _inherit(self, cells: dict[Column, Cell]) -> dict[Column, Cell]:
        """With no hamlet, group and head of its own, a row belongs to the household above."""
        if self._above and not any(cells.get(column) for column in _HOME):
            heads = {c: self._above.get(c) for c in _HOME if Column.HEAD in self.mapping.values()}
            cells = heads | cells
        if not cells.get(Column.HAMLET):
            cells = cells | {Column.HAMLET: self.hamlet or self._above.get(Column.HAMLET)}
        return cells

    def _is_heading(self, row: SheetRow) -> bool:
        """A row that says nothing but the name of a hamlet opens its section."""
        texts = {shown(cell) for cell in row.filled.values()}
        if len(texts) != 1:
            return False
        text = texts.pop()
        if place := named_in(self.ground, text):
            self.hamlet, self._above = place, {}
        return bool(place)


def named_in(ground: Ground, title: str) -> str:
    """
    The one hamlet a title names (``DANH SÁCH RÀ SOÁT ẤP VÀM HỒ``), or "".

    Only after the word ấp, or as the whole text: hamlets are called Chợ, and people An Lạc.
    """
    folded = f" {fold(title)} "
    named = [
        h.name
        for h in ground.commune.hamlets
        if f" ap {fold(h.name)} " in folded or f" {fold(h.name)} " == folded
    ]
    return named[0] if len(named) == 1 else ""


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and (cell.strip() in _DITTO_MARKS or fold(cell) in _DITTO_WORDS)


def _about_someone(cells: Mapping[Column, Cell]) -> bool:
    """Whether the row is more than a sum, a signature or an empty numbered line."""
    filled = [shown(cell) for column, cell in cells.items() if cell is not None]
    if not filled or any(_FOOTER.match(fold(text)) for text in filled[:2] if len(filled) < 4):
        return False
    named = cells.get(Column.PERSON) or cells.get(Column.HEAD)
    return bool(named) or len(filled) > 2
