"""Planning: a request becomes a job, a job becomes a checked plan; asking twice makes one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from fieldops.domain.commune import CommuneSettings
from fieldops.domain.errors import Conflict, NotFound
from fieldops.domain.plan_job import Cancel, JobState
from fieldops.domain.sentences import Sentence
from fieldops.planning import plan_to_json, problem_to_json
from fieldops.services import audit, closures, plan_standing
from fieldops.services.plan_problem import build
from fieldops.services.plan_request import PlanRequest, default_horizon
from fieldops.store import plan_jobs, planning, scope
from fieldops.store.tables import CommuneRow, PlanJobRow, PlanRow, StaffRow, VehicleRow


def ask(
    session: Session, actor: audit.Actor, request: PlanRequest, now: datetime, today: date
) -> PlanJobRow:
    """
    Queue a job for this request; the ways that are shut in its days are kept with it.

    Invalid where the request can come to nothing; Conflict while another plan is being made, for
    two plans over the same people would contradict each other.
    """
    if planning.job_under_way(session):
        raise Conflict(
            Sentence(
                "Đang lập một kế hoạch khác. Chờ xong, hoặc dừng kế hoạch đó rồi lập kế hoạch mới."
            )
        )
    commune = session.get_one(CommuneRow, scope.current(session))
    settings = CommuneSettings.from_json(commune.settings)
    shut = closures.touching(settings, request.from_on, request.to_on)
    request = replace(request, hindrances=tuple(dict.fromkeys((*request.hindrances, *shut))))
    problem = build(session, commune, request, today)
    before = None
    if request.mode:
        routes = plan_standing.routes(session, request)
        request = replace(request, mark=plan_standing.mark(routes))
        before = plan_to_json(plan_standing.as_plan(routes))
    job = PlanJobRow(
        commune_code=commune.code,
        request=request.to_json(),
        problem=problem_to_json(problem),
        before=before,
        limit_seconds=request.seconds,
        created_by=actor.name,
        created_at=now,
    )
    session.add(job)
    session.flush()
    visits = len(problem.visits)
    audit.record(session, actor, "plan.asked", ("plan_job", job.id), now, visits=visits)
    return job


@dataclass(frozen=True, slots=True)
class Choices:
    """
    What the form of a new plan starts from.

    ``waiting`` counts due visits that no published plan holds, ``late`` those of them past their
    day. ``shut`` are the ways every plan goes round.
    """

    staff: list[StaffRow]
    vehicles: list[VehicleRow]
    from_on: date
    to_on: date
    teams: int
    waiting: int
    late: int
    published: list[date]
    shut: list[closures.Line]


def choices(session: Session, today: date) -> Choices:
    """Everyone and everything that can go out, over the next ten working days."""
    commune = session.get_one(CommuneRow, scope.current(session))
    settings = CommuneSettings.from_json(commune.settings)
    from_on, to_on = default_horizon(settings, today)
    loose = planning.loose_visits(session)
    return Choices(
        staff=planning.staff(session),
        vehicles=planning.vehicles(session),
        from_on=from_on,
        to_on=to_on,
        teams=settings.max_teams,
        waiting=len(loose),
        late=sum(due_on is not None and due_on < today for due_on in loose),
        published=planning.published_days(session, from_on, to_on),
        shut=closures.in_force(session, today),
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of plans, newest first, the requests that have made none, and how many plans."""

    plans: list[PlanRow]
    jobs: list[PlanJobRow]
    total: int


def shelf(session: Session, page: int, per_page: int = 20) -> Shelf:
    """One page of the list, counted from 1; requests without a plan stand on the first."""
    return Shelf(
        plans=planning.plans(session, per_page, (page - 1) * per_page),
        jobs=planning.jobs_without_plan(session) if page == 1 else [],
        total=planning.count_plans(session),
    )


def plan_of_job(session: Session, job_id: int) -> PlanRow | None:
    """The plan the job has made, if it has."""
    return planning.plan_of_job(session, job(session, job_id).id)


def job(session: Session, job_id: int) -> PlanJobRow:
    """A job of this commune; NotFound for any other."""
    row = planning.job(session, job_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy lần lập kế hoạch này."))
    return row


def plan(session: Session, plan_id: int) -> PlanRow:
    """A plan of this commune; NotFound for any other."""
    row = planning.plan(session, plan_id)
    if row is None:
        raise NotFound(Sentence("Không tìm thấy kế hoạch này."))
    return row


def cancel(session: Session, actor: audit.Actor, job_id: int, wish: Cancel, now: datetime) -> None:
    """
    Stop making a plan, keeping the best found so far or not.

    A job nobody has begun ends at once; a running one when its worker looks, within seconds. A job
    that has ended is left as it is: cancelling twice is no error.
    """
    row = job(session, job_id)
    ended = plan_jobs.change_if(
        session,
        row.id,
        JobState.QUEUED,
        state=JobState.CANCELLED.value,
        cancel=wish.value,
        finished_at=now,
    )
    asked = ended or any(
        plan_jobs.change_if(session, row.id, state, cancel=wish.value)
        for state in (JobState.RUNNING, JobState.PROVING)
    )
    if asked:
        audit.record(session, actor, "plan.cancelled", ("plan_job", row.id), now, wish=wish.value)
    session.expire(row)
