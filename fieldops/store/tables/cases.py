"""Cases, the visits made for them, and what became of them in the registers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_text
from fieldops.store.tables.registry import CitizenRow, HouseholdRow


class CaseRow(OfCommune, Base, kw_only=True):
    """
    One person, one procedure. Statutory dates are counted from these facts, never stored.

    ``event_on`` is the day of death for a death case. A need a household reports is a case in
    state ``requested``. ``held`` (``domain.case.Hold``) keeps an open case out of demand until the
    registrar decides: the family refused at the door, or moved away. ``received_time``: seconds
    after local midnight, where it was noted; it decides the day of same-day procedures.
    ``steps_done``: interlinked steps that are done, each with its day (ISO).
    """

    __tablename__ = "case"
    __table_args__ = (Index("ix_case_commune_state", "commune_code", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id"), index=True)
    procedure: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default="requested")
    channel: Mapped[int] = mapped_column(default=1)
    ground: Mapped[str] = mapped_column(String(30), default="")
    decision_no: Mapped[str] = mapped_column(String(60), default="")
    informant_name: Mapped[str] = mapped_column(String(120), default="")
    informant_relation: Mapped[str] = mapped_column(String(60), default="")
    informant_phone: str = sealed_text()
    event_on: Mapped[date | None] = mapped_column(default=None)
    requested_on: Mapped[date]
    received_on: Mapped[date | None] = mapped_column(default=None)
    received_time: Mapped[int | None] = mapped_column(default=None)
    processed_on: Mapped[date | None] = mapped_column(default=None)
    handed_over_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    verification_days: Mapped[int] = mapped_column(default=0)
    missing_papers: str = sealed_text()
    steps_done: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    dossier_code: Mapped[str] = mapped_column(String(60), default="")
    official_entered_on: Mapped[date | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    held: Mapped[str] = mapped_column(String(12), default="")
    held_on: Mapped[date | None] = mapped_column(default=None)
    notes: str = sealed_text()
    closing_reason: str = sealed_text()
    version: Mapped[int] = mapped_column(default=0)

    household: Mapped[HouseholdRow] = relationship(init=False)
    citizen: Mapped[CitizenRow] = relationship(init=False)
    supplements: Mapped[list[SupplementRow]] = relationship(
        init=False, lazy="selectin", order_by="SupplementRow.id"
    )
    apologies: Mapped[list[ApologyRow]] = relationship(init=False, order_by="ApologyRow.id")


class SupplementRow(OfCommune, Base, kw_only=True):
    """
    Papers asked for: when, which, and when they came; at most one of a case is unanswered.

    ``paused``: the dossier had been received, so its clock stands still meanwhile. ``wanted_by``
    is the day the family named.
    """

    __tablename__ = "supplement"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    asked_on: Mapped[date]
    papers: str = sealed_text(required=True)
    wanted_by: Mapped[date | None] = mapped_column(default=None)
    paused: Mapped[bool] = mapped_column(default=False)
    answered_on: Mapped[date | None] = mapped_column(default=None)


class ApologyRow(OfCommune, Base, kw_only=True):
    """An apology for a day not kept, with the new one. The law's day stays what it was."""

    __tablename__ = "apology"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    apologised_on: Mapped[date]
    promised_on: Mapped[date]
    new_date: Mapped[date]
    reason: str = sealed_text(required=True)


class ProcedureVersionRow(OfCommune, Base, kw_only=True):
    """
    A version of a procedure the commune added, for dossiers received from a day on.

    ``document`` is what ``civil.versions`` writes; it is never changed, only taken out.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("commune_code", "procedure", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    procedure: Mapped[str] = mapped_column(String(30))
    valid_from: Mapped[date]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class VisitRow(OfCommune, Base, kw_only=True):
    """
    A visit to make: one home, one kind, all its cases together. Kept in step by ``demand.refresh``.

    ``link_id`` of an expected delivery is its intake. ``planned_on`` is set while a published plan
    holds the visit; ``reason`` is a ``Sentence`` as JSON; ``seconds`` is time at the door.
    While its intake is still to come an expected visit has no dates, but the working days after
    the intake within which it falls, ``after_days`` to ``within_days`` inclusive. Once made,
    ``result`` (``domain.outcome.Result``) and ``made_on`` say what was found and when. ``told`` is
    when neighbours said someone will be home (``domain.told_hours`` as JSON): said at this visit
    once it was made, at the try before it while it is open; ``told_binds``: plans keep to it.
    """

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_commune_state", "commune_code", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="due")
    link_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), default=None)
    attempt: Mapped[int] = mapped_column(default=1)
    release_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    after_days: Mapped[int | None] = mapped_column(default=None)
    within_days: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    priority: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    roles: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    skills: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    registers: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    told: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    told_binds: Mapped[bool] = mapped_column(default=False)
    planned_on: Mapped[date | None] = mapped_column(default=None, index=True)
    result: Mapped[str] = mapped_column(String(20), default="")
    made_on: Mapped[date | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)

    household: Mapped[HouseholdRow] = relationship(init=False)
    visit_cases: Mapped[list[VisitCaseRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="VisitCaseRow.case_id"
    )


class VisitCaseRow(OfCommune, Base, kw_only=True):
    """A case served by a visit; ``result`` is what came of it there, once the visit was made."""

    __tablename__ = "visit_case"

    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visit.id"), primary_key=True, nullable=False, default=None
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    result: Mapped[str] = mapped_column(String(20), default="")

    case: Mapped[CaseRow] = relationship(init=False)


class RegistrationRow(OfCommune, Base, kw_only=True):
    """An entry in a civil register: its number is unique in the commune per register and year."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("commune_code", "register", "year", "entry_no"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    register: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    volume: Mapped[str] = mapped_column(String(40))
    entry_no: Mapped[int]
    registered_on: Mapped[date]
    registered_by: Mapped[str] = mapped_column(String(120))
    note: str = sealed_text()
    created_at: Mapped[datetime]

    case: Mapped[CaseRow] = relationship(init=False)


class HandoverRow(OfCommune, Base, kw_only=True):
    """The paper given at the door: to whom, and how they signed."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), default=None)
    outcome_id: Mapped[str | None] = mapped_column(String(36), default=None)
    handed_over_on: Mapped[date]
    received_by: Mapped[str] = mapped_column(String(120))
    relation: Mapped[str] = mapped_column(String(60), default="")
    mark: Mapped[str] = mapped_column(String(12), default="signature")  # or fingerprint
    read_aloud: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
