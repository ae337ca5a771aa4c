"""Reports of a route that was planned anew meanwhile; batches of several phones at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from fieldops.services import following, outcome_batches
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment
from fieldops.store.tables import AuditRow, OutcomeRow, VisitRow
from tests import makers
from tests.outcomes.reports import sent
from tests.services.plan_makers import FRIDAY
from tests.services.replan_makers import route, two_days
from tests.services.test_replanning import accept, again, drafted

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
THURSDAY_NOON = Moment(datetime(2026, 11, 26, 5, 0, tzinfo=UTC), ZONE)
MONDAY_NOON = Moment(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), ZONE)
TEAM = Actor(None, "Đội A")


@pytest.fixture
def replanned(session):
    """A home of Thursday's route, on Friday by the plan now in force: (visit, plan seen)."""
    plan, visits = two_days(session)
    seen = (plan.id, plan.version)
    accept(session, drafted(session, again(session, plan), route(session, FRIDAY, *visits)))
    return visits[0].id, seen


def report(session, replanned, result):
    """What the team, still on Thursday's route, says; and the visit once the books followed."""
    visit_id, (plan_id, version) = replanned
    item = sent(1, visit_id, result, plan_id=plan_id, plan_version=version)
    item["recorded_at"] = "2026-11-26T11:30:00+07:00"
    batch = outcome_batches.read_all(TEAM, [item], THURSDAY_NOON)
    ((verdict,),) = outcome_batches.record(session, [batch])
    following.follow(session, ZONE)
    session.flush()
    return verdict, session.get_one(VisitRow, visit_id)


@pytest.mark.parametrize("result", ["not_home", "papers_missing", "other"])
def test_nobody_home_keeps_the_later_day_the_family_was_told(session, replanned, result):
    verdict, visit = report(session, replanned, result)
    assert verdict.fate == "needs_review"
    assert verdict.reason.facts == {"day": FRIDAY}
    assert (visit.state, visit.planned_on) == ("due", FRIDAY)


def test_what_was_done_is_done_whichever_plan_was_seen(session, replanned):
    verdict, visit = report(session, replanned, "done")
    assert verdict.fate == "stored"
    assert (visit.state, visit.made_on) == ("done", THURSDAY_NOON.today)


@pytest.mark.parametrize("result", ["refused", "moved"])
def test_a_family_that_wants_no_visit_gets_none_on_the_later_day_either(session, replanned, result):
    verdict, visit = report(session, replanned, result)
    assert (verdict.fate, visit.state) == ("stored", "missed")


def test_the_report_keeps_the_plan_it_was_made_by(session, replanned):
    report(session, replanned, "done")
    row = session.query(OutcomeRow).one()
    assert (row.plan_id, row.seen_version) == replanned[1]


def homes(session, count):
    """Visits of homes of their own, each with a case to be received."""
    cases = [
        makers.case(session, makers.citizen(session, makers.household(session)))
        for _ in range(count)
    ]
    return [makers.visit(session, case) for case in cases]


def phones(*reports):
    """What several phones sent, one report each."""
    people = [Actor(n, f"Người {n}") for n in range(1, len(reports) + 1)]
    return [
        outcome_batches.read_all(who, [one], MONDAY_NOON)
        for who, one in zip(people, reports, strict=True)
    ]


def fates(session, batches):
    return [[one.fate for one in found] for found in outcome_batches.record(session, batches)]


class TestSeveralPhonesAtOnce:
    def test_each_is_kept_in_its_own_name_with_an_audit_entry_of_its_own(self, session):
        first, second = homes(session, 2)
        sent_by = phones(sent(1, first.id), sent(2, second.id))
        assert fates(session, sent_by) == [["stored"], ["stored"]]
        session.flush()
        rows = session.query(OutcomeRow).order_by(OutcomeRow.device_seq).all()
        assert [row.recorded_by_name for row in rows] == ["Người 1", "Người 2"]
        entries = session.query(AuditRow).filter_by(action="outcome.taken").order_by(AuditRow.seq)
        assert [row.actor_id for row in entries] == [1, 2]

    def test_two_of_one_home_are_judged_one_after_the_other(self, session):
        (visit,) = homes(session, 1)
        sent_by = phones(sent(1, visit.id), sent(2, visit.id, "not_home"))
        assert fates(session, sent_by) == [["stored"], ["needs_review"]]

    def test_the_same_batch_twice_at_once_is_stored_once(self, session):
        (visit,) = homes(session, 1)
        assert fates(session, phones(sent(1, visit.id), sent(1, visit.id))) == [
            ["stored"],
            ["already"],
        ]

    def test_what_cannot_be_read_takes_nothing_from_the_others(self, session):
        (visit,) = homes(session, 1)
        sent_by = phones(sent(1, visit.id), sent(2, visit.id) | {"schema": 99})
        assert fates(session, sent_by) == [["stored"], ["quarantined"]]

    def test_a_phone_with_nothing_to_send_rides_along(self, session):
        (visit,) = homes(session, 1)
        (told,) = phones(sent(1, visit.id))
        asks = outcome_batches.read_all(TEAM, [], MONDAY_NOON)
        assert fates(session, [asks, told]) == [[], ["stored"]]
        assert fates(session, [asks]) == [[]]
