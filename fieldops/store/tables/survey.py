"""Answers to the opinion survey: nothing in a row leads back to a person, a case or an hour."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fieldops.store.base import Base, OfCommune
from fieldops.store.sealed import sealed_text


class SurveyAnswerRow(OfCommune, Base, kw_only=True):
    """
    One family's answer, of the week that begins on ``week_on``.

    ``id`` is the hash of its ticket, or drawn by lot; there is no counter and no hidden row number,
    since their order would tell when an answer was given. ``words`` are blanked after a month.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_commune_week", "commune_code", "week_on"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    week_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(1))
    satisfied: Mapped[str] = mapped_column(String(10))
    polite: Mapped[str] = mapped_column(String(10))
    on_time: Mapped[str] = mapped_column(String(10))
    asked_twice: Mapped[str] = mapped_column(String(10))
    words: str = sealed_text()
