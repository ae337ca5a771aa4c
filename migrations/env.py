"""Alembic's entry: the tables of fieldops, through the app's own engine."""

from typing import Any

from alembic import context
from flask import current_app

from fieldops.store.base import Base
from fieldops.store.db import db
from fieldops.store.sealed import SealedBytes
from fieldops.store.types import UtcDateTime


def as_plain(kind: str, item: Any, _autogen: object) -> str | bool:
    """Write our column types as the plain ones they store: old migrations outlive our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SealedBytes):
        return "sa.LargeBinary()"
    return False


def _empty_the_log() -> None:
    """SQLite's write-ahead log keeps what pages held before, until it is cut."""
    if db.engine.dialect.name == "sqlite":
        apart = db.engine.raw_connection()
        apart.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        apart.close()


def run() -> None:
    """Upgrade inside one transaction where the database allows it."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=as_plain,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    _empty_the_log()


if context.is_offline_mode():
    raise SystemExit("Upgrade with the database at hand: flask db upgrade")
assert current_app, "run by flask db …"  # noqa: S101 - a mistake of whoever runs alembic bare
run()
