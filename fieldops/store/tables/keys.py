"""Which keys the database was sealed with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base


class SealKeyRow(Base, kw_only=True):
    """
    A key that sealed something here, by its id. The ring that opens ``proof`` has that very key.

    It belongs to the server, not to a commune.
    """

    __tablename__ = "seal_key"

    key: Mapped[str] = mapped_column(String(8), primary_key=True)
    proof: Mapped[bytes] = mapped_column(LargeBinary)
    since: Mapped[datetime]
