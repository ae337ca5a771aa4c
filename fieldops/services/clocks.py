"""Clocks: the dates the law sets for a case, counted anew from its facts each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session, object_session

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import (
    Clock,
    Pause,
    Standing,
    StatutoryClock,
    register_by,
    standing,
    statutory_clock,
)
from fieldops.civil.procedures import ProcedureRule, steps_for
from fieldops.domain.case import CaseState, Procedure, Register
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.facts import ClockTime, Label
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import Timing, WorkingDays
from fieldops.services.procedure_rules import rule_for
from fieldops.store import scope
from fieldops.store.tables import CaseRow, CommuneRow, SupplementRow


@dataclass(frozen=True, slots=True)
class CaseClock:
    """
    One case against its dates: the rule it follows, what the law gives it, and what binds now.

    ``law`` is None until the dossier is received. ``now`` is the clock that binds, its last day
    and how the case stands against it, by ``civil.clocks``: every page shows that and no other.
    """

    rule: ProcedureRule
    law: StatutoryClock | None
    register_by: date | None
    now: Standing

    @property
    def due(self) -> date | None:
        return self.now.due

    @property
    def timing(self) -> Timing:
        return self.now.timing

    @property
    def clock(self) -> Clock | None:
        return self.now.clock


def settings(session: Session) -> CommuneSettings:
    """The settings of the commune the session is inside."""
    return CommuneSettings.from_json(session.get_one(CommuneRow, scope.current(session)).settings)


def calendar(session: Session) -> WorkCalendar:
    """The working days of the commune the session is inside."""
    return WorkCalendar.of(settings(session).own_days)


def rule_of(row: CaseRow, today: date) -> ProcedureRule:
    """The version its dossier was received under; before that, the one of today."""
    session = object_session(row)
    if session is None:
        raise ValueError("a case outside any session follows no commune's rules")
    return rule_for(session, Procedure(row.procedure), row.received_on or today)


def clock_of(row: CaseRow, today: date, days: WorkingDays) -> CaseClock:
    """The case against its dates, as of today."""
    rule = rule_of(row, today)
    limit = register_by(rule, event_of(row, rule), row.requested_on)
    law = law_of(row, rule, days)
    now = standing(CaseState(row.state), law, limit, today, days)
    return CaseClock(rule, law, limit, now)


def law_of(row: CaseRow, rule: ProcedureRule, days: WorkingDays) -> StatutoryClock | None:
    """The law's dates; None before receipt, and while the clock stands still for papers."""
    if row.received_on is None or waiting(row) is not None:
        return None
    return statutory_clock(
        rule,
        row.received_on,
        days,
        verification_days=row.verification_days,
        received_at=None if row.received_time is None else ClockTime(row.received_time),
        pauses=[Pause(one.asked_on, one.answered_on) for one in row.supplements if one.paused],
    )


def waiting(row: CaseRow) -> SupplementRow | None:
    """The papers that were asked for and have not come."""
    return next((one for one in row.supplements if one.answered_on is None), None)


def steps_of(row: CaseRow, rule: ProcedureRule, today: date) -> tuple[Label, ...]:
    """The interlinked steps the case has for its person."""
    return steps_for(rule, birth_of(row.citizen), today)


def event_of(row: CaseRow, rule: ProcedureRule) -> PartialDate | None:
    """The day of the birth or death a case is about, as far as it is known."""
    return event_day(rule, birth_of(row.citizen), row.event_on)


def event_day(
    rule: ProcedureRule, birth: PartialDate | None, event_on: date | None
) -> PartialDate | None:
    """Of a death its day, of a birth the birth; None for what registers no event."""
    if rule.register == Register.DEATH:
        return whole(event_on)
    return birth if rule.register == Register.BIRTH else None


class Born(Protocol):
    """A row that carries someone's birth, as far as it is known."""

    @property
    def birth_year(self) -> int | None: ...

    @property
    def birth_month(self) -> int | None: ...

    @property
    def birth_day(self) -> int | None: ...


def birth_of(citizen: Born) -> PartialDate | None:
    """When the person was born, as far as it is known."""
    if citizen.birth_year is None:
        return None
    return PartialDate(citizen.birth_year, citizen.birth_month, citizen.birth_day)


def whole(day: date | None) -> PartialDate | None:
    """A day that is known whole."""
    return PartialDate(day.year, day.month, day.day) if day else None
