"""The demo's people: enough of each role, and loading twice adds nobody."""

from collections import Counter
from datetime import date

from fieldops.domain.commune import CommuneSettings
from fieldops.services import demo_people
from fieldops.store import planning
from fieldops.store.tables import CommuneRow, StaffRow, UserRow, VehicleRow
from fieldops.travel import network_of
from tests import makers
from tests.conftest import HOME, NOON

TODAY = date(2026, 11, 23)


def bare(session):
    """The commune without the staff that tests start with."""
    session.query(UserRow).update({"staff_id": None})
    session.query(StaffRow).delete()
    session.flush()


def test_the_demo_has_the_people_and_vehicles_of_a_commune(session):
    bare(session)
    demo_people.load(session, NOON, TODAY)
    staff = planning.staff(session)
    assert Counter(row.role for row in staff) == {"registrar": 2, "police": 5, "youth": 8}
    assert any("khmer" in row.skills for row in staff)
    kinds = Counter(row.kind for row in planning.vehicles(session))
    assert kinds == {"motorbike": 3, "boat": 1, "car": 1}


def test_loading_twice_changes_nothing(session):
    bare(session)
    for _ in range(2):
        demo_people.load(session, NOON, TODAY)
    assert (session.query(StaffRow).count(), session.query(VehicleRow).count()) == (15, 5)


def test_the_demo_ferry_says_that_it_is_invented_and_joins_its_islet(session):
    makers.hamlet(session, name="Văn Tố B")
    demo_people.load(session, NOON, TODAY)
    settings = CommuneSettings.from_json(session.get(CommuneRow, HOME).settings)
    (ferry,) = settings.ferries
    assert (ferry.demo, ferry.from_islet, ferry.to_islet) == (True, "Đại Ân", "")
    islets = {hamlet.name: hamlet.islet for hamlet in planning.hamlets(session)}
    assert islets["Văn Tố B"] == "Đại Ân"
    assert len(network_of(settings).timed([TODAY])) == 1


def test_a_commune_with_staff_of_its_own_keeps_them(session):
    before = session.query(StaffRow).count()
    demo_people.load(session, NOON, TODAY)
    assert session.query(StaffRow).count() == before


def test_each_demo_commune_has_people_and_vehicles():
    assert set(demo_people.PEOPLE) == set(demo_people.VEHICLES) == set(demo_people.FERRIES)
