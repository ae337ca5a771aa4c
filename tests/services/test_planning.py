"""Asking for a plan: what is built, and what is refused in which words."""

from datetime import date

import pytest

from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.plan_job import Cancel
from fieldops.planning import problem_from_json
from fieldops.services import planning
from fieldops.services.plan_problem import build
from fieldops.services.plan_request import PlanRequest, outreach_days
from fieldops.store.tables import AbsenceRow, CommuneRow, StaffRow
from tests.conftest import HOME, NOON
from tests.services.plan_makers import (
    FRIDAY,
    LEADER,
    MONDAY,
    TODAY,
    home_to_visit,
    hours,
    queued_job,
    registrar,
    request,
)


def settings(session, **kw):
    row = session.get(CommuneRow, HOME)
    row.settings = kw
    session.flush()


def problem(session, today=TODAY, **kw):
    commune = session.get(CommuneRow, HOME)
    return build(session, commune, request(session, **kw), today)


def refused(session, kind=Invalid, **kw):
    with pytest.raises(kind) as error:
        problem(session, **kw)
    return error.value


def absent(session, staff, first, last):
    session.add(AbsenceRow(commune_code=HOME, staff_id=staff.id, from_on=first, to_on=last))
    session.flush()
    session.expire_all()


def test_a_problem_has_the_working_days_the_people_and_the_visits(session):
    visit = home_to_visit(session)
    made = problem(session)
    # Tue 24 November is Vietnam Culture Day, a public holiday.
    assert [day.on.day for day in made.days] == [23, 25, 26, 27]
    assert [one.id for one in made.visits] == [str(visit.id)]
    assert len(made.people) == 3
    assert len(made.travel["motorbike"].seconds) == 2


def test_no_appointment_days_stay_at_the_office_but_count_for_the_law(session):
    home_to_visit(session)
    settings(session, no_appointment_weekdays=[2])  # Wednesdays
    days = problem(session).days
    # Mon 23, (Tue a public holiday, Wed at the office but worked), Thu 26, Fri 27.
    assert [day.on.day for day in days] == [23, 26, 27]
    assert [day.ordinal for day in days] == [1, 3, 4]


def test_who_is_absent_has_no_hours_that_day(session):
    home_to_visit(session)
    person = registrar(session)
    absent(session, person, MONDAY, MONDAY)
    hours_of = {one.id: one.hours for one in problem(session).people}
    assert hours_of[str(person.id)][0] is None
    assert all(hours_of[str(person.id)][1:])


def test_service_starts_early_enough_to_end_while_someone_is_home(session):
    visit = home_to_visit(session, seconds=1800)
    hours(session, visit, 8 * 3600, 10 * 3600)
    (window,) = problem(session).visits[0].windows
    assert (window.start, window.end, window.on) == (8 * 3600, 9 * 3600 + 1800, None)


def test_hours_of_a_weekday_bind_only_its_days(session):
    visit = home_to_visit(session)
    hours(session, visit, 8 * 3600, 10 * 3600, weekday=2)
    windows = problem(session, from_on=MONDAY, to_on=FRIDAY).visits[0].windows
    assert [window.on for window in windows if window.on <= FRIDAY] == [date(2026, 11, 25)]


def test_a_home_open_on_no_day_of_the_plan_is_not_open_at_any_time(session):
    visit = home_to_visit(session)
    hours(session, visit, 8 * 3600, 10 * 3600, weekday=6)  # Sundays
    windows = problem(session).visits[0].windows
    assert [window.on for window in windows] == [date(2026, 11, 29)]


def test_a_due_day_in_the_plan_binds_and_a_past_one_is_better_late_than_never(session):
    home_to_visit(session, due_on=FRIDAY)
    home_to_visit(session, due_on=date(2026, 11, 20))
    home_to_visit(session)
    seen = [(v.required, v.may_be_late) for v in problem(session).visits]
    assert seen == [(True, False), (True, True), (False, False)]


def test_a_delivery_follows_its_intake_in_the_same_plan(session):
    intake = home_to_visit(session)
    delivery = home_to_visit(
        session, kind="delivery", state="expected", link_id=intake.id, after_days=2, within_days=5
    )
    (link,) = problem(session).links
    assert (link.intake_id, link.delivery_id) == (str(intake.id), str(delivery.id))
    assert (link.least, link.greatest) == (2, 5)


def test_a_delivery_whose_intake_is_published_earlier_gets_its_days_from_it(session):
    intake = home_to_visit(session, planned_on=date(2026, 11, 23))
    home_to_visit(
        session, kind="delivery", state="expected", link_id=intake.id, after_days=2, within_days=5
    )
    made = problem(session, from_on=date(2026, 11, 25), to_on=date(2026, 12, 4))
    # Intake Mon 23; Tue 24 is a holiday; Wed 25, Thu 26 is the second working day, Fri 27, Mon 30,
    # Tue 1 December the fifth.
    (delivery,) = made.visits
    assert (delivery.release_on, delivery.due_on) == (date(2026, 11, 26), date(2026, 12, 1))
    assert made.links == ()


