"""The base of all tables, and the mark of rows that belong to one commune."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from fieldops.store.types import UtcDateTime

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """All tables. Constraint names follow one convention, so migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, dict: JSON, list: JSON}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class OfCommune(MappedAsDataclass, kw_only=True):
    """A row that belongs to one commune; ``store.scope`` keeps each session inside one."""

    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), index=True)
