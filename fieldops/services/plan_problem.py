"""Builds the planning problem of a request from what the database knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from fieldops.services.plan_places import Places
from fieldops.services.plan_request import PlanRequest, calendar_of, examine
from fieldops.services.plan_visits import Candidate, candidates, links, visit
from fieldops.store import planning
from fieldops.store.tables import CommuneRow, RouteRow, StaffRow, VehicleRow


def build(session: Session, commune: CommuneRow, request: PlanRequest, today: date) -> Problem:
    """
    The problem; Invalid says, with its field, what keeps the request from being one.

    Visits published for days outside the request stay where they are and are no part of it.
    """
    settings = CommuneSettings.from_json(commune.settings)
    days = examine(request, settings, today)
    people = _people(planning.staff(session, request.staff_ids), days, settings)
    vehicles = _vehicles(planning.vehicles(session, request.vehicle_ids))
    routes = planning.routes(session, days[0], days[-1])
    found = _candidates(session, routes, days, settings)
    _examine_visits(found, people)
    places = _places(commune, settings, found, days)
    placed = _placed(routes, {one.row.id for one in found})
    return Problem(
        days=_work_days(days, settings, request.teams),
        people=people,
        vehicles=vehicles,
        visits=tuple(visit(one, places.place_of[one.row.household_id], days) for one in found),
        travel=places.ways({vehicle.kind for vehicle in vehicles}),
        links=tuple(links(found)),
        paper_registers=_paper_registers(settings),
        lunch=Lunch(settings.lunch_length, settings.lunch_early, settings.lunch_late),
        capacity=settings.max_cases_per_team_day,
        least_crew=min(request.least_crew, len(people)),
        ferries=places.ferries(),
        pins=tuple(Pin(one.visit_id, unmoved=True) for one in placed if request.keep_published),
        published=placed,
        weights=Weights(**settings.weights),
    )


def _need(found: Sequence[object], field: str, sentence: Sentence) -> None:
    if not found:
        raise Invalid(sentence, field=field)


def _work_days(days: list[date], settings: CommuneSettings, teams: int) -> tuple[WorkDay, ...]:
    calendar, before = calendar_of(settings), days[0] - timedelta(days=1)
    return tuple(WorkDay(day, calendar.count(before, day), teams) for day in days)


def _people(
    rows: list[StaffRow], days: list[date], settings: CommuneSettings
) -> tuple[Person, ...]:
    _need(rows, "staff_ids", Sentence("Chưa chọn người đi nào. Chọn ít nhất một người."))
    shift = Shift(settings.day_start, settings.day_end)
    people = tuple(_person(row, days, shift) for row in rows)
    _need(
        [person for person in people if any(person.hours)],
        "staff_ids",
        Sentence("Mọi người được chọn đều vắng suốt đợt này. Chọn thêm người hoặc đổi ngày."),
    )
    return people


def _person(row: StaffRow, days: list[date], shift: Shift) -> Person:
    return Person(
        id=str(row.id),
        roles=frozenset({Role(row.role)}),
        hours=tuple(None if absent_on(row, day) else shift for day in days),
        skills=frozenset(map(Skill, row.skills)),
    )


def absent_on(row: StaffRow, day: date) -> bool:
    """Whether the person cannot go out that day: away, or on duty at the office."""
    away = any(absence.from_on <= day <= absence.to_on for absence in row.absences)
    return away or any(duty.on == day for duty in row.duties)


def _vehicles(rows: list[VehicleRow]) -> tuple[Vehicle, ...]:
    _need(rows, "vehicle_ids", Sentence("Chưa chọn phương tiện nào. Chọn ít nhất một."))
    return tuple(Vehicle(str(row.id), VehicleKind(row.kind), row.seats) for row in rows)


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
    commune: CommuneRow, settings: CommuneSettings, found: list[Candidate], days: list[date]
) -> Places:
    try:
        return Places.of(commune, settings, [one.row.household for one in found], days)
    except ValueError:  # a speed of nothing, a ferry from an islet to itself
        raise Invalid(
            Sentence(
                "Tốc độ hoặc phà trong Thiết lập của xã chưa đúng nên chưa tính được đường đi. Sửa"
                " ở mục Thiết lập rồi lập lại."
            )
        ) from None


def _placed(routes: list[RouteRow], visit_ids: set[int]) -> tuple[Placed, ...]:
    return tuple(
        Placed(str(stop.visit_id), route.day, route.team)
        for route in routes
        for stop in route.stops
        if stop.visit_id in visit_ids
    )


def _paper_registers(settings: CommuneSettings) -> frozenset[Register]:
    kept = {
        Register.BIRTH: settings.paper_birth_register,
        Register.DEATH: settings.paper_death_register,
    }
    return frozenset(register for register, on_paper in kept.items() if on_paper)
