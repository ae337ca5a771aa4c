"""What the pages of cases show: lists against their dates, and one case with its story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fieldops.civil.clocks import Clock
from fieldops.civil.states import Act, allowed, official_status
from fieldops.domain.case import CLOSED, CaseState, DossierStatus, Procedure
from fieldops.domain.facts import Label
from fieldops.domain.outcome import Fate
from fieldops.domain.paging import Page, page_of
from fieldops.domain.timing import Timing, is_late
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.visit import VisitKind
from fieldops.outcomes.reading import Unreadable, read
from fieldops.outcomes.report import CaseReport
from fieldops.registry.names import fold
from fieldops.services import apologies, cases, clocks, demand
from fieldops.services.clocks import CaseClock
from fieldops.store import cases as rows
from fieldops.store import outcomes as reports
from fieldops.store.cases import Asked
from fieldops.store.tables import (
    AuditRow,
    CaseRow,
    HamletRow,
    HandoverRow,
    RegistrationRow,
    SupplementRow,
    VisitRow,
)

CODE = re.compile(r"hs\s*0*(\d{1,9})", re.IGNORECASE)
OPEN = tuple(state for state in CaseState if state not in CLOSED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case with its dates as of today."""

    row: CaseRow
    clock: CaseClock


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand where; ``open`` holds ``held`` and every open state."""

    open: int
    held: int
    closed: int


def timings(session: Session, today: date) -> Counter[Timing]:
    """How the open cases stand against the date that binds each, as the list shows them."""
    days = clocks.calendar(session)
    found = rows.matching(session, asked(states=OPEN))
    return Counter(clocks.clock_of(row, today, days).timing for row in found)


def asked(
    text: str = "",
    states: Sequence[CaseState] = (),
    procedure: str = "",
    hamlet_id: int | None = None,
    *,
    held: bool = False,
) -> Asked:
    """A search as typed (a name without accents, a dossier code, HS00042), and the filters."""
    code = CODE.fullmatch(text.strip())
    return Asked(
        states=tuple(state.value for state in states),
        procedure=procedure,
        hamlet_id=hamlet_id,
        text="" if code else fold(text),
        dossier="" if code else text.strip().lower(),
        code=int(code[1]) if code else None,
        held=held,
    )


def listing(
    session: Session,
    wanted: Asked,
    today: date,
    *,
    timings: Sequence[Timing] = (),
    sort: str = "due",
    descending: bool = False,
    page: int = 1,
) -> Page[Listed]:
    """The cases wanted, by ``sort``: due, name, requested; a page beyond the end is the last."""
    days = clocks.calendar(session)
    found = [
        Listed(row, clocks.clock_of(row, today, days)) for row in rows.matching(session, wanted)
    ]
    if timings:
        found = [one for one in found if one.clock.timing in timings]
    return page_of(_sorted(found, sort, descending), page)


def _sorted(found: list[Listed], sort: str, descending: bool) -> list[Listed]:
    """What has no date stands last, whichever way dates are sorted."""
    if sort == "name":
        return sorted(found, key=lambda one: one.row.citizen.sort_key, reverse=descending)
    if sort == "requested":
        return sorted(found, key=lambda one: (one.row.requested_on, one.row.id), reverse=descending)
    dated = [one for one in found if one.clock.due]
    dated.sort(key=lambda one: one.clock.due or date.max, reverse=descending)
    rest = sorted(
        (one for one in found if not one.clock.due),
        key=lambda one: (one.row.state in CLOSED, one.row.requested_on, one.row.id),
    )
    return dated + rest


def counts(session: Session) -> Counts:
    """Counts over all cases of the commune."""
    by_state = rows.counts_by_state(session)
    return Counts(
        open=sum(by_state.get(state.value, 0) for state in OPEN),
        held=rows.count_held(session),
        closed=sum(by_state.get(state.value, 0) for state in CLOSED),
    )


def hamlets(session: Session) -> Sequence[HamletRow]:
    """The commune's hamlets, to filter by."""
    return rows.hamlets(session)


@dataclass(frozen=True, slots=True)
class Milestone:
    """
    One point of a case's way: ``on`` when it was passed, ``limit`` the last day the law gives.

    ``clock`` is whose limit it is. ``planned`` is the day a published plan goes there.
    ``is_now``: what the case waits for.
    """

    name: Label
    on: date | None
    limit: date | None
    clock: Clock | None
    planned: date | None
    is_now: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class CaseStory:
    """
    One case with everything its page shows.

    ``acts`` are what its state allows; ``steps`` the interlinked ones, each with the day it was
    ticked as done. ``notes`` by visit: what the team wrote there. ``told`` by visit: when
    neighbours said someone will be home, there or at the try before. ``assisted``: how the
    declaration was written for someone who could not, as the standing report says; None where the
    family wrote.
    """

    row: CaseRow
    clock: CaseClock
    status: DossierStatus
    milestones: Sequence[Milestone]
    visits: Sequence[VisitRow]
    registration: RegistrationRow | None
    handover: HandoverRow | None
    history: Sequence[AuditRow]
    acts: frozenset[Act]
    waited_days: int
    waiting: SupplementRow | None
    may_apologise: bool
    steps: Sequence[tuple[Label, date | None]]
    notes: Mapping[int, str]
    told: Mapping[int, Sequence[ToldHours]]
    assisted: CaseReport | None


