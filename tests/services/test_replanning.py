"""Planning again: what stands, what is asked, and that nothing half-done is ever published."""

import json
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from fieldops.cli.plan_worker import Worker
from fieldops.domain.errors import Conflict, Invalid, NotFound
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.planning import ChangeKind, Mode, plan_from_json
from fieldops.services import plan_changes, publishing, replanning
from fieldops.store import planning as store
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import AbsenceRow, PlanJobRow, PlanRow, RouteRow, VisitRow
from tests import makers
from tests.conftest import HOME, NOON
from tests.services.plan_makers import FRIDAY, LEADER, MONDAY, TODAY, home_to_visit, registrar
from tests.services.replan_makers import (
    EIGHT,
    SEVEN,
    THURSDAY,
    WEDNESDAY,
    accept,
    again,
    draft,
    drafted,
    find,
    followed,
    ill,
    problem_of,
    published,
    route,
    two_days,
    vehicle,
)


def test_the_job_starts_from_the_routes_in_force(session):
    plan, visits = two_days(session)
    new = home_to_visit(session, "Hộ mới")
    job = again(session, plan, hindrances=[ill(session)])
    before = plan_from_json(job.before)
    assert [(r.day, [s.visit_id for s in r.stops]) for r in before.routes] == [
        (THURSDAY, [str(visits[0].id), str(visits[1].id)]),
        (FRIDAY, [str(visits[2].id)]),
    ]
    problem = problem_of(session, job)
    assert set(problem.visit) == {str(v.id) for v in (*visits, new)}
    assert {p.visit_id: p.on for p in problem.published}[str(visits[0].id)] == THURSDAY
    hours = problem.person[str(registrar(session).id)].hours
    there = {day.on: hour is not None for day, hour in zip(problem.days, hours, strict=True)}
    assert (there[THURSDAY], there[FRIDAY]) == (False, True)


def test_a_lost_team_takes_its_people_and_its_vehicle_with_it(session):
    plan, _ = two_days(session)
    job = again(session, plan, lost=[(THURSDAY, "A")])
    problem = problem_of(session, job)
    index = problem.day_index[THURSDAY]
    assert problem.person[str(registrar(session).id)].hours[index] is None
    assert THURSDAY not in problem.vehicle[str(vehicle(session).id)].days


def test_a_hamlet_cut_off_has_no_hours_on_those_days(session):
    plan, visits = two_days(session)
    hamlet = visits[0].household.hamlet_id
    cut = Hindrance(HindranceKind.HAMLET, hamlet, WEDNESDAY, THURSDAY)
    problem = problem_of(session, again(session, plan, hindrances=[cut]))
    days = {window.on for window in problem.visit[str(visits[0].id)].windows}
    assert FRIDAY in days
    assert not days & {WEDNESDAY, THURSDAY}


def test_a_ferry_that_stops_is_shut_on_those_days_only(session):
    plan, visits = two_days(session)
    commune = session.get_one(makers.CommuneRow, HOME)
    islet = makers.hamlet(session, name="Cồn Thử", lat=9.60, lon=106.25, islet="Cồn Thử")
    visits[0].household.hamlet_id = islet.id
    ferry = {
        "name": "Phà Thử", "lat_from": 9.59, "lon_from": 106.23, "lat_to": 9.60, "lon_to": 106.24,
        "crossing": 600, "from_islet": "", "to_islet": "Cồn Thử", "departures": [8 * 3600],
    }  # fmt: skip
    commune.settings = {"ferries": [ferry]}
    session.flush()
    session.expire_all()
    stopped = Hindrance(HindranceKind.FERRY, 1, THURSDAY, THURSDAY)
    problem = problem_of(session, again(session, plan, hindrances=[stopped]))
    assert {THURSDAY not in one.days and FRIDAY in one.days for one in problem.ferries} == {True}


@pytest.mark.parametrize(
    ("kind", "id_", "days"),
    [
        (HindranceKind.PERSON, 999, (THURSDAY, THURSDAY)),
        (HindranceKind.FERRY, 1, (THURSDAY, THURSDAY)),
        (HindranceKind.PERSON, None, (FRIDAY, THURSDAY)),
        (HindranceKind.PERSON, None, (date(2026, 12, 10), date(2026, 12, 11))),
    ],
)
def test_a_hindrance_that_makes_no_sense_is_refused_at_its_field(session, kind, id_, days):
    plan, _ = two_days(session)
    wrong = Hindrance(kind, id_ or registrar(session).id, *days)
    with pytest.raises(Invalid) as refused:
        again(session, plan, hindrances=[ill(session), wrong])
    assert refused.value.field.endswith("_1")
    assert session.query(PlanJobRow).filter_by(state="queued").count() == 0


