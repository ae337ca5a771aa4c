from datetime import date

import pytest

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import (
    StatutoryClock,
    binding_date,
    register_by,
    registered_in_time,
    statutory_clock,
)
from fieldops.civil.procedures import rule_for
from fieldops.domain.case import CaseState, Procedure
from fieldops.domain.facts import ClockTime
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import Timing, timing

VIETNAM = WorkCalendar()
BIRTH, DEATH = Procedure.MOBILE_BIRTH, Procedure.MOBILE_DEATH


def day(text):
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def clock(procedure, received, **more):
    rule = rule_for(procedure, day(received))
    return statutory_clock(rule, day(received), more.pop("days", VIETNAM), **more)


@pytest.mark.parametrize(
    ("received", "ready_by", "deliver_by"),
    [
        # mobile: ready +2 working days, in hand +5; the day of receipt is not counted
        # Mon: Tue 1, Wed 2 | Thu 3, Fri 4, Mon 5
        ("07/12/2026", "09/12/2026", "14/12/2026"),
        # Tue: Wed 1, Thu 2 | Fri 3, Mon 4, Tue 5
        ("08/12/2026", "10/12/2026", "15/12/2026"),
        # Wed: Thu 1, Fri 2 | Mon 3, Tue 4, Wed 5
        ("09/12/2026", "11/12/2026", "16/12/2026"),
        # Thu: Fri 1, Mon 2 | Tue 3, Wed 4, Thu 5
        ("10/12/2026", "14/12/2026", "17/12/2026"),
        # Fri: Mon 1, Tue 2 | Wed 3, Thu 4, Fri 5
        ("11/12/2026", "15/12/2026", "18/12/2026"),
        # Sat, a team out on its free day: Mon 1, Tue 2 | Wed 3, Thu 4, Fri 5
        ("12/12/2026", "15/12/2026", "18/12/2026"),
        # Sun: as Saturday
        ("13/12/2026", "15/12/2026", "18/12/2026"),
        # Thu before National Day: Fri 28 1 | Mon 31 swapped off, 1 and 2/9 off | Thu 3 2, Fri 4 3,
        # Mon 7 4, Tue 8 5
        ("27/08/2026", "03/09/2026", "08/09/2026"),
        # Thu before the worked Saturday 22/08: Fri 21 1, Sat 22 2, Mon 24 3, Tue 25 4, Wed 26 5
        ("20/08/2026", "22/08/2026", "26/08/2026"),
        # Fri 20/11: Mon 23 1, (Tue 24 Day of Culture), Wed 25 2, Thu 26 3, Fri 27 4, Mon 30 5
        ("20/11/2026", "25/11/2026", "30/11/2026"),
        # Mon 23/11: (Tue 24), Wed 25 1, Thu 26 2, Fri 27 3, Mon 30 4, Tue 1/12 5
        ("23/11/2026", "26/11/2026", "01/12/2026"),
        # the holiday itself: as if received on Mon 23
        ("24/11/2026", "26/11/2026", "01/12/2026"),
        # Wed 30/12: Thu 31 1, (Fri 1/1), Mon 4 2, Tue 5 3, Wed 6 4, Thu 7 5
        ("30/12/2026", "04/01/2027", "07/01/2027"),
        # Tết 2027: off Thu 4 to Wed 10/02. Tue 2/2: Wed 3 1, Thu 11 2, Fri 12 3, Mon 15 4, Tue 16 5
        ("02/02/2027", "11/02/2027", "16/02/2027"),
        # Wed 3/2, the last day before Tết: Thu 11 1, Fri 12 2, Mon 15 3, Tue 16 4, Wed 17 5
        ("03/02/2027", "12/02/2027", "17/02/2027"),
        # Tết 2026: off Mon 16 to Fri 20/02.
        # Fri 13/2: Mon 23 1, Tue 24 2, Wed 25 3, Thu 26 4, Fri 27 5
        ("13/02/2026", "24/02/2026", "27/02/2026"),
        # Wed 29/04/2026: (30/4, 1/5), Mon 4 1, Tue 5 2, Wed 6 3, Thu 7 4, Fri 8 5
        ("29/04/2026", "05/05/2026", "08/05/2026"),
        # Fri 24/04/2026 (Mon 27 off for Hùng Kings):
        # Tue 28 1, Wed 29 2, (30/4, 1/5), Mon 4 3, Tue 5 4, Wed 6 5
        ("24/04/2026", "29/04/2026", "06/05/2026"),
        # Wed 28/04/2027 (Fri 30/4 off, Mon 3/5 off for Sat 1/5):
        # Thu 29 1, Tue 4 2, Wed 5 3, Thu 6 4, Fri 7 5
        ("28/04/2027", "04/05/2027", "07/05/2027"),
    ],
)
@pytest.mark.parametrize("procedure", [BIRTH, DEATH])
def test_a_mobile_case_is_signed_in_two_and_in_hand_in_five_working_days(
    procedure, received, ready_by, deliver_by
):
    assert clock(procedure, received) == StatutoryClock(
        day(received), day(ready_by), day(deliver_by)
    )


