"""Phones that keep something of the commune's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune


class PhoneRow(OfCommune, Base, kw_only=True):
    """
    One phone (one browser on it), by the UUID it made for itself.

    ``unsent`` is what it last said of itself. ``ended_at``: the office ended it; ``wiped_at``: it
    said that packs and keys are gone.
    """

    __tablename__ = "phone"
    __table_args__ = (UniqueConstraint("commune_code", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(36))
    last_person_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    app_version: Mapped[str] = mapped_column(String(20), default="")
    unsent: Mapped[int | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[str] = mapped_column(String(120), default="")
    wiped_at: Mapped[datetime | None] = mapped_column(default=None)
