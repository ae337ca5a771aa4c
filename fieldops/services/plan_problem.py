"""Builds the planning problem of a request from what the database knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from fieldops.domain.case import Register
from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Invalid
from fieldops.domain.people import Role, Skill
from fieldops.domain.sentences import Sentence
from fieldops.domain.vehicle import VehicleKind
from fieldops.planning import (
    Lunch,
    Person,
    Pin,
    Placed,
    Problem,
    Shift,
    Vehicle,
    Weights,
    WorkDay,
)
from fieldops.services import plan_standing
from fieldops.services.plan_names import name_of
from fieldops.services.plan_places import Places
from fieldops.services.plan_request import PlanRequest, calendar_of, examine
from fieldops.services.plan_visits import Candidate, candidates, halves, links, together
from fieldops.services.plan_without import Without
from fieldops.store import planning
from fieldops.store.tables import CommuneRow, PinRow, RouteRow, StaffRow, VehicleRow


def build(session: Session, commune: CommuneRow, request: PlanRequest, today: date) -> Problem:
    """
    The problem; Invalid says, with its field, what keeps the request from being one.

    Visits published for days outside the request stay where they are and are no part of it.
    """
    settings = CommuneSettings.from_json(commune.settings)
    days = examine(request, settings, today)
    routes = plan_standing.routes(session, request)
    without = Without.of(request, days, routes)
    people = _people(planning.staff(session, request.staff_ids), days, settings, without)
    vehicles = _vehicles(planning.vehicles(session, request.vehicle_ids), days, without)
    pinned = planning.pins(session)
    found = _wanted(_candidates(session, routes, days, settings), request, routes, pinned)
    _examine_visits(found, people)
    places = _places(commune, settings, found, days, without)
    visits = tuple(
        half
        for one in found
        for half in halves(
            one, places.place_of[one.row.household_id], days, without.hamlet(one.row)
        )
    )
    placed = _placed(routes, {visit.id for visit in visits})
    return Problem(
        days=_work_days(days, settings, request.teams),
        people=people,
        vehicles=vehicles,
        visits=visits,
        travel=places.ways({vehicle.kind for vehicle in vehicles}),
        links=tuple(links(found)),
        together=tuple(together(found)),
        paper_registers=_paper_registers(settings),
        lunch=Lunch(settings.lunch_length, settings.lunch_early, settings.lunch_late),
        capacity=settings.max_cases_per_team_day,
        least_crew=min(request.least_crew, len(people)),
        ferries=places.ferries(),
        pins=_pins(found, days, pinned, placed if request.keep_published else ()),
        published=placed,
        weights=Weights(**settings.weights),
    )


def _need(found: Sequence[object], field: str, sentence: Sentence) -> None:
    if not found:
        raise Invalid(sentence, field=field)


def _work_days(days: list[date], settings: CommuneSettings, teams: int) -> tuple[WorkDay, ...]:
    calendar, before = calendar_of(settings), days[0] - timedelta(days=1)
    return tuple(WorkDay(day, calendar.count(before, day), teams) for day in days)


def _wanted(
    found: list[Candidate],
    request: PlanRequest,
    routes: Iterable[RouteRow],
    pinned: Mapping[int, PinRow],
) -> list[Candidate]:
    """
    Not: what a person wants on a later day; where places for one visit are looked for, new others.
    """
    found = [
        one for one in found if one.row.id not in pinned or pinned[one.row.id].day <= request.to_on
    ]
    if request.visit_id is None:
        return found
    standing = {stop.visit_id for route in routes for stop in route.stops}
    asked = standing | {request.visit_id}
    return [one for one in found if one.row.id in asked or one.follows == request.visit_id]


def _pins(
    found: Iterable[Candidate],
    days: list[date],
    pinned: Mapping[int, PinRow],
    unmoved: Iterable[Placed],
) -> tuple[Pin, ...]:
    """
    What a person wants comes before what was merely published; a day gone by binds nobody.

    The team wanted is the first one; a second one comes on the same day.
    """
    pins = {one.visit_id: Pin(one.visit_id, unmoved=True) for one in unmoved}
    for one in found:
        row = pinned.get(one.row.id)
        if row is not None and row.day in days:
            name, other = name_of(row.visit_id), name_of(row.visit_id, helps=True)
            pins[name] = Pin(name, on=row.day, team=row.team or None)
            if one.second is not None:
                pins[other] = Pin(other, on=row.day)
    return tuple(pins.values())


def _people(
    rows: list[StaffRow], days: list[date], settings: CommuneSettings, without: Without
) -> tuple[Person, ...]:
    _need(rows, "staff_ids", Sentence("Chưa chọn người đi nào. Chọn ít nhất một người."))
    shift = Shift(settings.day_start, settings.day_end)
    people = tuple(_person(row, days, shift, without.people.get(row.id, ())) for row in rows)
    _need(
        [person for person in people if any(person.hours)],
        "staff_ids",
        Sentence("Mọi người được chọn đều vắng suốt đợt này. Chọn thêm người hoặc đổi ngày."),
    )
    return people


def _person(row: StaffRow, days: list[date], shift: Shift, away: Collection[date]) -> Person:
    return Person(
        id=str(row.id),
        roles=frozenset({Role(row.role)}),
        hours=tuple(None if day in away or absent_on(row, day) else shift for day in days),
        skills=frozenset(map(Skill, row.skills)),
    )


def absent_on(row: StaffRow, day: date) -> bool:
    """Whether the person cannot go out that day: away, or on duty at the office."""
    away = any(absence.from_on <= day <= absence.to_on for absence in row.absences)
    return away or any(duty.on == day for duty in row.duties)


def _vehicles(rows: list[VehicleRow], days: list[date], without: Without) -> tuple[Vehicle, ...]:
    _need(rows, "vehicle_ids", Sentence("Chưa chọn phương tiện nào. Chọn ít nhất một."))
    out = without.vehicles
    return tuple(
        Vehicle(
            str(row.id),
            VehicleKind(row.kind),
            row.seats,
            days=frozenset(days) - out[row.id] if row.id in out else None,
        )
        for row in rows
    )


def _candidates(
    session: Session, routes: list[RouteRow], days: list[date], settings: CommuneSettings
) -> list[Candidate]:
    inside = {stop.visit_id for route in routes for stop in route.stops}
    return candidates(planning.open_visits(session), days, inside, calendar_of(settings))


def _examine_visits(found: list[Candidate], people: Iterable[Person]) -> None:
    if not found:
        raise Invalid(
            Sentence(
                "Không có việc nào đến hạn trong đợt này nên chưa có gì để xếp. Xem Việc đến hạn,"
                " hoặc chọn khoảng ngày khác."
            )
        )
    present = {role for person in people if any(person.hours) for role in person.roles}
    if Role.REGISTRAR not in present and all(Role.REGISTRAR in one.row.roles for one in found):
        raise Invalid(
            Sentence(
                "Cả {count} việc đều cần công chức tư pháp – hộ tịch, mà không có ai được chọn hoặc"
                " người được chọn vắng suốt đợt. Chọn ít nhất một công chức.",
                {"count": len(found)},
            ),
            field="staff_ids",
        )


def _places(
    commune: CommuneRow,
    settings: CommuneSettings,
    found: list[Candidate],
    days: list[date],
    without: Without,
) -> Places:
    homes = [one.row.household for one in found]
    try:
        return Places.of(commune, settings, homes, days, without.ferries)
    except ValueError:  # a speed of nothing, a ferry from an islet to itself
        raise Invalid(
            Sentence(
                "Tốc độ hoặc phà trong Thiết lập của xã chưa đúng nên chưa tính được đường đi. Sửa"
                " ở mục Thiết lập rồi lập lại."
            )
        ) from None


def _placed(routes: list[RouteRow], names: set[str]) -> tuple[Placed, ...]:
    return tuple(
        Placed(name, route.day, route.team)
        for route in routes
        for stop in route.stops
        if (name := name_of(stop.visit_id, helps=stop.helps)) in names
    )


def _paper_registers(settings: CommuneSettings) -> frozenset[Register]:
    kept = {
        Register.BIRTH: settings.paper_birth_register,
        Register.DEATH: settings.paper_death_register,
    }
    return frozenset(register for register, on_paper in kept.items() if on_paper)
