"""The demo's first plan: made by the real solver, published, and never a second time."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from fieldops.cli.demo_plan import publish_first_plan
from fieldops.cli.plan_worker import Worker
from fieldops.store import planning
from fieldops.store.db import db
from fieldops.store.tables import PlanRow
from tests import makers
from tests.conftest import HOME, NOON
from tests.services.plan_makers import home_to_visit

ZONE = "Asia/Ho_Chi_Minh"


@pytest.fixture
def worker(app, monkeypatch):
    monkeypatch.setattr("fieldops.cli.demo_plan.SECONDS", 1)
    with app.app_context():
        engine = db.engine
    return Worker(lambda: Session(engine), lambda: NOON)


def test_a_commune_gets_a_published_plan_that_begins_today(session, worker):
    visit_id = home_to_visit(session).id
    makers.vehicle(session, seats=4)
    session.commit()
    assert publish_first_plan(worker, HOME, ZONE) is True
    assert session.query(PlanRow).one().state == "published"
    (route,) = planning.routes(session, date(2026, 11, 23), date(2026, 12, 31))
    assert [stop.visit_id for stop in route.stops] == [visit_id]


def test_a_commune_that_has_plans_gets_none(session, worker):
    home_to_visit(session)
    makers.vehicle(session, seats=4)
    session.commit()
    publish_first_plan(worker, HOME, ZONE)
    assert publish_first_plan(worker, HOME, ZONE) is False
    assert session.query(PlanRow).count() == 1


def test_without_anything_due_there_is_no_plan_and_no_harm(session, worker):
    session.commit()
    assert publish_first_plan(worker, HOME, ZONE) is False
