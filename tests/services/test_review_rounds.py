from datetime import UTC, date, datetime, timedelta

import pytest

from fieldops.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldops.domain.review_round import ReviewReply, ReviewStanding, standing
from fieldops.services import audit, review_rounds
from fieldops.services.audit import Actor
from tests import makers

TODAY, BY = date(2026, 11, 23), date(2026, 11, 30)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
WHO = Actor(None, "Người thử")


@pytest.fixture
def two_hamlets(session):
    return makers.first_hamlet(session), makers.hamlet(session, name="Vàm Hồ")


def begun(session, hamlets, answer_by=BY):
    ids = [one.id for one in hamlets]
    return review_rounds.ask(session, WHO, "Tháng 12", answer_by, ids, TODAY, AT)


def answer(session, row, hamlet, reply=ReviewReply.LIST, people=3, on=TODAY, **kw):
    review_rounds.answer(session, WHO, (row.id, hamlet.id), reply, people, on, AT, **kw)


@pytest.mark.parametrize(
    ("answered", "today", "expected"),
    [
        (None, BY, ReviewStanding.WAITING),
        (None, BY + timedelta(days=1), ReviewStanding.LATE),
        (BY, BY + timedelta(days=9), ReviewStanding.ANSWERED),
        (BY + timedelta(days=1), BY + timedelta(days=9), ReviewStanding.ANSWERED_LATE),
    ],
)
def test_the_day_asked_for_is_still_in_time(answered, today, expected):
    assert standing(BY, answered, today) is expected


def test_silence_is_not_nobody(session, two_hamlets):
    row = begun(session, two_hamlets)
    answer(session, row, two_hamlets[0], ReviewReply.NOBODY, 0)
    seen = review_rounds.one(session, row.id, BY + timedelta(days=1))
    assert (seen.answered, seen.waiting, seen.late) == (1, ("Vàm Hồ",), 1)


def test_a_list_of_which_nobody_was_entered_is_shown(session, two_hamlets):
    row = begun(session, two_hamlets)
    first, second = two_hamlets
    for hamlet in two_hamlets:
        answer(session, row, hamlet)
    home = makers.household(session, hamlet=second)
    makers.case(session, makers.citizen(session, home), requested_on=TODAY)
    found = {one.row.hamlet_id: one for one in review_rounds.one(session, row.id, TODAY).hamlets}
    assert found[first.id].listed_not_entered
    assert (found[second.id].listed_not_entered, found[second.id].taken_in) == (False, 1)


def test_a_list_names_how_many_and_is_not_taken_back_as_nobody(session, two_hamlets):
    row = begun(session, two_hamlets)
    with pytest.raises(Invalid):
        answer(session, row, two_hamlets[0], people=0)
    answer(session, row, two_hamlets[0])
    with pytest.raises(Conflict):
        answer(session, row, two_hamlets[0], ReviewReply.NOBODY)
    answer(session, row, two_hamlets[0], people=5, on=BY)
    (first, *_) = row.hamlets
    assert (first.people, first.answered_on) == (5, TODAY)  # the day it first answered stays


def test_a_hamlet_head_answers_for_their_own_only(session, two_hamlets):
    own, other = two_hamlets
    row = begun(session, two_hamlets)
    with pytest.raises(Forbidden):
        answer(session, row, other, reach=own.id)
    answer(session, row, own, reach=own.id)
    seen = review_rounds.one(session, row.id, TODAY, own.id)
    assert [one.row.hamlet_id for one in seen.hamlets] == [own.id]


def test_a_round_that_did_not_ask_the_hamlet_is_not_there_for_it(session, two_hamlets):
    own, other = two_hamlets
    row = begun(session, [other])
    with pytest.raises(NotFound):
        review_rounds.one(session, row.id, TODAY, own.id)
    assert review_rounds.rounds(session, TODAY, own.id) == []


@pytest.mark.parametrize("by", [TODAY - timedelta(days=1), TODAY + timedelta(days=91)])
def test_a_day_to_answer_by_that_cannot_be(session, two_hamlets, by):
    with pytest.raises(Invalid) as error:
        begun(session, two_hamlets, answer_by=by)
    assert error.value.field == "answer_by"


def test_a_round_asks_somebody(session):
    with pytest.raises(Invalid) as error:
        begun(session, [])
    assert error.value.field == "hamlets"


def test_the_audit_keeps_who_answered_what(session, two_hamlets):
    row = begun(session, two_hamlets)
    answer(session, row, two_hamlets[0])
    assert audit.broken_at(session) is None
