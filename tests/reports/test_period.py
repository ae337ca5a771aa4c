from datetime import date

import pytest

from fieldops.domain.errors import Invalid
from fieldops.reports.period import Period, Preset, Window, preset_period, window

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("preset", "start_on", "end_on"),
    [
        (Preset.THIS_MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Preset.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Preset.THIS_QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Preset.THIS_YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_named_periods(preset, start_on, end_on):
    assert preset_period(preset, TODAY) == Period(start_on, end_on)


def test_last_month_of_january_is_december():
    assert preset_period(Preset.LAST_MONTH, date(2027, 1, 1)) == Period(
        date(2026, 12, 1), date(2026, 12, 31)
    )


def test_february_of_a_leap_year_has_29_days():
    assert preset_period(Preset.THIS_MONTH, date(2028, 2, 3)).end_on == date(2028, 2, 29)


def test_a_running_period_is_seen_until_today():
    assert window(Period(date(2026, 11, 1), date(2026, 11, 30)), TODAY) == Window(
        date(2026, 11, 1), TODAY
    )


def test_a_past_period_is_seen_to_its_end():
    assert window(Period(date(2026, 10, 1), date(2026, 10, 31)), TODAY).seen_on == date(
        2026, 10, 31
    )


def test_a_period_of_one_day_holds_that_day():
    assert TODAY in Period(TODAY, TODAY)
    assert None not in Period(TODAY, TODAY)


@pytest.mark.parametrize(
    ("start_on", "end_on", "field"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "end_on"),
        (date(1926, 11, 2), date(2026, 11, 1), "start_on"),
    ],
)
def test_impossible_periods_are_refused(start_on, end_on, field):
    with pytest.raises(Invalid) as refused:
        Period(start_on, end_on)
    assert refused.value.field == field


def test_a_period_still_to_come_has_no_figures():
    with pytest.raises(Invalid, match="sau hôm nay"):
        window(Period(date(2026, 12, 1), date(2026, 12, 31)), TODAY)
