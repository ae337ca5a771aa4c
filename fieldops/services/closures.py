"""Closures: ways that are shut for now, told once and gone round by every plan until they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.closure import CLOSED_WAYS, Closure
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Invalid, NotFound
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, settings
from fieldops.services.audit import Actor
from fieldops.store import communes

KEPT = timedelta(days=366)
"""How long a closure that is over stays on the list, so that a year's floods can be looked up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One closure of the list; ``number`` is its place in the settings, from 1."""

    number: int
    closure: Closure
    way: str
    is_over: bool


def listed(session: Session, today: date) -> list[Line]:
    """Those in force or to come by their first day, then those that are over, the latest first."""
    known = settings.current(session)
    named = ways(session, known)
    lines = [
        Line(number, one, named.get(_way(one.hindrance), "?"), one.is_over(today))
        for number, one in enumerate(known.closures, start=1)
    ]
    shut = [line for line in lines if not line.is_over]
    over = [line for line in lines if line.is_over]
    shut.sort(key=lambda line: line.closure.hindrance.from_on)
    return shut + sorted(over, key=lambda line: line.closure.hindrance.to_on, reverse=True)


def in_force(session: Session, today: date) -> list[Line]:
    """Those that are not over."""
    return [line for line in listed(session, today) if not line.is_over]


def ways(session: Session, known: CommuneSettings) -> dict[tuple[HindranceKind, int], str]:
    """What may be shut, by kind and number: the ferries as listed, the hamlets by name."""
    ferries = {(HindranceKind.FERRY, at): one.name for at, one in enumerate(known.ferries, start=1)}
    hamlets = {(HindranceKind.HAMLET, row.id): row.name for row in settings.hamlets(session)}
    return ferries | hamlets


def _way(shut: Hindrance) -> tuple[HindranceKind, int]:
    return shut.kind, shut.id


def touching(known: CommuneSettings, first: date, last: date) -> tuple[Hindrance, ...]:
    """What is shut on any day from ``first`` to ``last``, both inclusive."""
    shut = (one.hindrance for one in known.closures)
    return tuple(one for one in shut if one.from_on <= last and first <= one.to_on)


def add(
    session: Session,
    actor: Actor,
    seen_version: int,
    told: Closure,
    today: date,
    at: datetime,
) -> None:
    """
    Keep one closure. Invalid: no such way, days that cannot be, or it is known already.

    Conflict: someone changed the settings meanwhile.
    """
    known = settings.current(session)
    _examine(session, known, told.hindrance, today)
    _save(session, actor, seen_version, known, [told], today, at)


def keep(
    session: Session, actor: Actor, told: Iterable[Hindrance], today: date, at: datetime
) -> None:
    """Keep the ways among what a plan must do without; those known stay as they are."""
    known = settings.current(session)
    new = [
        Closure(one, said_by=actor.name, said_on=today)
        for one in told
        if one.kind in CLOSED_WAYS and not any(each.covers(one) for each in known.closures)
    ]
    if new:
        _save(session, actor, communes.current(session).version, known, new, today, at)


def end(
    session: Session, actor: Actor, number: int, seen_version: int, today: date, at: datetime
) -> None:
    """Open the way again from today on; one that is over stays as it is. NotFound: no such one."""
    known = settings.current(session)
    if not 1 <= number <= len(known.closures):
        raise NotFound(Sentence("Không có lần đóng này. Quay lại danh sách."))
    gone = known.closures[number - 1]
    if gone.is_over(today):
        return
    left = gone.ended(today)
    kept = (*known.closures[: number - 1], *([left] if left else []), *known.closures[number:])
    settings.save(session, actor, seen_version, replace(known, closures=kept), today, at)
    _note(session, actor, "closure.ended", gone.hindrance, at)


def _save(
    session: Session,
    actor: Actor,
    seen_version: int,
    known: CommuneSettings,
    new: list[Closure],
    today: date,
    at: datetime,
) -> None:
    old = (one for one in known.closures if one.hindrance.to_on >= today - KEPT)
    wanted = replace(known, closures=(*old, *new))
    settings.save(session, actor, seen_version, wanted, today, at)
    for one in new:
        _note(session, actor, "closure.told", one.hindrance, at)


def _note(session: Session, actor: Actor, action: str, shut: Hindrance, at: datetime) -> None:
    code = communes.current(session).code
    audit.record(session, actor, action, ("commune", code), at, **shut.to_json())


def _examine(session: Session, known: CommuneSettings, shut: Hindrance, today: date) -> None:
    if _way(shut) not in ways(session, known):
        raise Invalid(
            Sentence("Phà hoặc ấp này không còn trong danh sách. Chọn lại."), field="what"
        )
    if shut.to_on < shut.from_on:
        raise Invalid(
            Sentence(
                "Ngày cuối {last} đứng trước ngày đầu {first}. Chọn lại ngày cuối.",
                {"first": shut.from_on, "last": shut.to_on},
            ),
            field="to_on",
        )
    if shut.to_on < today:
        raise Invalid(
            Sentence(
                "Ngày cuối {last} đã qua nên không kế hoạch nào cần tránh. Sửa ngày.",
                {"last": shut.to_on},
            ),
            field="to_on",
        )
    if any(one.covers(shut) for one in known.closures):
        raise Invalid(Sentence("Những ngày này đã ghi là đóng. Không cần thêm."), field="what")
