"""
Columns that lie sealed in the database (ADR 20).

``notes: str = sealed_text()`` reads and writes like any attribute of the row. In the table stands
what the ring sealed, bound to table.column.row, so the row has to have its number first: rows yet
to be written are given theirs before the flush. Reading opens; a row nobody asks opens nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import LargeBinary, event, func, inspect, select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session, mapped_column
from sqlalchemy.types import TypeDecorator

from fieldops.store import keyring
from fieldops.store.keyring import INDEX_BYTES, Sealed


class SealedBytes(TypeDecorator[bytes]):
    """What the ring sealed; anything else is refused, so nothing reaches the disk in the clear."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value and type(value) is not Sealed:
            raise TypeError("only what the ring sealed has a place in this column")
        return None if value is None else bytes(value)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values become bytes and come back; ``empty`` is what no bytes stand for."""

    write: Callable[[Any], bytes]
    read: Callable[[bytes], Any]
    empty: Callable[[], Any]


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # half a character, too, is kept as it came


def _decoded(content: bytes) -> str:
    return content.decode(errors="surrogatepass")


def _json(value: Any) -> bytes:
    return _encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _from_json(content: bytes) -> Any:
    return json.loads(_decoded(content))


_TEXT = _Kind(_encoded, _decoded, str)
_OBJECT = _Kind(_json, _from_json, dict)
_LIST = _Kind(_json, _from_json, list)


def sealed_text(*, index: str = "", required: bool = False) -> Any:
    """Text. ``index`` names the column of its blind index; "" is stored as nothing."""
    return SealedField(_TEXT, index=index, required=required)


def sealed_object(*, deferred: bool = False) -> Any:
    """A JSON object; to change it, set another one."""
    return SealedField(_OBJECT, deferred=deferred)


def sealed_list(*, deferred: bool = False) -> Any:
    """A JSON list; to change it, set another one."""
    return SealedField(_LIST, deferred=deferred)


def blind_index() -> Any:
    """
    The column of a blind index; empty where the value is.

    Its table indexes it together with the commune, which every query names too.
    """
    return mapped_column(LargeBinary(INDEX_BYTES), init=False, default=None)


FIELDS: dict[type, list[SealedField]] = defaultdict(list)
"""The sealed attributes of each row class."""

_DEFAULT: Any = object()


class SealedField:
    """The attribute; beside it the row class has ``<name>_sealed``, the column itself."""

    def __init__(
        self, kind: _Kind, *, index: str = "", required: bool = False, deferred: bool = False
    ) -> None:
        self._kind, self.index = kind, index
        self._required, self._deferred = required, deferred

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.column = name, f"{name}_sealed"
        self._waits, self._open = f"_{name}_waits", f"_{name}_open"
        column: Any = mapped_column(
            name, SealedBytes, insert_default=b"", nullable=False, deferred=self._deferred
        )
        setattr(owner, self.column, column)
        FIELDS[owner].append(self)

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self._default(owner)
        if self._waits in row.__dict__:
            return row.__dict__[self._waits]
        sealed = getattr(row, self.column)
        if not sealed:
            return self._kind.empty()
        known = row.__dict__.get(self._open)
        if known is None or known[0] is not sealed:
            known = (sealed, self.opened(sealed, row.id, row.__tablename__))
            row.__dict__[self._open] = known
        return known[1]

    def __set__(self, row: Any, value: Any) -> None:
        if value is _DEFAULT:
            value = self._kind.empty()
        if row.__dict__.get("id") is None and not inspect(row).persistent:
            row.__dict__[self._waits] = value
        elif self._is_new(row) or self.__get__(row, type(row)) != value:
            self._keep(row, value)

    def settle(self, row: Any) -> None:
        """Seal what waited for the row's number."""
        if self._waits in row.__dict__:
            self._keep(row, row.__dict__.pop(self._waits))

    def opened(self, sealed: bytes, row_id: str | int, table: str) -> Any:
        """The value of a column that was read without its row."""
        if not sealed:
            return self._kind.empty()
        return self._kind.read(keyring.opened(sealed, f"{table}.{self.name}.{row_id}"))

    def sealed(self, value: Any, row_id: str | int, table: str) -> Sealed:
        """The value as it is written by hand, row by row."""
        if value == self._kind.empty():
            return Sealed()
        return keyring.ring().seal(self._kind.write(value), f"{table}.{self.name}.{row_id}")

    def _keep(self, row: Any, value: Any) -> None:
        sealed = self.sealed(value, row.id, row.__tablename__)
        setattr(row, self.column, sealed)
        row.__dict__[self._open] = (sealed, value)
        if self.index:
            setattr(row, self.index, blind(row.__tablename__, self.name, row.commune_code, value))

    def _is_new(self, row: Any) -> bool:
        return self.column not in row.__dict__ and not inspect(row).persistent

    def _default(self, owner: type) -> Any:
        """Asked of the class: its default, as dataclasses do; a query cannot compare it."""
        if "__mapper__" in owner.__dict__:
            raise TypeError(f"{owner.__name__}.{self.name} is sealed: look it up by a blind index")
        if self._required:
            raise AttributeError(self.name)
        return _DEFAULT


def column(row_class: type, name: str) -> Any:
    """The column itself, for what may be asked of it in a query: whether anything stands there."""
    return getattr(row_class, f"{name}_sealed")


def opened(rows: Iterable[Any], row_class: Any, *names: str) -> Iterator[Any]:
    """
    Rows of columns, the named ones of ``row_class`` opened: for queries that read many rows.

    Each was asked for as ``column(row_class, name).label(name)``, beside the row's own ``id``.
    """
    fields = [one for one in FIELDS[row_class] if one.name in names]
    for row in rows:
        told = row._asdict()
        for one in fields:
            told[one.name] = one.opened(told[one.name], row.id, row_class.__tablename__)
        yield SimpleNamespace(**told)


def blind(table: str, column: str, commune_code: str, value: str) -> bytes | None:
    """What stands for the value in the column of its blind index, in that commune alone."""
    return keyring.ring().blind(value, f"{table}.{column}.{commune_code}") if value else None


def written(row_class: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Column values for an insert without a row object: sealed, with their blind indexes."""
    table, row_id = row_class.__tablename__, values["id"]
    for one in FIELDS[row_class]:
        if one.name not in values:
            continue
        if one.index:
            code = values["commune_code"]
            values[one.index] = blind(table, one.name, code, values[one.name])
        values[one.name] = one.sealed(values[one.name], row_id, table)
    return values


@event.listens_for(Session, "before_flush")
def _settle_new(session: Session, _context: Any, _instances: Any) -> None:
    """Number the rows about to be written, where the table has sealed columns, then seal."""
    ours = (row for row in session.new if type(row) in FIELDS)
    new = sorted(ours, key=lambda row: inspect(row).insert_order)
    by_class: dict[Any, list[Any]] = defaultdict(list)
    for row in new:
        if row.id is None:
            by_class[type(row)].append(row)
    for row_class, rows in by_class.items():
        for row, number in zip(rows, _numbers(session, row_class, len(rows)), strict=True):
            row.id = number
    for row in new:
        for one in FIELDS[type(row)]:
            one.settle(row)


def _numbers(session: Session, row_class: Any, count: int) -> list[int]:
    """
    The next numbers of the table, ascending.

    SQLite gives the next after the highest, and has one writer at a time, as it would itself.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(select(func.max(row_class.__table__.c.id))) or 0
        return list(range(highest + 1, highest + count + 1))
    sequence = func.pg_get_serial_sequence(f'"{row_class.__tablename__}"', "id")
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return sorted(connection.scalars(drawn))
