"""Makers for plans made again: a published plan of a few homes, by one registrar and a vehicle."""

from datetime import date

from fieldops.domain.hindrance import Hindrance, HindranceKind
from fieldops.domain.plan import Plan, Route, Stop
from fieldops.planning import Mode, plan_to_json, problem_from_json
from fieldops.services import publishing, replanning
from fieldops.services.plan_request import PlanRequest
from fieldops.services.replanning import Happened
from fieldops.store import planning as store
from fieldops.store.tables import PlanJobRow, PlanRow, VehicleRow
from tests import makers
from tests.conftest import HOME, NOON
from tests.services.plan_makers import (
    FRIDAY,
    LEADER,
    MONDAY,
    TODAY,
    everyone,
    home_to_visit,
    registrar,
)

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
SEVEN = 7 * 3600
EIGHT = 8 * 3600


def vehicle(session):
    return session.query(VehicleRow).first() or makers.vehicle(session, seats=4)


def route(session, day, *visits, team="A", people=None):
    """From eight, each visit half an hour with half an hour between."""
    stops = [
        Stop(str(visit.id), at, at, at + 1800, at + 1800, 1200)
        for at, visit in zip(range(EIGHT, 17 * 3600, 3600), visits, strict=False)
    ]
    return Route(
        day=day,
        team=team,
        people=tuple(map(str, people or [registrar(session).id])),
        vehicle=str(vehicle(session).id),
        depart=EIGHT - 600,
        back=EIGHT + 9 * 3600,
        stops=tuple(stops),
        lunch_start=11 * 3600,
        metres=2400,
    )


def draft(session, *routes, from_on=MONDAY, to_on=FRIDAY, **job):
    """A draft of these routes, as if its job had just made it."""
    request = PlanRequest(from_on, to_on, tuple(everyone(session)), (vehicle(session).id,), 4, 1)
    given = {"request": request.to_json(), "problem": {}, "state": "done"} | job
    row = PlanJobRow(commune_code=HOME, created_by="Người thử", created_at=NOON, **given)
    session.add(row)
    session.flush()
    counts = ("visits", "cases", "households", "left_out", "followers", "days", "team_days")
    sums = ("hamlet_days", "metres", "travel", "at_door", "out", "late", "value")
    plan = PlanRow(
        commune_code=HOME,
        job_id=row.id,
        from_on=from_on,
        to_on=to_on,
        document=plan_to_json(Plan(routes)),
        totals=dict.fromkeys((*counts, *sums), 1) | {"lunch": 3600},
        created_at=NOON,
    )
    session.add(plan)
    session.flush()
    return plan


def published(session, *routes, **kw):
    """That draft, followed by the teams."""
    plan = draft(session, *routes, **kw)
    return publishing.publish(session, LEADER, plan.id, 0, NOON, TODAY)


def two_days(session):
    """Two homes on Thursday, one on Friday: the plan and its visits."""
    visits = [home_to_visit(session, name) for name in ("Bùi Thị Sáu", "Hồ Văn Chín", "Lý Tư")]
    plan = published(
        session, route(session, THURSDAY, *visits[:2]), route(session, FRIDAY, visits[2])
    )
    return plan, visits


def ill(session, from_on=THURSDAY, to_on=THURSDAY):
    return Hindrance(HindranceKind.PERSON, registrar(session).id, from_on, to_on)


def again(session, plan, *, mode=Mode.MOVE, hindrances=(), lost=(), at=SEVEN, today=TODAY):
    happened = Happened(mode, tuple(hindrances), tuple(lost))
    return replanning.again(session, LEADER, plan.id, happened, NOON, today, at)


def problem_of(session, job):
    session.refresh(job, ["problem"])
    return problem_from_json(job.problem)


def followed(session):
    routes = store.routes(session, date(2026, 1, 1), date(2027, 1, 1))
    return [(row.day, row.team, stop.visit_id) for row in routes for stop in row.stops]


def drafted(session, job, *routes):
    """The draft that a worker would have made of the job: these routes."""
    row = PlanRow(
        commune_code=HOME,
        job_id=job.id,
        from_on=date.fromisoformat(job.request["from_on"]),
        to_on=date.fromisoformat(job.request["to_on"]),
        document=plan_to_json(Plan(routes)),
        totals={"lunch": 3600},
        created_at=NOON,
    )
    job.state = "done"
    session.add(row)
    session.flush()
    return row


def accept(session, plan, version=0, today=TODAY):
    return publishing.publish(session, LEADER, plan.id, version, NOON, today)


def find(session, visit, at=SEVEN):
    return replanning.find_places(session, LEADER, visit.id, NOON, TODAY, at)
