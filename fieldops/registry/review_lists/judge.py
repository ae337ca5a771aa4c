"""Judges a review list row by row: what can be taken in, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from fieldops.domain.errors import BadFile, Invalid
from fieldops.domain.facts import Label
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists.cells import Cells
from fieldops.registry.review_lists.columns import TITLES, Column
from fieldops.registry.review_lists.headers import Table
from fieldops.registry.review_lists.listing import Judged, Listed, Remark, group_name
from fieldops.registry.review_lists.places import Ground
from fieldops.registry.review_lists.repeats import Filler, named_in
from fieldops.registry.review_lists.settle import settle, without_duplicates
from fieldops.registry.review_lists.words import read_access

T = TypeVar("T")


def judge(table: Table, mapping: Mapping[int, Column], ground: Ground, today: date) -> Judged:
    """
    Every row of the table under the mapping a person confirmed.

    A row with any problem is not taken in, and all its problems are named at once. Raises
    BadFile for a mapping without a name.
    """
    if not {Column.HEAD, Column.PERSON} & set(mapping.values()):
        raise BadFile(_NO_NAME)
    filler = Filler(ground, mapping, _title_hamlet(table, ground))
    good: list[Listed] = []
    problems: list[Remark] = []
    remarks: list[Remark] = []
    for line, cells in filler.rows(table.rows):
        reader = Cells(cells, today)
        listed = _read(line, reader, ground)
        problems += [Remark(line, sentence) for sentence in reader.problems]
        if listed and not reader.problems:
            good.append(listed)
            remarks += [Remark(line, sentence) for sentence in reader.doubts]
    kept, twice = without_duplicates(good)
    settled, ignored = settle(kept)
    ordered = sorted((*remarks, *ignored), key=lambda remark: remark.line)
    refused = sorted((*problems, *twice), key=lambda problem: problem.line)
    return Judged(tuple(settled), tuple(refused), tuple(ordered), tuple(filler.skipped))


def _title_hamlet(table: Table, ground: Ground) -> str:
    return next(filter(None, (named_in(ground, title) for title in table.titles)), "")


def _read(line: int, cells: Cells, ground: Ground) -> Listed | None:
    hamlet = _try(cells, lambda: _hamlet(cells, ground))
    head, person = cells.name(Column.HEAD), cells.name(Column.PERSON)
    if not (head or person):
        cells.problems.append(Sentence("Thiếu họ tên."))
    if (point := cells.point()) is not None:
        _try(cells, lambda: ground.check(point))
    access, access_note = read_access(cells.text(Column.ACCESS))
    listed = Listed(
        line=line,
        hamlet=hamlet or "",
        name=person or head,
        head=head,
        group=group_name(cells.text(Column.GROUP)),
        alias=cells.text(Column.ALIAS),
        relation=cells.text(Column.RELATION),
        birth=cells.birth(),
        sex=cells.word(Column.SEX),
        ethnicity=cells.text(Column.ETHNICITY),
        language=cells.word(Column.LANGUAGE),
        id_number=cells.id_number(),
        phone=cells.phone(),
        categories=cells.listed(Column.CATEGORIES),
        decision=cells.text(Column.DECISION),
        needs=cells.listed(Column.NEEDS),
        access=access,
        access_note=access_note,
        hours=cells.hours(),
        point=point,
        directions=cells.text(Column.DIRECTIONS),
    )
    note = "; ".join(filter(None, [cells.text(Column.NOTE), *cells.leftover]))
    return _within_lengths(cells, replace(listed, note=note))


_LENGTHS = {
    Column.GROUP: 20,
    Column.ALIAS: 120,
    Column.RELATION: 60,
    Column.ETHNICITY: 40,
    Column.DECISION: 60,
    Column.ACCESS: 250,
    Column.DIRECTIONS: 300,
    Column.NOTE: 1000,
}
"""Characters the registry keeps of each."""


def _within_lengths(cells: Cells, listed: Listed) -> Listed:
    for column, most in _LENGTHS.items():
        if len(cells.text(column)) > most:
            cells.problems.append(
                Sentence(
                    "Cột {column} dài quá {most} chữ. Viết gọn lại.",
                    {"column": Label(TITLES[column]), "most": most},
                )
            )
    return listed


def _hamlet(cells: Cells, ground: Ground) -> str:
    said = cells.text(Column.HAMLET)
    if not said:
        raise Invalid(Sentence("Thiếu tên ấp."))
    return ground.hamlet(said, cells.text(Column.OLD_COMMUNE)).name


def _try(cells: Cells, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Invalid as error:
        cells.problems.append(error.sentence)
        return None


_NO_NAME = Sentence("Chưa chọn cột nào là họ tên. Chọn cột “Họ và tên” rồi xem lại.")
