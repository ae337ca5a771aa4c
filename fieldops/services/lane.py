"""The same-day lane: who comes without an appointment draws a number and leaves with the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.office import Matter
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, clocks
from fieldops.services.audit import Actor
from fieldops.store import office as rows
from fieldops.store import scope
from fieldops.store.tables import LaneRow

LocalDay = Callable[[datetime], date]

LAST_HOUR = time(15)
"""What is handed in after 15:00 may be done on the next working day (DOMAIN §3, 1.001193)."""


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
        promised_on=calendar.after(on, 1) if local.time() >= LAST_HOUR else on,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "lane.drawn", ("lane", row.id), local, matter=matter.value)
    return row


def finish(session: Session, actor: Actor, lane_id: int, at: datetime) -> LaneRow:
    """The person has the paper; a second time changes nothing."""
    row = rows.ticket(session, lane_id)
    if row is None:
        raise NotFound(Sentence("Không có số này. Tải lại trang."))
    if row.done_at is None:
        row.done_at, row.done_by = at, actor.name
        audit.record(session, actor, "lane.done", ("lane", row.id), at)
    return row
