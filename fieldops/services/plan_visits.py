"""Which visits a plan may make, and each of them as the planner sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fieldops.civil.calendar import WorkCalendar
from fieldops.domain.case import Register
from fieldops.domain.household import Access
from fieldops.domain.people import Role, Skill
from fieldops.domain.second_team import SecondTeam, SecondWhy
from fieldops.domain.told_hours import ANY_DAY, HomeHours, ToldHours, hours_to_come
from fieldops.domain.units import HOUR, MINUTE
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind
from fieldops.planning import Link, Together, Visit, Window
from fieldops.services import second_team
from fieldops.services.plan_names import name_of
from fieldops.store.tables import VisitRow

DAY = 24 * HOUR

BASE_PRIZE = 100
"""Points of any visit; demand's priority, 0 to 399, comes on top."""

REACHED_BY = {
    Access.CAR: frozenset({VehicleKind.CAR, VehicleKind.MOTORBIKE}),
    Access.MOTORBIKE: frozenset({VehicleKind.MOTORBIKE}),
    Access.FOOT: frozenset({VehicleKind.MOTORBIKE}),
    Access.BOAT: frozenset({VehicleKind.BOAT}),
}
"""The vehicles that get near enough to a home; ``access_minutes`` covers the rest of the way."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A visit that may fall on some of the days of a plan; its days are inclusive.

    ``follows``: the intake in the same plan that its own days are counted from.
    """

    row: VisitRow
    release_on: date | None
    due_on: date | None
    follows: int | None = None

    @property
    def second(self) -> SecondTeam | None:
        """The second team that the home asks for at this visit."""
        asked = second_team.of(self.row.household)
        return asked if asked and asked.comes_to(VisitKind(self.row.kind)) else None


def candidates(
    rows: Iterable[VisitRow], days: Sequence[date], inside: set[int], calendar: WorkCalendar
) -> list[Candidate]:
    """
    The visits that may fall within ``days``; ``inside`` are those published for these days.

    Not: those published for another day, those released after the last day, and deliveries whose
    intake is neither published nor in the plan.
    """
    rows = list(rows)
    promised = {row.id: row.planned_on for row in rows if row.planned_on and row.id not in inside}
    found = [_candidate(row, promised, calendar) for row in rows if row.id not in promised]
    found = [one for one in found if one.release_on is None or one.release_on <= days[-1]]
    ids = {one.row.id for one in found}
    return [one for one in found if one.follows is None or one.follows in ids]


def _candidate(row: VisitRow, promised: Mapping[int, date], calendar: WorkCalendar) -> Candidate:
    if row.link_id is None or row.after_days is None or row.within_days is None:
        return Candidate(row, row.release_on, row.due_on)
    if row.link_id not in promised:
        return Candidate(row, row.release_on, row.due_on, follows=row.link_id)
    intake_on = promised[row.link_id]
    return Candidate(
        row,
        release_on=calendar.after(intake_on, max(row.after_days, 1)),
        due_on=calendar.after(intake_on, max(row.within_days, 1)),
    )


def halves(
    one: Candidate, place: int, days: Sequence[date], cut: frozenset[date] = frozenset()
) -> Iterator[Visit]:
    """
    The visit, and beside it what a second team does there, where the home asks for one.

    Both halves are worth the visit's points: else a home that costs two teams would always be the
    first to be left out. The cases count once, and the papers are with the first team.
    """
    first, asked = visit(one, place, days, cut), one.second
    if asked is None:
        yield first
        return
    interprets = asked.why is SecondWhy.INTERPRETING
    yield replace(first, skills=frozenset()) if interprets else first
    yield replace(
        first,
        id=name_of(one.row.id, helps=True),
        service=asked.seconds,
        roles=asked.roles,
        skills=first.skills if interprets else frozenset(),
        cases=0,
        registers=frozenset(),
    )


def together(found: Iterable[Candidate]) -> Iterator[Together]:
    """The pairs that two teams start at the same minute."""
    for one in found:
        if one.second is not None:
            yield Together(name_of(one.row.id), name_of(one.row.id, helps=True))


