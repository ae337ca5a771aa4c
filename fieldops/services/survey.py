"""The opinion survey: anonymous answers taken in, counted with their denominators, forgotten."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.errors import NotFound
from fieldops.domain.sentences import Sentence
from fieldops.domain.survey import SATISFIED, Reply, Satisfaction, SurveyChannel
from fieldops.outcomes.opinion import Opinion, OpinionFate
from fieldops.registry.names import tidy
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.services.survey_tickets import Ticket
from fieldops.store import scope
from fieldops.store import survey as rows
from fieldops.store.tables import CommuneRow, SurveyAnswerRow

Kind = TypeVar("Kind", bound=StrEnum)

WORDS_KEPT = timedelta(days=30)
"""How long words of their own are kept, from the week they were given in: our own measure."""
LATEST = timedelta(weeks=4)
"""How long an answer may wait on a phone and still count in its own week: our own measure."""
FEWEST = 5
"""Under so many answers no share is told: it would say nothing, and might tell who answered."""
GOAL, GOAL_2030 = 90, 95
"""Per cent satisfied that one-stop offices are asked for, now and by 2030."""
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The four questions, and words of the family's own, which may be empty."""

    satisfied: Satisfaction
    polite: Reply
    on_time: Reply
    asked_twice: Reply
    words: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; unsure answers are in neither."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """To one decimal; None of too few."""
        return round(100 * self.part / self.whole, 1) if self.whole >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Results:
    """
    What was answered in a period: of the weeks that begin in it.

    ``handed_over`` counts results handed over in the period: who might have been asked.
    """

    answered: int
    handed_over: int
    satisfied: Share
    polite: Share
    on_time: Share
    not_asked_twice: Share
    levels: dict[Satisfaction, int]
    channels: dict[SurveyChannel, int]


def enter(session: Session, ticket: Ticket) -> CommuneRow:
    """Go inside the ticket's commune; for a page that has no login."""
    commune = session.get(CommuneRow, ticket.commune_code)
    if commune is None:
        raise NotFound(Sentence("Phiếu góp ý này không đúng. Quét lại mã trên giấy giao nhận."))
    scope.leave(session)  # an officer of another commune may be logged in on this phone
    scope.enter(session, ticket.commune_code)
    return commune


def is_answered(session: Session, ticket: Ticket) -> bool:
    """Whether the ticket was used."""
    return rows.answer(session, ticket.answer_id) is not None


def take(session: Session, ticket: Ticket, answer: Answer, today: date) -> None:
    """
    Keep the answer of a ticket; a ticket used before changes nothing.

    Nothing goes into the audit: its order and hours would tell who answered what.
    """
    _keep_once(session, ticket.answer_id, ticket.channel, answer, today)


def take_spoken(session: Session, answer: Answer, today: date) -> None:
    """Keep an answer told to an officer. Who typed it is not kept."""
    take_here(session, SurveyChannel.SPOKEN, answer, today)


def take_here(session: Session, channel: SurveyChannel, answer: Answer, today: date) -> None:
    """Keep an answer given on an officer's own screen; its form is sent once."""
    _keep(session, secrets.token_hex(32), channel, answer, today)


def take_from_phone(session: Session, opinion: Opinion, today: date) -> OpinionFate:
    """
    Keep an answer that waited on a phone; the same one sent again changes nothing.

    It counts in the week it was told in. A phone's clock that names a week to come, or one more
    than LATEST ago, is not believed: then it counts in this week.
    """
    answer_id = hashlib.sha256(opinion.id.encode()).hexdigest()
    recent = _week_of(today) - LATEST <= _week_of(opinion.week_on) <= _week_of(today)
    told_on = opinion.week_on if recent else today
    answer = Answer(
        opinion.satisfied, opinion.polite, opinion.on_time, opinion.asked_twice, opinion.words
    )
    new = _keep_once(session, answer_id, SurveyChannel(opinion.how), answer, told_on)
    return OpinionFate.STORED if new else OpinionFate.ALREADY


def _keep_once(
    session: Session,
    answer_id: str,
    channel: SurveyChannel,
    answer: Answer,
    told_on: date,
) -> bool:
    """Whether it was kept; False where an answer of this id stands already."""
    if rows.answer(session, answer_id) is not None:
        return False
    try:
        with session.begin_nested():
            _keep(session, answer_id, channel, answer, told_on)
    except IntegrityError:
        return False  # sent twice at once: the first one stands
    return True


def _keep(
    session: Session, answer_id: str, channel: SurveyChannel, answer: Answer, told_on: date
) -> None:
    forget(session, told_on)
    session.add(
        SurveyAnswerRow(
            commune_code=scope.current(session),
            id=answer_id,
            week_on=_week_of(told_on),
            channel=channel,
            satisfied=answer.satisfied,
            polite=answer.polite,
            on_time=answer.on_time,
            asked_twice=answer.asked_twice,
            words=tidy(answer.words)[:LONGEST_WORDS],
        )
    )
    session.flush()


def results(session: Session, from_on: date, to_on: date) -> Results:
    """The answers of the weeks that begin from ``from_on`` to ``to_on``, both inclusive."""
    found = rows.answers(session, from_on, to_on)
    levels = Counter(Satisfaction(row.satisfied) for row in found)
    return Results(
        answered=len(found),
        handed_over=rows.handed_over(session, from_on, to_on),
        satisfied=Share(sum(levels[one] for one in SATISFIED), len(found)),
        polite=_share((row.polite for row in found), Reply.YES),
        on_time=_share((row.on_time for row in found), Reply.YES),
        not_asked_twice=_share((row.asked_twice for row in found), Reply.NO),
        levels=_counts(Satisfaction, (row.satisfied for row in found)),
        channels=_counts(SurveyChannel, (row.channel for row in found)),
    )


def _share(replies: Iterable[str], good: Reply) -> Share:
    sure = [reply for reply in replies if reply != Reply.UNSURE]
    return Share(sure.count(good), len(sure))


def _counts(kind: type[Kind], values: Iterable[str]) -> dict[Kind, int]:
    count = Counter(values)
    return {one: count[one.value] for one in kind}


def words(session: Session, today: date) -> Sequence[SurveyAnswerRow]:
    """Answers whose words are still kept, the newest week first."""
    return rows.with_words(session, today - WORDS_KEPT)


def forget_one(session: Session, actor: Actor, answer_id: str, at: datetime) -> None:
    """The words were read and acted on: they go, the answer stays."""
    row = rows.answer(session, answer_id)
    if row is None or not row.words:
        raise NotFound(Sentence("Lời góp ý này không còn. Tải lại trang."))
    row.words = ""
    audit.record(session, actor, "survey.words_read", ("survey", row.week_on.isoformat()), at)


def forget(session: Session, today: date) -> None:
    """Blank words that were kept long enough."""
    rows.forget_words(session, today - WORDS_KEPT)


def _week_of(day: date) -> date:
    """The Monday of the week: finer would point at a visit."""
    return day - timedelta(days=day.weekday())
