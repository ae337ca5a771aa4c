"""A database file copied while it is in use, and looked over without the app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from fieldops.store import audit
from fieldops.store.db import engine_options, sqlite
from fieldops.store.tables import CommuneRow


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    known = make_url(url)
    return Path(known.database) if known.drivername == "sqlite" and known.database else None


def copy(source: Path, target: Path) -> None:
    """A whole copy as of one instant, by SQLite's own online backup; writers go on meanwhile."""
    driver = sqlite()
    with (
        closing(driver.connect(str(source))) as old,
        closing(driver.connect(str(target))) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def faults(path: Path) -> list[str]:
    """What SQLite itself finds wrong with the file; empty when nothing."""
    with closing(sqlite().connect(str(path))) as connection:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        keys = [f"foreign key: {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return [one for one in said if one != "ok"] + keys


def counts(path: Path) -> dict[str, int]:
    """The rows of each table."""
    with closing(sqlite().connect(str(path))) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            str(name): int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names out of the file's own schema
            for (name,) in sorted(names)
        }


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    """A session on the file, apart from the app's own."""
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def communes(session: Session) -> list[str]:
    """The codes of all communes."""
    return list(session.scalars(select(CommuneRow.code).order_by(CommuneRow.code)))


def audit_head(session: Session) -> list[object]:
    """The number and the hash of the newest audit entry of the commune the session is inside."""
    return list(audit.last(session) or (0, ""))
