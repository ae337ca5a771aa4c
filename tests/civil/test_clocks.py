from datetime import date

import pytest

from fieldops.civil.calendar import WorkCalendar
from fieldops.civil.clocks import (
    Clock,
    Pause,
    Standing,
    StatutoryClock,
    registered_in_time,
    standing,
    statutory_clock,
)
from fieldops.civil.procedures import rule_for
from fieldops.domain.case import CaseState, Procedure
from fieldops.domain.partial_date import PartialDate
from fieldops.domain.timing import Timing, timing

VIETNAM = WorkCalendar()
BIRTH, DEATH = Procedure.MOBILE_BIRTH, Procedure.MOBILE_DEATH


def day(text):
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def clock(procedure, received, **more):
    rule = rule_for(procedure, day(received))
    return statutory_clock(rule, day(received), more.pop("days", VIETNAM), **more)


@pytest.mark.parametrize(("procedure", "granted"), [(BIRTH, 1), (Procedure.BIRTH_WITH_PAPERS, 21)])
def test_no_more_verification_than_the_rule_allows(procedure, granted):
    with pytest.raises(ValueError, match="verification"):
        clock(procedure, "07/12/2026", verification_days=granted)


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


LAW = StatutoryClock(day("07/12/2026"), day("09/12/2026"), day("14/12/2026"))
EVENT = day("30/11/2026")


@pytest.mark.parametrize(
    ("state", "law", "event", "today", "clock", "due", "said"),
    [
        (CaseState.REQUESTED, None, EVENT, "24/11/2026", Clock.EVENT, "30/11/2026", "in_time"),
        (CaseState.REQUESTED, None, EVENT, "30/11/2026", Clock.EVENT, "30/11/2026", "today"),
        (CaseState.REQUESTED, None, EVENT, "01/12/2026", Clock.EVENT, "30/11/2026", "late"),
        (CaseState.REQUESTED, None, None, "01/12/2026", None, None, "no_limit"),
        (CaseState.RECEIVED, LAW, EVENT, "07/12/2026", Clock.OFFICE, "09/12/2026", "near"),
        (CaseState.RECEIVED, LAW, EVENT, "09/12/2026", Clock.OFFICE, "09/12/2026", "today"),
        # the office's own step is late, the promise is not
        (CaseState.RECEIVED, LAW, EVENT, "10/12/2026", Clock.OFFICE, "09/12/2026", "behind"),
        (CaseState.RECEIVED, LAW, EVENT, "14/12/2026", Clock.OFFICE, "09/12/2026", "behind"),
        (CaseState.RECEIVED, LAW, EVENT, "15/12/2026", Clock.RETURN, "14/12/2026", "late"),
        (CaseState.PROCESSED, LAW, EVENT, "14/12/2026", Clock.RETURN, "14/12/2026", "today"),
        (CaseState.PROCESSED, LAW, EVENT, "15/12/2026", Clock.RETURN, "14/12/2026", "late"),
        # while papers are awaited only the event's own limit runs
        (CaseState.SUPPLEMENT, None, EVENT, "01/12/2026", Clock.EVENT, "30/11/2026", "late"),
        (CaseState.HANDED_OVER, LAW, EVENT, "15/12/2026", None, None, "no_limit"),
        (CaseState.WITHDRAWN, None, EVENT, "15/12/2026", None, None, "no_limit"),
    ],
)
def test_the_clock_that_binds_follows_the_state(state, law, event, today, clock, due, said):
    found = standing(state, law, event, day(today), VIETNAM)
    assert found == Standing(clock, due and day(due), Timing(said))


def test_a_clock_that_stands_still_has_no_date():
    with pytest.raises(ValueError, match="stands still"):
        clock(BIRTH, "07/12/2026", pauses=[Pause(day("08/12/2026"))])


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
