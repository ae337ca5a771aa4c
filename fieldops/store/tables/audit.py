"""What was done by whom, in a chain that shows tampering; and forms already taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune


class AuditRow(OfCommune, Base, kw_only=True):
    """
    One act. ``hash`` covers the row and the hash before it; ``seq`` counts per commune from 1.

    ``facts`` hold ids, states and counts, never personal data.
    """

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("commune_code", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(default=None)
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    hash: Mapped[str] = mapped_column(String(64))


class SubmissionRow(OfCommune, Base, kw_only=True):
    """A form taken in once: its token, and where the answer to it was."""

    __tablename__ = "submission"

    token: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[int]
    location: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
