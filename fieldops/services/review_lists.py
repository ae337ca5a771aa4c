"""Review lists on their way in: sent, mapped, looked over, taken in whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from fieldops.domain.errors import BadFile, Conflict, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.registry.review_lists import (
    Column,
    Judged,
    Match,
    Remark,
    Table,
    Verdict,
    find_table,
    judge,
    match,
    read_file,
)
from fieldops.registry.review_lists.sheets import Cell, SheetRow, shown
from fieldops.services import audit, registry
from fieldops.services.audit import Actor
from fieldops.services.intake import Intake
from fieldops.store import registry as queries
from fieldops.store import scope
from fieldops.store.registry import Wanted
from fieldops.store.tables import ImportRow

WAITING, APPLIED = "mapping", "applied"


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a list in would do, row by row."""

    table: Table
    judged: Judged
    matches: tuple[Match, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        found = Counter(one.verdict for one in self.matches)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def refused(self) -> tuple[Remark, ...]:
        """Why rows stay out, in file order: unreadable, or unclear whom they mean."""
        unclear = (Remark(m.row.line, m.why) for m in self.matches if m.why)
        return tuple(sorted((*self.judged.problems, *unclear), key=lambda one: one.line))

    @property
    def new_households(self) -> int:
        homes = {m.home for m in self.matches if m.verdict is Verdict.NEW and not m.household_id}
        return len(homes)

    @property
    def has_effect(self) -> bool:
        return bool(self.counts[Verdict.NEW] or self.counts[Verdict.CHANGED])


def send(session: Session, filename: str, data: bytes, actor: Actor, now: datetime) -> ImportRow:
    """Read a file and keep what it says until somebody looks it over. Raises BadFile."""
    table = find_table(read_file(filename, data))
    row = ImportRow(
        commune_code=scope.current(session),
        filename=PurePath(filename).name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        state=WAITING,
        mapping={str(index): column.value for index, column in table.mapping.items()},
        rows=[[one.line, [_to_json(cell) for cell in one.cells]] for one in table.rows],
        result={"titles": table.titles, "headings": table.headings},
        created_by=actor.name,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def get(session: Session, import_id: int) -> ImportRow:
    """One list. Raises NotFound."""
    row = session.get(ImportRow, import_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy danh sách này. Có thể nó đã được bỏ đi."))
    return row


def table_of(row: ImportRow) -> Table:
    """The table as it was read, under the mapping confirmed so far."""
    mapping = {int(index): Column(name) for index, name in row.mapping.items()}
    rows = (SheetRow(line, tuple(map(_from_json, cells))) for line, cells in row.rows)
    titles, headings = row.result["titles"], row.result["headings"]
    return Table(tuple(titles), tuple(headings), mapping, tuple(rows))


def remap(session: Session, row: ImportRow, mapping: Mapping[int, Column]) -> None:
    """Keep the mapping a person chose. Raises BadFile when two columns say they are one thing."""
    _must_wait(row)
    twice = [column for column, times in Counter(mapping.values()).items() if times > 1]
    if twice:
        raise BadFile(Sentence("Hai cột cùng được chọn cho một nội dung. Mỗi nội dung một cột."))
    row.mapping = {str(index): column.value for index, column in mapping.items()}
    session.flush()


def preview(session: Session, row: ImportRow, today: date) -> Preview:
    """Judge the list, and set it against what the registry knows today. Raises BadFile."""
    _must_wait(row)
    table = table_of(row)
    judged = judge(table, table.mapping, registry.ground(session), today)
    known = registry.known(session, Wanted())
    return Preview(table, judged, match(judged.good, known))


def apply(
    session: Session, row: ImportRow, actor: Actor, now: datetime, today: date
) -> dict[str, int]:
    """
    Take the list in: all its good rows, in the transaction of the caller. Returns the counts.

    Of two who press at once one gets Conflict. The rows themselves are forgotten; those refused
    stay with their reasons, to be mended and sent again.
    """
    _claim(session, row, now)
    seen = preview(session, row, today)
    intake = Intake(session, actor, row.filename, now, today)
    for one in seen.matches:
        intake.take(one)
    intake.finish()
    counts = {verdict.value: number for verdict, number in seen.counts.items()}
    counts |= {"households": seen.new_households, "bad": len(seen.judged.bad_lines)}
    row.result = row.result | {"counts": counts, "refused": refused(seen)}
    row.state, row.rows = APPLIED, []
    audit.record(session, actor, "review_list.applied", ("review_list", row.id), now, **counts)
    return counts


def refused(seen: Preview) -> list[dict[str, Any]]:
    """Each refused line with its cells as text and all its reasons."""
    cells = {one.line: [shown(cell) for cell in one.cells] for one in seen.table.rows}
    lines: dict[int, dict[str, Any]] = {}
    for one in seen.refused:
        line = lines.setdefault(one.line, {"line": one.line, "cells": cells[one.line], "why": []})
        line["why"].append(one.sentence.to_json())
    return list(lines.values())


def forget(session: Session, row: ImportRow) -> None:
    """Throw away a list that was not taken in."""
    _must_wait(row)
    session.delete(row)
    session.flush()


def same_as_before(session: Session, row: ImportRow) -> ImportRow | None:
    """The list with the very same content that was taken in earlier."""
    return queries.applied_before(session, row.sha256)


def lists(session: Session) -> Sequence[ImportRow]:
    """The lists sent in, the latest first."""
    return queries.lists(session)


def _must_wait(row: ImportRow) -> None:
    if row.state != WAITING:
        raise Conflict(Sentence("Danh sách này đã được nhập rồi."))


def _claim(session: Session, row: ImportRow, now: datetime) -> None:
    claimed = session.execute(
        update(ImportRow)
        .where(ImportRow.id == row.id, ImportRow.state == WAITING, ImportRow.version == row.version)
        .values(version=ImportRow.version + 1, applied_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(Sentence("Danh sách này đã được nhập rồi."))
    session.refresh(row)


def _to_json(cell: Cell) -> object:
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _from_json(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    cell: Cell = value
    return cell
