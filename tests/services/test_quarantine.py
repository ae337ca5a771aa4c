"""What a server could not read is taken in by the next one that can: once, and as of its day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldops.cli.plan_worker import read_quarantined
from fieldops.outcomes import reading
from fieldops.services import following, outcome_batches, outcome_effects, quarantine
from fieldops.services.audit import Actor
from fieldops.services.outcome_books import Moment
from fieldops.store import scope
from fieldops.store.tables import AuditRow, CaseRow, OutcomeRow, VisitRow
from tests import makers
from tests.conftest import HOME, NOON
from tests.outcomes.reports import sent, uuid7

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UPGRADED = NOON + timedelta(days=30)
VOLUNTEER = Actor(7, "Người Xã")


def planned(session):
    """The id of a visit to a home of its own, with a case to be received."""
    person = makers.citizen(session, makers.household(session))
    return makers.visit(session, makers.case(session, person)).id


@pytest.fixture
def visit(session):
    return planned(session)


@pytest.fixture
def older_server(monkeypatch):
    """A server that knows no schema of today's phones."""

    def within(work):
        with monkeypatch.context() as older:
            older.setattr(reading, "SCHEMAS", ())
            return work()

    return within


def came(session, *items, at=NOON):
    """What the server answers to a batch of the volunteer."""
    batch = outcome_batches.read_all(VOLUNTEER, items, Moment(at, ZONE))
    (verdicts,) = outcome_batches.record(session, [batch])
    session.flush()
    return [one.fate for one in verdicts]


def upgraded(session):
    """How many the newer server takes in when it starts."""
    session.commit()
    scope.leave(session)
    taken = quarantine.read_again(session, UPGRADED, ZONE)
    scope.enter(session, HOME)
    session.flush()
    return taken


def test_it_is_taken_in_as_of_the_day_it_came_in_the_name_of_who_sent_it(
    session, visit, older_server
):
    assert older_server(lambda: came(session, sent(1, visit))) == ["quarantined"]
    assert upgraded(session) == 1
    row = session.get_one(OutcomeRow, uuid7(1))
    assert (row.fate, row.recorded_by, row.received_at) == ("stored", 7, NOON)
    assert session.get_one(VisitRow, visit).state == "done"
    assert session.query(CaseRow).one().received_on == date(2026, 11, 23)


def test_a_second_start_and_the_phone_itself_later_change_nothing(session, visit, older_server):
    older_server(lambda: came(session, sent(1, visit)))
    assert [upgraded(session), upgraded(session)] == [1, 0]
    assert came(session, sent(1, visit), at=UPGRADED) == ["already"]
    assert session.query(AuditRow).filter_by(action="case.received").count() == 1


def test_where_the_phone_sent_it_again_first_it_is_only_taken_off_the_list(
    session, visit, older_server
):
    older_server(lambda: came(session, sent(1, visit)))
    assert came(session, sent(1, visit)) == ["stored"]
    following.follow(session, ZONE)
    assert upgraded(session) == 1
    assert session.query(AuditRow).filter_by(action="case.received").count() == 1
    (entry,) = session.query(AuditRow).filter_by(action="outcome.read_again")
    assert entry.facts == {"fate": "already"}


def test_what_cannot_be_read_yet_waits_on(session, visit):
    assert came(session, sent(1, visit) | {"schema": 99}) == ["quarantined"]
    assert upgraded(session) == 0
    (row,) = session.query(OutcomeRow)
    assert row.reviewed_at is None


def test_what_a_supervisor_settled_is_left_alone(session, visit, older_server):
    older_server(lambda: came(session, sent(1, visit)))
    session.query(OutcomeRow).one().reviewed_at = datetime(2026, 11, 24, tzinfo=UTC)
    assert upgraded(session) == 0


def test_one_that_fails_keeps_none_of_the_others(session, visit, older_server, monkeypatch):
    other = planned(session)
    older_server(lambda: came(session, sent(1, visit)))
    older_server(lambda: came(session, sent(2, other)))
    apply = outcome_effects.apply

    def fails(played):
        if played[0][0].visit.id == visit:
            raise ZeroDivisionError
        apply(played)

    monkeypatch.setattr(outcome_effects, "apply", fails)
    assert upgraded(session) == 1
    assert session.get(OutcomeRow, uuid7(1)) is None
    assert session.get_one(OutcomeRow, uuid7(2)).fate == "stored"
    monkeypatch.undo()
    assert upgraded(session) == 1


def test_the_planners_process_sees_to_it_when_it_starts(app, session, visit, older_server):
    older_server(lambda: came(session, sent(1, visit)))
    session.commit()
    with app.app_context():
        assert (read_quarantined(), read_quarantined()) == (1, 0)
