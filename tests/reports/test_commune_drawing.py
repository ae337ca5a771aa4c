import math
import re

from hypothesis import given
from hypothesis import strategies as st

from fieldops.reports.commune_drawing import LARGEST_RADIUS, MARGIN, WIDTH, Spot, draw

SQUARE = [(9.5, 106.1), (9.7, 106.1), (9.7, 106.3), (9.5, 106.3)]


def corners(drawing):
    return [tuple(map(float, pair.split(","))) for pair in drawing.outline.split()]


def test_north_is_up_and_east_is_right():
    south_west, north_west, north_east, _ = corners(draw(SQUARE, []))
    assert north_west[1] < south_west[1]
    assert north_east[0] > north_west[0]


def test_a_kilometre_is_as_long_both_ways():
    # At 9.6° N a degree of longitude is cos(9.6°) = 0.986 of a degree of latitude.
    south_west, north_west, north_east, _ = corners(draw(SQUARE, []))
    across = north_east[0] - north_west[0]
    up = south_west[1] - north_west[1]
    assert math.isclose(across / up, math.cos(math.radians(9.6)), rel_tol=1e-3)


def test_the_area_of_a_circle_follows_its_size():
    spots = [Spot("Vàm Hồ", (9.6, 106.2), 4, 0.0), Spot("Sơn Ton", (9.55, 106.2), 16, 0.0)]
    large, small = draw(SQUARE, spots).circles
    assert large.spot.name == "Sơn Ton"
    # A quarter of the size, half the radius.
    assert (large.radius, small.radius) == (LARGEST_RADIUS, LARGEST_RADIUS / 2)


def test_the_wedge_is_empty_at_none_whole_at_all_and_wide_past_half():
    def wedge(share):
        return draw(SQUARE, [Spot("Vàm Hồ", (9.6, 106.2), 4, share)]).circles[0].wedge

    assert wedge(0) == ""
    assert wedge(1).count("A") == 2
    assert " 0 0 1 " in wedge(0.25)
    assert " 0 1 1 " in wedge(0.75)


def test_an_empty_commune_draws_an_empty_sheet():
    assert draw([], []).circles == ()


@given(st.lists(st.tuples(st.floats(9.4, 9.8), st.floats(106.0, 106.3)), min_size=1, max_size=9))
def test_everything_stays_on_the_sheet(points):
    drawing = draw(SQUARE, [Spot("Vàm Hồ", point, 1, 0.3) for point in points])
    for circle in drawing.circles:
        assert MARGIN - 1 <= circle.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= circle.y <= drawing.height - MARGIN + 1
        assert re.fullmatch(r"[MLA\d.,\- Z]+", circle.wedge)


def test_words_keep_off_other_circles_and_other_words():
    # Two hamlets a kilometre apart, east and west: the words of the western one cannot stand on
    # its right, where the other circle is.
    spots = [Spot("Văn Tố B", (9.6, 106.19), 4, 0.5), Spot("Bình Du B", (9.6, 106.21), 4, 0.5)]
    west, east = sorted(draw(SQUARE, spots).circles, key=lambda circle: circle.x)
    assert west.words.overlap(east.box) == 0
    assert west.words.overlap(east.words) == 0


def test_words_at_the_edge_of_the_sheet_stand_inside_it():
    edge = draw(SQUARE, [Spot("Võ Thành Văn", (9.6, 106.3), 4, 0.5)]).circles[0]
    assert (edge.anchor, edge.words_x) == ("end", edge.words.right)
    assert edge.words.right <= WIDTH
