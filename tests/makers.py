"""Makers: the smallest valid thing, with only what the test is about spelled out. All invented."""

from datetime import date

from fieldops.domain.people import Role
from fieldops.store import scope
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    CommuneRow,
    HamletRow,
    HouseholdRow,
    RouteMemberRow,
    RouteRow,
    StaffRow,
    StopRow,
    UserRow,
    VehicleRow,
    VisitCaseRow,
    VisitRow,
)

HOME, OTHER = "31633", "31615"
SQUARE = [[106.14, 9.48], [106.31, 9.48], [106.31, 9.67], [106.14, 9.67], [106.14, 9.48]]
PLACES = {HOME: ("Cù Lao Dung", "Sơn Ton", 9.59, 106.22), OTHER: ("An Thạnh", "Chợ", 9.67, 106.15)}


def two_communes(session):
    """Both communes with one hamlet each, and a login for each role in each."""
    for code, (name, hamlet_name, lat, lon) in PLACES.items():
        session.add(CommuneRow(code=code, name=name, base_lat=lat, base_lon=lon, outline=SQUARE))
        session.flush()
        with scope.inside(session, code):
            row = hamlet(session, name=hamlet_name, lat=lat, lon=lon)
            for role in Role:
                login(session, role, hamlet_id=row.id if role is Role.HAMLET_HEAD else None)


def _commune(session, given):
    return given or scope.current(session)


def _added(session, row):
    session.add(row)
    session.flush()
    return row


def hamlet(session, name="Ấp Mới", lat=9.59, lon=106.22, **kw):
    return _added(
        session, HamletRow(commune_code=_commune(session, None), name=name, lat=lat, lon=lon, **kw)
    )


def first_hamlet(session):
    return session.query(HamletRow).order_by(HamletRow.id).first()


def login(session, role, hamlet_id=None, staff_id=None, username=None, **kw):
    code = scope.current(session)
    username = username or f"{role}.{code}"
    if role in (Role.REGISTRAR, Role.POLICE, Role.YOUTH) and staff_id is None:
        staff_id = staff(session, role=role, full_name=f"Cán bộ {role}").id
    row = UserRow(
        commune_code=code,
        username=username,
        full_name=f"Người {role} {code}",
        role=role,
        hamlet_id=hamlet_id,
        staff_id=staff_id,
        password="mat-khau-thu-nghiem",
        fs_uniquifier=f"unique-{username}",
        **kw,
    )
    return _added(session, row)


def staff(session, full_name="Trần Thị Thử", role=Role.REGISTRAR, **kw):
    code = scope.current(session)
    return _added(session, StaffRow(commune_code=code, full_name=full_name, role=role, **kw))


def vehicle(session, name="Xe 1", kind="motorbike", seats=2, **kw):
    code = scope.current(session)
    return _added(session, VehicleRow(commune_code=code, name=name, kind=kind, seats=seats, **kw))


def household(session, head_name="Nguyễn Thị Bảy", hamlet=None, **kw):
    hamlet = hamlet or first_hamlet(session)
    row = HouseholdRow(
        commune_code=hamlet.commune_code, hamlet_id=hamlet.id, head_name=head_name, **kw
    )
    return _added(session, row)


def citizen(session, household, full_name="Nguyễn Thị Bảy", birth_year=1942, **kw):
    row = CitizenRow(
        commune_code=household.commune_code,
        household_id=household.id,
        full_name=full_name,
        birth_year=birth_year,
        **kw,
    )
    return _added(session, row)


def case(session, citizen, procedure="mobile_birth", requested_on=date(2026, 11, 16), **kw):
    row = CaseRow(
        commune_code=citizen.commune_code,
        household_id=citizen.household_id,
        citizen_id=citizen.id,
        procedure=procedure,
        requested_on=requested_on,
        **kw,
    )
    return _added(session, row)


def visit(session, *cases, kind="intake", **kw):
    first = cases[0]
    row = VisitRow(
        commune_code=first.commune_code, household_id=first.household_id, kind=kind, **kw
    )
    row.visit_cases = [
        VisitCaseRow(commune_code=first.commune_code, case_id=case.id) for case in cases
    ]
    return _added(session, row)


def route(session, *visits, members=(), day=date(2026, 11, 23), team="A", **kw):
    """One team's day with a stop an hour from 8:00, each taking half an hour."""
    code = scope.current(session)
    eight = 8 * 3600
    row = RouteRow(
        commune_code=code, day=day, team=team, depart=eight - 1800, back=eight + 3600 * 8, **kw
    )
    row.members = [RouteMemberRow(commune_code=code, staff_id=one.id) for one in members]
    row.stops = [
        StopRow(
            commune_code=code,
            visit_id=visit.id,
            position=at,
            arrival=eight + 3600 * (at - 1),
            start=eight + 3600 * (at - 1),
            end=eight + 3600 * (at - 1) + 1800,
            metres=1200,
        )
        for at, visit in enumerate(visits, start=1)
    ]
    for visit in visits:
        visit.planned_on = day
    return _added(session, row)


def staff_of(session, role):
    """The person behind the login of that role."""
    login = session.query(UserRow).filter_by(role=role, commune_code=scope.current(session)).one()
    return session.get(StaffRow, login.staff_id)