def test_a_lost_team_that_nobody_has_is_a_conflict(session):
    plan, _ = two_days(session)
    with pytest.raises(Conflict):
        again(session, plan, lost=[(THURSDAY, "C")])


def test_only_a_plan_that_is_followed_is_planned_again(session):
    plan, _ = two_days(session)
    publishing.withdraw(session, LEADER, plan.id, plan.version, NOON, TODAY)
    with pytest.raises(Conflict):
        again(session, plan)


def test_days_gone_by_cannot_be_planned_again(session):
    plan, _ = two_days(session)
    with pytest.raises(Invalid):
        again(session, plan, today=FRIDAY + timedelta(days=1))


def test_when_a_team_has_left_its_day_stays_and_planning_begins_the_next(session):
    plan, visits = two_days(session)
    job = again(session, plan, today=THURSDAY, at=EIGHT)
    problem = problem_of(session, job)
    assert problem.days[0].on == FRIDAY
    assert set(problem.visit) == {str(visits[2].id)}
    new = drafted(session, job, route(session, FRIDAY, visits[2], team="B"))
    accept(session, new, today=THURSDAY)
    assert followed(session) == [
        (THURSDAY, "A", visits[0].id),
        (THURSDAY, "A", visits[1].id),
        (FRIDAY, "B", visits[2].id),
    ]


def test_before_anyone_has_left_today_is_planned_again_too(session):
    plan, visits = two_days(session)
    problem = problem_of(session, again(session, plan, today=THURSDAY, at=SEVEN))
    assert problem.days[0].on == THURSDAY
    assert str(visits[0].id) in problem.visit


def test_a_team_of_today_that_cannot_leave_gives_its_homes_to_the_days_after(session):
    first, second, third = (home_to_visit(session, name) for name in ("Một", "Hai", "Ba"))
    plan = published(
        session,
        route(session, THURSDAY, first, team="A"),
        route(session, THURSDAY, second, team="B", people=[makers.staff(session).id]),
        route(session, FRIDAY, third),
    )
    begun = store.routes(session, THURSDAY, THURSDAY)[0]
    begun.depart, begun.stops[0].visit.made_on = SEVEN - 1800, None
    session.flush()
    job = again(session, plan, today=THURSDAY, at=SEVEN, lost=[(THURSDAY, "B")])
    assert set(problem_of(session, job).visit) == {str(second.id), str(third.id)}
    accept(session, drafted(session, job, route(session, FRIDAY, third, second)), today=THURSDAY)
    assert followed(session) == [
        (THURSDAY, "A", first.id),
        (FRIDAY, "A", third.id),
        (FRIDAY, "A", second.id),
    ]


def test_accepting_publishes_a_higher_version_and_ends_the_old_plan(session):
    plan, visits = two_days(session)
    job = again(session, plan)
    new = accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
    assert (new.state, session.get(PlanRow, plan.id).state) == ("published", "superseded")
    assert [row[2] for row in followed(session)] == [visit.id for visit in visits]


def test_each_publication_is_newer_to_a_phone_than_all_before(session):
    plan, visits = two_days(session)
    seen = [plan.version]
    for _ in range(3):
        job = again(session, session.get(PlanRow, plan.id))
        plan = accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
        seen.append(plan.version)
    assert seen == sorted(set(seen))


def test_a_draft_over_routes_that_were_replaced_since_is_a_conflict(session):
    plan, visits = two_days(session)
    job = again(session, plan)
    mine = drafted(session, job, route(session, FRIDAY, *visits))
    accept(session, draft(session, route(session, THURSDAY, *visits)))
    with pytest.raises(Conflict, match="đã bị thay đổi"):
        accept(session, mine)
    assert {row[0] for row in followed(session)} == {THURSDAY}


def test_of_two_drafts_over_the_same_routes_the_second_is_a_conflict(session):
    plan, visits = two_days(session)
    first = again(session, plan)
    one = drafted(session, first, route(session, FRIDAY, *visits))
    two = drafted(session, again(session, plan), route(session, THURSDAY, *visits))
    accept(session, one)
    with pytest.raises(Conflict):
        accept(session, two)
    assert session.get(PlanRow, two.id).state == "draft"


