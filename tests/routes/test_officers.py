from datetime import UTC, date, datetime, timedelta

from fieldops.domain.people import Role
from fieldops.services import officers
from fieldops.store.tables import RegistrationRow
from tests import makers
from tests.conftest import HOME

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)


def test_the_week_of_each_officer_and_a_text_without_families(desk, session):
    one = makers.staff_of(session, Role.REGISTRAR)
    home = makers.household(session, head_name="Hộ Không Được Nêu")
    visit = makers.visit(session, makers.case(session, makers.citizen(session, home)))
    visit.result, visit.made_on, visit.due_on = "not_home", MONDAY, MONDAY
    makers.route(session, visit, members=[one], day=MONDAY)
    (found,) = [o for o in officers.review(session, MONDAY, MONDAY) if o.week.planned]
    assert (found.row.id, found.week.not_done) == (one.id, 1)
    session.commit()
    page = desk(Role.LEADER).get("/reports/officers").text
    assert "Không có nhà 1" in page
    assert "xếp 1, xong 0, trễ 0, chưa xong 1" in page
    assert "Hộ Không Được Nêu" not in page


def test_another_week_and_a_week_that_is_no_day(as_):
    leader = as_(Role.LEADER)
    assert "09/11/2026" in leader.get("/reports/officers?week=2026-11-11").text
    assert "23/11/2026" in leader.get("/reports/officers?week=mai").text


def test_only_those_who_read_reports(as_):
    assert as_(Role.YOUTH).get("/reports/officers").status_code == 403
    assert as_(Role.INSPECTOR).get("/reports/officers").status_code == 200


def test_an_entry_after_the_law_s_day_for_the_register_is_counted_late(desk, session):
    one = makers.staff_of(session, Role.REGISTRAR)
    person = makers.citizen(session, makers.household(session))
    for received, number in ((MONDAY, 1), (MONDAY - timedelta(days=7), 2)):
        # two working days to write the register: by 25/11, and by 18/11
        case = makers.case(session, person, state="processed", received_on=received)
        entry = {"year": 2026, "volume": "01", "entry_no": number, "registered_on": WEDNESDAY}
        who = {"registered_by": one.full_name, "created_at": NOON}
        row = RegistrationRow(commune_code=HOME, case_id=case.id, register="birth", **entry, **who)
        session.add(row)
    session.commit()
    page = desk(Role.LEADER).get("/reports/officers?week=2026-11-23").text
    assert "2 (trễ 1)" in page
