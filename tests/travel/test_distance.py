from hypothesis import given
from hypothesis import strategies as st

from fieldops.travel import Point, metres_between
from fieldops.travel.distance import great_circles

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_one_hundredth_of_a_degree_of_latitude():
    # 0.01 deg * pi/180 * 6,371,009 m = 1,111.95 m
    assert metres_between(Point(9.60, 106.20), Point(9.61, 106.20)) == 1112


@given(points, points)
def test_the_haversine_agrees_with_geopy(a, b):
    # Near antipodes the haversine loses half its digits: some metres in 20,000 km.
    assert abs(great_circles([a], [b])[0, 0] - metres_between(a, b)) <= 10


@given(points, points)
def test_distances_are_even_handed_and_never_nan(a, b):
    out, back = great_circles([a], [b])[0, 0], great_circles([b], [a])[0, 0]
    assert out >= 0
    assert abs(out - back) < 1e-3


def test_no_places_make_an_empty_matrix():
    assert great_circles([], [Point(0, 0)]).shape == (0, 1)
