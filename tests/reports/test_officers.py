from datetime import date, timedelta

import pytest

from fieldops.domain.outcome import Result
from fieldops.reports.officers import LateWhy, StopFact, officer_weeks

MONDAY = date(2026, 12, 7)
WEDNESDAY = MONDAY + timedelta(days=2)


def test_every_stop_is_somewhere_and_the_reasons_are_told():
    stops = [
        StopFact(1, MONDAY, MONDAY, Result.DONE, MONDAY),
        StopFact(1, MONDAY, MONDAY - timedelta(days=1), Result.DONE, MONDAY),  # late
        StopFact(1, MONDAY, None, Result.DONE, MONDAY),  # no date of the law: never late
        StopFact(1, MONDAY, MONDAY, Result.NOT_HOME, MONDAY),
        StopFact(1, MONDAY, MONDAY, Result.NOT_HOME, MONDAY),
        StopFact(1, MONDAY, MONDAY, Result.PAPERS_MISSING, MONDAY),
        StopFact(1, MONDAY),  # gone by, not a word
        StopFact(1, WEDNESDAY),  # today may still be reported
        StopFact(2, WEDNESDAY + timedelta(days=1)),
    ]
    weeks = officer_weeks(stops, WEDNESDAY)
    one = weeks[1]
    assert (one.planned, one.done, one.late) == (8, 3, {LateWhy.PLANNED_LATE: 1})
    assert one.why == {Result.NOT_HOME: 2, Result.PAPERS_MISSING: 1}
    assert (one.unreported, one.ahead) == (1, 1)
    assert all(week.adds_up for week in weeks.values())
    assert (weeks[2].planned, weeks[2].ahead) == (1, 1)


@pytest.mark.parametrize(
    ("planned", "attempt", "made", "why"),
    [
        (MONDAY, 1, MONDAY, None),
        (MONDAY, 1, WEDNESDAY, LateWhy.PUT_OFF),
        (WEDNESDAY, 1, WEDNESDAY, LateWhy.PLANNED_LATE),
        (WEDNESDAY, 2, WEDNESDAY, LateWhy.TRIED_BEFORE),
    ],
)
def test_what_is_done_after_the_day_of_the_law_has_its_reason(planned, attempt, made, why):
    stop = StopFact(1, planned, MONDAY, Result.DONE, made, attempt)
    assert stop.late is why
