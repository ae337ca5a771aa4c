from datetime import UTC, date, datetime, timedelta

from fieldops.domain.people import Role
from fieldops.domain.shortcoming import Source
from fieldops.services import home
from fieldops.services.home import Asker
from fieldops.store.tables import (
    OutcomeRow,
    PlanJobRow,
    PlanRow,
    RegistrationRow,
    RouteMemberRow,
    RouteRow,
    ShortcomingRow,
    StopRow,
    UserRow,
)
from tests import makers
from tests.conftest import HOME

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)  # a Monday


def shown_to(session, role, staff_id=None, hamlet_id=None, user_id=None):
    return home.home(session, Asker(role, staff_id, hamlet_id, user_id), NOW, TODAY)


def a_case(session, **kw):
    return makers.case(session, makers.citizen(session, makers.household(session)), **kw)


def a_plan(session, state, to_on=TODAY):
    job = PlanJobRow(commune_code=HOME, request={}, problem={}, created_by="x", created_at=NOW)
    session.add(job)
    session.flush()
    plan = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=TODAY,
        to_on=to_on,
        state=state,
        document={},
        created_at=NOW,
    )
    session.add(plan)
    session.flush()
    return plan


def a_route(session, visits, members=()):
    route = RouteRow(
        commune_code=HOME,
        plan_id=a_plan(session, "published").id,
        day=TODAY,
        team="A",
        depart=27_000,
        back=57_600,
    )
    route.members = [RouteMemberRow(commune_code=HOME, staff_id=one.id) for one in members]
    route.stops = [
        StopRow(commune_code=HOME, visit_id=visit.id, position=n, arrival=1, start=1, end=2)
        for n, visit in enumerate(visits, 1)
    ]
    session.add(route)
    session.flush()


def test_visits_are_late_after_their_day_and_due_on_it(session):
    for days in (-1, 0, 0, 1, 6, 7):
        makers.visit(session, a_case(session), due_on=TODAY + timedelta(days=days))
    due = shown_to(session, Role.LEADER).due
    # Yesterday 1, today 2, of the six days after today the first and the last; the seventh waits.
    assert (due.late, due.today, due.week) == (1, 2, 2)
    assert [visit.due_on for visit in due.urgent] == sorted(v.due_on for v in due.urgent)


def test_visits_that_are_done_or_only_expected_are_not_due(session):
    for state in ("done", "missed", "void", "expected"):
        makers.visit(session, a_case(session), state=state, due_on=TODAY)
    assert shown_to(session, Role.LEADER).due.today == 0


def test_what_no_plan_holds_is_counted(session):
    makers.visit(session, a_case(session), due_on=TODAY)
    makers.visit(session, a_case(session))  # the law sets no day, but somebody waits
    makers.visit(session, a_case(session), due_on=TODAY, planned_on=TODAY)
    assert shown_to(session, Role.POLICE).due.unplanned == 2


def test_dossiers_to_register_come_by_their_legal_day(session):
    # Received Thu 19: ready within two working days, Mon 23. Received Fri 20: Mon 23 is the first,
    # Tue 24 is Vietnam Culture Day, so the second is Wed 25.
    later = a_case(session, state="received", received_on=date(2026, 11, 20))
    sooner = a_case(session, state="received", received_on=date(2026, 11, 19))
    a_case(session, state="processed", received_on=date(2026, 11, 2), processed_on=TODAY)
    waiting = shown_to(session, Role.REGISTRAR).books.to_register
    assert [(one.case.id, one.clock.due) for one in waiting] == [
        (sooner.id, date(2026, 11, 23)),
        (later.id, date(2026, 11, 25)),
    ]


def test_entries_not_in_the_official_systems_are_counted_with_the_oldest_age(session):
    for number, (day, entered) in enumerate(
        [(date(2026, 11, 3), None), (date(2026, 11, 20), None), (date(2026, 11, 2), TODAY)], 1
    ):
        case = a_case(session, state="processed", official_entered_on=entered)
        session.add(
            RegistrationRow(
                commune_code=HOME,
                case_id=case.id,
                register="birth",
                year=2026,
                volume="01",
                entry_no=number,
                registered_on=day,
                registered_by="x",
                created_at=NOW,
            )
        )
    session.flush()
    books = shown_to(session, Role.REGISTRAR).books
    assert (books.not_entered, books.not_entered_days) == (2, 20)  # 3 to 23 November
    assert books.to_hand_over == 3


