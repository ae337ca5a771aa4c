import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.domain.units import HOUR
from fieldops.registry.hours import (
    ANY_DAY,
    ClosesBeforeOpening,
    HomeWindow,
    UnreadableHours,
    read_hours,
    write_hours,
)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("sáng", "7:00-11:00"),
        ("buổi chiều", "13:00-17:00"),
        ("7h-10h30", "7:00-10:30"),
        ("từ 7 giờ đến 10 giờ", "7:00-10:00"),
        ("sau 14h", "14:00-20:00"),
        ("trước 9g30", "5:00-9:30"),
        ("T2, T4 sáng; T7 13:00-16:00", "T2 7:00-11:00; T4 7:00-11:00; T7 13:00-16:00"),
        ("T2 sáng, chiều", "T2 7:00-11:00; T2 13:00-17:00"),
        ("Chủ nhật", "CN 5:00-20:00"),
        ("cả ngày", ""),
        ("", ""),
    ],
)
def test_reads_what_people_say(words, written):
    assert write_hours(read_hours(words)) == written


@pytest.mark.parametrize("words", ["sáng đi chợ", "không ở nhà sáng", "hỏi con dâu"])
def test_words_that_may_mean_the_opposite_are_not_read_as_times(words):
    with pytest.raises(UnreadableHours):
        read_hours(words)


@pytest.mark.parametrize("words", ["11h-7h", "7:00-7:00", "T2 10:00-9:59"])
def test_a_window_that_closes_before_it_opens_is_refused(words):
    with pytest.raises(ClosesBeforeOpening):
        read_hours(words)


@given(
    st.sets(st.tuples(st.integers(ANY_DAY, 6), st.integers(0, 22), st.integers(0, 11)), max_size=6)
)
def test_what_is_written_reads_back(triples):
    windows = tuple(
        sorted(HomeWindow(d, h * HOUR, (h + 1) * HOUR + m * 300) for d, h, m in triples)
    )
    assert read_hours(write_hours(windows)) == windows
