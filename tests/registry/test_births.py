from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.partial_date import PartialDate
from fieldops.registry.births import (
    NoSuchDay,
    NotPlausible,
    TwoCenturies,
    UnreadableBirth,
    read_birth,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (1942, PartialDate(1942)),
        (1942.0, PartialDate(1942)),
        ("1942", PartialDate(1942)),
        ("khoảng 1942", PartialDate(1942)),
        ("sinh năm 1942", PartialDate(1942)),
        ("00/00/1942", PartialDate(1942)),
        ("00/03/1942", PartialDate(1942, 3)),
        ("3/1942", PartialDate(1942, 3)),
        ("12/03/1942", PartialDate(1942, 3, 12)),
        ("12.3.42", PartialDate(1942, 3, 12)),
        ("1942-03-12", PartialDate(1942, 3, 12)),
        (datetime(1942, 3, 12), PartialDate(1942, 3, 12)),  # noqa: DTZ001 (a cell has no zone)
        (15412, PartialDate(1942, 3, 12)),  # 1899-12-30 + 15,412 days, as a spreadsheet counts
        ("12 / 03 / 1942", PartialDate(1942, 3, 12)),
        ("12/03/1942 00:00:00", PartialDate(1942, 3, 12)),
        ("12.03.1942.", PartialDate(1942, 3, 12)),
        ("12,3,1942", PartialDate(1942, 3, 12)),
        ("1942/03/12", PartialDate(1942, 3, 12)),
        ("ngày 12 tháng 3 năm 1942", PartialDate(1942, 3, 12)),
        ("12 tháng 03 năm 1942", PartialDate(1942, 3, 12)),
        ("tháng 3 năm 1942", PartialDate(1942, 3)),
        ("SN: 1942", PartialDate(1942)),
        ("__/__/1942", PartialDate(1942)),
        ("?/?/1942", PartialDate(1942)),
        ("../3/1942", PartialDate(1942, 3)),
        ("..../1942", PartialDate(1942)),
        ("--/--/1942", PartialDate(1942)),
        ("xx/xx/1942", PartialDate(1942)),
        ("không rõ", None),
        ("", None),
        (None, None),
    ],
)
def test_reads_every_habit(cell, birth):
    assert read_birth(cell, TODAY) == birth


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/1950", NoSuchDay),
        ("12/13/1950", NoSuchDay),
        ("12/3/20", TwoCenturies),  # 1920 or 2020
        ("2031", NotPlausible),
        ("1/12/2026", NotPlausible),  # ten days from now
        (date(1905, 4, 26), NotPlausible),  # 1942 in a cell formatted as a date
        ("năm con ngựa", UnreadableBirth),
        ("1942 (ÂL)", UnreadableBirth),  # by the lunar calendar: another day
        ("84 tuổi", UnreadableBirth),
        ("1942-1943", UnreadableBirth),
        ("12/__/1942", ValueError),  # a day without its month
        ("O5/03/1942", UnreadableBirth),
        (3.5, UnreadableBirth),
        (77, UnreadableBirth),
        (float("inf"), UnreadableBirth),
    ],
)
def test_never_guesses(cell, why):
    with pytest.raises(why):
        read_birth(cell, TODAY)


@given(st.dates(date(1907, 1, 1), TODAY))
def test_what_is_written_in_full_reads_back(day):
    birth = PartialDate(day.year, day.month, day.day)
    assert read_birth(str(birth), TODAY) == birth
    assert read_birth(str(PartialDate(day.year, day.month)), TODAY) == PartialDate(
        day.year, day.month
    )
