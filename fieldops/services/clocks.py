"""Clocks: the dates the law sets for a case, counted anew from its facts each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import StatutoryClock, binding_date, register_by, statutory_clock
from fieldops.civil.procedures import ProcedureRule, rule_for
from fieldops.domain.case import CaseState, Procedure, Register
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import Timing, WorkingDays, timing
from fieldops.store import scope
from fieldops.store.tables import CaseRow, CitizenRow, CommuneRow


@dataclass(frozen=True, slots=True)
class CaseClock:
    """
    One case against its dates: the rule it follows, what the law gives it, and what binds now.

    ``law`` is None until the dossier is received; ``due`` is None when no date of the law runs.
    """

    rule: ProcedureRule
    law: StatutoryClock | None
    register_by: date | None
    due: date | None
    timing: Timing


def settings(session: Session) -> CommuneSettings:
    """The settings of the commune the session is inside."""
    return CommuneSettings.from_json(session.get_one(CommuneRow, scope.current(session)).settings)


def calendar(session: Session) -> WorkCalendar:
    """The working days of the commune the session is inside."""
    known = settings(session)
    return WorkCalendar(frozenset(known.days_off), frozenset(known.swap_days))


def rule_of(row: CaseRow, today: date) -> ProcedureRule:
    """The version its dossier was received under; before that, the one of today."""
    return rule_for(Procedure(row.procedure), row.received_on or today)


def clock_of(row: CaseRow, today: date, days: WorkingDays) -> CaseClock:
    """The case against its dates, as of today."""
    rule = rule_of(row, today)
    limit = register_by(rule, event_of(row, rule), row.requested_on)
    law = None
    if row.received_on:
        law = statutory_clock(rule, row.received_on, days, verification_days=row.verification_days)
    due = binding_date(CaseState(row.state), law, limit)
    return CaseClock(rule, law, limit, due, timing(due, today, days))


def event_of(row: CaseRow, rule: ProcedureRule) -> PartialDate | None:
    """The day of the birth or death a case is about, as far as it is known."""
    if rule.register == Register.DEATH:
        return whole(row.event_on)
    return birth_of(row.citizen) if rule.register == Register.BIRTH else None


def birth_of(citizen: CitizenRow) -> PartialDate | None:
    """When the person was born, as far as it is known."""
    if citizen.birth_year is None:
        return None
    return PartialDate(citizen.birth_year, citizen.birth_month, citizen.birth_day)


def whole(day: date | None) -> PartialDate | None:
    """A day that is known whole."""
    return PartialDate(day.year, day.month, day.day) if day else None
