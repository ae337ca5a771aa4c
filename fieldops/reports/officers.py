"""A week of each officer who goes out: planned, done, done late, not done, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fieldops.domain.outcome import Result


class LateWhy(StrEnum):
    """Why a visit was done after the day of the law; the first that holds."""

    TRIED_BEFORE = "tried_before"
    PLANNED_LATE = "planned_late"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class StopFact:
    """A stop a person was to be at; ``result`` None until it is reported; the first try is 1."""

    staff_id: int
    day: date
    due_on: date | None = None
    result: Result | None = None
    made_on: date | None = None
    attempt: int = 1

    @property
    def late(self) -> LateWhy | None:
        """Why it was done late; None where it was not, or no date of the law holds for it."""
        if self.result is not Result.DONE or not self.due_on or not self.made_on:
            return None
        if self.made_on <= self.due_on:
            return None
        if self.attempt > 1:
            return LateWhy.TRIED_BEFORE
        return LateWhy.PLANNED_LATE if self.day > self.due_on else LateWhy.PUT_OFF


@dataclass(frozen=True, slots=True)
class OfficerWeek:
    """
    ``planned`` = ``done`` + ``not_done`` + ``unreported`` + ``ahead``. ``late`` counts those of
    ``done`` made after the day of the law, ``why`` those of ``not_done``, each by its reason;
    ``unreported`` are days gone by without a word; ``ahead`` is still to come, today included.
    """

    staff_id: int
    planned: int
    done: int
    unreported: int
    ahead: int
    late: dict[LateWhy, int] = field(default_factory=dict)
    why: dict[Result, int] = field(default_factory=dict)

    @property
    def done_late(self) -> int:
        return sum(self.late.values())

    @property
    def not_done(self) -> int:
        return sum(self.why.values())

    @property
    def adds_up(self) -> bool:
        return self.planned == self.done + self.not_done + self.unreported + self.ahead


def officer_weeks(stops: Iterable[StopFact], today: date) -> dict[int, OfficerWeek]:
    """One week a person, by id, of the stops given."""
    by_person: dict[int, list[StopFact]] = {}
    for stop in stops:
        by_person.setdefault(stop.staff_id, []).append(stop)
    return {person: _week(person, mine, today) for person, mine in by_person.items()}


def _week(person: int, stops: list[StopFact], today: date) -> OfficerWeek:
    done = [stop for stop in stops if stop.result is Result.DONE]
    silent = [stop for stop in stops if stop.result is None]
    late = Counter(stop.late for stop in stops)
    why = Counter(stop.result for stop in stops if stop.result not in (None, Result.DONE))
    return OfficerWeek(
        staff_id=person,
        planned=len(stops),
        done=len(done),
        unreported=sum(stop.day < today for stop in silent),
        ahead=sum(stop.day >= today for stop in silent),
        late={reason: count for reason, count in late.items() if reason},
        why={reason: count for reason, count in why.items() if reason},
    )
