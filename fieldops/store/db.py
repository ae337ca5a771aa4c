"""The database handle and its connections; only this file of the floor knows Flask."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

from fieldops.store import tables as tables
from fieldops.store.base import Base

db = SQLAlchemy(metadata=Base.metadata)


def url_of(database_url: str) -> str:
    """The URL with the driver we bring: pg8000 for PostgreSQL, pysqlite for SQLite."""
    url = make_url(database_url)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+pg8000")
    return url.render_as_string(hide_password=False)


def engine_options(database_url: str) -> dict[str, Any]:
    """
    Engine options by database.

    SQLite comes from ``pysqlite3``, since versions before 3.51.3 can corrupt a write-ahead log.
    """
    if not make_url(database_url).drivername.startswith("sqlite"):
        return {"pool_pre_ping": True}
    connect_args = {"timeout": 15, "check_same_thread": False}
    return {"module": sqlite(), "connect_args": connect_args}


def sqlite() -> ModuleType:
    """The SQLite driver: ours on Linux, the interpreter's own elsewhere."""
    if sys.platform == "linux":
        from pysqlite3 import dbapi2  # noqa: PLC0415 - the wheel exists on Linux only

        return dbapi2  # type: ignore[no-any-return]
    import sqlite3  # noqa: PLC0415 - elsewhere the interpreter's own

    return sqlite3


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    """Write-ahead log, full sync, foreign keys; transactions are begun by us, not the driver."""
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """Take the write lock at the start: two writers then queue, and neither fails half-way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "BEGIN" if connection.get_execution_options().get("read_only") else "BEGIN IMMEDIATE"
        )