def test_a_draft_is_not_accepted_once_a_team_it_moves_has_been_at_a_home(session):
    plan, visits = two_days(session)
    job = again(session, plan, today=THURSDAY)
    mine = drafted(session, job, route(session, FRIDAY, *visits))
    session.get_one(VisitRow, visits[0].id).made_on = THURSDAY
    session.flush()
    with pytest.raises(Conflict, match="đã có đội đến nhà"):
        accept(session, mine, today=THURSDAY)


def test_who_was_ill_is_away_for_every_plan_once_it_is_accepted(session):
    plan, visits = two_days(session)
    job = again(session, plan, hindrances=[ill(session)])
    assert session.query(AbsenceRow).count() == 0
    new = drafted(session, job, route(session, FRIDAY, *visits))
    accept(session, new)
    (row,) = session.query(AbsenceRow).all()
    assert (row.staff_id, row.from_on, row.to_on) == (registrar(session).id, THURSDAY, THURSDAY)
    job = again(session, new, hindrances=[ill(session)])
    accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
    assert session.query(AbsenceRow).count() == 1


def test_what_a_followed_plan_did_without_is_offered_until_it_is_over(session):
    plan, visits = two_days(session)
    job = again(session, plan, hindrances=[ill(session)])
    accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
    assert replanning.in_force(session, TODAY) == (ill(session),)
    assert replanning.in_force(session, FRIDAY) == ()


def test_a_crash_half_way_through_publishing_leaves_the_old_plan_whole(app, session, monkeypatch):
    plan, visits = two_days(session)
    mine = drafted(session, again(session, plan), route(session, FRIDAY, *visits)).id
    session.commit()
    before = followed(session)
    session.commit()

    def crash(*_args):
        raise RuntimeError("the power went")

    monkeypatch.setattr(publishing, "_note_absences", crash)
    with db.Session(session.get_bind()) as other, scope.inside(other, HOME):
        with pytest.raises(RuntimeError):
            publishing.publish(other, LEADER, mine, 0, NOON, TODAY)
        other.rollback()
    session.expire_all()
    assert followed(session) == before
    assert session.get(PlanRow, mine).state == "draft"


def test_a_draft_thrown_away_is_gone_however_often_and_cannot_be_accepted(session):
    plan, visits = two_days(session)
    mine = drafted(session, again(session, plan), route(session, FRIDAY, *visits))
    for _ in range(2):
        assert replanning.discard(session, LEADER, mine.id, 0, NOON).state == "discarded"
    with pytest.raises(Conflict):
        accept(session, mine, version=1)
    assert len(followed(session)) == 3


def test_a_draft_accepted_by_another_leader_cannot_be_thrown_away(session):
    plan, visits = two_days(session)
    mine = drafted(session, again(session, plan), route(session, FRIDAY, *visits))
    accept(session, mine)
    with pytest.raises(Conflict):
        replanning.discard(session, LEADER, mine.id, 0, NOON)


def test_the_changes_name_each_home_its_old_and_new_place_and_who_goes(session):
    plan, (sixth, ninth, fourth) = two_days(session)
    new, other = home_to_visit(session, "Hộ mới"), makers.staff(session, full_name="Người thay")
    job = again(session, plan)
    plan = drafted(
        session,
        job,
        route(session, THURSDAY, ninth, new, people=[other.id]),
        route(session, FRIDAY, fourth, sixth),
    )
    view = plan_changes.view(session, plan.id)
    assert [(one.home.head_name, one.kind) for one in view.changes] == [
        ("Bùi Thị Sáu", ChangeKind.OTHER_DAY),
        ("Hồ Văn Chín", ChangeKind.OTHER_TIME),
        ("Hộ mới", ChangeKind.NEW),
    ]
    moved = view.changes[0]
    assert (moved.before.day, moved.after.day, moved.after.start) == (
        THURSDAY,
        FRIDAY,
        EIGHT + 3600,
    )
    assert view.kept == 1
    (team,) = view.restaffed
    assert (team.day, team.left, team.joined) == (
        THURSDAY, [registrar(session).full_name], ["Người thay"]
    )  # fmt: skip


