"""
What a worker does to a job: claim it, show signs of life, deliver once, or give up.

Every step holds only while the worker's fence is the job's own, so whoever is killed loses nothing
and whoever comes back late changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from fieldops.domain.errors import Invalid
from fieldops.domain.plan import Plan
from fieldops.domain.plan_job import Cancel, JobState
from fieldops.domain.sentences import Sentence
from fieldops.planning import Problem, check, plan_from_json, plan_to_json, problem_from_json
from fieldops.services import audit
from fieldops.services.plan_cut import cut_off
from fieldops.services.plan_request import PlanRequest
from fieldops.services.plan_totals import totals
from fieldops.store import plan_jobs, planning, scope
from fieldops.store.tables import PlanRow

LEASE = timedelta(seconds=30)
"""A worker not heard of for this long has died; another may take its job."""

MOST_ATTEMPTS = 3
"""A job that has cost three workers their lives is not given to a fourth."""

MOST_PROGRESS = 400
"""Points of the curve kept; every second one is dropped when there are more."""


PROOF_SECONDS = 20
"""How long the worker may prove, once a plan is stored, how much better one could be."""


class Lost(Exception):
    """The job is another worker's by now: stop, and write nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held under a fence."""

    job_id: int
    fence: int
    commune_code: str
    limit_seconds: int
    problem: dict[str, Any]
    before: dict[str, Any] | None
    request: dict[str, Any]

    def asked(self) -> dict[str, Any]:
        """What the solver is asked, but for how long to prove."""
        asked = {"problem": self.problem, "seconds": self.limit_seconds}
        if self.before is not None:
            asked |= {"before": self.before, "mode": self.request["mode"]}
            asked |= {"visit": self.request.get("visit_id")}
        return asked


def claim(session: Session, worker: str, now: datetime) -> Claim | None:
    """
    Take the oldest job that nobody holds, of any commune; None when there is none.

    The session is inside the job's commune from then on. A job that was begun too often fails here.
    """
    plan_jobs.close_forgotten_proofs(session, now)
    while (found := plan_jobs.next_free(session, now)) is not None:
        job_id, fence, attempts, commune_code = found
        if attempts >= MOST_ATTEMPTS:
            _bury(session, job_id, fence, now)
        elif plan_jobs.take(session, job_id, fence, now, **_held(worker, now)):
            scope.enter(session, commune_code)
            return _claim(session, job_id, fence + 1)
    return None


def _held(worker: str, now: datetime) -> dict[str, Any]:
    return {
        "state": JobState.RUNNING.value,
        "worker": worker,
        "lease_until": now + LEASE,
        "heartbeat_at": now,
        "started_at": now,
        "progress": [],
    }


def _claim(session: Session, job_id: int, fence: int) -> Claim:
    job = planning.job(session, job_id)
    if job is None:
        raise Lost
    session.refresh(job, ["problem", "before", "limit_seconds"])
    seconds, code = job.limit_seconds, job.commune_code
    return Claim(job_id, fence, code, seconds, job.problem, job.before, job.request)


def enter(session: Session, mine: Claim) -> None:
    """Hold a fresh session inside the commune of the job."""
    scope.enter(session, mine.commune_code)


def _bury(session: Session, job_id: int, fence: int, now: datetime) -> None:
    said = Sentence(
        "Máy lập kế hoạch đã dừng giữa chừng {count} lần nên không thử nữa. Chọn ít ngày hoặc ít"
        " người hơn rồi lập lại; nếu vẫn vậy, báo quản trị.",
        {"count": MOST_ATTEMPTS},
    )
    values = {"state": JobState.FAILED.value, "error": said.to_json(), "finished_at": now}
    plan_jobs.take(session, job_id, fence, now, **values)


def beat(session: Session, mine: Claim, progress: list[Mapping[str, Any]], now: datetime) -> Cancel:
    """A sign of life with the curve so far; what a person who cancels wants. Lost: not mine."""
    while len(progress) > MOST_PROGRESS:
        progress = progress[::-2][::-1]
    values: dict[str, Any] = {"lease_until": now + LEASE, "heartbeat_at": now}
    values["progress"] = progress
    if not plan_jobs.change_mine(session, mine.job_id, mine.fence, **values):
        raise Lost
    return Cancel(plan_jobs.cancel_asked(session, mine.job_id))


