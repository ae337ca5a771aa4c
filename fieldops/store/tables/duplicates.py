"""Records found to be one and merged, and records found to be two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_object


class MergeRow(OfCommune, Base, kw_only=True):
    """
    Two people, or two homes, made one. ``moved`` names the rows that changed hands, by table;
    ``before`` and ``after`` are the kept record's columns that changed: all that undoing needs.
    """

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(10))
    kept_id: Mapped[int]
    gone_id: Mapped[int]
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    before: dict[str, Any] = sealed_object()
    after: dict[str, Any] = sealed_object()
    merged_by: Mapped[str] = mapped_column(String(120))
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class ApartRow(OfCommune, Base, kw_only=True):
    """Two records that somebody looked at and found to be two; the lower id first."""

    __tablename__ = "apart"
    __table_args__ = (UniqueConstraint("commune_code", "kind", "one_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(10))
    one_id: Mapped[int]
    other_id: Mapped[int]
    said_by: Mapped[str] = mapped_column(String(120))
    said_at: Mapped[datetime]
