from collections import Counter
from datetime import UTC, date, datetime

from fieldops.services import clocks, demand, demo_cases, register_desk
from fieldops.store.tables import CaseRow, RegistrationRow, VisitRow
from tests import makers

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def asked_for(session, procedure, count):
    for _ in range(count):
        person = makers.citizen(session, makers.household(session), birth_year=1940)
        makers.case(session, person, procedure=procedure, requested_on=TODAY)


def loaded(session):
    for procedure, count in (("mobile_birth", 40), ("mobile_death", 6), ("id_card", 6)):
        asked_for(session, procedure, count)
    demo_cases.load(session, NOW, TODAY)


def test_the_demo_is_under_way_and_hangs_together(session):
    loaded(session)
    states = Counter(row.state for row in session.query(CaseRow))
    # births: 10 given, 7 registered, 6 received; deaths 1, 1, 1; ID cards 1 given, 1 ready, 2 taken
    assert (states["handed_over"], states["processed"], states["received"]) == (12, 9, 9)
    assert states["supplement"] == 1
    assert session.query(CaseRow).filter(CaseRow.held != "").count() == 2
    late = demand.due_list(session, TODAY, when="late").page.rows
    assert [one.row.kind for one in late] == ["delivery"]
    assert len(register_desk.not_entered(session, TODAY)) > 5


def test_no_date_stands_before_the_one_it_follows(session):
    loaded(session)
    for row in session.query(CaseRow):
        days = [row.event_on, row.requested_on, row.received_on, row.processed_on, row.closed_on]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert max(known) <= TODAY


def test_entry_numbers_run_with_their_days(session):
    loaded(session)
    rows = session.query(RegistrationRow).filter_by(register="birth").order_by("entry_no").all()
    assert [row.entry_no for row in rows] == list(range(1, len(rows) + 1))
    days = [row.registered_on for row in rows]
    assert days == sorted(days)
    assert all(clocks.calendar(session).is_working(day) for day in days)


def test_a_second_load_changes_nothing(session):
    loaded(session)
    before = [(v.id, v.state, v.version) for v in session.query(VisitRow).order_by("id")]
    demo_cases.load(session, NOW, TODAY)
    assert [(v.id, v.state, v.version) for v in session.query(VisitRow).order_by("id")] == before


def test_a_death_asked_for_can_still_be_registered_in_time(session):
    loaded(session)
    days = clocks.calendar(session)
    waiting = session.query(CaseRow).filter_by(procedure="mobile_death", state="requested")
    assert all(clocks.clock_of(row, TODAY, days).register_by >= TODAY for row in waiting)