def test_a_plan_made_anew_has_no_list_of_changes(session):
    plan, _ = two_days(session)
    with pytest.raises(NotFound):
        plan_changes.view(session, plan.id)


@pytest.fixture
def worker(app):
    with app.app_context():
        engine = db.engine
    return Worker(lambda: Session(engine), lambda: NOON, proof_seconds=0)


def test_the_places_found_become_a_draft_that_is_accepted_like_any_other(session, worker):
    _plan, visits = two_days(session)
    wanted = home_to_visit(session, "Mới")
    job_id = find(session, wanted).id
    session.commit()
    assert worker.take_one()
    session.expire_all()
    visit, places = plan_changes.places(session, job_id)
    assert visit.id == wanted.id
    assert {place.day for place in places} >= {THURSDAY, FRIDAY}
    assert places[0].seconds <= places[-1].seconds
    with pytest.raises(NotFound):
        replanning.choose(session, LEADER, job_id, len(places) + 1, NOON)
    first = replanning.choose(session, LEADER, job_id, 1, NOON)
    again_ = replanning.choose(session, LEADER, job_id, 2, NOON)
    assert first.id == again_.id
    (new,) = [
        one for one in plan_changes.view(session, first.id).changes if one.kind is ChangeKind.NEW
    ]
    assert (new.visit.id, new.after.day) == (wanted.id, places[1].day)
    accept(session, again_, version=1)
    assert {row[2] for row in followed(session)} == {visit.id for visit in (*visits, wanted)}
    with pytest.raises(Conflict):
        replanning.choose(session, LEADER, job_id, 1, NOON)


def test_a_real_plan_made_again_moves_who_is_met_on_the_lost_day(session, worker):
    plan, visits = two_days(session)
    others = [row.id for row in store.staff(session) if row.role == "registrar"]
    gone = [Hindrance(HindranceKind.PERSON, id_, THURSDAY, THURSDAY) for id_ in others]
    job_id = again(session, plan, mode=Mode.MOVE, hindrances=gone).id
    session.commit()
    assert worker.take_one()
    session.expire_all()
    made = store.plan_of_job(session, job_id)
    view = plan_changes.view(session, made.id)
    moved = {one.visit.id: one.after.day for one in view.changes if one.kind == "other_day"}
    assert moved.keys() == {visits[0].id, visits[1].id}
    assert THURSDAY not in moved.values()
    accept(session, made)
    assert not [row for row in followed(session) if row[0] == THURSDAY]


def test_a_home_whose_way_is_cut_on_all_its_days_is_told_so(session, worker):
    visits = [home_to_visit(session, "Một"), home_to_visit(session, "Hai")]
    far = makers.hamlet(session, name="Ấp Xa")
    visits[0].household.hamlet_id = far.id
    plan = published(session, route(session, THURSDAY, *visits))
    cut = Hindrance(HindranceKind.HAMLET, far.id, MONDAY, FRIDAY)
    job_id = again(session, plan, hindrances=[cut]).id
    session.commit()
    assert worker.take_one()
    session.expire_all()
    left = json.loads(json.dumps(store.plan_of_job(session, job_id).document))["unplanned"]
    assert [(one["visit_id"], one["rule"]) for one in left] == [(str(visits[0].id), "cut")]
    assert session.query(RouteRow).filter_by(active=True).count() == 1


def test_of_two_leaders_who_accept_two_drafts_in_the_same_moment_one_is_told(session):
    plan, visits = two_days(session)
    drafts = [
        drafted(session, again(session, plan), route(session, day, *visits)).id
        for day in (THURSDAY, FRIDAY)
    ]
    session.commit()
    bind, start, answers = session.get_bind(), threading.Barrier(2), []

    def press(plan_id):
        start.wait()
        with db.Session(bind) as mine, scope.inside(mine, HOME):
            try:
                publishing.publish(mine, LEADER, plan_id, 0, NOON, TODAY)
                mine.commit()
                answers.append("published")
            except Conflict:
                mine.rollback()
                answers.append("told")

    leaders = [threading.Thread(target=press, args=[plan_id]) for plan_id in drafts]
    for leader in leaders:
        leader.start()
    for leader in leaders:
        leader.join()
    session.expire_all()
    assert sorted(answers) == ["published", "told"]
    assert len({row[0] for row in followed(session)}) == 1
    assert len(followed(session)) == len(visits)