def test_a_delivery_without_its_intake_waits(session):
    home_to_visit(session)
    intake = home_to_visit(session, state="void")
    home_to_visit(
        session, kind="delivery", state="expected", link_id=intake.id, after_days=2, within_days=5
    )
    assert len(problem(session).visits) == 1


def test_what_is_published_for_another_day_stays_there(session):
    home_to_visit(session)
    home_to_visit(session, planned_on=date(2026, 12, 7))
    assert len(problem(session).visits) == 1


def test_what_is_released_after_the_plan_waits(session):
    home_to_visit(session)
    home_to_visit(session, release_on=date(2026, 11, 28))
    assert len(problem(session).visits) == 1


def test_a_home_without_a_pin_stands_at_its_hamlet(session):
    visit = home_to_visit(session)
    visit.household.lat = visit.household.lon = None
    # The hamlet of the fixture is where the office is: no way at all.
    assert problem(session).travel["motorbike"].seconds[0, 1] == 0


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"from_on": date(2026, 11, 20)}, "from_on", "đã qua"),
        ({"to_on": date(2026, 11, 22)}, "to_on", "đứng trước"),
        ({"from_on": date(2026, 11, 28), "to_on": date(2026, 11, 29)}, "to_on", "không có ngày"),
        ({"to_on": date(2027, 3, 1)}, "to_on", "dài nhất"),
        ({"staff_ids": ()}, "staff_ids", "Chưa chọn người"),
        ({"vehicle_ids": ()}, "vehicle_ids", "Chưa chọn phương tiện"),
    ],
)
def test_a_request_that_can_come_to_nothing_is_refused_in_words(session, change, field, said):
    home_to_visit(session)
    error = refused(session, **change)
    assert (error.field, said in error.sentence.template) == (field, True)


def test_without_a_visit_there_is_nothing_to_plan(session):
    assert "Không có việc" in refused(session).sentence.template


def test_without_a_registrar_no_visit_can_be_made(session):
    home_to_visit(session)
    others = session.query(StaffRow).filter(StaffRow.role != "registrar")
    error = refused(session, staff_ids=tuple(row.id for row in others))
    assert (error.field, "công chức" in error.sentence.template) == ("staff_ids", True)


def test_when_all_are_absent_it_is_said(session):
    home_to_visit(session)
    for row in session.query(StaffRow).all():
        absent(session, row, MONDAY, FRIDAY)
    assert "vắng suốt đợt" in refused(session).sentence.template


def test_a_speed_of_nothing_in_the_settings_is_told(session):
    home_to_visit(session)
    settings(session, motorbike_kmh=0)
    assert "Thiết lập" in refused(session).sentence.template


def test_people_of_another_commune_are_nobody(session):
    home_to_visit(session)
    assert "Chưa chọn người" in refused(session, staff_ids=(999_999,)).sentence.template


def test_the_form_counts_what_waits_and_what_is_late(session):
    home_to_visit(session)
    home_to_visit(session, due_on=date(2026, 11, 20))
    home_to_visit(session, planned_on=MONDAY)
    home_to_visit(session, state="expected")
    found = planning.choices(session, TODAY)
    assert (found.waiting, found.late) == (2, 1)


def test_a_job_keeps_its_request_and_its_problem(session):
    job = queued_job(session)
    kept = PlanRequest.from_json(job.request)
    assert (kept.from_on, kept.to_on, kept.seconds) == (MONDAY, FRIDAY, 20)
    assert len(problem_from_json(job.problem).visits) == 1


def test_two_plans_are_not_made_at_once(session):
    queued_job(session)
    with pytest.raises(Conflict):
        queued_job(session)


def test_a_job_nobody_has_begun_is_cancelled_at_once(session):
    job = queued_job(session)
    planning.cancel(session, LEADER, job.id, Cancel.DROP, NOON)
    assert (job.state, job.finished_at) == ("cancelled", NOON)
    planning.cancel(session, LEADER, job.id, Cancel.KEEP, NOON)
    assert job.cancel == "drop"


def test_a_job_of_another_commune_is_not_there(session):
    with pytest.raises(NotFound):
        planning.job(session, 999)


def test_outreach_days_skip_public_holidays():
    from fieldops.domain.commune import CommuneSettings

    # Fri 1 January 2027 is New Year's Day.
    days = outreach_days(CommuneSettings(), date(2026, 12, 31), date(2027, 1, 4))
    assert days == [date(2026, 12, 31), date(2027, 1, 4)]
