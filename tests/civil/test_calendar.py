from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.civil.calendar import WorkCalendar, public_days
from fieldops.domain.commune import OwnDay
from tests.civil.lunar import tet

VIETNAM = WorkCalendar()
DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=8),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=8),
)
DAY = timedelta(days=1)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_tet_is_where_the_moon_says(year):
    # The eve and the first four days of the lunar year are holidays, whatever the weekday.
    days = [tet(year) + DAY * n for n in range(-1, 4)]
    assert not any(VIETNAM.is_working(day) for day in days)


def test_the_lunar_calendar_is_the_vietnamese_one():
    # New moon fell on 17/02/2007 23:14 in Hanoi and 18/02/2007 00:14 in Beijing: Tết was the 17th
    # here, so its eve was Friday the 16th.
    assert tet(2007) == date(2007, 2, 17)
    assert not VIETNAM.is_working(date(2007, 2, 16))


@pytest.mark.parametrize(
    ("year", "month", "day", "why"),
    [
        (2026, 1, 1, "New Year"),
        (2026, 2, 16, "eve of Tết: the first day is Tue 17/02"),
        (2026, 2, 20, "fourth day of Tết"),
        (2026, 4, 27, "Hùng Kings' day 26/04 is a Sunday: Monday instead"),
        (2026, 4, 30, "Reunification"),
        (2026, 5, 1, "Labour Day"),
        (2026, 8, 31, "swapped with Sat 22/08"),
        (2026, 9, 1, "National Day has two days"),
        (2026, 9, 2, "National Day"),
        (2026, 11, 24, "Day of Culture"),
        (2027, 2, 10, "Tết days 06 and 07/02 are a weekend: two more days off"),
        (2027, 5, 3, "01/05 is a Saturday: Monday instead"),
        (2026, 11, 21, "a Saturday"),
        (2026, 11, 22, "a Sunday"),
    ],
)
def test_is_a_day_off(year, month, day, why):
    assert not VIETNAM.is_working(date(year, month, day))


@pytest.mark.parametrize(
    ("year", "month", "day", "why"),
    [
        (2026, 8, 22, "a Saturday worked in exchange for Mon 31/08"),
        (2026, 9, 3, "the day after National Day"),
        (2026, 11, 23, "the Monday before the Day of Culture"),
        (2025, 11, 24, "the Day of Culture began in 2026"),
        (2027, 2, 11, "first day after Tết"),
    ],
)
def test_is_a_working_day(year, month, day, why):
    assert VIETNAM.is_working(date(year, month, day))


def test_a_commune_swaps_a_day():
    # Mon 30/11/2026 off, Sat 05/12/2026 worked instead.
    swapped = WorkCalendar(frozenset({date(2026, 11, 30)}), frozenset({date(2026, 12, 5)}))
    assert not swapped.is_working(date(2026, 11, 30))
    assert swapped.is_working(date(2026, 12, 5))
    # From Fri 27/11: Tue 1, Wed 2, Thu 3, Fri 4, Sat 5 -> the fifth is Sat 5 December.
    assert swapped.after(date(2026, 11, 27), 5) == date(2026, 12, 5)


def test_a_commune_may_work_on_a_holiday_and_close_on_a_worked_saturday():
    both = WorkCalendar(frozenset({date(2026, 8, 22)}), frozenset({date(2026, 11, 24)}))
    assert both.is_working(date(2026, 11, 24))
    assert not both.is_working(date(2026, 8, 22))


def test_a_day_both_off_and_worked_is_off():
    day = frozenset({date(2026, 12, 3)})
    assert not WorkCalendar(day, day).is_working(date(2026, 12, 3))


def test_counts_from_one():
    with pytest.raises(ValueError, match="from 1"):
        VIETNAM.after(date(2026, 12, 1), 0)


def test_a_commune_closed_for_ten_years_is_a_mistake():
    closed = frozenset(date(2026, 1, 1) + DAY * n for n in range(3700))
    with pytest.raises(ValueError, match="no working day"):
        WorkCalendar(closed).on_or_after(date(2026, 1, 1))


@given(CALENDARS, DATES, st.integers(1, 40))
def test_the_nth_working_day_is_working_and_counts_back_to_n(calendar, start, n):
    end = calendar.after(start, n)
    assert calendar.is_working(end)
    assert calendar.count(start, end) == n
    assert calendar.count(end, start) == -n


@given(CALENDARS, DATES, st.integers(1, 10), st.integers(1, 10))
def test_counting_in_two_steps_is_counting_in_one(calendar, start, a, b):
    assert calendar.after(calendar.after(start, a), b) == calendar.after(start, a + b)


@given(CALENDARS, DATES)
def test_on_or_after_is_the_first_working_day(calendar, day):
    found = calendar.on_or_after(day)
    between = [day + DAY * n for n in range((found - day).days)]
    assert calendar.is_working(found)
    assert not any(calendar.is_working(one) for one in between)


@given(CALENDARS, DATES, DATES, DATES)
def test_counts_add_up(calendar, a, b, c):
    a, b, c = sorted((a, b, c))
    if (c - a).days < 400:
        assert calendar.count(a, b) + calendar.count(b, c) == calendar.count(a, c)


def test_a_day_the_office_chooses_holds_for_receipts_after_it_was_noted():
    # Noted on Mon 23/11 for dossiers from Tue 24/11 (a public holiday: nobody receives), so Wed 25.
    closed = OwnDay(date(2026, 11, 27), receipts_from=date(2026, 11, 24))
    days = WorkCalendar.of([closed])
    # Friday 27/11: the office is shut for everybody who looks at the calendar today ...
    assert not days.is_working(date(2026, 11, 27))
    # ... but Monday's receipt still ends on Fri 27 (25, 26, 27), Wednesday's skips it (26, 30, 1).
    assert days.at_receipt(date(2026, 11, 23)).after(date(2026, 11, 23), 3) == date(2026, 11, 27)
    assert days.at_receipt(date(2026, 11, 25)).after(date(2026, 11, 25), 3) == date(2026, 12, 1)


def test_a_day_taken_back_still_counts_for_those_promised_by_it():
    gone = OwnDay(date(2026, 11, 27), receipts_to=date(2026, 11, 23))
    days = WorkCalendar.of([gone])
    assert days.is_working(date(2026, 11, 27))
    assert not days.at_receipt(date(2026, 11, 23)).is_working(date(2026, 11, 27))
    assert days.at_receipt(date(2026, 11, 25)).is_working(date(2026, 11, 27))


def test_the_public_days_are_told_by_name_in_both_languages():
    told = {day.on: (day.name, day.worked) for day in public_days(2026)}
    assert told[date(2026, 2, 17)] == ("Tết Nguyên Đán", False)
    assert told[date(2026, 8, 22)] == ("", True)
    assert {day.on: day.name for day in public_days(2026, "en")}[date(2026, 9, 2)] == "National Day"


@given(DATES)
def test_a_day_is_listed_when_the_weekday_alone_does_not_decide(day):
    listed = {one.on: one.worked for one in public_days(day.year)}
    weekday_alone = day.weekday() < 5
    if day not in listed:
        assert VIETNAM.is_working(day) == weekday_alone
    else:
        assert VIETNAM.is_working(day) == listed[day]
