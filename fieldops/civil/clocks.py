"""
The dates the law gives a case, and what due, near and late mean of each: the one place.

Three clocks run, one after the other. EVENT: 60 days from a birth, 15 from a death, until the
dossier is taken. OFFICE: the 2 working days to write the register and sign (for other procedures
our own measure), until the paper is ready; past it the office is *behind*, and nobody was
promised that day. RETURN: the day promised on the receipt slip, 5 working days at a home; past it
the case is *late*. The one-stop figures count RETURN and nothing else (``OFFICIAL``): it stops at
status 9 there, and at status 10 for the family, who still waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldops.civil.procedures import ProcedureRule
from fieldops.domain.case import CLOSED, CaseState
from fieldops.domain.facts import ClockTime
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import Timing, WorkingDays, is_late, timing
from fieldops.domain.units import HOUR, MINUTE

SAME_DAY_UNTIL = ClockTime(15 * HOUR)
"""Same-day procedures: a dossier received after 15:00 is answered on the next working day."""


def too_late_for_today(at: ClockTime) -> bool:
    """Whether a same-day matter waits for the next working day; all of the minute 15:00 is in."""
    return at.seconds // MINUTE > SAME_DAY_UNTIL.seconds // MINUTE


class Clock(StrEnum):
    """Which date binds a case."""

    EVENT = "event"
    OFFICE = "office"
    RETURN = "return"


OFFICIAL = Clock.RETURN
"""The clock of the one-stop figures: early, on time, late, overdue."""


@dataclass(frozen=True, slots=True)
class Pause:
    """
    The clock stands still while papers are awaited; None: they still are.

    The day of asking still counts, the day the last paper came does not: the working days after
    ``asked_on`` up to and with ``answered_on`` are given back.
    """

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class StatutoryClock:
    """
    The dates the law gives one case, counted in working days from receipt.

    ``ready_by`` is the last day to write the register and sign; ``deliver_by`` the last day to
    hand the paper over; both inclusive. Source: Thông tư 04/2020/TT-BTP, art. 25 (mobile: 2 and 5).
    """

    received_on: date
    ready_by: date
    deliver_by: date


def statutory_clock(
    rule: ProcedureRule,
    received_on: date,
    days: WorkingDays,
    *,
    verification_days: int = 0,
    received_at: ClockTime | None = None,
    pauses: Sequence[Pause] = (),
) -> StatutoryClock:
    """
    The clock of a dossier received on a day (working or not: teams also go out on Saturdays).

    ``verification_days``: calendar days given to the police to verify, at most those of the rule
    (ValueError beyond); a last day that is no working day moves to the next one. ``received_at``
    matters only for same-day procedures; None means before 15:00. ``pauses`` must be over: while
    one lasts there is no date (ValueError). Days are counted by the calendar that holds for
    the day of receipt (``OwnDay``).
    """
    if not 0 <= verification_days <= rule.verification_days:
        raise ValueError(f"{rule.procedure} has no {verification_days} days of verification")
    days = days.at_receipt(received_on)
    paused = _given_back(pauses, days)
    dates = [
        _after(received_on, count, paused, days, received_at)
        for count in (rule.ready_days, rule.working_days)
    ]
    if verification_days:
        more = timedelta(days=verification_days)
        dates = [days.on_or_after(day + more) for day in dates]
    return StatutoryClock(received_on, *dates)


def _given_back(pauses: Sequence[Pause], days: WorkingDays) -> int:
    given = 0
    for pause in pauses:
        if pause.answered_on is None:
            raise ValueError("a clock that stands still has no date")
        given += days.count(pause.asked_on, pause.answered_on)
    return given


def _after(start: date, count: int, paused: int, days: WorkingDays, at: ClockTime | None) -> date:
    late = count == 0 and at is not None and too_late_for_today(at)
    total = count + paused + late
    return days.after(start, total) if total else days.on_or_after(start)


def register_by(rule: ProcedureRule, event: PartialDate | None, requested_on: date) -> date | None:
    """
    The last day, inclusive, to register the birth (60 days) or death (15 days) in time.

    None when the procedure has no such limit, when the day is unknown, or when the limit had
    already passed on the day of the request: an old person's birth is registered late, and no
    date is left to keep. A day known only in part counts from its earliest: sooner is safe.
    """
    if rule.event_days is None or event is None:
        return None
    last = event.earliest + timedelta(days=rule.event_days)
    return last if requested_on <= last else None


def registered_in_time(rule: ProcedureRule, event: PartialDate, registered_on: date) -> bool | None:
    """True or False where the dates prove it; None where a partial date leaves it open."""
    if rule.event_days is None:
        return None
    allowed = timedelta(days=rule.event_days)
    if registered_on <= event.earliest + allowed:
        return True
    return False if registered_on > event.latest + allowed else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A case against the clock that binds it now; all None and NO_LIMIT when none runs."""

    clock: Clock | None
    due: date | None
    timing: Timing


NOTHING_RUNS = Standing(None, None, Timing.NO_LIMIT)


def standing(
    state: CaseState,
    law: StatutoryClock | None,
    event_limit: date | None,
    today: date,
    days: WorkingDays,
) -> Standing:
    """
    Which clock binds, its last day inclusive, and how the case stands against it.

    ``law`` is None before receipt and while papers are awaited: then only the event's limit runs.
    """
    if state in CLOSED:
        return NOTHING_RUNS
    if law is None:
        return _against(Clock.EVENT, event_limit, today, days)
    if state == CaseState.PROCESSED or is_late(law.deliver_by, today):
        return _against(Clock.RETURN, law.deliver_by, today, days)
    if is_late(law.ready_by, today):
        return Standing(Clock.OFFICE, law.ready_by, Timing.BEHIND)
    return _against(Clock.OFFICE, law.ready_by, today, days)


def _against(clock: Clock, due: date | None, today: date, days: WorkingDays) -> Standing:
    return Standing(clock, due, timing(due, today, days)) if due else NOTHING_RUNS