def story(session: Session, case_id: int, today: date) -> CaseStory:
    """The page of one case; NotFound when it is not there or another commune's."""
    row = cases.get(session, case_id)
    clock = clocks.clock_of(row, today, clocks.calendar(session))
    visits = rows.visits_of(session, case_id)
    state = CaseState(row.state)
    verifying = row.verification_days > 0
    return CaseStory(
        row=row,
        clock=clock,
        status=official_status(state, received=row.received_on is not None, verifying=verifying),
        milestones=_milestones(row, clock, visits, today),
        visits=visits,
        registration=rows.registration_of(session, case_id),
        handover=rows.handover_of(session, case_id),
        history=rows.history_of(session, case_id),
        acts=allowed(state),
        waiting=clocks.waiting(row),
        notes=_notes(session, visits),
        told={visit.id: demand.told_of(visit) for visit in visits},
        assisted=_assisted(session, case_id, visits),
        steps=[(step, _done_on(row, step)) for step in clocks.steps_of(row, clock.rule, today)],
        may_apologise=apologies.may_apologise(row, clock, today, clocks.calendar(session)),
        waited_days=((row.closed_on or today) - row.requested_on).days,
    )


def _notes(session: Session, visits: Sequence[VisitRow]) -> dict[int, str]:
    """The last note that stands of each visit; reports that wait for a decision are not told."""
    found = rows.outcomes_of(session, [visit.id for visit in visits])
    return {
        one.visit_id: one.note
        for one in found
        if one.note and one.visit_id is not None and one.fate == Fate.STORED
    }


def _assisted(session: Session, case_id: int, visits: Sequence[VisitRow]) -> CaseReport | None:
    standing = reports.standing(session, [visit.id for visit in visits])
    for row in (row for of_visit in standing.values() for row in of_visit[:1]):
        report = read(row.body)
        said = None if isinstance(report, Unreadable) else report.about(case_id)
        if said is not None and said.written_for:
            return said
    return None


def _done_on(row: CaseRow, step: Label) -> date | None:
    on = row.steps_done.get(step.text)
    return date.fromisoformat(on) if on else None


def _milestones(
    row: CaseRow, clock: CaseClock, visits: Sequence[VisitRow], today: date
) -> list[Milestone]:
    law, rule = clock.law, clock.rule
    points = [_Point(Label("Yêu cầu"), row.requested_on)]
    if rule.intake:
        limit = clock.register_by
        points.append(
            _Point(Label("Nhận hồ sơ"), row.received_on, limit, Clock.EVENT, VisitKind.INTAKE)
        )
    if rule.intake and rule.hand_over:
        done = Label("Ghi vào sổ hộ tịch") if rule.register else Label("Có kết quả")
        limit = law.ready_by if law else None
        points.append(_Point(done, row.processed_on, limit, Clock.OFFICE))
    if rule.hand_over:
        limit = law.deliver_by if law else None
        kind = rule.hand_over.kind
        points.append(_Point(Label("Trao tận nhà"), row.handed_over_on, limit, Clock.RETURN, kind))
    now = _next(points) if row.state not in CLOSED else None
    return [
        Milestone(
            name=point.name,
            on=point.on,
            limit=point.limit,
            clock=point.clock if point.limit else None,
            planned=_planned(visits, point.kind),
            is_now=at == now,
            is_late=point.is_late(today, is_open=now is not None),
        )
        for at, point in enumerate(points)
    ]


@dataclass(frozen=True, slots=True)
class _Point:
    name: Label
    on: date | None
    limit: date | None = None
    clock: Clock | None = None
    kind: VisitKind | None = None

    def is_late(self, today: date, *, is_open: bool) -> bool:
        """Passed late; or late today while the case is open, also where another step is next."""
        return is_late(self.limit, self.on or today) if self.on or is_open else False


def _next(points: Sequence[_Point]) -> int | None:
    return next((at for at, point in enumerate(points) if point.on is None), None)


def _planned(visits: Sequence[VisitRow], kind: VisitKind | None) -> date | None:
    days = [v.planned_on for v in visits if v.kind == kind and v.state in ("due", "expected")]
    return next((day for day in days if day), None)


def open_procedures(session: Session, citizen_id: int) -> frozenset[Procedure]:
    """Procedures that cannot be asked for now: the same is open."""
    return frozenset(p for p in Procedure if cases.open_case(session, citizen_id, p))
