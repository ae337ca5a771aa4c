"""Rounds in which hamlets are asked whom they know, and what each answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldops.store.base import Base, OfCommune
from fieldops.store.tables.registry import HamletRow


class ReviewRoundRow(OfCommune, Base, kw_only=True):
    """One round, asked on ``asked_on``, to be answered by ``answer_by``, inclusive."""

    __tablename__ = "review_round"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str] = mapped_column(String(120))
    asked_on: Mapped[date]
    answer_by: Mapped[date]
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]

    hamlets: Mapped[list[ReviewHamletRow]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="ReviewHamletRow.hamlet_id"
    )


class ReviewHamletRow(OfCommune, Base, kw_only=True):
    """A hamlet asked in a round; ``reply`` is empty until it answers (``ReviewReply``)."""

    __tablename__ = "review_hamlet"

    round_id: Mapped[int | None] = mapped_column(
        ForeignKey("review_round.id"), primary_key=True, nullable=False, default=None
    )
    hamlet_id: Mapped[int] = mapped_column(ForeignKey("hamlet.id"), primary_key=True)
    reply: Mapped[str] = mapped_column(String(10), default="")
    people: Mapped[int] = mapped_column(default=0)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answered_by: Mapped[str] = mapped_column(String(120), default="")

    hamlet: Mapped[HamletRow] = relationship(init=False, lazy="joined", innerjoin=True)
