"""Holes in the sequences of devices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldops.store.tables import HoleRow, OutcomeRow


def gaps(session: Session, device_id: str, last: int, most: int) -> list[int]:
    """The lowest numbers that never came: below the highest that did, and up to ``last``."""
    count, found = session.execute(
        select(
            func.count(OutcomeRow.device_seq.distinct()),
            func.max(OutcomeRow.device_seq),
        ).where(OutcomeRow.device_id == device_id)
    ).one()
    end = max(found or 0, last)
    if count == end:
        return []
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
