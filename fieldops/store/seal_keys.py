"""Which keys the database was sealed with, and all its sealed values under the newest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, NullPool, RowMapping, create_engine, select, update
from sqlalchemy.orm import Session

from fieldops.store import keyring
from fieldops.store.base import Base
from fieldops.store.keyring import Sealed
from fieldops.store.sealed import FIELDS, SealedField, blind
from fieldops.store.tables import SealKeyRow

MOST = 500
"""Rows sealed anew in one transaction: others write between one and the next."""


def marks(session: Session) -> Sequence[SealKeyRow]:
    """The keys that sealed something here, the oldest first."""
    return session.scalars(select(SealKeyRow).order_by(SealKeyRow.since, SealKeyRow.key)).all()


def reseal(session: Session) -> int:
    """
    Seal every value under the ring's current key, and count its blind index anew.

    Commits as it goes; stopped half-way it goes on next time. A value somebody changed meanwhile
    is left: it was sealed by the current key then. Returns how many rows changed.
    """
    changed = 0
    for row_class in FIELDS:
        for rows in _pages(session, row_class):
            changed += sum(_reseal(session, row_class, row) for row in rows)
            session.commit()
    return changed


def _pages(session: Session, row_class: Any) -> Iterator[Sequence[RowMapping]]:
    table, last = row_class.__table__, None
    query = select(table).order_by(table.c.id).limit(MOST)
    while True:
        after = query if last is None else query.where(table.c.id > last)
        rows = session.connection().execute(after).mappings().all()
        if not rows:
            return
        yield rows
        last = rows[-1]["id"]


def _reseal(session: Session, row_class: Any, row: RowMapping) -> bool:
    """False where nothing had to change, or the row was changed meanwhile."""
    table, values = row_class.__table__, dict[str, Any]()
    same = [table.c.id == row["id"]]
    for one in FIELDS[row_class]:
        if changed := _anew(table.name, one, row):
            values |= changed
            same.append(table.c[one.name] == Sealed(row[one.name]))
    if not values:
        return False
    done = session.connection().execute(update(table).where(*same).values(values))
    return done.rowcount == 1


def _anew(table: str, one: SealedField, row: RowMapping) -> dict[str, Any]:
    """The columns of this value that are not as the ring would write them now."""
    sealed, ring, values = row[one.name], keyring.ring(), dict[str, Any]()
    if not sealed:
        return {}
    place = f"{table}.{one.name}.{row['id']}"
    content = keyring.opened(sealed, place)
    if keyring.key_of(sealed) != ring.current:
        values[one.name] = ring.seal(content, place)
    if one.index:
        index = blind(table, one.name, row["commune_code"], content.decode())
        if index != row[one.index]:
            values[one.index] = index
    return values


def scrub(engine: Engine) -> None:
    """Write the database anew, so that nothing is left of what its files held before."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection  # no transaction is begun there
            for command in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                driver.execute(command)
        return
    apart = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with apart.connect() as connection:  # of its own: VACUUM runs in no transaction
        for table in {one.local_table for one in Base.registry.mappers if one.class_ in FIELDS}:
            connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
