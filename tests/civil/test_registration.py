from datetime import date

import pytest

from fieldops.civil.registration import check_dates, check_life, entry
from fieldops.domain.case import Register
from fieldops.domain.errors import Invalid
from fieldops.domain.partial_date import PartialDate

MON = date(2026, 12, 7)


def test_an_entry_keeps_what_is_written_and_takes_its_year_from_its_day():
    made = entry(Register.BIRTH, 7, "  01/2027 ", date(2027, 1, 4), " H10.01-270104-0007 ")
    assert (made.year, made.volume, made.dossier_code) == (2027, "01/2027", "H10.01-270104-0007")


@pytest.mark.parametrize(
    ("number", "volume", "code", "field"),
    [
        (0, "01", "", "number"),
        (100_000, "01", "", "number"),
        (1, "   ", "", "volume"),
        (1, "9" * 41, "", "volume"),
        (1, "01", "x" * 61, "dossier_code"),
    ],
)
def test_an_entry_that_cannot_be(number, volume, code, field):
    with pytest.raises(Invalid) as told:
        entry(Register.BIRTH, number, volume, MON, code)
    assert told.value.field == field


def test_decomposed_accents_are_composed():
    assert entry(Register.BIRTH, 1, "Quye\u0302\u0309n 1", MON).volume == "Quyển 1"


def test_registered_between_receipt_and_today():
    check_dates(MON, received_on=MON, today=MON)
    with pytest.raises(Invalid, match="chưa tới"):
        check_dates(MON, received_on=date(2026, 12, 1), today=date(2026, 12, 6))
    with pytest.raises(Invalid, match="trước ngày tiếp nhận"):
        check_dates(MON, received_on=date(2026, 12, 8), today=date(2026, 12, 9))


@pytest.mark.parametrize(
    ("birth", "death"),
    [
        (PartialDate(1950), PartialDate(1949)),
        (PartialDate(1950, 3), PartialDate(1950, 2)),
        (PartialDate(1950, 3, 2), PartialDate(1950, 3, 1)),
        (PartialDate(2026, 12, 5), PartialDate(2026, 12, 4)),
    ],
)
def test_a_death_before_the_birth_is_refused(birth, death):
    with pytest.raises(Invalid, match="trước ngày sinh"):
        check_life(birth, death, MON)


@pytest.mark.parametrize(
    ("birth", "death"),
    [
        (PartialDate(1950), PartialDate(1950)),  # a year alone proves nothing
        (PartialDate(1950, 3), PartialDate(1950, 3, 1)),
        (PartialDate(1950, 3, 1), PartialDate(1950)),
        (PartialDate(1950, 3, 1), PartialDate(1950, 3, 1)),
        (None, PartialDate(1950)),
    ],
)
def test_a_death_that_may_be_in_order_passes(birth, death):
    check_life(birth, death, MON)


def test_nobody_is_registered_before_they_are_born_or_have_died():
    with pytest.raises(Invalid, match="sau ngày đăng ký"):
        check_life(PartialDate(2026, 12, 8), None, MON)
    with pytest.raises(Invalid, match="sau ngày đăng ký"):
        check_life(PartialDate(1950), PartialDate(2026, 12, 8), MON)
