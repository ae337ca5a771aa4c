"""Papers a person has already given, and electronic results attached to cases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune


class GivenPaperRow(OfCommune, Base, kw_only=True):
    """A paper the commune has from a person: not to be asked of them again."""

    __tablename__ = "given_paper"
    __table_args__ = (UniqueConstraint("citizen_id", "paper"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id"))
    paper: Mapped[str] = mapped_column(String(120))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    given_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(String(120))


class ResultFileRow(OfCommune, Base, kw_only=True):
    """An electronic result of a case, a PDF; the bytes are beside the database. The last counts."""

    __tablename__ = "result_file"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_by: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime]
