"""A team's day as a sheet to carry, from the plan as the desk reads it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from fieldops.domain.household import Access
from fieldops.domain.second_team import SecondWhy
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.units import HOUR
from fieldops.domain.visit import VisitKind
from fieldops.papers.day_sheet import Call, DaySheet, LatLon, sketch
from fieldops.papers.outreach_plan import WEEKDAYS
from fieldops.papers.qr import qr_svg
from fieldops.services import clocks, plan_view, second_team
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

WHY = {
    SecondWhy.LIFT: "việc nặng",
    SecondWhy.HARD_CASE: "hồ sơ khó",
    SecondWhy.INTERPRETING: "phiên dịch",
}


def day_sheet(
    session: Session, desk: Desk, plan_id: int, day: date, team: str, phone_page: str
) -> Printed:
    """One team's day of a plan; NotFound when there is no such plan, day or team."""
    view = plan_view.view(session, plan_id, day).route(day, team)
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
    cases = [(clocks.rule_of(link.case, day), link.case) for link in visit.visit_cases]
    papers = tuple(f"– {rule.paper.text}: {case.citizen.full_name}" for rule, case in cases)
    return Call(
        number=stop.number,
        at=_clock(stop.stop.start),
        home=home.head_name,
        way=_way(home),
        phone=f"{home.phone} ({home.phone_owner})" if home.phone_owner else home.phone,
        tasks=_helping(stop)
        if stop.helps
        else (KINDS[VisitKind(visit.kind)], *papers, *_met(stop)),
        again=_again(stop),
    )


def _met(stop: StopView) -> tuple[str, ...]:
    return (f"Đội {stop.beside} cùng đến, giúp: {_why(stop)}",) if stop.beside else ()


def _helping(stop: StopView) -> tuple[str, ...]:
    return (f"Giúp đội {stop.beside}: {_why(stop)}", f"Đội {stop.beside} làm và ghi hồ sơ")


def _why(stop: StopView) -> str:
    """What two teams are there for; nothing where the home asks for one by now."""
    asked = second_team.of(stop.visit.household)
    return WHY[asked.why] if asked else "cùng một việc"


def _again(stop: StopView) -> tuple[str, ...]:
    """Which try this is, and when neighbours said someone is home."""
    visit = stop.visit
    told = "; ".join(map(_told, stop.told))
    kept = "" if visit.told_binds else " (không xếp theo giờ ấy được)"
    lines = (
        f"Đến lần thứ {visit.attempt}" if visit.attempt > 1 else "",
        f"Hàng xóm nói có nhà: {told}{kept}" if told else "",
    )
    return tuple(filter(None, lines))


def _told(one: ToldHours) -> str:
    """ "thứ Năm, thứ Sáu 7:00–11:00"; whole days without hours."""
    days = ", ".join(WEEKDAYS[number] for number in one.weekdays) or "mọi ngày"
    whole = one.start == 0 and one.end == 24 * HOUR
    return days if whole else f"{days} {_clock(one.start)}–{_clock(one.end)}"


def _way(home: HouseholdRow) -> tuple[str, ...]:
    where = f"ấp {home.hamlet.name}" + (f", tổ {home.group_no}" if home.group_no else "")
    access = ACCESS[Access(home.access)] + (f": {home.access_note}" if home.access_note else "")
    return tuple(line for line in (where, home.address_note, access) if line)
