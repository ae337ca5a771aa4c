from datetime import date

import pytest

from fieldops.domain.partial_date import PartialDate
from fieldops.papers.spoken import day_in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (31, "ba mươi mốt"),
        (105, "một trăm linh năm"),
        (1900, "một nghìn chín trăm"),
        (1942, "một nghìn chín trăm bốn mươi hai"),
        (1955, "một nghìn chín trăm năm mươi lăm"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm linh năm"),
        (2010, "hai nghìn không trăm mười"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
    ],
)
def test_numbers_are_said_as_people_say_them(number, words):
    assert number_in_words(number) == words


def test_no_two_years_sound_the_same():
    assert len({number_in_words(n) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize("number", [-1, 10_000])
def test_other_numbers_are_refused(number):
    with pytest.raises(ValueError, match="not written out"):
        number_in_words(number)


def test_a_day_is_said_as_far_as_it_is_known():
    year = "năm một nghìn chín trăm bốn mươi hai"
    assert day_in_words(PartialDate(1942)) == year
    assert day_in_words(PartialDate(1942, 4)) == f"tháng tư {year}"
    assert day_in_words(date(1942, 4, 12)) == f"ngày mười hai tháng tư {year}"
    assert day_in_words(None) == ""
