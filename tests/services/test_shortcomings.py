from datetime import UTC, date, datetime, timedelta

import pytest

from fieldops.domain.errors import Conflict, Invalid
from fieldops.domain.people import Role
from fieldops.domain.shortcoming import Mending, Source
from fieldops.services import shortcomings
from fieldops.services.audit import Actor
from fieldops.services.shortcomings import Found
from fieldops.store.tables import UserRow
from tests.conftest import HOME

TODAY = date(2026, 11, 23)
BY = TODAY + timedelta(days=7)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)


def user(session, role):
    return session.query(UserRow).filter_by(role=role, commune_code=HOME).one()


def actor(session, role):
    one = user(session, role)
    return Actor(one.id, one.full_name)


@pytest.fixture
def row(session):
    owner = user(session, Role.REGISTRAR)
    found = Found("Trả giấy chậm ở Vàm Hồ", Source.FAMILIES, owner.id, BY)
    return shortcomings.add(session, actor(session, Role.LEADER), found, TODAY, AT)


def stand(session, on=TODAY):
    (one,) = shortcomings.tracked(session, on)
    return one.mending, one.days_late


def mend(session, row, on=TODAY, how="Xếp thêm chuyến"):
    shortcomings.mend(session, actor(session, Role.REGISTRAR), row.id, how, on, AT)


def test_it_is_overdue_the_day_after_its_deadline(session, row):
    assert stand(session, BY) == (Mending.OPEN, 0)
    assert stand(session, BY + timedelta(days=2)) == (Mending.OVERDUE, 2)


def test_who_mended_it_does_not_verify_it(session, row):
    mend(session, row)
    assert stand(session)[0] is Mending.MENDED
    with pytest.raises(Conflict):
        shortcomings.verify(session, actor(session, Role.REGISTRAR), row.id, True, TODAY, AT)
    shortcomings.verify(session, actor(session, Role.LEADER), row.id, True, TODAY, AT)
    assert stand(session)[0] is Mending.VERIFIED


def test_a_mending_that_does_not_hold_goes_back(session, row):
    mend(session, row)
    shortcomings.verify(session, actor(session, Role.LEADER), row.id, False, TODAY, AT)
    assert (stand(session)[0], row.reopened, row.mended_on) == (Mending.OPEN, 1, None)
    mend(session, row, on=BY + timedelta(days=3))
    assert stand(session, BY + timedelta(days=9)) == (Mending.MENDED, 3)


def test_mending_says_how_and_once(session, row):
    with pytest.raises(Invalid):
        mend(session, row, how=" ")
    mend(session, row)
    with pytest.raises(Conflict):
        mend(session, row)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"issue": " "}, "issue"),
        ({"owner_id": 999_999}, "owner_id"),
        ({"deadline": TODAY - timedelta(days=1)}, "deadline"),
    ],
)
def test_what_cannot_be_is_named(session, change, field):
    owner = user(session, Role.REGISTRAR)
    given = {"issue": "Chậm", "source": Source.FIGURES, "owner_id": owner.id, "deadline": BY}
    who = actor(session, Role.LEADER)
    with pytest.raises(Invalid) as error:
        shortcomings.add(session, who, Found(**given | change), TODAY, AT)
    assert error.value.field == field
