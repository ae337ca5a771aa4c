"""The office: calls and walk-ins, people on duty, tickets of the same-day lane."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.tables.people import StaffRow, UserRow


class IntakeRow(OfCommune, Base, kw_only=True):
    """By which way a case came in (``domain.office.Via``), and who took it down."""

    __tablename__ = "intake"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    via: Mapped[str] = mapped_column(String(10))
    taken_by: Mapped[str] = mapped_column(String(120))
    taken_at: Mapped[datetime]


class DutyRow(OfCommune, Base, kw_only=True):
    """A person on duty at the office on a day: one who goes out otherwise, or a leader's login."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("commune_code", "on", "staff_id"),
        UniqueConstraint("commune_code", "on", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    on: Mapped[date]
    post: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True, default=None)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)

    staff: Mapped[StaffRow | None] = relationship(init=False, back_populates="duties")
    user: Mapped[UserRow | None] = relationship(init=False)


class LaneRow(OfCommune, Base, kw_only=True):
    """
    A ticket of the same-day lane: number ``number`` of the day ``on``, for nobody in particular.

    ``promised_on`` is the day it is to be done: the same, or the next working day after the hour
    of the law. ``assisted``: written for the person.
    """

    __tablename__ = "lane"
    __table_args__ = (UniqueConstraint("commune_code", "on", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    on: Mapped[date]
    number: Mapped[int]
    matter: Mapped[str] = mapped_column(String(10))
    assisted: Mapped[bool] = mapped_column(default=False)
    came_at: Mapped[datetime]
    promised_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[str] = mapped_column(String(120), default="")
