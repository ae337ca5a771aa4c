"""Which told hours a second try keeps to. Mon 7 to Fri 11 December 2026, and the days after."""

from datetime import date

import pytest

from fieldops.demand import Try, steps
from fieldops.demand.visits import binds, wanted
from fieldops.domain.outcome import Result
from fieldops.domain.told_hours import ToldHours
from fieldops.domain.visit import VisitKind
from tests.demand.makers import MON, THU, TUE, VIETNAM, WED, birth

EIGHT, ELEVEN = 8 * 3600, 11 * 3600
THURSDAY = ToldHours((3,), EIGHT, ELEVEN)
SUNDAY = ToldHours((6,), EIGHT, ELEVEN)


def second_try(*tries, register_by=None):
    intake, _ = steps(birth(tries=tries, register_by=register_by), VIETNAM)
    return wanted([intake], None, MON, VIETNAM)


def nobody(on, *told):
    return Try(VisitKind.INTAKE, on, Result.NOT_HOME, told)


@pytest.mark.parametrize(
    ("told", "due", "kept_to"),
    [
        (THURSDAY, None, True),
        (THURSDAY, THU, True),  # its last day is that Thursday
        (THURSDAY, WED, False),  # Thursday would be too late
        (ToldHours((), EIGHT, ELEVEN), TUE, True),  # any day: the next one
        (SUNDAY, None, False),  # nobody goes out on a Sunday
    ],
)
def test_told_hours_bind_where_the_law_leaves_a_working_day(told, due, kept_to):
    # Nobody home on Mon 7: the second try is free from Tue 8 on.
    want = second_try(nobody(MON, told), register_by=due)
    assert (want.told, want.told_binds, want.release_on) == ((told,), kept_to, TUE)


def test_they_belong_to_the_next_try_alone():
    assert second_try(nobody(MON, THURSDAY), nobody(TUE)).told == ()
    papers = Try(VisitKind.INTAKE, TUE, Result.PAPERS_MISSING)
    assert second_try(nobody(MON, THURSDAY), papers).told == ()
    assert second_try(nobody(MON), nobody(TUE, SUNDAY)).told == (SUNDAY,)


def test_who_is_late_already_is_met_when_home():
    # Due Tue 8, today Wed 9: no day is left to keep, and Thu 10 finds somebody home.
    assert binds([THURSDAY], WED, TUE, VIETNAM)


def test_words_are_waited_for_two_weeks():
    # Fri 1 January is a day off: from Fri 18 Dec two weeks reach to it; Fri 18 and 25 are worked.
    friday = ToldHours((4,), EIGHT, ELEVEN)
    assert binds([friday], date(2026, 12, 18), None, VIETNAM)
    assert not binds([friday], date(2026, 12, 26), date(2027, 1, 7), VIETNAM)
