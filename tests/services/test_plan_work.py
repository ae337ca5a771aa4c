"""Jobs: one holder at a time, by lease and fence."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from fieldops.domain.errors import Invalid
from fieldops.domain.plan import Plan, Unplanned
from fieldops.domain.plan_job import Cancel
from fieldops.domain.sentences import Sentence
from fieldops.planning import plan_to_json
from fieldops.services import plan_work
from fieldops.services.plan_work import LEASE, MOST_PROGRESS, Lost
from fieldops.store import scope
from fieldops.store.tables import PlanJobRow, PlanRow
from tests.conftest import HOME, NOON, OTHER
from tests.services.plan_makers import queued_job


@pytest.fixture
def job(session):
    """The id of a job that waits."""
    job_id = queued_job(session).id
    session.commit()
    return job_id


@pytest.fixture
def fresh(session):
    """Sessions as a worker opens them: inside no commune."""
    opened = []

    def open_():
        opened.append(Session(session.get_bind()))
        return opened[-1]

    session.commit()
    yield open_
    for one in opened:
        one.close()


def claimed(fresh, name="w1", now=NOON):
    session = fresh()
    claim = plan_work.claim(session, name, now)
    session.commit()
    return session, claim


def empty(claim, **more):
    left = tuple(
        Unplanned(visit["id"], "test", Sentence("Thử.")) for visit in claim.problem["visits"]
    )
    return plan_to_json(Plan((), left, **more))


def test_two_workers_never_hold_one_job(job, fresh):
    assert claimed(fresh)[1].fence == 1
    assert claimed(fresh, "w2")[1] is None


def test_a_claim_seen_by_two_is_won_by_one(job, fresh, monkeypatch):
    """Both read the job as free; the second one's compare-and-set fails."""
    looking = fresh()
    stale = plan_work.plan_jobs.next_free(looking, NOON)
    looking.rollback()
    claimed(fresh)
    answers = iter([stale, None])
    monkeypatch.setattr(plan_work.plan_jobs, "next_free", lambda *_: next(answers))
    assert claimed(fresh, "w2")[1] is None


def test_the_session_of_a_claim_is_inside_the_jobs_commune(job, fresh):
    session, _ = claimed(fresh)
    assert scope.current(session) == HOME


def test_the_lease_is_kept_by_beating(job, fresh):
    session, claim = claimed(fresh)
    later = NOON + LEASE - timedelta(seconds=1)
    plan_work.beat(session, claim, [], later)
    session.commit()
    assert claimed(fresh, "w2", NOON + LEASE + timedelta(seconds=1))[1] is None


def test_a_lease_that_ran_out_gives_a_higher_fence(job, fresh):
    claimed(fresh)
    _, second = claimed(fresh, "w2", NOON + LEASE + timedelta(seconds=1))
    assert second.fence == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda session, claim: plan_work.beat(session, claim, [], NOON),
        lambda session, claim: plan_work.deliver(session, claim, empty(claim), NOON),
        lambda session, claim: plan_work.fail(session, claim, Sentence("Thử."), NOON),
        lambda session, claim: plan_work.drop(session, claim, NOON),
        lambda session, claim: plan_work.release(session, claim),
    ],
)
def test_a_stale_fence_can_do_nothing(job, fresh, act):
    stale_session, stale = claimed(fresh)
    claimed(fresh, "w2", NOON + LEASE + timedelta(seconds=1))
    with pytest.raises(Lost):
        act(stale_session, stale)
    stale_session.rollback()
    assert stale_session.query(PlanRow).count() == 0


def test_a_plan_is_delivered_once(job, fresh):
    session, claim = claimed(fresh)
    plan = plan_work.deliver(session, claim, empty(claim), NOON)
    session.commit()
    assert (plan.state, plan.totals["left_out"]) == ("draft", 1)
    with pytest.raises(Lost):
        plan_work.deliver(session, claim, empty(claim), NOON)


def test_a_plan_with_a_wrong_figure_is_refused(job, fresh):
    session, claim = claimed(fresh)
    with pytest.raises(Invalid) as refused:
        plan_work.deliver(session, claim, empty(claim, metres=7), NOON)
    assert "vi phạm" in refused.value.sentence.template


def test_what_a_person_wants_is_heard_at_the_next_beat(session, job, fresh):
    worker_session, claim = claimed(fresh)
    assert plan_work.beat(worker_session, claim, [], NOON) is Cancel.NO
    worker_session.commit()
    session.get_one(PlanJobRow, job).cancel = "keep"
    session.commit()
    assert plan_work.beat(worker_session, claim, [], NOON) is Cancel.KEEP


def test_a_long_curve_is_thinned_and_keeps_its_last_point(session, job, fresh):
    worker_session, claim = claimed(fresh)
    points = [{"value": n} for n in range(MOST_PROGRESS * 2 + 1)]
    plan_work.beat(worker_session, claim, points, NOON)
    worker_session.commit()
    curve = session.get_one(PlanJobRow, job).progress
    assert len(curve) <= MOST_PROGRESS
    assert curve[-1] == points[-1]


def test_jobs_of_all_communes_are_taken_oldest_first(session, job, fresh):
    scope.leave(session)
    with scope.inside(session, OTHER):
        queued_job(session)
        session.commit()
    assert [claimed(fresh)[1].commune_code for _ in range(2)] == [HOME, OTHER]
