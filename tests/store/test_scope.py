"""A session sees one commune, whatever the query looks like."""

import pytest
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import joinedload

from fieldops.store import scope
from fieldops.store.db import db
from fieldops.store.tables import CaseRow, HamletRow, HouseholdRow
from tests import makers
from tests.conftest import HOME, OTHER


@pytest.fixture
def theirs(session):
    """A household of the other commune; its id is what a curious person might try."""
    session.commit()
    with db.Session(session.bind) as other, scope.inside(other, OTHER):
        row = makers.household(other, head_name="Người xã khác")
        citizen = makers.citizen(other, row)
        makers.case(other, citizen)
        other.commit()
        return row.id


QUERIES = {
    "rows": select(HouseholdRow),
    "joined": select(HouseholdRow).options(joinedload(HouseholdRow.citizens)),
    "columns": select(HouseholdRow.head_name),
    "from": select(func.count()).select_from(HouseholdRow).having(func.count() > 0),
    "join": select(HouseholdRow.id).join(CaseRow, CaseRow.household_id == HouseholdRow.id),
    "subquery": select(HouseholdRow.id).where(HouseholdRow.id.in_(select(CaseRow.household_id))),
    "exists": select(HamletRow.id).where(exists().where(HouseholdRow.hamlet_id == HamletRow.id)),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.usefixtures("theirs")
def test_no_query_reaches_the_other_commune(session, query):
    assert session.execute(query).unique().all() == []


def test_a_record_of_the_other_commune_is_not_there(session, theirs):
    assert session.get(HouseholdRow, theirs) is None


def test_a_bulk_change_stays_inside(session, theirs):
    assert session.execute(update(HouseholdRow).values(address_note="x")).rowcount == 0
    assert session.execute(delete(HouseholdRow)).rowcount == 0
    session.commit()
    with db.Session(session.bind) as other, scope.inside(other, OTHER):
        assert other.get(HouseholdRow, theirs).address_note == ""


def test_a_session_outside_any_commune_reads_nothing(app):
    with app.app_context(), db.Session(db.engine) as session:
        with pytest.raises(scope.OutOfScope):
            session.scalars(select(HouseholdRow)).all()
        with pytest.raises(scope.OutOfScope):
            session.scalar(select(func.count()).select_from(HouseholdRow))


def test_a_row_of_the_other_commune_is_not_written(session):
    session.add(HamletRow(commune_code=OTHER, name="Ấp lạ", lat=9.6, lon=106.2))
    with pytest.raises(scope.OutOfScope):
        session.flush()
    session.rollback()


def test_a_session_does_not_change_commune(session):
    assert scope.current(session) == HOME
    with pytest.raises(scope.OutOfScope):
        scope.enter(session, OTHER)
