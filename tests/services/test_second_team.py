"""A home that asks for two teams: planned as one visit of two halves, told to both teams."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from fieldops.cli.plan_worker import Worker
from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Role, Skill
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.second_team import SecondAt, SecondTeam, SecondWhy
from fieldops.domain.sentences import Sentence
from fieldops.planning import check, plan_from_json, plan_to_json, problem_from_json
from fieldops.services import (
    dispatch,
    field_day,
    plan_changes,
    plan_pins,
    plan_view,
    planning,
    replanning,
    second_team,
)
from fieldops.services.day_sheets import day_sheet
from fieldops.services.plan_problem import build
from fieldops.services.plan_totals import totals
from fieldops.store import planning as store
from fieldops.store.tables import CommuneRow, StopRow
from tests import makers
from tests.conftest import HOME, NOON
from tests.papers.reading import text_of
from tests.services.plan_makers import FRIDAY, LEADER, MONDAY, TODAY, home_to_visit, request
from tests.services.replan_makers import EIGHT, SEVEN, again, draft, problem_of, published, route
from tests.services.test_papers import DESK

LIFT = SecondTeam(SecondWhy.LIFT, roles=frozenset({Role.YOUTH}), seconds=1200, asked_by="Người thử")


def asked(session, name="Nguyễn Thị Bảy", wanted=LIFT, **visit):
    """A visit to a home that asks for a second team."""
    found = home_to_visit(session, name, **visit)
    second_team.ask(session, LEADER, found.household, wanted, found.household.version, NOON)
    return found


def problem(session, **kw):
    return build(session, session.get_one(CommuneRow, HOME), request(session, **kw), TODAY)


def two_routes(session, visit, *more):
    """Team A does the visit on Friday at eight, team B comes to help at the same minute."""
    helper = makers.staff(session, "Lê Văn Giúp", Role.YOUTH)
    first = route(session, FRIDAY, visit, *more)
    second = route(session, FRIDAY, visit, team="B", people=[helper.id])
    stop = second.stops[0]
    return first, replace(second, stops=(replace(stop, visit_id=f"{visit.id}+"),))


def left_out(visit):
    reason = Sentence("Không đủ đội.")
    return tuple(Unplanned(name, "teams", reason) for name in (str(visit.id), f"{visit.id}+"))


def test_the_planner_sees_two_halves_that_start_at_once(session):
    visit = asked(session, roles=["registrar"], registers=["birth"])
    found = problem(session)
    first, second = found.visits
    assert [(pair.first_id, pair.second_id) for pair in found.together] == [(first.id, second.id)]
    assert (first.id, first.roles, first.cases) == (str(visit.id), {Role.REGISTRAR}, 1)
    assert (second.roles, second.service, second.cases) == ({Role.YOUTH}, 1200, 0)
    assert (len(first.registers), len(second.registers)) == (1, 0)
    assert first.prize == second.prize


def test_an_interpreter_comes_with_the_second_team_and_the_first_needs_none(session):
    visit = home_to_visit(session, skills=["khmer"])
    visit.visit_cases[0].case.citizen.language = "km"
    wanted = SecondTeam(SecondWhy.INTERPRETING)
    second_team.ask(session, LEADER, visit.household, wanted, 0, NOON)
    first, second = problem(session).visits
    assert (first.skills, second.skills) == (set(), {Skill.KHMER})


@pytest.mark.parametrize(
    ("at", "kind", "halves"),
    [
        (SecondAt.EACH, "delivery", 2),
        (SecondAt.INTAKE, "delivery", 1),
        (SecondAt.DELIVERY, "delivery", 2),
        (SecondAt.DELIVERY, "intake", 1),
        (SecondAt.EACH, "courier", 1),
    ],
)
def test_it_comes_to_the_visits_it_is_asked_for(session, at, kind, halves):
    asked(session, wanted=SecondTeam(SecondWhy.LIFT, at), kind=kind)
    assert len(problem(session).visits) == halves


def test_one_team_is_enough_again_after_it_is_taken_back(session):
    home = asked(session).household
    second_team.take_back(session, LEADER, home, home.version, NOON)
    second_team.take_back(session, LEADER, home, 99, NOON)
    assert problem(session).together == ()


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (SecondTeam(SecondWhy.INTERPRETING), "why"),
        (SecondTeam(SecondWhy.LIFT, seconds=60), "minutes"),
        (SecondTeam(SecondWhy.LIFT, seconds=5 * 3600), "minutes"),
        (SecondTeam(SecondWhy.LIFT, roles=frozenset({Role.LEADER})), "roles"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, wanted, field):
    home = home_to_visit(session).household
    with pytest.raises(Invalid) as refused:
        second_team.ask(session, LEADER, home, wanted, 0, NOON)
    assert refused.value.field == field
    assert not home.second_team


def test_nobody_writes_over_what_another_has_just_changed(session):
    home = asked(session).household
    with pytest.raises(Conflict):
        second_team.ask(session, LEADER, home, LIFT, 0, NOON)


def test_a_worker_makes_a_plan_in_which_two_teams_meet(session):
    asked(session)
    makers.staff(session, "Lê Văn Giúp", Role.YOUTH)
    makers.vehicle(session, "Xe 2", seats=4)
    makers.vehicle(session, "Xe 3", seats=4)
    vehicles = tuple(row.id for row in store.vehicles(session))
    asking = request(session, seconds=2)
    asking = type(asking)(
        **{n: getattr(asking, n) for n in asking.__slots__} | {"vehicle_ids": vehicles}
    )
    job_id = planning.ask(session, LEADER, asking, NOON, TODAY).id
    session.commit()
    engine = session.get_bind()
    assert Worker(lambda: Session(engine), lambda: NOON, proof_seconds=0).take_one()
    session.expire_all()
    row = store.plan_of_job(session, job_id)
    made = plan_from_json(row.document)
    assert check(problem_from_json(row.job.problem), made) == []
    starts = {(one.day, stop.start) for one in made.routes for stop in one.stops}
    assert (len(made.routes), len(starts), row.totals["visits"]) == (2, 1, 1)


def test_what_is_published_says_which_stop_helps_and_is_planned_again_as_it_is(session):
    visit, other = asked(session), home_to_visit(session, "Hồ Văn Chín")
    plan = published(session, *two_routes(session, visit, other))
    stops = session.query(StopRow).order_by(StopRow.id)
    assert [(stop.visit_id, stop.helps) for stop in stops] == [
        (visit.id, False), (other.id, False), (visit.id, True)
    ]  # fmt: skip
    found = problem_of(session, again(session, plan))
    assert {(one.visit_id, one.team) for one in found.published} == {
        (str(visit.id), "A"), (f"{visit.id}+", "B"), (str(other.id), "A")
    }  # fmt: skip


def test_the_plan_shows_each_team_the_other_and_counts_the_visit_once(session):
    visit, other = asked(session), home_to_visit(session, "Hồ Văn Chín")
    plan = draft(session, *two_routes(session, visit, other))
    view = plan_view.view(session, plan.id)
    shown = [
        (one.route.team, stop.beside, stop.helps)
        for one in view.of_day(FRIDAY)
        for stop in one.stops
    ]
    assert shown == [("A", "B", False), ("A", "", False), ("B", "A", True)]
    counted = totals(problem(session), plan_from_json(plan.document))
    assert (counted["visits"], counted["cases"], counted["left_out"]) == (2, 2, 0)
    assert counted["at_door"] == 3 * 1800  # both teams' time


def test_left_out_it_is_told_of_once(session):
    visit = asked(session)
    left = left_out(visit)
    plan = draft(session)
    plan.document = plan_to_json(Plan((), left))
    session.flush()
    (group,) = plan_view.view(session, plan.id).left_out
    assert [one.id for one in group.visits] == [visit.id]
    assert totals(problem(session), Plan((), left))["left_out"] == 1


def test_a_change_of_both_halves_is_one_call_to_the_family(session):
    visit = asked(session)
    plan = published(session, *two_routes(session, visit))
    job = again(session, plan)
    row = draft(session, from_on=MONDAY, to_on=FRIDAY, before=job.before)
    row.job.request, row.document = job.request, plan_to_json(Plan((), left_out(visit)))
    view = plan_changes.view(session, row.id)
    assert [one.visit.id for one in view.changes] == [visit.id]


def test_a_visit_held_on_its_day_holds_both_teams_and_its_team_the_first(session):
    visit = asked(session)
    plan = published(session, *two_routes(session, visit))
    plan_pins.hold(session, LEADER, plan.id, visit.id, NOON, team=True)
    pins = {one.visit_id: (one.on, one.team) for one in problem(session).pins}
    assert pins == {str(visit.id): (FRIDAY, "A"), f"{visit.id}+": (FRIDAY, None)}


def test_no_single_place_is_looked_for_where_two_teams_must_meet(session):
    published(session, route(session, FRIDAY, home_to_visit(session, "Hồ Văn Chín")))
    visit = asked(session)
    with pytest.raises(Conflict):
        replanning.find_places(session, LEADER, visit.id, NOON, TODAY, SEVEN)


@pytest.fixture
def sheets(session):
    """The route sheets of both teams on Friday, by team."""
    visit = asked(session)
    plan = published(session, *two_routes(session, visit))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    rows = store.routes(session, FRIDAY, FRIDAY)
    return plan, {
        row.team: dispatch.route_sheet(
            session, row.members[0].staff_id, FRIDAY, sensitive=False, today=TODAY, now=now
        ).route
        for row in rows
    }


def test_each_phone_says_which_other_team_comes_and_why(session, sheets):
    _, routes = sheets
    told = {team: routes[team].stops[0].beside.model_dump() for team in "AB"}
    assert told == {
        "A": {"team": "B", "helps": False, "why": SecondWhy.LIFT},
        "B": {"team": "A", "helps": True, "why": SecondWhy.LIFT},
    }
    assert routes["A"].stops[0].start == routes["B"].stops[0].start == EIGHT


def test_the_second_team_brings_no_declaration(session, sheets):
    _, routes = sheets
    assert field_day.to_bring(routes["A"], FRIDAY).forms
    assert not field_day.to_bring(routes["B"], FRIDAY).forms


def test_the_sheets_on_paper_say_it_too(session, sheets):
    plan, _ = sheets
    text = {
        team: text_of(day_sheet(session, DESK, plan.id, FRIDAY, team, "https://x/field").content)
        for team in "AB"
    }
    assert "Đội B cùng đến, giúp: việc nặng" in text["A"]
    assert "Giúp đội A: việc nặng" in text["B"]
    assert "– giấy khai sinh" not in text["B"]
