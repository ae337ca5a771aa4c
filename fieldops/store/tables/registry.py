"""Communes, hamlets, households, citizens: who lives where, and how one gets to the door."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import blind_index, sealed_list, sealed_object, sealed_text


class CommuneRow(Base, kw_only=True):
    """A commune. ``outline`` is a ring of [lon, lat]; ``settings``: ``CommuneSettings`` as JSON."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20), default="xã")
    province: Mapped[str] = mapped_column(String(100), default="")
    base_lat: Mapped[float]
    base_lon: Mapped[float]
    outline: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    version: Mapped[int] = mapped_column(default=0)


class HamletRow(OfCommune, Base, kw_only=True):
    """A hamlet, its point, and the old commune whose name lives on in papers."""

    __tablename__ = "hamlet"
    __table_args__ = (UniqueConstraint("commune_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(100))
    old_commune: Mapped[str] = mapped_column(String(100), default="")
    lat: Mapped[float]
    lon: Mapped[float]
    islet: Mapped[str] = mapped_column(String(50), default="")


class HouseholdRow(OfCommune, Base, kw_only=True):
    """
    A home. Without a pin of its own it stands at its hamlet's point (``pin_source`` = hamlet).

    ``search`` is the folded text of everything one may look for, ``spelled`` the names as typed;
    ``sort_key`` orders by given name. ``second_team`` (``domain.second_team`` as JSON) is asked for
    where one team is not enough.
    """

    __tablename__ = "household"
    __table_args__ = (
        Index("ix_household_commune_sort", "commune_code", "sort_key"),
        Index("ix_household_phone_index", "phone_index", "commune_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    hamlet_id: Mapped[int] = mapped_column(ForeignKey("hamlet.id"), index=True)
    head_name: Mapped[str] = mapped_column(String(120))
    group_no: Mapped[str] = mapped_column(String(20), default="")
    address_note: Mapped[str] = mapped_column(String(300), default="")
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    pin_accuracy_m: Mapped[int | None] = mapped_column(default=None)
    pin_source: Mapped[str] = mapped_column(String(10), default="hamlet")
    pin_set_by: Mapped[str] = mapped_column(String(120), default="")
    pin_set_at: Mapped[datetime | None] = mapped_column(default=None)
    access: Mapped[str] = mapped_column(String(10), default="motorbike")
    access_minutes: Mapped[int] = mapped_column(default=0)
    access_note: Mapped[str] = mapped_column(String(300), default="")
    phone: str = sealed_text(index="phone_index")
    phone_index: Mapped[bytes | None] = blind_index()
    phone_owner: Mapped[str] = mapped_column(String(120), default="")
    notes: str = sealed_text()
    second_team: dict[str, Any] = sealed_object()
    search: Mapped[str] = mapped_column(Text, default="")
    spelled: Mapped[str] = mapped_column(String(500), default="")
    sort_key: Mapped[str] = mapped_column(String(250), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime | None] = mapped_column(default=None)
    updated_at: Mapped[datetime | None] = mapped_column(default=None)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)

    hamlet: Mapped[HamletRow] = relationship(init=False, lazy="joined", innerjoin=True)
    citizens: Mapped[list[CitizenRow]] = relationship(
        init=False, back_populates="household", order_by="CitizenRow.id"
    )
    categories: Mapped[list[CategoryRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="CategoryRow.id"
    )
    home_hours: Mapped[list[HomeHoursRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="HomeHoursRow.id"
    )


class CitizenRow(OfCommune, Base, kw_only=True):
    """
    A person of a household. Birth may be known by year alone; the name is one field.

    One found to be the same person as another is ``merged_into`` it, and shown nowhere.
    """

    __tablename__ = "citizen"
    __table_args__ = (
        Index("ix_citizen_id_number_index", "id_number_index", "commune_code"),
        Index("ix_citizen_phone_index", "phone_index", "commune_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(120))
    alias: Mapped[str] = mapped_column(String(120), default="")
    sex: Mapped[str | None] = mapped_column(String(10), default=None)
    birth_year: Mapped[int | None] = mapped_column(default=None)
    birth_month: Mapped[int | None] = mapped_column(default=None)
    birth_day: Mapped[int | None] = mapped_column(default=None)
    id_number: str = sealed_text(index="id_number_index")
    id_number_index: Mapped[bytes | None] = blind_index()
    ethnicity: str = sealed_text()
    language: Mapped[str] = mapped_column(String(5), default="vi")
    relation_to_head: Mapped[str] = mapped_column(String(60), default="")
    phone: str = sealed_text(index="phone_index")
    phone_index: Mapped[bytes | None] = blind_index()
    phone_owner: Mapped[str] = mapped_column(String(120), default="")
    died_on: Mapped[date | None] = mapped_column(default=None)
    search: Mapped[str] = mapped_column(String(300), default="")
    spelled: Mapped[str] = mapped_column(String(500), default="")
    sort_key: Mapped[str] = mapped_column(String(250), default="", index=True)
    moved_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("citizen.id"), default=None)
    version: Mapped[int] = mapped_column(default=0)

    household: Mapped[HouseholdRow] = relationship(init=False, back_populates="citizens")


class CategoryRow(OfCommune, Base, kw_only=True):
    """Why home service is due: of the household or of one citizen; dated, with its decision."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    household_id: Mapped[int | None] = mapped_column(
        ForeignKey("household.id"), index=True, default=None
    )
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizen.id"), default=None)
    category: Mapped[str] = mapped_column(String(20))
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    decision_no: Mapped[str] = mapped_column(String(60), default="")
    detail: str = sealed_text()  # kind and level of a disability


class HomeHoursRow(OfCommune, Base, kw_only=True):
    """When someone is home: [start, end] seconds after midnight on a weekday (None: every day)."""

    __tablename__ = "home_hours"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    household_id: Mapped[int | None] = mapped_column(
        ForeignKey("household.id"), index=True, default=None
    )
    weekday: Mapped[int | None] = mapped_column(default=None)
    start: Mapped[int]
    end: Mapped[int]


class ImportRow(OfCommune, Base, kw_only=True):
    """
    A review list on its way in: previewed until applied.

    ``rows`` holds what was read, ``result`` what came of it, refused lines with their cells.
    """

    __tablename__ = "import_list"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="mapping")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    rows: list[Any] = sealed_list(deferred=True)
    result: dict[str, Any] = sealed_object()
    created_by: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)
