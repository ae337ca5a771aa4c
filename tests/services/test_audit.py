"""The audit chain shows what was changed behind its back."""

import threading
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import update
from sqlalchemy.orm import Session

from fieldops.services import audit
from fieldops.store import scope
from fieldops.store.tables import AuditRow
from tests.conftest import HOME

AT = datetime(2026, 11, 23, 5, tzinfo=UTC)


def three_entries(session):
    for number in (1, 2, 3):
        audit.record(session, audit.SYSTEM, "thing.made", ("thing", number), AT, count=number)


def test_an_untouched_chain_is_whole(session):
    three_entries(session)
    assert audit.broken_at(session) is None


def test_a_changed_entry_breaks_the_chain_where_it_stands(session):
    three_entries(session)
    session.execute(update(AuditRow).where(AuditRow.seq == 2).values(facts={"count": 99}))
    session.expire_all()
    assert audit.broken_at(session) == 2


def test_a_removed_entry_breaks_the_chain_where_it_stood(session):
    three_entries(session)
    session.delete(session.query(AuditRow).filter_by(seq=2).one())
    session.flush()
    assert audit.broken_at(session) == 2


def test_the_chain_survives_the_database(session):
    three_entries(session)
    session.commit()
    session.expire_all()
    assert audit.broken_at(session) is None


def test_an_hour_of_another_zone_is_sealed_as_it_is_read_back(session):
    local = AT.astimezone(timezone(timedelta(hours=7)))
    audit.record(session, audit.SYSTEM, "thing.made", ("thing", 1), local)
    session.expire_all()
    assert audit.broken_at(session) is None


def test_two_writers_at_once_make_one_chain(session):
    # The second asks for the chain's end while the first has not committed: it waits, and goes on.
    bind, failed = session.get_bind(), []

    def write():
        try:
            with Session(bind) as own, scope.inside(own, HOME):
                audit.record(own, audit.SYSTEM, "thing.made", ("thing", 2), AT)
                own.commit()
        except Exception as error:
            failed.append(error)

    audit.record(session, audit.SYSTEM, "thing.made", ("thing", 1), AT)
    session.flush()
    second = threading.Thread(target=write)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    session.commit()
    second.join()
    assert failed == []
    assert [row.seq for row in session.query(AuditRow).order_by(AuditRow.seq)] == [1, 2]
    assert audit.broken_at(session) is None