def visit(
    one: Candidate, place: int, days: Sequence[date], cut: frozenset[date] = frozenset()
) -> Visit:
    """
    The visit as the planner sees it; on the days ``cut`` nobody gets to the home.

    A due day within the plan is the law's: it binds, and the visit is required. One that has passed
    already costs more each day, since late is better than never.
    """
    row, home = one.row, one.row.household
    return Visit(
        id=name_of(row.id),
        household_id=str(home.id),
        hamlet_id=str(home.hamlet_id),
        place=place,
        service=row.seconds,
        kind=VisitKind(row.kind),
        roles=frozenset(map(Role, row.roles)),
        skills=frozenset(map(Skill, row.skills)),
        reached_by=REACHED_BY[Access(home.access)],
        access=home.access_minutes * MINUTE,
        windows=_reachable(tuple(_windows(_hours(one, days, cut), row.seconds, days)), days, cut),
        release_on=one.release_on,
        due_on=one.due_on,
        may_be_late=one.due_on is not None and one.due_on < days[0],
        prize=BASE_PRIZE + row.priority,
        required=_required(one, days),
        cases=len(row.visit_cases),
        registers=frozenset(map(Register, row.registers)),
    )


def _required(one: Candidate, days: Sequence[date]) -> bool:
    return one.due_on is not None and one.due_on <= days[-1]


def _hours(one: Candidate, days: Sequence[date], cut: frozenset[date]) -> list[HomeHours]:
    """
    When someone is home: the home's own hours, and what neighbours told for this very try.

    Told hours narrow them where they bind and a day of the plan is left for them. A visit that
    need not be in this plan waits for a plan with such a day.
    """
    own = [HomeHours(h.weekday, h.start, h.end) for h in one.row.household.home_hours]
    if not one.row.told_binds:
        return own
    told = [ToldHours.from_json(said) for said in one.row.told]
    return hours_to_come(told, own, _possible(one, days, cut))


def _possible(one: Candidate, days: Sequence[date], cut: frozenset[date]) -> frozenset[int]:
    """The weekdays it may fall on; of one that is late already, any day of the plan."""
    if one.due_on is None or not _required(one, days):
        return ANY_DAY
    last = one.due_on if one.due_on >= days[0] else days[-1]
    first = one.release_on or days[0]
    return frozenset(day.weekday() for day in days if first <= day <= last and day not in cut)


def _windows(hours: Sequence[HomeHours], seconds: int, days: Sequence[date]) -> Iterator[Window]:
    """
    When service may start, so that it also ends while someone is home.

    Hours shorter than the service let it start as they open. A home with hours on none of the days
    keeps those of the week after: no window at all would mean any time.
    """
    spans = sorted(
        {(one.start, max(one.start, one.end - seconds)) for one in hours if one.weekday is None}
    )
    yield from (Window(start, end) for start, end in spans)
    week_after = (days[-1] + timedelta(days=step) for step in range(1, 8))
    for day in (*days, *week_after):
        for one in hours:
            if one.weekday == day.weekday():
                yield Window(one.start, max(one.start, one.end - seconds), day)


def _reachable(
    windows: tuple[Window, ...], days: Sequence[date], cut: frozenset[date]
) -> tuple[Window, ...]:
    """
    The windows without the days on which the way is cut.

    The day after the last stays among them: no window at all would mean any time.
    """
    if not cut:
        return windows
    always = [one for one in windows if one.on is None]
    if not windows:
        always = [Window(0, DAY)]
    open_days = [*(day for day in days if day not in cut), days[-1] + timedelta(days=1)]
    dated = [one for one in windows if one.on is not None and one.on not in cut]
    return (*dated, *(Window(one.start, one.end, day) for day in open_days for one in always))


def links(found: Iterable[Candidate]) -> Iterator[Link]:
    """Deliveries after their intake in the same plan, in working days."""
    for one in found:
        if one.follows is not None:
            least, greatest = one.row.after_days or 0, one.row.within_days or 0
            yield Link(name_of(one.follows), name_of(one.row.id), least, greatest)
