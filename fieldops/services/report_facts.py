"""What the reports are told: each case and each visit of the commune as flat facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import (
    Pause,
    StatutoryClock,
    register_by,
    registered_in_time,
    statutory_clock,
)
from fieldops.civil.procedures import ProcedureRule, rule_for
from fieldops.domain.case import CLOSED, CaseState, Channel, Procedure, Register
from fieldops.domain.facts import ClockTime
from fieldops.domain.household import Category, Sex
from fieldops.domain.outcome import Result
from fieldops.domain.partial_date import PartialDate
from fieldops.reports.case_fact import CaseFact
from fieldops.reports.weeks import VisitFact
from fieldops.services import clocks
from fieldops.services.clocks import Born
from fieldops.services.procedure_rules import rules
from fieldops.store import reports as rows
from fieldops.store.reports import Found

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def case_facts(session: Session, today: date, zone: ZoneInfo = VIETNAM) -> list[CaseFact]:
    """Every case of the commune as the reports need it; days begin and end in ``zone``."""
    beside = _Beside.of(session, zone)
    return [_case_fact(row, today, beside) for row in rows.cases(session)]


def visit_facts(session: Session) -> list[VisitFact]:
    """Every visit of the commune; only one that was done counts as done, whoever was met."""
    return [
        VisitFact(
            planned_on=row.planned_on,
            done_on=row.made_on if row.result == Result.DONE else None,
            due_on=row.due_on,
        )
        for row in rows.visits(session)
    ]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the cases in tables of their own."""

    days: WorkCalendar
    rules: Sequence[ProcedureRule]
    categories: _Categories
    pauses: dict[int, list[Pause]]
    apologies: dict[int, date]
    digitised: dict[int, date]

    @staticmethod
    def of(session: Session, zone: ZoneInfo) -> _Beside:
        pauses: dict[int, list[Pause]] = {}
        for row in rows.pauses(session):
            pauses.setdefault(row.case_id, []).append(Pause(row.asked_on, row.answered_on))
        return _Beside(
            clocks.calendar(session),
            rules(session),
            _Categories(rows.categories(session)),
            pauses,
            rows.first_apologies(session),
            {case: at.astimezone(zone).date() for case, at in rows.first_results(session).items()},
        )

    def paused_on(self, case_id: int) -> date | None:
        """Since when the clock stands still now."""
        of_case = self.pauses.get(case_id, ())
        return next((one.asked_on for one in of_case if one.answered_on is None), None)


def _case_fact(row: Found, today: date, beside: _Beside) -> CaseFact:
    received_on = _received_on(row, beside)
    clock = _clock(row, received_on, beside)
    stopped = row.state in CLOSED and row.state != CaseState.HANDED_OVER
    return CaseFact(
        case_id=row.id,
        procedure=Procedure(row.procedure),
        state=CaseState(row.state),
        channel=Channel(row.channel),
        hamlet=row.hamlet,
        requested_on=row.requested_on,
        received_on=received_on,
        register_by=_event_limit(row, today, beside),
        paused_on=beside.paused_on(row.id),
        ready_by=clock.ready_by if clock else None,
        deliver_by=clock.deliver_by if clock else None,
        processed_on=row.processed_on,
        handed_over_on=row.handed_over_on,
        stopped_on=row.closed_on if stopped else None,
        register=Register(row.register) if row.register else None,
        registered_on=row.registered_on,
        timely=_timely(row, today, beside),
        apologised_on=beside.apologies.get(row.id),
        entered_on=row.official_entered_on,
        digitised_on=beside.digitised.get(row.id),
        categories=beside.categories.of(row),
        sex=Sex(row.sex) if row.sex else None,
    )


def _received_on(row: Found, beside: _Beside) -> date | None:
    """A paper that only has to be brought is at the office from the day it was asked for."""
    rule = rule_for(Procedure(row.procedure), row.requested_on, beside.rules)
    return row.received_on or (None if rule.intake else row.requested_on)


def _clock(row: Found, received_on: date | None, beside: _Beside) -> StatutoryClock | None:
    """
    The legal dates, by the version of the procedure on receipt.

    None to bring a paper, and while the clock stands still.
    """
    if received_on is None or beside.paused_on(row.id):
        return None
    rule = rule_for(Procedure(row.procedure), received_on, beside.rules)
    if rule.intake is None:
        return None
    return statutory_clock(
        rule,
        received_on,
        beside.days,
        verification_days=row.verification_days or 0,
        received_at=None if row.received_time is None else ClockTime(row.received_time),
        pauses=beside.pauses.get(row.id, ()),
    )


def _event_limit(row: Found, today: date, beside: _Beside) -> date | None:
    """The last day to register the birth or the death in time."""
    rule, event = _event(row, today, beside)
    return register_by(rule, event, row.requested_on)


def _timely(row: Found, today: date, beside: _Beside) -> bool | None:
    """Whether the entry was made within the event's own limit."""
    rule, event = _event(row, today, beside)
    if event is None or row.registered_on is None:
        return None
    return registered_in_time(rule, event, row.registered_on)


def _event(row: Found, today: date, beside: _Beside) -> tuple[ProcedureRule, PartialDate | None]:
    rule = rule_for(Procedure(row.procedure), row.received_on or today, beside.rules)
    return rule, clocks.event_day(rule, clocks.birth_of(cast(Born, row)), row.event_on)


class _Categories:
    """Categories by household and by person; one that ended before the request no longer counts."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._of_household: dict[int, list[Found]] = {}
        self._of_citizen: dict[int, list[Found]] = {}
        for row in found:
            if row.citizen_id is not None:
                self._of_citizen.setdefault(row.citizen_id, []).append(row)
            else:
                self._of_household.setdefault(row.household_id, []).append(row)

    def of(self, case: Found) -> frozenset[Category]:
        own = self._of_citizen.get(case.citizen_id, [])
        shared = self._of_household.get(case.household_id, [])
        return frozenset(
            Category(row.category)
            for row in (*own, *shared)
            if row.to_on is None or row.to_on >= case.requested_on
        )
