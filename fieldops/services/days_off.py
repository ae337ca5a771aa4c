"""Days off and worked weekend days: the state's, the commune's own, and what changing one moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fieldops.civil.calendar import PublicDay, WorkCalendar, public_days
from fieldops.domain.commune import CommuneSettings, OwnDay
from fieldops.domain.errors import Invalid, NotFound
from fieldops.domain.sentences import Sentence
from fieldops.services import audit, clocks, settings
from fieldops.services.audit import Actor
from fieldops.store import communes
from fieldops.store import demand as rows
from fieldops.store.tables import CaseRow

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the year's list; ``number`` is its place in the settings, None for the state's."""

    day: OwnDay | PublicDay
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A running case whose promised day would be another."""

    case: CaseRow
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do: the promised days that move, of how many that run."""

    moved: Sequence[Moved]
    running: int


def of_year(session: Session, year: int, language: str) -> list[Line]:
    """Every day of the year on which it is not the weekday alone that decides, by date."""
    own = settings.current(session).own_days
    lines = [Line(day) for day in public_days(year, language)]
    lines += [Line(day, at) for at, day in enumerate(own, 1) if day.on.year == year]
    return sorted(lines, key=lambda line: (line.day.on, line.number or 0))


def day(session: Session, number: int) -> OwnDay:
    """One of the commune's own days; they are numbered from 1 as stored."""
    own = settings.current(session).own_days
    if not 1 <= number <= len(own):
        raise NotFound(Sentence("Không có ngày này. Quay lại danh sách."))
    return own[number - 1]


def adding(session: Session, days: Sequence[OwnDay], for_all: bool, today: date) -> CommuneSettings:
    """
    The settings with these days. Not ``for_all``: for dossiers received from tomorrow on.

    A promise printed on a slip stands where the office closes by its own choice: a commune's day
    off is no public holiday (Bộ luật Lao động 2019, art. 112). Invalid where a day changes nothing.
    """
    current = settings.current(session)
    known = WorkCalendar.of(current.own_days)
    for one in days:
        if one.worked == known.is_working(one.on):
            raise _changes_nothing(one)
    first = None if for_all else today + DAY
    added = tuple(replace(one, receipts_from=first) for one in days)
    return replace(current, own_days=tuple(sorted((*current.own_days, *added), key=_order)))


def _order(one: OwnDay) -> date:
    return one.on


def _changes_nothing(one: OwnDay) -> Invalid:
    if one.worked:
        said = Sentence("Ngày {day} vốn là ngày làm việc. Chọn một ngày nghỉ.", {"day": one.on})
        return Invalid(said, field="worked_on")
    said = Sentence("Ngày {day} vốn đã nghỉ. Không cần thêm.", {"day": one.on})
    return Invalid(said, field="off_on")


def removing(session: Session, number: int, for_all: bool, today: date) -> CommuneSettings:
    """The settings without that day; not ``for_all``: dossiers received up to today keep it."""
    current, gone = settings.current(session), day(session, number)
    begun = gone.receipts_from is None or gone.receipts_from <= today
    kept = () if for_all or not begun else (replace(gone, receipts_to=today),)
    own = current.own_days
    return replace(current, own_days=(*own[: number - 1], *kept, *own[number:]))


def effect(session: Session, wanted: CommuneSettings, today: date) -> Effect:
    """The promised days that would move, the nearest first; nothing is written."""
    before, after = clocks.calendar(session), WorkCalendar.of(wanted.own_days)
    moved, running = [], 0
    for case in rows.open_cases(session, None):
        rule = clocks.rule_of(case, today)
        old, new = clocks.law_of(case, rule, before), clocks.law_of(case, rule, after)
        if old is None or new is None or rule.intake is None:
            continue
        running += 1
        if old.deliver_by != new.deliver_by:
            moved.append(Moved(case, old.deliver_by, new.deliver_by))
    return Effect(sorted(moved, key=lambda one: one.before), running)


def save(
    session: Session,
    actor: Actor,
    seen_version: int,
    wanted: CommuneSettings,
    today: date,
    at: datetime,
) -> None:
    """Keep the days; the audit says which came and which went. Errors as ``settings.save``."""
    before = set(settings.current(session).own_days)
    settings.save(session, actor, seen_version, wanted, today, at)
    code = communes.current(session).code
    for action, days in (
        ("days.added", set(wanted.own_days) - before),
        ("days.removed", before - set(wanted.own_days)),
    ):
        for one in sorted(days, key=_order):
            facts = {"on": one.on.isoformat(), "worked": one.worked}
            audit.record(session, actor, action, ("commune", code), at, **facts)
