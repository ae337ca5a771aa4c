"""Shortcomings and their mending."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.tables.people import UserRow


class ShortcomingRow(OfCommune, Base, kw_only=True):
    """
    One shortcoming. Who mended it and who verified it are two people; ``how`` says what was done.

    ``reopened`` counts how often a mending did not hold.
    """

    __tablename__ = "shortcoming"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    issue: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(12))
    found_on: Mapped[date]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    deadline: Mapped[date]
    how: Mapped[str] = mapped_column(String(300), default="")
    mended_on: Mapped[date | None] = mapped_column(default=None)
    mended_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    verified_on: Mapped[date | None] = mapped_column(default=None)
    verified_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    reopened: Mapped[int] = mapped_column(default=0)

    owner: Mapped[UserRow] = relationship(init=False, foreign_keys=[owner_id])
    mender: Mapped[UserRow | None] = relationship(init=False, foreign_keys=[mended_id])
    verifier: Mapped[UserRow | None] = relationship(init=False, foreign_keys=[verified_id])
