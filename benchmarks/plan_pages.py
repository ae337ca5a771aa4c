"""
Server time of the pages of a plan of 600 homes: ``python -m benchmarks.plan_pages``.

Writes 600 invented homes with a visit due into a database of its own, and a plan of ten days by six
teams that makes five sixths of them and leaves the others out, under four rules with two remedies
each; no solver is asked. It is said to be made again from a plan that lacked one of the teams and
had another for it. Each page is asked ten times in one process; the medians are printed.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import click
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from app import create_app
from benchmarks.pages import TIMES, _client, _timed
from benchmarks.people import name
from fieldops.cli.demo import load_demo
from fieldops.cli.plan_worker import clock
from fieldops.domain.people import Role
from fieldops.domain.plan import Plan, Route, Stop, Unplanned
from fieldops.domain.sentences import Sentence
from fieldops.planning import plan_to_json
from fieldops.services.plan_request import PlanRequest
from fieldops.store import planning, scope
from fieldops.store.db import db
from fieldops.store.tables import (
    CaseRow,
    CitizenRow,
    HouseholdRow,
    PlanJobRow,
    PlanRow,
    VisitCaseRow,
    VisitRow,
)

COMMUNE, DAYS, TEAMS = "31633", 10, "ABCDEF"
RULES = ("hours", "roles", "windows", "teams")
COUNTS = ("days", "team_days", "person_days", "hamlet_days", "at_door", "out", "late", "value")


@click.command()
@click.option("--homes", default=600, show_default=True)
def main(homes: int) -> None:
    """Print one line a page."""
    with tempfile.TemporaryDirectory() as var:
        app = create_app({"VAR": var, "LOG_LEVEL": "ERROR", "RATELIMIT_ENABLED": False})
        with app.app_context():
            upgrade()
            load_demo()
            db.session.remove()
            with Session(db.engine) as session, session.begin(), scope.inside(session, COMMUNE):
                plan_id, first = made(session, homes)
        client = _client(app, Role.LEADER)
        for page in ("", f"/days/{first}", f"/days/{first}/A", "/map", "/changes"):
            path = f"/plans/{plan_id}{page}"
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
            times = [_timed(client, path) for _ in range(TIMES)]
            size = len(answer.get_data()) // 1024
            click.echo(f"{statistics.median(times):7.1f} ms  {size:5} KB  {path}")


def made(session: Session, homes: int) -> tuple[int, date]:
    """The plan's id and its first day."""
    visits = visits_of(session, homes)
    first = clock()().date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    out = visits[: homes // 6]
    routes = _routes(session, days, visits[homes // 6 :])
    plan = Plan(routes, tuple(_left(*each) for each in enumerate(out)))
    lost, *others = routes
    before = Plan((replace(lost, stops=lost.stops[::-1], team="G"), *others[1:]))
    return _stored(session, plan, before, days).id, first


def visits_of(session: Session, homes: int) -> list[VisitRow]:
    """A due visit at each of so many new homes, spread over the hamlets."""
    draw = random.Random(1)  # noqa: S311 (a benchmark wants the same homes again)
    hamlets = planning.hamlets(session)
    rows = []
    for number in range(homes):
        hamlet = hamlets[number % len(hamlets)]
        head = name(draw)
        home = HouseholdRow(
            commune_code=COMMUNE, hamlet_id=hamlet.id, head_name=head, sort_key=head
        )
        home.sort_key, home.lat = head, hamlet.lat + draw.uniform(-0.02, 0.02)
        home.lon = hamlet.lon + draw.uniform(-0.02, 0.02)
        session.add(home)
        session.flush()
        rows.append(_visit(session, home, head))
    return rows


def _visit(session: Session, home: HouseholdRow, head: str) -> VisitRow:
    asked = clock()().date()
    person = CitizenRow(commune_code=COMMUNE, household_id=home.id, full_name=head)
    session.add(person)
    session.flush()
    case = CaseRow(
        commune_code=COMMUNE,
        household_id=home.id,
        citizen_id=person.id,
        procedure="mobile_birth",
        requested_on=asked,
    )
    session.add(case)
    session.flush()
    visit = VisitRow(commune_code=COMMUNE, household_id=home.id, kind="intake", seconds=1800)
    visit.visit_cases = [VisitCaseRow(commune_code=COMMUNE, case_id=case.id)]
    session.add(visit)
    session.flush()
    return visit


def _left(number: int, visit: VisitRow) -> Unplanned:
    reason = Sentence("Các đội đã đủ {most} hồ sơ mỗi ngày.", {"most": 8})
    remedy = Sentence(
        "Nâng số hồ sơ mỗi đội mỗi ngày thì ngày {day} xếp được {count} chuyến.",
        {"day": date(2026, 12, 1 + number % 2), "count": 3},
    )
    return Unplanned(str(visit.id), RULES[number % len(RULES)], reason, remedy, proved=True)


def _routes(
    session: Session, days: Sequence[date], visits: Sequence[VisitRow]
) -> tuple[Route, ...]:
    """The visits dealt round: every team each day, half an hour at each home."""
    people = planning.staff(session)
    vehicle = planning.vehicles(session)[0]
    posts = [(day, team) for day in days for team in TEAMS]
    found = []
    for at, (day, team) in enumerate(posts):
        mine = visits[at :: len(posts)]
        hours = [(8 + n) * 3600 for n in range(len(mine))]
        stops = tuple(
            Stop(str(visit.id), hour, hour, hour + 1800, hour + 1800, 900)
            for visit, hour in zip(mine, hours, strict=True)
        )
        who = (str(people[at % len(people)].id), str(people[(at + 1) % len(people)].id))
        if stops:
            found.append(
                Route(day, team, who, str(vehicle.id), 7 * 3600, 17 * 3600, stops, 12 * 3600)
            )
    return tuple(found)


def _stored(session: Session, plan: Plan, before: Plan, days: Sequence[date]) -> PlanRow:
    request = PlanRequest(days[0], days[-1], (), (), mode="move").to_json()
    at = clock()()
    job = PlanJobRow(
        commune_code=COMMUNE,
        state="done",
        request=request,
        problem={},
        before=plan_to_json(before),
        created_by="benchmark",
        created_at=at,
    )
    session.add(job)
    session.flush()
    planned = sum(len(route.stops) for route in plan.routes)
    totals = dict.fromkeys((*COUNTS, "cases", "metres", "travel", "followers"), 1) | {
        "visits": planned,
        "households": planned,
        "left_out": len(plan.unplanned),
        "lunch": 3600,
    }
    row = PlanRow(
        commune_code=COMMUNE,
        job_id=job.id,
        from_on=days[0],
        to_on=days[-1],
        document=plan_to_json(plan),
        totals=totals,
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row


if __name__ == "__main__":
    main()
