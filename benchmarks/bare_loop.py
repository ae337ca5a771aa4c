"""What the disk can do: an fsync, and a loop that inserts batches of reports and nothing else."""

from __future__ import annotations

import os
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pysqlite3
from sqlalchemy.schema import CreateTable

from fieldops.outcomes.ids import uuid7
from fieldops.store.tables import OutcomeRow


def fsync(folder: Path) -> float:
    """The median of 200 fsyncs of a page appended."""
    took = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"\0" * 4096)
            started = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - started)
    return statistics.median(took)


def bare(folder: Path, seconds: float, batch: int) -> float:
    """Transactions a second of a loop that inserts such batches, and does nothing else."""
    path = folder / f"bare-{uuid4()}.sqlite"
    sql = pysqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA journal_mode=WAL")
    sql.execute("PRAGMA synchronous=FULL")
    table = OutcomeRow.__table__
    sql.execute(str(CreateTable(table, include_foreign_key_constraints=[])))
    for index in table.indexes:
        names = ", ".join(column.name for column in index.columns)
        sql.execute(f"CREATE INDEX {index.name} ON outcome ({names})")
    names = [column.name for column in table.columns]
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO outcome ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        rows = [_bare_row(names, count * batch + n) for n in range(batch)]
        sql.execute("BEGIN IMMEDIATE")
        sql.executemany(statement, rows)
        sql.execute("COMMIT")
        count += 1
    sql.close()
    return count / seconds


def _bare_row(names: list[str], number: int) -> list[object]:
    values: dict[str, object] = {
        "id": str(uuid7(datetime.now(UTC), os.urandom(10))),
        "commune_code": "31633",
        "visit_id": number,
        "body": "{" + "x" * 480 + "}",
        "device_id": "7f4c0000-0000-4000-8000-000000000001",
        "device_seq": number,
        "fate": "stored",
        "result": "done",
        "recorded_by_name": "Người",
        "received_at": "2026-11-22 02:00:00.000000",
        "recorded_at": "2026-11-22 02:00:00.000000",
        "schema": 1,
    }
    empty = {"met_name", "met_relation", "note", "reviewed_by", "review_note"}
    return [values.get(name, "" if name in empty else None) for name in names]
