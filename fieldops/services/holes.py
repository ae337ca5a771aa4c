"""Holes: numbers of a phone's sequence that never came, until they do or someone finds out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.outcomes.report import Device
from fieldops.services import audit
from fieldops.services.audit import Actor
from fieldops.store import holes as rows
from fieldops.store import scope
from fieldops.store.tables import HoleRow

MOST = 200
"""Numbers told to one device at once; the rest come with the next answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one batch tells of devices, who sent it, and when."""

    actor: Actor
    devices: set[Device]
    at: datetime


def look(session: Session, asked: Sequence[Asked]) -> list[dict[str, list[int]]]:
    """
    Of each asked, per device the numbers it should send again, at most ``MOST``, lowest first.

    What is found is written down for the supervisor in the same transaction, what has come since
    is taken off. A number the device says it lost is not asked for again.
    """
    devices = {device for one in asked for device in one.devices}
    seen = rows.seen(session, [str(device.id) for device in devices]) if devices else {}
    return [
        {
            str(device.id): wanted
            for device in sorted(one.devices, key=lambda device: str(device.id))
            if not seen[str(device.id)].is_whole(device.last)
            and (wanted := _look_at(session, one.actor, device, one.at))
        }
        for one in asked
    ]


def _look_at(session: Session, actor: Actor, device: Device, at: datetime) -> list[int]:
    key = str(device.id)
    gaps = rows.gaps(session, key, device.last, MOST)
    known = {row.seq: row for row in rows.of_device(session, key)}
    for seq in rows.came(session, key, known):
        session.delete(known.pop(seq))
    for seq in gaps:
        known.setdefault(seq, _hole(session, actor, key, seq, at))
    for seq in known.keys() & set(device.lost):
        known[seq].lost_at = known[seq].lost_at or at
    wanted = [seq for seq in gaps if known[seq].lost_at is None]
    _keep(session, known.values())
    return wanted


def _hole(session: Session, actor: Actor, device_id: str, seq: int, at: datetime) -> HoleRow:
    return HoleRow(
        commune_code=scope.current(session),
        device_id=device_id,
        seq=seq,
        seen_at=at,
        person_name=actor.name,
    )


def _keep(session: Session, holes: Iterable[HoleRow]) -> None:
    """The same device may ask twice at the same moment: one of the two writes them down."""
    session.flush()
    try:
        with session.begin_nested():
            session.add_all(holes)
    except IntegrityError:
        return


def open_holes(session: Session) -> Sequence[HoleRow]:
    """Numbers that never came and nobody has explained yet, oldest first."""
    return rows.unsettled(session)


def settle(session: Session, actor: Actor, hole_id: int, note: str, at: datetime) -> None:
    """A supervisor found out what it was, and says so; should it come after all, it is kept."""
    row = rows.by_id(session, hole_id)
    if row is None:
        raise NotFound(Sentence("Báo cáo thiếu này không còn trong danh sách."))
    if row.settled_at is not None:
        raise Conflict(Sentence("Báo cáo thiếu này đã có người hỏi rồi. Tải lại danh sách."))
    if not note.strip():
        raise Invalid(Sentence("Ghi điều người ghi trả lời, để người sau biết."), field="note")
    row.settled_at, row.settled_by = at, actor.name
    row.note = " ".join(note.split())[:300]
    audit.record(session, actor, "outcome.hole_settled", ("hole", row.id), at, seq=row.seq)
