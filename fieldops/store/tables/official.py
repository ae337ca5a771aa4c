"""What the official systems said, as lists brought in, and what was decided of each line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_list, sealed_object


class OfficialListRow(OfCommune, Base, kw_only=True):
    """
    One list. ``rows`` are its lines and ``refused`` those that could not be read.

    ``resolved`` says by line what an officer decided: {"12": {"how", "note", "by", "at"}}.
    """

    __tablename__ = "official_list"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: list[Any] = sealed_list(deferred=True)
    refused: list[Any] = sealed_list()
    resolved: dict[str, Any] = sealed_object()
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
