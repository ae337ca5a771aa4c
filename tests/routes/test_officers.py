from datetime import date

from fieldops.domain.people import Role
from fieldops.services import officers
from tests import makers

MONDAY = date(2026, 11, 23)


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
