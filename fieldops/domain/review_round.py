"""A review round: hamlets are asked by a day for the people who need a paper and cannot come."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class ReviewReply(StrEnum):
    """What a hamlet answers: it sent a list, or it looked and there is nobody."""

    LIST = "list"
    NOBODY = "nobody"


class ReviewStanding(StrEnum):
    """Where a hamlet stands in a round."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


def standing(answer_by: date, answered_on: date | None, today: date) -> ReviewStanding:
    """Against the day asked for, which itself is still in time."""
    if answered_on is None:
        return ReviewStanding.LATE if today > answer_by else ReviewStanding.WAITING
    late = answered_on > answer_by
    return ReviewStanding.ANSWERED_LATE if late else ReviewStanding.ANSWERED
