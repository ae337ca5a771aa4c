from datetime import date, timedelta

from fieldops.domain.outcome import Result
from fieldops.reports.officers import StopFact, officer_weeks

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
    assert (one.planned, one.done, one.late) == (8, 3, 1)
    assert one.why == {Result.NOT_HOME: 2, Result.PAPERS_MISSING: 1}
    assert (one.unreported, one.ahead) == (1, 1)
    assert all(week.adds_up for week in weeks.values())
    assert (weeks[2].planned, weeks[2].ahead) == (1, 1)
