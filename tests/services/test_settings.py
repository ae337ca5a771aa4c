from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from fieldops.domain.commune import CommuneSettings, Ferry, OwnDay
from fieldops.domain.errors import Conflict, Invalid
from fieldops.planning.weights import Weights
from fieldops.services import clocks, settings
from fieldops.services.audit import Actor
from fieldops.services.weights import WEIGHTS
from fieldops.store.tables import AuditRow, CommuneRow, VisitRow
from tests import makers
from tests.conftest import HOME

LEADER = Actor(1, "Người lãnh đạo")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOUR = 3600
CHRISTMAS = date(2026, 12, 25)
FERRY = Ferry("Phà thử", 9.53, 106.24, 9.52, 106.23, crossing=600)


def test_what_is_saved_is_read_back(session):
    wanted = CommuneSettings(
        day_end=16 * HOUR,
        own_days=(OwnDay(date(2026, 12, 15)),),
        ferries=(FERRY,),
        weights={"team_day": 1},
    )
    settings.save(session, LEADER, 0, wanted, TODAY, NOW)
    assert settings.current(session) == wanted


def test_the_second_of_two_writers_is_told(session):
    settings.save(session, LEADER, 0, CommuneSettings(max_teams=3), TODAY, NOW)
    with pytest.raises(Conflict):
        settings.save(session, LEADER, 0, CommuneSettings(max_teams=5), TODAY, NOW)
    assert settings.current(session).max_teams == 3


def test_the_audit_names_the_settings_that_changed(session):
    settings.save(session, LEADER, 0, CommuneSettings(max_teams=3, boat_kmh=20.0), TODAY, NOW)
    (entry,) = session.query(AuditRow)
    assert entry.action == "settings.changed"
    assert entry.facts == {"fields": ["max_teams", "boat_kmh"]}


def test_saving_what_stands_already_leaves_no_entry(session):
    settings.save(session, LEADER, 0, settings.current(session), TODAY, NOW)
    assert session.query(AuditRow).count() == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("day_end", {"day_end": 8 * HOUR}),  # an hour after it starts
        ("lunch_late", {"lunch_early": 11 * HOUR, "lunch_late": 11 * HOUR + 1800}),
        ("off_on", {"own_days": (OwnDay(CHRISTMAS), OwnDay(CHRISTMAS, worked=True))}),
        ("no_appointment_weekdays", {"no_appointment_weekdays": (0, 1, 2, 3, 4)}),
        ("max_teams", {"max_teams": 0}),
        ("max_cases_per_team_day", {"max_cases_per_team_day": 101}),
        ("detour", {"detour": 0.9}),
        ("detour_afloat", {"detour_afloat": 7.0}),
        ("motorbike_kmh", {"motorbike_kmh": 280.0}),
        ("foot_kmh", {"foot_kmh": 0.0}),
        ("mooring", {"mooring": -60}),
        ("name", {"ferries": (replace(FERRY, name=" "),)}),
        ("crossing", {"ferries": (replace(FERRY, crossing=0),)}),
        ("wait", {"ferries": (replace(FERRY, wait=4 * HOUR),)}),
        ("boards", {"ferries": (replace(FERRY, boards=()),)}),
        (
            "to_on",
            {"ferries": (replace(FERRY, from_on=date(2027, 1, 2), to_on=date(2027, 1, 1)),)},
        ),
        ("team_day", {"weights": {"team_day": -1}}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(session, field, wrong):
    with pytest.raises(Invalid) as refused:
        settings.save(session, LEADER, 0, CommuneSettings(**wrong), TODAY, NOW)
    assert refused.value.field == field
    assert settings.current(session) == CommuneSettings()


def test_the_defaults_are_without_fault():
    assert settings.faults(CommuneSettings()) == []


def test_the_calendar_keeps_the_commune_s_own_days(session):
    saturday, monday = date(2026, 12, 5), date(2026, 12, 7)
    wanted = CommuneSettings(own_days=(OwnDay(monday), OwnDay(saturday, worked=True)))
    settings.save(session, LEADER, 0, wanted, TODAY, NOW)
    calendar = clocks.calendar(session)
    assert calendar.is_working(saturday)
    assert not calendar.is_working(monday)


def test_every_weight_of_the_planner_is_explained_with_its_true_default():
    said = {one.key: one.default for one in WEIGHTS}
    assert said == {field.name: getattr(Weights(), field.name) for field in fields(Weights)}


def test_open_visits_follow_the_settings(session):
    # A paper birth register must be carried to the handing over; an electronic one is not.
    person = makers.citizen(session, makers.household(session))
    makers.case(
        session, person, state="processed", received_on=date(2026, 11, 19), processed_on=TODAY
    )
    settings.save(session, LEADER, 0, CommuneSettings(max_teams=3), TODAY, NOW)
    assert [visit.registers for visit in session.query(VisitRow)] == [["birth"]]
    settings.save(session, LEADER, 1, CommuneSettings(paper_birth_register=False), TODAY, NOW)
    assert [visit.registers for visit in session.query(VisitRow)] == [[]]


def test_an_old_fault_elsewhere_does_not_stand_in_the_way(session):
    commune = session.get_one(CommuneRow, HOME)
    commune.settings = CommuneSettings(ferries=(replace(FERRY, boards=()),)).to_json()
    session.flush()
    better = replace(settings.current(session), max_teams=3)
    settings.save(session, LEADER, 0, better, TODAY, NOW)
    assert settings.current(session).max_teams == 3
    with pytest.raises(Invalid):
        settings.save(session, LEADER, 1, replace(better, max_teams=0), TODAY, NOW)


def test_a_ferry_stored_without_its_vehicles_takes_the_usual_ones():
    stored = CommuneSettings(ferries=(FERRY,)).to_json()
    del stored["ferries"][0]["boards"]
    assert CommuneSettings.from_json(stored).ferries == (FERRY,)
