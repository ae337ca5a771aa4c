"""Columns that say one thing in parts, made one: a name, a day of birth, a year under Nam or Nữ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fieldops.domain.errors import BadFile
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold
from fieldops.registry.review_lists.columns import TITLES, Column, recognise
from fieldops.registry.review_lists.sheets import Cell, SheetRow, shown

Cells: TypeAlias = tuple[Cell, ...]

_FAMILY = re.compile(r"ho( (va )?(ten )?(dem|lot|chu dem|chu lot))?")
_MIDDLE = re.compile(r"(ten |chu )?(dem|lot)")
_NAMES = frozenset({Column.HEAD, Column.PERSON})
_YEAR = re.compile(r"\d{4}")
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Join:
    """Columns from ``at`` on that become those of ``headings``; ``made`` gives their new cells."""

    at: int
    headings: tuple[str, ...]
    made: Callable[[Cells], Cells]

    def applied(self, cells: Cells) -> Cells:
        """The row with its parts made one; nothing moves to another place."""
        end = self.at + len(self.headings)
        padded = cells + (None,) * (end - len(cells))
        return (*padded[: self.at], *self.made(padded[self.at : end]), *padded[end:])


def are_parts(row: SheetRow) -> bool:
    """Whether a row under the headings only names parts of them: Nam and Nữ, Ngày Tháng Năm."""
    names = [fold(shown(cell)) for cell in row.filled.values()]
    return len(names) > 1 and all(_is_part(name) for name in names)


def join(
    heads: Sequence[Sequence[str]], rows: Sequence[SheetRow]
) -> tuple[tuple[str, ...], tuple[SheetRow, ...]]:
    """
    The headings and the rows under them; ``heads`` are the rows of headings, the upper first.

    Raises BadFile where a column without a heading may hold the rest of a name.
    """
    own = [_lowest(heads, at) for at in range(len(heads[0]))]
    joins = _joins(own, heads, rows)
    headings, cells = list(own), [row.cells for row in rows]
    for one in joins:
        headings[one.at : one.at + len(one.headings)] = one.headings
        cells = [one.applied(row) for row in cells]
    _refuse_half_names(headings, cells)
    return tuple(headings), tuple(
        SheetRow(row.line, made) for row, made in zip(rows, cells, strict=True)
    )


def _is_part(name: str) -> bool:
    words = {"nam", "nu", "ngay", "thang", "ten"}
    return name in words or bool(_FAMILY.fullmatch(name) or _MIDDLE.fullmatch(name))


def _lowest(heads: Sequence[Sequence[str]], at: int) -> str:
    return next((row[at] for row in reversed(heads) if row[at]), "")


def _group(heads: Sequence[Sequence[str]], at: int) -> str:
    """What stands over the lowest heading: its own cell, or the merged one that begins left."""
    lowest = max((level for level, row in enumerate(heads) if row[at]), default=0)
    for row in reversed(heads[:lowest]):
        begins = next((left for left in range(at, -1, -1) if row[left]), None)
        if begins is not None and any(under[begins] for under in heads[lowest:]):
            return row[begins]
    return ""


def _joins(
    own: Sequence[str], heads: Sequence[Sequence[str]], rows: Sequence[SheetRow]
) -> list[Join]:
    folded = [fold(name) for name in own]
    found: list[Join] = []
    at = 0
    while at < len(own):
        group = recognise(_group(heads, at))
        one = (
            _days(folded, at, group) or _sexes(folded, at, group, rows) or _name(folded, at, group)
        )
        found += [one] if one else []
        at += len(one.headings) if one else 1
    return found


def _days(folded: Sequence[str], at: int, group: Column | None) -> Join | None:
    parts = next(
        (p for p in (("ngay", "thang", "nam"), ("thang", "nam")) if _stand(folded, at, p)), None
    )
    if parts is None or group not in (Column.BIRTH, None):
        return None
    return Join(at, (TITLES[Column.BIRTH], *[""] * (len(parts) - 1)), _day)


def _day(cells: Cells) -> Cells:
    """What nobody wrote is 0, as identity cards have it; a row without a year stays as it is."""
    told = [shown(cell) for cell in cells]
    if not any(told):
        return cells
    return ("/".join(part or "0" for part in told), *[None] * (len(cells) - 1))


def _sexes(
    folded: Sequence[str], at: int, group: Column | None, rows: Sequence[SheetRow]
) -> Join | None:
    """A year of birth written under Nam or under Nữ tells both; so does a mark, the sex alone."""
    if not (_stand(folded, at, ("nam", "nu")) or _stand(folded, at, ("nu", "nam"))):
        return None
    told = [shown(cell) for row in rows for cell in row.cells[at : at + 2]]
    years = group is Column.BIRTH or any(_YEAR.search(text) for text in told)
    sexes = tuple("Nam" if name == "nam" else "Nữ" for name in folded[at : at + 2])
    if years:
        titles = (TITLES[Column.BIRTH], TITLES[Column.SEX])
        return Join(at, titles, lambda cells: (_either(cells), _marked(cells, sexes)))
    return Join(at, (TITLES[Column.SEX], ""), lambda cells: (_marked(cells, sexes), None))


def _either(cells: Cells) -> Cell:
    """The one that is written; both are no date, and the row says so."""
    told = [cell for cell in cells if cell is not None]
    return told[0] if len(told) == 1 else "; ".join(map(shown, told)) or None


def _marked(cells: Cells, names: Sequence[str]) -> Cell:
    told = [name for cell, name in zip(cells, names, strict=True) if cell is not None]
    return "; ".join(told) or None


def _name(folded: Sequence[str], at: int, group: Column | None) -> Join | None:
    end = at + 1
    while end < len(folded) and _MIDDLE.fullmatch(folded[end]):
        end += 1
    if not _FAMILY.fullmatch(folded[at]) or folded[end : end + 1] != ["ten"]:
        return None
    title = TITLES[group if group in _NAMES and group else Column.PERSON]
    return Join(at, (title, *[""] * (end - at)), _whole_name)


def _whole_name(cells: Cells) -> Cells:
    told = " ".join(filter(None, map(shown, cells)))
    return (told or None, *[None] * (len(cells) - 1))


def _stand(folded: Sequence[str], at: int, names: Sequence[str]) -> bool:
    return list(folded[at : at + len(names)]) == list(names)


def _refuse_half_names(headings: Sequence[str], rows: Sequence[Cells]) -> None:
    """A capitalised word in a column without a heading, right of a name, may be the given name."""
    for at, heading in enumerate(headings[:-1]):
        if recognise(heading) not in _NAMES or headings[at + 1]:
            continue
        beside = [shown(row[at + 1]) for row in rows if len(row) > at + 1 and row[at] is not None]
        if 2 * sum(bool(_CAPITALISED.fullmatch(text)) for text in beside) > len(rows):
            raise BadFile(_half(heading))


def _half(heading: str) -> Sentence:
    return Sentence(
        "Cột bên phải “{heading}” không có tên cột mà ghi chữ: có thể là phần sau của họ tên. "
        "Ghi tên cho cột ấy (ví dụ “Tên”), hoặc gộp hai cột, rồi tải lại.",
        {"heading": heading[:60]},
    )
