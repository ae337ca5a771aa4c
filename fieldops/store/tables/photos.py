"""Photos from the field: what each is of; its bytes lie in files outside the web's folder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune


class PhotoRow(OfCommune, Base, kw_only=True):
    """
    A photo as its phone announced it. ``id`` is made on the phone, so sending twice stores once.

    ``visit_id``, ``case_id`` and ``outcome_id`` are no foreign keys: a photo of a visit we do not
    know, or whose report comes later, is kept. ``size`` and ``sha256`` are of what was sent;
    what is kept was made anew from it.
    """

    __tablename__ = "photo"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    outcome_id: Mapped[str] = mapped_column(String(36), index=True)
    visit_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(index=True, default=None)
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    fate: Mapped[str] = mapped_column(String(10), default="coming")
    taken_at: Mapped[datetime]
    announced_at: Mapped[datetime]
    stored_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_by: Mapped[int]
    sent_by_name: Mapped[str] = mapped_column(String(120), default="")
