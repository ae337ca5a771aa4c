"""What neighbours told, beside the hours a home keeps. Clock times in hours, Monday is 0."""

import pytest

from fieldops.domain.told_hours import ANY_DAY, HomeHours, ToldHours, hours_to_come, meets

MON, TUE, WED, THU = range(4)


def told(start, end, *weekdays):
    return ToldHours(weekdays, start * 3600, end * 3600)


def own(start, end, weekday=None):
    return HomeHours(weekday, start * 3600, end * 3600)


@pytest.mark.parametrize(
    ("said", "kept", "come"),
    [
        # 8–11 of Thursday within 9–17 of any day: 9–11, Thursday
        ([told(8, 11, THU)], [own(9, 17)], [own(9, 11, THU)]),
        # any day told, Wednesday kept: Wednesday, 13–15
        ([told(13, 17)], [own(7, 15, WED)], [own(13, 15, WED)]),
        # neither names a day
        ([told(13, 17)], [own(7, 15)], [own(13, 15)]),
        # of the two told, Tuesday alone is kept: 8–10
        ([told(8, 11, TUE, THU)], [own(7, 10, TUE), own(13, 17, TUE)], [own(8, 10, TUE)]),
        # a home with no hours of its own: what was told
        ([told(8, 11, TUE, THU)], [], [own(8, 11, TUE), own(8, 11, THU)]),
        # 11 is where the one ends and the other begins: nothing in common, so what was told
        ([told(8, 11, THU)], [own(11, 17)], [own(8, 11, THU)]),
        # other days altogether: the same
        ([told(8, 11, THU)], [own(8, 11, MON)], [own(8, 11, THU)]),
        ([], [own(7, 10)], [own(7, 10)]),
    ],
)
def test_what_both_say_comes_first_then_the_fresher_word(said, kept, come):
    assert hours_to_come(said, kept, ANY_DAY) == come


def test_in_common_but_too_late_for_the_law_leaves_the_told_day_in_time():
    # Told Tuesday and Thursday, kept Thursday: Thursday. Only Monday to Wednesday are left, so the
    # Tuesday told stands against the home's own hours.
    said, kept = [told(8, 11, TUE, THU)], [own(7, 17, THU)]
    assert hours_to_come(said, kept, {MON, TUE, WED}) == [own(8, 11, TUE), own(8, 11, THU)]


@pytest.mark.parametrize("possible", [{MON, TUE}, set()])
def test_the_law_does_not_wait_for_neighbours(possible):
    assert hours_to_come([told(8, 11, THU)], [own(7, 17)], possible) == [own(7, 17)]


def test_any_day_meets_whatever_day_there_is():
    assert meets([told(8, 11)], {WED})
    assert not meets([told(8, 11)], set())
    assert not meets([told(8, 11, THU)], {WED})
