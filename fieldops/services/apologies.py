"""A day that is not kept: the office says sorry and names a new one; the law's day stays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.case import CLOSED, CaseState
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.sentences import Sentence
from fieldops.domain.timing import Timing, WorkingDays, timing
from fieldops.services import audit, cases, clocks
from fieldops.services.audit import Actor
from fieldops.services.clocks import CaseClock
from fieldops.store.tables import ApologyRow, CaseRow


def apologise(
    session: Session,
    actor: Actor,
    case_id: int,
    new_date: date,
    reason: str,
    today: date,
    at: datetime,
) -> ApologyRow:
    """
    The office says sorry for a day it does not keep, and names a new one.

    The law's day stays, and the case stays late in every figure. Raises Conflict while the day
    promised is not near, Invalid for a new day that is no promise.
    """
    row = cases.take(session, case_id)
    reason = " ".join(reason.split())[:300]
    days = clocks.calendar(session)
    clock = clocks.clock_of(row, today, days)
    law = clock.law
    if law is None or not may_apologise(row, clock, today, days):
        raise Conflict(Sentence("Hồ sơ này không có ngày hẹn trả nào đã qua hoặc sắp tới."))
    _check_new_date(row, law.deliver_by, new_date, today, days)
    if not reason:
        raise Invalid(Sentence("Ghi rõ lý do để nói với gia đình."), field="reason")
    made = ApologyRow(
        commune_code=row.commune_code,
        case_id=row.id,
        apologised_on=today,
        promised_on=row.apologies[-1].new_date if row.apologies else law.deliver_by,
        new_date=new_date,
        reason=reason,
    )
    row.apologies.append(made)
    row.version += 1
    session.flush()
    audit.record(
        session, actor, "case.apologised", ("case", row.id), at, new_date=new_date.isoformat()
    )
    return made


def may_apologise(row: CaseRow, clock: CaseClock, today: date, days: WorkingDays) -> bool:
    """Whether a promised day has passed or is near, and the family still waits."""
    if CaseState(row.state) in CLOSED or clock.law is None or clock.rule.hand_over is None:
        return False
    return timing(clock.law.deliver_by, today, days) != Timing.IN_TIME


def _check_new_date(
    row: CaseRow, deliver_by: date, new_date: date, today: date, days: WorkingDays
) -> None:
    after = max([today, deliver_by, *(one.new_date for one in row.apologies)])
    if new_date <= after:
        told = Sentence("Ngày hẹn mới phải sau ngày {after}.", {"after": after})
        raise Invalid(told, field="new_date")
    if not days.is_working(new_date):
        told = Sentence("Ngày {day} xã không làm việc. Chọn ngày khác.", {"day": new_date})
        raise Invalid(told, field="new_date")