def deliver(
    session: Session, mine: Claim, document: dict[str, Any], now: datetime, *, proving: bool = False
) -> PlanRow:
    """
    Store the plan and end the job, in one transaction that holds only under the claim's fence.

    ``proving``: the job goes on under the same lease, to prove how good its plan is.
    The plan is judged here, apart from the solver that made it. Invalid: it breaks a rule, or
    cannot be read. Lost: not mine.
    """
    problem, plan = problem_from_json(mine.problem), plan_from_json(document)
    _judge(problem, plan)
    plan = cut_off(problem, plan, PlanRequest.from_json(mine.request).hindrances)
    if proving:
        _hold(session, mine, JobState.RUNNING, now, state=JobState.PROVING.value)
    else:
        _end(session, mine, JobState.DONE, now)
    row = PlanRow(
        commune_code=mine.commune_code,
        job_id=mine.job_id,
        from_on=problem.days[0].on,
        to_on=problem.days[-1].on,
        document=plan_to_json(plan),
        totals=totals(problem, plan),
        created_at=now,
    )
    session.add(row)
    session.flush()
    made = row.totals["visits"]
    audit.record(session, audit.SYSTEM, "plan.made", ("plan", row.id), now, visits=made)
    return row


def deliver_places(
    session: Session, mine: Claim, offers: list[dict[str, Any]], now: datetime
) -> None:
    """
    Store the places found for one visit and end the job. Lost: not mine.

    Each comes with the whole plan, which is judged here like any other.
    """
    problem, places = problem_from_json(mine.problem), []
    for offer in offers:
        plan = plan_from_json(offer["plan"])
        _judge(problem, plan)
        places.append(offer | {"plan": plan_to_json(plan), "totals": totals(problem, plan)})
    found = {
        "from_on": problem.days[0].on.isoformat(),
        "to_on": problem.days[-1].on.isoformat(),
        "places": places,
    }
    _end(session, mine, JobState.DONE, now, offers=found)


def _judge(problem: Problem, plan: Plan) -> None:
    broken = check(problem, plan)
    if broken:
        raise Invalid(
            Sentence(
                "Kế hoạch tìm được vi phạm {count} quy tắc (quy tắc đầu: {rule}) nên không được"
                " lưu. Đây là lỗi của máy lập kế hoạch: lập lại, và báo quản trị.",
                {"count": len(broken), "rule": broken[0].rule},
            )
        )


def beat_proof(session: Session, mine: Claim, now: datetime) -> bool:
    """A sign of life while proving; whether to go on: nobody waits, nobody said stop. Lost."""
    _hold(session, mine, JobState.PROVING, now)
    wish = Cancel(plan_jobs.cancel_asked(session, mine.job_id))
    return wish is not Cancel.DROP and not plan_jobs.waiting(session)


def settle(session: Session, mine: Claim, proof: Mapping[str, Any] | None, now: datetime) -> None:
    """
    End the proving of a stored plan; ``proof`` is None when none was reached. Lost: not mine.

    What was proved is added to the plan: its version, which phones and the desk hold it by, stays.
    """
    _end(session, mine, JobState.DONE, now, was=JobState.PROVING)
    row = planning.plan_of_job(session, mine.job_id)
    if row is not None and proof is not None and proof.get("bound") is not None:
        row.document = row.document | {"bound": proof["bound"]}
        row.totals = row.totals | {"better_by": proof["better_by"]}
        session.flush()


def _hold(session: Session, mine: Claim, was: JobState, now: datetime, **values: Any) -> None:
    values |= {"lease_until": now + LEASE, "heartbeat_at": now}
    if not plan_jobs.change_mine(session, mine.job_id, mine.fence, was, **values):
        raise Lost


def fail(session: Session, mine: Claim, sentence: Sentence, now: datetime) -> None:
    """End the job without a plan, and say why. Lost: not mine."""
    _end(session, mine, JobState.FAILED, now, error=sentence.to_json())


def drop(session: Session, mine: Claim, now: datetime) -> None:
    """End the job without a plan, as was asked. Lost: not mine."""
    _end(session, mine, JobState.CANCELLED, now)


def release(session: Session, mine: Claim) -> None:
    """Put the job back for another try: its solver died, or the worker is told to stop."""
    values: dict[str, Any] = {"state": JobState.QUEUED.value, "lease_until": None}
    if not plan_jobs.change_mine(session, mine.job_id, mine.fence, **values):
        raise Lost


def _end(
    session: Session,
    mine: Claim,
    state: JobState,
    now: datetime,
    *,
    was: JobState = JobState.RUNNING,
    **values: Any,
) -> None:
    values |= {"state": state.value, "finished_at": now, "lease_until": None}
    if not plan_jobs.change_mine(session, mine.job_id, mine.fence, was, **values):
        raise Lost