def test_drafts_still_ahead_wait_to_be_published(session):
    ahead = a_plan(session, "draft")
    a_plan(session, "draft", to_on=TODAY - timedelta(days=1))
    a_plan(session, "published")
    assert [plan.id for plan in shown_to(session, Role.LEADER).drafts] == [ahead.id]


def test_reports_to_review_are_those_nobody_looked_at(session):
    for number, (fate, seen) in enumerate(
        [("needs_review", None), ("quarantined", None), ("needs_review", NOW), ("stored", None)]
    ):
        session.add(
            OutcomeRow(
                commune_code=HOME, id=str(number), received_at=NOW, fate=fate, reviewed_at=seen
            )
        )
    session.flush()
    assert shown_to(session, Role.LEADER).reviews == 2


def test_a_volunteer_sees_their_own_route_and_nothing_else(session):
    mine, other = makers.staff(session, role=Role.YOUTH), makers.staff(session, role=Role.YOUTH)
    done = makers.visit(session, a_case(session), state="done")
    open_ = makers.visit(session, a_case(session))
    a_route(session, [done, open_], [mine])
    seen = shown_to(session, Role.YOUTH, staff_id=mine.id)
    (route,) = seen.my_routes
    assert (route.team, route.stops, route.closed) == ("A", 2, 1)
    assert (seen.due, seen.books, seen.routes, seen.reviews, seen.idle) == (None,) * 5
    assert list(shown_to(session, Role.YOUTH, staff_id=other.id).my_routes) == []


def test_a_leader_sees_every_team_of_the_day(session):
    a_route(session, [makers.visit(session, a_case(session))])
    assert [route.team for route in shown_to(session, Role.LEADER).routes] == ["A"]


def test_an_administrator_sees_idle_logins_and_no_household(session):
    users = session.query(UserRow).filter_by(commune_code=HOME).order_by(UserRow.id).all()
    for user in users:
        user.current_login_at = NOW - timedelta(days=45)
    users[0].current_login_at = NOW - timedelta(days=46)
    users[1].current_login_at = None
    users[2].current_login_at, users[2].active = None, False
    session.flush()
    seen = shown_to(session, Role.ADMINISTRATOR)
    assert {user.id for user in seen.idle} == {users[0].id, users[1].id}
    assert (seen.due, seen.books, seen.hamlet, seen.drafts) == (None,) * 4


def test_a_hamlet_head_sees_their_own_hamlet(session):
    there = makers.hamlet(session, name="Vàm Hồ")
    mine = makers.household(session, hamlet=there)
    makers.case(session, makers.citizen(session, mine))
    a_case(session)
    hamlet = shown_to(session, Role.HAMLET_HEAD, hamlet_id=there.id).hamlet
    assert (hamlet.name, hamlet.households, hamlet.waiting) == ("Vàm Hồ", 1, 1)


def test_an_empty_commune_is_told_its_first_steps(session):
    start = shown_to(session, Role.LEADER).start
    assert (start.has_households, start.has_plan, start.finished) == (False, False, False)
    makers.household(session)
    a_plan(session, "draft")
    assert shown_to(session, Role.LEADER).start.finished


def test_a_shortcoming_waits_for_its_owner_until_it_is_mended(session):
    owner = session.query(UserRow).filter_by(role=Role.POLICE, commune_code=HOME).one().id
    for days in (-1, 3):
        session.add(a_shortcoming(owner, TODAY + timedelta(days=days)))
    session.add(a_shortcoming(owner, TODAY - timedelta(days=9), mended_on=TODAY))
    session.flush()
    waiting = shown_to(session, Role.POLICE, user_id=owner).to_mend
    assert (waiting.count, waiting.deadline, waiting.overdue) == (2, date(2026, 11, 22), True)
    assert shown_to(session, Role.POLICE, user_id=owner + 1).to_mend is None
    assert shown_to(session, Role.YOUTH, user_id=owner).to_mend is None


def a_shortcoming(owner_id, deadline, mended_on=None):
    return ShortcomingRow(
        commune_code=HOME,
        issue="Trả giấy chậm",
        source=Source.FAMILIES,
        found_on=TODAY - timedelta(days=14),
        owner_id=owner_id,
        deadline=deadline,
        mended_on=mended_on,
    )
