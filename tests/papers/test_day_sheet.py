"""The sketch of a team's day fits its frame and keeps its proportions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldops.papers.day_sheet import sketch
from tests.papers import makers
from tests.papers.reading import pages_of

BASE = (9.60, 106.20)
places = st.tuples(st.floats(8, 11), st.floats(104, 108))


@given(places, st.lists(places, max_size=30))
def test_every_point_lies_inside_the_frame(base, stops):
    made = sketch(base, stops)
    assert len(made.stops) == len(stops)
    for x, y in (made.base, *made.stops):
        assert 0 <= x <= made.width
        assert 0 <= y <= made.height


def test_north_is_up_and_east_to_the_right():
    made = sketch(BASE, [(9.65, 106.20), (9.60, 106.25)])
    north, east = made.stops
    assert north[1] < made.base[1]
    assert east[0] > made.base[0]


def test_a_kilometre_is_as_long_both_ways():
    # 0.01° of latitude is 1.1132 km; of longitude at 9.6° it is 1.1132 × cos 9.6° = 1.0976 km.
    made = sketch(BASE, [(9.61, 106.20), (9.60, 106.21)])
    north, east = made.stops
    up, right = made.base[1] - north[1], east[0] - made.base[0]
    assert up / right == pytest.approx(1.1132 / 1.0976, rel=0.01)


def test_one_place_for_all_is_still_a_map():
    made = sketch(BASE, [BASE, BASE])
    assert made.base == made.stops[0] == made.stops[1]
    assert made.bar_km == 1


def test_a_long_day_runs_on_over_the_page():
    first, second, *_ = pages_of(makers.day_sheet(14).pdf())
    assert "trang 1/" in first
    assert "Việc cần làm" in second  # the head stands again
