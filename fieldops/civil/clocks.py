"""The dates the law gives a case, each from one day and one version of one procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fieldops.civil.procedures import ProcedureRule
from fieldops.domain.case import CLOSED, CaseState
from fieldops.domain.facts import ClockTime
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import WorkingDays
from fieldops.domain.units import HOUR

SAME_DAY_UNTIL = ClockTime(15 * HOUR)
"""Same-day procedures: a dossier received after 15:00 is answered on the next working day."""


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
) -> StatutoryClock:
    """
    The clock of a dossier received on a day (working or not: teams also go out on Saturdays).

    ``verification_days``: calendar days given to the police to verify, at most those of the rule
    (ValueError beyond); a last day that is no working day moves to the next one. ``received_at``
    matters only for same-day procedures; None means before 15:00.
    """
    if not 0 <= verification_days <= rule.verification_days:
        raise ValueError(f"{rule.procedure} has no {verification_days} days of verification")
    dates = [
        _after(received_on, count, days, received_at)
        for count in (rule.ready_days, rule.working_days)
    ]
    if verification_days:
        more = timedelta(days=verification_days)
        dates = [days.on_or_after(day + more) for day in dates]
    return StatutoryClock(received_on, *dates)


def _after(start: date, count: int, days: WorkingDays, at: ClockTime | None) -> date:
    if count:
        return days.after(start, count)
    late = at is not None and at.seconds > SAME_DAY_UNTIL.seconds
    return days.after(start, 1) if late else days.on_or_after(start)


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


def binding_date(
    state: CaseState, clock: StatutoryClock | None, event_limit: date | None
) -> date | None:
    """
    The date that binds a case now, inclusive; None when no law's date runs.

    Before receipt the event's limit; then the day to have it signed; then the day to hand over.
    """
    if state in CLOSED:
        return None
    if clock is None:
        return event_limit
    return clock.deliver_by if state == CaseState.PROCESSED else clock.ready_by
