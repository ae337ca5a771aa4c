"""Makers for plans: a home that needs a visit, a team, and requests over them. All invented."""

from datetime import date

from fieldops.domain.people import Role
from fieldops.services import planning
from fieldops.services.audit import Actor
from fieldops.services.plan_request import PlanRequest
from fieldops.store.tables import HomeHoursRow, StaffRow
from tests import makers
from tests.conftest import NOON

TODAY = date(2026, 11, 23)  # a Monday
LEADER = Actor(1, "Người thử")
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def home_to_visit(session, head_name="Nguyễn Thị Bảy", **visit):
    """A home with one case and one open visit for it."""
    home = makers.household(session, head_name=head_name, sort_key=head_name)
    person = makers.citizen(session, home)
    case = makers.case(session, person)
    given = {"seconds": 1800, "roles": ["registrar"], "state": "due"} | visit
    return makers.visit(session, case, **given)


def hours(session, visit, start, end, weekday=None):
    row = HomeHoursRow(
        commune_code=visit.commune_code,
        household_id=visit.household_id,
        weekday=weekday,
        start=start,
        end=end,
    )
    session.add(row)
    session.flush()
    session.expire_all()


def everyone(session):
    return [row.id for row in session.query(StaffRow).order_by(StaffRow.id)]


def registrar(session):
    return session.query(StaffRow).filter_by(role=Role.REGISTRAR).first()


def request(session, **kw):
    """Monday to Friday, everyone there is, one vehicle."""
    vehicle = makers.vehicle(session, seats=4)
    given = {
        "from_on": MONDAY,
        "to_on": FRIDAY,
        "staff_ids": tuple(everyone(session)),
        "vehicle_ids": (vehicle.id,),
        "least_crew": 1,
    }
    return PlanRequest(**given | kw)


def queued_job(session, **kw):
    if not planning.choices(session, TODAY).waiting:
        home_to_visit(session)
    return planning.ask(session, LEADER, request(session, **kw), NOON, TODAY)
