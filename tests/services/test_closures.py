"""Ways that are shut: said once in a plan made again, gone round by every plan until they end."""

from datetime import timedelta

import pytest

from fieldops.domain.errors import NotFound
from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.services import closures, planning, replanning, settings
from fieldops.services.plan_cut import cut_off
from fieldops.store import communes
from fieldops.store import planning as store
from tests.conftest import NOON
from tests.services.plan_makers import FRIDAY, LEADER, MONDAY, TODAY, home_to_visit, request
from tests.services.replan_makers import (
    THURSDAY,
    WEDNESDAY,
    accept,
    again,
    drafted,
    ill,
    problem_of,
    route,
    two_days,
)


def shut(session, first=WEDNESDAY, last=THURSDAY):
    """The way to the commune's first hamlet."""
    return Hindrance(HindranceKind.HAMLET, settings.hamlets(session)[0].id, first, last)


def kept(session):
    return [one.hindrance for one in settings.current(session).closures]


def days_of(session, job, visit):
    return {window.on for window in problem_of(session, job).visit[str(visit.id)].windows}


def test_a_way_said_to_be_shut_is_kept_with_who_said_so_and_a_person_who_is_ill_is_not(session):
    plan, _ = two_days(session)
    again(session, plan, hindrances=[shut(session), ill(session)])
    known = settings.current(session).closures
    assert [(one.hindrance, one.said_by, one.said_on) for one in known] == [
        (shut(session), LEADER.name, TODAY)
    ]


def test_it_is_kept_though_the_draft_is_thrown_away_and_the_next_plan_goes_round_it(session):
    plan, visits = two_days(session)
    job = again(session, plan, hindrances=[shut(session)])
    row = drafted(session, job, route(session, FRIDAY, *visits))
    replanning.discard(session, LEADER, row.id, 0, NOON)
    new = home_to_visit(session, "Hộ mới")
    anew = planning.ask(session, LEADER, request(session), NOON, TODAY)
    found = days_of(session, anew, new)
    assert FRIDAY in found
    assert not found & {WEDNESDAY, THURSDAY}


def test_said_again_or_in_part_it_is_kept_once(session):
    plan, visits = two_days(session)
    job = again(session, plan, hindrances=[shut(session)])
    accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
    job = again(session, store.plan_of_job(session, job.id), hindrances=[shut(session, THURSDAY)])
    assert kept(session) == [shut(session)]
    assert len(job.request["hindrances"]) == 2  # as named, and as kept


def test_opened_again_the_next_plan_goes_there_and_no_form_names_it(session):
    plan, visits = two_days(session)
    job = again(session, plan, hindrances=[shut(session)])
    row = accept(session, drafted(session, job, route(session, FRIDAY, *visits)))
    version = communes.current(session).version
    closures.end(session, LEADER, 1, version, TODAY, NOON)
    chosen = replanning.choices(session, row.id, TODAY, 0)
    assert (chosen.shut, chosen.hindrances) == ([], ())
    assert days_of(session, again(session, row), visits[0]) == set()  # any day, any hour


def test_one_that_is_over_binds_no_plan_and_leaves_the_list_after_a_year(session):
    plan, _visits = two_days(session)
    again(session, plan, hindrances=[shut(session)])
    known = settings.current(session)
    assert closures.touching(known, FRIDAY, FRIDAY) == ()
    assert closures.touching(known, THURSDAY, FRIDAY) == (shut(session),)
    later = TODAY + timedelta(days=400)
    closures.keep(session, LEADER, [shut(session, later, later)], later, NOON)
    assert kept(session) == [shut(session, later, later)]


def test_there_is_no_ending_what_is_not_there(session):
    with pytest.raises(NotFound):
        closures.end(session, LEADER, 1, 0, TODAY, NOON)


def test_a_home_left_out_because_two_closures_shut_all_its_days_says_so(session):
    plan, visits = two_days(session)
    halves = [shut(session, MONDAY, WEDNESDAY), shut(session, THURSDAY, FRIDAY)]
    job = again(session, plan, hindrances=halves)
    problem, name = problem_of(session, job), str(visits[0].id)
    left = Plan((), (Unplanned(name, "windows", Sentence("–"), proved=False),))
    said = cut_off(problem, left, halves).unplanned[0]
    assert (said.rule, said.reason.facts) == ("cut", {"first": MONDAY, "last": FRIDAY})
    assert cut_off(problem, left, halves[:1]).unplanned[0].rule == "windows"
