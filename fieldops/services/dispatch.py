"""Dispatch: a team's day as its people may see it, ready for the phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy.orm import Session

from fieldops.civil.procedures import ProcedureRule
from fieldops.domain.case import CaseState
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Invalid
from fieldops.domain.household import Access, Language, PinSource, Sex
from fieldops.domain.outcome import Fate, Result
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.people import Role
from fieldops.domain.sentences import Sentence
from fieldops.domain.vehicle import VehicleKind
from fieldops.domain.visit import VisitKind, VisitState
from fieldops.outcomes import route_sheet as sheet
from fieldops.outcomes.report import HomeWhen
from fieldops.services import clocks, given_papers, second_team
from fieldops.store import dispatch, epochs, outcomes
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    HouseholdRow,
    OutcomeRow,
    RouteRow,
    StopRow,
)

Given: TypeAlias = Mapping[int, frozenset[str]]
"""By person, the names of the papers they have given."""

AHEAD = timedelta(days=14)
"""How far ahead a phone may look: the plan of two weeks."""


def route_sheet(
    session: Session,
    staff_id: int | None,
    day: date,
    *,
    sensitive: bool,
    today: date,
    now: datetime,
    holding: int | None = None,
) -> sheet.RouteSheet:
    """
    The person's route on that day; ``sensitive`` lets it tell birth, ID numbers and notes.

    A login that belongs to nobody who goes out gets a sheet without a route. With ``holding``, a
    visit, a route that was replaced while the team was out still counts: what they did there is
    to be recorded. Raises Invalid for a day more than two weeks ahead.
    """
    if day > today + AHEAD:
        raise Invalid(Sentence("Chỉ xem được tuyến trong 14 ngày tới."), field="on")
    commune = dispatch.commune(session)
    route = _of_day(session, staff_id, day, holding) if staff_id else None
    return sheet.RouteSheet(
        commune_code=commune.code,
        commune_name=commune.name,
        base=sheet.Place(lat=commune.base_lat, lon=commune.base_lon),
        day=day,
        made_at=now,
        route=_route(session, route, sensitive) if route else None,
        next_day=dispatch.next_day(session, staff_id, day) if staff_id else None,
        epoch=epochs.latest(session),
        day_parts=_day_parts(CommuneSettings.from_json(commune.settings)),
    )


def _day_parts(known: CommuneSettings) -> tuple[sheet.Window, ...]:
    """The commune's working day before and after the hours of lunch."""
    halves = ((known.day_start, known.lunch_early), (known.lunch_late, known.day_end))
    return tuple(sheet.Window(start=start, end=end) for start, end in halves if start < end)


def _of_day(session: Session, staff_id: int, day: date, holding: int | None) -> RouteRow | None:
    if holding is None:
        return dispatch.route_on(session, staff_id, day)
    return dispatch.route_holding(session, staff_id, day, holding)


def _route(session: Session, row: RouteRow, sensitive: bool) -> sheet.Route:
    said = outcomes.told(session, [stop.visit_id for stop in row.stops])
    links = (link for stop in row.stops for link in stop.visit.visit_cases)
    given = given_papers.given_names(session, {link.case.citizen_id for link in links})
    others = dispatch.teams_beside(session, row)
    vehicle = row.vehicle
    lunch = None
    if row.lunch_start is not None and row.lunch_end is not None:
        lunch = sheet.Window(start=row.lunch_start, end=row.lunch_end)
    members = sorted(row.members, key=lambda member: member.staff.sort_key)
    return sheet.Route(
        id=row.id,
        plan_id=row.plan_id,
        plan_version=dispatch.plan_version(session, row.plan_id),
        team=row.team,
        vehicle=vehicle and sheet.Vehicle(name=vehicle.name, kind=VehicleKind(vehicle.kind)),
        members=tuple(
            sheet.Member(name=m.staff.full_name, role=Role(m.staff.role)) for m in members
        ),
        depart=row.depart,
        back=row.back,
        lunch=lunch,
        metres=row.metres,
        stops=tuple(
            _stop(stop, said.get(stop.visit_id), row.day, sensitive, given, others)
            for stop in row.stops
        ),
    )


