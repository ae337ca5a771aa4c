"""The tracker of shortcomings: found, given to someone, mended, and verified by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.people import PERMISSIONS, Permission
from fieldops.domain.sentences import Sentence
from fieldops.domain.shortcoming import Mending, Source, mending
from fieldops.registry.names import tidy
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import scope
from fieldops.store import shortcomings as rows
from fieldops.store.tables import ShortcomingRow, UserRow

OWNERS = [role for role, permissions in PERMISSIONS.items() if Permission.MEND in permissions]


@dataclass(frozen=True, slots=True)
class Found:
    """A shortcoming as written down."""

    issue: str
    source: Source
    owner_id: int
    deadline: date


@dataclass(frozen=True, slots=True)
class Tracked:
    """A shortcoming as it stands today; ``days_late`` of an overdue or late mending, else 0."""

    row: ShortcomingRow
    mending: Mending
    days_late: int


def tracked(session: Session, today: date, owner_id: int | None = None) -> list[Tracked]:
    """All of them, or one owner's: what is not verified first, the earliest deadline first."""
    found = rows.all_of(session)
    return [_tracked(row, today) for row in found if owner_id in (None, row.owner_id)]


def _tracked(row: ShortcomingRow, today: date) -> Tracked:
    stand = mending(row.deadline, row.mended_on, row.verified_on, today)
    late = ((row.mended_on or today) - row.deadline).days
    return Tracked(row, stand, max(0, late))


def owners(session: Session) -> Sequence[UserRow]:
    """Who can be given one."""
    return rows.owners(session, OWNERS)


def add(session: Session, actor: Actor, found: Found, today: date, at: datetime) -> ShortcomingRow:
    """Write one down; Invalid names the field."""
    if not tidy(found.issue):
        raise Invalid(Sentence("Ghi rõ điều chưa được."), field="issue")
    if found.owner_id not in {one.id for one in owners(session)}:
        raise Invalid(Sentence("Chọn người chịu trách nhiệm."), field="owner_id")
    if found.deadline < today:
        raise Invalid(Sentence("Hạn khắc phục phải từ hôm nay trở đi."), field="deadline")
    row = ShortcomingRow(
        commune_code=scope.current(session),
        issue=tidy(found.issue)[:300],
        source=found.source,
        found_on=today,
        owner_id=found.owner_id,
        deadline=found.deadline,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "shortcoming.found", ("shortcoming", row.id), at)
    return row


def get(session: Session, shortcoming_id: int, owner_id: int | None = None) -> ShortcomingRow:
    """One of them; NotFound when it is not there, another commune's or, if given, owner's."""
    row = rows.get(session, shortcoming_id)
    if row is None or owner_id not in (None, row.owner_id):
        raise NotFound(Sentence("Không tìm thấy việc khắc phục này trong xã."))
    return row


def mend(
    session: Session,
    actor: Actor,
    shortcoming_id: int,
    how: str,
    today: date,
    at: datetime,
    owner_id: int | None = None,
) -> None:
    """Say that it is mended, and how; a second person has to see it. ``owner_id`` as in ``get``."""
    row = get(session, shortcoming_id, owner_id)
    if row.mended_on:
        raise Conflict(Sentence("Việc này đã báo khắc phục xong. Tải lại trang."))
    if not tidy(how):
        raise Invalid(Sentence("Ghi đã khắc phục thế nào."), field="how")
    row.how, row.mended_on, row.mended_id = tidy(how)[:300], today, actor.id
    audit.record(session, actor, "shortcoming.mended", ("shortcoming", row.id), at)


def verify(
    session: Session,
    actor: Actor,
    shortcoming_id: int,
    holds: bool,
    today: date,
    at: datetime,
) -> None:
    """
    A second person saw it: it is mended, or it goes back to its owner.

    Raises Conflict for the one who mended it, and where nothing is to be verified.
    """
    row = get(session, shortcoming_id)
    if row.mended_on is None or row.verified_on:
        raise Conflict(Sentence("Việc này không chờ ai xác nhận. Tải lại trang."))
    if row.mended_id == actor.id:
        raise Conflict(Sentence("Người khắc phục không tự xác nhận. Nhờ người khác xem lại."))
    if holds:
        row.verified_on, row.verified_id = today, actor.id
    else:
        row.mended_on, row.mended_id, row.reopened = None, None, row.reopened + 1
    action = "shortcoming.verified" if holds else "shortcoming.reopened"
    audit.record(session, actor, action, ("shortcoming", row.id), at)
