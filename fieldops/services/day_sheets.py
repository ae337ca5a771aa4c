"""A team's day as a sheet to carry, from the plan as the desk reads it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.household import Access
from fieldops.domain.visit import VisitKind
from fieldops.papers.day_sheet import Call, DaySheet, LatLon, sketch
from fieldops.papers.outreach_plan import WEEKDAYS
from fieldops.papers.qr import qr_svg
from fieldops.services import clocks, plan_view
from fieldops.services import paper_facts as facts
from fieldops.services.paper_desk import Desk, Printed, made
from fieldops.services.plan_view import RouteView, StopView
from fieldops.store import communes
from fieldops.store.tables import HouseholdRow

KINDS = {
    VisitKind.INTAKE: "Nhận hồ sơ",
    VisitKind.DELIVERY: "Trao kết quả, ký sổ",
    VisitKind.COURIER: "Chuyển kết quả",
}
ACCESS = {
    Access.CAR: "ô tô vào được",
    Access.MOTORBIKE: "xe máy vào được",
    Access.FOOT: "đi bộ đoạn cuối",
    Access.BOAT: "đi ghe, vỏ lãi",
}


def day_sheet(
    session: Session, desk: Desk, plan_id: int, day: date, team: str, phone_page: str
) -> Printed:
    """One team's day of a plan; NotFound when there is no such plan, day or team."""
    view = plan_view.view(session, plan_id).route(day, team)
    commune = communes.current(session)
    route = view.route
    sheet = DaySheet(
        office=facts.office(commune),
        team=team,
        day=f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}",
        people=tuple(one.full_name for one in view.people),
        vehicle=view.vehicle.name if view.vehicle else "",
        hours=_hours(view),
        distance=f"{route.metres / 1000:.1f} km".replace(".", ","),
        qr=qr_svg(phone_page),
        sketch=sketch((commune.base_lat, commune.base_lon), [_place(s) for s in view.stops]),
        calls=tuple(_call(stop, day) for stop in view.stops),
    )
    number = f"{day:%Y%m%d}-{team}"
    return made(session, desk, sheet, ("plan", plan_id), "day-sheet", number)


def _hours(view: RouteView) -> str:
    told = f"{_clock(view.route.depart)} – {_clock(view.route.back)}"
    if view.route.lunch_start is None or view.lunch_end is None:
        return told
    return f"{told}, nghỉ trưa {_clock(view.route.lunch_start)} – {_clock(view.lunch_end)}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}"


def _place(stop: StopView) -> LatLon:
    home = stop.visit.household
    if home.lat is not None and home.lon is not None:
        return home.lat, home.lon
    return home.hamlet.lat, home.hamlet.lon


def _call(stop: StopView, day: date) -> Call:
    home, visit = stop.visit.household, stop.visit
    cases = ((clocks.rule_of(link.case, day), link.case) for link in visit.visit_cases)
    return Call(
        number=stop.number,
        at=_clock(stop.stop.start),
        home=home.head_name,
        way=_way(home),
        phone=f"{home.phone} ({home.phone_owner})" if home.phone_owner else home.phone,
        tasks=(
            KINDS[VisitKind(visit.kind)],
            *(f"– {rule.paper.text}: {case.citizen.full_name}" for rule, case in cases),
        ),
    )


def _way(home: HouseholdRow) -> tuple[str, ...]:
    where = f"ấp {home.hamlet.name}" + (f", tổ {home.group_no}" if home.group_no else "")
    access = ACCESS[Access(home.access)] + (f": {home.access_note}" if home.access_note else "")
    return tuple(line for line in (where, home.address_note, access) if line)
