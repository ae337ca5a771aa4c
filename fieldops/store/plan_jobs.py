"""The queue of planning jobs: every step is one compare-and-set on the fence, and no lock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from fieldops.domain.plan_job import JobState
from fieldops.store.tables import PlanJobRow

_EVERY_COMMUNE = {"all_communes": True, "synchronize_session": False}


def _free(now: datetime) -> Any:
    """Waiting, or left by a worker that has not been heard of for a whole lease."""
    left = and_(PlanJobRow.state == JobState.RUNNING.value, PlanJobRow.lease_until < now)
    return or_(PlanJobRow.state == JobState.QUEUED.value, left)


def next_free(session: Session, now: datetime) -> tuple[int, int, int, str] | None:
    """``(id, fence, attempts, commune)`` of the oldest job nobody holds, of any commune."""
    query = (
        select(PlanJobRow.id, PlanJobRow.fence, PlanJobRow.attempts, PlanJobRow.commune_code)
        .where(_free(now))
        .order_by(PlanJobRow.id)
        .limit(1)
        .execution_options(all_communes=True)
    )
    row = session.execute(query).first()
    return (row[0], row[1], row[2], row[3]) if row else None


def close_forgotten_proofs(session: Session, now: datetime) -> None:
    """Jobs whose plan is stored, and whose worker died proving it: nobody begins that again."""
    left = (PlanJobRow.state == JobState.PROVING.value, PlanJobRow.lease_until < now)
    values = {"state": JobState.DONE.value, "lease_until": None}
    _changed(session, update(PlanJobRow).where(*left).values(**values))


def take(session: Session, job_id: int, fence: int, now: datetime, **values: Any) -> bool:
    """Claim the job as it was seen; False when another worker was there first."""
    return _changed(
        session,
        update(PlanJobRow)
        .where(PlanJobRow.id == job_id, PlanJobRow.fence == fence, _free(now))
        .values(fence=fence + 1, attempts=PlanJobRow.attempts + 1, **values),
    )


def change_mine(
    session: Session, job_id: int, fence: int, was: JobState = JobState.RUNNING, **values: Any
) -> bool:
    """Write to a job this fence still holds in that state; False when it does not."""
    mine = (
        PlanJobRow.id == job_id,
        PlanJobRow.fence == fence,
        PlanJobRow.state == was.value,
    )
    return _changed(session, update(PlanJobRow).where(*mine).values(**values))


def change_if(session: Session, job_id: int, was: JobState, **values: Any) -> bool:
    """Write to a job that is still in that state; False when it is not."""
    found = (PlanJobRow.id == job_id, PlanJobRow.state == was.value)
    return _changed(session, update(PlanJobRow).where(*found).values(**values))


def waiting(session: Session) -> bool:
    """Whether a job of any commune waits for a worker."""
    query = select(PlanJobRow.id).where(PlanJobRow.state == JobState.QUEUED.value).limit(1)
    return session.scalar(query.execution_options(all_communes=True)) is not None


def cancel_asked(session: Session, job_id: int) -> str:
    """What a person who cancels asked for; "" for nothing."""
    query = select(PlanJobRow.cancel).where(PlanJobRow.id == job_id)
    return session.scalar(query.execution_options(all_communes=True)) or ""


def _changed(session: Session, statement: Any) -> bool:
    done: Any = session.execute(statement.execution_options(**_EVERY_COMMUNE))
    return bool(done.rowcount == 1)
