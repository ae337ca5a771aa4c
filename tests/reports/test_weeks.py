from datetime import date

from fieldops.reports.period import Window
from fieldops.reports.weeks import VisitFact, Week, weeks, weeks_finding

# Monday 2 to Sunday 15 November 2026: two weeks.
TWO_WEEKS = Window(date(2026, 11, 2), date(2026, 11, 15))
FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9)


def test_each_day_counts_in_its_own_week():
    # Planned Friday the 6th, done on Monday the 9th, due on the 10th: in time.
    visit = VisitFact(date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 10))
    assert weeks([visit], TWO_WEEKS) == [Week(FIRST, 1, 0, 0), Week(SECOND, 0, 1, 0)]


def test_a_visit_done_after_its_last_day_is_late_in_the_week_of_that_day():
    visit = VisitFact(None, date(2026, 11, 9), date(2026, 11, 6))
    assert [week.late for week in weeks([visit], TWO_WEEKS)] == [1, 0]


def test_on_its_last_day_a_visit_is_not_late_yet():
    undone = VisitFact(None, None, date(2026, 11, 15))
    assert [week.late for week in weeks([undone], TWO_WEEKS)] == [0, 0]
    next_day = Window(date(2026, 11, 2), date(2026, 11, 16))
    assert [week.late for week in weeks([undone], next_day)] == [0, 1, 0]


def test_a_week_cut_by_the_period_counts_only_the_days_inside():
    from_wednesday = Window(date(2026, 11, 4), date(2026, 11, 8))
    monday = VisitFact(planned_on=date(2026, 11, 2))
    wednesday = VisitFact(planned_on=date(2026, 11, 4))
    assert weeks([monday, wednesday], from_wednesday) == [Week(FIRST, 1, 0, 0)]


def test_the_title_says_the_finding():
    found = [Week(FIRST, 5, 3, 2), Week(SECOND, 1, 2, 0)]
    assert weeks_finding(found).facts == {"done": 5, "planned": 6, "late": 2}
    assert weeks_finding([Week(FIRST, 5, 5, 0)]).facts == {"done": 5, "planned": 5}
    assert weeks_finding([]).facts == {}