def _stop(
    stop: StopRow,
    said: OutcomeRow | None,
    day: date,
    sensitive: bool,
    given: Given,
    others: Mapping[int, str],
) -> sheet.Stop:
    visit = stop.visit
    home = visit.household
    return sheet.Stop(
        position=stop.position,
        visit_id=visit.id,
        kind=VisitKind(visit.kind),
        state=VisitState(visit.state),
        attempt=visit.attempt,
        arrival=stop.arrival,
        start=stop.start,
        end=stop.end,
        metres=stop.metres,
        due_on=visit.due_on,
        home=_home(home, day, sensitive),
        people=tuple(
            _person(one, sensitive)
            for one in home.citizens
            if one.moved_at is None and one.died_on is None
        ),
        cases=tuple(
            _case(
                link.case, VisitKind(visit.kind), day, given.get(link.case.citizen_id, frozenset())
            )
            for link in visit.visit_cases
        ),
        said=_said(said) if said else None,
        told=() if said else tuple(HomeWhen(**one) for one in visit.told),
        told_binds=visit.told_binds,
        beside=_beside(stop, others),
    )


def _beside(stop: StopRow, others: Mapping[int, str]) -> sheet.Beside | None:
    team = others.get(stop.visit_id)
    if team is None:
        return None
    asked = second_team.of(stop.visit.household)
    return sheet.Beside(team=team, helps=stop.helps, why=asked.why if asked else None)


def _home(row: HouseholdRow, day: date, sensitive: bool) -> sheet.Home:
    pinned = row.lat is not None and row.lon is not None
    lat, lon = (row.lat, row.lon) if pinned else (row.hamlet.lat, row.hamlet.lon)
    hours = [h for h in row.home_hours if h.weekday is None or h.weekday == day.weekday()]
    return sheet.Home(
        id=row.id,
        head_name=row.head_name,
        hamlet=row.hamlet.name,
        group_no=row.group_no,
        address_note=row.address_note,
        place=sheet.Place(lat=lat or 0.0, lon=lon or 0.0),
        pin=PinSource(row.pin_source) if pinned else PinSource.HAMLET,
        access=Access(row.access),
        access_minutes=row.access_minutes,
        access_note=row.access_note,
        phone=row.phone,
        phone_owner=row.phone_owner,
        hours=tuple(sheet.Window(start=h.start, end=h.end) for h in hours),
        notes=row.notes if sensitive else None,
    )


def _person(row: CitizenRow, sensitive: bool) -> sheet.Person:
    birth = None
    if row.birth_year:
        birth = str(PartialDate(row.birth_year, row.birth_month, row.birth_day))
    return sheet.Person(
        id=row.id,
        name=row.full_name,
        alias=row.alias,
        sex=Sex(row.sex) if row.sex else None,
        language=Language(row.language),
        phone=row.phone,
        birth=birth if sensitive else None,
        id_number=(row.id_number or None) if sensitive else None,
    )


def _case(row: CaseRow, kind: VisitKind, day: date, given: frozenset[str]) -> sheet.CaseToServe:
    rule = clocks.rule_of(row, day)
    return sheet.CaseToServe(
        id=row.id,
        procedure=rule.procedure,
        state=CaseState(row.state),
        citizen_id=row.citizen_id,
        citizen_name=row.citizen.full_name,
        paper=rule.paper.text,
        papers=_papers(rule, given) if kind == VisitKind.INTAKE else (),
        missing_papers=row.missing_papers,
        informant_name=row.informant_name,
        informant_phone=row.informant_phone,
        may_be_written=rule.may_be_written,
        steps=tuple(
            step.text for step in clocks.steps_of(row, rule, day) if step.text not in row.steps_done
        ),
    )


def _papers(rule: ProcedureRule, given: frozenset[str]) -> tuple[sheet.Paper, ...]:
    """What to ask for: a paper that was given before is not asked for again."""
    return tuple(
        sheet.Paper(name=p.name.text, substitutes=tuple(s.text for s in p.substitutes))
        for p in rule.papers
        if p.name.text not in given
    )


def _said(row: OutcomeRow) -> sheet.Said:
    return sheet.Said(
        id=row.id,
        result=Result(row.result),
        recorded_at=row.recorded_at or row.received_at,
        recorded_by=row.recorded_by_name,
        fate=Fate(row.fate),
    )
