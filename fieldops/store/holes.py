"""Holes in the sequences of devices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from fieldops.store import scope
from fieldops.store.tables import HoleRow, OutcomeRow

_OUTCOME: Any = OutcomeRow.__table__
_HOLE: Any = HoleRow.__table__
_THESE: Any = bindparam("devices", expanding=True)
_CAME = (
    select(
        _OUTCOME.c.device_id,
        func.count(_OUTCOME.c.device_seq.distinct()),
        func.max(_OUTCOME.c.device_seq),
    )
    .where(_OUTCOME.c.commune_code == bindparam("commune"), _OUTCOME.c.device_id.in_(_THESE))
    .group_by(_OUTCOME.c.device_id)
)
_NOTED = (
    select(_HOLE.c.device_id)
    .where(_HOLE.c.commune_code == bindparam("commune"), _HOLE.c.device_id.in_(_THESE))
    .distinct()
)


@dataclass(slots=True)
class Seen:
    """How many of a device's numbers came, the highest, and whether a hole was noted."""

    count: int = 0
    highest: int = 0
    noted: bool = False

    def is_whole(self, last: int) -> bool:
        """Whether all its numbers came, also up to ``last``, and no hole is noted."""
        return self.count == max(self.highest, last) and not self.noted


def seen(session: Session, device_ids: Collection[str]) -> dict[str, Seen]:
    """What is here of each of these devices; two statements, however many they are."""
    asked = {"commune": scope.current(session), "devices": list(device_ids)}
    connection = session.connection()
    found = {key: Seen() for key in device_ids}
    for key, count, highest in connection.execute(_CAME, asked):
        found[key] = Seen(count, highest or 0)
    for key in connection.scalars(_NOTED, asked):
        found[key].noted = True
    return found


def gaps(session: Session, device_id: str, last: int, most: int) -> list[int]:
    """The lowest numbers that never came: below the highest that did, and up to ``last``."""
    found = session.scalar(
        select(func.max(OutcomeRow.device_seq)).where(OutcomeRow.device_id == device_id)
    )
    end = max(found or 0, last)
    numbers = session.scalars(
        select(OutcomeRow.device_seq)
        .where(OutcomeRow.device_id == device_id, OutcomeRow.device_seq.is_not(None))
        .distinct()
        .order_by(OutcomeRow.device_seq)
    )
    return list(islice(_between((one for one in numbers if one is not None), end), most))


def _between(numbers: Iterator[int], end: int) -> Iterator[int]:
    """What is not among the ascending numbers, from 1 to ``end``."""
    expected = 1
    for number in numbers:
        yield from range(expected, number)
        expected = number + 1
    yield from range(expected, end + 1)


def of_device(session: Session, device_id: str) -> Sequence[HoleRow]:
    """Its holes, explained or not."""
    return session.scalars(select(HoleRow).where(HoleRow.device_id == device_id)).all()


def came(session: Session, device_id: str, numbers: Collection[int]) -> list[int]:
    """Which of these numbers of the device are here after all."""
    if not numbers:
        return []
    found = session.scalars(
        select(OutcomeRow.device_seq)
        .where(OutcomeRow.device_id == device_id, OutcomeRow.device_seq.in_(numbers))
        .distinct()
    )
    return [number for number in found if number is not None]


def by_id(session: Session, hole_id: int) -> HoleRow | None:
    """The hole; None when it is filled, or another commune's."""
    return session.scalars(select(HoleRow).where(HoleRow.id == hole_id)).first()


def unsettled(session: Session) -> Sequence[HoleRow]:
    """Holes nobody has explained, oldest first."""
    return session.scalars(
        select(HoleRow).where(HoleRow.settled_at.is_(None)).order_by(HoleRow.seen_at, HoleRow.id)
    ).all()
