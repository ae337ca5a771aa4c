"""The same-day lane: who comes without an appointment draws a number and leaves with the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.civil.clocks import too_late_for_today
from fieldops.civil.procedures import ProcedureRule
from fieldops.domain.case import Procedure
from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.facts import ClockTime
from fieldops.domain.office import Matter
from fieldops.domain.sentences import Sentence
from fieldops.domain.units import HOUR, MINUTE
from fieldops.services import audit, clocks
from fieldops.services.audit import Actor
from fieldops.services.procedure_rules import rule_for
from fieldops.store import office as rows
from fieldops.store import scope
from fieldops.store.tables import LaneRow

LocalDay = Callable[[datetime], date]


DONE_AT_ONCE = (
    Procedure.OFFICE_BIRTH,
    Procedure.OFFICE_DEATH,
    Procedure.EXTRACT_COPY,
    Procedure.CERTIFIED_COPY,
    Procedure.CERTIFIED_SIGNATURE,
)


@dataclass(frozen=True, slots=True)
class Lane:
    """A day's tickets: those waiting, those done, and how many of them on the day promised."""

    waiting: tuple[LaneRow, ...]
    done: tuple[LaneRow, ...]
    kept: int


def lane(session: Session, on: date, local_day: LocalDay) -> Lane:
    """The lane of a day; ``local_day`` says on which day an instant falls."""
    found = rows.lane(session, on)
    done = tuple(row for row in found if row.done_at)
    kept = sum(local_day(row.done_at) <= row.promised_on for row in done if row.done_at)
    return Lane(tuple(row for row in found if not row.done_at), done, kept)


def tariff(session: Session, on: date) -> list[ProcedureRule]:
    """What the lane does and what it costs, by the versions that hold on that day."""
    return [rule_for(session, one, on) for one in DONE_AT_ONCE]


def draw(
    session: Session, actor: Actor, matter: Matter, assisted: bool, local: datetime
) -> LaneRow:
    """The next ticket of the day; ``local`` is the instant by the commune's clock."""
    on = local.date()
    calendar = clocks.calendar(session)
    if not calendar.is_working(on):
        raise Conflict(Sentence("Hôm nay không phải ngày làm việc nên không phát số."))
    row = LaneRow(
        commune_code=scope.current(session),
        on=on,
        number=rows.next_number(session, on),
        matter=matter,
        assisted=assisted,
        came_at=local,
        promised_on=calendar.after(on, 1) if too_late_for_today(_clock(local)) else on,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "lane.drawn", ("lane", row.id), local, matter=matter.value)
    return row


def _clock(local: datetime) -> ClockTime:
    return ClockTime(local.hour * HOUR + local.minute * MINUTE)


def finish(session: Session, actor: Actor, lane_id: int, at: datetime) -> LaneRow:
    """The person has the paper; a second time changes nothing."""
    row = rows.ticket(session, lane_id)
    if row is None:
        raise NotFound(Sentence("Không có số này. Tải lại trang."))
    if row.done_at is None:
        row.done_at, row.done_by = at, actor.name
        audit.record(session, actor, "lane.done", ("lane", row.id), at)
    return row
