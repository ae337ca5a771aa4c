"""Reports from the field. Append-only: a correction is a new row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_object, sealed_text


class OutcomeRow(OfCommune, Base, kw_only=True):
    """
    What a team reported of one visit; never updated but for its fate, never deleted.

    ``id`` is made on the phone, so sending twice stores once. ``visit_id`` is no foreign key: a
    report of a visit we do not know is kept. ``recorded_at`` is the phone's clock, corrected by
    nothing; ``received_at`` is ours.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        Index("ix_outcome_commune_fate", "commune_code", "fate"),
        Index("ix_outcome_device_seq", "commune_code", "device_id", "device_seq"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    visit_id: Mapped[int | None] = mapped_column(index=True, default=None)
    plan_id: Mapped[int | None] = mapped_column(default=None)
    seen_version: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(String(20), default="")
    met_name: str = sealed_text()
    met_relation: Mapped[str] = mapped_column(String(60), default="")
    body: dict[str, Any] = sealed_object()
    note: str = sealed_text()
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    accuracy_m: Mapped[int | None] = mapped_column(default=None)
    recorded_by: Mapped[int | None] = mapped_column(default=None)
    recorded_by_name: Mapped[str] = mapped_column(String(120), default="")
    device_id: Mapped[str] = mapped_column(String(36), default="")
    device_seq: Mapped[int | None] = mapped_column(default=None)
    schema: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    received_at: Mapped[datetime]
    supersedes: Mapped[str | None] = mapped_column(String(36), default=None)
    fate: Mapped[str] = mapped_column(String(14), default="stored")
    fate_reason: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None
    )
    reviewed_by: Mapped[str] = mapped_column(String(120), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(default=None)
    review_note: str = sealed_text()


class ToFollowRow(OfCommune, Base, kw_only=True):
    """
    The books have yet to follow an outcome that is stored; the row goes with what it asks for.

    ``id`` counts in the order they came. Both happen in one transaction, so each is followed once.
    """

    __tablename__ = "to_follow"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    outcome_id: Mapped[str] = mapped_column(ForeignKey("outcome.id"), unique=True)
    household_id: Mapped[int] = mapped_column(index=True)


class HoleRow(OfCommune, Base, kw_only=True):
    """
    A number of a device's sequence that never came; the row goes when it comes.

    ``lost_at``: when the phone said that it no longer has that report. ``settled_at``: when a
    supervisor found out what it was.
    """

    __tablename__ = "hole"
    __table_args__ = (UniqueConstraint("commune_code", "device_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    device_id: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int]
    seen_at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120), default="")
    lost_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(300), default="")


class EpochRow(Base, kw_only=True):
    """
    A life of this database, from one restore to the next; the highest number is the one now.

    It belongs to the server, not to a commune: a backup holds them all.
    """

    __tablename__ = "epoch"

    number: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(36))
    began_at: Mapped[datetime]
