"""Reports: the commune's cases and visits as facts, counted, reconciled and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import StatutoryClock, register_by, statutory_clock
from fieldops.civil.procedures import rule_for
from fieldops.domain.case import CLOSED, CaseState, Channel, Procedure, Register
from fieldops.domain.household import Category, Sex
from fieldops.domain.outcome import Result
from fieldops.domain.sentences import Sentence
from fieldops.reports import commune_drawing, weeks
from fieldops.reports.case_fact import CaseFact
from fieldops.reports.commune_drawing import Drawing, Spot
from fieldops.reports.coverage import Coverage, coverage, coverage_finding
from fieldops.reports.figures import Figures, count
from fieldops.reports.period import Period, Window, window
from fieldops.reports.reconcile import reconcile
from fieldops.reports.weeks import VisitFact, Week, weeks_finding
from fieldops.services import clocks
from fieldops.services.clocks import Born
from fieldops.store import communes
from fieldops.store import reports as rows
from fieldops.store.reports import Found


@dataclass(frozen=True, slots=True)
class Report:
    """One period, everything that is shown of it. ``faults`` is empty when all totals add up."""

    period: Period
    window: Window
    figures: Figures
    faults: Sequence[Sentence]
    weeks: Sequence[Week]
    weeks_finding: Sentence
    coverage: Sequence[Coverage]
    coverage_finding: Sentence
    drawing: Drawing


def report(session: Session, period: Period, today: date) -> Report:
    """The report of the period as it can be told today; Invalid for a period still to come."""
    seen = window(period, today)
    facts = case_facts(session, today)
    hamlets = communes.hamlets(session)
    covered = coverage(facts, [hamlet.name for hamlet in hamlets], seen)
    found_weeks = weeks.weeks(visit_facts(session), seen)
    figures = count(facts, seen)
    return Report(
        period=period,
        window=seen,
        figures=figures,
        faults=reconcile(figures),
        weeks=found_weeks,
        weeks_finding=weeks_finding(found_weeks),
        coverage=covered,
        coverage_finding=coverage_finding(covered),
        drawing=_draw(session, covered),
    )


def case_facts(session: Session, today: date) -> list[CaseFact]:
    """Every case of the commune as the reports need it."""
    days = clocks.calendar(session)
    categories = _Categories(rows.categories(session))
    return [_case_fact(row, today, days, categories) for row in rows.cases(session)]


def visit_facts(session: Session) -> list[VisitFact]:
    """Every visit of the commune; only one that was done counts as done, whoever was met."""
    return [
        VisitFact(
            planned_on=row.planned_on,
            done_on=row.made_on if row.result == Result.DONE else None,
            due_on=row.due_on,
        )
        for row in rows.visits(session)
    ]


def _case_fact(row: Found, today: date, days: WorkCalendar, categories: _Categories) -> CaseFact:
    received_on = _received_on(row)
    clock = _clock(row, received_on, days)
    stopped = row.state in CLOSED and row.state != CaseState.HANDED_OVER
    return CaseFact(
        case_id=row.id,
        procedure=Procedure(row.procedure),
        state=CaseState(row.state),
        channel=Channel(row.channel),
        hamlet=row.hamlet,
        requested_on=row.requested_on,
        received_on=received_on,
        register_by=_event_limit(row, today),
        ready_by=clock.ready_by if clock else None,
        deliver_by=clock.deliver_by if clock else None,
        processed_on=row.processed_on,
        handed_over_on=row.handed_over_on,
        stopped_on=row.closed_on if stopped else None,
        register=Register(row.register) if row.register else None,
        registered_on=row.registered_on,
        entered_on=row.official_entered_on,
        categories=categories.of(row),
        sex=Sex(row.sex) if row.sex else None,
    )


def _received_on(row: Found) -> date | None:
    """A paper that only has to be brought is at the office from the day it was asked for."""
    rule = rule_for(Procedure(row.procedure), row.requested_on)
    return row.received_on or (None if rule.intake else row.requested_on)


def _clock(row: Found, received_on: date | None, days: WorkCalendar) -> StatutoryClock | None:
    """The legal dates, by the version of the procedure on receipt; none to bring a paper."""
    if received_on is None:
        return None
    rule = rule_for(Procedure(row.procedure), received_on)
    if rule.intake is None:
        return None
    return statutory_clock(rule, received_on, days, verification_days=row.verification_days or 0)


def _event_limit(row: Found, today: date) -> date | None:
    """The last day to register the birth or the death in time."""
    rule = rule_for(Procedure(row.procedure), row.received_on or today)
    event = clocks.event_day(rule, clocks.birth_of(cast(Born, row)), row.event_on)
    return register_by(rule, event, row.requested_on)


class _Categories:
    """Categories by household and by person; one that ended before the request no longer counts."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._of_household: dict[int, list[Found]] = {}
        self._of_citizen: dict[int, list[Found]] = {}
        for row in found:
            if row.citizen_id is not None:
                self._of_citizen.setdefault(row.citizen_id, []).append(row)
            else:
                self._of_household.setdefault(row.household_id, []).append(row)

    def of(self, case: Found) -> frozenset[Category]:
        own = self._of_citizen.get(case.citizen_id, [])
        shared = self._of_household.get(case.household_id, [])
        return frozenset(
            Category(row.category)
            for row in (*own, *shared)
            if row.to_on is None or row.to_on >= case.requested_on
        )


def _draw(session: Session, covered: Sequence[Coverage]) -> Drawing:
    lines: Mapping[str, Coverage] = {line.hamlet: line for line in covered}
    spots = [
        Spot(
            name=hamlet.name,
            at=(hamlet.lat, hamlet.lon),
            size=lines[hamlet.name].asked,
            share=lines[hamlet.name].share,
        )
        for hamlet in communes.hamlets(session)
    ]
    outline = [(lat, lon) for lon, lat in communes.current(session).outline]
    return commune_drawing.draw(outline, spots)
