"""Queries over the answers to the survey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.sealed import column
from fieldops.store.tables import HandoverRow, SurveyAnswerRow


def answer(session: Session, answer_id: str) -> SurveyAnswerRow | None:
    """The answer of this ticket, if it was given."""
    query = select(SurveyAnswerRow).where(SurveyAnswerRow.id == answer_id)
    return session.scalars(query).first()


def answers(session: Session, from_on: date, to_on: date) -> Sequence[SurveyAnswerRow]:
    """Answers of the weeks that begin from ``from_on`` to ``to_on``, both inclusive."""
    query = select(SurveyAnswerRow).where(SurveyAnswerRow.week_on.between(from_on, to_on))
    return session.scalars(query.order_by(SurveyAnswerRow.week_on, SurveyAnswerRow.id)).all()


def with_words(session: Session, since: date) -> Sequence[SurveyAnswerRow]:
    """Answers with words of their own from the week of ``since`` on, the newest week first."""
    query = select(SurveyAnswerRow).where(
        column(SurveyAnswerRow, "words") != b"", SurveyAnswerRow.week_on >= since
    )
    return session.scalars(query.order_by(SurveyAnswerRow.week_on.desc(), SurveyAnswerRow.id)).all()


def forget_words(session: Session, before: date) -> None:
    """Blank the words of the weeks before ``before``."""
    session.execute(
        update(SurveyAnswerRow)
        .where(
            SurveyAnswerRow.commune_code == scope.current(session),
            SurveyAnswerRow.week_on < before,
            column(SurveyAnswerRow, "words") != b"",
        )
        .values({column(SurveyAnswerRow, "words"): b""})
    )


def handed_over(session: Session, from_on: date, to_on: date) -> int:
    """How many results were handed over from ``from_on`` to ``to_on``, both inclusive."""
    query = select(func.count(HandoverRow.id)).where(
        HandoverRow.handed_over_on.between(from_on, to_on)
    )
    return session.scalar(query) or 0