@pytest.mark.parametrize(
    ("procedure", "received", "deliver_by"),
    [
        # 5 working days, no verification: Mon 7/12 -> Mon 14
        (Procedure.BIRTH_WITH_PAPERS, "07/12/2026", "14/12/2026"),
        # 7 working days: Tue 8 1, Wed 9 2, Thu 10 3, Fri 11 4, Mon 14 5, Tue 15 6, Wed 16 7
        (Procedure.ID_CARD, "07/12/2026", "16/12/2026"),
        (Procedure.RESIDENCE, "07/12/2026", "16/12/2026"),
        # across the Day of Culture: Thu 19/11: Fri 20 1, Mon 23 2, Wed 25 3, Thu 26 4, Fri 27 5,
        # Mon 30 6, Tue 1/12 7
        (Procedure.ID_CARD, "19/11/2026", "01/12/2026"),
        # the same day; taken on a Saturday: Monday
        (Procedure.CERTIFIED_SIGNATURE, "07/12/2026", "07/12/2026"),
        (Procedure.CERTIFIED_SIGNATURE, "12/12/2026", "14/12/2026"),
    ],
)
def test_other_procedures(procedure, received, deliver_by):
    assert clock(procedure, received).deliver_by == day(deliver_by)


@pytest.mark.parametrize(
    ("hour", "minute", "due"),
    [
        (8, 0, "07/12/2026"),
        (15, 0, "07/12/2026"),  # 15:00 itself is still the same day
        (15, 1, "08/12/2026"),
    ],
)
def test_a_same_day_answer_after_three_in_the_afternoon_comes_the_next_working_day(
    hour, minute, due
):
    at = ClockTime(hour * 3600 + minute * 60)
    assert clock(Procedure.CERTIFIED_SIGNATURE, "07/12/2026", received_at=at).deliver_by == day(due)


def test_friday_after_three_is_monday():
    late = ClockTime(16 * 3600)
    found = clock(Procedure.CERTIFIED_SIGNATURE, "11/12/2026", received_at=late)
    assert found.deliver_by == day("14/12/2026")


@pytest.mark.parametrize(
    ("received", "granted", "deliver_by"),
    [
        # 14/12 + 20 days = Sun 03/01/2027 -> Mon 4
        ("07/12/2026", 20, "04/01/2027"),
        # 15/12 + 20 days = Mon 04/01/2027
        ("08/12/2026", 20, "04/01/2027"),
        # 14/12 + 10 days = Thu 24/12
        ("07/12/2026", 10, "24/12/2026"),
        # 11/01: Mon 18 + 20 = Sun 07/02/2027, inside Tết (off to Wed 10) -> Thu 11
        ("11/01/2027", 20, "11/02/2027"),
    ],
)
def test_verification_adds_calendar_days(received, granted, deliver_by):
    found = clock(Procedure.BIRTH_WITH_PAPERS, received, verification_days=granted)
    assert found.deliver_by == day(deliver_by)


@pytest.mark.parametrize(("procedure", "granted"), [(BIRTH, 1), (Procedure.BIRTH_WITH_PAPERS, 21)])
def test_no_more_verification_than_the_rule_allows(procedure, granted):
    with pytest.raises(ValueError, match="verification"):
        clock(procedure, "07/12/2026", verification_days=granted)


