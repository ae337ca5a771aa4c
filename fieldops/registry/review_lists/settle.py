"""Rows of one list that speak of the same person or home: the first one is believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.registry.names import fold
from fieldops.registry.review_lists.columns import TITLES, Column
from fieldops.registry.review_lists.listing import Listed, Remark


def without_duplicates(rows: Iterable[Listed]) -> tuple[list[Listed], list[Remark]]:
    """The first of rows about one person stays; the others say which row they repeat."""
    first: dict[tuple[object, ...], list[Listed]] = {}
    kept, twice = [], []
    for row in rows:
        same = first.setdefault((*row.home_key, fold(row.name)), [])
        if earlier := next((other for other in same if _same_birth(row, other)), None):
            twice.append(Remark(row.line, _repeats(earlier.line)))
            continue
        same.append(row)
        kept.append(row)
    return kept, twice


def _same_birth(a: Listed, b: Listed) -> bool:
    return a.birth is None or b.birth is None or a.birth.year == b.birth.year


def _repeats(line: int) -> Sentence:
    return Sentence(
        "Trùng dòng {line}: cùng hộ, cùng họ tên, cùng năm sinh. Chỉ dòng {line} được nhận.",
        {"line": line},
    )


_HOME_FIELDS = {
    "access": Column.ACCESS,
    "hours": Column.HOURS,
    "point": Column.POINT,
    "directions": Column.DIRECTIONS,
}


def settle(rows: Iterable[Listed]) -> tuple[list[Listed], list[Remark]]:
    """
    Where rows of one household differ on what only a household has, the first row is believed.

    Otherwise a second reading of the same file would change the household again.
    """
    said: dict[tuple[object, ...], tuple[object, int]] = {}
    settled, remarks = [], []
    for row in rows:
        for name, column in _HOME_FIELDS.items():
            value = getattr(row, name)
            if not value:
                continue
            first, line = said.setdefault((*row.home_key, name), (value, row.line))
            if first != value:
                remarks.append(Remark(row.line, _differs(column, line)))
            if line != row.line:
                row = replace(row, **_emptied(name))
        settled.append(row)
    return settled, remarks


def _emptied(name: str) -> dict[str, Any]:
    empty: dict[str, dict[str, Any]] = {
        "access": {"access": None, "access_note": ""},
        "hours": {"hours": ()},
        "point": {"point": None},
        "directions": {"directions": ""},
    }
    return empty[name]


def _differs(column: Column, line: int) -> Sentence:
    return Sentence(
        "Cột {column} khác dòng {line} của cùng hộ; giữ theo dòng {line}.",
        {"column": Label(TITLES[column]), "line": line},
    )
