"""Staff who go out, their absences and vehicles; logins."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_security import UserMixin
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_text

if TYPE_CHECKING:
    from fieldops.store.tables.office import DutyRow


class StaffRow(OfCommune, Base, kw_only=True):
    """A person who can go out: one role, any skills (``fieldops.domain.people``)."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    full_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    skills: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    phone: Mapped[str] = mapped_column(String(20), default="")
    sort_key: Mapped[str] = mapped_column(String(250), default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=0)

    absences: Mapped[list[AbsenceRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="AbsenceRow.from_on"
    )
    duties: Mapped[list[DutyRow]] = relationship(
        init=False, back_populates="staff", order_by="DutyRow.on", lazy="selectin"
    )


class AbsenceRow(OfCommune, Base, kw_only=True):
    """Days a person cannot go out, first and last inclusive."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True, default=None)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: str = sealed_text()


class VehicleRow(OfCommune, Base, kw_only=True):
    """A vehicle teams may use. ``kind``: motorbike, car or boat; ``seats`` counts its driver."""

    __tablename__ = "vehicle"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    seats: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=0)


class UserRow(UserMixin, Base, kw_only=True):
    """
    A login: one person, one role, one commune. ``hamlet_id`` holds a hamlet head to their hamlet.

    A password that somebody else has seen is one-time: it lets in to set one's own, no further.
    Not ``OfCommune``: a login is looked up before any commune is known. Fields from
    ``password`` on are those Flask-Security asks for; it types as never empty what may be.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), index=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), default=None)
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"), default=None)
    language: Mapped[str] = mapped_column(String(5), default="vi")
    password: Mapped[str] = mapped_column(String(255))
    password_is_one_time: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str | None] = mapped_column(String(255), unique=True, default=None)  # type: ignore[assignment]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    last_login_at: Mapped[datetime | None] = mapped_column(default=None)  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None] = mapped_column(default=None)  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(String(64), default=None)
    current_login_ip: Mapped[str | None] = mapped_column(String(64), default=None)
    login_count: Mapped[int] = mapped_column(default=0)
    demo: Mapped[bool] = mapped_column(default=False)