def test_a_day_off_of_the_commune_moves_the_dates():
    # Mon 7/12: Tue 8 1, (Wed 9 off), Thu 10 2, Fri 11 3, Mon 14 4, Tue 15 5
    days = WorkCalendar(frozenset({day("09/12/2026")}))
    found = clock(BIRTH, "07/12/2026", days=days)
    assert (found.ready_by, found.deliver_by) == (day("10/12/2026"), day("15/12/2026"))


@pytest.mark.parametrize(
    ("procedure", "event", "requested", "last"),
    [
        # birth 01/10/2026 + 60 days: 30 left in October, 30 in November -> 30/11
        (BIRTH, PartialDate(2026, 10, 1), "21/11/2026", "30/11/2026"),
        # asked on the last day: still in time
        (BIRTH, PartialDate(2026, 9, 22), "21/11/2026", "21/11/2026"),
        # a day later no date is left to keep
        (BIRTH, PartialDate(2026, 9, 21), "21/11/2026", None),
        # known by month: from the first of it, 01/10 + 60
        (BIRTH, PartialDate(2026, 10), "21/11/2026", "30/11/2026"),
        # an elderly person never registered
        (BIRTH, PartialDate(1948), "21/11/2026", None),
        # death 15/11/2026 + 15 days -> 30/11
        (DEATH, PartialDate(2026, 11, 15), "21/11/2026", "30/11/2026"),
        # death 20/12/2026 + 15 = 04/01/2027
        (DEATH, PartialDate(2026, 12, 20), "21/12/2026", "04/01/2027"),
        (DEATH, PartialDate(2026, 11, 1), "21/11/2026", None),
        (DEATH, None, "21/11/2026", None),
        (Procedure.ID_CARD, PartialDate(2026, 11, 1), "21/11/2026", None),
    ],
)
def test_births_within_60_days_and_deaths_within_15(procedure, event, requested, last):
    rule = rule_for(procedure, day(requested))
    assert register_by(rule, event, day(requested)) == (last and day(last))


@pytest.mark.parametrize(
    ("event", "registered", "in_time"),
    [
        (PartialDate(2026, 10, 1), "30/11/2026", True),  # day 60
        (PartialDate(2026, 10, 1), "01/12/2026", False),  # day 61
        (PartialDate(2026, 10), "30/11/2026", True),  # in time even if born on the 1st
        (PartialDate(2026, 10), "15/12/2026", None),  # in time only if born after the 15th
        (PartialDate(2026, 10), "31/12/2026", False),  # 61 days after the 31st
        (PartialDate(1948), "30/11/2026", False),
    ],
)
def test_a_partial_date_may_leave_open_whether_it_was_in_time(event, registered, in_time):
    rule = rule_for(BIRTH, day(registered))
    assert registered_in_time(rule, event, day(registered)) is in_time


def test_the_date_that_binds_follows_the_state():
    law = StatutoryClock(day("07/12/2026"), day("09/12/2026"), day("14/12/2026"))
    event = day("30/11/2026")
    assert binding_date(CaseState.REQUESTED, None, event) == event
    assert binding_date(CaseState.RECEIVED, law, event) == law.ready_by
    assert binding_date(CaseState.PROCESSED, law, event) == law.deliver_by
    assert binding_date(CaseState.HANDED_OVER, law, event) is None
    assert binding_date(CaseState.REQUESTED, None, None) is None


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, Timing.NO_LIMIT),
        ("06/12/2026", Timing.LATE),
        ("07/12/2026", Timing.TODAY),
        ("09/12/2026", Timing.NEAR),  # two working days left
        ("10/12/2026", Timing.IN_TIME),
    ],
)
def test_timing_on_a_monday(due, said):
    assert timing(due and day(due), day("07/12/2026"), VIETNAM) == said


def test_a_weekend_does_not_push_a_date_away():
    # Fri 11/12: Tue 15 is two working days off (Mon, Tue), though four days away.
    assert timing(day("15/12/2026"), day("11/12/2026"), VIETNAM) == Timing.NEAR
