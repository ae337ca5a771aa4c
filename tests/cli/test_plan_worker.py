"""The worker and the solver's process: kill either, and nothing is lost or done twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from fieldops.cli import plan_worker
from fieldops.cli.plan_worker import Worker
from fieldops.services.plan_work import LEASE, MOST_ATTEMPTS
from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import PlanJobRow, PlanRow
from tests.conftest import HOME, NOON
from tests.services.plan_makers import queued_job

FAKE = Path(__file__).with_name("fake_solver.py")
ROOT = Path(__file__).parents[2]


def solver(mode):
    return (sys.executable, str(FAKE), mode)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def worker(app, clock):
    with app.app_context():
        engine = db.engine
    return lambda mode: Worker(lambda: Session(engine), clock, solver(mode))


@pytest.fixture
def job(session):
    """The id of a job that waits."""
    job_id = queued_job(session).id
    session.commit()
    return job_id


def told(session, job_id):
    """The job as the database now has it, read apart: a test must not hold the write lock."""
    with Session(session.get_bind()) as apart, scope.inside(apart, HOME):
        row = apart.get_one(PlanJobRow, job_id)
        apart.expunge(row)
        return row


def change(session, job_id, **values):
    with Session(session.get_bind()) as apart, scope.inside(apart, HOME):
        for name, value in values.items():
            setattr(apart.get_one(PlanJobRow, job_id), name, value)
        apart.commit()


def plans(session):
    with Session(session.get_bind()) as apart, scope.inside(apart, HOME):
        return apart.query(PlanRow).count()


def eventually(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "did not happen in 20 s"
        time.sleep(0.05)


def test_without_a_job_there_is_nothing_to_take(worker):
    assert worker("plan").take_one() is False


def test_a_job_becomes_one_plan(session, worker, job):
    assert worker("plan").take_one() is True
    done = told(session, job)
    assert (done.state, [point["planned"] for point in done.progress]) == ("done", [0])
    assert plans(session) == 1
    assert worker("plan").take_one() is False


def stored(session):
    with Session(session.get_bind()) as apart, scope.inside(apart, HOME):
        (row,) = apart.query(PlanRow).all()
        return row.totals, row.document["bound"], row.version


def test_what_was_proved_is_added_to_the_plan_and_its_version_stays(session, worker, job):
    worker("proof").take_one()
    totals, bound, version = stored(session)
    assert (totals["better_by"], bound, version) == (32, 7, 0)
    assert told(session, job).state == "done"


def test_a_plan_can_be_used_while_its_bound_is_proved(session, worker, job):
    run = threading.Thread(target=worker("proving").take_one)
    run.start()
    eventually(lambda: told(session, job).state == "proving")
    assert plans(session) == 1
    change(session, job, cancel="drop")
    run.join()
    assert (told(session, job).state, stored(session)[0].get("better_by")) == ("done", None)


def test_a_job_that_waits_ends_the_proof_of_another(session, worker, job):
    run = threading.Thread(target=worker("proving").take_one)
    run.start()
    eventually(lambda: told(session, job).state == "proving")
    with Session(session.get_bind()) as apart, scope.inside(apart, HOME):
        queued_job(apart)
        apart.commit()
    run.join()
    assert told(session, job).state == "done"
    assert worker("plan").take_one() is True


def test_a_solver_killed_while_proving_costs_only_the_proof(session, worker, job, monkeypatch):
    children = []
    start = plan_worker.Child.__init__

    def noted(self, *args):
        start(self, *args)
        children.append(self.pid)

    monkeypatch.setattr(plan_worker.Child, "__init__", noted)
    run = threading.Thread(target=worker("proving").take_one)
    run.start()
    eventually(lambda: told(session, job).state == "proving")
    os.kill(children[0], signal.SIGKILL)
    run.join()
    assert (told(session, job).state, plans(session)) == ("done", 1)
    assert worker("plan").take_one() is False


def test_a_proof_whose_worker_died_is_closed_and_not_begun_again(session, worker, job):
    worker("plan").take_one()
    change(session, job, state="proving", lease_until=NOON - timedelta(seconds=1))
    assert worker("plan").take_one() is False
    assert told(session, job).state == "done"


def test_a_plan_that_breaks_a_rule_is_never_stored(session, worker, job):
    worker("broken").take_one()
    failed = told(session, job)
    assert (failed.state, "vi phạm" in failed.error["say"]) == ("failed", True)
    assert plans(session) == 0


def test_a_plan_that_cannot_be_read_is_never_stored(session, worker, job):
    worker("unreadable").take_one()
    assert told(session, job).state == "failed"
    assert plans(session) == 0


def test_a_fault_of_the_problem_is_told(session, worker, job):
    worker("fault").take_one()
    assert told(session, job).error["say"] == "Bài toán sai."


def test_a_solver_that_dies_is_tried_again_and_then_given_up(session, worker, job):
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert worker("die").take_one() is True
        back = told(session, job)
        assert (back.state, back.attempts) == ("queued", attempt)
    assert worker("plan").take_one() is False
    assert told(session, job).state == "failed"
    assert plans(session) == 0


def test_a_solver_killed_midway_costs_one_attempt_and_no_plan(session, worker, job, monkeypatch):
    children = []
    start = plan_worker.Child.__init__

    def noted(self, *args):
        start(self, *args)
        children.append(self.pid)

    monkeypatch.setattr(plan_worker.Child, "__init__", noted)
    run = threading.Thread(target=worker("wait").take_one)
    run.start()
    eventually(lambda: told(session, job).progress)
    os.kill(children[0], signal.SIGKILL)
    run.join()
    assert told(session, job).state == "queued"
    worker("plan").take_one()
    done = told(session, job)
    assert (done.state, done.fence, plans(session)) == ("done", 2, 1)


def test_a_cancel_that_keeps_gets_the_best_plan_so_far(session, worker, job):
    run = threading.Thread(target=worker("wait").take_one)
    run.start()
    eventually(lambda: told(session, job).progress)
    change(session, job, cancel="keep")
    run.join()
    assert (told(session, job).state, plans(session)) == ("done", 1)


def test_a_cancel_that_drops_leaves_no_plan(session, worker, job):
    run = threading.Thread(target=worker("wait").take_one)
    run.start()
    eventually(lambda: told(session, job).progress)
    change(session, job, cancel="drop")
    run.join()
    assert (told(session, job).state, plans(session)) == ("cancelled", 0)


def test_a_worker_killed_midway_loses_nothing_and_makes_no_second_plan(
    app, session, worker, job, clock
):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.cli.run_worker", url, *solver("wait")]
    process = subprocess.Popen(command, cwd=ROOT)
    eventually(lambda: told(session, job).progress)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert told(session, job).state == "running"
    assert worker("plan").take_one() is False  # the lease still holds
    clock.now = NOON + LEASE + timedelta(seconds=1)
    assert worker("plan").take_one() is True
    done = told(session, job)
    assert (done.state, done.fence, plans(session)) == ("done", 2, 1)


def test_a_worker_that_comes_back_late_changes_nothing(session, worker, job, clock):
    """Its lease ran out while it slept; another took the job, then it wakes and goes on."""
    slow = threading.Thread(target=worker("wait").take_one)
    slow.start()
    eventually(lambda: told(session, job).progress)
    clock.now = NOON + timedelta(hours=1)
    change(session, job, lease_until=NOON)
    eventually(lambda: worker("plan").take_one() or told(session, job).state == "done")
    slow.join()
    done = told(session, job)
    assert (done.state, done.fence, plans(session)) == ("done", 2, 1)


def test_a_worker_told_to_stop_puts_the_job_back(session, worker, job, monkeypatch):
    monkeypatch.setattr(plan_worker._Run, "end", lambda self: plan_worker._leave(15, None))
    with pytest.raises(SystemExit):
        worker("wait").take_one()
    assert told(session, job).state == "queued"


def test_the_command_takes_a_job_and_stops(app, session, job, monkeypatch):
    monkeypatch.setattr(plan_worker, "Worker", partial(Worker, command=solver("plan")))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    answer = app.test_cli_runner().invoke(args=["plan", "work", "--once"])
    assert answer.exit_code == 0, answer.output
    assert told(session, job).state == "done"
