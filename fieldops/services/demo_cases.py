"""
The cases of the demo: what the review lists ask for, some of it already under way.

All of it is invented. Each case is brought to where it stands by the same acts an office uses,
on days before today, so that every date, visit and entry in it hangs together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy.orm import Session

from fieldops.civil.registration import entry
from fieldops.domain.case import CaseState, Hold, Procedure, Register
from fieldops.domain.outcome import Result
from fieldops.domain.timing import WorkingDays
from fieldops.services import case_lists, cases, clocks, demand, registration, supplements, visits
from fieldops.services.audit import Actor
from fieldops.services.demo_people import PEOPLE
from fieldops.services.registration import Receipt
from fieldops.store import cases as rows
from fieldops.store import scope
from fieldops.store.tables import CaseRow

BIRTHS = (Procedure.MOBILE_BIRTH, Procedure.BIRTH_WITH_PAPERS)
DEATH_AFTER = (3, 9, 5, 12, 7, 14)
"""Days from a death to today, in turn: some near the fifteen days of the law, none beyond."""


@dataclass(frozen=True, slots=True)
class Past:
    """
    How far a case has come; each number counts working days before today, None: not yet.

    ``entered``: also typed into the official systems on the day it was registered.
    """

    intake: int
    registered: int | None = None
    given: int | None = None
    entered: bool = False


BIRTH_PASTS = (
    *(Past(13, 11, 9, entered=True),) * 4,
    *(Past(11, 9, 7, entered=True),) * 3,
    *(Past(9, 8, 6),) * 3,
    Past(8, 6),  # its last day has passed: the late one
    *(Past(4, 2),) * 3,
    *(Past(3, 1),) * 3,
    Past(3),  # its register should have been written yesterday
    *(Past(2),) * 3,
    *(Past(1),) * 2,
)
DEATH_PASTS = (Past(9, 8, 6, entered=True), Past(3, 1), Past(1))
CARD_PASTS = (Past(12, 7, 5), Past(6, 2), Past(4), Past(2))
AT_THE_DOOR = (
    Result.NOT_HOME,
    Result.NOT_HOME,
    Result.PAPERS_MISSING,
    Result.REFUSED,
    Result.MOVED,
)


def load(session: Session, now: datetime, today: date) -> None:
    """Bring the cases of the session's commune under way; once: moved cases stay as they are."""
    open_cases = list(reversed(rows.matching(session, case_lists.asked())))
    if any(row.received_on for row in open_cases):
        return
    _spread_requests(open_cases, today)
    demand.refresh(session, None, today, now)
    story = _Story(session, now, today)
    for procedures, pasts in (
        (BIRTHS, BIRTH_PASTS),
        ((Procedure.MOBILE_DEATH,), DEATH_PASTS),
        ((Procedure.ID_CARD,), CARD_PASTS),
    ):
        of_kind = (row for row in open_cases if row.procedure in procedures)
        for row, past in zip(islice(of_kind, len(pasts)), pasts, strict=False):
            story.tell(row, past)
    untouched = [
        row for row in open_cases if row.state == CaseState.REQUESTED and row.procedure in BIRTHS
    ]
    for row, result in zip(untouched[::3], AT_THE_DOOR, strict=False):
        story.turned_away(row, result)
    demand.refresh(session, None, today, now)


def _spread_requests(open_cases: list[CaseRow], today: date) -> None:
    """Requests came in over the last six weeks; a death is told of the day after."""
    deaths = 0
    for row in open_cases:
        row.requested_on = today - timedelta(days=4 + row.id * 7 % 38)
        if row.procedure == Procedure.MOBILE_DEATH:
            row.event_on = today - timedelta(days=DEATH_AFTER[deaths % len(DEATH_AFTER)])
            row.requested_on = row.event_on + timedelta(days=1)
            deaths += 1
        born = clocks.birth_of(row.citizen)
        if born and born.earliest > row.requested_on:
            row.requested_on = min(born.latest, today)


class _Story:
    """Lives a case through its past days, by the acts of the services."""

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self._session, self._now, self._today = session, now, today
        self._days: WorkingDays = clocks.calendar(session)
        self._who = Actor(None, PEOPLE[scope.current(session)][0][0])
        self._numbers = {Register.BIRTH: 0, Register.DEATH: 0}

    def tell(self, row: CaseRow, past: Past) -> None:
        """Take it in, register or finish it, hand it over: as far as the past says."""
        self._take_in(row, self._day(past.intake))
        if past.registered is not None and row.state == CaseState.RECEIVED:
            self._register(row, self._day(past.registered), entered=past.entered)
        if past.given is not None and row.state == CaseState.PROCESSED:
            self._give(row, self._day(past.given))

    def turned_away(self, row: CaseRow, result: Result) -> None:
        """The team was there yesterday, and the case was not done."""
        day = self._day(1)
        self._asked_before(row, day)
        if self._made(row, "intake", day, result) is None:
            return
        at, ids = self._at(day), [row.id]
        if result == Result.PAPERS_MISSING:
            supplements.papers_missing(self._session, self._who, ids, "giấy chứng sinh", day, at)
        elif result == Result.NOT_HOME:
            cases.not_met(self._session, self._who, ids, day, at)
        else:
            cases.hold(self._session, self._who, ids, Hold(result.value), day, at)

    def _take_in(self, row: CaseRow, day: date) -> None:
        self._asked_before(row, day)
        self._made(row, "intake", day, Result.DONE)
        cases.record_intake(self._session, self._who, [row.id], day, day, self._at(day))

    def _asked_before(self, row: CaseRow, day: date) -> None:
        if row.event_on and row.event_on >= day:
            row.event_on = day - timedelta(days=2)
        row.requested_on = min(row.requested_on, day - timedelta(days=1))

    def _register(self, row: CaseRow, day: date, *, entered: bool) -> None:
        at, book = self._at(day), clocks.rule_of(row, day).register
        if book is None:
            registration.finish(self._session, self._who, row.id, day, "", day, at)
            return
        self._numbers[book] += 1
        made = entry(book, self._numbers[book], f"01/{day.year}", day)
        done = registration.register(self._session, self._who, row.id, made, day, at)
        if entered:
            registration.mark_entered(self._session, self._who, done.id, day, day, at)

    def _give(self, row: CaseRow, day: date) -> None:
        kind = "courier" if row.procedure == Procedure.ID_CARD else "delivery"
        made = self._made(row, kind, day, Result.DONE)
        registration.hand_over(
            self._session,
            self._who,
            row.id,
            day,
            Receipt(row.household.head_name),
            day,
            self._at(day),
            visit_id=made,
        )

    def _made(self, row: CaseRow, kind: str, day: date, result: Result) -> int | None:
        """Close the open visit of the case, as done for it alone."""
        for visit in rows.visits_of(self._session, row.id):
            if visit.kind == kind and visit.state in ("due", "expected"):
                visits.finish(self._session, visit.id, {row.id: result}, day, self._at(day))
                return visit.id
        return None

    def _day(self, back: int) -> date:
        """The working day that lies so many working days before today."""
        return next(islice(self._back(), back - 1, None))

    def _back(self) -> Iterator[date]:
        day = self._today
        while True:
            day -= timedelta(days=1)
            if self._days.is_working(day):
                yield day

    def _at(self, day: date) -> datetime:
        return self._now - (self._today - day)
