"""A week of each officer who goes out: planned, done, done late, not done, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from fieldops.domain.outcome import Result


@dataclass(frozen=True, slots=True)
class StopFact:
    """A stop a person was to be at; ``result`` None until it is reported."""

    staff_id: int
    day: date
    due_on: date | None = None
    result: Result | None = None
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfficerWeek:
    """
    ``planned`` = ``done`` + ``not_done`` + ``unreported`` + ``ahead``. ``late`` are those of
    ``done`` made after the day of the law; ``why`` counts the reasons of ``not_done``;
    ``unreported`` are days gone by without a word; ``ahead`` is still to come, today included.
    """

    staff_id: int
    planned: int
    done: int
    late: int
    unreported: int
    ahead: int
    why: dict[Result, int] = field(default_factory=dict)

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
    why = Counter(stop.result for stop in stops if stop.result not in (None, Result.DONE))
    return OfficerWeek(
        staff_id=person,
        planned=len(stops),
        done=len(done),
        late=sum(1 for s in done if s.due_on and s.made_on and s.made_on > s.due_on),
        unreported=sum(stop.day < today for stop in silent),
        ahead=sum(stop.day >= today for stop in silent),
        why={reason: count for reason, count in why.items() if reason},
    )
